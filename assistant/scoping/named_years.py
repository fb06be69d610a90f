"""In: a question. Out: the calendar years that it names, and whether one says which bulletin is meant.

Relative times (去年, last year) name no year. Does not know what the bulletins hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.numerals import to_int


@dataclass(frozen=True, slots=True)
class NamedYear:
    """A calendar year as written; `of_bulletin` = it says which bulletin (2021年7月的通报), not what time."""

    year: int
    month: int | None
    text: str
    of_bulletin: bool

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        if self.month is None or self.month == 12:
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)


_ZH_YEAR = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d|[一二][九零〇○][零〇○一二三四五六七八九]{2})\s*年(?!级|龄|代|轻|以上|限)"
    r"(?:度|(?P<month>1[0-2]|[1-9])月份?)?"
)
_ZH_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年?\s*[—–~～-]+|年?\s*[至到])\s*(?=(?:19|20)\d\d\s*年)")
_ZH_BULLETIN = re.compile(
    r"(?:\d{1,2}[日号])?(?:的|发布的?|公布的?|印发的?|那[份期次]|这[份期次])*"
    r"(?:[^，。？！,?!《的]{0,8}(?:整改|巡[视察])[^，。？！,?!《的]{0,8})?"
    r"(?:情况的?)?(?:通报|公告)(?!批评|表扬|了|给|曝光|\d)"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_MONTHS})(?: \d{{1,2}},?)?"
_EN_YEAR = re.compile(
    rf"(?:\b(?P<before>in|since|during|throughout|year|fiscal|by|for|of|from|to|until|till|before|after|and|through|"
    rf"end of|{_MONTH})\s+)?(?<![\d.,-])\b(?P<year>(?:19|20)\d\d)\b(?![\d.,-]*\d)(?P<own>['’]s)?",
    re.IGNORECASE,
)
_EN_SURE = re.compile(rf"(?:in|since|during|throughout|year|fiscal|end of|{_MONTH})$", re.IGNORECASE)
_EN_AFTER = re.compile(
    r"\s*(?:$|[?.,;:!)]|(?:and|or|to|the|how|what|which|who|when|is|was|were|did|does|has|have|compared|than|year)\b)",
    re.IGNORECASE,
)
_EN_BULLETIN = re.compile(r"\s+(?:\w+\s+){0,2}(?:bulletins?|notices?|circulars?)\b", re.IGNORECASE)
_EN_BULLETIN_OF = re.compile(
    r"\b(?:bulletins?|notices?|circulars?)\s+(?:(?:issued|published|released)\s+)?(?:of|from|in|for)\s*$", re.IGNORECASE
)


def years(question: str) -> list[NamedYear]:
    """The calendar years named in the question, in order, each once; those inside 《》 belong to a title."""
    text = re.sub(r"《[^》]*》", lambda title: "　" * len(title.group()), question)
    found: dict[tuple[int, bool], NamedYear] = {}
    for year in [*_chinese_years(text), *_english_years(text)]:
        found.setdefault((year.year, year.of_bulletin), year)
    return list(found.values())


def _chinese_years(text: str) -> list[NamedYear]:
    found = [NamedYear(int(match[1]), None, f"{match[1]}年", False) for match in _ZH_SPAN.finditer(text)]
    for match in _ZH_YEAR.finditer(text):
        year = to_int(match["year"])
        if year is not None and 1949 <= year <= 2099:
            of_bulletin = _ZH_BULLETIN.match(text, match.end()) is not None
            month = int(match["month"]) if match["month"] and of_bulletin else None
            written = match.group().strip() if of_bulletin else f"{year}年"
            found.append(NamedYear(year, month, written, of_bulletin))
    return found


def _english_years(text: str) -> list[NamedYear]:
    found = []
    for match in _EN_YEAR.finditer(text):
        before, after = match["before"] or "", match.end()
        of_bulletin = bool(_EN_BULLETIN.match(text, after) or _EN_BULLETIN_OF.search(text[: match.start("year")]))
        sure = bool(_EN_SURE.search(before)) or bool(match["own"])
        if of_bulletin or sure or (before and _EN_AFTER.match(text, after)):
            found.append(NamedYear(int(match["year"]), None, match["year"], of_bulletin))
    return found
