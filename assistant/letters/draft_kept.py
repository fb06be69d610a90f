"""What is kept of drafts: heads, versions, steps, batches; and how the rows of SQLite become them. Values only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from assistant.letters.draft_states import Standing, State

Work = Literal["waiting", "done", "failed", "bad"]  # of the program; bad: a row that holds no letter
Counts = Mapping[str, int]  # requests, answered, missing, unsupported
CHANGED = "changed"  # the note of a step that nobody took: what was reviewed was changed
COLUMNS = (  # of a head: what a draft was made of is read apart
    "id, owner, title, state, work, note, version, open_lines, sender, counts, batch, row, row_id, made_at, updated_at"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A draft without its sentences."""

    id: str
    title: str
    state: State
    work: Work
    note: str
    version: int  # 0 until it is made
    standing: Standing
    counts: Counts
    batch: str
    row: int
    row_id: str
    made_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One version; `previous` is where undoing it leads, `lines` what it holds (draft_sheet.lines_record)."""

    number: int
    previous: int
    what: str  # made, rewrite, quote, … undo, restore
    line: str
    who: str
    at: datetime
    lines: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stepped:
    """A change of state: which version, by whom, when."""

    version: int
    state: State
    who: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    id: str
    name: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """Where in a table a letter stood."""

    batch: str
    number: int
    id: str


def standing(row: sqlite3.Row) -> Standing:
    return Standing(row["state"], row["owner"], row["sender"], row["open_lines"])


def as_head(row: sqlite3.Row) -> Head:
    return Head(
        row["id"],
        row["title"],
        row["state"],
        row["work"],
        row["note"],
        row["version"],
        standing(row),
        json.loads(row["counts"]),
        row["batch"] or "",
        row["row"],
        row["row_id"],
        moment(row["made_at"]),
        moment(row["updated_at"]),
    )


def as_version(row: sqlite3.Row) -> Version:
    lines = json.loads(row["lines"])
    at = moment(row["at"])
    return Version(row["number"], row["previous"], row["what"], row["line"], row["who"], at, lines)


def stamp(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
