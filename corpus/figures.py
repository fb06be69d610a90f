"""The door to figures: every number, date and period of a Chinese or English text as data, compared and put in English.

In: any text, and the bulletin's date for what is said relative to it. Out: Figures in text order, never overlapping.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from corpus import candidates, surroundings
from corpus.candidates import Found
from corpus.figure import Change, Figure, same, same_strength
from corpus.figures_in_english import in_english
from corpus.normalize import fold
from corpus.quantities import Reading
from corpus.times import Calendar, Moment
from corpus.units import Kind

__all__ = ["Figure", "find", "in_english", "same", "same_strength"]


def find(text: str, issued_on: date | None = None) -> list[Figure]:
    """All figures of the text, left to right; `issued_on` resolves 今年, 年内 and dates without a year."""
    folded = fold(text)
    found = list(candidates.read_all(Calendar(candidates.readable(folded), issued_on)))
    figures: list[Figure] = []
    lefts: list[str] = []
    for n, one in enumerate(found):
        floor = found[n - 1].end if n else 0
        ceiling = found[n + 1].start if n + 1 < len(found) else len(folded)
        start, end, approx = _with_approximation(folded, one, floor)
        left = surroundings.left_words(folded, floor, start, one.english)
        change = surroundings.change(folded, start, end, one.english)
        if not left and n and (change == "to" or not one.english) and surroundings.same_clause(folded, floor, start):
            left = lefts[-1]
        lefts.append(left)
        subject = " ".join(filter(None, (left, surroundings.right_words(folded, end, ceiling, one.english))))
        if change is None and figures and folded[floor:start] in ("、", "和", "、和"):
            change = figures[-1].change
        figures.append(_figure(text[start:end], start, one.what, approx, change, subject, issued_on))
    return figures


def _with_approximation(folded: str, one: Found, floor: int) -> tuple[int, int, str | None]:
    """The figure's span with the words of approximation beside it, and that word: 近, 以上, more than."""
    start, end = one.start, one.end
    if isinstance(one.what, Moment):
        return start, end, one.what.bound
    approx = one.what.approx
    before = surroundings.approximation(folded, start)
    if before and before[1] >= floor:
        start, approx = before[1], approx or before[0]
    if one.english and (after := surroundings.AFTER_ENGLISH.match(folded, end)):
        end, approx = after.end(), approx or after[0].strip()
    return start, end, approx


def _figure(
    said: str,
    start: int,
    what: Reading | Moment,
    approx: str | None,
    change: Change | None,
    subject: str,
    issued_on: date | None,
) -> Figure:
    end = start + len(said)
    if isinstance(what, Reading):
        return Figure(
            said, start, end, what.kind, _plain(what.low), None if what.high is None else _plain(what.high),
            what.unit, what.written, approx, change, subject,
        )  # fmt: skip
    ends = what.ends
    if what.bound in ("以来", "since") and issued_on and what.begins and what.begins < issued_on.isoformat():
        ends = issued_on.isoformat()
    kind: Kind = "date" if what.grain == "day" and what.begins == what.ends else "period"
    offset = None if what.offset is None else Decimal(what.offset)
    return Figure(
        said, start, end, kind, offset, None, what.grain, "", approx, None, subject, what.begins, ends, what.year_said
    )


def _plain(value: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros: 4.860E+8 -> 486000000."""
    whole = value.to_integral_value()
    return Decimal(f"{whole:f}") if whole == value else value.normalize()
