"""In: the index folder, out: its current generation; one writer at a time makes the next and swaps it in whole.

Layout: CURRENT holds the name of a generation, a directory beside it. Does not know what a generation holds.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import AppError
from index.errors import MEND, BuildError, DamagedIndexError, ForeignIndexError, IndexLockedError, MissingIndexError

POINTER = "CURRENT"
_PREFIX = "generation-"
_LOCK = "writer.lock"
_HOLDER = "writer.json"
_SEAL = "seal.json"
_WRITTEN_ON = "chroma/"  # a database writes in its own files, also when it is only read
SMALL = 64 * 2**20  # bytes of an index that is looked at whole whenever it is opened: a tenth of a second


def current(folder: Path) -> Path:
    """The directory of the generation that answers. Raises MissingIndexError, ForeignIndexError, DamagedIndexError."""
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        if _strangers(folder):
            raise ForeignIndexError(
                f"{folder} holds something that is not this index; name another folder with --index, or empty it, "
                f"then {MEND}"
            ) from error
        raise MissingIndexError(f"there is no index in {folder}; {MEND}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndexError(f"{folder / POINTER} cannot be read; {MEND}") from error
    if not name.startswith(_PREFIX) or "/" in name or not (folder / name).is_dir():
        raise DamagedIndexError(f"{folder / POINTER} names no generation of this index; {MEND}")
    return folder / name


@contextmanager
def writer(folder: Path) -> Iterator[None]:
    """Hold the only right to write. Raises IndexLockedError naming the holder; a dead holder's right is gone."""
    if _strangers(folder):
        raise ForeignIndexError(
            f"{folder} holds something that is not this index; name another folder with --index, or empty it"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        with lock.acquire(timeout=0):
            holder = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
            (folder / _HOLDER).write_text(json.dumps(holder), encoding="utf-8")
            yield
    except Timeout as error:
        raise IndexLockedError(f"{_who(folder)} is writing {folder}; wait until it is done, or stop it") from error


@contextmanager
def successor(folder: Path, release: Callable[[Path], None] = lambda _generation: None) -> Iterator[Path]:
    """A new directory that becomes the current generation when the block ends well, and is removed when it fails.

    The caller holds the writer's right. The generation before stays for open readers until the next build. `release`
    frees what a generation holds elsewhere; where it raises an AppError, the directory stays to be tried again.
    """
    answering = _answering(folder)
    for path in folder.glob(f"{_PREFIX}*"):  # unfinished ones of dead writers, and the one before the current
        if path != answering:
            _remove(path, release)
    new = folder / f"{_PREFIX}{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    try:
        new.mkdir()
        yield new
        _swap(folder, new)
    except BaseException:
        _remove(new, release)
        raise


def _remove(generation: Path, release: Callable[[Path], None]) -> None:
    try:
        release(generation)
    except AppError:
        return
    shutil.rmtree(generation, ignore_errors=True)


def _swap(folder: Path, new: Path) -> None:
    """Everything reaches the disk before the pointer does, so that a power cut leaves the old state or the new."""
    _seal(new)
    for path in [*new.rglob("*"), new]:
        _flush(path)
    pointer = folder / f".{POINTER}.new"
    pointer.write_text(new.name, encoding="utf-8")
    _flush(pointer)
    pointer.replace(folder / POINTER)
    _flush(folder)


def _seal(new: Path) -> None:
    """Note every file's size and checksum, so that one that is cut short, lost or changed later is noticed."""
    files = {file.relative_to(new).as_posix(): file for file in sorted(new.rglob("*")) if file.is_file()}
    sealed = {
        name: (file.stat().st_size, None if name.startswith(_WRITTEN_ON) else _checksum(file))
        for name, file in files.items()
    }
    (new / _SEAL).write_text(json.dumps(sealed), encoding="utf-8")


def check(generation: Path, whole: bool = False) -> None:
    """Raises DamagedIndexError when a file of this generation is missing, shorter than when it was sealed, or changed.

    Whether it is changed is looked at in a small index, and in a `whole` check: that reads every byte.
    """
    try:
        noted = json.loads((generation / _SEAL).read_text(encoding="utf-8"))
        sealed = {name: (told, None) if isinstance(told, int) else tuple(told) for name, told in noted.items()}
        for name, (size, _) in sealed.items():
            if (generation / name).stat().st_size < size:
                raise DamagedIndexError(f"{generation / name} is cut short; {MEND}")
        if whole or sum(size for size, _ in sealed.values()) <= SMALL:
            for name, (_, checksum) in sealed.items():
                if checksum is not None and _checksum(generation / name) != checksum:
                    raise DamagedIndexError(f"{generation / name} is not what was written; {MEND}")
    except FileNotFoundError as error:
        raise DamagedIndexError(f"{error.filename} is missing; {MEND}") from error
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise DamagedIndexError(f"{generation / _SEAL} cannot be read; {MEND}") from error


def _checksum(file: Path) -> int:
    total = 0
    with file.open("rb") as opened:
        while piece := opened.read(2**20):
            total = zlib.crc32(piece, total)
    return total


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _answering(folder: Path) -> Path | None:
    try:
        return current(folder)
    except (MissingIndexError, DamagedIndexError):
        return None


def _strangers(folder: Path) -> bool:
    """Whether the folder holds files, and none of them ours: building there would mix with someone's data."""
    if folder.exists() and not folder.is_dir():
        raise BuildError(f"{folder} is a file, not a folder; name another folder with --index")
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    ours = {_LOCK, _HOLDER, POINTER, f".{POINTER}.new"}
    return bool(names) and not any(name in ours or name.startswith(_PREFIX) for name in names)


def _who(folder: Path) -> str:
    try:
        holder = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return f"process {holder['pid']} (since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
