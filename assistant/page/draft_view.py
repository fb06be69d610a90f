"""An open draft as one reader sees it: what it holds, what may be done with it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Language
from assistant.letters import draft_states
from assistant.letters.draft_kept import Head, Stepped
from assistant.letters.draft_sheet import Line, Sheet
from assistant.letters.draft_states import Reader, Step

State = Literal["supported", "partly", "unverified", "signed", "missing", "template"]


@dataclass(frozen=True, slots=True)
class View:
    """`named`: whoever reads it has logged in, so that no name is asked for."""

    head: Head
    sheet: Sheet
    steps: tuple[Stepped, ...]
    reader: Reader
    named: bool
    language: Language

    @property
    def editable(self) -> bool:
        return draft_states.may_edit(self.reader, self.head.standing)

    @property
    def mine(self) -> bool:
        return self.reader.owner == self.head.standing.owner

    @property
    def offered(self) -> tuple[Step, ...]:
        """The steps that may be taken now; approving is not offered while a line is open, nor to who sent it."""
        told = draft_states.steps(self.reader, self.head.standing)
        own = self.named and self.reader.name == self.head.standing.sender
        return tuple(one for one in told if one != "approve" or not (own or self.sheet.open_lines))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two wordings of one sentence: what stands there now (None: it was deleted), and what was to replace it."""

    who: str
    theirs: str | None
    mine: str


def state(line: Line) -> State:
    """The state of a line in one word of the page."""
    sentence = line.sentence
    if sentence.role == "template":
        return "missing" if sentence.part == "missing" else "template"
    if sentence.support == "supported":
        return "supported"
    if line.signed:
        return "signed"
    return "partly" if sentence.support == "partly" else "unverified"
