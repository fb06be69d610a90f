"""In: a SQLite file. Out: who may use the service: names, roles, passwords and tokens, both as hashes only.

A name that is removed and given again is another person: what was theirs stays out of reach. Knows no page and no API.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.access import passwords
from assistant.access.person import NAMED, ROLES, Person, Role
from assistant.database import transaction
from assistant.errors import ServiceError, UserError
from assistant.settings import ServiceSettings

TOKEN = "bulletin_"  # what tokens begin with, so that one in a log or a file is recognised as one
LONGEST_PASSWORD = 1024
_NAME = re.compile(r"[^\W_][\w.@-]{0,63}")  # letters of any script, digits, then also . _ - @
_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, role TEXT NOT NULL, password TEXT NOT NULL,
    created_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE, created_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE, ends_at TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class User:
    """One who may log in; `tokens` and `sessions` say how many are valid."""

    person: Person
    created_at: datetime
    tokens: int
    sessions: int


class Users:
    """The store; safe to share between threads and processes. Raises UserError when the file cannot be used."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            with transaction(file) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise UserError(
                f"users cannot be kept in {file}: {error}; check that folder, or name another in [assistant.service]"
            ) from error

    def add(self, name: str, role: Role, password: str, shortest: int) -> Person:
        """A new user. Raises UserError for a name that is no name or is taken, an unknown role, a short password."""
        if not _NAME.fullmatch(name):
            raise UserError(
                f"{name!r} is no user name; use up to 64 letters, digits and . _ - @, beginning with a letter or digit"
            )
        _role(role)
        kept = _password(password, shortest)
        person = Person(name, role, f"{name}-{secrets.token_hex(4)}")
        with self.open() as db:
            try:
                db.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?)", (person.id, name, role, kept, _now()))
            except sqlite3.IntegrityError as error:
                raise UserError(
                    f"there is a user {name} already; choose another name, or change theirs: "
                    "user password NAME, user role NAME"
                ) from error
        return person

    def remove(self, name: str) -> None:
        """Remove a user; their tokens and sessions end. Raises UserError for an unknown name."""
        with self.open() as db:
            db.execute("DELETE FROM users WHERE id = ?", (_id(db, name),))

    def change_role(self, name: str, role: Role) -> None:
        """What counts from the next request on. Raises UserError for an unknown name or role."""
        _role(role)
        with self.open() as db:
            db.execute("UPDATE users SET role = ? WHERE id = ?", (role, _id(db, name)))

    def change_password(self, name: str, password: str, shortest: int) -> None:
        """A new password ends all sessions; tokens stay. Raises UserError for an unknown name or a short password."""
        kept = _password(password, shortest)
        with self.open() as db:
            user = _id(db, name)
            db.execute("UPDATE users SET password = ? WHERE id = ?", (kept, user))
            db.execute("DELETE FROM sessions WHERE user = ?", (user,))

    def new_token(self, name: str) -> str:
        """A token for the API beside those there are; it cannot be read again. Raises UserError for an unknown name."""
        token = passwords.new_secret(TOKEN)
        with self.open() as db:
            db.execute("INSERT INTO tokens VALUES (?, ?, ?)", (passwords.fingerprint(token), _id(db, name), _now()))
        return token

    def revoke_tokens(self, name: str) -> int:
        """End all tokens of a user; returns how many there were. Raises UserError for an unknown name."""
        with self.open() as db:
            return db.execute("DELETE FROM tokens WHERE user = ?", (_id(db, name),)).rowcount

    def of_token(self, token: str) -> Person | None:
        """Whose token it is; None for one that is not known."""
        with self.open() as db:
            row = db.execute(
                "SELECT u.* FROM tokens t JOIN users u ON u.id = t.user WHERE t.hash = ?",
                (passwords.fingerprint(token),),
            ).fetchone()
        return person_of(row) if row else None

    def log_in(self, name: str, password: str) -> Person | None:
        """Who that is; None for a wrong name or password, which take equally long."""
        with self.open() as db:
            row = db.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchone()
        right = passwords.same(password[: LONGEST_PASSWORD + 1], row["password"] if row else None)
        return person_of(row) if row and right else None

    def all(self) -> list[User]:
        """Everybody, by name."""
        with self.open() as db:
            rows = db.execute(
                """SELECT *, (SELECT count(*) FROM tokens WHERE user = u.id) AS tokens,
                   (SELECT count(*) FROM sessions WHERE user = u.id AND ends_at > ?) AS sessions
                   FROM users u ORDER BY name""",
                (_now(),),
            ).fetchall()
        return [
            User(person_of(row), datetime.fromisoformat(row["created_at"]), row["tokens"], row["sessions"])
            for row in rows
        ]

    def name_of_owner(self, owner: str) -> str:
        """The name behind `Person.owner`; the owner itself when that user was removed meanwhile."""
        with self.open() as db:
            row = db.execute("SELECT name FROM users WHERE id = ?", (owner.removeprefix(NAMED),)).fetchone()
        return row["name"] if row else owner

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A transaction on the file. Raises UserError when it cannot be read or written."""
        try:
            with transaction(self._file) as db:
                yield db
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise UserError(f"the users in {self._file} cannot be read or written: {error}; check that file") from error


def ready(settings: ServiceSettings) -> Users:
    """The users; raises ServiceError while there is none, so that a service is never open by mistake."""
    users = Users(settings.users)
    if not users.all():
        raise ServiceError(
            "there is no user yet, so nobody could log in; add one: "
            "python -m assistant user add NAME --role admin --password-stdin"
        )
    return users


def person_of(row: sqlite3.Row) -> Person:
    """The person of a row of `users`."""
    return Person(row["name"], row["role"], row["id"])


def _id(db: sqlite3.Connection, name: str) -> str:
    row = db.execute("SELECT id FROM users WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise UserError(f"there is no user {name!r}; see who there is: python -m assistant user list")
    found: str = row["id"]
    return found


def _role(role: str) -> None:
    if role not in ROLES:
        raise UserError(f"there is no role {role!r}; give one of {', '.join(ROLES)}")


def _password(password: str, shortest: int) -> str:
    if not password.strip():
        raise UserError("the password is empty; give one on standard input: --password-stdin")
    if len(password) < shortest:
        raise UserError(f"the password has {len(password)} characters; give at least {shortest}")
    if len(password) > LONGEST_PASSWORD:
        raise UserError(f"the password has {len(password)} characters; give at most {LONGEST_PASSWORD}")
    return passwords.hashed(password)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
