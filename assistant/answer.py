"""The Answer and its parts, and their JSON (the contract in DESIGN.md). Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.bulletin import Bulletin, Paragraph
from index.chunk import Hit

Language = Literal["zh", "en"]
Status = Literal["answered", "partial", "not_found", "refused", "failed"]
Support = Literal["supported", "partly", "unsupported"]
Modality = Literal["done", "planned", "stated"]


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of a statement with what it cites, and its reason in words."""

    kind: str
    ok: bool
    detail: str

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "ok": self.ok, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Citation:
    """引用: the words of a paragraph that a statement rests on; bulletin.text[start:end] == quote."""

    label: str  # "1"
    bulletin: Bulletin
    paragraph: Paragraph
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.bulletin.text[self.start : self.end]

    def to_json(self) -> dict[str, Any]:
        issued = self.bulletin.issued_on
        return {
            "label": self.label,
            "bulletin_id": self.bulletin.id,
            "title": self.bulletin.title,
            "issuer": self.bulletin.issuer,
            "place": self.bulletin.place.levels(),
            "issued_on": issued.isoformat() if issued else None,
            "paragraph_id": self.paragraph.id,
            "heading_path": list(self.paragraph.heading_path),
            "paragraph_text": self.paragraph.text,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """答句: one sentence of an answer with the labels it cites and what verification found."""

    text: str
    citations: tuple[str, ...]
    support: Support
    modality: Modality
    checks: tuple[Check, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "citations": list(self.citations),
            "support": self.support,
            "modality": self.modality,
            "checks": [check.to_json() for check in self.checks],
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was written but not shown, and why."""

    text: str
    reason: str
    citations: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "reason": self.reason, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page, the API, the shell and the evaluation all use."""

    question: str
    standalone_question: str
    language: Language
    status: Status
    reason: str | None = None  # a code, for refused and failed
    lead: str = ""  # built from metadata only, needs no citation
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    hits: tuple[Hit, ...] = ()
    composer: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Plain text: lead, statements with [n] markers, what is missing."""
        lines = [self.lead] if self.lead else []
        for statement in self.statements:
            lines.append(statement.text + "".join(f"[{label}]" for label in statement.citations))
        lines.extend(self.missing)
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "language": self.language,
            "status": self.status,
            "reason": self.reason,
            "lead": self.lead,
            "text": self.text,
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "missing": list(self.missing),
            "suggestions": list(self.suggestions),
            "dropped": [dropped.to_json() for dropped in self.dropped],
            "hits": [
                {
                    "paragraph_id": hit.paragraph.id,
                    "bulletin_id": hit.bulletin.id,
                    "text": hit.paragraph.text,
                    "score": round(hit.score, 4),
                }
                for hit in self.hits
            ],
            "composer": self.composer,
            "timings_ms": {step: round(spent, 1) for step, spent in self.timings_ms.items()},
        }
