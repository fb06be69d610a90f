"""In: an owner's id and questions, answers as the contract's JSON. Out: conversations and turns kept in SQLite.

Every function takes the owner and touches only what is theirs. Answers hold their citations: no index is needed.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from assistant.answer import Language
from assistant.database import transaction
from assistant.errors import ConversationError

State = Literal["asking", "done", "stopped", "interrupted"]
TITLE_LENGTH = 40
_SCHEMA = """
CREATE TABLE IF NOT EXISTS owners (id TEXT PRIMARY KEY, language TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS conversations_of_owner ON conversations (owner, updated_at);
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    question TEXT NOT NULL, scope TEXT NOT NULL, state TEXT NOT NULL, answer TEXT, asked_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS turns_of_conversation ON turns (conversation, id);
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what became of it; `answer` is the contract's JSON, None until it is done."""

    id: int
    conversation: str
    question: str
    scope: dict[str, Any]
    state: State
    answer: dict[str, Any] | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A named list of turns; the turns are read apart."""

    id: str
    title: str
    updated_at: datetime


def new_owner() -> str:
    """A random id for a browser: who has it may read, so it cannot be guessed."""
    return secrets.token_urlsafe(24)


class Conversations:
    """The store; safe to share between threads and processes (each call opens the file, WAL)."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with self._db() as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise ConversationError(
                f"conversations cannot be kept in {file}: {error}; check that folder, or name another in [assistant]"
            ) from error

    def language(self, owner: str) -> Language | None:
        """The language the owner chose; None before a choice."""
        with self._db() as db:
            row = db.execute("SELECT language FROM owners WHERE id = ?", (owner,)).fetchone()
        return row["language"] if row else None

    def choose_language(self, owner: str, language: Language) -> None:
        with self._db() as db:
            db.execute("INSERT OR REPLACE INTO owners VALUES (?, ?)", (owner, language))

    def start(self, owner: str, title: str) -> Conversation:
        """A new conversation named after its first question."""
        if not owner:
            raise ConversationError("a conversation needs an owner; reload the page")
        made = Conversation(secrets.token_urlsafe(9), _short(title), _now())
        with self._db() as db:
            db.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?)", (made.id, owner, made.title, _stamp(made.updated_at))
            )
        return made

    def of(self, owner: str, words: str = "") -> list[Conversation]:
        """The owner's conversations, newest first; with `words`, those whose title, questions or answers hold them."""
        wanted = words.strip().casefold()
        with self._db() as db:
            rows = db.execute(
                """SELECT * FROM conversations c WHERE owner = :owner AND (:words = '' OR instr(lower(title), :words)
                   OR EXISTS (SELECT 1 FROM turns WHERE conversation = c.id AND (instr(lower(question), :words)
                              OR instr(lower(json_extract(answer, '$.text')), :words))))
                   ORDER BY updated_at DESC, rowid DESC""",
                {"owner": owner, "words": wanted},
            ).fetchall()
        return [Conversation(row["id"], row["title"], _moment(row["updated_at"])) for row in rows]

    def get(self, owner: str, conversation: str) -> Conversation:
        """Raises ConversationError when it is not the owner's, or is not there: both look the same."""
        with self._db() as db:
            row = _owned(db, owner, conversation)
        return Conversation(row["id"], row["title"], _moment(row["updated_at"]))

    def turns(self, owner: str, conversation: str) -> list[Turn]:
        """All turns, oldest first. Raises ConversationError as `get` does."""
        with self._db() as db:
            _owned(db, owner, conversation)
            rows = db.execute("SELECT * FROM turns WHERE conversation = ? ORDER BY id", (conversation,)).fetchall()
        return [_turn(row) for row in rows]

    def turn(self, owner: str, turn: int) -> Turn:
        """Raises ConversationError when it is not the owner's, or is not there."""
        with self._db() as db:
            row = db.execute(
                "SELECT t.* FROM turns t JOIN conversations c ON c.id = t.conversation WHERE t.id = ? AND c.owner = ?",
                (turn, owner),
            ).fetchone()
        if row is None:
            raise ConversationError("this answer is not among your conversations; open one from the list")
        return _turn(row)

    def ask(self, owner: str, conversation: str, question: str, scope: dict[str, Any]) -> Turn:
        """Keep a question before it is answered, so that a fault in between loses nothing."""
        now = _stamp(_now())
        with self._db() as db:
            _owned(db, owner, conversation)
            number = db.execute(
                "INSERT INTO turns (conversation, question, scope, state, asked_at) VALUES (?, ?, ?, 'asking', ?)",
                (conversation, question, json.dumps(scope, ensure_ascii=False), now),
            ).lastrowid
            db.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (now, conversation))
            row = db.execute("SELECT * FROM turns WHERE id = ?", (number,)).fetchone()
        return _turn(row)

    def finish(self, owner: str, turn: int, answer: dict[str, Any]) -> None:
        """Keep the answer of a turn; one that was stopped, deleted or answered stays as it is."""
        with self._db() as db:
            db.execute(
                """UPDATE turns SET state = 'done', answer = ? WHERE id = ? AND state IN ('asking', 'interrupted')
                   AND conversation IN (SELECT id FROM conversations WHERE owner = ?)""",
                (json.dumps(answer, ensure_ascii=False), turn, owner),
            )

    def end(self, owner: str, turn: int, state: Literal["stopped", "interrupted"]) -> None:
        """Mark a turn that will get no answer."""
        with self._db() as db:
            db.execute(
                """UPDATE turns SET state = ? WHERE id = ? AND state = 'asking'
                   AND conversation IN (SELECT id FROM conversations WHERE owner = ?)""",
                (state, turn, owner),
            )

    def forget_turn(self, owner: str, turn: int) -> None:
        """Remove a turn that has no answer, or a failed one. Raises ConversationError as `turn` does."""
        self.turn(owner, turn)
        with self._db() as db:
            db.execute(
                "DELETE FROM turns WHERE id = ? AND (answer IS NULL OR json_extract(answer, '$.status') = 'failed')",
                (turn,),
            )

    def rename(self, owner: str, conversation: str, title: str) -> None:
        """An empty title changes nothing. Raises ConversationError as `get` does."""
        with self._db() as db:
            _owned(db, owner, conversation)
            if title.strip():
                db.execute("UPDATE conversations SET title = ? WHERE id = ?", (_short(title), conversation))

    def delete(self, owner: str, conversation: str) -> None:
        """Remove a conversation and its turns. Raises ConversationError as `get` does."""
        with self._db() as db:
            _owned(db, owner, conversation)
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation,))

    def retain(self, days: int, now: datetime | None = None) -> int:
        """Remove what nobody has used for so many days, whoever owns it; returns how many conversations went."""
        before = _stamp((now or _now()) - timedelta(days=days))
        with self._db() as db:
            return db.execute("DELETE FROM conversations WHERE updated_at < ?", (before,)).rowcount

    def _db(self) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self._file)


def _owned(db: sqlite3.Connection, owner: str, conversation: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM conversations WHERE id = ? AND owner = ?", (conversation, owner)
    ).fetchone()
    if row is None:
        raise ConversationError("this conversation is not among yours; open one from the list")
    return row


def _turn(row: sqlite3.Row) -> Turn:
    answer = json.loads(row["answer"]) if row["answer"] else None
    scope = json.loads(row["scope"])
    asked = _moment(row["asked_at"])
    return Turn(row["id"], row["conversation"], row["question"], scope, row["state"], answer, asked)


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def _now() -> datetime:
    return datetime.now(UTC)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
