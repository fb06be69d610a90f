"""In: a backup and the places it belongs to. Out: these places as they were, all of them or none.

Everything is unpacked beside its place first, then swapped; a journal lets a swap that was cut off be undone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assistant.errors import BackupError
from assistant.upkeep import backup
from assistant.upkeep.backup import Listing
from assistant.upkeep.kept import INDEX, SETTINGS, Place
from index import generations

JOURNAL = Path("var/restore.json")
NAMED = 3  # files that a refusal names


@dataclass(frozen=True, slots=True)
class _Swap:
    """One place: `staged` goes to `target`, what was there to `aside`. Without `staged`, it only goes away."""

    target: Path
    aside: Path
    existed: bool
    staged: Path | None = None


def restore(
    file: Path, listing: Listing, places: Sequence[Place], overwrite: bool = False, journal: Path = JOURNAL
) -> Listing:
    """Bring the places back as they are in the backup that was read; those that it does not hold stay as they are.

    Raises BackupError for anything that would be lost unless `overwrite`, and when it cannot be
    written; then everything is as before. Raises IndexLockedError while the index is being written.
    """
    undo(journal)
    targets = {place.key: place.path for place in places}
    if SETTINGS not in targets:  # other settings were named: they stay
        listing = replace(listing, files={key: own for key, own in listing.files.items() if key != SETTINGS})
    if unknown := sorted(listing.files.keys() - targets.keys()):
        raise BackupError(f"the settings name no place for {unknown[0]}; restore with the settings it was made with")
    lost = [path for key, own in listing.files.items() if key != INDEX for path in _lost(targets[key], own)]
    if lost and not overwrite:
        named = ", ".join(map(str, lost[:NAMED])) + (f" and {len(lost) - NAMED} more" if len(lost) > NAMED else "")
        raise BackupError(f"this would overwrite {named}; take a backup of them, then restore with --overwrite")
    swaps = [swap for key in listing.files for swap in _planned(targets[key])]
    try:
        with ExitStack() as held:
            if INDEX in listing.files and targets[INDEX].is_dir():
                held.enter_context(generations.writer(targets[INDEX]))
            try:
                _unpack(file, listing, targets)
                os.sync()
                _swap(swaps, journal)
            finally:
                for swap in swaps:
                    _remove(swap.staged)
    except (OSError, tarfile.TarError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BackupError(f"nothing was restored: {reason}; mend that, then restore again") from error
    return listing


def undo(journal: Path = JOURNAL) -> bool:
    """Undo a restore that was cut off in its swap; whether there was one. Raises BackupError when that fails."""
    try:
        entries = json.loads(journal.read_text(encoding="utf-8"))
        swaps = [
            _Swap(Path(e["target"]), Path(e["aside"]), e["existed"], e["staged"] and Path(e["staged"])) for e in entries
        ]
        _roll_back(swaps)
        journal.unlink()
    except FileNotFoundError:
        return False
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"the restore that {journal} tells of cannot be undone ({error}); look at it by hand"
        ) from error
    return True


def _lost(target: Path, own: dict[str, str]) -> Iterator[Path]:
    """Files whose content is not in the backup; an empty one, such as a lock, holds nothing."""
    if not target.exists():
        return
    for name, path in backup.files(target):
        if path.stat().st_size:
            with path.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != own.get(name):
                    yield path


def _planned(target: Path) -> Iterator[_Swap]:
    """Its own swap; and a database's log goes, for it would be read into the database that comes."""
    yield _Swap(target, _aside(target), target.exists(), _staged(target))
    for end in backup.BESIDE:
        if (beside := target.with_name(target.name + end)).is_file():
            yield _Swap(beside, _aside(beside), existed=True)


def _staged(target: Path) -> Path:
    return target.with_name(f".{target.name}.restoring")


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.before")


def _unpack(file: Path, listing: Listing, targets: dict[str, Path]) -> None:
    wanted: dict[str, Path] = {}
    for key, own in listing.files.items():
        staged = _staged(targets[key])
        _remove(staged)
        staged.parent.mkdir(parents=True, exist_ok=True)
        if "" not in own:
            staged.mkdir()
        wanted |= {backup.member(key, name): staged / name if name else staged for name in own}
    with tarfile.open(file, mode="r:gz") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if member.name == backup.LISTING or content is None:
                continue
            path = wanted[member.name]
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as unpacked:
                shutil.copyfileobj(content, unpacked)
            path.chmod(member.mode)
            if member.mode & 0o077 == 0 and path != _staged(targets[member.name.split("/")[0]]):
                path.parent.chmod(0o700)  # a folder of private files is private


def _swap(swaps: Sequence[_Swap], journal: Path) -> None:
    for swap in swaps:
        _remove(swap.aside)  # of a restore long done
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text(json.dumps([asdict(swap) for swap in swaps], default=str), encoding="utf-8")
    os.sync()
    try:
        for swap in swaps:
            if swap.existed:
                swap.target.rename(swap.aside)
            if swap.staged:
                swap.staged.rename(swap.target)
    except BaseException:
        _roll_back(swaps)
        journal.unlink()
        raise
    journal.unlink()  # from here on it is done
    for swap in swaps:
        _remove(swap.aside)


def _roll_back(swaps: Sequence[_Swap]) -> None:
    for swap in swaps:
        if swap.existed and swap.aside.exists():
            _remove(swap.target)
            swap.aside.rename(swap.target)
        elif not swap.existed and swap.staged and not swap.staged.exists():
            _remove(swap.target)
        _remove(swap.staged)


def _remove(path: Path | None) -> None:
    if path and path.is_dir():
        shutil.rmtree(path)
    elif path:
        path.unlink(missing_ok=True)
