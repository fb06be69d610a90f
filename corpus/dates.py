"""In: text. Out: the calendar dates and spans that it names.

A date without a year takes it from the date before it in the same text, or stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.bulletin import Period
from corpus.normalize import fold
from corpus.numerals import to_int

_YEAR = r"(?:(?<!\d)\d{4}|[0〇○零一二三四五六七八九]{4})"
_MONTH = r"(?:(?<!\d)\d{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_TO = r"(?:至|到|[-—–~]+)"
_FULL = (
    rf"(?P<year>{_YEAR})\s*年\s*(?P<month>{_MONTH})\s*月\s*(?P<day>{_DAY})\s*[日号]"
    r"|(?<!\d)(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
)
_SHORT = (
    r"(?:(?P<relative>今年|本年|当年|同年|次年|翌年)\s*)?"
    rf"(?P<short_month>{_MONTH})\s*月\s*(?P<short_day>{_DAY})\s*[日号]"
)
_DATE = re.compile(f"{_FULL}|{_SHORT}")
_TIME = r"(?:\s*T?\d{1,2}:\d{2}(?::\d{2})?)?"
_WHOLE = re.compile(rf"\(?\s*(?:{_FULL})\s*\)?{_TIME}\)?\Z")
_MONTH_ALONE = re.compile(rf"\(?\s*{_YEAR}\s*年\s*{_MONTH}\s*月\s*\)?\Z")
_SLIPS = {"O": "0", "o": "0", "l": "1", "I": "1"}
_SLIP = re.compile(r"(?<=\d)[OolI]|[OolI](?=\d)")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ENGLISH = re.compile(
    r"(?:(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+|(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m>[a-z]{3,9})\.?,?\s+)"
    r"(?P<year>\d{4})",
    re.IGNORECASE,
)
_ENGLISH_SPAN = re.compile(
    r"(?P<first_month>[a-z]{3,9})\.?\s+(?P<first_day>\d{1,2})(?:,?\s+(?P<first_year>\d{4}))?\s+(?:to|until|through|and)\s+"
    + _ENGLISH.pattern,
    re.IGNORECASE,
)
_SPAN_END = re.compile(rf"\s*{_TO}\s*(?:(?P<date>{_FULL}|{_SHORT})|(?P<only_day>{_DAY})\s*[日号])")


@dataclass(frozen=True, slots=True)
class Found:
    """A date and where it stands in the searched text."""

    day: date
    start: int
    end: int


def whole(text: str) -> date | None:
    """The date when the text is nothing but one (with a time of day, or in brackets); 2O20年 is a slip for 2020年."""
    folded = _SLIP.sub(lambda match: _SLIPS[match[0]], fold(text).strip())
    match = _WHOLE.match(folded)
    return _full(match) if match else _english(folded)


def _english_spans(text: str) -> Iterator[tuple[Period, int, int]]:
    """From September 7 to November 6, 2020."""
    for match in _ENGLISH_SPAN.finditer(text):
        year = match["first_year"] or match["year"]
        first = _english(f"{match['first_month']} {match['first_day']} {year}")
        last = _of_english(match)
        if first and last and last >= first:
            yield Period(first, last), match.start(), match.end()


def _english(text: str) -> date | None:
    match = _ENGLISH.fullmatch(text)
    return _of_english(match) if match else None


def _of_english(match: re.Match[str]) -> date | None:
    word = (match["month"] or match["m"]).lower()
    month = next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)
    return _date(int(match["year"]), month, int(match["day"] or match["d"]))


def is_month(text: str) -> bool:
    """Whether the text is nothing but a month of a year: 2020年7月."""
    return _MONTH_ALONE.match(fold(text).strip()) is not None


def find(text: str, today: date | None = None) -> list[Found]:
    """All dates in text order; `today` is what 今年 and a first date without a year refer to."""
    found: list[Found] = []
    for match in _DATE.finditer(fold(text)):
        day = _read(match, found[-1].day if found else None, today)
        if day is not None:
            found.append(Found(day, match.start(), match.end()))
    english = [Found(day, *match.span()) for match in _ENGLISH.finditer(text) if (day := _of_english(match))]
    return sorted([*found, *english], key=lambda one: one.start)


def find_spans(text: str) -> list[tuple[Period, int, int]]:
    """Spans such as 2019年9月18日至12月10日, each with its start and end in the text."""
    folded = fold(text)
    spans = list(_english_spans(text))
    for first in find(folded):
        tail = _SPAN_END.match(folded, first.end)
        if not tail:
            continue
        if tail["only_day"]:
            last = _date(first.day.year, first.day.month, to_int(tail["only_day"]))
        else:
            match = _DATE.match(folded, tail.start("date"))
            last = _read(match, first.day, None) if match else None
        if last is not None and last >= first.day:
            spans.append((Period(first.day, last), first.start, tail.end()))
    return spans


def _read(match: re.Match[str], before: date | None, today: date | None) -> date | None:
    if match["short_month"] is None:
        return _full(match)
    month, day = to_int(match["short_month"]), to_int(match["short_day"])
    relative = match["relative"]
    if relative in ("今年", "本年"):
        return _date(today.year, month, day) if today else None
    if before is None:
        return None
    if relative in ("次年", "翌年"):
        return _date(before.year + 1, month, day)
    same_year = _date(before.year, month, day)
    return same_year if same_year and same_year >= before else None


def _full(match: re.Match[str]) -> date | None:
    if match["year"]:
        return _date(to_int(match["year"]), to_int(match["month"]), to_int(match["day"]))
    return _date(int(match["y"]), int(match["m"]), int(match["d"]))


def _date(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
