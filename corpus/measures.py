"""In: the paragraphs under one heading, in order. Out: their 一是-points (also 一要).

A row starts at 一 and counts on, within a paragraph or from paragraph to paragraph; quoted 一是 and 说一是一 are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.bulletin import Measure
from corpus.normalize import fold
from corpus.numerals import to_int
from corpus.sentences import enclosed

_ORDINAL = re.compile(
    r"(?P<before>^|[。!?;:,—\-]|[”)](?=.)|\s)\s*(?P<number>[一二三四五六七八九十]{1,3})(?P<verb>是|要)(?!否|不是)"
)
_NEW_SENTENCE = frozenset("。!?;:")


@dataclass(frozen=True, slots=True)
class _Point:
    paragraph: int
    position: int
    number: int
    verb: str
    opens_sentence: bool


def find(texts: list[str], starts: list[int]) -> list[tuple[Measure, ...]]:
    """For each text (at its start in the source) its points."""
    own: list[list[_Point]] = [[] for _ in texts]
    for point in _rows([point for index, text in enumerate(texts) for point in _points(index, text)]):
        own[point.paragraph].append(point)
    found: list[tuple[Measure, ...]] = []
    for text, start, points in zip(texts, starts, own, strict=True):
        ends = [*[point.position for point in points[1:]], len(text)][: len(points)]
        found.append(tuple(_measure(point, text, end, start) for point, end in zip(points, ends, strict=True)))
    return found


def _measure(point: _Point, text: str, end: int, start: int) -> Measure:
    words = text[point.position : end].rstrip()
    return Measure(point.number, words, start + point.position, start + point.position + len(words))


def _points(index: int, text: str) -> list[_Point]:
    folded = fold(text)
    inside = enclosed(text)
    found = []
    for match in _ORDINAL.finditer(folded):
        number, position = to_int(match["number"]), match.start("number")
        if number and not inside[position]:
            opens = match.start() == 0 or _last_before(folded, position) in _NEW_SENTENCE
            found.append(_Point(index, position, number, match["verb"], opens))
    return found


def _last_before(text: str, position: int) -> str:
    """The last character before the position that is no blank."""
    while position and text[position - 1].isspace():
        position -= 1
    return text[max(position - 1, 0) : position]


def _rows(points: list[_Point]) -> list[_Point]:
    """The points that count from one; a gap is allowed only where a sentence opens, a lone 一是 likewise."""
    kept: list[_Point] = []
    row: list[_Point] = []
    for position, point in enumerate(points):
        if row and point.verb == row[-1].verb and _goes_on(row[-1], point):
            row.append(point)
        elif row and point.verb != row[-1].verb and _resumes(row[-1], points[position + 1 :]):
            continue  # 一要 inside an 一是-point is a part of it
        elif point.number == 1:
            kept.extend(_settled(row))
            row = [point]
    kept.extend(_settled(row))
    return kept


def _goes_on(last: _Point, point: _Point) -> bool:
    return point.number == last.number + 1 or (point.number > last.number and point.opens_sentence)


def _resumes(last: _Point, later: list[_Point]) -> bool:
    """Whether the row goes on behind this point, before it starts anew."""
    following = next((point for point in later if point.verb == last.verb), None)
    return following is not None and _goes_on(last, following)


def _settled(row: list[_Point]) -> list[_Point]:
    return row if len(row) > 1 or (row and row[0].opens_sentence) else []
