"""In: a fact (its accepted spellings) and a text. Out: whether the text says it, in whichever language and unit.

Figures are compared by value, unit and strength (corpus.figures), words by letter. Does not know cases or answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corpus import figures
from corpus.figures import Figure
from corpus.normalize import fold
from corpus.units import compatible

_SPACES = re.compile(r"\s+")
_BARE = re.compile(r"[\d,.]+")
_MOSTLY = 0.5  # a spelling of which more than this share is figures is compared by value


@dataclass(frozen=True, slots=True)
class Said:
    """A text made ready to be asked for many facts."""

    plain: str
    figures: tuple[Figure, ...]
    issued_on: date | None

    @classmethod
    def of(cls, text: str, issued_on: date | None = None) -> Said:
        return cls(_plain(text), tuple(figures.find(text, issued_on)), issued_on)

    def holds(self, fact: Sequence[str]) -> bool:
        """Whether one of the spellings is said. A bare number counts only when no spelling names its unit."""
        return any(self._says(spelling) for spelling in _telling(fact))

    def _says(self, spelling: str) -> bool:
        if _stands(_plain(spelling), self.plain):
            return True
        wanted = figures.find(spelling, self.issued_on)
        return by_value(spelling, wanted) and all(any(_equal(one, other) for other in self.figures) for one in wanted)


def _equal(wanted: Figure, said: Figure) -> bool:
    if wanted.kind == "count" and wanted.unit and not said.unit and not said.subject:
        return False  # a number of nothing: "5 of 10"
    return figures.same(wanted, said) and (wanted.is_time or figures.same_strength(wanted, said))


def by_value(spelling: str, found: Sequence[Figure]) -> bool:
    """Whether the spelling is a figure with little beside it: 17个村, not 第八小学."""
    return bool(found) and sum(len(figure.text) for figure in found) > _MOSTLY * len(spelling)


def figures_of(fact: Sequence[str], issued_on: date | None = None) -> tuple[Figure, ...]:
    """The figures that the fact's first spelling states; none when it is a name or words."""
    found = figures.find(fact[0], issued_on)
    return tuple(found) if by_value(fact[0], found) else ()


def alike(a: Figure, b: Figure) -> bool:
    """Whether both could answer one question: of the same kind and unit, whatever their values."""
    if a.is_time or b.is_time:
        return a.is_time and b.is_time and a.unit == b.unit
    if a.kind == "count" and b.kind == "count":
        return bool(a.unit) and bool(b.unit) and a.unit == b.unit and compatible(a.unit, b.unit)
    return a.kind == b.kind and a.unit == b.unit


def unbacked(shown: Iterable[Figure], sources: Sequence[Figure]) -> list[Figure]:
    """The figures shown that no source states; bare numbers of small value are too common to tell."""
    return [
        figure
        for figure in shown
        if not any(figures.same(figure, other) for other in sources)
        and not (figure.kind in ("count", "ordinal") and not figure.unit and (figure.value or Decimal(0)) < 10)
    ]


def _telling(fact: Sequence[str]) -> list[str]:
    telling = [spelling for spelling in fact if not _BARE.fullmatch(spelling)]
    return telling or list(fact)


def _plain(text: str) -> str:
    return _SPACES.sub("", fold(text)).lower()


def _stands(words: str, text: str) -> bool:
    """Whether the words stand there, a number at their edge whole: 5人 is not in 15人."""
    before = r"(?<![\d.])" if words[:1].isdigit() else ""
    after = r"(?![\d.]\d|\d)" if words[-1:].isdigit() else ""
    return bool(words) and re.search(before + re.escape(words) + after, text) is not None
