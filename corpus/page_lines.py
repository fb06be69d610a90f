"""In: the lines of printed pages with their places. Out: the running text, a line a paragraph.

Page numbers and running heads are left out, and lines that only the paper's width broke are joined. Does not know
where the lines come from (a PDF's text, or letters recognised in a picture).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus import marks
from corpus.columns import blocks, in_columns
from corpus.normalize import fold
from corpus.printed import PrintedLine, PrintedPage

_MARGIN = 0.12  # of the page's height, in which page numbers and running heads stand
_NUMBER = re.compile(
    r"[-—–·~\s]*(?:第\s*)?(?:\d{1,4}|[ivx]{1,5})(?:\s*页)?(?:\s*(?:/|,|共|of)+\s*\d{1,4}\s*页?)?[-—–·~\s]*\Z|page\s*\d+.*\Z",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[!-~]+|.")
_CLOSING = ",.;:!?)]}、。”’》〉】」』%“‘"  # no line begins with one
_OPENING = "“‘《〈(（【[「『"  # no line ends with one
_ENDS = ("。", "；", ";", "：", ":", "！", "!", "？", "?", "”", ")", "）")


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the document is set: the column's edges, width and height of a character, the way from line to line."""

    left: float
    right: float
    size: float
    height: float
    pitch: float
    indented: bool  # whether paragraphs begin with an indent


def running_text(pages: list[PrintedPage]) -> str:
    """The paragraphs of the pages, one a line; two columns are read one after the other."""
    stretches = [block for lines in _without_margins(in_columns(pages)) for block in blocks(lines)]
    lines = [line for block in stretches for line in block]
    whole = {side: _setting([one for one in lines if side in (0, one.column)], None) for side in (0, 1, 2)}
    paragraphs: list[str] = []
    before: PrintedLine | None = None
    setting = whole[0]
    for block in stretches:
        before_setting, setting = setting, _setting(block, whole[block[0].column])
        first = True
        for line in block:
            if before is not None and not _starts(before, line, before_setting if first else setting, setting, first):
                paragraphs[-1] = _joined(paragraphs[-1], line.text)
            else:
                paragraphs.append(_without_gap(line.text))
            before, first = line, False
    return "".join(f"{paragraph}\n" for paragraph in paragraphs)


def _without_margins(pages: list[PrintedPage]) -> list[list[PrintedLine]]:
    edges = [_edges(page) for page in pages]
    seen = Counter(key for own in edges for key in {_key(page.lines[at].text) for page, at in own})
    often = max(2, 0.4 * len(pages))
    kept = []
    for page, own in zip(pages, edges, strict=True):
        out = {at for _, at in own if seen[_key(page.lines[at].text)] >= often}
        for row in (range(len(page.lines)), reversed(range(len(page.lines)))):
            outermost = next((at for at in row if at not in out), None)
            in_margin = {at for _, at in own}
            if outermost in in_margin and _NUMBER.match(fold(page.lines[outermost].text)):
                out.add(outermost)
        kept.append([line for at, line in enumerate(page.lines) if at not in out])
    return kept


def _edges(page: PrintedPage) -> list[tuple[PrintedPage, int]]:
    """The lines in the upper and the lower margin, at most three each."""
    upper = [at for at, line in enumerate(page.lines) if line.bottom <= _MARGIN * page.height][:3]
    lower = [at for at, line in enumerate(page.lines) if line.top >= (1 - _MARGIN) * page.height][-3:]
    return [(page, at) for at in dict.fromkeys([*upper, *lower])]


def _key(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def _setting(lines: list[PrintedLine], whole: _Setting | None) -> _Setting:
    if not lines:
        return whole or _Setting(0, 1, 1, 1, 1, True)
    size = median(line.height for line in lines)
    if whole is not None and len(lines) < 8:
        return whole
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    steps = [after.top - before.top for before, after in pairwise(lines) if after.top > before.top]
    left, width = lefts[len(lefts) // 20], _size(lines, size)
    indents = sum(1.2 * width < line.left - left < 3.2 * width for line in lines)
    return _Setting(
        left=left,
        right=rights[-1 - len(rights) // 20],
        size=width,
        height=size,
        pitch=median(steps) if steps else 2 * size,
        indented=whole.indented if whole else indents * 25 > len(lines),
    )


def _size(lines: list[PrintedLine], height: float) -> float:
    """The width of a Chinese character: told from the long lines, for letters are not as high as they are set."""
    widths = [
        (line.right - line.left) / sum(0.5 if character < "\u2000" else 1.0 for character in line.text)
        for line in lines
        if len(line.text) >= 15
    ]
    return median(widths) if widths else height


def _starts(before: PrintedLine, line: PrintedLine, above: _Setting, setting: _Setting, new_page: bool) -> bool:
    """Whether a paragraph begins with this line."""
    indent = line.left - setting.left
    room = above.right - before.right
    if indent > 1.2 * setting.size:
        return not _is_title_going_on(before, line, setting, room)
    if not new_page and line.top - before.top > 1.6 * setting.pitch and line.top - before.bottom > setting.size:
        return True
    if room > _needed(line.text) * above.size + 0.7 * above.size:
        return True
    if line.text != _without_gap(line.text):
        return True  # a number that Word counts
    marked = bool(marks.read(fold(line.text))) and before.text.endswith(_ENDS)
    return marked and (not setting.indented or room > 0.5 * above.size)


def _is_title_going_on(before: PrintedLine, line: PrintedLine, setting: _Setting, room: float) -> bool:
    """A centred line in larger letters below one that filled the column: a title too long for one line."""
    size = 1.15 * setting.height
    centred = abs((line.left - setting.left) - (setting.right - line.right)) < 2 * setting.size
    return before.height > size and line.height > size and centred and room < (_needed(line.text) + 2) * before.height


def _needed(text: str) -> float:
    """The room that a line's first unbreakable piece would have taken, in characters, closing marks included."""
    width, before = 0.0, ""
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if before and not (fold(piece)[0] in _CLOSING or before[-1] in _OPENING or _stays(before, piece)):
            break
        width += 0.6 * len(piece) if piece.isascii() else 1.0
        before = piece
        if width > 30:
            break
    return width


def _stays(before: str, piece: str) -> bool:
    """A printer leaves a number on the line of the mark before it: 。2019"""
    return fold(before)[-1] in _CLOSING and piece[0].isdigit()


def _without_gap(text: str) -> str:
    """A number that Word counts stands a tab apart from its words; the words of the file have no such gap."""
    mark = marks.read(fold(text))
    return f"{text[: mark.end].rstrip()}{text[mark.end :]}" if mark and "\t" in text[: mark.end] else text


def _joined(paragraph: str, words: str) -> str:
    """Chinese is joined as it stands, words of Latin letters by a blank."""
    latin = paragraph[-1:].isascii() and paragraph[-1:].isalpha() and words[:1].isascii() and words[:1].isalpha()
    return f"{paragraph} {words}" if latin else paragraph + words
