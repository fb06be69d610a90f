"""In: cases, or a spreadsheet of them (XLSX, CSV) that staff edited. Out: the other; faults by row and column.

A row that is not a case is kept whole, with its fault in a column of its own. JSONL stays the format of record.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from evals.case import Case, parse
from evals.errors import SpreadsheetError

FAULT = "fault"  # the column that tells what is wrong with a row
COLUMNS = tuple(field.name for field in fields(Case))
_TEXTS = frozenset({"id", "lang", "kind", "question", "note", "author"})
_FLAGS = frozenset({"answerable", "held_out", "reviewed"})
_LISTS = frozenset({"gold", "expect", "must_name_missing", "standalone_lacks"})  # one a line
_ALTERNATIVES = frozenset({"facts", "standalone_holds"})  # one a line, its spellings between bars
_YES = {"true": True, "1": True, "yes": True, "是": True, "false": False, "0": False, "no": False, "否": False}
_WIDE = {"question": 48, "gold": 40, "facts": 40, "note": 24, FAULT: 40}
_LONGEST = 32_767  # characters that a cell of a workbook can hold


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row: its number as a spreadsheet counts, the column's name and letter, the reason."""

    row: int
    column: str
    letter: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}" + (f", column {self.letter} ({self.column})" if self.letter else "")
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Read:
    """The cases of a spreadsheet, and the rows that are none: with their header, their cells as they were, and why."""

    cases: tuple[Case, ...]
    header: tuple[str, ...]
    bad_rows: tuple[tuple[str, ...], ...]
    faults: tuple[Fault, ...]  # the first of each bad row


def write(cases: Sequence[Case], path: Path) -> None:
    """The cases as .xlsx or .csv. Raises SpreadsheetError for another ending, or what a cell cannot hold."""
    rows = [[_cell(case, name) for name in COLUMNS] for case in cases]
    save(path, COLUMNS, rows)


def save(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A header and rows of text as .xlsx or .csv."""
    writers: dict[str, Callable[[Path, Sequence[str], list[Sequence[str]]], None]] = {
        ".xlsx": _write_xlsx,
        ".csv": _write_csv,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise SpreadsheetError(f"{path} is neither .xlsx nor .csv; choose one of these endings")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer(path, header, list(rows))
    except OSError as error:
        raise SpreadsheetError(f"cannot write {path}: {error.strerror}; choose another place") from error


def read(path: Path) -> Read:
    """Every row as a case or as a bad row with its fault. Raises SpreadsheetError for what is no table of cases."""
    header, rows = _table(path)
    unknown = [name for name in header if name and name not in (*COLUMNS, FAULT)]
    if unknown:
        raise SpreadsheetError(f"{path}: {unknown[0]} is no column of a case; known: {', '.join(COLUMNS)}")
    if lacking := [name for name in ("id", "lang", "kind", "question") if name not in header]:
        raise SpreadsheetError(f"{path} has no column {', '.join(lacking)}; its first row names the columns")
    cases: list[Case] = []
    bad: list[tuple[str, ...]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        found = _case(header, row, number)
        if isinstance(found, Case) and found.id in seen:
            found = _fault(header, number, "id", f"{found.id} is in row {seen[found.id]} already")
        if isinstance(found, Case):
            seen[found.id] = number
            cases.append(found)
        else:
            faults.append(found)
            bad.append(tuple(row))
    return Read(tuple(cases), tuple(header), tuple(bad), tuple(faults))


def write_bad(read_: Read, path: Path) -> None:
    """The bad rows as they were, each with its fault, to be mended and read again."""
    names = [name for name in read_.header if name != FAULT]
    at = [read_.header.index(name) for name in names]
    rows = [
        [*(row[column] for column in at), str(fault)] for row, fault in zip(read_.bad_rows, read_.faults, strict=True)
    ]
    save(path, [*names, FAULT], rows)


def _cell(case: Case, name: str) -> str:
    value = getattr(case, name)
    if name in _FLAGS:
        return "true" if value else "false"
    if name in _LISTS:
        return _lines(value)
    if name in _ALTERNATIVES:
        return _lines("|".join(_escape(spelling) for spelling in group) for group in value)
    if name in _TEXTS:
        return str(value)
    return json.dumps(value, ensure_ascii=False) if value else ""


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _lines(values: Iterable[str]) -> str:
    """One a line; what would be read otherwise (a line end, white space at an edge) stands as JSON."""
    values = list(values)
    plain = all(
        value and value == value.strip() and value[0] not in "[" and len(value.splitlines()) == 1 for value in values
    )
    return "\n".join(values) if plain else json.dumps(values, ensure_ascii=False)


def _unlined(text: str) -> list[str]:
    if text.lstrip().startswith("["):
        values = json.loads(text)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError("is not a list of texts")
        return values
    return [line.strip() for line in text.splitlines() if line.strip()]


def _spellings(text: str) -> list[str]:
    """What stands between bars; a bar or a backslash after a backslash is meant as it is."""
    found, current, literal = [], "", False
    for character in text:
        if literal or character not in "\\|":
            current += character
            literal = False
        elif character == "\\":
            literal = True
        else:
            found.append(current)
            current = ""
    return [*found, current]


def _value(name: str, text: str) -> Any:
    """A cell's value as JSON would hold it. Raises ValueError with the reason."""
    if name in _FLAGS:
        if text.strip().lower() not in _YES:
            raise ValueError(f"{text!r} is neither true nor false")
        return _YES[text.strip().lower()]
    if name in _LISTS:
        return _unlined(text)
    if name in _ALTERNATIVES:
        return [_spellings(line) for line in _unlined(text)]
    return text if name in _TEXTS else json.loads(text)


def _case(header: Sequence[str], row: Sequence[str], number: int) -> Case | Fault:
    record = {}
    for name, text in zip(header, row, strict=True):
        if name in ("", FAULT) or (not text.strip() and name != "question"):
            continue
        try:
            record[name] = _value(name, text)
        except ValueError as error:
            reason = "is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
            return _fault(header, number, name, reason)
    try:
        return parse(record)
    except ValueError as error:
        column, _, reason = str(error).partition(": ")
        return _fault(header, number, column.partition(".")[0], reason or str(error))


def _fault(header: Sequence[str], number: int, column: str, reason: str) -> Fault:
    letter = get_column_letter(header.index(column) + 1) if column in header else ""
    return Fault(number, column, letter, reason if letter else f"{column}: {reason}")


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows, each as long as the header, every cell as text."""
    readers = {".xlsx": _read_xlsx, ".csv": _read_csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SpreadsheetError(f"{path} is neither .xlsx nor .csv; save it as one of these")
    try:
        rows = reader(path)
    except OSError as error:
        raise SpreadsheetError(f"cannot read {path}: {error.strerror}; check its path") from error
    if not rows:
        raise SpreadsheetError(f"{path} is empty; its first row names the columns: {', '.join(COLUMNS)}")
    header = [cell.strip() for cell in rows[0]]
    while header and not header[-1]:
        header.pop()
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise SpreadsheetError(f"{path} has the column {twice[0]} twice; remove one")
    width = len(header)
    for number, row in enumerate(rows[1:], 2):
        if beyond := [cell for cell in row[width:] if cell.strip()]:
            raise SpreadsheetError(
                f"{path}, row {number}: {beyond[0][:30]!r} stands in no named column; name it or remove it"
            )
    return header, [(row + [""] * width)[:width] for row in rows[1:]]


def _read_xlsx(path: Path) -> list[list[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            raise
        raise SpreadsheetError(f"{path} is not a workbook ({error}); save it again as .xlsx") from error
    except Exception as error:  # a damaged archive raises whatever its broken part provokes
        raise SpreadsheetError(f"{path} is not a workbook ({error}); save it again as .xlsx") from error
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    return [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # Excel in Chinese saves CSV as GB18030
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SpreadsheetError(f"{path} is neither UTF-8 nor GB18030 text; save it as CSV UTF-8")
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise SpreadsheetError(f"{path} is not CSV ({error}); save it again as CSV UTF-8") from error


def _write_csv(path: Path, header: Sequence[str], rows: list[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark makes Excel read it as UTF-8
        csv.writer(file).writerows([header, *rows])


def _write_xlsx(path: Path, header: Sequence[str], rows: list[Sequence[str]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "cases"
    for number, row in enumerate([header, *rows], 1):
        for column, text in enumerate(row, 1):
            if len(text) > _LONGEST:
                where = f"row {number}, column {get_column_letter(column)} ({header[column - 1]})"
                raise SpreadsheetError(f"{where} is longer than a cell can be; export to .csv")
            cell = sheet.cell(number, column)
            try:
                cell.value = text
            except ValueError as error:
                where = f"row {number}, column {get_column_letter(column)} ({header[column - 1]})"
                raise SpreadsheetError(f"{where} holds a character that no workbook can; export to .csv") from error
            cell.data_type = "s"  # a question that begins with = is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE.get(name, 14)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)
