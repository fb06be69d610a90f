"""The Draft 拟复 and its parts, and their JSON: sentences with role, request, citations and support. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from assistant.answer import Answer, Citation, Support
from assistant.letters.inquiry import Inquiry, Request

Role = Literal["template", "answer"]
Part = Literal[
    "title",
    "salutation",
    "opening",
    "heading",
    "lead",
    "fact",
    "planned",
    "missing",
    "contact",
    "closing",
    "signature",
    "date",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the reply. `request`: the index of the request it answers; support is None for a template's."""

    text: str
    role: Role
    part: Part
    request: int | None = None
    citations: tuple[str, ...] = ()
    support: Support | None = None

    @property
    def is_sound(self) -> bool:
        return self.role == "template" or self.support == "supported"

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "role": self.role,
            "request": self.request,
            "citations": list(self.citations),
            "support": self.support,
        }


INDENTED = frozenset({"opening", "lead", "fact", "planned", "missing", "contact"})  # parts that are text, not lines


def runs_on(previous: Sentence, sentence: Sentence, language: str) -> bool:
    """Whether a sentence goes on in the paragraph of the one before it."""
    if previous.part not in INDENTED or sentence.part not in INDENTED or previous.request != sentence.request:
        return False
    if sentence.part in ("planned", "contact") or previous.part == "planned":
        return False
    return language == "zh" or {previous.part, sentence.part} <= {"opening"}


@dataclass(frozen=True, slots=True)
class Answered:
    """A request, the question asked for it, and the answer; labels count through the whole draft."""

    request: Request
    question: str
    answer: Answer
    missing: tuple[str, ...]

    @property
    def tells(self) -> bool:
        """Whether the reply tells what was found."""
        return bool(self.answer.statements)

    def to_json(self) -> dict[str, Any]:
        return {"text": self.request.text, "answer": self.answer.to_json(), "missing": list(self.missing)}


@dataclass(frozen=True, slots=True)
class Draft:
    """拟复: a letter, what was found for each request, and the reply sentence by sentence."""

    inquiry: Inquiry
    answered: tuple[Answered, ...]
    sentences: tuple[Sentence, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in order of its label."""
        found = {citation.label: citation for one in self.answered for citation in one.answer.citations}
        return tuple(found[label] for label in sorted(found, key=int))

    @property
    def unsupported(self) -> tuple[Sentence, ...]:
        return tuple(sentence for sentence in self.sentences if not sentence.is_sound)

    @property
    def has_failed(self) -> bool:
        return any(one.answer.status == "failed" for one in self.answered)

    def to_json(self, path: str | None) -> dict[str, Any]:
        return {
            "requests": [one.to_json() for one in self.answered],
            "sentences": [sentence.to_json() for sentence in self.sentences],
            "masked": [{"kind": kind, "count": count} for kind, count in self.inquiry.masked],
            "path": path,
        }
