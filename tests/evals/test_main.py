import json

import pytest

from evals.__main__ import main

BULLETIN = "关于整改进展情况的通报\n\n1.关于河道淤积问题。投资300万元疏浚河道。\n\n2.关于学位不足问题。新建学校2所。\n"


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "bulletins"
    folder.mkdir()
    (folder / "river-2021.txt").write_text(BULLETIN, "utf-8")
    return folder


def write(path, *cases):
    base = {"lang": "zh", "kind": "number", "question": "?"}
    path.write_text("\n".join(json.dumps({**base, **case}, ensure_ascii=False) for case in cases), "utf-8")
    return str(path)


def test_check_accepts_a_set_that_covers_every_item(tmp_path, corpus, capsys):
    path = write(
        tmp_path / "set.jsonl",
        {"id": "c1", "gold": ["疏浚河道"], "facts": [["300万元"]]},
        {"id": "c2", "gold": ["新建学校"], "held_out": True},
    )
    assert main(["check", path, "--corpus", str(corpus)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "kinds: 2 number",
        "languages: 2 zh",
        "cases: 2, held out: 1, faults: 0",
        "items asked about: 2 of 2",
    ]


def test_check_names_faults_and_items_nobody_asks_about(tmp_path, corpus, capsys):
    path = write(tmp_path / "set.jsonl", {"id": "c1", "gold": ["疏浚河道"], "facts": [["500万元"]]})
    assert main(["check", path, "--corpus", str(corpus)]) == 1
    told = capsys.readouterr().out
    assert "not asked: 2.关于学位不足问题" in told
    assert "case c1: no gold paragraph holds '500万元'" in told


def test_a_set_that_is_not_there_is_one_line_and_exit_code_2(tmp_path, corpus, capsys):
    assert main(["check", str(tmp_path / "none.jsonl"), "--corpus", str(corpus)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: cannot read the set")
    assert len(error.splitlines()) == 1


def test_an_unknown_report_names_the_known_ones(capsys):
    assert main(["report", "beauty"]) == 2
    assert "bench" in capsys.readouterr().err
