"""In: the places that are kept. Out: one archive of them, its last member a list of checksums; and that list again.

Databases are copied while they are in use. Does not know what the files mean; of the index only its current generation.
"""

from __future__ import annotations

import json
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from assistant.errors import BackupError
from assistant.upkeep import archive
from assistant.upkeep.kept import INDEX, SETTINGS, Place
from corpus.errors import AppError
from index import generations, store

FORMAT = 1
LISTING = "backup.json"
_SQLITE = b"SQLite format 3\x00"
BESIDE = ("-wal", "-shm", "-journal")  # of a database: what is in them comes with the copy of the database


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds: by key and file, "" when the place is a file itself, the SHA-256 of the content."""

    made_at: str  # ISO 8601, UTC
    files: dict[str, dict[str, str]]
    notes: tuple[str, ...] = ()  # what is not in it and why
    format: int = field(default=FORMAT)


def write(places: Sequence[Place], file: Path, with_index: bool = True) -> Listing:
    """Back the places up into `file`, which is whole or not there. Raises BackupError."""
    if around := next((place for place in places if place.path.absolute() in file.absolute().parents), None):
        raise BackupError(f"{file} would lie in {around.path}, which is backed up; name a file elsewhere")
    try:
        with archive.created(file) as made:
            return _fill(made, places, with_index, file.parent)
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BackupError(f"no backup was written to {file}: {reason}; mend that, then run: make backup") from error


def read(file: Path) -> Listing:
    """The listing of an archive, after every file in it was compared with it. Raises BackupError for any damage."""
    seen: dict[str, str] = {}
    listed = ""
    try:
        with tarfile.open(file, mode="r:gz") as opened:
            for member in opened:
                content = opened.extractfile(member) if member.isfile() else None
                if content is None:
                    raise BackupError(f"{file} holds {member.name}, which is no file; take another backup")
                if member.name == LISTING:
                    listed = content.read().decode("utf-8")
                else:
                    seen[member.name] = archive.digest(content)
            archive.exhaust(opened)
        record = json.loads(listed)
        listing = Listing(record["made_at"], record["files"], tuple(record["notes"]), record["format"])
        expected = {_name(key, name): digest for key, own in listing.files.items() for name, digest in own.items()}
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{file} cannot be read as a backup ({error}); take another one") from error
    if listing.format != FORMAT:
        raise BackupError(
            f"{file} has format {listing.format}, this version reads {FORMAT}; use the version that made it"
        )
    if wrong := sorted(name for name in expected | seen if expected.get(name) != seen.get(name)):
        raise BackupError(f"{file} is damaged: {wrong[0]} is not as it was listed; take another backup")
    return listing


def settings(file: Path) -> bytes | None:
    """The settings file that an archive holds."""
    with tarfile.open(file, mode="r:gz") as opened:
        try:
            content = opened.extractfile(SETTINGS)
        except KeyError:
            return None
        return content.read() if content else None


def member(key: str, name: str) -> str:
    """What a place's file is called in an archive."""
    return _name(key, name)


def _name(key: str, name: str) -> str:
    parts = PurePosixPath(name).parts
    if PurePosixPath(name).is_absolute() or ".." in parts or "/" in key:
        raise ValueError(f"{name} leads out of the archive")
    return "/".join((key, *parts))


def _fill(made: tarfile.TarFile, places: Sequence[Place], with_index: bool, scratch: Path) -> Listing:
    held: dict[str, dict[str, str]] = {}
    notes: list[str] = []
    for place in places:
        if place.key == INDEX:
            try:
                found = index_files(place.path) if with_index else []
            except AppError as error:
                found = []
                notes.append(f"the index is not whole ({error})")
            if not found:
                notes.append("the index is not in the backup; after a restore run: make index")
                continue
        elif not place.path.exists():
            notes.append(f"{place.key} is not there yet ({place.path})")
            continue
        else:
            found = list(files(place.path))
        held[place.key] = {
            name: _add(made, _name(place.key, name), path, scratch, place.key != INDEX) for name, path in found
        }
    listing = Listing(datetime.now(UTC).isoformat(timespec="seconds"), held, tuple(notes))
    with tempfile.TemporaryFile() as text:
        text.write(json.dumps(asdict(listing), ensure_ascii=False).encode())
        archive.add(made, LISTING, text)
    return listing


def files(place: Path) -> Iterator[tuple[str, Path]]:
    """(name, path) of the files of a place, "" when it is one itself; without what SQLite keeps beside a database."""
    if place.is_file():
        yield "", place
        return
    for path in sorted(place.rglob("*")):
        if path.is_file() and not (path.name.endswith(BESIDE) and is_database(_database_of(path))):
            yield path.relative_to(place).as_posix(), path


def _database_of(beside: Path) -> Path:
    return beside.with_name(beside.name[: -next(len(end) for end in BESIDE if beside.name.endswith(end))])


def index_files(folder: Path) -> list[tuple[str, Path]]:
    """The pointer and the sealed generation that it names. Raises the index's errors when it is not whole."""
    generation = generations.current(folder)
    generations.check(generation)
    if store.is_served(generation):
        return []  # its vectors are on a server, which has backups of its own
    own = [(path.relative_to(folder).as_posix(), path) for path in sorted(generation.rglob("*")) if path.is_file()]
    return [*own, (generations.POINTER, folder / generations.POINTER)]


def _add(made: tarfile.TarFile, name: str, path: Path, scratch: Path, alive: bool) -> str:
    """Add a file; a database that may be written meanwhile through its online backup. Returns its SHA-256."""
    if not (alive and is_database(path)):
        with path.open("rb") as content:
            return archive.add(made, name, content, path.stat().st_mode)
    with tempfile.NamedTemporaryFile(dir=scratch, prefix=".backup-") as copy:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as source,
            closing(sqlite3.connect(copy.name)) as target,
        ):
            source.backup(target)
        with Path(copy.name).open("rb") as content:
            return archive.add(made, name, content, path.stat().st_mode)


def is_database(path: Path) -> bool:
    """Whether a file is SQLite's."""
    try:
        with path.open("rb") as content:
            return content.read(len(_SQLITE)) == _SQLITE
    except FileNotFoundError:
        return False
