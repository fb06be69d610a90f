"""What one comparison of a statement with its source found: a Check, and whether it weighs enough to refuse."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Check


@dataclass(frozen=True, slots=True)
class Finding:
    """`grave` False: true as far as it goes, but not all of it is backed (partly supported)."""

    kind: str
    ok: bool
    detail: str
    grave: bool = True

    def as_check(self) -> Check:
        return Check(self.kind, self.ok, self.detail)
