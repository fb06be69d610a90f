"""In: a bulletin file, or a folder of them. Out: Bulletins; a bad file is a typed problem and never loses the rest.

Knows forms and encodings, not structure. A new form (html, docx, pdf) is one function in FORMS.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from corpus.bulletin import Bulletin
from corpus.errors import EmptyCorpusError, ReadError, UnknownBulletinError
from corpus.structure import parse

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ("utf-8-sig", "gb18030")


def decode(data: bytes) -> str:
    """UTF-8 (with or without BOM) or GB18030 as text, line ends as \\n. Raises ValueError saying what is wrong."""
    if data.startswith(_UTF16):
        raise ValueError("it is UTF-16; save it as UTF-8")
    if b"\x00" in data:
        raise ValueError("it is a binary file, not text; give the bulletin as UTF-8 text")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_rubbish(text):
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ValueError("it is neither UTF-8 nor GB18030 text; save it as UTF-8")


FORMS: dict[str, Callable[[bytes], str]] = {".txt": decode, ".md": decode}


class Folder(NamedTuple):
    """What a corpus folder holds: the bulletins by id, and one error for each file that could not be read."""

    bulletins: list[Bulletin]
    problems: list[ReadError]


def read(path: Path) -> Bulletin:
    """The bulletin in one file, its id the file's stem in lower case. Raises ReadError."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise ReadError(
            f"{path}: the form {path.suffix or '(no suffix)'} is not known; give it as {' or '.join(FORMS)}"
        )
    try:
        text = form(_bytes(path))
    except ValueError as error:
        raise ReadError(f"cannot read {path}: {error}") from error
    if not text.strip():
        raise ReadError(f"{path} is empty; put the bulletin's text in it or remove it")
    return parse(bulletin_id(path), text)


def read_folder(folder: Path) -> Folder:
    """Every bulletin of the folder (not of its sub-folders), sorted by id.

    Two files of one id are a problem that names both, and neither is read. Raises EmptyCorpusError when there is
    no folder or nothing in it, ReadError when it holds files but none can be read.
    """
    by_id: dict[str, list[Path]] = {}
    for path in _files(folder):
        by_id.setdefault(bulletin_id(path), []).append(path)
    bulletins: list[Bulletin] = []
    problems: list[ReadError] = []
    for _, paths in sorted(by_id.items()):
        if len(paths) > 1:
            problems.append(_clash(folder, paths))
            continue
        try:
            bulletins.append(read(paths[0]))
        except ReadError as error:
            problems.append(error)
    if not bulletins:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ReadError(f"no bulletin in {folder} can be read{more}: {problems[0]}")
    return Folder(bulletins, problems)


def find(folder: Path, identity: str) -> Bulletin:
    """The bulletin of that id. Raises UnknownBulletinError naming the nearest ids, EmptyCorpusError, ReadError."""
    paths = [path for path in _files(folder) if bulletin_id(path) == identity.lower()]
    if len(paths) > 1:
        raise _clash(folder, paths)
    if paths:
        return read(paths[0])
    known = [bulletin_id(path) for path in _files(folder) if path.suffix.lower() in FORMS]
    near = difflib.get_close_matches(identity.lower(), known, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(near)}?" if near else "see python -m corpus list"
    raise UnknownBulletinError(f"no bulletin {identity} in {folder}; {advice}")


def fingerprint(folder: Path) -> str:
    """A hash of the names and contents of the folder's files: equal while the corpus is. Raises EmptyCorpusError."""
    whole = hashlib.sha256()
    for path in _files(folder):
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            content = f"unreadable: {error.errno}"
        whole.update(f"{path.name}\0{content}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def bulletin_id(path: Path) -> str:
    """A file's bulletin id: its stem, lower case."""
    return path.stem.lower()


def _clash(folder: Path, paths: list[Path]) -> ReadError:
    names = " and ".join(path.name for path in paths)
    return ReadError(f"{names} in {folder} have the same id {bulletin_id(paths[0])}; rename one of them")


def _files(folder: Path) -> list[Path]:
    """The visible files of a folder, by name."""
    advice = f"put bulletins ({', '.join(FORMS)}) into it, or name another folder with --corpus"
    try:
        found = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except FileNotFoundError:
        raise EmptyCorpusError(f"there is no corpus folder {folder}; create it and {advice}") from None
    except OSError as error:
        raise EmptyCorpusError(f"cannot list the corpus folder {folder} ({error.strerror}); {advice}") from error
    if not found:
        raise EmptyCorpusError(f"the corpus folder {folder} holds no bulletin; {advice}")
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"there is no file {path}; check the path") from None
    except IsADirectoryError:
        raise ReadError(f"{path} is a folder; name a file in it") from None
    except OSError as error:
        raise ReadError(f"cannot open {path} ({error.strerror}); check that you may read it") from error


def _is_rubbish(text: str) -> bool:
    """GB18030 reads nearly every byte: control, private and unassigned characters tell what was no text."""
    sample = text[:20_000]
    odd = sum(unicodedata.category(one) in ("Cc", "Cn", "Co", "Cs") and not one.isspace() for one in sample)
    return odd * 100 > len(sample)
