"""In: printed pages. Out: the same with each line of two columns cut in two, and which column it stands in.

Two columns are seen by their gutter alone: both sides are prose that fills its width, and nothing rules across it as in
a table. Knows no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.printed import PrintedLine, PrintedPage, Rule

_MARGIN = 0.12  # of the page's height, in which page numbers and running heads stand
_FEWEST = 6  # lines in each column of a page that shows the gutter
_NARROWEST = 8  # characters of a column
_UNLIKE = 1.7  # times that one column may be wider than the other
_RAGGED = 2.0  # characters that most lines may lack at their column's edge
_STEPS = 80  # places in the middle of the page at which a gutter is looked for
_FEWEST_RULES = 3  # of a table
_MOST_PARTED = 5  # one line in so many may have a gap inside its column
_TAB = 2.0  # characters of empty space that part the cells of a row


class _Gutter(NamedTuple):
    """The middle of the white strip between two columns, and the columns' outer edges."""

    middle: float
    left: float
    right: float


def in_columns(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """The pages with their columns told; pages without any come back as they are."""
    found = [_gutter(page) for page in pages]
    known = [gutter for gutter in found if gutter]
    if not known:
        return list(pages)
    usual = _Gutter(*(median(places) for places in zip(*known, strict=True)))
    return [
        _cut(page, own or usual) if own or _may_share(page, usual) else page
        for page, own in zip(pages, found, strict=True)
    ]


def blocks(lines: Iterable[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines in the order of reading, a list for each stretch of one column."""
    order: list[list[PrintedLine]] = []
    sides: tuple[list[PrintedLine], list[PrintedLine]] = ([], [])
    for line in lines:
        if line.column:
            sides[line.column - 1].append(line)
            continue
        order += _read_off(*sides)
        sides = ([], [])
        if order and not order[-1][-1].column:
            order[-1].append(line)
        else:
            order.append([line])
    return [block for block in (*order, *_read_off(*sides)) if block]


def _read_off(left: list[PrintedLine], right: list[PrintedLine]) -> list[list[PrintedLine]]:
    """What stands on the right above both columns (a document's number) comes before them."""
    above = [line for line in right if left and line.bottom <= left[0].top]
    return [block for block in (above, left, right[len(above) :]) if block]


def _gutter(page: PrintedPage) -> _Gutter | None:
    """The gutter that this page shows by itself."""
    lines = _text_of(page)
    if sum(len(line.parts) for line in lines) < 2 * _FEWEST:
        return None
    size = _size(lines)
    edges = sorted(line.left for line in lines), sorted(line.right for line in lines)
    left, right = edges[0][len(lines) // 20], edges[1][-1 - len(lines) // 20]
    middle = _emptiest(lines, left + 0.3 * (right - left), left + 0.7 * (right - left))
    sides = [[piece for line in lines if (piece := _side(line, middle, side))] for side in (1, 2)]
    if min(map(len, sides)) < _FEWEST or not _overlap(*sides) or any(map(_is_parted, sides)):
        return None
    widths = []
    for side in sides:
        start, end = min(one.left for one in side), max(one.right for one in side)
        if median(end - one.right for one in side) > _RAGGED * size:
            return None
        widths.append(end - start)
    gap = min(one.left for one in sides[1]) - max(one.right for one in sides[0])
    if min(widths) < _NARROWEST * size or max(widths) > _UNLIKE * min(widths) or gap < 0.5 * size:
        return None
    return _Gutter(middle, left, right)


def _text_of(page: PrintedPage) -> list[PrintedLine]:
    """The lines between the margins that stand in no ruled table."""
    upper, lower = _MARGIN * page.height, (1 - _MARGIN) * page.height
    table = _table(page)
    return [
        line
        for line in page.lines
        if line.bottom > upper and line.top < lower and not (table and table[0] <= line.top and line.bottom <= table[1])
    ]


def _table(page: PrintedPage) -> tuple[float, float] | None:
    """From where to where ruled lines across the page make a table."""
    if not page.lines:
        return None
    width = max(line.right for line in page.lines) - min(line.left for line in page.lines)
    ruled: dict[int, list[Rule]] = {}
    for rule in page.rules:
        if _MARGIN * page.height < rule.at < (1 - _MARGIN) * page.height:
            ruled.setdefault(round(rule.at / 2), []).append(rule)
    heights = [rules[0].at for rules in ruled.values() if sum(one.right - one.left for one in rules) >= 0.6 * width]
    if len(heights) < _FEWEST_RULES:
        return None
    return min(heights) - 2, max(heights) + 2


def _size(lines: Sequence[PrintedLine]) -> float:
    """The width of a Chinese character."""
    widths = [
        (piece.right - piece.left) / sum(0.5 if character < "\u2000" else 1.0 for character in piece.text)
        for line in lines
        for piece in line.parts
        if len(piece.text) >= 6
    ]
    return median(widths) if widths else median(line.height for line in lines)


def _emptiest(lines: Sequence[PrintedLine], start: float, end: float) -> float:
    """The middle of the strip that the fewest lines cross."""
    places = [start + (end - start) * step / _STEPS for step in range(_STEPS + 1)]
    crossing = [sum(any(one.left < at < one.right for one in line.parts) for line in lines) for at in places]
    fewest = min(crossing)
    strips: list[list[float]] = [[]]
    for at, count in zip(places, crossing, strict=True):
        if count == fewest:
            strips[-1].append(at)
        elif strips[-1]:
            strips.append([])
    widest = max(strips, key=len)
    return (widest[0] + widest[-1]) / 2


def _side(line: PrintedLine, middle: float, side: int) -> PrintedLine | None:
    """What of a line stands on that side of the gutter; None when nothing does, or when it stands across."""
    if any(one.left < middle < one.right for one in line.parts):
        return None
    own = [one for one in line.parts if (one.right <= middle if side == 1 else one.left >= middle)]
    if not own:
        return None
    words = own[0].text
    for before, after in pairwise(own):
        words += ("\t" if after.left - before.right > _TAB * line.height else "") + after.text
    top, bottom = min(one.top for one in own), max(one.bottom for one in own)
    return PrintedLine(own[0].left, top, own[-1].right, bottom, words, tuple(own) if len(own) > 1 else (), side)


def _is_parted(side: Sequence[PrintedLine]) -> bool:
    """Whether one side of the gutter has columns of its own: then it is a table, or more columns than two."""
    return sum(len(line.parts) > 1 for line in side) * _MOST_PARTED > len(side)


def _overlap(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> bool:
    """Whether two columns stand beside each other, for half the height of the shorter one at least."""
    tops, bottoms = [side[0].top for side in (left, right)], [side[-1].bottom for side in (left, right)]
    shorter = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
    return min(bottoms) - max(tops) >= 0.5 * shorter


def _may_share(page: PrintedPage, gutter: _Gutter) -> bool:
    """Whether a page with few lines, as the last one, goes on in the columns of the others."""
    lines = _text_of(page)
    across = [line for line in lines if any(one.left < gutter.middle < one.right for one in line.parts)]
    return 3 * len(across) <= len(lines) and bool(lines)


def _cut(page: PrintedPage, gutter: _Gutter) -> PrintedPage:
    table = _table(page)
    lines: list[PrintedLine] = []
    for line in sorted(page.lines, key=lambda one: (one.top + one.bottom) / 2):
        sides = [piece for side in (1, 2) if (piece := _side(line, gutter.middle, side))]
        in_table = table and table[0] <= line.top and line.bottom <= table[1]
        lines += sides if sides and not in_table else [line]
    return replace(page, lines=tuple(lines))
