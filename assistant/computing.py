"""In: a part of a question, its passages, what they answer. Out: the same, with a calculation where one is due.

Knows when a calculation answers or is missing; the arithmetic is calculate's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.attributes import asked
from assistant.calculate import calculate, unsure
from assistant.extract import Passage
from assistant.question import Want
from assistant.sufficiency import Finding, named


def compute(want: Want, passages: Sequence[Passage], found: Finding) -> Finding:
    """With a calculation: its operands' passages and nothing missing; with doubtful operands: named as missing."""
    if asked(want.text):  # a price, a name: nothing that adds up
        return found
    computed = calculate(want, passages)
    if computed is None:
        point = named(want.text)
        due = unsure(want, passages) and point not in found.missing
        return replace(found, missing=(*found.missing, point)) if due else found
    return Finding(computed.passages, (), computed)
