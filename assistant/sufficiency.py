"""In: a part of a question and the passages chosen for it. Out: what of it they answer, and what is missing by name.

Compares what is asked with what the passages give; judges, never chooses or writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.calculate import Calculation
from assistant.extract import Passage, fitting, supported
from assistant.questions import asked_chinese, asked_english
from assistant.questions.asked import Asked, Type
from assistant.questions.question import Want, language
from assistant.relevance import SpokenOf
from assistant.speaks import LETTERS, Words
from assistant.support import beside, enough

_DATES = re.compile(
    r"\d+\s*[年月日号]|[今去前明]年|[一二三四上下]季度|[上下]半年|年[内底初中]|[寒暑]期|学期|目前|近年|期间"
)
# Below both nothing is relevant. Higher floors refuse answerable questions and catch no more (docs/measurements.md).
_LEAST_RELEVANCE, _LEAST_COVERAGE = 0.1, 0.03
_NEAREST = 3  # passages shown beside a doubt
_SURELY = 0.6  # a value so near the words that say of what speaks for the passage, whatever the whole question is like
_OF_ALL = 0.7  # … where its paragraph speaks of so much of the question
_TRIM = " ，,。.？?！!、；;：:"
# Asked for by name, whatever else the question asks: the other types only where it asks for a value at all.
_BY_NAME: frozenset[Type] = frozenset(
    {"phone", "email", "clock", "price", "address", "age", "person", "identity", "thing"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The passages that answer one part of a question, and the points they do not answer, named."""

    passages: tuple[Passage, ...]
    missing: tuple[str, ...] = ()
    computed: Calculation | None = None  # a total or a difference that the passages give the operands of


def asked_by(want: Want, found: Sequence[str] = (), words: Words = LETTERS, plain: str | None = None) -> Asked | None:
    """The value that a part asks for; None for what was done, a topic, whether something is so.

    `found`: the paragraphs that the search found for it; `plain`: the part without the places that the scope knows.
    """
    english = language(want.text) == "en"
    asked = asked_english.analyse(want) if english else asked_chinese.analyse(want)
    if asked is None or (want.kind == "measures" and asked.type not in _BY_NAME):
        return None
    return beside(asked, found, words, want.text if plain is None else plain)


def judge(
    want: Want,
    passages: tuple[Passage, ...],
    coverage: float,
    asked: Asked | None = None,
    words: Words = LETTERS,
    spoken_of: SpokenOf = "spoken",
) -> Finding:
    """What the passages say to `want`; `coverage`: the share (0..1) of its words in the best hit."""
    if not passages or _irrelevant(passages, coverage):
        return Finding((), (named(want.text),))
    best = max((supported(asked, passage, words) for passage in passages), key=lambda one: one.share) if asked else None
    given = best.share if best else 0.0
    sure = best is not None and given >= _SURELY and best.around >= _OF_ALL
    if spoken_of == "unspoken" and not sure:
        return Finding((), (named(want.text),))
    if asked is not None:
        if (spoken_of == "spoken" and enough(asked, given)) or sure:
            return Finding(passages)
        return Finding(passages[:1], (_point(asked, want),))
    if want.kind in ("number", "date") and not _has_kind(want, passages):
        return Finding(passages[:1], (named(want.text),))
    if spoken_of == "doubtful":
        return Finding(passages[:_NEAREST], (named(want.text),))
    return Finding(passages)


def shared(parts: Sequence[Want], findings: Sequence[Finding], words: Words) -> list[Finding]:
    """The findings, where a part that found nothing of its own may be answered by what another part found.

    "How many are fixed, and what share is that?": the second part says nothing of what it asks about.
    """
    judged = []
    for part, finding in zip(parts, findings, strict=True):
        asked = asked_by(part) if finding.missing else None
        others = [
            passage for other in findings if other is not finding and not other.missing for passage in other.passages
        ]
        given = [
            passage for passage in others if asked is not None and enough(asked, supported(asked, passage, words).share)
        ]
        judged.append(Finding(tuple(given[:1])) if given else finding)
    return judged


def _point(asked: Asked, want: Want) -> str:
    """The missing point by its type and the words that say of what, and in the asker's own words."""
    joint = ": " if asked.language == "en" else "——"
    return f"{asked.label}{joint}“{named(want.text)}”"


def named(question: str) -> str:
    """The point asked for, in the asker's words."""
    return question.strip(_TRIM)


def _irrelevant(passages: Sequence[Passage], coverage: float) -> bool:
    likest = max(passage.relevance for passage in passages)
    return likest < _LEAST_RELEVANCE and coverage < _LEAST_COVERAGE


def _has_kind(want: Want, passages: Sequence[Passage]) -> bool:
    if want.kind == "date":
        return any(_DATES.search(passage.text) for passage in passages)
    return any(fitting(want, passage) for passage in passages)
