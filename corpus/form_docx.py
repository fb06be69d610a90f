"""In: the bytes of a Word file. Out: its text, a line a paragraph, with the numbers that Word counts by itself.

Nothing in the file is run or looked up: macros, fields and links stay untouched. Knows nothing of headings.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from corpus.docx_numbering import Numbering

_LARGEST = 200 * 2**20  # bytes unpacked, pictures and all
_LARGEST_XML = 48 * 2**20  # bytes unpacked of one part that is parsed
_MOST_PARTS = 4000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr")} | {_FALLBACK}
_BREAKS = {f"{_W}br", f"{_W}cr"}
_DAMAGED = "this Word file is damaged; open it, save it again as .docx and add it anew"


def text(data: bytes) -> str:
    """The document's text: deleted words left out, table cells apart by tabs. Raises ValueError."""
    _check(data)
    document = _open(data)
    numbering = Numbering(document)
    return "".join(f"{line}\n" for line in _blocks(document.element.body, numbering))


def _check(data: bytes) -> None:
    """No bomb and no entities, before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise ValueError("this Word file is password-protected; save it without a password")
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST:
                raise ValueError("this Word file unpacks to more than any bulletin; check where it comes from")
            for entry in entries:
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                if entry.file_size > _LARGEST_XML:
                    raise ValueError("this Word file unpacks to more than any bulletin; check where it comes from")
                head = archive.open(entry).read(4096).replace(b"\x00", b"")
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise ValueError("this Word file declares entities, which none does; check where it comes from")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zipfile.LargeZipFile) as error:
        raise ValueError(_DAMAGED) from error
    except Exception as error:
        if isinstance(error, ValueError) and "Word file" in str(error):
            raise
        raise ValueError(_DAMAGED) from error  # zlib.error and what else a broken archive brings


def _open(data: bytes) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises what its parts raise: KeyError, ValueError, lxml and zip errors
        raise ValueError(_DAMAGED) from error


def _blocks(body: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of the body in order, walked without recursion; content controls are transparent."""
    waiting = [iter(body)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag == f"{_W}p":
            yield from _paragraph(element, numbering)
        elif element.tag == f"{_W}tbl":
            yield from _table(element, numbering)
        elif element.tag not in _UNSEEN and isinstance(element.tag, str):
            waiting.append(iter(element))


def _paragraph(element: Any, numbering: Numbering) -> list[str]:
    words = numbering.mark(element) + "".join(_pieces(element))
    return words.split("\n")


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """A line a row. A table inside a cell is read as part of that cell; a cell over several rows stands in each."""
    above: dict[int, list[str]] = {}
    for row in table.iterchildren(f"{_W}tr"):
        cells: list[list[str]] = []
        column = 0
        for cell in row.iter(f"{_W}tc"):
            if any(above.tag == f"{_W}tc" for above in _between(cell, row)):
                continue
            words = [line for one in cell.iter(f"{_W}p") for line in _paragraph(one, numbering)]
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is not None and merged.get(f"{_W}val", "continue") == "continue":
                words = above.get(column, words)
            above[column] = words
            cells.append(words)
            wide = cell.find(f"{_W}tcPr/{_W}gridSpan")
            column += int(wide.get(f"{_W}val", "1")) if wide is not None and wide.get(f"{_W}val", "").isdigit() else 1
        filled = [words for words in cells if any(line.strip() for line in words)]
        if len(filled) == 1:  # a frame around the text
            yield from filled[0]
        else:
            yield "\t".join(" ".join(line.strip() for line in words if line.strip()) for words in cells).strip()


def _between(element: Any, top: Any) -> Iterator[Any]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _pieces(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph as a reader sees them; a text box in it keeps its paragraphs apart."""
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        tag = element.tag
        if tag in _UNSEEN or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            yield element.text or ""
        elif tag == f"{_W}tab":
            yield "\t"
        elif tag in _BREAKS:
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            if tag == f"{_W}p":
                yield "\n"
            waiting.append(iter(element))
