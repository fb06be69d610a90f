from hypothesis import given
from hypothesis import strategies as st

from assistant.letters.draft import Sentence
from assistant.letters.draft_diff import changes, pieces, words
from assistant.letters.draft_sheet import Line


def line(name, text, **options):
    return Line(name, Sentence(text, "answer", "fact"), **options)


def told(before, after):
    return [(piece.kind, piece.text) for piece in pieces(before, after)]


def test_a_figure_is_one_word_and_chinese_is_compared_by_words():
    assert told("今年投资3.8亿元，新建小学5所。", "今年投资3.9亿元，新建小学15所。") == [
        ("same", "今年投资"),
        ("removed", "3.8"),
        ("added", "3.9"),
        ("same", "亿元，新建小学"),
        ("removed", "5"),
        ("added", "15"),
        ("same", "所。"),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_letter_of_either_text_is_lost(before, after):
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert "".join(words(before)) == before


def test_lines_are_compared_by_their_id():
    before = [line("1", "一。"), line("2", "二。"), line("3", "三。"), line("4", "四。")]
    after = [line("1", "一。"), line("9", "新。"), line("2", "两。"), line("4", "四。", signed="王主任")]
    found = [(change.kind, change.line.id) for change in changes(before, after)]
    assert found == [("added", "9"), ("changed", "2"), ("removed", "3"), ("marked", "4")]
    assert changes(before, before) == ()
