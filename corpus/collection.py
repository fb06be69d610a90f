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
from corpus.errors import AppError, CorpusWriteError, DuplicateError, EmptyCorpusError, ReadError
from corpus.kept import Note
from corpus.normalize import fold
from corpus.structure import parse

_LOCK = ".lock"
_LONGEST_ID = 120  # characters; a file system allows 255 bytes
_SUFFIX = {"web page": ".html", "Word file": ".docx", "PDF": ".pdf", "text file": ".txt"}
_SEPARATE = ("PDF", "Word file", "web page")  # kinds whose text is kept beside the original


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


def add(folder: Path, source: str, identity: str | None = None, allow_private_hosts: Collection[str] = ()) -> Added:
    """Copy a file, or what stands at an address, into the corpus under that id (default: its own name).

    Raises ReadError, FetchError, DuplicateError (naming what it is a duplicate of), CorpusWriteError.
    """
    if fetching.is_address(source):
        fetched = fetching.fetch(source, allow_private_hosts)
        return put(folder, fetched.data, source, identity or fetched.stem, "", fetched.charset)
    path = Path(source)
    if path.suffix.lower() not in form.SUFFIXES and path.is_file():
        raise ReadError(f"{path}: the form {path.suffix or '(no suffix)'} is not known; give it as {_forms()}")
    return put(folder, reader.read_bytes(path), source, identity or path.stem, path.suffix)


def put(folder: Path, data: bytes, source: str, identity: str, suffix: str = "", charset: str | None = None) -> Added:
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
    note = Note(taken.text if kind in _SEPARATE else None, digest, source, charset, taken.recognised)
    with writer(folder):
        refuse_held(folder, bulletin.id, digest, source)
        target = folder / f"{name}{suffix}"
        kept.write(folder, kept.content_hash(data), note)
        kept.write_whole(target, data)
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
    text = taken.text if form.kind(data, path.suffix.lower()).name in _SEPARATE else None
    after = parse(reader.bulletin_id(path), taken.text, taken.recognised)
    with writer(folder):
        origin = note.origin if note else path.name
        kept.write(folder, content, Note(text, digest_of(after), origin, charset, taken.recognised))
    return Reread(before, after)


def digest_of(bulletin: Bulletin) -> str:
    """Equal for bulletins whose paragraphs have the same words, whatever their form, line breaks, widths and marks."""
    words = (one for paragraph in bulletin.paragraphs for one in fold(paragraph.text) if one.isalnum())
    return kept.content_hash("".join(words).encode("utf-8", "surrogatepass"))


def refuse_held(folder: Path, identity: str, digest: str, source: str) -> None:
    """Raises DuplicateError when the corpus holds a bulletin of that id, or that text."""
    try:
        held = reader.files(folder)
    except EmptyCorpusError:
        return
    for path in held:
        if reader.bulletin_id(path) == identity:
            same = held_digest(folder, path) == digest
            what = "with the same text; nothing to do" if same else "with another text; give --id, or remove it first"
            raise DuplicateError(
                f"not added: {source}: the corpus holds {identity} already ({path.name}), {what}", identity, same
            )
    for path in held:
        if held_digest(folder, path) == digest:
            raise DuplicateError(
                f"not added: {source} has the same text as {reader.bulletin_id(path)} ({path.name}); remove that first "
                "if this one is to replace it",
                reader.bulletin_id(path),
            )


def held_digest(folder: Path, path: Path) -> str | None:
    """The digest of a held file; noted at first, so that a large corpus is read for it once."""
    try:
        data = reader.read_bytes(path)
        content = kept.content_hash(data)
        note = kept.read(folder, content)
        if note is not None:
            return note.digest
        if path.suffix.lower() not in form.SUFFIXES:
            return None
        taken = reader.take(data, path)
        separate = form.kind(data, path.suffix.lower()).name in _SEPARATE
    except (ReadError, ValueError):
        return None
    digest = digest_of(parse(reader.bulletin_id(path), taken.text))
    note = Note(taken.text if separate else None, digest, path.name, recognised=taken.recognised)
    kept.write(folder, content, note)
    return note.digest


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
def writer(folder: Path) -> Iterator[None]:
    """The only right to change the folder, for the moment of a copy."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK).acquire(timeout=60):
            for part in [*folder.glob(".*.part"), *folder.glob(f"{kept.FOLDER}/.*.part")]:
                part.unlink(missing_ok=True)  # of a process that was killed
            yield
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
