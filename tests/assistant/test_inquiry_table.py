"""Tables of letters: the header by what its columns are called, good rows, bad rows, and tables of no use."""

import pytest
from openpyxl import Workbook

from assistant.errors import LetterError
from assistant.letters.inquiry_table import read_table


def workbook(path, *rows, merge=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merge:
        book.active.merge_cells(area)
    book.save(path)
    return path


def test_rows_are_read_below_a_title_with_what_their_columns_say(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        ["2020年来信登记表"],
        ["编号", "姓名", "称谓", "日期", "来信内容"],
        [7, "李敏", "女士", "2020年8月1日", "请问何时完工？"],
        [None, None, None, None, None],
        [8, None, None, None, "  "],
    )
    first, second = read_table(path)
    assert (first.number, first.id, first.letter, first.given.name, first.given.title) == (
        3,
        "7",
        "请问何时完工？",
        "李敏",
        "女士",
    )
    assert first.given.written_on.isoformat() == "2020-08-01"
    assert second.error == "row 5: the letter is empty; fill in its text or delete the row"


def test_csv_is_read_with_its_own_separator(tmp_path):
    (tmp_path / "a.csv").write_text('id;letter\n1;"When, and why?"\n', encoding="utf-8")
    assert [(row.id, row.letter) for row in read_table(tmp_path / "a.csv")] == [("1", "When, and why?")]


def test_a_letter_in_merged_cells_is_a_bad_row_and_the_rest_is_read(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["id", "letter"], [1, "一"], [2, "二"], [3, "三"], merge=["B2:B3"])
    rows = read_table(path)
    assert [bool(row.error) for row in rows] == [True, True, False]
    assert rows[0].error == "row 2: its letter is in merged cells (rows 2 to 3); take them apart, one letter a row"


@pytest.mark.parametrize(
    ("rows", "merge", "sentence"),
    [
        (
            [["甲", "乙"], [1, "请问何时完工？"]],
            ["A1:B1"],
            r"no column of letters \(first row: 甲\); name one 来信内容 or letter; it has merged cells, take them",
        ),
        ([["甲", "乙"]], [], "no column of letters"),
        ([["letter"]], [], "holds no letter below its header"),
    ],
)
def test_a_table_of_no_use_is_refused(tmp_path, rows, merge, sentence):
    with pytest.raises(LetterError, match=sentence):
        read_table(workbook(tmp_path / "a.xlsx", *rows, merge=merge))


def test_an_old_workbook_under_a_new_name_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(LetterError, match="an old Office file"):
        read_table(tmp_path / "a.xlsx")
