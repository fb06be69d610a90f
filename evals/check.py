"""In: a set and the bulletins it asks about; out: what is wrong with the set, and what it covers.

Asks nothing: whether the answers are right is not known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.bulletin import Bulletin, Item, Paragraph
from evals.case import Case, resolve
from evals.errors import GoldError


@dataclass(frozen=True, slots=True)
class Review:
    """The faults of a set, one line each, and its coverage: no fault means every label and fact was found."""

    faults: tuple[str, ...]
    kinds: Counter[str]
    languages: Counter[str]
    held_out: int
    items: int
    unasked: tuple[Item, ...]  # items that no case asks about


def review(cases: Sequence[Case], bulletins: Sequence[Bulletin]) -> Review:
    """Every snippet in one paragraph once, every fact in a gold paragraph, every item asked about."""
    faults: list[str] = []
    asked: set[str] = set()
    for case in cases:
        try:
            gold = resolve(case, bulletins)
        except GoldError as error:
            faults.append(str(error))
            continue
        asked.update(paragraph.id for paragraph in gold)
        if case.answerable:
            faults.extend(_unfounded(case, gold))
    items = [item for bulletin in bulletins for item in bulletin.items]
    return Review(
        tuple(faults),
        Counter(case.kind for case in cases),
        Counter(case.lang for case in cases),
        sum(case.held_out for case in cases),
        len(items),
        tuple(item for item in items if asked.isdisjoint(paragraph.id for paragraph in item.paragraphs)),
    )


def _unfounded(case: Case, gold: Sequence[Paragraph]) -> list[str]:
    """Facts of which no accepted spelling stands in a gold paragraph or the headings above it."""
    held = "\n".join("\n".join((*paragraph.heading_path, paragraph.text)) for paragraph in gold)
    return [
        f"case {case.id}: no gold paragraph holds {' / '.join(fact)!r}; begin a fact with the bulletin's own words"
        for fact in case.facts
        if not any(spelling in held for spelling in fact)
    ]
