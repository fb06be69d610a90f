import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.handles import Sentences, Written, read


def cut(text, size):
    reading = Sentences()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return [sentence for piece in pieces for sentence in reading.feed(piece)] + list(reading.end())


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("新建小学5所[1]。年内全部化解。[2]", [("新建小学5所。", "1"), ("年内全部化解。", "2")]),
        ("Six built [1]. No. 5 cost 3.5 million (2).", [("Six built.", "1"), ("No. 5 cost 3.5 million.", "2")]),
        ("- 新建5所［1］［3］\n1. 打通34条【4】\n", [("新建5所", "13"), ("打通34条", "4")]),
        ("甲[1-3]。乙[来源5，7]。丙[S2]。", [("甲。", "123"), ("乙。", "57"), ("丙。", "2")]),
        ("甲。乙[2]。", [("甲。", "2"), ("乙。", "2")]),  # one marker at the end of a line speaks for the line
        ("没有出处。\n乙[2]。", [("没有出处。", ""), ("乙。", "2")]),
        ("2019年(2019)共5所[1]。", [("2019年(2019)共5所。", "1")]),
        ("新建5所[1]。另有[", [("新建5所。", "1"), ("另有", "")]),
        ("**重点**：新建5所[1]。", [("重点：新建5所。", "1")]),
        ("\n \n", []),
    ],
)  # fmt: skip
def test_sentences_and_their_handles(text, sentences, size):
    assert cut(text, size) == [Written(said, tuple(handles)) for said, handles in sentences]


def test_a_sentence_waits_for_the_marker_after_its_full_stop():
    reading = Sentences()
    assert list(reading.feed("新建5所。")) == []
    assert list(reading.feed("[1")) == []
    assert list(reading.feed("]")) == []
    assert list(reading.feed("又")) == [Written("新建5所。", ("1",))]


def test_of_a_reply_that_was_cut_off_the_last_sentence_is_not_taken():
    reading = Sentences()
    assert list(reading.feed("新建5所[1]。又投资3亿")) == [Written("新建5所。", ("1",))]
    assert list(reading.end(whole=False)) == []


def test_a_number_in_round_brackets_is_a_marker_only_at_the_end():
    assert read("(1)关于大班额(2)。") == ("关于大班额。", ("2",))
    assert read("共(3)项整改[1]。") == ("共(3)项整改。", ("1",))


@given(st.text(alphabet="甲乙。.[]【】（）()1 2,\n-S", max_size=60), st.integers(1, 7))
@settings(max_examples=150, deadline=None)
def test_how_the_stream_is_cut_changes_nothing(text, size):
    assert cut(text, size) == cut(text, 1000)
