"""In: a PDF on stdin. Out, on stdout: its lines with their places as JSON (`lines`), or a page as a picture (`page N`).

A process of its own, within limits of time and memory: a hostile file ends it and nothing else. Exit code 2 with one
line on stderr when the file cannot be read. Knows nothing of paragraphs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

SECONDS = 120  # of the processor
MEMORY = 3 * 2**30  # bytes of addresses
MOST_PAGES = 600
MOST_CHARACTERS = 1_500_000
PIXELS_PER_POINT = 300 / 72
_LARGEST_SIDE = 6000  # pixels of a page as a picture
_ROWS_BACK = 40  # lines in which a character out of order is looked for
_COLUMN = 2.0  # characters of empty space that part columns
_PIECE = 0.5  # the same for pieces of a line that may belong to two columns of text
_MOST_RULES = 5000  # on a page
_THIN, _LONG = 3.0, 20.0  # points of a ruled line
_WORD = 0.2  # the same for words of Latin letters


class _Character(NamedTuple):
    """A character and its place in points, from the upper left corner of the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


def main() -> int:
    _limit()
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(sys.stdin.buffer.read())
        if sys.argv[1] == "page":
            _picture(document[int(sys.argv[2])])
        else:
            _lines(document)
    except pdfium.PdfiumError as error:
        reason = str(error).lower()
        print("password" if "password" in reason or "security" in reason else "damaged", file=sys.stderr)
        return 2
    except MemoryError:
        print("memory", file=sys.stderr)
        return 2
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on every system; there only the caller's time limit holds
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lines(document: Any) -> None:
    if len(document) > MOST_PAGES:
        print(json.dumps({"count": len(document), "pages": []}))
        return
    pages, left = [], MOST_CHARACTERS
    for page in document:
        height = page.get_size()[1]
        text = page.get_textpage()
        left -= text.count_chars()
        lines = _read(text, height) if left >= 0 else []
        pictures = any(True for _ in page.get_objects(filter=[3], max_depth=3))  # FPDF_PAGEOBJ_IMAGE
        pages.append({"height": height, "pictures": pictures, "lines": lines, "rules": _rules(page, height)})
        text.close()
        page.close()
    print(json.dumps({"count": len(document), "pages": pages, "cut": left < 0}))


def _rules(page: Any, height: float) -> list[list[float]]:
    """[x0, x1, y] of the ruled lines across."""
    rules = []
    for one in islice(page.get_objects(filter=[2], max_depth=3), _MOST_RULES):  # FPDF_PAGEOBJ_PATH
        x0, y0, x1, y1 = one.get_bounds()
        if y1 - y0 < _THIN and x1 - x0 > _LONG:
            rules.append([x0, x1, height - y1])
        elif x1 - x0 > _LONG:  # a frame or a shaded cell: its edges
            rules += [[x0, x1, height - y1], [x0, x1, height - y0]]
    return rules


def _read(text: Any, height: float) -> list[dict[str, Any]]:
    """The lines downwards: place [x0, top, x1, bottom] in points from the page's upper left corner, text, pieces.

    `pieces` ([x0, top, x1, bottom, text] each) are what a line has gaps between; none for a line without a gap.
    """
    lines = []
    for row in _rows(text, height):
        row.sort(key=lambda one: one.x0)
        if words := _words(row):
            pieces = [[*_place(piece), _words(piece)] for piece in _pieces(row)]
            lines.append({"place": _place(row), "text": words, "pieces": pieces if len(pieces) > 1 else []})
    return sorted(lines, key=lambda line: line["place"][1] + line["place"][3])


def _rows(text: Any, height: float) -> list[list[_Character]]:
    """Characters beside each other: first with the one before it, for the lines of two columns may nearly meet."""
    rows: list[list[_Character]] = []
    last: list[_Character] | None = None
    for character in _characters(text, height):
        if last is None or not _beside(last[-1], character):
            last = next((row for row in reversed(rows[-_ROWS_BACK:]) if _beside(row[0], character)), None)
        if last is None:
            last = []
            rows.append(last)
        last.append(character)
    return rows


def _place(row: list[_Character]) -> list[float]:
    own = [one for one in row if not one.text.isspace()]
    return [min(o.x0 for o in own), min(o.y0 for o in own), max(o.x1 for o in own), max(o.y1 for o in own)]


def _pieces(row: list[_Character]) -> list[list[_Character]]:
    pieces: list[list[_Character]] = []
    end = 0.0
    for one in row:
        if one.text.isspace():
            if pieces:
                pieces[-1].append(one)
            continue
        if not pieces or one.x0 - end > _PIECE * max(one.y1 - one.y0, 0.1):
            pieces.append([])
        pieces[-1].append(one)
        end = one.x1
    return pieces


def _characters(text: Any, height: float) -> Iterator[_Character]:
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    high = ""
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, index) == 1:  # a blank or a line end that pdfium guessed
            continue
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if "\ud800" <= letter < "\udc00":
            high = letter
            continue
        letter, high = high + letter, ""
        letter = letter.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if letter in "\r\n\x00" or not raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        yield _Character(box.left, height - box.top, box.right, height - box.bottom, letter)


def _beside(one: _Character, other: _Character) -> bool:
    """Whether two characters stand on one line: the middle of each within the other's height, nearly."""
    middle = (other.y0 + other.y1) / 2
    size = max(one.y1 - one.y0, other.y1 - other.y0, 0.1)
    return abs((one.y0 + one.y1) / 2 - middle) < 0.4 * size


def _words(row: list[_Character]) -> str:
    """A line's characters; blanks only where the file has them, or where Latin letters stand apart."""
    words, before = "", None
    for one in row:
        if one.text.isspace():
            words += "" if words.endswith((" ", "\t")) else " "
            continue
        if before is not None:
            gap, size = one.x0 - before.x1, max(one.y1 - one.y0, 0.1)
            if gap > _COLUMN * size:
                words = words.rstrip() + "\t"
            elif gap > _WORD * size and before.text.isascii() and one.text.isascii() and words[-1:].isalnum():
                words += " "
        words += one.text
        before = one
    return words.strip()


def _picture(page: Any) -> None:
    """The page in grey as a portable grey map, 300 dots an inch."""
    width, height = page.get_size()
    scale = min(PIXELS_PER_POINT, _LARGEST_SIDE / max(width, height, 1))
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    rows = picture.reshape(picture.shape[0], picture.shape[1])
    sys.stdout.buffer.write(f"P5 {rows.shape[1]} {rows.shape[0]} 255\n".encode())
    sys.stdout.buffer.write(rows.tobytes())


if __name__ == "__main__":
    sys.exit(main())
