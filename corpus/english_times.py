"""Dates and periods in English text: 18 September to 10 December 2019, January–May, first quarter of 2020, by year-end.

In: folded text, a position, a Calendar. Out: a Moment, or None. Chinese ones and the rules for years: times.py.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus import amounts
from corpus.times import Calendar, Grain, Moment, iso, span

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTHS = {name.lower(): i for i, name in enumerate(MONTH_NAMES, 1)}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items()} | {"sept": 9}
_ORDINAL = {"first": 1, "second": 2, "latter": 2, "third": 3, "fourth": 4}
_NUMBER = {word: i for i, word in enumerate(amounts.ONES[:12])}
FIRST_WORDS = frozenset(_MONTHS) | frozenset(_ORDINAL)
FIRST_WORDS |= {"early", "mid", "late", "end", "beginning", "this", "last", "next", "year", "q", "h", "within"}

_MONTH = "(?:" + "|".join(rf"{n[:3]}(?:{n[3:]}|\.)?" if n != "May" else n for n in MONTH_NAMES) + r"|Sept\.?)(?![a-z])"
_YEAR = r"(?:19|20)\d\d(?![\d,.]\d)"
_WORD_YEAR = r"this year|last year|next year|the (?:same )?year|the previous year"
_OFFSET = {"this year": 0, "last year": -1, "next year": 1, "the year": 0, "the previous year": -1}
_ANY_YEAR = rf"(?:(?:,? (?:of )?|-)(?P<year>{_YEAR})| of (?P<said>{_WORD_YEAR}))?"
_THIRDS = {"early": (1, 10), "beginning": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31)}
_SUFFIX = r"(?:st|nd|rd|th)?"

_DAY_OF_LIST = re.compile(
    rf"(?P<day>\d{{1,2}})(?=(?:,| and|, and) (?:\d{{1,2}}(?:,| and|, and) ){{0,4}}\d{{1,2}} "
    rf"(?P<month>{_MONTH}){_ANY_YEAR})"
)
_DAY_MONTH = re.compile(rf"(?P<day>\d{{1,2}}){_SUFFIX}(?: of)?[ -](?P<month>{_MONTH}){_ANY_YEAR}")
_MONTH_DAY = re.compile(rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}}){_SUFFIX}(?![\d%]|[,.]\d){_ANY_YEAR}")
_DAYS_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:-| to |(?<=[Bb]etween \d\d) and | ?– ?)(?P<last>\d{{1,2}}) (?P<month>{_MONTH}){_ANY_YEAR}"
)
_MONTH_DAYS = re.compile(
    rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:-| to | ?– ?)(?P<last>\d{{1,2}})(?![\d%]|[,.]\d){_ANY_YEAR}"
)
_THIRD = re.compile(
    rf"(?P<third>[Ee]arly|[Mm]id|[Ll]ate|[Ee]nd|[Bb]eginning)(?:[ -]| of )(?P<month>{_MONTH}){_ANY_YEAR}"
)
_ALONE = re.compile(rf"(?P<month>{_MONTH}){_ANY_YEAR}")
_QUARTER = re.compile(
    rf"(?P<nth>first|second|latter|third|fourth) (?P<what>quarter|half)(?: year)?{_ANY_YEAR}", re.IGNORECASE
)
_Q = re.compile(rf"(?P<what>[QH])(?P<nth>[1-4])(?!\d){_ANY_YEAR}")
_FIRST_N = re.compile(
    rf"first (?P<n>{'|'.join(_NUMBER)}|\d\d?) (?P<what>months|quarters){_ANY_YEAR}", re.IGNORECASE
)  # fmt: skip
_EDGE = re.compile(
    rf"(?P<edge>end|beginning) of (?:(?P<year>{_YEAR})|(?P<said>{_WORD_YEAR}))|(?P<early>early|late) (?P<year2>{_YEAR})"
    r"|(?P<yearend>year(?:['’]s)?[- ]end)",
    re.IGNORECASE,
)
_WITHIN = re.compile(rf"within (?:(?P<year>{_YEAR})(?! \w+s\b)|the year|this year)(?![A-Za-z])", re.IGNORECASE)
_SAID = re.compile(r"(?P<said>this year|last year|next year)(?![A-Za-z])", re.IGNORECASE)
_YEAR_ALONE = re.compile(rf"(?P<year>{_YEAR})(?:(?:-| to | ?– ?|/)(?P<last>{_YEAR}))?(?![\dA-Za-z%])")
_PLURAL = re.compile(
    r" (?!was\b|has\b|is\b|its\b|this\b|[a-z]*ss\b)(?:[a-z]+s|people|m|km|mu)\b|[ -](?:million|billion|yuan|RMB)"
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|of|from|until|during|before|after|for|year|to|and|than|end|within)|[A-Za-z,(《\"“]) ?$",
    re.IGNORECASE,
)
_TO = re.compile(r" (?:to|until|through|till) | ?[-–—] ?")
_AND = re.compile(r" and ")
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_MAY = re.compile(
    r"\b(?:in|since|by|of|from|until|to|during|before|after|early|mid|late|and|through|end of)[ -]$|[-–—] ?$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(before|by the|by|since|after|following|until|prior to|within|starting from|starting)(?: the)? $",
    re.IGNORECASE,
)


class _Point(NamedTuple):
    first: int
    day: int | None
    last: int
    last_day: int
    grain: Grain
    year: int | None
    offset: int | None
    said: bool
    end: int


def _year(found: re.Match[str], calendar: Calendar) -> tuple[int | None, int | None, bool]:
    groups = found.groupdict()
    if groups.get("year"):
        return int(found["year"]), None, True
    if groups.get("said") and (offset := _OFFSET.get(found["said"].lower())) is not None:
        return calendar.relative(offset), offset, True
    return None, None, False


def _month(found: re.Match[str]) -> int:
    return _MONTHS[found["month"].rstrip(".").lower()]


def _point(text: str, at: int, calendar: Calendar) -> _Point | None:
    """One date or period; a point without a year has year None and said False."""
    for pattern in (_DAYS_MONTH, _MONTH_DAYS, _DAY_MONTH, _MONTH_DAY, _THIRD, _DAY_OF_LIST):
        if found := pattern.match(text, at):
            groups = found.groupdict()
            month, day = _month(found), int(groups.get("day") or 0)
            if groups.get("third"):
                first_day, last_day = _THIRDS[found["third"].lower()]
                return _Point(month, first_day, month, last_day, "part", *_year(found, calendar), found.end())
            last = int(groups.get("last") or day)
            return (
                _Point(month, day, month, last, "day", *_year(found, calendar), found.end())
                if 0 < day <= last
                else None
            )
    if (found := _ALONE.match(text, at)) and (
        found["month"] != "May" or found["year"] or _MAY.search(text, max(0, at - 8), at)
    ):
        return _Point(_month(found), 1, _month(found), 31, "month", *_year(found, calendar), found.end())
    if found := _FIRST_N.match(text, at):
        n = _NUMBER.get(found["n"].lower()) or int(found["n"])
        last = n if found["what"].lower() == "months" else 3 * n
        grain: Grain = "month" if found["what"].lower() == "months" else "quarter"
        return _Point(1, 1, last, 31, grain, *_year(found, calendar), found.end()) if last <= 12 else None
    if found := _QUARTER.match(text, at):
        nth, long = _ORDINAL[found["nth"].lower()], 3 if found["what"].lower() == "quarter" else 6
        grain = "quarter" if long == 3 else "half"
        return (
            _Point((nth - 1) * long + 1, 1, nth * long, 31, grain, *_year(found, calendar), found.end())
            if nth * long <= 12
            else None
        )
    if found := _Q.match(text, at):
        nth, long = int(found["nth"]), 3 if found["what"] == "Q" else 6
        if nth * long > 12:
            return None
        grain = "quarter" if long == 3 else "half"
        return _Point((nth - 1) * long + 1, 1, nth * long, 31, grain, *_year(found, calendar), found.end())
    return _whole_years(text, at, calendar)


def _whole_years(text: str, at: int, calendar: Calendar) -> _Point | None:
    if found := _EDGE.match(text, at):
        early = (found["edge"] or found["early"] or "end").lower() in ("beginning", "early")
        month = 1 if early else 12
        if found["year2"]:
            return _Point(month, 1, month, 31, "part", int(found["year2"]), None, True, found.end())
        year, offset, said = _year(found, calendar)
        if found["yearend"] or not said:
            year, offset = calendar.relative(0), 0
        return _Point(month, 1, month, 31, "part", year, offset, said, found.end())
    if found := _SAID.match(text, at):
        return _Point(1, 1, 12, 31, "year", *_year(found, calendar), found.end())
    found = _YEAR_ALONE.match(text, at)
    if not found or text[at - 1 : at] in tuple("-/.:+#¥￥$€£"):
        return None
    by_word = _YEAR_BEFORE.search(text, max(0, at - 8), at)
    if _PLURAL.match(text, found.end()) and not (
        by_word and re.search(r"\b(?:in|since|during|by|of) $", text[max(0, at - 8) : at], re.I)
    ):
        return None
    if not (by_word or re.match(r"[\s,.;:)]|$", text[found.end() : found.end() + 1])):
        return None
    return _Point(1, 1, 12, 31, "year", int(found["year"]), None, True, found.end())


def read(text: str, at: int, calendar: Calendar) -> tuple[Moment, int] | None:
    """The English date or period at `at` with its bound, and where it begins (at the bound, if it has one)."""
    if found := _WITHIN.match(text, at):
        year = int(found["year"]) if found["year"] else calendar.relative(0)
        begins, ends = span(year, 1, 12) if year else (None, None)
        return Moment(begins, ends, "year", "within", bool(found["year"]), 0, found.end()), at
    first = _point(text, at, calendar)
    if first is None:
        return None
    last = first
    if years := (_YEAR_ALONE.match(text, at) if first.grain == "year" else None):
        if years["last"] and int(years["last"]) > int(years["year"]):
            last = first._replace(year=int(years["last"]), end=years.end())
        elif years["last"]:
            last = first._replace(end=years.end("year"))
    elif (
        (dash := _range_mark(text, at, first.end))
        and (second := _point(text, dash.end(), calendar))
        and second.grain == first.grain
    ):
        last = second
    return _moment(text, at, calendar, first, last)


def _range_mark(text: str, at: int, end: int) -> re.Match[str] | None:
    between = _BETWEEN.search(text, max(0, at - 8), at) is not None
    return (_AND if between else _TO).match(text, end)


def _moment(text: str, at: int, calendar: Calendar, first: _Point, last: _Point) -> tuple[Moment, int] | None:
    year, last_year, said = first.year, last.year, first.said or last.said
    if not first.said and last.said:
        year = last.year
    elif not said:
        year = last_year = calendar.year_of(first.first, at)
    elif not last.said:
        last_year = first.year
    offset = first.offset if first.offset is not None else last.offset
    if first.grain == "year" and year is None:
        begins = ends = None
    else:
        begins, ends = iso(year, first.first, first.day or 1), iso(last_year, last.last, last.last_day)
        if begins is None or ends is None or begins > ends:
            return None
    if said and year:
        calendar.note(year, at)
    bound = _BOUND.search(text, max(0, at - 16), at)
    word = bound[1].lower() if bound else None
    start = bound.start(1) if bound and word else at
    return Moment(begins, ends, first.grain, word, said, offset, last.end), start
