"""In: what an owner says of an answer of theirs. Out: it, kept in SQLite beside the answer and gone with it.

Every function takes the owner and touches only what is theirs. Does not know how a case is made of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.database import transaction
from assistant.errors import ConversationError

FAULTS = ("figure", "place", "missing", "citation", "wording", "absent")  # absent: the bulletins do not say it
VERDICTS = ("good", "bad")
LONGEST_NOTE = 2000  # characters
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    turn INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL, faults TEXT NOT NULL, paragraphs TEXT NOT NULL, note TEXT NOT NULL, said_at TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one answer: good or bad, what is wrong, which paragraphs are right, in own words."""

    verdict: str
    faults: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    note: str = ""


class Feedback:
    """The store, in the file of the conversations; safe to share between threads and processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._db() as db:
            db.executescript(_SCHEMA)

    def say(self, owner: str, turn: int, said: Said) -> None:
        """Keep what is said, in place of what was. Raises ConversationError when the turn is not the owner's."""
        if said.verdict not in VERDICTS or not set(said.faults) <= set(FAULTS):
            raise ConversationError("this is no judgement of an answer; reload the page")
        with self._db() as db:
            _owned(db, owner, turn)
            db.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)",
                (
                    turn,
                    said.verdict,
                    _list(said.faults),
                    _list(said.paragraphs),
                    said.note[:LONGEST_NOTE],
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )

    def unsay(self, owner: str, turn: int) -> None:
        """Forget what was said. Raises ConversationError when the turn is not the owner's."""
        with self._db() as db:
            _owned(db, owner, turn)
            db.execute("DELETE FROM feedback WHERE turn = ?", (turn,))

    def of(self, owner: str, turn: int) -> Said | None:
        """What was said of a turn, None before. Raises ConversationError when the turn is not the owner's."""
        with self._db() as db:
            _owned(db, owner, turn)
            row = db.execute("SELECT * FROM feedback WHERE turn = ?", (turn,)).fetchone()
        if row is None:
            return None
        return Said(row["verdict"], tuple(json.loads(row["faults"])), tuple(json.loads(row["paragraphs"])), row["note"])

    def verdicts(self, owner: str, conversation: str) -> dict[int, str]:
        """The verdicts on the turns of a conversation; none when it is not the owner's."""
        with self._db() as db:
            rows = db.execute(
                """SELECT f.turn, f.verdict FROM feedback f JOIN turns t ON t.id = f.turn
                   JOIN conversations c ON c.id = t.conversation WHERE c.id = ? AND c.owner = ?""",
                (conversation, owner),
            ).fetchall()
        return {row["turn"]: row["verdict"] for row in rows}

    def _db(self) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self._file)


def _owned(db: sqlite3.Connection, owner: str, turn: int) -> None:
    found = db.execute(
        "SELECT 1 FROM turns t JOIN conversations c ON c.id = t.conversation WHERE t.id = ? AND c.owner = ?",
        (turn, owner),
    ).fetchone()
    if found is None:
        raise ConversationError("this answer is not among your conversations; open one from the list")


def _list(values: Sequence[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
