"""In: the text of a file. Out: the same; or, where its lines are broken at a fixed width, each paragraph on one line.

Told by the lines' widths alone, and only when nearly all agree. Which lines are one paragraph is page_lines.py.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.page_lines import running_text
from corpus.printed import PrintedLine, PrintedPage

_FEWEST = 15  # lines that are not blank
_NARROWEST, _WIDEST = 15, 80  # characters of a column
_NEARLY = 2.0  # characters that a full line may lack: a closing mark or a number went to the next one
_MARKDOWN = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|\||`{3})")  # lists and tables end where their lines do
_ENDS = ("。", "；", ";", "：", ":", "！", "!", "？", "?", "”", ".", "|")


def unwrapped(text: str) -> str:
    """The text with the lines of a paragraph joined; a text that is not wrapped comes back as it is."""
    lines = [line.rstrip() for line in text.split("\n")]
    width = _column(lines)
    if width is None:
        return text
    return running_text([_page(lines, width)])


def _column(lines: list[str]) -> float | None:
    """The width at which the lines are broken; None when they are not."""
    widths = sorted(_width(line) for line in lines if line.strip())
    if len(widths) < _FEWEST or any(_MARKDOWN.match(line) for line in lines):
        return None
    column = widths[-1 - len(widths) // 50]
    if not _NARROWEST <= column <= _WIDEST or widths[-1] > column + _NEARLY:
        return None  # paragraphs of all lengths, each on its line
    full = [line for line in lines if _width(line) >= column - _NEARLY]
    broken = [line for line in full if not line.endswith(_ENDS)]
    return column if 3 * len(full) >= len(widths) and 3 * len(broken) >= 2 * len(full) else None


def _page(lines: list[str], column: float) -> PrintedPage:
    """The lines as printed: a character is as wide as it is high, a line two, and nothing stands in a margin."""
    height = 10.0 * len(lines) + 10
    apart = any(not line.strip() for line in lines[1:-1]) or any(_indent(line) >= 2 for line in lines)
    printed = []
    top = 0.2 * height
    for line in lines:
        if line.strip():
            left = _indent(line)
            printed.append(PrintedLine(left, top, _width(line), top + 1, line.strip()))
        top += 2
        if not apart and line.endswith(_ENDS):
            top += 2  # nothing else tells a paragraph's end: rather one too many than two in one
    return PrintedPage(height, tuple(printed))


def _indent(line: str) -> float:
    return _width(line[: len(line) - len(line.lstrip())])


def _width(text: str) -> float:
    """In Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text.replace("\t", "    "))
