"""In: the folder of runs. Out: a run, what it was made with and the results it holds; and the record of a new one.

A run is var/runs/ID/: run.json, answers.jsonl (one line a case), summary.json. Does not ask and does not score.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from evals.case import Case, load
from evals.errors import RunError, SetError
from evals.result import Result, from_json

RECORD, ANSWERS, SUMMARY = "run.json", "answers.jsonl", "summary.json"
PROMPTS = Path("prompts")
Part = Literal["all", "tuning", "held-out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a run was made with: enough to say why two runs differ, and to take one up again."""

    id: str
    begun_at: str  # ISO 8601, UTC
    sets: tuple[Mapping[str, Any], ...]  # path, name, sha256
    part: Part
    cases: int
    settings: Mapping[str, Mapping[str, Any]]
    index: Mapping[str, Any]  # encoder, model, corpus fingerprint, counts
    corpus: str
    prompts: Mapping[str, str] = field(default_factory=dict)  # file -> sha256
    git: str = "unknown"
    workers: int = 1

    def differences(self, other: Record) -> list[str]:
        """The names of what another run was made with otherwise."""
        ours, theirs = asdict(self), asdict(other)
        names = ("sets", "part", "settings", "index", "prompts", "git")
        return [
            name for name in names if json.dumps(ours[name], default=list) != json.dumps(theirs[name], default=list)
        ]


@dataclass(frozen=True, slots=True)
class Run:
    """A run as kept: its folder, its record and the results so far, in the order of its sets."""

    folder: Path
    record: Record
    results: tuple[Result, ...]

    @property
    def complete(self) -> bool:
        return len(self.results) >= self.record.cases


def cases_of(sets: Sequence[Path], part: Part) -> dict[str, tuple[str, Case]]:
    """By id, each case of the sets that belongs to the part, with its set's name. Raises SetError for an id twice."""
    found: dict[str, tuple[str, Case]] = {}
    for path in sets:
        for case in load(path):
            if case.id in found:
                raise SetError(f"{path}: id {case.id} stands in the set {found[case.id][0]} too; change one of them")
            found[case.id] = (path.stem, case)
    chosen = {
        name: (of, case) for name, (of, case) in found.items() if part == "all" or case.held_out == (part == "held-out")
    }
    if not chosen:
        raise SetError(f"no case belongs to the part {part}; choose another --part")
    return chosen


def described(sets: Sequence[Path]) -> tuple[Mapping[str, Any], ...]:
    """The sets as a record keeps them."""
    return tuple({"path": str(path), "name": path.stem, "sha256": _sha(path)} for path in sets)


def prompts() -> dict[str, str]:
    return {path.name: _sha(path) for path in sorted(PROMPTS.glob("*.*.md"))}


def revision() -> str:
    """The git revision, with "+changes" when files differ from it; "unknown" outside a checkout."""
    try:
        head = subprocess.run(["git", "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True, check=True)
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head.stdout.strip() + ("+changes" if changed.stdout.strip() else "")


def new_id() -> str:
    """The time in UTC: sorts as runs were begun."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def listed(runs: Path) -> list[str]:
    """The ids of the runs kept, the oldest first."""
    return sorted(path.parent.name for path in runs.glob(f"*/{RECORD}"))


def open_run(runs: Path, name: str) -> Run:
    """The run of that id, of the folder at that path, or the newest for "latest". Raises RunError."""
    known = listed(runs)
    if name == "latest" and known:
        name = known[-1]
    folder = Path(name) if (Path(name) / RECORD).is_file() else runs / name
    if not (folder / RECORD).is_file():
        held = f"known runs: {', '.join(known[-5:])}" if known else "none is kept"
        raise RunError(f"no run {name} in {runs}; {held}; make one with `python -m evals run`")
    return Run(folder, _record(folder), tuple(read_results(folder)))


def _record(folder: Path) -> Record:
    try:
        raw = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        raw["sets"] = tuple(raw["sets"])
        return Record(**raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{folder / RECORD} cannot be read ({error}); begin a new run") from error


def answered(folder: Path) -> int:
    """How many cases are answered in the folder of a run; reads no answer."""
    path = folder / ANSWERS
    return path.read_bytes().count(b"\n") if path.exists() else 0


def read_record(runs: Path, name: str) -> Record:
    """What the run of that id was made with, without its answers. Raises RunError."""
    return _record(runs / name)


def read_results(folder: Path) -> list[Result]:
    """The results kept so far; a last line that a kill cut short is left out. Raises RunError for another bad line."""
    path = folder / ANSWERS
    if not path.exists():
        return []
    whole, _, _ = path.read_bytes().rpartition(b"\n")  # what stands after it was cut short, or is being written
    results = []
    for number, line in enumerate(whole.split(b"\n") if whole else (), 1):
        try:
            results.append(from_json(line.decode("utf-8")))
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"{path}, line {number} is not a result ({error}); begin a new run") from error
    return results


def write_record(folder: Path, record: Record) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{RECORD}.new"  # put in place whole: others list runs meanwhile
    part.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(folder / RECORD)


def _sha(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise SetError(f"cannot read {path}: {error.strerror}; check its path") from error
