"""Who uses the page or the API, and what their role lets them do. Knows no password and no address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["asker", "writer", "evaluator", "admin"]
NAMED = "user:"
ROLES: tuple[Role, ...] = ("asker", "writer", "evaluator", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """A name, "" where nobody logs in, and a role; `id` tells them from an earlier user of the same name."""

    name: str
    role: Role
    id: str = ""

    @property
    def owner(self) -> str:
        """Whose conversations and drafts these are; "" leaves it to the browser's random id."""
        return f"{NAMED}{self.id or self.name}" if self.name else ""

    def owner_of(self, sent: str) -> str:
        """The owner, where a browser has sent one: who logged in; else the random id, which is nobody's name."""
        return self.owner or ("" if sent.startswith(NAMED) else sent)

    def may(self, needed: Role) -> bool:
        """Everybody may ask; for the rest one needs the role itself, or admin."""
        return needed == "asker" or self.role in (needed, "admin")


ANYONE = Person("", "admin")  # a page without log-in is for the one who sits at the machine
