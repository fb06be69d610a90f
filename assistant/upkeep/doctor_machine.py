"""In: settings, and places. Out: findings about this machine: packages, encoder, disk, port, databases, users.

Each fault names the command that mends it. Changes nothing, and reaches nothing but this machine.
"""

from __future__ import annotations

import shutil
import socket
import sqlite3
import stat
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.upkeep.restore import JOURNAL

if TYPE_CHECKING:
    from assistant.settings import AssistantSettings
    from assistant.upkeep.kept import Place
    from index.settings import IndexSettings

ROOT = Path(__file__).parents[2]
MAIN = ("chromadb", "onnxruntime", "torch", "sentence-transformers", "gradio", "langchain")
INSTALL = f"{sys.executable} -m pip install . (without a network: make install BUNDLE=FILE)"
SPARE = 2_000_000_000  # bytes to stay free beside a second index


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` is the command that mends a fault, where the detail does not say it."""

    what: str
    ok: bool
    detail: str
    mend: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def packages(project: Path = ROOT / "pyproject.toml") -> Iterator[Finding]:
    """Python and the packages that the project needs, installed and new enough."""
    yield Finding(
        "python", sys.version_info >= (3, 11), f"{sys.version.split()[0]} at {sys.executable}", "make PYTHON="
    )
    wrong = []
    for needed in tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]:
        name, _, least = needed.replace("==", ">=").partition(">=")
        try:
            held = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        if _numbers(held) < _numbers(least):
            wrong.append(f"{name} {held} is older than {least}")
    if wrong:
        yield Finding("packages", False, "; ".join(wrong), INSTALL)
    else:
        yield Finding("packages", True, ", ".join(f"{name} {metadata.version(name)}" for name in MAIN))


def encoder(index: IndexSettings) -> Finding:
    """Whether the encoder of the settings is there and encodes."""
    from corpus.errors import AppError
    from index import bundled, embedding

    if index.embedding_model in (embedding.BUNDLED, embedding.BUNDLED_BOTH) and not bundled.is_expanded(index.models):
        missing = f"{index.embedding_model} is not expanded in {index.models} yet"
        return Finding("encoder", False, missing, "python -m index build (makes it, 600 MB)")
    try:
        loaded = embedding.load(index)
        return Finding("encoder", True, f"{loaded.name}, {loaded.queries(['?']).shape[1]} numbers a sentence")
    except AppError as error:
        return Finding("encoder", False, str(error))


def disk(index: IndexSettings) -> Finding:
    """Whether there is room for another index beside the one there is: a build needs it."""
    at = next(folder for folder in (index.folder, *index.folder.absolute().parents) if folder.exists())
    free = shutil.disk_usage(at).free
    held = sum(path.stat().st_size for path in at.rglob("*") if path.is_file()) if at == index.folder else 0
    detail = f"{free / 1e9:.1f} GB free at {at}; the index takes {held / 1e9:.2f} GB and a build as much again"
    return Finding(
        "disk", free > held + SPARE, detail, "du -sh var/* (then remove what is not needed: var/runs, var/backups)"
    )


def port(settings: AssistantSettings) -> Finding:
    """Whether the port of the page is free, or ours."""
    number = settings.port
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex(("127.0.0.1", number)):
            return Finding("port", True, f"{number} on 127.0.0.1 is free")
    if _is_ours(number, settings.service.names):
        return Finding("port", True, f"{number} on 127.0.0.1: the page or the service runs there")
    taken = f"{number} on 127.0.0.1 is taken by another program"
    return Finding("port", False, taken, "python -m assistant chat --port N, or port in [assistant] of the settings")


def databases(places: Sequence[Place]) -> Iterator[Finding]:
    """Every database of the kept places: whole or not."""
    from assistant.upkeep.backup import files, is_database
    from assistant.upkeep.kept import INDEX

    for place in places:
        if place.key == INDEX or not place.path.exists():
            continue
        for _, path in files(place.path):
            if is_database(path):
                said = _checked(path)
                yield Finding(f"database {path}", said == "ok", said, "make restore FILE=var/backups/backup-….tar.gz")


def users(settings: AssistantSettings) -> Iterator[Finding]:
    """Who may use the service, when it has been set up; and that nobody else can read the hashes."""
    from assistant.access.users import Users
    from assistant.errors import UserError

    file = settings.service.users
    if not file.exists():
        yield Finding(
            "users", True, "none: chat needs none, serve does (python -m assistant user add NAME --role ROLE …)"
        )
        return
    if open_to := stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Finding("users' file", False, f"{file} may be read by others ({open_to:o})", f"chmod 600 {file}")
    try:
        roles = [user.person.role for user in Users(file).all()]
    except UserError as error:
        yield Finding("users", False, str(error))
        return
    counts = ", ".join(f"{roles.count(role)} {role}" for role in dict.fromkeys(roles))
    add = "python -m assistant user add NAME --role admin --password-stdin"
    yield Finding("users", bool(roles), counts or "none, and the service does not start without one", add)


def restored(journal: Path = JOURNAL) -> Iterator[Finding]:
    """Whether a restore was cut off in the middle."""
    if journal.exists():
        yield Finding(
            "restore", False, f"one was cut off ({journal})", "make restore FILE=… (the next one undoes it first)"
        )


def _is_ours(number: int, names: Sequence[str]) -> bool:
    """Whether our page, or the service under a name that it answers to, is what listens."""
    import httpx

    from assistant.page.interface_words import word

    host = {"Host": names[0]} if names else {}
    said = ""
    for path in ("/healthz", "/"):
        try:
            said += httpx.get(f"http://127.0.0.1:{number}{path}", headers=host, timeout=5, trust_env=False).text
        except httpx.HTTPError:
            return False
    return '{"status":"ok"}' in said or any(word("page_title", language) in said for language in ("zh", "en"))


def _checked(path: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=10)) as db:
            return str(db.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.partition("+")[0].split(".")
    return tuple(int(part) for part in parts if part.isdigit())
