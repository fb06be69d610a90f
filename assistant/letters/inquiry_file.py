"""In: a file that holds one letter (.txt, .docx, .eml). Out: its text, and what its form says of the sender.

A file that is not what its name says, carries macros or unpacks to too much is refused before it is opened.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from assistant.errors import LetterError
from assistant.letters.inquiry import NOTHING, Given
from corpus.form_text import decode

FORMS = (".txt", ".md", ".docx", ".eml")
TABLES = (".xlsx", ".csv")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and Office files under a password
_MOST_UNPACKED = 64 * 2**20
_MOST_BYTES = 32 * 2**20
_MOST_PARTS = 2000


@dataclass(frozen=True, slots=True)
class LetterFile:
    """The text of a letter and what its form says beside it; `notes`: what was left out."""

    text: str
    given: Given = NOTHING
    notes: tuple[str, ...] = ()


def read_letter(path: Path) -> LetterFile:
    """The letter in the file. Raises LetterError with one sentence that says what to do."""
    check_form(path.name, str(path))
    return letter_in(file_bytes(path), path.name)


def check_form(name: str, table: str = "TABLE") -> None:
    """Raises LetterError for a name whose form is none of a letter's."""
    form = Path(name).suffix.lower()
    if form in TABLES:
        raise LetterError(f"{name} is a table of letters; draft it with --batch {table} --out-dir FOLDER")
    if form not in FORMS:
        raise LetterError(
            f"cannot read letters in {form or 'a file without a form'} ({name}); save it as {', '.join(FORMS)}"
        )


def letter_in(data: bytes, name: str) -> LetterFile:
    """The letter that a file of this name and content holds. Raises LetterError as `read_letter` does."""
    check_form(name)
    check_bytes(data, name)
    form = Path(name).suffix.lower()
    if form == ".docx":
        return LetterFile(_word(data, name))
    if form == ".eml":
        return _mail(data)
    try:
        return LetterFile(decode(data))
    except ValueError as error:
        raise LetterError(f"{name} is not text; save the letter as UTF-8 text or .docx") from error


def check_bytes(data: bytes, name: str) -> None:
    """Raises LetterError for a file that is empty or larger than 32 MB."""
    if len(data) > _MOST_BYTES:
        raise LetterError(f"{name} is larger than 32 MB; give a file with the letter alone")
    if not data.strip():
        raise LetterError(f"{name} is empty; give a file with the text of a letter")


def file_bytes(path: Path) -> bytes:
    """The file's bytes. Raises LetterError when it is missing, unreadable, empty or larger than 32 MB."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise LetterError(f"{path.name} is larger than 32 MB; give a file with the letter alone")
        data = path.read_bytes()
    except OSError as error:
        raise LetterError(f"cannot read {path}: {error.strerror}; check the path of the letter") from error
    check_bytes(data, path.name)
    return data


def check_package(data: bytes, name: str, main: str) -> None:
    """Refuse what is not an Office package, carries macros, or unpacks to too much. `main`: the part it must hold."""
    form = Path(name).suffix.lower()
    if data.startswith(_OLD_OFFICE):
        raise LetterError(
            f"{name} is an old Office file or under a password, whatever its name says; "
            f"open it and save it anew as {form}"
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            unpacked = _unpacked(package, parts)
            types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package.namelist() else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise LetterError(
            f"{name} is damaged or no {form} file; open it in Office and save it anew as {form}"
        ) from error
    if unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise LetterError(
            f"{name} unpacks to more than 64 MB, as a harmful file does; give a file with the letter alone"
        )
    names = {part.filename for part in parts}
    if any(part.lower().endswith("vbaproject.bin") for part in names) or b"macroEnabled" in types:
        raise LetterError(f"{name} carries macros; save it as {form} without macros")
    if main not in names:
        raise LetterError(f"{name} is no {form} file; open it in Office and save it anew as {form}")


def _unpacked(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> int:
    """Bytes that really come out, counted until there are too many: the sizes that a file states may lie."""
    total = 0
    for part in parts[: _MOST_PARTS + 1]:
        with package.open(part) as stream:
            while total <= _MOST_UNPACKED and (block := stream.read(2**20)):
                total += len(block)
        if total > _MOST_UNPACKED:
            break
    return total


def _word(data: bytes, name: str) -> str:
    check_package(data, name, "word/document.xml")
    from corpus.form_docx import text  # here: only letters in Word pay for it

    try:
        return text(data)
    except ValueError as error:
        raise LetterError(f"{name} is damaged; open it in Word and save it anew as .docx") from error


def _mail(data: bytes) -> LetterFile:
    """The text of an e-mail, the name and date of its head; attachments are named, not read."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise LetterError("the e-mail holds no text; give the letter that is attached to it")
    text = _content(body)
    if body.get_content_subtype() == "html":
        text = _plain(text)
    attached = tuple(part.get_filename() or "unnamed" for part in message.iter_attachments())
    name = parseaddr(str(message.get("From", "")))[0]
    given = Given(name="" if "@" in name else name, written_on=_sent_on(message))
    subject = str(message.get("Subject", "")).strip()
    whole = f"{subject}\n{text}" if subject and subject not in text else text
    return LetterFile(whole, given, tuple(f"attachment not read: {one}" for one in attached))


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):  # a charset that does not exist
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)


def _sent_on(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date() if message["Date"] else None
    except (TypeError, ValueError):
        return None


class _Text(HTMLParser):
    """Lines of an HTML mail without its marks, styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script", "head")
        if tag in ("br", "p", "div", "li", "tr"):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script", "head") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return re.sub(r"\n{3,}", "\n\n", "".join(parser.pieces)).strip()
