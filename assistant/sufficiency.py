"""In: a part of a question and the passages chosen for it. Out: what of it they answer, and what is missing by name.

Compares kinds of content (figures, dates, attributes) and words of the question; judges, never chooses or writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attributes import Attribute, asked
from assistant.calculate import Calculation
from assistant.extract import Passage, fitting
from assistant.question import Want, language

_DATES = re.compile(
    r"\d+\s*[年月日号]|[今去前明]年|[一二三四上下]季度|[上下]半年|年[内底初中]|[寒暑]期|学期|目前|近年|期间"
)
# Below both nothing is relevant. Higher floors refuse answerable questions and catch no more (docs/measurements.md).
_LEAST_RELEVANCE, _LEAST_COVERAGE = 0.1, 0.03
_TRIM = " ，,。.？?！!、；;：:"


@dataclass(frozen=True, slots=True)
class Finding:
    """The passages that answer one part of a question, and the points they do not answer, named."""

    passages: tuple[Passage, ...]
    missing: tuple[str, ...] = ()
    computed: Calculation | None = None  # a total or a difference that the passages give the operands of


def judge(want: Want, passages: tuple[Passage, ...], coverage: float) -> Finding:
    """What the passages say to `want`; `coverage`: the share (0..1) of its words in the best hit."""
    if not passages or _irrelevant(passages, coverage):
        return Finding((), (named(want.text),))
    missing = _missing_attribute(want, passages)
    if missing is not None:
        return Finding(passages[:1], (f"{missing.label(language(want.text))}（{named(want.text)}）",))
    if want.kind in ("number", "date") and not _has_kind(want, passages):
        return Finding(passages[:1], (named(want.text),))
    return Finding(passages)


def named(question: str) -> str:
    """The point asked for, in the asker's words."""
    return question.strip(_TRIM)


def _irrelevant(passages: Sequence[Passage], coverage: float) -> bool:
    likest = max(passage.relevance for passage in passages)
    return likest < _LEAST_RELEVANCE and coverage < _LEAST_COVERAGE


def _missing_attribute(want: Want, passages: Sequence[Passage]) -> Attribute | None:
    """The first asked attribute that neither the passages nor, for names and reasons, their paragraph gives."""
    for attribute in asked(want.text):
        if not any(attribute.given(passage.text, want.text) for passage in passages):
            return attribute
    return None


def _has_kind(want: Want, passages: Sequence[Passage]) -> bool:
    if want.kind == "date":
        return any(_DATES.search(passage.text) for passage in passages)
    return any(fitting(want, passage) for passage in passages)
