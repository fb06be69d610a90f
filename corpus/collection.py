"""In: a corpus folder and a file, an address or an id. Out: the bulletin added, removed or read anew, as a value.

Originals are copied whole or not at all; a text that is held already is refused. For the commands and the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import fetching, form, kept, reader
from corpus.bulletin import Bulletin
from corpus.duplicates import SEPARATE, Duplicates, digest_of
from corpus.errors import AppError, CorpusWriteError, ReadError
from corpus.held import Hashes
from corpus.kept import Note, Turn
from corpus.structure import parse

_LOCK = ".lock"
_LONGEST_ID = 120  # characters; a file system allows 255 bytes
_SUFFIX = {"web page": ".html", "Word file": ".docx", "PDF": ".pdf", "text file": ".txt"}


@dataclass(frozen=True, slots=True)
class Added:
    """A bulletin that the corpus now holds, and the file it was copied to."""

    bulletin: Bulletin
    path: Path


@dataclass(frozen=True, slots=True)
class Reread:
    """A bulletin as it was read before (None when it could not be) and as it reads now."""

    before: Bulletin | None
    after: Bulletin

    @property
    def changed(self) -> bool:
        return self.before is None or self.before.text != self.after.text


def sources(given: str) -> list[str]:
    """What a word on the command line stands for: an address, a file, or all files below a folder. Raises ReadError."""
    if fetching.is_address(given):
        return [given]
    path = Path(given)
    if not path.is_dir():
        return [given]
    found = sorted(
        str(file)
        for file in path.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not found:
        raise ReadError(f"the folder {path} holds no file; name another one")
    return found


def add(
    folder: Path,
    source: str,
    identity: str | None = None,
    allow_private_hosts: Collection[str] = (),
    held: Duplicates | None = None,
) -> Added:
    """Copy a file, or what stands at an address, into the corpus under that id (default: its own name).

    Who adds many gives the same `held` each time, so that the folder is looked at once, and `held.write()` at the end.

    Raises ReadError, FetchError, DuplicateError (naming what it is a duplicate of), CorpusWriteError.
    """
    if fetching.is_address(source):
        fetched = fetching.fetch(source, allow_private_hosts)
        return put(folder, fetched.data, source, identity or fetched.stem, "", fetched.charset, held)
    path = Path(source)
    if path.suffix.lower() not in form.SUFFIXES and path.is_file():
        raise ReadError(f"{path}: the form {path.suffix or '(no suffix)'} is not known; give it as {_forms()}")
    return put(folder, reader.read_bytes(path), source, identity or path.stem, path.suffix, None, held)


def put(
    folder: Path,
    data: bytes,
    source: str,
    identity: str,
    suffix: str = "",
    charset: str | None = None,
    held: Duplicates | None = None,
) -> Added:
    """Put the bytes of a file into the corpus; `source` is where they came from, `suffix` "" when nothing says.

    Raises ReadError, DuplicateError, CorpusWriteError.
    """
    name, suffix = _clean(identity), suffix.lower()
    if suffix not in ("", *form.SUFFIXES):
        raise ReadError(f"{source}: the form {suffix} is not known; give it as {_forms()}")
    try:
        taken = form.take(data, suffix, charset)
        kind = form.kind(data, suffix).name
    except ValueError as error:
        raise ReadError(f"cannot read {source}: {error}") from error
    if kind != "text file" or not suffix:
        suffix = suffix if suffix and _fits(kind, suffix) else _SUFFIX[kind]
    bulletin = parse(name.lower(), taken.text, taken.recognised)
    if not bulletin.paragraphs:
        raise ReadError(f"{source} holds no paragraph of text; check that it is a bulletin")
    digest = digest_of(bulletin)
    note = Note(taken.text if kind in SEPARATE else None, digest, source, charset, taken.recognised)
    content, target = kept.content_hash(data), folder / f"{name}{suffix}"
    hashes = Hashes(content, kept.text_hash(note.text) if note.text is not None else "", digest)
    known = held or Duplicates(folder)
    with writer(folder) as turn:
        known.refuse(turn, bulletin.id, hashes, source)
        kept.write(folder, content, note)
        kept.write_whole(target, data)
        known.took(turn, target, hashes)
        if held is None:
            known.write()
    return Added(bulletin, target)


def remove(folder: Path, identity: str) -> Path:
    """Delete a bulletin's original. Raises UnknownBulletinError, EmptyCorpusError, ReadError, CorpusWriteError."""
    path = reader.find_path(folder, identity)
    with writer(folder):
        content = _content(path)
        path.unlink(missing_ok=True)
        if content:
            kept.forget(folder, content)
    return path


def reread(folder: Path, identity: str) -> Reread:
    """Take the text out of the original anew, as after installing what reads scans. Raises as `remove`."""
    path = reader.find_path(folder, identity)
    try:
        before = reader.read(path)
    except ReadError:
        before = None
    data = reader.read_bytes(path)
    content = kept.content_hash(data)
    note = kept.read(folder, content)
    charset = note.charset if note else None
    taken = reader.take(data, path, charset)
    text = taken.text if form.kind(data, path.suffix.lower()).name in SEPARATE else None
    after = parse(reader.bulletin_id(path), taken.text, taken.recognised)
    with writer(folder):
        origin = note.origin if note else path.name
        kept.write(folder, content, Note(text, digest_of(after), origin, charset, taken.recognised))
    return Reread(before, after)


def _content(path: Path) -> str | None:
    try:
        return kept.content_hash(reader.read_bytes(path))
    except ReadError:
        return None


def _fits(kind: str, suffix: str) -> bool:
    return suffix == _SUFFIX[kind] or (kind == "web page" and suffix in (".htm", ".shtml"))


def _clean(name: str) -> str:
    """A name fit for a file and an id on every system."""
    cleaned = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|#\ud800-\udfff]+", "-", name).strip(" .-")[:_LONGEST_ID].strip(" .-")
    while len(cleaned.encode()) > 200:
        cleaned = cleaned[:-1]
    return cleaned or "bulletin"


def _forms() -> str:
    return ", ".join(form.SUFFIXES)


@contextmanager
def writer(folder: Path) -> Iterator[Turn]:
    """The only right to change the folder, for the moment of a copy."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK).acquire(timeout=60):
            for part in [*folder.glob(".*.part"), *folder.glob(f"{kept.FOLDER}/.*.part")]:
                part.unlink(missing_ok=True)  # of a process that was killed
            yield kept.take_turn(folder)
    except Timeout as error:
        raise CorpusWriteError(
            f"another process is changing {folder}; wait until it is done, then try again"
        ) from error
    except AppError:
        raise
    except OSError as error:
        raise CorpusWriteError(
            f"{folder} cannot be written ({error.strerror or error}); mend that, then try again"
        ) from error
