"""The door to figures: every number, date and period of a Chinese or English text as data, compared and put in English.

In: any text, and the bulletin's date for what is said relative to it. Out: Figures in text order, never overlapping.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from corpus import english_quantities, english_times, quantities, surroundings, times
from corpus.figure import Change, Figure, same, same_strength
from corpus.figures_in_english import in_english
from corpus.normalize import fold
from corpus.quantities import Reading
from corpus.times import Calendar, Moment
from corpus.units import Kind

__all__ = ["Figure", "find", "in_english", "same", "same_strength"]


def _idioms() -> dict[str, tuple[str, ...]]:
    """The set phrases by their first character, longest first."""
    table: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("idioms.txt").read_text(encoding="utf-8").splitlines():
        for phrase in () if line.startswith("#") else line.split():
            table.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in table.items()}


_IDIOMS = _idioms()
# Either something that holds no figure (a list mark, a document's number, an address) or the start of what may be one.
_CANDIDATE = re.compile(
    r"(?P<skip>(?:^|(?<=\n)) *(?:\([\d一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:[、)]|"
    r"\.(?!\d)|\.(?=(?:19|20)\d\d ?年|\d+ ?[个名家户人所条项处起件])))"
    r"|\(\d{1,3}\)|\[\d{1,3}\]|[〔\[(【]\d{4}[〕\])】] ?第?\d+ ?号|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]+|https?://\S+)"
    r"|\d+|[A-Za-z]+|[今去明前本上]年|[上下]半年|年[内初底末中]|第(?=[\d一二三四五六七八九十两])"
    r"|前(?=[\d一二三四五六七八九十两])|首位|倒数第|半|[几数](?=[十百千万亿])|[零〇一二三四五六七八九十百千万亿两]"
)
_NUMBER_END = re.compile(r"\d[\d,.]*(?<=\d)")
_NO_YEAR_WORD = frozenset("每历全近多往当同常几数成前百千半")
_HAN_LETTER = re.compile(r"[㐀-鿿]")


class _Found(NamedTuple):
    start: int
    end: int
    what: Reading | Moment
    english: bool


def find(text: str, issued_on: date | None = None) -> list[Figure]:
    """All figures of the text, left to right; `issued_on` resolves 今年, 年内 and dates without a year."""
    folded = fold(text)
    calendar = Calendar(folded, issued_on)
    found: list[_Found] = []
    done = 0
    for match in _CANDIDATE.finditer(folded):
        start = match.start()
        if start < done:
            continue
        if match["skip"]:
            done = match.end()
        elif phrase := next((p for p in _IDIOMS.get(folded[start], ()) if folded.startswith(p, start)), None):
            done = start + len(phrase)
        elif one := _read(folded, start, match.end(), calendar):
            begin = one.start if not found or one.start >= found[-1].end else start
            found.append(one._replace(start=begin))
            done = one.end
        else:
            done = _NUMBER_END.match(folded, start).end() if folded[start].isdigit() else match.end()  # type: ignore[union-attr]
    return _with_surroundings(text, folded, found, issued_on)


def _read(text: str, start: int, end: int, calendar: Calendar) -> _Found | None:
    """What begins at a candidate, in the language of the words beside it."""
    first = text[start]
    if first.isascii() and first.isalpha():
        return _read_word(text, start, text[start:end].lower(), calendar)
    if first.isdigit() or first not in "第前首倒半几数":
        if first == "年" and text[start - 1 : start] in _NO_YEAR_WORD:
            return None
        if (moment := _moment(text, start, calendar)) is not None:
            return _Found(start, moment.end, moment, False)
    elif first in "前第" and (moment := times.read(text, start, calendar)):
        return _Found(start, moment.end, moment, False)
    if not first.isdigit():
        reading = quantities.read(text, start) if first not in "今去明本上下年" else None
        if reading is None or (reading.kind == "count" and _in_short_quote(text, start)):
            return None
        return _Found(reading.start, reading.end, reading, False)
    return _read_digits(text, start, calendar)


def _moment(text: str, start: int, calendar: Calendar) -> Moment | None:
    before = text[start - 1 : start]
    if text[start].isdigit() and before and before.isascii() and (before.isalnum() or before in "_@./"):
        return None
    return times.read(text, start, calendar)


def _read_digits(text: str, start: int, calendar: Calendar) -> _Found | None:
    number = _NUMBER_END.match(text, start)
    number_end = number.end() if number else start
    after = text[number_end : number_end + 2].lstrip(" ")
    english = _is_english(text, start, number_end)
    if english and (timed := english_times.read(text, start, calendar)):
        return _Found(timed[1], timed[0].end, timed[0], True)
    readers = (quantities.read, english_quantities.read)
    for reader in readers if after and not after.isascii() else reversed(readers):
        if reading := reader(text, start):
            return _Found(reading.start, reading.end, reading, english)
    return None


def _read_word(text: str, start: int, word: str, calendar: Calendar) -> _Found | None:
    if word in english_times.FIRST_WORDS and (timed := english_times.read(text, start, calendar)):
        return _Found(timed[1], timed[0].end, timed[0], True)
    if word in english_quantities.FIRST_WORDS and (reading := english_quantities.read(text, start)):
        return _Found(reading.start, reading.end, reading, True)
    return None


def _is_english(text: str, start: int, end: int) -> bool:
    """Whether the letter nearest to the number is Latin: the one after it, else before it."""
    for near in (text[end : end + 3].lstrip(" -%")[:1], text[max(0, start - 3) : start].rstrip(" -($")[-1:]):
        if near.isalpha():
            return near.isascii()
    return not _HAN_LETTER.search(text[max(0, start - 30) : end + 30])


def _in_short_quote(text: str, at: int) -> bool:
    """Inside “…” of at most eight characters: a name such as “四个走遍”, whose numeral counts nothing here."""
    opening = text.rfind("“", max(0, at - 8), at)
    closing = text.find("”", at, at + 8)
    return opening >= 0 and closing >= 0 and closing - opening <= 9 and "”" not in text[opening:at]


def _with_surroundings(text: str, folded: str, found: list[_Found], issued_on: date | None) -> list[Figure]:
    """The figures with what the words beside them say: approximation, change, subject."""
    figures: list[Figure] = []
    lefts: list[str] = []
    for n, one in enumerate(found):
        floor = found[n - 1].end if n else 0
        start, approx = one.start, getattr(one.what, "approx", None)
        if (
            isinstance(one.what, Reading)
            and (word := surroundings.approximation(folded, start, one.english))
            and word[1] >= floor
        ):
            start, approx = word[1], approx or word[0]
        end = one.end
        if one.english and isinstance(one.what, Reading) and (tail := surroundings.AFTER_ENGLISH.match(folded, end)):
            end, approx = tail.end(), approx or tail[0].strip()
        left = surroundings.left_words(folded, floor, start, one.english)
        if not left and n and surroundings.same_clause(folded, floor, start):
            left = lefts[-1]
        lefts.append(left)
        ceiling = found[n + 1].start if n + 1 < len(found) else len(folded)
        subject = " ".join(filter(None, (left, surroundings.right_words(folded, end, ceiling, one.english))))
        change = surroundings.change(folded, start, end, one.english)
        figures.append(_figure(text[start:end], start, one.what, approx, change, subject, issued_on))
    return figures


def _figure(
    said: str, start: int, what: Reading | Moment, approx: str | None, change: Change | None, subject: str,
    issued_on: date | None,
) -> Figure:  # fmt: skip
    end = start + len(said)
    if isinstance(what, Reading):
        high = None if what.high is None else plain(what.high)
        return Figure(
            said, start, end, what.kind, plain(what.low), high, what.unit, what.written, approx, change, subject
        )
    ends = what.ends
    if what.bound in ("以来", "since") and issued_on and what.begins and what.begins < issued_on.isoformat():
        ends = issued_on.isoformat()
    value = Decimal(what.offset) if what.offset is not None else None
    kind: Kind = "date" if what.grain == "day" and what.begins == what.ends else "period"
    return Figure(
        said, start, end, kind, value, None, what.grain, "", what.bound, change if what.bound else None, subject, what.begins, ends,
        what.year_said,
    )  # fmt: skip


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros: 4.860E+8 -> 486000000."""
    whole = value.to_integral_value()
    return Decimal(f"{whole:f}") if whole == value else value.normalize()
