"""In: the folded text of one line. Out: the list mark that it begins with (style, number, extent), or None.

The grammar of marks only: 一、 （一） 1. 1、 （1） 1） ① 1.1 壹、 甲、 I. 第一部分, Markdown's #; nesting: outline.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import to_int

_CHINESE = "[一二三四五六七八九十百]{1,5}"
_DIGITS = r"[1-9]\d{0,2}"  # no year, no telephone number
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)} | {chr(0x2776 + n): n + 1 for n in range(10)}
_BRACKETED = {chr(0x2474 + n): n + 1 for n in range(20)}
_DOTTED = {chr(0x2488 + n): n + 1 for n in range(20)}
_BRACKETED_CHINESE = {chr(0x3220 + n): n + 1 for n in range(10)}
_SYMBOLS = {
    "①": _CIRCLED,
    "(1)": _BRACKETED,
    "1.": _DOTTED,
    "(一)": _BRACKETED_CHINESE,
}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHEQUE = "壹贰叁肆伍陆柒捌玖拾佰貳參陸"
_FORMAL = str.maketrans(_CHEQUE, "一二三四五六七八九十百二三六")
_LABELS = ("问题", "事项", "任务", "整改事项", "整改任务", "反馈问题")  # 问题1:…
_UNITS = ("编", "篇", "部分", "章", "节", "条")

# From widest to narrowest as such documents conventionally use them; used only where numbering gives no evidence.
CONVENTION = (
    *(f"#{n}" for n in range(1, 7)),
    *(f"第{unit}" for unit in _UNITS),
    *(
        "壹、",
        "甲、",
        "一、",
        "I.",
        "(一)",
        "(甲)",
        "1.",
        "1、",
        "1.1",
        "1.1.1",
        *(f"{label}1" for label in _LABELS),
        "(1)",
        "1)",
        "①",
    ),
)
# Two ways of writing one level: a bulletin may change between them from one number to the next.
FAMILY = {"1、": "1."}

_NO_AMOUNT = r"[.、]?+\s*+(?![\d.%％‰亿万千百元个吨倍公平年月日/-])"
_DECIMALS = r"\d(?!\d{3}\s*年|\d{0,3}\.\d+\s*[%亿万千百元个吨倍])"  # 1.5 is a number; 1.2020年 and 1.3.5亿元 are not
# A one that was recognised as a stroke or a letter: (ー) (—) ー、 l. (l) before Chinese words.
_STROKE = "[ー—–-]"
_LETTER_ONE = "[lI|](?=\\s*[.、)]\\s*[\u3400-\u9fff])"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_PATTERNS = (
    ("(一)", re.compile(rf"\(\s*({_STROKE})\s*\)\s*[、.,:]?\s*(?=[\u3400-\u9fff])")),
    ("一、", re.compile(rf"({_STROKE})\s*、\s*(?=[\u3400-\u9fff])")),
    ("(1)", re.compile(rf"\(\s*({_LETTER_ONE})\s*\)\s*[、.,:]?\s*")),
    ("1.", re.compile(rf"({_LETTER_ONE})\s*\.\s*")),
    ("1、", re.compile(rf"({_LETTER_ONE})\s*、\s*")),
    ("I.", re.compile(rf"({'|'.join(sorted(_ROMAN, key=len, reverse=True))})\.\s+(?=[A-Z])")),
    ("(一)", re.compile(rf"\(\s*({_CHINESE})\s*\)\s*[、.,:]?\s*")),
    ("(1)", re.compile(rf"\(\s*({_DIGITS})\s*\)\s*[、.,:]?\s*")),
    ("(甲)", re.compile(rf"\(\s*([{_STEMS}])\s*\)\s*[、.,:]?\s*")),
    ("甲、", re.compile(rf"([{_STEMS}])\s*[、.]\s*(?![{_STEMS}])")),
    ("壹、", re.compile(rf"([{_CHEQUE}]{{1,5}})\s*[、.,:]\s*(?![{_CHEQUE}])")),
    ("一、", re.compile(rf"({_CHINESE})\s*[、.,:]\s*")),
    ("1、", re.compile(rf"({_DIGITS})\s*、\s*")),
    ("1.1", re.compile(rf"({_DIGITS})\.({_DIGITS}){_NO_AMOUNT}")),
    ("1.1.1", re.compile(rf"{_DIGITS}\.({_DIGITS})\.({_DIGITS}){_NO_AMOUNT}")),
    ("1.", re.compile(rf"({_DIGITS})\s*\.(?!{_DECIMALS})\s*")),
    ("1)", re.compile(rf"({_DIGITS})\s*\)\s*[、.,:]?\s*")),
    *((f"{label}1", re.compile(rf"{label}\s*({_CHINESE}|{_DIGITS})\s*[:、.]\s*")) for label in _LABELS),
    *((f"第{unit}", re.compile(rf"第\s*({_CHINESE}|{_DIGITS})\s*{unit}(?:\s*[、.,:]\s*|\s*)")) for unit in _UNITS),
)
_BARE = re.compile(rf"({_DIGITS})\s+(?=[\u3400-\u9fff“《A-Za-z])")
_MARKDOWN = re.compile(r"(#{1,6})\s+")
_EMPHASIS = re.compile(r"[*_]{1,3}")
_NEXT_NUMBER = re.compile(rf"(?P<number>{_CHINESE}|\d{{1,3}})(?P<more>\s*[、和及与](?:{_CHINESE}|\d))?")
_COUNTED = re.compile(r"[季级月线产类期把号楼栋组]|年级")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the start of a line: its text is line[start:end], the words begin at `end`."""

    style: str  # one of CONVENTION; "#1" to "#6" for a Markdown heading, whatever number stands inside it
    number: int | None
    start: int
    end: int
    within: int | None = None  # the number above in 1.1 styles: 3 in "3.2"


def read(folded: str) -> Mark | None:
    """The mark that opens this line; None for a line without one, and for a number that is part of its sentence."""
    start, hashes = 0, ""
    if match := _MARKDOWN.match(folded):
        start, hashes = match.end(), match[1]
    if match := _EMPHASIS.match(folded, start):
        start = match.end()
    mark = _numbered(folded, start)
    if hashes:
        return Mark(f"#{len(hashes)}", mark.number if mark else None, start, mark.end if mark else start)
    return mark if mark and mark.end < len(folded) else None


def read_bare(folded: str) -> Mark | None:
    """A number with nothing but a blank after it: 2 整改情况, a mark where 2.1 follows (outline.py knows)."""
    match = _BARE.match(folded)
    return Mark("1.", int(match[1]), 0, match.end()) if match else None


def _numbered(folded: str, start: int) -> Mark | None:
    for style, symbols in _SYMBOLS.items():
        if folded[start : start + 1] in symbols:
            end = start + 1
            while folded[end : end + 1] in tuple(" 、."):
                end += 1
            return Mark(style, symbols[folded[start]], start, end)
    for style, pattern in _PATTERNS:
        match = pattern.match(folded, start)
        if match and (number := _value(match[match.re.groups])) and not _counts(folded, number, style, match.end()):
            return Mark(style, number, start, match.end(), int(match[1]) if match.re.groups > 1 else None)
    return None


def _value(written: str) -> int | None:
    if written in _ROMAN or re.fullmatch(f"{_STROKE}|[lI|]", written):
        return _ROMAN.get(written, 1)
    return _STEMS.index(written) + 1 if written in _STEMS else to_int(written.translate(_FORMAL))


def _counts(folded: str, number: int, style: str, end: int) -> bool:
    """一、二季度, 1、3、5号楼: the number counts things of its own sentence."""
    if style not in ("一、", "1、"):
        return False
    following = _NEXT_NUMBER.match(folded, end)
    if not following:
        return False
    if following["more"]:
        return True
    return to_int(following["number"]) == number + 1 and _COUNTED.match(folded, following.end()) is not None
