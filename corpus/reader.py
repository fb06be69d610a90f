"""In: a bulletin file, or a folder of them. Out: Bulletins; a bad file is a typed problem and never loses the rest.

Knows files and folders; the kinds of files are form.py's, the structure is structure.py's.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from corpus import form, kept
from corpus.bulletin import Bulletin
from corpus.errors import EmptyCorpusError, ReadError, UnknownBulletinError
from corpus.form import Taken
from corpus.held import Held
from corpus.structure import parse


class Folder(NamedTuple):
    """What a corpus folder holds: the bulletins by id, and one error for each file that could not be read."""

    bulletins: list[Bulletin]
    problems: list[ReadError]


def read(path: Path) -> Bulletin:
    """The bulletin in one file, its id the file's stem in lower case. Raises ReadError."""
    taken = _source(path)
    return parse(bulletin_id(path), taken.text, taken.recognised)


def _source(path: Path) -> Taken:
    """The text of a file, as kept when it was added or taken out now. Raises ReadError."""
    suffix = path.suffix.lower()
    if suffix not in form.SUFFIXES:
        raise ReadError(f"{path}: the form {suffix or '(no suffix)'} is not known; give it as {_forms()}")
    data = read_bytes(path)
    note = kept.read(path.parent, kept.content_hash(data))
    if note is not None and note.text is not None:
        return Taken(note.text, note.recognised)
    return take(data, path, note.charset if note else None)


def take(data: bytes, path: Path, charset: str | None = None) -> Taken:
    """The text in these bytes of that file. Raises ReadError naming the file."""
    try:
        return form.take(data, path.suffix.lower(), charset)
    except ValueError as error:
        raise ReadError(f"cannot read {path}: {error}") from error


def read_folder(folder: Path, known: Mapping[str, Bulletin] | None = None, may_be_empty: bool = False) -> Folder:
    """Every bulletin of the folder (not of its sub-folders), sorted by id; those known by file name are not read.

    Two files of one id are a problem that names both, and neither is read. Unless it may be empty, raises
    EmptyCorpusError when there is no folder or nothing in it, ReadError when it holds files but none can be read.
    """
    by_id: dict[str, list[Path]] = {}
    for path in _listed(folder, may_be_empty):
        by_id.setdefault(bulletin_id(path), []).append(path)
    bulletins: list[Bulletin] = []
    problems: list[ReadError] = []
    for _, paths in sorted(by_id.items()):
        if len(paths) > 1:
            problems.append(_clash(folder, paths))
            continue
        try:
            bulletins.append((known or {}).get(paths[0].name) or read(paths[0]))
        except ReadError as error:
            problems.append(error)
    if not bulletins and not may_be_empty:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ReadError(f"no bulletin in {folder} can be read{more}: {problems[0]}")
    return Folder(bulletins, problems)


def find(folder: Path, identity: str) -> Bulletin:
    """The bulletin of that id. Raises UnknownBulletinError naming the nearest ids, EmptyCorpusError, ReadError."""
    return read(find_path(folder, identity))


def find_path(folder: Path, identity: str) -> Path:
    """The file of the bulletin of that id. Raises as `find`."""
    named = [path for path in _entries(folder) if bulletin_id(path) == identity.lower()]
    paths = sorted(path for path in named if path.is_file())
    if len(paths) > 1:
        raise _clash(folder, paths)
    if paths:
        return paths[0]
    known = [bulletin_id(path) for path in files(folder) if path.suffix.lower() in form.SUFFIXES]
    near = difflib.get_close_matches(identity.lower(), known, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(near)}?" if near else "see python -m corpus list"
    raise UnknownBulletinError(f"no bulletin {identity} in {folder}; {advice}")


def fingerprint(folder: Path) -> str:
    """A hash of the names and contents of the folder's files: equal while the corpus is. Raises EmptyCorpusError."""
    return fingerprint_of(contents(folder))


def fingerprint_of(contents: dict[str, str]) -> str:
    """The fingerprint of a folder with these contents."""
    whole = hashlib.sha256()
    for name, content in sorted(contents.items()):
        whole.update(f"{name}\0{content}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def contents(folder: Path, may_be_empty: bool = False) -> dict[str, str]:
    """For each file by name a hash of what a bulletin is read from: its bytes, and its kept text if there is one.

    Files that have not changed since they were hashed are not read. Raises EmptyCorpusError, unless it may be empty.
    """
    held = Held(folder)
    found = {path.name: held.read_from(path) for path in _listed(folder, may_be_empty)}
    held.write(found.keys())
    return found


def bulletin_id(path: Path) -> str:
    """A file's bulletin id: its stem, lower case."""
    return path.stem.lower()


def _clash(folder: Path, paths: list[Path]) -> ReadError:
    names = " and ".join(path.name for path in paths)
    return ReadError(f"{names} in {folder} have the same id {bulletin_id(paths[0])}; rename one of them")


def files(folder: Path) -> list[Path]:
    """The visible files of a folder, by name. Raises EmptyCorpusError."""
    found = sorted(path for path in _entries(folder) if path.is_file())
    if not found:
        raise EmptyCorpusError(f"the corpus folder {folder} holds no bulletin; {_advice()}")
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except FileNotFoundError:
        raise EmptyCorpusError(f"there is no corpus folder {folder}; create it and {_advice()}") from None
    except OSError as error:
        raise EmptyCorpusError(f"cannot list the corpus folder {folder} ({error.strerror}); {_advice()}") from error


def _advice() -> str:
    return f"put bulletins ({_forms()}) into it, or name another folder with --corpus"


def _listed(folder: Path, may_be_empty: bool) -> list[Path]:
    try:
        return files(folder)
    except EmptyCorpusError:
        if may_be_empty and (folder.is_dir() or not folder.exists()):
            return []
        raise


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is small enough to be a bulletin. Raises ReadError."""
    try:
        if path.is_dir():
            raise ReadError(f"{path} is a folder; name a file in it")
        with path.open("rb") as file:
            data = file.read(form.LARGEST_FILE + 1)
    except FileNotFoundError:
        raise ReadError(f"there is no file {path}; check the path") from None
    except OSError as error:
        raise ReadError(f"cannot open {path} ({error.strerror}); check that you may read it") from error
    if len(data) > form.LARGEST_FILE:
        raise ReadError(
            f"{path} has more than {form.LARGEST_FILE // 2**20} MB; check that it is a bulletin, and split it if it is"
        )
    return data


def _forms() -> str:
    return f"{', '.join(form.SUFFIXES[:-1])} or {form.SUFFIXES[-1]}"
