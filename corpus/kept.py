"""In: a corpus folder and a file's content. Out: what was noted when it was added: its text, its origin.

Notes lie in `.kept/`, named by the hash of the original, so a changed original has none. Knows no bulletins.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = ".kept"


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
        record = json.loads(_file(folder, content).read_text(encoding="utf-8"))
        note = Note(**record)
    except (OSError, ValueError, TypeError):
        return None
    sound = isinstance(note.digest, str) and isinstance(note.text, str | None) and isinstance(note.charset, str | None)
    return note if sound and isinstance(note.recognised, int) else None


def write(folder: Path, content: str, note: Note) -> None:
    """Raises OSError."""
    file = _file(folder, content)
    file.parent.mkdir(exist_ok=True)
    write_whole(file, json.dumps(asdict(note), ensure_ascii=False).encode("utf-8", "backslashreplace"))


def forget(folder: Path, content: str) -> None:
    _file(folder, content).unlink(missing_ok=True)


def fingerprint(folder: Path, content: str) -> str:
    """Changes when the kept text does; "" without one."""
    note = read(folder, content)
    return "" if note is None or note.text is None else content_hash(note.text.encode("utf-8", "surrogatepass"))


def times(folder: Path, file: Path, content: str) -> tuple[int, ...]:
    """Change when the file or its note does: when both were written, and how long they are. Raises OSError."""
    told = file.stat()
    try:
        note = _file(folder, content).stat()
    except OSError:
        return told.st_mtime_ns, told.st_size
    return told.st_mtime_ns, told.st_size, note.st_mtime_ns, note.st_size


def write_whole(file: Path, data: bytes) -> None:
    """The whole file or none, even when the power goes. Raises OSError."""
    part = file.with_name(f".{file.name[:80]}.{os.getpid()}.part")
    try:
        with part.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _file(folder: Path, content: str) -> Path:
    return folder / FOLDER / f"{content}.json"
