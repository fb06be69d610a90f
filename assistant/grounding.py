"""In: a verified statement and the passages it was said to rest on. Out: the passages that hold what it says.

A statement may cite one sentence of a paragraph and tell another. Does not judge whether the statement is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Citation, Language
from assistant.checks import check_wording
from assistant.checks.evidence import Part, cited, fold, side, supporting
from assistant.translation import Translation
from assistant.verify import Aids
from corpus import figures

# Stricter than verification: the cited sentence can always stand in (docs/measurements.md has the curves).
_LEAST_BACKING: dict[Language, float] = {"zh": 0.75, "en": 0.6}
_LEAST_LETTERS, _LEAST_WORDS = 4, 3  # of a sentence without a figure: Chinese, English


def resting_on(
    text: str, meant: Sequence[Citation], language: Language, translation: Translation
) -> tuple[Citation, ...]:
    """Citations of the same paragraphs, moved to the sentences that hold the statement's clauses; none needless."""
    sources = cited(meant)
    paragraphs = list({citation.paragraph.id: citation for citation in meant}.values())
    needed: dict[tuple[str, int], Citation] = {}
    for part in side(text, meant[0].bulletin.issued_on).parts:
        found = supporting(part, sources) if language == "zh" else check_wording.supporting(part, sources, translation)
        for other in _telling(part, found):
            for citation, source in zip(paragraphs, sources, strict=True):
                if any(other is each for each in source.parts):
                    moved = _sentence(citation, other, meant)
                    needed.setdefault((moved.bulletin.id, moved.start), moved)
    return tuple(needed.values()) or tuple(meant)


def backed(text: str, meant: Sequence[Citation], language: Language, aids: Aids) -> bool:
    """Whether enough of the wording is the source's. "Yes." and "The matter was closed." hold nothing to compare."""
    statement = side(text, meant[0].bulletin.issued_on)
    chinese = language == "zh"
    found = check_wording.backing(statement, cited(meant), chinese, aids.translation, aids.likeness)
    few = len(fold(text)) < _LEAST_LETTERS if chinese else len(set(aids.translation.words(text))) < _LEAST_WORDS
    if found is None or few:
        return any(part.figures for part in statement.parts)
    return found[0] >= _LEAST_BACKING[language]


def _telling(part: Part, found: Sequence[Part]) -> list[Part]:
    """The clause that is most alike, and any other that has a figure which the first has not."""
    kept = list(found[:1])
    for other in found[1:]:
        told = [f for f in part.figures if any(figures.same(f, theirs) for each in kept for theirs in each.figures)]
        if any(figures.same(f, theirs) for f in part.figures if f not in told for theirs in other.figures):
            kept.append(other)
    return kept


def _sentence(citation: Citation, part: Part, meant: Sequence[Citation]) -> Citation:
    """The cited passage that holds the clause, else the sentence of the paragraph that does."""
    start = citation.paragraph.start + part.start
    for one in meant:
        if one.paragraph.id == citation.paragraph.id and one.start <= start < one.end:
            return one
    for sentence in citation.paragraph.sentences:
        if sentence.start <= start < sentence.end:
            return replace(citation, start=sentence.start, end=sentence.end)
    return citation
