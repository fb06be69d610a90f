"""In: a corpus folder and its files. Out: each file's hashes, taken again only when the file or its note has changed.

They are written to `.kept/held.json`, which may be deleted at any time. Knows no bulletins and no forms.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpus import kept

_FILE = "held.json"
_SETTLED = 2_000_000_000  # nanoseconds; file systems note times in steps of up to two seconds
_WORTH = 20  # files hashed before their hashes are written down

Stamp = tuple[int, ...]  # inode, length and both times of a file, and of its note


@dataclass(frozen=True, slots=True)
class Hashes:
    """Of one file: its bytes, its kept text ("" without one), its words as `duplicates.py` counts them ("" unknown)."""

    content: str
    text: str
    digest: str

    @property
    def read_from(self) -> str:
        """What the bulletin is read from, as an index notes it."""
        return f"{self.content} {self.text}" if self.text else self.content


class _Line(NamedTuple):
    stamp: Stamp
    hashes: Hashes


class Held:
    """The hashes of one folder's files. One process may hold several; none is ever wrong, at worst it hashes again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines = _written(folder)
        self._unwritten = 0

    def hashes(self, path: Path) -> Hashes:
        """A file's hashes as it is now. Raises OSError."""
        line = self._lines.get(path.name)
        if line is not None and self._stamp(path, line.hashes.content) == line.stamp:
            return line.hashes
        began = time.time_ns()
        stamp = _stamp(path)
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        stamp = (*stamp, *_stamp_of_note(self._folder, content))
        note = kept.read(self._folder, content)
        text = "" if note is None or note.text is None else kept.text_hash(note.text)
        hashes = Hashes(content, text, note.digest if note else "")
        if began - max(stamp[3], *stamp[7:8], 0) > _SETTLED:  # else a change in the same moment would not show
            self._lines[path.name] = _Line(stamp, hashes)
            self._unwritten += 1
        else:
            self._lines.pop(path.name, None)
        return hashes

    def read_from(self, path: Path) -> str:
        """`Hashes.read_from`; what is wrong when the file cannot be read."""
        try:
            return self.hashes(path).read_from
        except OSError as error:
            return f"unreadable: {error.errno}"

    def took(self, path: Path, hashes: Hashes) -> None:
        """A file that this process has just written whole, with its note: nobody need read it for its hashes."""
        self._lines[path.name] = _Line(self._stamp(path, hashes.content), hashes)
        self._unwritten += 1

    def write(self, names: Collection[str] | None = None, always: bool = False) -> None:
        """Write down what is known (of those names), when there is enough of it and the folder may be written."""
        if names is not None:
            self._lines = {name: line for name, line in self._lines.items() if name in names}
        if self._unwritten < (1 if always else _WORTH):
            return
        record = {
            name: [line.stamp, line.hashes.content, line.hashes.text, line.hashes.digest]
            for name, line in self._lines.items()
        }
        try:
            (self._folder / kept.FOLDER).mkdir(exist_ok=True)
            kept.write_whole(self._folder / kept.FOLDER / _FILE, json.dumps(record).encode())
        except OSError:
            return
        self._unwritten = 0

    def _stamp(self, path: Path, content: str) -> Stamp:
        try:
            return (*_stamp(path), *_stamp_of_note(self._folder, content))
        except OSError:
            return ()


def _stamp(path: Path) -> Stamp:
    told = path.stat()
    return told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns


def _stamp_of_note(folder: Path, content: str) -> Stamp:
    try:
        return _stamp(kept.file(folder, content))
    except OSError:
        return ()


def _written(folder: Path) -> dict[str, _Line]:
    try:
        record = json.loads((folder / kept.FOLDER / _FILE).read_bytes())
        return {
            name: _Line(tuple(map(int, stamp)), Hashes(str(content), str(text), str(digest)))
            for name, (stamp, content, text, digest) in record.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
