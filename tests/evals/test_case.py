import json

import pytest
from fakes import bulletin

from evals.case import Case, load, resolve
from evals.errors import GoldError, SetError

RIVER = bulletin("river-2021", "投资300万元疏浚河道。河道通畅。", "新建学校2所。", "疏浚水库1座。")


def case(**fields):
    return Case(**{"id": "c1", "lang": "zh", "kind": "number", "question": "建了几所学校?", **fields})


def write(path, *lines):
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


GOOD = {"id": "c1", "lang": "en", "kind": "number", "question": "How many schools?", "gold": ["新建学校2所"]}


def test_a_line_becomes_a_case_with_defaults(tmp_path):
    (loaded,) = load(write(tmp_path / "set.jsonl", {**GOOD, "facts": [["2所", "two"]], "held_out": True}, ""))
    assert loaded.gold == ("新建学校2所",)
    assert loaded.facts == (("2所", "two"),)
    assert (loaded.held_out, loaded.answerable, loaded.history, loaded.scope) == (True, True, (), None)


def test_every_bad_line_is_named_at_once(tmp_path):
    path = write(
        tmp_path / "set.jsonl",
        GOOD,
        "{not json",
        {**GOOD, "id": "c2", "lang": "fr"},
        {**GOOD, "id": "c3", "golden": []},
        {**GOOD, "id": "c4", "question": " "},
        {**GOOD, "id": "c5", "gold": []},
        GOOD,
    )
    with pytest.raises(SetError) as raised:
        load(path)
    told = str(raised.value)
    assert "line 2: not JSON" in told
    assert "line 3: lang" in told
    assert "line 4: golden: is not a field of a case" in told
    assert "line 5: question: is empty" in told
    assert "line 6: gold" in told
    assert "line 7: id c1 is already on line 1" in told


def test_a_set_of_another_form_names_ten_lines_and_counts_the_rest(tmp_path):
    with pytest.raises(SetError) as raised:
        load(write(tmp_path / "set.jsonl", *[{"text": "?"}] * 25))
    assert "line 10:" in str(raised.value)
    assert "line 11:" not in str(raised.value)
    assert "and 15 more" in str(raised.value)


def test_an_unanswerable_case_needs_no_gold(tmp_path):
    (loaded,) = load(write(tmp_path / "set.jsonl", {**GOOD, "gold": [], "answerable": False}))
    assert loaded.gold == ()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "check its path"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "not UTF-8"),
        (lambda path: path.write_text("\n"), "no case"),
    ],
)
def test_an_unreadable_or_empty_set_says_what_to_do(tmp_path, make, told):
    make(tmp_path / "set.jsonl")
    with pytest.raises(SetError, match=told):
        load(tmp_path / "set.jsonl")


def test_gold_is_a_snippet_or_an_id_and_each_paragraph_counts_once():
    found = resolve(case(gold=("新建学校", "river-2021/00000000", "2所")), [RIVER])
    assert [paragraph.id for paragraph in found] == ["river-2021/00000001", "river-2021/00000000"]


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("疏浚", "several paragraphs"),
        ("河道", "more than once"),
        ("机场", "no paragraph"),
        ("river-2021/ffffffff", "no paragraph"),
        ("疏浚河道。河道通畅。\n新建", "no paragraph"),
    ],
)
def test_gold_that_names_no_single_paragraph_is_an_error(label, told):
    with pytest.raises(GoldError, match=told):
        resolve(case(gold=(label,)), [RIVER])


def test_a_snippet_in_two_bulletins_is_ambiguous():
    with pytest.raises(GoldError, match=r"river-2021/00000001, lake-2022/00000000"):
        resolve(case(gold=("新建学校2所",)), [RIVER, bulletin("lake-2022", "新建学校2所。")])
