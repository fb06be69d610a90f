"""One case, its gold paragraphs and the answer it got: a line of a run, as values and as JSON.

Holds all that a report needs, so that a run can be read without its corpus. Does not score.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from corpus.bulletin import Bulletin, Paragraph
from evals.case import CASE, Case

Answer = Mapping[str, Any]  # the contract's answer object, as `ask --json` prints it


@dataclass(frozen=True, slots=True)
class Gold:
    """A paragraph that a right answer rests on, with where it stands."""

    paragraph_id: str
    heading_path: tuple[str, ...]
    text: str
    place: str  # the narrowest that the bulletin names, else its id
    issued_on: str | None

    @classmethod
    def of(cls, paragraph: Paragraph, bulletin: Bulletin) -> Gold:
        place = list(bulletin.place.levels().values())
        issued = bulletin.issued_on.isoformat() if bulletin.issued_on else None
        return cls(paragraph.id, paragraph.heading_path, paragraph.text, place[-1] if place else bulletin.id, issued)

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.issued_on) if self.issued_on else None


@dataclass(frozen=True, slots=True)
class Result:
    """What one case got."""

    set: str  # the set's name: the stem of its file
    case: Case
    gold: tuple[Gold, ...]
    answer: Answer

    @property
    def id(self) -> str:
        return self.case.id

    @property
    def issued_on(self) -> date | None:
        """The day that relative dates count from."""
        return self.gold[0].day if self.gold else None

    def cited(self) -> dict[str, str]:
        """The cited paragraphs' texts by id, in the order of the citations."""
        return {one["paragraph_id"]: one["paragraph_text"] for one in self.answer["citations"]}

    def to_json(self) -> str:
        record = {
            "id": self.id,
            "set": self.set,
            "case": asdict(self.case),
            "gold": [asdict(one) for one in self.gold],
            "answer": self.answer,
        }
        return json.dumps(record, ensure_ascii=False)


def from_json(line: str) -> Result:
    """The result of a line that `to_json` wrote. Raises ValueError, KeyError or TypeError for another line."""
    record = json.loads(line)
    gold = tuple(Gold(**{**one, "heading_path": tuple(one["heading_path"])}) for one in record["gold"])
    return Result(record["set"], CASE.validate_python(record["case"]), gold, record["answer"])
