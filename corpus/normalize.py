"""In: text as read. Out: the same text with widths folded, character for character, and its non-blank lines.

Folding keeps the length, so an offset found in folded text holds in the source text.
"""

from __future__ import annotations

from dataclasses import dataclass

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Blank, or invisible rubbish of web pages; \n stays the only line end.
_BLANKS = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u00ad\u180e"
_ALIKE = {"｡": "。", "﹒": ".", "﹐": ",", "﹑": "、", "﹔": ";", "﹕": ":", "﹙": "(", "﹚": ")", "︰": ":", "∶": ":"}
_TABLE = (
    _FULL_WIDTH
    | {ord(blank): " " for blank in _BLANKS}
    | dict.fromkeys(range(8192, 8208), " ")
    | {ord(wide): narrow for wide, narrow in _ALIKE.items()}
)


def fold(text: str) -> str:
    """Half-width forms of full-width characters, every blank as a space; len(fold(text)) == len(text)."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its surrounding white space: source[start:end] == text, and folded is fold(text)."""

    text: str
    folded: str
    start: int
    end: int


def lines(text: str) -> list[Line]:
    """The non-blank lines of a source text, in order."""
    found = []
    start = 0
    for raw in text.split("\n"):
        folded = fold(raw)
        left = len(folded) - len(folded.lstrip())
        right = len(folded.rstrip())
        if left < right:
            found.append(Line(raw[left:right], folded[left:right], start + left, start + right))
        start += len(raw) + 1
    return found
