"""In: a file's bytes and suffix. Out: its text; what kind of file it is is told from its content, not its name.

Raises ValueError saying what is wrong and what to do. Knows kinds and limits; each kind's text is its own module's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

SUFFIXES = (".txt", ".md", ".html", ".htm", ".shtml", ".docx", ".pdf")
LARGEST_FILE = 64 * 2**20  # bytes; a scanned bulletin of 100 pages has 30 MB
LARGEST_PAGE = 16 * 2**20  # bytes of text or of a web page
LONGEST = 1_000_000  # characters of text; the longest bulletins have some 200,000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = (
    (b"{\\rtf", "it is an RTF file; save it as .docx"),
    (b"\x89PNG", "it is an image; give the bulletin as text, Word, PDF or a web page"),
    (b"\xff\xd8\xff", "it is an image; give the bulletin as text, Word, PDF or a web page"),
    (b"GIF8", "it is an image; give the bulletin as text, Word, PDF or a web page"),
    (b"Rar!", "it is an archive; unpack it and add what it holds"),
    (b"7z\xbc\xaf", "it is an archive; unpack it and add what it holds"),
    (b"\x1f\x8b", "it is an archive; unpack it and add what it holds"),
)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HOLDS_PAGE = re.compile(rb"<(?:html|body)[\s>]", re.I)
_ARCHIVED_PAGE = re.compile(
    rb"(?:From|MIME-Version|Subject):[^\n]*\n(?:.*\n){0,30}?Content-Type:\s*multipart/related", re.I
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The text taken out of a file, and how many of its pages were pictures whose characters were recognised."""

    text: str
    recognised: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, how large one may be, and how its text is taken out (bytes, declared encoding)."""

    name: str
    largest: int
    take: Callable[[bytes, str | None], Taken]


def extract(data: bytes, suffix: str, declared: str | None = None) -> str:
    """The text of a file: the source text that all offsets count in. Raises as `take`."""
    return take(data, suffix, declared).text


def take(data: bytes, suffix: str, declared: str | None = None) -> Taken:
    """The text of a file and how it was come by. `declared` is the encoding a server named."""
    if not data.strip():
        raise ValueError("it is empty; put the bulletin's text in it or remove it")
    found = kind(data, suffix)
    if len(data) > found.largest:
        raise ValueError(
            f"it has {len(data) // 2**20} MB, more than the {found.largest // 2**20} MB of a {found.name}; {_SPLIT}"
        )
    taken = found.take(data, declared)
    text = taken.text
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text):,} characters, more than the {LONGEST:,} of any bulletin; {_SPLIT}")
    if not text.strip():
        raise ValueError(f"this {found.name} holds no text; put the bulletin's text in it or remove it")
    return taken


_SPLIT = "check that it is a bulletin, and split it if it is"


def kind(data: bytes, suffix: str) -> Kind:
    """What kind of file this is. Raises ValueError for one that is not read."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return Kind("PDF", LARGEST_FILE, _pdf)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(_OLE):
        raise ValueError(
            "it is an old or password-protected Office file; open it and save it as .docx without a password"
        )
    for magic, advice in _OTHER:
        if head.startswith(magic):
            raise ValueError(advice)
    if _ARCHIVED_PAGE.match(head):
        raise ValueError("it is a web archive (MHTML); save the page as HTML only")
    if (
        suffix in (".html", ".htm", ".shtml")
        or _PAGE.match(_plain(head))
        or (suffix != ".md" and _HOLDS_PAGE.search(head))
    ):
        return Kind("web page", LARGEST_PAGE, _html)
    if suffix == ".pdf":
        raise ValueError("it is no PDF, whatever its name says; download it again or remove it")
    if suffix == ".docx":
        raise ValueError("it is no Word file, whatever its name says; save it again as .docx or remove it")
    return Kind("text file", LARGEST_PAGE, _text)


def _plain(head: bytes) -> bytes:
    """The head without a byte order mark, and without the zero bytes of UTF-16."""
    return head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def _zipped(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ValueError("it is a damaged Word file or archive; save or download it again") from None
    if "word/document.xml" in names:
        return Kind("Word file", LARGEST_FILE, _docx)
    if any(name.startswith(("xl/", "ppt/")) for name in names) or "mimetype" in names:
        raise ValueError("it is an Office file, but no Word document; save it as .docx")
    raise ValueError("it is an archive; unpack it and add what it holds")


def _text(data: bytes, declared: str | None) -> Taken:
    from corpus.form_text import decode
    from corpus.wrapped import unwrapped

    return Taken(unwrapped(decode(data, declared)))


def _html(data: bytes, declared: str | None) -> Taken:
    from corpus.form_html import text

    return Taken(text(data, declared))


def _docx(data: bytes, _declared: str | None) -> Taken:
    from corpus.form_docx import text

    return Taken(text(data))


def _pdf(data: bytes, _declared: str | None) -> Taken:
    from corpus.form_pdf import take

    return Taken(*take(data))
