import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.__main__ import main
from evals.case import Case, load, save
from evals.errors import SpreadsheetError
from evals.spreadsheet import read, write, write_bad

# What a workbook can hold: no control characters, no surrogates, no lone carriage return (XML makes it a line feed).
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), max_size=12).map(str.strip)
WORDS = TEXT.filter(bool)
LISTS = st.lists(WORDS | st.sampled_from(["a|b", "[x]", "两\n行", "\\|", "=1+1", "007"]), max_size=3).map(tuple)
GROUPS = st.lists(st.lists(WORDS | st.sampled_from(["a|b", "\\"]), min_size=1, max_size=3).map(tuple), max_size=3).map(
    tuple
)
CASES = st.builds(
    Case,
    id=WORDS, lang=st.sampled_from(["zh", "en"]), kind=WORDS, question=WORDS,
    gold=st.lists(WORDS, min_size=1, max_size=3).map(tuple), facts=GROUPS, must_name_missing=LISTS,
    expect=st.lists(st.sampled_from(["answered", "partial", "not_found", "refused"]), max_size=2).map(tuple),
    history=st.lists(st.fixed_dictionaries({"role": st.just("user"), "content": TEXT}), max_size=2).map(tuple),
    scope=st.none() | st.fixed_dictionaries({"place": st.lists(WORDS, min_size=1, max_size=2)}),
    held_out=st.booleans(), note=TEXT, author=TEXT, reviewed=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@given(cases=st.lists(CASES, max_size=4, unique_by=lambda case: case.id))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_cases_come_back_from_a_spreadsheet_as_they_were(tmp_path_factory, ending, cases):
    path = tmp_path_factory.mktemp("sheets") / f"set.{ending}"
    write(cases, path)
    found = read(path)
    assert found.cases == tuple(cases)
    assert found.faults == ()


def sheet(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


HEADER = ["id", "lang", "kind", "question", "gold", "answerable"]


def test_a_bad_row_is_named_by_row_and_column_and_kept_whole(tmp_path):
    path = sheet(
        tmp_path / "set.xlsx",
        HEADER,
        ["c1", "zh", "number", "多少?", "新建小学", True],
        ["c2", "fr", "number", "combien?", "新建小学", True],
        [None, None, None, None, None, None],
        ["c3", "zh", "number", "多少?", "", "maybe"],
        ["c1", "zh", "number", "又一个?", "新建小学", "是"],
        ["c4", "zh", "number", "", "新建小学", "否"],
    )
    found = read(path)
    assert [case.id for case in found.cases] == ["c1"]
    assert [str(fault) for fault in found.faults] == [
        "row 3, column B (lang): input should be 'zh' or 'en'",
        "row 5, column F (answerable): 'maybe' is neither true nor false",
        "row 6, column A (id): c1 is in row 2 already",
        "row 7, column D (question): is empty",
    ]
    write_bad(found, tmp_path / "bad.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "bad.xlsx").active.iter_rows(values_only=True))
    assert rows[0] == (*HEADER, "fault")
    assert rows[1][:4] == ("c2", "fr", "number", "combien?")
    again = read(tmp_path / "bad.xlsx")  # mended or not, the file of bad rows can be read as it is
    assert len(again.faults) == 3


def test_numbers_that_excel_made_of_text_are_text_again(tmp_path):
    path = sheet(tmp_path / "set.xlsx", HEADER, [7, "zh", "number", 2019, "新建小学", 1])
    case = read(path).cases[0]
    assert (case.id, case.question, case.answerable) == ("7", "2019", True)


def test_csv_as_chinese_excel_saves_it_is_read(tmp_path):
    path = tmp_path / "set.csv"
    path.write_bytes("id,lang,kind,question,gold\r\nc1,zh,number,多少?,新建小学\r\n".encode("gb18030"))
    assert read(path).cases[0].question == "多少?"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,lang,kind,qestion\nc1,zh,x,?\n", "qestion is no column"),
        ("id,lang,kind\nc1,zh,x\n", "no column question"),
        ("", "is empty"),
        ("id,lang,kind,question\nc1,zh,x,?,left over\n", "row 2: 'left over' stands in no named column"),
    ],
)
def test_a_table_that_is_none_of_cases_says_so(tmp_path, text, told):
    (tmp_path / "set.csv").write_text(text, "utf-8")
    with pytest.raises(SpreadsheetError, match=told):
        read(tmp_path / "set.csv")


@pytest.mark.parametrize("name", ["set.xlsx", "set.xls"])
def test_a_file_that_is_no_workbook_says_so(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(SpreadsheetError, match=r"workbook|neither"):
        read(tmp_path / name)


def test_import_adds_and_changes_by_id_and_keeps_the_rows_that_are_no_cases(tmp_path, capsys):
    held = tmp_path / "set.jsonl"
    save([Case(id="old", lang="zh", kind="number", question="旧?", gold=("甲",))], held)
    assert main(["export", str(held), str(tmp_path / "set.xlsx")]) == 0
    rows = sheet(
        tmp_path / "edited.xlsx",
        HEADER,
        ["old", "zh", "number", "改过?", "甲", "true"],
        ["new", "zh", "number", "新?", "乙", "true"],
        ["bad", "zh", "number", "", "乙", "true"],
    )
    assert main(["import", str(rows), str(held)]) == 2
    told = capsys.readouterr()
    assert "1 cases added, 1 changed, 2 in" in told.out
    assert "row 4, column D (question): is empty" in told.err
    assert [(case.id, case.question) for case in load(held)] == [("old", "改过?"), ("new", "新?")]
    assert read(tmp_path / "edited-bad.xlsx").faults[0].row == 2
