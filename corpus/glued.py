"""In: the lines of a bulletin. Out: the same, without the paper's own lines, and cut where a line break was lost.

A heading stands in the middle of a line when the number it has is missing between that line's and a later one's. Knows
marks, no levels.
"""

from __future__ import annotations

import re

from corpus import marks
from corpus.normalize import Line

_PAPER = re.compile(
    r"[-—–·~\s]*(?:[-—–·~]\s*\d{1,4}\s*[-—–·~]|第\s*\d{1,4}\s*页|page\s+\d{1,4}(?:\s+of\s+\d{1,4})?)[-—–·~\s]*\Z"
    r"|[^。;:]{0,40}?第\s*\d{1,4}\s*页\s*[,/]?\s*共\s*\d{1,4}\s*页\W*\Z",
    re.IGNORECASE,
)
_AFTER_SENTENCE = re.compile(r"(?<=[。;!?])\s*(?=[(一二三四五六七八九十\d])")


def without_paper(lines: list[Line]) -> list[Line]:
    """Without page numbers, alone or behind a running head: 某院 第1页 共3页."""
    return [line for line in lines if not _PAPER.match(line.folded)]


def parted(lines: list[Line]) -> list[Line]:
    """Each heading at the start of its line."""
    read = [marks.read(line.folded) for line in lines]
    found: list[Line] = []
    for at, (line, mark) in enumerate(zip(lines, read, strict=True)):
        rest = line
        if mark and mark.number and mark.style in ("一、", "(一)", "1.", "1、", "(1)"):
            following = next((one.number for one in read[at + 1 :] if one and one.style == mark.style), None)
            number = mark.number
            while following and following > number + 1 and (cut := _cut(rest, mark.style, number + 1)):
                head, rest = cut
                found.append(head)
                number += 1
        found.append(rest)
    return found


def _cut(line: Line, style: str, number: int) -> tuple[Line, Line] | None:
    """The line before the sentence that begins with that mark, and from there on."""
    for match in _AFTER_SENTENCE.finditer(line.folded):
        mark = marks.read(line.folded[match.end() :])
        if mark and (mark.style, mark.number) == (style, number):
            return _part(line, 0, match.start()), _part(line, match.end(), len(line.text))
    return None


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.text[start:end], line.folded[start:end], line.start + start, line.start + end)
