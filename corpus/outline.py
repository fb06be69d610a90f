"""In: the body lines of a bulletin. Out: for each line, the heading it stands under and whether it is a paragraph.

Knows how marks nest, and which marked or plain lines are headings; nothing of titles, signatures or dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, islice, takewhile

from corpus import closing, marks
from corpus.bulletin import Section
from corpus.normalize import Line
from corpus.opening import Opening, is_plain_heading, read_opening

_RANK = {style: rank for rank, style in enumerate(marks.CONVENTION)}
_LONGEST_SENTENCE_HEADING = 40  # characters of a heading line that ends in a full stop
ABOUT, PLAIN = "关于", "plain"  # headings without a mark


@dataclass(frozen=True, slots=True)
class Placed:
    """A body line in the outline: the heading it stands under or begins with, and whether it is a paragraph."""

    line: Line
    section: Section | None
    is_paragraph: bool


@dataclass(slots=True)
class _Node:
    """A line that may be a heading, on its way to becoming a Section."""

    index: int
    style: str
    number: int | None
    opening: Opening
    mark: marks.Mark | None = None
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)
    has_text: bool = False  # unmarked lines follow under it
    is_heading: bool = True
    section: Section | None = None


def build(lines: list[Line]) -> list[Placed]:
    """Every line placed, in order. Never fails: where numbering contradicts itself, the nearest reading is taken."""
    end = closing.begins(lines)
    nodes = _candidates(lines[:end])
    by_index = {node.index: node for node in nodes}
    for node in nodes:
        node.has_text = node.index + 1 < end and node.index + 1 not in by_index
    _decide(_nest(nodes))
    placed = _place(lines[:end], by_index)
    last = placed[-1].section if placed else None
    under = last if last and last.level == 1 and not _names_problem(last) else None
    return [*placed, *(Placed(line, under, True) for line in lines[end:])]


def _names_problem(section: Section) -> bool:
    return section.title.rstrip(")”）").endswith("问题")


def _candidates(lines: list[Line]) -> list[_Node]:
    nodes: list[_Node] = []
    bare = _bare_marks(lines)
    for index, line in enumerate(lines):
        mark = bare.get(index) or marks.read(line.folded)
        if mark:
            opening = read_opening(line, mark.end)
            if mark.within is None or _follows(mark, nodes):
                nodes.append(_Node(index, mark.style, mark.number, opening, mark))
                continue
        opening = read_opening(line, 0)
        if is_plain_heading(lines, index, opening, bool(nodes) and nodes[-1].index == index - 1):
            nodes.append(_Node(index, ABOUT if opening.is_about else PLAIN, None, opening))
        elif opening.is_about and opening.runs_on:
            nodes.append(_Node(index, ABOUT, None, opening))
    return _without_lone_run_ons(nodes)


def _bare_marks(lines: list[Line]) -> dict[int, marks.Mark]:
    """The lines 1 …, 2 …, 3 … that count on from one, where one of them has a 1.1 below it; otherwise none."""
    found: dict[int, marks.Mark] = {}
    below = {mark.within for line in lines if (mark := marks.read(line.folded)) and mark.style == "1.1"}
    if not below:
        return found
    expected = 1
    for index, line in enumerate(lines):
        mark = marks.read_bare(line.folded)
        if mark and mark.number == expected:
            found[index] = mark
            expected += 1
    return found if below <= {mark.number for mark in found.values()} else {}


def _follows(mark: marks.Mark, nodes: list[_Node]) -> bool:
    """3.2 is a heading after 3.1 or, as 3.1, below the heading 3; otherwise it is a decimal."""
    same = next((node for node in reversed(nodes) if node.style == mark.style), None)
    if mark.number == 1:
        return any(node.number == mark.within for node in nodes[-1:]) or same is not None or not nodes
    return same is not None and same.number is not None and same.number + 1 == mark.number


def _without_lone_run_ons(nodes: list[_Node]) -> list[_Node]:
    """An unmarked 关于…问题。 that runs on into text is a heading as one of a row; alone it just opens its text."""
    kept: list[_Node] = []
    for style, row in groupby(nodes, lambda node: node.style):
        members = list(row)
        if style != ABOUT or len(members) > 1 or not members[0].opening.runs_on:
            kept.extend(members)
    return kept


def _nest(nodes: list[_Node]) -> _Node:
    root = _Node(-1, "", None, Opening(0, 0, True, False, False))
    stack = [root]
    below: set[tuple[str, str]] = set()  # (upper style, lower style) as first seen
    for position, node in enumerate(nodes):
        depth = _depth_of_level(stack, node)
        if depth is None:
            while len(stack) > 1 and _has_ended(stack, node, islice(nodes, position + 1, None), below):
                stack.pop()
            if node.style == PLAIN and stack[-1].style == ABOUT and (stack[-1].has_text or stack[-1].opening.runs_on):
                stack.pop()  # 今后打算 after the text of the last 关于…问题 stands beside it, not in it
        else:
            del stack[depth:]
        below.update((above.style, node.style) for above in stack[1:])
        node.parent = stack[-1]
        stack[-1].children.append(node)
        stack.append(node)
    return root


def _depth_of_level(stack: list[_Node], node: _Node) -> int | None:
    """The depth at which this style is open; a heading of the same family continues a level if its number does."""
    if node.style.startswith("#"):
        for depth in range(1, len(stack)):
            if not stack[depth].style.startswith("#") or stack[depth].style >= node.style:
                return depth
        return len(stack)
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].style == node.style:
            return depth
    family = marks.FAMILY.get(node.style, node.style)
    for depth in range(len(stack) - 1, 0, -1):
        other = stack[depth]
        if marks.FAMILY.get(other.style, other.style) == family and _continues(other, node):
            if len(stack[depth].children) == 0 or node.number != 1:
                node.style = other.style
            return depth
    return None


def _continues(earlier: _Node, later: _Node) -> bool:
    return earlier.number is not None and later.number == earlier.number + 1


def _has_ended(stack: list[_Node], node: _Node, later: Iterable[_Node], below: set[tuple[str, str]]) -> bool:
    """Whether a new style closes the innermost open level instead of nesting in it.

    Only where the style is conventionally wider than that level's; then the numbering decides: the level goes on
    after this heading (nests), or starts anew below it (ended). Without such evidence, prose points have ended.
    """
    *above, top = stack
    if (top.style, node.style) in below or _RANK.get(node.style, 99) >= _RANK.get(top.style, -1):
        return False
    wider = {open_.style for open_ in above}
    for other in takewhile(lambda one: one.style not in wider, later):
        if other.style == top.style:
            return not _continues(top, other)
    return not top.opening.is_title_like


def _decide(node: _Node) -> None:
    """Marked prose points below a heading are its paragraphs, not headings: decided for a whole row at once."""
    for child in node.children:
        _decide(child)
    row = node.children
    if node.index < 0 or any(child.children or child.has_text for child in row):
        return
    points = [child for child in row if _is_point(child.opening)]
    if 2 * len(points) > len(row):
        for child in row:
            child.is_heading = False


def _is_point(opening: Opening) -> bool:
    return not opening.is_title_like or (not opening.runs_on and (opening.ends_sentence or opening.is_result))


def _place(lines: list[Line], by_index: dict[int, _Node]) -> list[Placed]:
    placed = []
    current: Section | None = None
    for index, line in enumerate(lines):
        node = by_index.get(index)
        if node is None:
            placed.append(Placed(line, current, True))
            continue
        parent = node.parent.section if node.parent else None
        if not node.is_heading:
            current = parent
            placed.append(Placed(line, parent, True))
            continue
        node.section = _section(line, node, parent)
        current = node.section
        placed.append(Placed(line, current, _is_paragraph(node)))
    return placed


def _is_paragraph(node: _Node) -> bool:
    """A heading line alone is none; one that runs on is, and so is a sentence that tells more than a heading does."""
    opening = node.opening
    if opening.runs_on or not opening.ends_sentence or opening.is_about:
        return opening.runs_on
    if opening.is_result or not (node.children or node.has_text):
        return True
    return not (node.children or opening.names_problem or opening.length <= _LONGEST_SENTENCE_HEADING)


def _section(line: Line, node: _Node, parent: Section | None) -> Section:
    mark = node.mark
    start, words = (mark.start, mark.end) if mark else (0, 0)
    return Section(
        parent=parent,
        level=parent.level + 1 if parent else 1,
        mark=line.text[start:words].rstrip(),
        number=node.number,
        title=line.text[start : node.opening.end],
        start=line.start + start,
        end=line.start + node.opening.end,
    )
