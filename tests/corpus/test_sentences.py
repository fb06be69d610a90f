import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import clauses, split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
        ("甲!乙?丙", ["甲!", "乙?", "丙"]),
        ("甲\n乙", ["甲", "乙"]),
        ("投资1.5亿元，占3．5％。完成。", ["投资1.5亿元，占3．5％。", "完成。"]),
        ("印发《关于加强监督。管理的意见》。落实。", ["印发《关于加强监督。管理的意见》。", "落实。"]),
        ("坚持“先改。后查”的办法。落实。", ["坚持“先改。后查”的办法。", "落实。"]),
        ("完成（见附件。）全部任务。落实。", ["完成（见附件。）全部任务。", "落实。"]),
        ("称「要改。要快！」即可。落实。", ["称「要改。要快！」即可。", "落实。"]),
        ("《甲“乙。”丙。》丁。戊。", ["《甲“乙。”丙。》丁。", "戊。"]),
        ("书记说：“要改。”大家照办。", ["书记说：“要改。”", "大家照办。"]),
        ("甲。。乙", ["甲。。", "乙"]),
        ("1.关于甲问题.一是学习.二是3.5亿元.", ["1.关于甲问题.", "一是学习.", "二是3.5亿元."]),
        ("甲；乙。丙", ["甲；乙。", "丙"]),
        ("见http://a.cn/?id=1。完", ["见http://a.cn/?id=1。", "完"]),
        (
            "It cost 3.5 million, e.g. for schools. No. 3 is done.",
            ["It cost 3.5 million, e.g. for schools.", "No. 3 is done."],
        ),
        ("", []),
        (" 　", []),
    ],
)
def test_where_sentences_end(text, sentences):
    assert texts(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("关于“大班额问题。一是改。二是查。", ["关于“大班额问题。", "一是改。", "二是查。"]),
        ("印发《意见。一是改（甲）。二是“查”。", ["印发《意见。", "一是改（甲）。", "二是“查”。"]),
        ("甲）乙。丙”丁。", ["甲）乙。", "丙”丁。"]),
        ("（甲“乙）丙。丁", ["（甲“乙）丙。", "丁"]),
    ],
)
def test_an_unbalanced_quote_swallows_nothing(text, sentences):
    assert texts(text) == sentences


def test_offsets_count_from_the_start_that_is_given():
    [first, second] = split("甲。 乙。", 100)
    assert (first.start, first.end, second.start, second.end) == (100, 102, 103, 105)


def test_clauses_are_parted_by_semicolons_outside_quotes():
    [sentence] = split("已兑付17亿元;剩余“8亿元；利息”将于年内兑付；未违约。", 10)
    assert [(clause.text, clause.start, clause.end) for clause in clauses(sentence)] == [
        ("已兑付17亿元;", 10, 18),
        ("剩余“8亿元；利息”将于年内兑付；", 18, 35),
        ("未违约。", 35, 39),
    ]


def test_a_sentence_without_semicolons_is_its_only_clause():
    [sentence] = split("已完成。")
    assert clauses(sentence) == (sentence,)


@given(st.text(alphabet="甲乙。！.；“”《》（）() \n1a"), st.integers(0, 9))
def test_sentences_cover_the_text_in_order(text, start):
    sentences = split(text, start)
    assert all(text[one.start - start : one.end - start] == one.text for one in sentences)
    assert "".join("".join(one.text.split()) for one in sentences) == "".join(text.split())
