"""In: a corpus folder and a file's content. Out: what was noted when it was added: its text, its origin.

Notes lie in `.kept/`, named by the hash of the original, so a changed original has none. Knows no bulletins.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

FOLDER = ".kept"
_TURN = "turn"


class Turn(NamedTuple):
    """Who may change a folder, as words that no other turn has: the one before, and now."""

    before: str
    own: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of an original beside its bytes; `text` is None for a plain text file, which is its own text."""

    text: str | None
    digest: str  # of its words, to tell duplicates
    origin: str  # the path or address it was added from
    charset: str | None = None  # as the server named it
    recognised: int = 0  # pages that were pictures


def content_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(folder: Path, content: str) -> Note | None:
    """The note on the file of that content; None when there is none, or none that can be read."""
    try:
        record = json.loads(file(folder, content).read_text(encoding="utf-8"))
        note = Note(**record)
    except (OSError, ValueError, TypeError):
        return None
    sound = isinstance(note.digest, str) and isinstance(note.text, str | None) and isinstance(note.charset, str | None)
    return note if sound and isinstance(note.recognised, int) else None


def write(folder: Path, content: str, note: Note) -> None:
    """Raises OSError."""
    target = file(folder, content)
    target.parent.mkdir(exist_ok=True)
    write_whole(target, json.dumps(asdict(note), ensure_ascii=False).encode("utf-8", "backslashreplace"))


def forget(folder: Path, content: str) -> None:
    file(folder, content).unlink(missing_ok=True)


def text_hash(text: str) -> str:
    """Changes when the kept text does."""
    return content_hash(text.encode("utf-8", "surrogatepass"))


def take_turn(folder: Path) -> Turn:
    """Say that this process is the one that may change the folder now. Raises OSError."""
    file = folder / FOLDER / _TURN
    try:
        before = file.read_text(encoding="ascii", errors="replace")
    except OSError:
        before = ""
    own = secrets.token_hex(8)
    file.parent.mkdir(exist_ok=True)
    file.write_text(own, encoding="ascii")
    return Turn(before, own)


def write_whole(file: Path, data: bytes) -> None:
    """The whole file or none, even when the power goes. Raises OSError."""
    part = file.with_name(f".{file.name[:80]}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with part.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def file(folder: Path, content: str) -> Path:
    """Where the note on the file of that content lies."""
    return folder / FOLDER / f"{content}.json"
