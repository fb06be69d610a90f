"""Dates and periods in Chinese text, resolved against the bulletin's date and the years named before them.

In: text, a position, a Calendar. Out: a Moment with ISO first and last day, or None. Durations (3年) are units.py's.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from corpus import amounts

Grain = Literal["year", "half", "quarter", "month", "part", "day"]


class Moment(NamedTuple):
    """A day or a span of days, both ends included; "--09-01" is a day of an unknown year, None an unknown day."""

    begins: str | None
    ends: str | None
    grain: Grain
    bound: str | None  # 前, 以来, 内, before, since … as written
    year_said: bool
    offset: int | None  # 今年 0, 去年 -1: what is left to compare when no bulletin date is known
    end: int


@dataclass(slots=True)
class Calendar:
    """What a year-less date resolves against while one text is read: the bulletin's date and the last year named."""

    text: str
    issued_on: date | None
    year: int | None = None  # the last year named
    sentence_end: int = -1  # of the sentence that named it
    day: tuple[int | None, int, int] | None = None  # year and month of the last date, and where it ended

    def note(self, year: int, at: int) -> None:
        """Remembers a year named at a position; positions must not fall."""
        self.year = year
        if at >= self.sentence_end:
            found = _SENTENCE_END.search(self.text, at)
            self.sentence_end = found.start() if found else len(self.text)

    def year_of(self, month: int, at: int) -> int | None:
        """The year of a year-less month: the sentence's own, else the bulletin's; None when either could be meant."""
        if self.year is not None and at < self.sentence_end:
            return self.year
        if self.issued_on is None:
            return self.year
        later = month - self.issued_on.month
        if later > 6 or (later > 0 and self.year not in (None, self.issued_on.year)):
            return None
        return self.issued_on.year

    def relative(self, offset: int) -> int | None:
        return self.issued_on.year + offset if self.issued_on else None


_SENTENCE_END = re.compile(r"[。！？!?\n]")
_OFFSETS = {"今年": 0, "本年度": 0, "本年": 0, "去年": -1, "上年度": -1, "上年": -1, "前年": -2, "明年": 1}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_HAN_YEAR = r"[一二][〇零○一二三四五六七八九]{3}"
_DASH = r" ?(?:-|—|–|~|～|至|到) ?"
_DIGITS = r"(?:1\d|20)\d\d"
_YEAR = re.compile(
    rf"(?:(?P<digits>{_DIGITS}|{_HAN_YEAR}) ?年度?(?!代|的?历史|文明)|(?P<word>{'|'.join(_OFFSETS)})"
    r"|(?P<same>[同当]年)(?=\d|底|末|[上下]半年))"
)
_YEARS = re.compile(rf"(?P<a>{_DIGITS})年?{_DASH}(?P<b>{_DIGITS})年度?(?!代)")
_DECADE = re.compile(r"(?P<decade>(?:1\d|20)\d)0年代")
_PART = re.compile(
    rf"(?P<half>[上下])半年|前(?P<upto>[二两三23])个?季度|前(?P<months>{_NUMBER})个月|第?(?P<q1>[一二三四1-4])(?:(?:{_DASH}|(?P<next_q>、))第?(?P<q2>[二三四2-4]))?季度"
    rf"|(?P<m1>{_NUMBER})月?份?(?:{_DASH}|(?P<next_m>、))(?P<m2>{_NUMBER})月(?:份|(?!{_NUMBER}[日号]))"
    rf"|(?P<month>{_NUMBER}) ?月(?:份| ?(?P<day>{_NUMBER}) ?[日号](?![楼院线文令])"
    r"|(?P<third>上旬|中旬|下旬|初|底|末))?"
    r"|(?P<edge>年?[初底末](?![次级]))|(?P<middle>年中(?!央|国|共|学|心|级))"
)
_ISO = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d.]|[-/]\d)")
_TO = re.compile(_DASH)
_LATER_DAY = re.compile(rf"({_NUMBER})[日号]")
_BOUND = re.compile(
    r"之?前(?![列沿期台往景任三])|以前|前后|以来|(?<=月)来|起(?![草步诉因源])|之?后(?![勤续期])|以后|期间|(?<=底)前|以内|之内"
)
_COMPARED = ("比", "较", "同", "与")  # 比去年: the sentence goes on about its own year
_IN_YEAR = re.compile(r"年内(?!部)")
_THIRDS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_QUARTER = {c: i for i, c in enumerate("一二三四", 1)} | {c: i for i, c in enumerate("1234", 1)} | {"两": 2}


def _number(text: str) -> int:
    value = amounts.arabic(text) if text.isascii() else amounts.han(text)
    return int(value) if value is not None else 0


def iso(year: int | None, month: int, day: int) -> str | None:
    """The ISO day, "--MM-DD" when the year is unknown; 31 is any month's last day; None if there is no such day."""
    if not 1 <= month <= 12:
        return None
    last = monthrange(year or 2000, month)[1]
    if day == 31:
        day = last
    if not 1 <= day <= last:
        return None
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def span(year: int | None, first: int, last: int) -> tuple[str | None, str | None]:
    """From the first day of one month to the last day of another."""
    return iso(year, first, 1), iso(year, last, 31)


class _Point(NamedTuple):
    begins: str | None
    ends: str | None
    grain: Grain
    year: int | None
    month: int | None
    offset: int | None
    year_said: bool
    end: int


def _point(text: str, at: int, calendar: Calendar, before: _Point | None = None) -> _Point | None:
    """One date or period without its bounds; `before` is the start of the range that this one ends."""
    year: int | None = None
    offset: int | None = None
    pos = at
    named = _YEAR.match(text, at)
    if named:
        pos = named.end()
        year, offset = _named_year(named, at, calendar)
        compared = text[at - 1 : at] in _COMPARED or (named["word"] or "").startswith("上")
        if year and not compared:
            calendar.note(year, at)
    part = _PART.match(text, pos)
    said = named is not None
    if not part or (not said and (part["edge"] or part["middle"]) and not text.startswith("年", pos)):
        return _whole_year(year, offset, pos) if said else None
    return _within(part, year, offset, said, calendar, before, at)


def _named_year(named: re.Match[str], at: int, calendar: Calendar) -> tuple[int | None, int | None]:
    """The year named, and how it was said relative to the bulletin's; 上年 is the year before the one spoken of."""
    if named["digits"]:
        return _number(named["digits"]), None
    if named["same"]:
        return calendar.year, None
    word = named["word"]
    if word.startswith("上") and calendar.year is not None and at < calendar.sentence_end:
        return calendar.year - 1, None
    return calendar.relative(_OFFSETS[word]), _OFFSETS[word]


def _whole_year(year: int | None, offset: int | None, end: int) -> _Point:
    begins, ends = span(year, 1, 12) if year else (None, None)
    return _Point(begins, ends, "year", year, None, offset, True, end)


def _within(
    part: re.Match[str],
    year: int | None,
    offset: int | None,
    said: bool,
    calendar: Calendar,
    before: _Point | None,
    at: int,
) -> _Point | None:
    """A half-year, quarter, month or day of a year that was named just before it, or has to be found."""
    first, last, grain = _months(part)
    if not 1 <= first <= last <= 12:
        return None
    if (part["next_q"] and last - first != 5) or (part["next_m"] and last - first != 1):  # 一、二季度; 4、5月份
        return None
    if not said:
        if before is not None:
            year = before.year
            if year and before.month and first < before.month:
                return None
            said = before.year_said
        else:
            edge = part["edge"] or part["middle"]
            year = calendar.year_of(1 if edge else first, at)
            offset = 0 if edge and year is None else None
    if part["day"]:
        day = _number(part["day"])
        begins = ends = iso(year, first, day) if day else None
    elif part["third"]:
        days = _THIRDS[part["third"]]
        begins, ends = iso(year, first, days[0]), iso(year, first, days[1])
    else:
        begins, ends = span(year, first, last)
    if begins is None or ends is None:
        return None
    return _Point(begins, ends, grain, year, first, offset, said, part.end())


def _months(part: re.Match[str]) -> tuple[int, int, Grain]:
    if part["half"]:
        return (1, 6, "half") if part["half"] == "上" else (7, 12, "half")
    if part["upto"]:
        return 1, 3 * _QUARTER[part["upto"]], "quarter"
    if part["months"]:
        return 1, _number(part["months"]), "month"
    if part["q1"]:
        first = _QUARTER[part["q1"]]
        return 3 * first - 2, 3 * (_QUARTER[part["q2"]] if part["q2"] else first), "quarter"
    if part["m1"]:
        return _number(part["m1"]), _number(part["m2"]), "month"
    if part["month"]:
        month = _number(part["month"])
        return month, month, "day" if part["day"] else "part" if part["third"] else "month"
    if part["middle"]:
        return 6, 7, "part"
    return (1, 1, "part") if part["edge"].endswith("初") else (12, 12, "part")


def _range_end(text: str, calendar: Calendar, first: _Point) -> _Point | None:
    """The second half of 2019年9月18日至12月10日, 18日至20日, 2019年至2021年."""
    dash = _TO.match(text, first.end)
    if not dash:
        return None
    second = _point(text, dash.end(), calendar, first)
    if second is None and first.grain == "day" and first.month and (found := _LATER_DAY.match(text, dash.end())):
        day = iso(first.year, first.month, _number(found[1]) or 99)
        if day:
            second = _Point(day, day, "day", first.year, first.month, first.offset, first.year_said, found.end())
    if second is None or second.grain != first.grain or not first.begins or not second.ends:
        return None
    return second if first.begins < second.ends else None


def _iso_day(text: str, at: int) -> Moment | None:
    found = _ISO.match(text, at)
    day = iso(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    return Moment(day, day, "day", None, True, None, found.end()) if found and day else None


def read(text: str, at: int, calendar: Calendar) -> Moment | None:
    """The date or period that begins at `at`, with its bound (前, 以来, 年内); None if there is none."""
    if found := _IN_YEAR.match(text, at):
        year = calendar.relative(0)
        begins, ends = span(year, 1, 12) if year else (None, None)
        return Moment(begins, ends, "year", "内", False, 0, found.end())
    if day := _iso_day(text, at):
        return day
    if years := _YEARS.match(text, at):
        return Moment(f"{years['a']}-01-01", f"{years['b']}-12-31", "year", None, True, None, years.end())
    if ten := _DECADE.match(text, at):
        return Moment(f"{ten['decade']}0-01-01", f"{ten['decade']}9-12-31", "year", None, True, None, ten.end())
    first = _point(text, at, calendar)
    if first is None:
        return _day_alone(text, at, calendar)
    last = _range_end(text, calendar, first) or first
    end = last.end
    bound = _BOUND.match(text, end)
    if last.month and last.grain == "day":
        calendar.day = last.year, last.month, end
    return Moment(
        first.begins, last.ends, first.grain, bound[0] if bound else None, first.year_said, first.offset,
        bound.end() if bound else end,
    )  # fmt: skip


def _day_alone(text: str, at: int, calendar: Calendar) -> Moment | None:
    """27日 after 4月1日、; a number of days (3日内) is a duration, not a date."""
    found = _LATER_DAY.match(text, at)
    if not found or calendar.day is None or text[calendar.day[2] : at] not in ("、", ",", "和", "及", "、和"):
        return None
    if re.match(r"(?:以|之)?内", text[found.end() : found.end() + 2]):
        return None
    year, month, _ = calendar.day
    calendar.day = year, month, found.end()
    day = iso(year, month, _number(found[1]) or 99)
    return Moment(day, day, "day", None, year is not None, None, found.end()) if day else None
