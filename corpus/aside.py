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
from corpus.errors import EmptyCorpusError, UnknownBulletinError

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
    with collection.writer(folder):
        _sweep(folder, at)
        key = f"{at:{_WHEN}}-{secrets.token_hex(3)}"
        target = folder / FOLDER / key / path.name
        target.parent.mkdir(parents=True)
        path.rename(target)
    return Removed(key, target, at)


def put_back(folder: Path, key: str) -> Path:
    """The original stands in the corpus again. Raises UnknownBulletinError, DuplicateError, CorpusWriteError."""
    one = next((each for each in removed(folder) if each.key == key), None)
    if one is None:
        raise UnknownBulletinError(f"nothing that was removed has the key {key}; add the bulletin again")
    with collection.writer(folder):
        digest = collection.held_digest(folder, one.path) or ""
        collection.refuse_held(folder, reader.bulletin_id(one.path), digest, one.path.name)
        one.path.rename(folder / one.path.name)
        shutil.rmtree(one.path.parent, ignore_errors=True)
    return folder / one.path.name


def removed(folder: Path) -> list[Removed]:
    """What can be put back, the newest first."""
    found = []
    for place in (folder / FOLDER).glob("*"):
        originals = [path for path in place.glob("*") if path.is_file()] if _KEY.fullmatch(place.name) else []
        if originals:
            at = datetime.strptime(place.name[:15], _WHEN).replace(tzinfo=UTC)
            found.append(Removed(place.name, originals[0], at))
    return sorted(found, key=lambda one: one.key, reverse=True)


def _sweep(folder: Path, now: datetime) -> None:
    """Delete what was set aside long ago, and what was noted of it, unless the same file is held again."""
    old = [one for one in removed(folder) if now - one.at > timedelta(days=KEPT_DAYS)]
    if not old:
        return
    try:
        held = {kept.content_hash(reader.read_bytes(path)) for path in reader.files(folder)}
    except EmptyCorpusError:
        held = set()
    for one in old:
        content = kept.content_hash(one.path.read_bytes())
        if content not in held:
            kept.forget(folder, content)
        shutil.rmtree(one.path.parent, ignore_errors=True)
