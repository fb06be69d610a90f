"""In: a checkout, its packages as installed, its index. Out: one archive that unbundle.py installs offline.

The bundled encoders come within their packages; a model that the settings name as a folder comes as files.
"""

from __future__ import annotations

import io
import json
import platform
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assistant.errors import BundleError
from assistant.upkeep import archive
from assistant.upkeep.backup import files, index_files
from assistant.upkeep.unbundle import CHECKOUT, FORMAT, INDEX, LISTING, MODEL, PINS, WHEELS
from corpus.errors import AppError
from index.settings import IndexSettings

EXTRAS = ("evals",)  # the page's evaluation needs it


def write(root: Path, corpus: Path, index: IndexSettings, file: Path, wheels: Path | None = None) -> list[str]:
    """Bundle the checkout at `root` into `file`; returns notes: what is not in it. `wheels`: a folder of them as they
    are, instead of fetching what is installed. Raises BundleError."""
    notes = _uncommitted(root)
    sums: dict[str, str] = {}
    try:
        with tempfile.TemporaryDirectory() as scratch, archive.created(file) as made:
            folder = wheels or _wheels(root, Path(scratch))
            for name, own, mode in _checkout(root, corpus):
                sums[name] = archive.add(made, name, io.BytesIO(own), mode)
            for name, path in [*_packages(folder), *_model(index), *_index(index.folder, notes)]:
                with path.open("rb") as content:
                    sums[name] = archive.add(made, name, content, 0o644)
            listing = {
                "format": FORMAT,
                "python": ".".join(map(str, sys.version_info[:2])),
                "machine": f"{platform.system()} {platform.machine()}",
                "sums": sums,
            }
            archive.add(made, LISTING, io.BytesIO(json.dumps(listing).encode()))
    except (OSError, tarfile.TarError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or getattr(error, "strerror", None) or error
        raise BundleError(f"no bundle was written to {file}: {said}; mend that, then run: make bundle") from error
    return notes


def pins(root: Path, extras: Sequence[str] = EXTRAS) -> list[str]:
    """name==version of every package that running the project needs, as installed here. Raises BundleError."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    held = project.get("optional-dependencies", {})
    todo = [Requirement(text) for text in (*project["dependencies"], *(one for name in extras for one in held[name]))]
    seen: dict[tuple[str, str], str] = {}
    while todo:
        needed = todo.pop()
        for extra in {"", *needed.extras}:
            key = (canonicalize_name(needed.name), extra)
            if key in seen:
                continue
            try:
                package = metadata.distribution(needed.name)
            except metadata.PackageNotFoundError as error:
                raise BundleError(f"{needed.name} is not installed; run: make doctor, then make bundle") from error
            seen[key] = package.version
            wanted = map(Requirement, package.requires or [])
            todo += [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": extra})]
    return sorted({f"{name}=={version}" for (name, _), version in seen.items()})


def _uncommitted(root: Path) -> list[str]:
    changed = subprocess.run(
        ["git", "-C", str(root), "status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True
    ).stdout
    return ["the checkout has changes that are not committed; the bundle is without them"] if changed.strip() else []


def _wheels(root: Path, scratch: Path) -> Path:
    """Wheels of exactly what is installed; pip fetches them from where it fetched the packages, or from its cache."""
    wanted = scratch / PINS
    wanted.write_text("\n".join(pins(root)) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(scratch), "-r", str(wanted)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return scratch


def _packages(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".whl" or path.name == PINS:
            yield f"{WHEELS}/{path.name}", path


def _checkout(root: Path, corpus: Path) -> Iterator[tuple[str, bytes, int]]:
    """What is committed, and the bulletins as they are, committed or added since."""
    command = ["git", "-C", str(root), "archive", "--format=tar", "HEAD"]
    packed = subprocess.run(command, check=True, capture_output=True).stdout
    bulletins = corpus.absolute()
    inside = bulletins.relative_to(root.absolute()).as_posix() if root.absolute() in bulletins.parents else None
    with tarfile.open(fileobj=io.BytesIO(packed)) as committed:
        for member in committed:
            content = committed.extractfile(member) if member.isfile() else None
            if content and not (inside and member.name.startswith(f"{inside}/")):
                yield f"{CHECKOUT}/{member.name}", content.read(), member.mode
    for name, path in files(corpus):
        yield f"{CHECKOUT}/{inside or 'corpus/bulletins'}/{name}", path.read_bytes(), 0o644


def _model(index: IndexSettings) -> Iterator[tuple[str, Path]]:
    folder = Path(index.embedding_model)
    if folder.is_dir():
        yield from ((f"{MODEL}/{name}", path) for name, path in files(folder))


def _index(folder: Path, notes: list[str]) -> list[tuple[str, Path]]:
    try:
        found = index_files(folder)
    except AppError as error:
        notes.append(re.sub(r";.*", "", str(error)))
        found = []
    if not found:
        notes.append("no index is in the bundle; make install builds one from the bulletins")
    return [(f"{INDEX}/{name}", path) for name, path in found]
