"""In: a part of a question, its passages, what they answer. Out: the same, with a calculation where one is due.

Knows when a calculation answers or is missing; the arithmetic is calculate's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.calculate import calculate, unsure
from assistant.extract import Passage
from assistant.questions.question import Want
from assistant.sufficiency import Finding, asked_by, named

_ADDS_UP = frozenset({"money", "count", "number", "percent", "area", "length", "weight", "duration", "date", "rank"})


def compute(want: Want, passages: Sequence[Passage], found: Finding) -> Finding:
    """With a calculation: its operands' passages and nothing missing; with doubtful operands: named as missing."""
    asked = asked_by(want)
    if asked is not None and asked.type not in _ADDS_UP:  # a price, a name: nothing that adds up
        return found
    computed = calculate(want, passages)
    if computed is None:
        point = named(want.text)
        due = unsure(want, passages) and not any(point in missing for missing in found.missing)
        return replace(found, missing=(*found.missing, point)) if due else found
    return Finding(computed.passages, (), computed)
