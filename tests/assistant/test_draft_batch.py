"""A table of letters: one file each, a summary, bad rows told, and going on after a stop."""

import json
import subprocess
import sys

import pytest
from openpyxl import Workbook, load_workbook

from assistant.__main__ import main
from assistant.errors import DraftError
from assistant.letters.draft import Draft
from assistant.letters.draft_batch import SUMMARY, draft_rows
from assistant.letters.inquiry import read
from assistant.letters.inquiry_table import Row

ROWS = [
    ["编号", "来信内容"],
    ["甲-1", "请问断头路打通了多少条？手机13805351234。"],
    [None, "有几处老旧小区？"],
    ["甲-3", " "],
]


def table(path):
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)
    return path


def test_a_batch_writes_each_letter_reports_the_bad_row_and_goes_on_where_it_was(shipped_index, tmp_path, capsys):
    out = tmp_path / "out"
    command = [
        "draft",
        "--index",
        str(shipped_index.folder),
        "--batch",
        str(table(tmp_path / "a.xlsx")),
        "--out-dir",
        str(out),
        "--json",
    ]
    assert main(command) == 2
    assert json.loads(capsys.readouterr().out) == {
        "drafted": 2,
        "before": 0,
        "bad": 1,
        "failed": 0,
        "path": str(out / SUMMARY),
    }
    assert sorted(path.name for path in out.glob("*.docx")) == ["3.docx", "甲-1.docx"]
    sheet = load_workbook(out / SUMMARY).active
    assert [cell.value for cell in sheet[2]][:7] == [2, "甲-1", "drafted", 1, 1, 0, 0]
    assert sheet.cell(2, 8).hyperlink.target == "甲-1.docx"
    assert [sheet.cell(4, 3).value, sheet.cell(4, 9).value] == [
        "bad",
        "row 4: the letter is empty; fill in its text or delete the row",
    ]
    assert not any("13805351234" in path.read_bytes().decode("latin-1") for path in out.iterdir())

    (out / "3.docx").unlink()
    assert main(command) == 2
    assert json.loads(capsys.readouterr().out)["before"] == 1
    assert (out / "3.docx").exists()


def test_a_letter_that_cannot_be_drafted_is_told_and_the_rest_done(tmp_path):
    def make(row):
        if row.number == 2:
            raise ValueError("secret 13805351234")
        raise DraftError("templates are gone; restore them")

    outcome = draft_rows(
        [Row(2, "a", "x"), Row(3, "b", "y")], tmp_path, "", make, lambda draft, out: out, lambda done, of: None
    )
    assert (outcome.failed, outcome.bad, outcome.exit_code) == (1, 1, 3)
    sheet = load_workbook(outcome.summary).active
    assert [sheet.cell(row, 9).value for row in (2, 3)] == [
        "row 2: ValueError; draft it alone to see why",
        "row 3: templates are gone; restore them",
    ]


def test_a_folder_that_cannot_be_written_is_told_before_the_work(shipped_index, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    command = ["draft", "--index", str(shipped_index.folder), "--batch", str(table(tmp_path / "a.xlsx"))]
    assert main([*command, "--out-dir", str(tmp_path / "file")]) == 2
    assert "choose another folder" in capsys.readouterr().err


def test_options_that_do_not_go_together_are_told(capsys):
    with pytest.raises(SystemExit) as end:
        main(["draft", "--batch", "a.xlsx"])
    assert end.value.code == 2
    assert "--batch FILE and --out-dir DIR go together" in capsys.readouterr().err


# ---- a run that is killed ----

KILLED = """
import sys, time
from pathlib import Path
from assistant.letters.draft import Draft
from assistant.letters.draft_batch import draft_rows
from assistant.letters.inquiry import read
from assistant.letters.inquiry import read
from assistant.letters.inquiry_table import Row

def write(draft, out):
    out.write_bytes(b"half")
    if out.name == "c.docx":
        print("third", flush=True)
        time.sleep(60)
    out.write_text(draft.inquiry.text)
    return out

rows = [Row(number, name, f"letter {name}") for number, name in enumerate("abcde", 2)]
draft_rows(rows, Path(sys.argv[1]), "", lambda row: Draft(read(row.letter), (), ()), write, lambda done, of: None)
"""


def test_a_run_killed_in_the_middle_is_taken_up_and_nothing_is_lost_or_doubled(tmp_path):
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "third\n"
        run.kill()
    note = tmp_path / ".drafts.jsonl"
    note.write_text(note.read_text("utf-8") + '{"row": 4, "id": "c", "ke', "utf-8")  # and its last line was torn
    (tmp_path / ".draft-left.docx").write_bytes(b"half")
    made = []

    def make(row):
        made.append(row.id)
        return Draft(read(row.letter), (), ())

    def write(draft, out):
        out.write_text(draft.inquiry.text, "utf-8")
        return out

    rows = [Row(number, name, f"letter {name}") for number, name in enumerate("abcde", 2)]
    outcome = draft_rows(rows, tmp_path, "", make, write, lambda done, of: None)
    assert (outcome.drafted, outcome.before, outcome.exit_code) == (3, 2, 0)
    assert made == ["c", "d", "e"]
    assert {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.docx")} == {
        f"{name}.docx": f"letter {name}" for name in "abcde"
    }
    assert [load_workbook(outcome.summary).active.cell(row, 2).value for row in range(2, 8)] == [*"abcde", None]
    again = draft_rows(rows, tmp_path, "", make, write, lambda done, of: None)
    assert (again.drafted, again.before) == (0, 5)


def test_a_disk_that_fills_up_is_told_and_a_second_run_does_the_rest(tmp_path):
    full = {"b"}

    def make(row):
        return Draft(read(row.letter), (), ())

    def write(draft, out):
        if out.stem in full:
            raise DraftError(f"cannot write {out}: No space left on device; choose another file")
        out.write_text("x")
        return out

    rows = [Row(2, "a", "letter a"), Row(3, "b", "letter b"), Row(4, "c", "letter c")]
    first = draft_rows(rows, tmp_path, "", make, write, lambda done, of: None)
    assert (first.drafted, first.bad, first.exit_code) == (2, 1, 2)
    full.clear()
    second = draft_rows(rows, tmp_path, "", make, write, lambda done, of: None)
    assert (second.drafted, second.before, second.exit_code) == (1, 2, 0)
