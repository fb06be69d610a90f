"""In: the users' store and a person who logged in. Out: a session: a secret for the browser, kept here as a hash.

A session ends at its time, at log-out, with a new password, and with its user. Knows no cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assistant.access import passwords
from assistant.access.person import Person
from assistant.access.users import Users, person_of


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of all users; each lasts so many hours."""

    users: Users
    hours: float

    def begin(self, person: Person) -> str:
        """The secret of a new session; what has ended is swept out."""
        secret = passwords.new_secret()
        now = datetime.now(UTC)
        ends = _stamp(now + timedelta(hours=self.hours))
        with self.users.open() as db:
            db.execute("DELETE FROM sessions WHERE ends_at <= ?", (_stamp(now),))
            db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (passwords.fingerprint(secret), person.id, ends))
        return secret

    def person(self, secret: str) -> Person | None:
        """Whose session it is, with the role they have now; None when it has ended or never was."""
        with self.users.open() as db:
            row = db.execute(
                "SELECT u.* FROM sessions s JOIN users u ON u.id = s.user WHERE s.hash = ? AND s.ends_at > ?",
                (passwords.fingerprint(secret), _stamp(datetime.now(UTC))),
            ).fetchone()
        return person_of(row) if row else None

    def end(self, secret: str) -> None:
        """Log out; a session that is not there is no fault."""
        with self.users.open() as db:
            db.execute("DELETE FROM sessions WHERE hash = ?", (passwords.fingerprint(secret),))


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
