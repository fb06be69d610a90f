"""In: a question and the passages that answer it. Out: the figures it takes for granted that the passages contradict.

A figure of the question that counts what the passages count, with another value. Does not judge wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.extract import Passage
from corpus import figures


def contradicted(question: str, passages: Sequence[Passage], issued_on: date | None) -> tuple[str, ...]:
    """The question's figures, as written, that no cited paragraph holds although it has figures of that kind."""
    paragraphs = {passage.hit.paragraph.id: passage.hit.paragraph.text for passage in passages}
    said = [figure for text in paragraphs.values() for figure in figures.find(text, issued_on)]
    return tuple(
        figure.text
        for figure in figures.find(question, issued_on)
        if figure.kind in {other.kind for other in said}
        and _is_claim(figure)
        and not any(figures.same(figure, other) for other in said)
    )


def _is_claim(figure: figures.Figure) -> bool:
    """A number given in digits; years only frame a question, and spelled numbers are often a manner of speaking."""
    in_digits = any(character.isdigit() for character in figure.text)
    return in_digits and not figure.is_time and figure.kind not in ("ordinal", "duration") and figure.high is None
