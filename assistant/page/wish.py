"""In: what the page's script sends. Out: a Wish: what is asked for, by whom, where in the page.

Nothing in a wish is trusted: who owns what is checked by the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.access.person import ANYONE, Person
from assistant.answer import Language

Parts = dict[str, Any]  # names of parts of the page -> their new values; what is not named stays as it is


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user wants of the page; `given` holds what only this kind of wish needs."""

    do: str
    owner: str
    conversation: str
    language: Language
    searched: str  # words in the field that finds conversations
    given: Mapping[str, Any]
    person: Person = ANYONE

    @classmethod
    def read(cls, sent: Mapping[str, Any], person: Person = ANYONE) -> Wish:
        """Anything that is missing counts as empty; who logged in is the owner, whatever was sent."""
        return cls(
            str(sent.get("do", "")),
            person.owner_of(str(sent.get("owner") or "")),
            str(sent.get("conversation") or ""),
            "en" if sent.get("language") == "en" else "zh",
            str(sent.get("searched") or ""),
            sent,
            person,
        )

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "")

    def number(self, name: str) -> int:
        """A whole number, 0 when it is none."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def letter(kind: str, **values: object) -> Parts:
    """A message that the page's script acts on once the parts that come with it are shown."""
    return {"letter": {"kind": kind, **values}}
