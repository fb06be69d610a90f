"""The draft as it is worked on: lines with an id, their checks, who accepted or signed them off; and their JSON.

Values only. How a line is checked is draft_check.py, how it is changed draft_edit.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.answer import Check, Citation, Modality
from assistant.errors import DraftRefusedError
from assistant.letters.draft import Answered, Draft, Sentence
from assistant.letters.draft_record import (
    Held,
    as_check,
    as_citation,
    as_sentence,
    citation_record,
    from_record,
    held,
    sentence_record,
)
from assistant.letters.inquiry import Inquiry

Status = Literal["answered", "partial", "missing", "refused", "failed"]  # of a request, as the writer reads it


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; its id stays when its words change. `accepted`: a person has read it; `signed`: answers for it."""

    id: str
    sentence: Sentence
    modality: Modality = "stated"
    checks: tuple[Check, ...] = ()
    accepted: bool = False
    signed: str = ""

    @property
    def is_open(self) -> bool:
        """Neither supported nor signed off: it keeps the letter from leaving clean."""
        return not self.sentence.is_sound and not self.signed


@dataclass(frozen=True, slots=True)
class Added:
    """A citation that an edit brought, and the request it belongs to."""

    request: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Sheet:
    """The letter, what was found for each request, and the reply line by line."""

    inquiry: Inquiry
    answered: tuple[Answered, ...]
    lines: tuple[Line, ...]
    added: tuple[Added, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation that a line may name, once, in order of its label."""
        told = [citation for one in self.answered for citation in one.answer.citations]
        found = {citation.label: citation for citation in (*told, *(one.citation for one in self.added))}
        return tuple(found[label] for label in sorted(found, key=int))

    @property
    def draft(self) -> Draft:
        """The draft as it stands, with the citations that are named; what Word and the summary are made of."""
        named = {label for line in self.lines for label in line.sentence.citations}
        answered = []
        for number, one in enumerate(self.answered):
            brought = [add.citation for add in self.added if add.request == number]
            kept = tuple(each for each in (*one.answer.citations, *brought) if each.label in named)
            answered.append(replace(one, answer=replace(one.answer, citations=kept)))
        return Draft(self.inquiry, tuple(answered), tuple(line.sentence for line in self.lines))

    @property
    def open_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_open)

    @property
    def signatures(self) -> tuple[str, ...]:
        """Who signed lines off that are not supported, each once."""
        return tuple(dict.fromkeys(line.signed for line in self.lines if line.signed and not line.sentence.is_sound))

    def line(self, name: str) -> Line:
        """Raises DraftRefusedError for a line that is not there (any more)."""
        found = next((line for line in self.lines if line.id == name), None)
        if found is None:
            raise DraftRefusedError("line_gone", "this sentence is no longer in the draft; reload the page")
        return found

    def cited(self, line: Line) -> tuple[Citation, ...]:
        known = {citation.label: citation for citation in self.citations}
        return tuple(known[label] for label in line.sentence.citations if label in known)


def status(one: Answered) -> Status:
    """What became of a request."""
    if one.answer.status in ("refused", "failed"):
        return "refused" if one.answer.status == "refused" else "failed"
    if not one.tells:
        return "missing"
    return "partial" if one.missing else "answered"


def lines_record(sheet: Sheet) -> dict[str, Any]:
    """What one version of the draft holds of its own."""
    return {
        "lines": [
            {
                "id": line.id,
                "sentence": sentence_record(line.sentence),
                "modality": line.modality,
                "checks": [check.to_json() for check in line.checks],
                "accepted": line.accepted,
                "signed": line.signed,
            }
            for line in sheet.lines
        ],
        "added": [{"request": one.request, "citation": citation_record(one.citation)} for one in sheet.added],
    }


def sheet(material: Mapping[str, Any], version: Mapping[str, Any]) -> Sheet:
    """The sheet of a kept draft (draft_record.to_record) at one of its versions (lines_record)."""
    kept = dict(material)
    draft = from_record(kept)
    return Sheet(draft.inquiry, draft.answered, as_lines(version), _added(version, held(kept)))


def as_lines(version: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple(
        Line(
            one["id"],
            as_sentence(one["sentence"]),
            one["modality"],
            tuple(as_check(check) for check in one["checks"]),
            one["accepted"],
            one["signed"],
        )
        for one in version["lines"]
    )


def _added(version: Mapping[str, Any], found: Held) -> tuple[Added, ...]:
    return tuple(Added(one["request"], as_citation(one["citation"], found)) for one in version["added"])
