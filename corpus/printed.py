"""A printed page as values: its lines with their places, the pieces that a line has gaps between, ruled lines.

Places in any unit, from the upper left corner of the page. Values only: columns.py and page_lines.py read them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line without a gap as wide as a character."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line across, as tables have."""

    left: float
    right: float
    at: float  # from the top of the page


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as printed; `pieces` are left out where the line has no gap."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    pieces: tuple[Piece, ...] = ()
    column: int = 0  # 1 and 2 are the left and the right one; 0 stands across the page

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)

    @property
    def parts(self) -> tuple[Piece, ...]:
        return self.pieces or (Piece(self.left, self.top, self.right, self.bottom, self.text),)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of a page from above."""

    height: float
    lines: tuple[PrintedLine, ...]
    rules: tuple[Rule, ...] = ()
