"""In: a spreadsheet of letters (.xlsx, .csv). Out: its rows: each a letter with what its columns say, or what is wrong.

Finds the header by what its columns are called, in Chinese or English. Knows no letter and no draft.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assistant.errors import LetterError
from assistant.letters.inquiry import NOTHING, Given
from assistant.letters.inquiry_file import TABLES, check_bytes, check_package, file_bytes
from corpus import dates
from corpus.form_text import decode

_COLUMNS: dict[str, str] = {
    "letter": r"来信(?:内容|正文|原文)?|信件(?:内容|正文)?|留言(?:内容)?|内容|正文|诉求(?:内容)?|"
    r"letter|text|message|body|content",
    "id": r"编号|序号|信件编号|来信编号|id|no\.?|number",
    "name": r"姓名|来信人|写信人|留言人|署名|name|sender|from",
    "title": r"称谓|称呼|title|salutation",
    "date": r"日期|来信日期|来信时间|留言时间|时间|date|received",
    "place": r"地区|地点|区域|所在地|属地|place|area|district",
}
_PATTERNS = {key: re.compile(rf"\s*(?:{pattern})\s*[:：]?\s*", re.IGNORECASE) for key, pattern in _COLUMNS.items()}
_HEADER_ROWS = 10  # a title or two may stand above the header
_MOST_ROWS = 5000
Cell = object
_Merged = dict[tuple[int, int], tuple[int, int]]  # (row, column) -> the rows it is merged over


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet counts, its id, and the letter or the error."""

    number: int
    id: str
    letter: str = ""
    given: Given = NOTHING
    error: str = ""


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows below the header that are not blank. Raises LetterError for a table that cannot be used at all."""
    check_form(path.name)
    return table_in(file_bytes(path), path.name)


def check_form(name: str) -> None:
    """Raises LetterError for a name whose form is none of a table's."""
    form = Path(name).suffix.lower()
    if form not in TABLES:
        raise LetterError(
            f"cannot read a table of letters in {form or 'a file without a form'} ({name}); save it as .xlsx or .csv"
        )


def table_in(data: bytes, name: str) -> tuple[Row, ...]:
    """The rows of a table of this name and content. Raises LetterError as `read_table` does."""
    check_form(name)
    check_bytes(data, name)
    workbook = Path(name).suffix.lower() == ".xlsx"
    cells, merged, has_merged = _workbook(data, name) if workbook else (_csv(data, name), {}, False)
    found = next(
        ((at, columns) for at, row in enumerate(cells[:_HEADER_ROWS]) if "letter" in (columns := _header(row))), None
    )
    if found is None:
        also = "; it has merged cells, take them apart too" if has_merged else ""
        first = "、".join(str(cell) for cell in (cells[0] if cells else ()) if cell not in (None, ""))[:60]
        raise LetterError(
            f"{name} has no column of letters (first row: {first or 'empty'}); name one 来信内容 or letter{also}"
        )
    at, columns = found
    rows = [_row(number, cells[number - 1], columns, merged) for number in range(at + 2, len(cells) + 1)]
    kept = tuple(row for row in rows if row is not None)
    if not kept:
        raise LetterError(f"{name} holds no letter below its header; put one letter in each row")
    if len(kept) > _MOST_ROWS:
        raise LetterError(f"{name} holds {len(kept)} letters, {_MOST_ROWS} are allowed; split it")
    return kept


def _header(row: Sequence[Cell]) -> dict[str, int]:
    """Which column is which; the first that fits counts."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(row):
        for key, pattern in _PATTERNS.items():
            if key not in columns and isinstance(cell, str) and pattern.fullmatch(cell):
                columns[key] = place
                break
    return columns


def _row(number: int, row: Sequence[Cell], columns: dict[str, int], merged: _Merged) -> Row | None:
    values = {key: row[place] if place < len(row) else None for key, place in columns.items()}
    if all(value in (None, "") for value in values.values()):
        return None
    identity = _text(values.get("id")) or str(number)
    if (number, columns["letter"]) in merged:
        first, last = merged[number, columns["letter"]]
        return Row(
            number,
            identity,
            error=f"row {number}: its letter is in merged cells (rows {first} to {last}); "
            "take them apart, one letter a row",
        )
    letter = _text(values.get("letter"))
    if not letter.strip():
        return Row(number, identity, error=f"row {number}: the letter is empty; fill in its text or delete the row")
    day = _day(values.get("date"))
    return Row(
        number,
        identity,
        letter,
        Given(_text(values.get("name")), _text(values.get("title")), day, _text(values.get("place"))),
    )


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = dates.find(str(cell)) if cell else []
    return found[0].day if found else None


def _csv(data: bytes, name: str) -> list[list[Cell]]:
    try:
        text = decode(data)
    except ValueError as error:
        raise LetterError(f"{name} is not text; save it as CSV in UTF-8") from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise LetterError(f"{name} is no proper CSV ({error}); save it anew, or as .xlsx") from error


def _workbook(data: bytes, name: str) -> tuple[list[list[Cell]], _Merged, bool]:
    """The cells of the first sheet, and for each cell merged over rows (row, column) the rows it spans."""
    check_package(data, name, "xl/workbook.xml")
    from openpyxl import load_workbook  # here: only tables pay for it

    try:
        sheet = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
        cells: list[list[Cell]] = [list(row) for row in sheet.iter_rows(values_only=True, max_row=_MOST_ROWS + 100)]
        merged: _Merged = {}
        for area in sheet.merged_cells.ranges:
            value = sheet.cell(area.min_row, area.min_col).value
            for row in range(area.min_row, min(area.max_row, len(cells)) + 1):
                if area.max_row > area.min_row:
                    merged[row, area.min_col - 1] = (area.min_row, area.max_row)
                cells[row - 1][area.min_col - 1] = value
    except (KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise LetterError(f"{name} is damaged; open it in Excel and save it anew as .xlsx") from error
    return cells, merged, bool(sheet.merged_cells.ranges)
