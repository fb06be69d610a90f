"""In: the lines of two versions of a draft. Out: what became of each line, and which words differ.

Words are jieba's in Chinese; a figure is one word: 3.8亿 and 3.9亿 do not share their 3. Knows no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from assistant.letters.draft_sheet import Line
from index.lexical_tags import tagged

Kind = Literal["added", "removed", "changed", "marked"]  # marked: accepted, signed, or resting on something else
_RUN = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|[㐀-鿿]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both texts have, or only one of them."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line that is not as it was."""

    kind: Kind
    line: Line
    pieces: tuple[Piece, ...]


def changes(before: Sequence[Line], after: Sequence[Line]) -> tuple[Change, ...]:
    """The lines that differ, in the order of the later version; those that are gone where they stood."""
    was = {line.id: line for line in before}
    now = {line.id for line in after}
    found: list[Change] = []
    gone = [line for line in before if line.id not in now]
    for line in after:
        old = was.get(line.id)
        if old is None:
            found.append(Change("added", line, (Piece("added", line.sentence.text),)))
        elif old.sentence.text != line.sentence.text:
            found.append(Change("changed", line, pieces(old.sentence.text, line.sentence.text)))
        elif old != line:
            found.append(Change("marked", line, (Piece("same", line.sentence.text),)))
    found.extend(Change("removed", line, (Piece("removed", line.sentence.text),)) for line in gone)
    order = {line.id: place for place, line in enumerate(before)} | {line.id: at for at, line in enumerate(after)}
    return tuple(sorted(found, key=lambda change: order[change.line.id]))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts word by word."""
    old, new = words(before), words(after)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece("removed", "".join(old[i1:i2])))
        if j2 > j1:
            found.append(Piece("added", "".join(new[j1:j2])))
    return tuple(found)


def words(text: str) -> list[str]:
    """The text in words; joined, they are the text."""
    return list(_words(text))


def _words(text: str) -> Iterator[str]:
    for match in _RUN.finditer(text):
        if re.match(r"[㐀-鿿]", match[0]):
            yield from (word for word, _ in tagged(match[0]))
        else:
            yield match[0]
