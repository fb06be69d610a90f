"""In: a corpus folder and a bulletin's id. Out: its original set aside where nobody reads it, and put back when asked.

What was set aside lies in `.removed/` for KEPT_DAYS, each original in a folder named by when. Knows no index.
"""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus import collection, kept, reader
from corpus.duplicates import Duplicates, note_words
from corpus.errors import UnknownBulletinError
from corpus.held import Held
from corpus.kept import Turn

FOLDER = ".removed"
KEPT_DAYS = 30
_KEY = re.compile(r"\d{8}T\d{6}-[0-9a-f]{6}")
_WHEN = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Removed:
    """An original that was set aside; `key` names it when it is to be put back."""

    key: str
    path: Path
    at: datetime


def set_aside(folder: Path, identity: str, now: datetime | None = None) -> Removed:
    """Take a bulletin out of the corpus, to be put back at will. Raises as `collection.remove`."""
    path = reader.find_path(folder, identity)
    at = now or datetime.now(UTC)
    with collection.writer(folder) as turn:
        _sweep(folder, turn, at)
        key = f"{at:{_WHEN}}-{secrets.token_hex(3)}"
        target = folder / FOLDER / key / path.name
        target.parent.mkdir(parents=True)
        path.rename(target)
    return Removed(key, target, at)


def put_back(folder: Path, key: str, held: Duplicates | None = None) -> Path:
    """The original stands in the corpus again. Raises UnknownBulletinError, DuplicateError, CorpusWriteError."""
    place = folder / FOLDER / key
    one = _in(place) if _KEY.fullmatch(key) else None
    if one is None:
        raise UnknownBulletinError(f"nothing that was removed has the key {key}; add the bulletin again")
    known = held or Duplicates(folder)
    with collection.writer(folder) as turn:
        note_words(folder, one.path)
        hashes = Held(folder).hashes(one.path)
        known.refuse(turn, reader.bulletin_id(one.path), hashes, one.path.name)
        one.path.rename(folder / one.path.name)
        known.took(turn, folder / one.path.name, hashes)
        shutil.rmtree(one.path.parent, ignore_errors=True)
    return folder / one.path.name


def removed(folder: Path) -> list[Removed]:
    """What can be put back, the newest first."""
    found = [one for place in _places(folder) if (one := _in(place))]
    return sorted(found, key=lambda one: one.key, reverse=True)


def _places(folder: Path) -> list[Path]:
    return [place for place in _within(folder / FOLDER) if _KEY.fullmatch(place.name)]


def _in(place: Path) -> Removed | None:
    original = next((path for path in _within(place) if path.is_file()), None)
    return Removed(place.name, original, _at(place)) if original else None


def _at(place: Path) -> datetime:
    return datetime.strptime(place.name[:15], _WHEN).replace(tzinfo=UTC)


def _within(place: Path) -> list[Path]:
    """What lies there; nothing when it is put back, or swept away, at this moment."""
    try:
        return list(place.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _sweep(folder: Path, turn: Turn, now: datetime) -> None:
    """Delete what was set aside long ago, and what was noted of it, unless the same file is held again."""
    old = [place for place in _places(folder) if now - _at(place) > timedelta(days=KEPT_DAYS)]
    if not old:
        return
    held = Duplicates(folder)
    held.look(turn)
    for place in old:
        if one := _in(place):
            content = kept.content_hash(one.path.read_bytes())
            if not held.holds(content):
                kept.forget(folder, content)
        shutil.rmtree(place, ignore_errors=True)
