"""In: files. Out: members of a tar archive with their SHA-256; the archive is whole or not there. Knows no contents."""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_LEVEL = 1  # of gzip: vectors and wheels hardly shrink, and texts do at any


@contextmanager
def created(file: Path) -> Iterator[tarfile.TarFile]:
    """A new archive that only its owner may read; `file` appears when the block ends well. Raises OSError, TarError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=_LEVEL) as archive:
                yield archive
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def add(archive: tarfile.TarFile, name: str, content: IO[bytes], mode: int = 0o600) -> str:
    """Add a file as it is now, however it grows meanwhile; returns its SHA-256."""
    info = tarfile.TarInfo(name)
    info.size = content.seek(0, os.SEEK_END)
    info.mode = mode & 0o777
    content.seek(0)
    hashing = _Hashing(content)
    archive.addfile(info, hashing)
    return hashing.sha256.hexdigest()


def exhaust(opened: tarfile.TarFile) -> None:
    """Read on to the end of the file: only there does gzip compare its own checksum, of the padding too."""
    while opened.fileobj is not None and opened.fileobj.read(1 << 20):
        pass


class _Hashing:
    """A file that notes the SHA-256 of what was read of it."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(size)
        self.sha256.update(data)
        return data


def digest(content: IO[bytes]) -> str:
    """The SHA-256 of what is left of a file."""
    hashing = _Hashing(content)
    while hashing.read(1 << 20):
        pass
    return hashing.sha256.hexdigest()
