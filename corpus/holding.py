"""In: a Bulletin. Out: a Holding, the little of it that is asked before any search: place, dates, the years it names.

Small enough to keep thousands in memory, and to store as a record. Does not read questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.bulletin import Bulletin, Period, Place
from corpus.issuing import body
from corpus.normalize import fold
from corpus.numerals import to_int

_YEAR = r"(?:19|20)\d\d"
_NAMED_YEAR = re.compile(
    rf"(?<!\d)(?P<first>{_YEAR})(?:\s*年?\s*(?:[-—–~至到]|--)+\s*(?P<last>{_YEAR}))?(?=\s*(?:年|[-/.、]\s*\d|[〕\])]))"
    r"|(?P<chinese>[一二][九零〇○][零〇○一二三四五六七八九]{2})年"
)
_LONGEST_SPAN = 20


@dataclass(frozen=True, slots=True)
class Holding:
    """One held bulletin without its text."""

    id: str
    title: str | None
    place: Place
    issued_on: date | None
    published_on: date | None
    inspection: Period | None
    years: frozenset[int]  # that it is of or names; those inside a named span too
    body: str = ""  # the body below the place that it is of: 教育局; "" for the place itself

    @property
    def owner(self) -> tuple[Place, str]:
        """Whose it is: what the newest of several is the newest of."""
        return self.place, self.body

    @classmethod
    def of(cls, held: Bulletin) -> Holding:
        days = [held.issued_on, held.published_on, held.feedback_on]
        days += [held.inspection.start, held.inspection.end] if held.inspection else []
        years = {day.year for day in days if day} | years_named(held.text)
        if held.issued_on:
            years.add(held.issued_on.year - 1)  # 去年, 同比
            if "明年" in held.text:
                years.add(held.issued_on.year + 1)
        signed = body(held.issuer, held.place)
        return cls(
            held.id,
            held.title,
            held.place,
            held.issued_on,
            held.published_on,
            held.inspection,
            frozenset(years),
            signed.name if signed else "",
        )

    def to_record(self) -> dict[str, Any]:
        """As JSON; from_record gives it back."""
        return {
            "id": self.id,
            "title": self.title,
            "place": self.place.levels(),
            "issued_on": _written(self.issued_on),
            "published_on": _written(self.published_on),
            "inspection": [_written(self.inspection.start), _written(self.inspection.end)] if self.inspection else None,
            "years": sorted(self.years),
            "body": self.body,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Holding:
        inspection = record["inspection"]
        return cls(
            record["id"],
            record["title"],
            Place(**record["place"]),
            _day(record["issued_on"]),
            _day(record["published_on"]),
            Period(*map(date.fromisoformat, inspection)) if inspection else None,
            frozenset(record["years"]),
            record.get("body", ""),
        )


def years_named(text: str) -> set[int]:
    """The calendar years that a text names: 2018年, 2018-2020年 (2019 too), 〔2018〕, 二〇一八年."""
    years: set[int] = set()
    for match in _NAMED_YEAR.finditer(fold(text)):
        if match["chinese"]:
            years.add(to_int(match["chinese"]) or 0)
            continue
        first, last = int(match["first"]), int(match["last"] or match["first"])
        years.update(range(first, last + 1) if last - first <= _LONGEST_SPAN else (first, last))
    return years


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
