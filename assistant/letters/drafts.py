"""In: an owner's drafts as JSON. Out: them, their versions and steps, kept in SQLite beside the conversations.

Every function takes the reader and touches only what is theirs to touch. A change names the version it was made on.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.database import transaction
from assistant.errors import DraftRefusedError, StaleDraftError
from assistant.letters import draft_states
from assistant.letters.draft_kept import (
    CHANGED,
    COLUMNS,
    Batch,
    Counts,
    Head,
    Row,
    Stepped,
    Version,
    Work,
    as_head,
    as_version,
    moment,
    stamp,
    standing,
)
from assistant.letters.draft_states import Reader, State, Step

_SCHEMA = """
CREATE TABLE IF NOT EXISTS draft_batches (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL, work TEXT NOT NULL,
    note TEXT NOT NULL, version INTEGER NOT NULL, open_lines INTEGER NOT NULL, sender TEXT NOT NULL,
    counts TEXT NOT NULL, material TEXT NOT NULL,
    batch TEXT REFERENCES draft_batches (id) ON DELETE CASCADE, row INTEGER, row_id TEXT,
    made_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS drafts_of_owner ON drafts (owner, updated_at);
CREATE TABLE IF NOT EXISTS draft_versions (
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE, number INTEGER NOT NULL, lines TEXT NOT NULL,
    previous INTEGER NOT NULL, what TEXT NOT NULL, line TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (draft, number));
CREATE TABLE IF NOT EXISTS draft_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT, draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    version INTEGER NOT NULL, state TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL);
"""


class Drafts:
    """The store, in the file of the conversations; safe to share between threads and processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._db() as db:
            db.executescript(_SCHEMA)

    def start(
        self,
        owner: str,
        title: str,
        material: Mapping[str, Any],
        row: Row | None = None,
        bad: str = "",
    ) -> str:
        """Keep a letter before it is answered, so that a fault in between loses nothing; returns the draft's id."""
        if not owner:
            raise DraftRefusedError("no_owner", "a draft needs an owner; reload the page")
        name, now = secrets.token_urlsafe(9), stamp(datetime.now(UTC))
        place = (row.batch, row.number, row.id) if row else (None, 0, "")
        work: Work = "bad" if bad else "waiting"
        with self._db() as db:
            db.execute(
                "INSERT INTO drafts VALUES (?, ?, ?, 'draft', ?, ?, 0, 0, '', '{}', ?, ?, ?, ?, ?, ?)",
                (name, owner, title, work, bad, _json(material), *place, now, now),
            )
        return name

    def batch(self, owner: str, name: str) -> str:
        """A new batch; its rows are started one by one."""
        made = secrets.token_urlsafe(9)
        with self._db() as db:
            db.execute("INSERT INTO draft_batches VALUES (?, ?, ?, ?)", (made, owner, name, stamp(datetime.now(UTC))))
        return made

    def finish(
        self, owner: str, draft: str, material: Mapping[str, Any], lines: Mapping[str, Any], told: Counts, open_: int
    ) -> None:
        """Keep what was drafted as version 1; a draft that was deleted meanwhile stays so."""
        now = stamp(datetime.now(UTC))
        with self._db() as db:
            done = db.execute(
                """UPDATE drafts SET work = 'done', note = '', version = 1, open_lines = ?, counts = ?, material = ?,
                   updated_at = ? WHERE id = ? AND owner = ? AND version = 0""",
                (open_, _json(told), _json(material), now, draft, owner),
            )
            if done.rowcount:
                db.execute(
                    "INSERT INTO draft_versions VALUES (?, 1, ?, 1, 'made', '', '', ?)", (draft, _json(lines), now)
                )

    def fail(self, owner: str, draft: str, note: str) -> None:
        """Say why a draft was not made."""
        with self._db() as db:
            db.execute(
                "UPDATE drafts SET work = 'failed', note = ? WHERE id = ? AND owner = ? AND version = 0",
                (note, draft, owner),
            )

    def again(self, owner: str, draft: str) -> None:
        """Let a draft that was not made wait anew."""
        with self._db() as db:
            db.execute(
                "UPDATE drafts SET work = 'waiting', note = '' WHERE id = ? AND owner = ? AND work = 'failed'",
                (draft, owner),
            )

    def of(self, reader: Reader) -> list[Head]:
        """One's own drafts outside of batches and what others sent for review, the newest first."""
        with self._db() as db:
            rows = db.execute(f"SELECT {COLUMNS} FROM drafts ORDER BY updated_at DESC, rowid DESC").fetchall()
        heads = [as_head(row) for row in rows]
        return [one for one in heads if _listed(reader, one)]

    def batches(self, owner: str) -> list[Batch]:
        """One's own batches, the newest first."""
        with self._db() as db:
            rows = db.execute(
                "SELECT * FROM draft_batches WHERE owner = ? ORDER BY made_at DESC, rowid DESC", (owner,)
            ).fetchall()
        return [Batch(row["id"], row["name"], moment(row["made_at"])) for row in rows]

    def rows(self, owner: str, batch: str) -> tuple[Batch, list[Head]]:
        """A batch and its drafts in the order of the table. Raises DraftRefusedError when it is not the owner's."""
        with self._db() as db:
            found = db.execute("SELECT * FROM draft_batches WHERE id = ? AND owner = ?", (batch, owner)).fetchone()
            if found is None:
                raise DraftRefusedError("not_your_draft", "this batch is not among yours; open one from the list")
            rows = db.execute(f"SELECT {COLUMNS} FROM drafts WHERE batch = ? ORDER BY row", (batch,)).fetchall()
        return Batch(found["id"], found["name"], moment(found["made_at"])), [as_head(row) for row in rows]

    def head(self, reader: Reader, draft: str) -> Head:
        """Raises DraftRefusedError when it is not there or not the reader's: both look the same."""
        with self._db() as db:
            return as_head(_readable(db, reader, draft))

    def material(self, reader: Reader, draft: str) -> dict[str, Any]:
        with self._db() as db:
            found: dict[str, Any] = json.loads(_readable(db, reader, draft)["material"])
        return found

    def version(self, reader: Reader, draft: str, number: int) -> Version:
        """Raises DraftRefusedError for a version that is not there."""
        with self._db() as db:
            _readable(db, reader, draft)
            return _version(db, draft, number)

    def versions(self, reader: Reader, draft: str) -> list[Version]:
        """All versions, the newest first."""
        with self._db() as db:
            _readable(db, reader, draft)
            rows = db.execute("SELECT * FROM draft_versions WHERE draft = ? ORDER BY number DESC", (draft,)).fetchall()
        return [as_version(row) for row in rows]

    def steps(self, reader: Reader, draft: str) -> list[Stepped]:
        """The changes of state, the newest first."""
        with self._db() as db:
            _readable(db, reader, draft)
            rows = db.execute("SELECT * FROM draft_steps WHERE draft = ? ORDER BY id DESC", (draft,)).fetchall()
        return [Stepped(row["version"], row["state"], row["who"], row["note"], moment(row["at"])) for row in rows]

    def change(
        self,
        reader: Reader,
        draft: str,
        seen: int,
        lines: Mapping[str, Any],
        told: Counts,
        open_: int,
        what: str,
        line: str = "",
        previous: int | None = None,
    ) -> int:
        """A new version made on version `seen`; returns its number. A reviewed draft is a draft again.

        Raises StaleDraftError when `seen` is no longer the newest, DraftRefusedError when the reader may not edit.
        """
        now = stamp(datetime.now(UTC))
        with self._db() as db:
            db.execute("BEGIN IMMEDIATE")
            head = as_head(_readable(db, reader, draft))
            if not draft_states.may_edit(reader, head.standing):
                raise DraftRefusedError("not_editable", "this draft is another's; send it back for changes")
            if head.version != seen:
                raise StaleDraftError(f"version {head.version} has come since; look at it before you change it")
            number = seen + 1
            state = draft_states.edited(head.state)
            db.execute(
                "UPDATE drafts SET version = ?, state = ?, open_lines = ?, counts = ?, updated_at = ? WHERE id = ?",
                (number, state, open_, _json(told), now, draft),
            )
            kept = (draft, number, _json(lines), seen if previous is None else previous, what, line, reader.name, now)
            db.execute("INSERT INTO draft_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
            if state != head.state:
                _step(db, draft, number, state, reader.name, CHANGED, now)
        return number

    def step(self, reader: Reader, draft: str, seen: int, step: Step, note: str = "") -> State:
        """Send, approve or send back the version that was seen. Raises StaleDraftError or DraftRefusedError."""
        now = stamp(datetime.now(UTC))
        with self._db() as db:
            db.execute("BEGIN IMMEDIATE")
            head = as_head(_readable(db, reader, draft))
            if head.version != seen:
                raise StaleDraftError(f"version {head.version} has come since; look at it first")
            state = draft_states.after(step, reader, head.standing)
            sender = reader.name.strip() if step == "send" else head.standing.sender
            db.execute(
                "UPDATE drafts SET state = ?, sender = ?, updated_at = ? WHERE id = ?", (state, sender, now, draft)
            )
            _step(db, draft, seen, state, reader.name, note, now)
        return state

    def delete(self, owner: str, draft: str) -> None:
        """Remove a draft of one's own with its versions."""
        with self._db() as db:
            db.execute("DELETE FROM drafts WHERE id = ? AND owner = ?", (draft, owner))

    def delete_batch(self, owner: str, batch: str) -> None:
        """Remove a batch of one's own with its drafts."""
        with self._db() as db:
            db.execute("DELETE FROM draft_batches WHERE id = ? AND owner = ?", (batch, owner))

    def retain(self, days: int, now: datetime | None = None) -> int:
        """Remove what nobody has changed for so many days, whoever owns it; returns how many drafts went."""
        before = stamp((now or datetime.now(UTC)) - timedelta(days=days))
        with self._db() as db:
            gone = db.execute("DELETE FROM drafts WHERE updated_at < ?", (before,)).rowcount
            db.execute(
                """DELETE FROM draft_batches WHERE made_at < ?
                   AND NOT EXISTS (SELECT 1 FROM drafts WHERE batch = draft_batches.id)""",
                (before,),
            )
        return gone

    def _db(self) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self._file)


def _listed(reader: Reader, head: Head) -> bool:
    if head.standing.owner == reader.owner:
        return not head.batch
    return draft_states.may_read(reader, head.standing)


def _readable(db: sqlite3.Connection, reader: Reader, draft: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM drafts WHERE id = ?", (draft,)).fetchone()
    if row is None or not draft_states.may_read(reader, standing(row)):
        raise DraftRefusedError("not_your_draft", "this draft is not among yours; open one from the list")
    return row


def _version(db: sqlite3.Connection, draft: str, number: int) -> Version:
    row = db.execute("SELECT * FROM draft_versions WHERE draft = ? AND number = ?", (draft, number)).fetchone()
    if row is None:
        raise DraftRefusedError("no_such_version", "there is no such version; choose one from the history")
    return as_version(row)


def _step(db: sqlite3.Connection, draft: str, version: int, state: State, who: str, note: str, at: str) -> None:
    db.execute(
        "INSERT INTO draft_steps (draft, version, state, who, note, at) VALUES (?, ?, ?, ?, ?, ?)",
        (draft, version, state, who, note, at),
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
