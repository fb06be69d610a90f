"""Text files whose lines are broken at a fixed width, as old mail programs and converters leave them."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import form
from corpus.structure import parse
from corpus.wrapped import unwrapped

SHIPPED = (Path(__file__).parents[2] / "corpus" / "bulletins" / "laishan-2020-07-31.txt").read_text("utf-8")
WANTED = parse("b", SHIPPED)


def width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def wrapped(text: str, column: int, indent: str = "", between: str = "") -> str:
    """Each paragraph broken when the column is full; no line begins with a closing mark, no number is parted."""
    out = []
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        line = ""
        for one in indent + paragraph:
            if width(line + one) > column and one not in ",.;:!?)。、”；，：》":
                keep = len(line)
                while (
                    one.isascii()
                    and one.isalnum()
                    and keep > 1
                    and line[keep - 1].isascii()
                    and line[keep - 1].isalnum()
                ):
                    keep -= 1
                out.append(line[:keep])
                line = line[keep:]
            line += one
        out += [line, *([between] if between else [])]
    return "\n".join(out).replace("\0", "") + "\n"


@pytest.mark.parametrize("column", [20, 33, 40])
@pytest.mark.parametrize(("indent", "between"), [("\u3000\u3000", ""), ("    ", ""), ("", "\0")])
def test_the_shipped_bulletin_broken_at_a_width_has_the_same_headings_and_paragraphs(column, indent, between):
    read = parse("b", form.extract(wrapped(SHIPPED, column, indent, between).encode(), ".txt"))
    assert [section.path for section in read.sections] == [section.path for section in WANTED.sections]
    assert [paragraph.id for paragraph in read.paragraphs] == [paragraph.id for paragraph in WANTED.paragraphs]
    assert (read.title, read.issuer, read.signed_on) == (WANTED.title, WANTED.issuer, WANTED.signed_on)
    assert all(read.text[one.start : one.end] == one.text for one in read.paragraphs)


def test_where_nothing_tells_a_paragraphs_end_none_swallows_the_next():
    read = parse("b", unwrapped(wrapped(SHIPPED, 35)))
    words = ["".join(paragraph.text.split()) for paragraph in WANTED.paragraphs]
    assert all(any("".join(one.text.split()) in whole for whole in words) for one in read.paragraphs)
    assert len(read.sections) == len(WANTED.sections)


@pytest.mark.parametrize(
    "text",
    [
        SHIPPED,
        "短行\n" * 30,  # lines of one length, none of them full of a sentence that goes on
        "".join(f"{number}. 新建学校{number % 9}所,投资{number}万元,已经全部完成验收。\n" for number in range(10, 40)),
        "# 题\n" + "".join("- 新建学校三所投资一亿元完成验收并交付使用并且\n" for _ in range(20)),
        "| 学校 | 所 |\n" + "| 新建学校投资完成验收并交付使用的学校名称 | 3 |\n" * 20,
        "一、关于学校问题\n" + "新建学校三所,投资一亿元,完成验收。" * 40,
    ],
)
def test_other_texts_come_back_as_they_are(text):
    assert unwrapped(text) == text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="一二通报的。;,(1) \t\n\u3000ab", max_size=900))
def test_no_letter_is_lost_or_moved(text):
    assert "".join(unwrapped(text).split()) == "".join(text.split())
