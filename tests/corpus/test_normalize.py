from hypothesis import given
from hypothesis import strategies as st

from corpus.normalize import fold, lines


def test_full_width_and_half_width_are_alike():
    assert fold("（１）关于Ａ：已完成８５．７％；其余！") == "(1)关于A:已完成85.7%;其余!"
    assert fold("、。“”《》") == "、。“”《》"


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_lines_leave_out_indents_and_blank_lines():
    text = "　　一、甲 \n\n \t\n乙\u200b\n"
    assert [(line.text, line.start, line.end) for line in lines(text)] == [("一、甲", 2, 5), ("乙", 11, 12)]


@given(st.text(alphabet="一a \n\t\u3000"))
def test_a_line_is_its_piece_of_the_source(text):
    assert all(text[line.start : line.end] == line.text == line.text.strip() for line in lines(text))
