import pytest

from corpus.marks import read
from corpus.normalize import lines
from corpus.opening import read_opening


def opening(text: str):
    [line] = lines(text)
    mark = read(line.folded)
    found = read_opening(line, mark.end if mark else 0)
    return line.text[: found.end], found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("(1)关于甲问题。一是改。", "(1)关于甲问题"),
        ("（1）关于甲，乙问题：一是改。", "（1）关于甲，乙问题"),
        ("(1)关于甲问题  一是改。", "(1)关于甲问题"),
        ("一、工作情况：", "一、工作情况"),
        ("一、工作情况", "一、工作情况"),
        ("(1)关于“先改。后查”不实问题。一是改。", "(1)关于“先改。后查”不实问题"),
        ("(1)关于《意见：通知》落实问题。一是改。", "(1)关于《意见：通知》落实问题"),
        ("1.关于甲问题.一是改.", "1.关于甲问题"),
        ("**一、甲**", "**一、甲"),
    ],
)
def test_where_a_title_ends(text, title):
    assert opening(text)[0] == title


def test_the_genre_s_own_heading_is_known_at_any_length():
    _, found = opening("(1)关于" + "落实不到位、" * 12 + "成效不明显问题。一是改。")
    assert (found.is_about, found.is_title_like, found.runs_on) == (True, True, True)


def test_a_long_first_sentence_is_prose():
    _, found = opening("1.市委常委会" + "听取汇报，研究部署，" * 6 + "逐项落实。其余工作正在推进。")
    assert (found.is_title_like, found.runs_on) == (False, True)


def test_an_unfinished_or_finished_sentence_is_no_heading_by_punctuation():
    assert opening("1.召开会议；")[1].ends_sentence
    assert opening("1.召开会议。")[1].ends_sentence
    assert not opening("1.召开会议")[1].ends_sentence


@pytest.mark.parametrize(("text", "is_result"), [("1.拆迁32户", True), ("1.投资1.5亿元", True), ("1.第3轮督查", False)])
def test_a_counted_result_is_told_from_a_heading(text, is_result):
    assert opening(text)[1].is_result is is_result
