"""In: the rows of a table of letters. Out: a Word file a letter and a summary .xlsx; a bad row is told, the rest done.

What is done is noted beside the files, so that a stopped batch goes on where it was. Does not know how a draft is made.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import privacy
from assistant.errors import DraftError
from assistant.letters.draft import Draft
from assistant.letters.inquiry_table import Row
from corpus.errors import AppError

Make = Callable[[Row], Draft]
Write = Callable[[Draft, Path], Path]
_NOTE = ".drafts.jsonl"
PART = ".draft-"  # a file that is being written
SUMMARY = "汇总 summary.xlsx"
_HEADER = (
    "行 row",
    "编号 id",
    "状态 state",
    "事项 requests",
    "已答 answered",
    "未载明 missing",
    "未核实 unsupported",
    "文件 link",
    "说明 note",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the summary. `key`: the hash of the letter and the settings that it was drafted with."""

    row: int
    id: str
    key: str
    state: str  # drafted, bad, failed
    requests: int = 0
    answered: int = 0
    missing: int = 0
    unsupported: int = 0
    file: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many letters were drafted now, were done before, were bad, or failed."""

    drafted: int
    before: int
    bad: int
    failed: int
    summary: Path

    @property
    def exit_code(self) -> int:
        """3 if any failed, 2 if a row was bad, else 0."""
        return 3 if self.failed else 2 if self.bad else 0


def draft_rows(
    rows: Sequence[Row], folder: Path, salt: str, make: Make, write: Write, progress: Callable[[int, int], None]
) -> Outcome:
    """Draft every row into `folder`. `salt`: what else the drafts depend on; another one drafts all anew."""
    prepare(folder)
    for left in folder.glob(f"{PART}*.docx"):  # what a stopped run was writing
        left.unlink(missing_ok=True)
    done = _noted(folder / _NOTE)
    lines: list[Line] = []
    before = 0
    taken: set[str] = set()
    for count, row in enumerate(rows, 1):
        key = hashlib.sha256(f"{salt}\0{row.letter}\0{row.given}\0{row.error}".encode()).hexdigest()
        name = file_name(row, taken)
        known = done.get((row.number, key))
        if known and known.state == "drafted" and (folder / known.file).is_file():
            lines.append(known)
            before += 1
        else:
            line = _line(row, key, folder / name, make, write)
            lines.append(line)
            _note(folder / _NOTE, line)
        progress(count, len(rows))
    summary = folder / SUMMARY
    _summarize(lines, summary)
    states = [line.state for line in lines]
    return Outcome(states.count("drafted") - before, before, states.count("bad"), states.count("failed"), summary)


def prepare(folder: Path) -> None:
    """Make the folder, and prove that it can be written. Raises DraftError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DraftError(f"cannot write into {folder}: {error.strerror}; choose another folder") from error


def _line(row: Row, key: str, out: Path, make: Make, write: Write) -> Line:
    if row.error:
        return Line(row.number, shown(row.id), key, "bad", note=row.error)
    try:
        draft = make(row)
        path = write(draft, out)
    except AppError as error:
        return Line(row.number, shown(row.id), key, "bad", note=f"row {row.number}: {error}")
    except Exception as error:
        return Line(
            row.number,
            shown(row.id),
            key,
            "failed",
            note=f"row {row.number}: {type(error).__name__}; draft it alone to see why",
        )
    answers = [one.answer for one in draft.answered]
    return Line(
        row.number,
        shown(row.id),
        key,
        "failed" if draft.has_failed else "drafted",
        requests=len(answers),
        answered=sum(answer.status in ("answered", "partial") for answer in answers),
        missing=sum(len(one.missing) for one in draft.answered),
        unsupported=len(draft.unsupported),
        file=path.name,
    )


def shown(identity: str) -> str:
    """An id as it may stand in the summary and in a file's name: without personal numbers."""
    return privacy.mask(identity).text


def file_name(row: Row, taken: set[str]) -> str:
    """A file name from the id; the row's number when the id is none, is personal, or was there before."""
    plain = re.sub(r"[^\w.\-]+", "_", row.id).strip("._")[:60]
    if not plain or shown(row.id) != row.id or plain.lower() in taken:
        plain = f"{plain}-{row.number}" if plain and shown(row.id) == row.id else f"row-{row.number}"
    taken.add(plain.lower())
    return f"{plain}.docx"


def _noted(note: Path) -> dict[tuple[int, str], Line]:
    """The lines noted before; a line cut off by a stop is left out."""
    found: dict[tuple[int, str], Line] = {}
    try:
        text = note.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return found
    for entry in text.splitlines():
        try:
            line = Line(**json.loads(entry))
        except (ValueError, TypeError):
            continue
        found[line.row, line.key] = line
    return found


def _note(note: Path, line: Line) -> None:
    try:
        with note.open("ab+") as file:
            file.seek(max(file.tell() - 1, 0))
            torn = file.read(1) not in (b"", b"\n")  # by a stop in the middle of a line
            told = json.dumps(asdict(line), ensure_ascii=False) + "\n"
            file.write((("\n" if torn else "") + told).encode())
    except OSError as error:
        raise DraftError(
            f"cannot write into {note.parent}: {error.strerror}; free space, then run the same command again"
        ) from error


def workbook(lines: Sequence[Line]) -> bytes:
    """The summary: a row a letter, with a link to what was made of it."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总"
    sheet.append(_HEADER)
    for line in lines:
        sheet.append(
            (
                line.row,
                _plain(line.id),
                line.state,
                line.requests,
                line.answered,
                line.missing,
                line.unsupported,
                line.file,
                _plain(line.note),
            )
        )
        if line.file:
            cell = sheet.cell(sheet.max_row, _HEADER.index("文件 link") + 1)
            cell.hyperlink, cell.font = line.file, Font(color="0563C1", underline="single")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFGHI", (8, 16, 12, 14, 14, 14, 18, 36, 60), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _summarize(lines: Sequence[Line], path: Path) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(workbook(lines))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DraftError(
            f"cannot write {path}: {error.strerror}; close it if it is open, then run the same command again"
        ) from error


def _plain(text: str) -> str:
    """Text that a spreadsheet takes for no formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
