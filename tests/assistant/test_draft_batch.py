"""A table of letters: one file each, a summary, bad rows told, and going on after a stop."""

import json

import pytest
from openpyxl import Workbook, load_workbook

from assistant.__main__ import main
from assistant.draft_batch import SUMMARY, draft_rows
from assistant.errors import DraftError
from assistant.inquiry_table import Row

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
