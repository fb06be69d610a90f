"""In: the folder of shipped sets and the folder of one's own. Out: sets as staff see them: listed, taken in, changed.

A shipped set is never written: its first change makes a copy of one's own, which stands in its place from then on.
"""

from __future__ import annotations

import json
import re
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.bulletin import Bulletin
from corpus.errors import AppError
from evals import spreadsheet
from evals.case import Case, load, parse_line, resolve, save, to_json
from evals.errors import SetError
from evals.spreadsheet import Fault

LARGEST = 10_000_000  # bytes of a file that is taken in
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A set on the shelf."""

    name: str
    cases: int
    unreviewed: int
    own: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: its cases in the set, its other rows kept in a file beside it, and what is wrong there."""

    name: str
    added: int
    changed: int
    faults: tuple[Fault, ...]  # of lines of JSON the row alone
    bad: Path | None  # the rows that are no case


class Shelf:
    """The sets of both folders; safe to share between the threads of one server."""

    def __init__(self, shipped: Path, own: Path) -> None:
        self._shipped = shipped
        self._own = own
        self._lock = threading.Lock()

    def listed(self) -> list[Listed]:
        """The sets, one's own first. A file that is no set of cases is left out."""
        found = []
        for name, path in self._paths().items():
            try:
                cases = load(path)
            except SetError:
                continue
            found.append(Listed(name, len(cases), sum(not case.reviewed for case in cases), path.parent == self._own))
        return found

    def path(self, name: str) -> Path:
        """Where a set stands. Raises SetError for a name that no set on the shelf has."""
        path = self._paths().get(name)
        if path is None:
            raise SetError(f"there is no set {name}; choose one from the list")
        return path

    def cases(self, name: str) -> list[Case]:
        return load(self.path(name))

    def case(self, name: str, case_id: str) -> Case:
        """Raises SetError when the set does not hold it."""
        for case in self.cases(name):
            if case.id == case_id:
                return case
        raise SetError(f"the set {name} holds no case {case_id}; open one from the list")

    def put(self, name: str, cases: Iterable[Case]) -> tuple[int, int]:
        """Add cases, or change those of the same ids, in one's own set of that name; (added, changed)."""
        with self._lock:
            path = self._paths().get(name)
            held = {case.id: case for case in load(path)} if path else {}
            merged = held | {case.id: case for case in cases}
            changed = sum(case != merged[name] for name, case in held.items())
            if merged != held:
                self._write(merged.values(), name)
            return len(merged) - len(held), changed

    def mend(self, name: str, case_id: str, gold: Iterable[str], bulletins: Iterable[Bulletin]) -> Case:
        """Give a case other gold and count it as reviewed. Raises GoldError for a label that names no paragraph."""
        case = replace(self.case(name, case_id), gold=tuple(gold), reviewed=True)
        if case.answerable and not case.gold:
            raise SetError(f"case {case_id} can be answered, so it needs a gold paragraph; name one, a line each")
        resolve(case, bulletins)
        self.put(name, [case])
        return case

    def reject(self, name: str, case_id: str) -> None:
        """Take a case that nobody has reviewed out of one's own set, and keep it aside. Raises SetError for another."""
        with self._lock:
            case = self.case(name, case_id)
            if case.reviewed or self.path(name).parent != self._own:
                raise SetError(f"case {case_id} is reviewed or shipped; only what waits for review can be rejected")
            with self._rejected(name).open("a", encoding="utf-8") as file:
                file.write(json.dumps(to_json(case), ensure_ascii=False) + "\n")
            left = [one for one in self.cases(name) if one.id != case_id]
            if left:
                self._write(left, name)
            else:
                self.path(name).unlink()

    def rejected(self, name: str) -> set[str]:
        """The ids of the cases that were taken out of a set."""
        file = self._rejected(name)
        return {case.id for case in load(file)} if file.exists() else set()

    def _rejected(self, name: str) -> Path:
        return self._own / f"{name}-rejected.jsonl.kept"

    def take(self, file_name: str, data: bytes) -> Taken:
        """Cases of an uploaded .xlsx, .csv or .jsonl; a known id replaces its case. Raises SetError."""
        if len(data) > LARGEST:
            raise SetError(f"{file_name} is larger than {LARGEST // 1_000_000} MB; split it into smaller sets")
        given = Path(file_name.replace("\\", "/"))
        name = _UNSAFE.sub("-", given.stem).strip("-.").removesuffix("-bad") or "set"
        readers: dict[str, Callable[[Path, Path], tuple[list[Case], tuple[Fault, ...]]]] = {
            ".xlsx": _rows,
            ".csv": _rows,
            ".jsonl": _lines,
        }
        reader = readers.get(given.suffix.lower())
        if reader is None:
            raise SetError(f"{file_name} is no set; choose a file that ends in .xlsx, .csv or .jsonl")
        bad = self._own / f"{name}-bad{given.suffix.lower()}.kept"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{name}{given.suffix.lower()}"
            file.write_bytes(data)
            rest = Path(folder) / f"{name}-bad{given.suffix.lower()}"
            try:
                cases, faults = reader(file, rest)
            except AppError as error:
                raise SetError(str(error).replace(f"{folder}/", "")) from error
            if faults:
                self._own.mkdir(parents=True, exist_ok=True)
                bad.write_bytes(rest.read_bytes())
        added, changed = self.put(name, cases) if cases else (0, 0)
        return Taken(name, added, changed, faults, bad if faults else None)

    def as_workbook(self, name: str) -> bytes:
        """The set as .xlsx."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "set.xlsx"
            spreadsheet.write(self.cases(name), file)
            return file.read_bytes()

    def bad_rows(self, name: str) -> tuple[str, bytes]:
        """The rows of the last file of that name that are no case: file name and content. Raises SetError."""
        for file in sorted(self._own.glob("*.kept")):
            if file.name.startswith(f"{name}-bad."):
                return file.name.removesuffix(".kept"), file.read_bytes()
        raise SetError(f"no rows of {name} were kept; choose the file again")

    def _paths(self) -> dict[str, Path]:
        own = {path.stem: path for path in sorted(self._own.glob("*.jsonl"))}
        return own | {path.stem: path for path in sorted(self._shipped.glob("*.jsonl")) if path.stem not in own}

    def _write(self, cases: Iterable[Case], name: str) -> None:
        """At once whole: a reader meets the old set or the new one."""
        new = self._own / f"{name}.jsonl.new"
        save(cases, new)
        new.replace(self._own / f"{name}.jsonl")


def _rows(file: Path, bad: Path) -> tuple[list[Case], tuple[Fault, ...]]:
    read = spreadsheet.read(file)
    if read.faults:
        spreadsheet.write_bad(read, bad)
    return list(read.cases), read.faults


def _lines(file: Path, bad: Path) -> tuple[list[Case], tuple[Fault, ...]]:
    """The cases of JSON lines, the other lines kept as they are."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SetError(f"{file.name} is not UTF-8 text; save it as UTF-8") from error
    cases: dict[str, Case] = {}
    faults, lost = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            case = parse_line(line)
            if case.id in cases:
                raise ValueError(f"id: {case.id} stands on an earlier line already")
            cases[case.id] = case
        except ValueError as error:
            faults.append(Fault(number, "", "", str(error)))
            lost.append(line)
    bad.write_text("".join(f"{line}\n" for line in lost), encoding="utf-8")
    return list(cases.values()), tuple(faults)
