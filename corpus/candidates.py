"""Where figures may begin in a text, and what is read there: quantities, ranks, dates, in the language of the place.

In: folded text and a Calendar. Out: readings in text order, never overlapping. Leaves out idioms, list marks, codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpus import english_quantities, english_times, quantities, ranks, times
from corpus.quantities import Reading
from corpus.times import Calendar, Moment


class Found(NamedTuple):
    """A quantity or a time at text[start:end], read as Chinese or as English."""

    start: int
    end: int
    what: Reading | Moment
    english: bool


def _idioms() -> dict[str, tuple[str, ...]]:
    """The set phrases by their first character, longest first."""
    table: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "data" / "idioms.txt").read_text(encoding="utf-8").splitlines():
        for phrase in () if line.startswith("#") else line.split():
            table.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in table.items()}


_IDIOMS = _idioms()
# What holds no figure: a list mark, a citation mark, a document's number, a telephone, an address on the net.
_NO_FIGURE = re.compile(
    r"(?:^|(?<=\n)) *(?:\([\d一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])|"
    r"\d{1,2}(?:、(?!\d)|\)|\.(?!\d)|"
    r"\.(?=(?:19|20)\d\d ?年|\d+ ?(?:个(?!百分点|月|小时|工作日|季度|半)|[名家户人所条项处起件]))))"
    r"|(?:^|(?<=\n)) *第[\d一二三四五六七八九十]{1,3}(?:部分|[章节编篇])|[(【\[]\d{1,3}[)】\]]"
    r"|[〔\[(【]\d{4}[〕\])】] ?第?\d+ ?号|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]+|https?://\S+"
    r"|(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?!\d)"
)
_CANDIDATE = re.compile(
    r"\d+|[A-Za-z]+|[今去明前本上同当]年|[上下]半年|年[内初底末中]|第(?=[\d一二三四五六七八九十两])"
    r"|前(?=[\d一二三四五六七八九十两])|首位|倒数第|半|[几数](?=[十百千万亿])|[零〇一二三四五六七八九十百千万亿两]+"
)
_NUMBER = re.compile(r"\d[\d,.]{0,40}(?<=\d)")
_NO_YEAR_WORD = frozenset("每历全近多往当同常几数成前百千半")


def read_all(calendar: Calendar) -> Iterator[Found]:
    """Every figure of the calendar's text, left to right."""
    text = calendar.text
    done = last = 0
    for match in _CANDIDATE.finditer(text):
        start = max(match.start(), done)
        if start >= match.end():
            continue
        if phrase := next((p for p in _IDIOMS.get(text[start], ()) if text.startswith(p, start)), None):
            done = start + len(phrase)
        elif one := _read(text, start, match.end(), calendar):
            yield one if one.start >= last else one._replace(start=start)
            done = last = one.end
        else:
            number = _NUMBER.match(text, start)
            done = number.end() if number else match.end()


def readable(folded: str) -> str:
    """The text with what holds no figure blanked out, character for character."""
    return _NO_FIGURE.sub(lambda match: " " * len(match[0]), folded)


def _read(text: str, start: int, end: int, calendar: Calendar) -> Found | None:
    """What begins at a candidate, in the language of the words beside it."""
    first = text[start]
    if first.isdigit():
        return _read_digits(text, start, calendar)
    if first.isascii():
        return _read_word(text, start, text[start:end].lower(), calendar)
    if first not in "首倒半几数" and (first != "年" or text[start - 1 : start] not in _NO_YEAR_WORD):
        moment = times.read(text, start, calendar)
        if moment:
            return Found(start, moment.end, moment, False)
    if first in "今去明本上下同当年":
        return None
    reading = ranks.read(text, start) if first in "第前首倒" else quantities.read(text, start)
    if reading is None or (reading.kind == "count" and _in_short_quote(text, start)):
        return None
    return Found(reading.start, reading.end, reading, False)


def _read_digits(text: str, start: int, calendar: Calendar) -> Found | None:
    number = _NUMBER.match(text, start)
    english = _is_english(text, start, number.end() if number else start)
    before = text[start - 1 : start]
    if not (before.isascii() and (before.isalnum() or before in tuple("_@./"))):
        if english and (timed := english_times.read(text, start, calendar)):
            return Found(timed[1], timed[0].end, timed[0], True)
        if moment := times.read(text, start, calendar):
            return Found(start, moment.end, moment, False)
    reading = (english_quantities.read(text, start) if english else None) or quantities.read(text, start)
    return Found(reading.start, reading.end, reading, english) if reading else None


def _read_word(text: str, start: int, word: str, calendar: Calendar) -> Found | None:
    before = text[start - 1 : start]
    if before.isascii() and before.isalnum():
        return None
    if word in english_times.FIRST_WORDS and (timed := english_times.read(text, start, calendar)):
        return Found(timed[1], timed[0].end, timed[0], True)
    if word in english_quantities.FIRST_WORDS and (reading := english_quantities.read(text, start)):
        return Found(reading.start, reading.end, reading, True)
    return None


def _is_english(text: str, start: int, end: int) -> bool:
    """Whether the letter nearest to the number is Latin: the one after it, else before it."""
    for near in (text[end : end + 3].lstrip(" -%+")[:1], text[max(0, start - 3) : start].rstrip(" -($")[-1:]):
        if near.isalpha():
            return not _is_han(near)
    return not any(map(_is_han, text[max(0, start - 30) : end + 30]))


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def _in_short_quote(text: str, at: int) -> bool:
    """Inside “…” of at most eight characters: a name such as “四个走遍”, whose numeral counts nothing here."""
    opening = text.rfind("“", max(0, at - 8), at)
    closing = text.find("”", at, at + 8)
    return opening >= 0 and closing >= 0 and closing - opening <= 9 and "”" not in text[opening:at]
