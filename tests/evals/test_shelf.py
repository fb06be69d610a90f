"""Sets as staff see them: shipped ones stay, uploads lose nothing, faults say where."""

import json

import openpyxl
import pytest
import small_corpus
from made_results import case

from corpus.reader import read_folder
from evals.case import load, save
from evals.errors import GoldError, SetError
from evals.shelf import Listed, Shelf
from evals.spreadsheet import write


@pytest.fixture
def shelf(tmp_path):
    save([case("c1", reviewed=True), case("c2")], tmp_path / "shipped" / "roads.jsonl")
    (tmp_path / "shipped" / "other.jsonl").write_text('{"no": "case"}\n')
    return Shelf(tmp_path / "shipped", tmp_path / "own")


def test_sets_are_listed_with_what_waits_for_review_and_other_files_left_out(shelf):
    assert shelf.listed() == [Listed("roads", 2, 1, own=False)]


def test_changing_a_shipped_set_makes_a_copy_of_ones_own(shelf, tmp_path):
    assert shelf.put("roads", [case("c2", note="mended"), case("c3")]) == (1, 1)
    assert shelf.listed() == [Listed("roads", 3, 2, own=True)]
    assert [one.id for one in load(tmp_path / "shipped" / "roads.jsonl")] == ["c1", "c2"]


def test_gold_is_mended_only_with_what_the_bulletins_hold(shelf, tmp_path):
    bulletins = read_folder(small_corpus.write(tmp_path / "corpus")).bulletins
    with pytest.raises(GoldError, match="no paragraph holds"):
        shelf.mend("roads", "c2", ["打通隧道"], bulletins)
    with pytest.raises(SetError, match="needs a gold paragraph"):
        shelf.mend("roads", "c2", [], bulletins)
    assert shelf.case("roads", "c2").reviewed is False
    mended = shelf.mend("roads", "c2", ["打通断头路34条"], bulletins)
    assert (mended.gold, mended.reviewed) == (("打通断头路34条",), True)
    assert shelf.case("roads", "c2") == mended


def test_only_what_waits_for_review_is_rejected_and_it_is_kept_aside(shelf, tmp_path):
    shelf.put("mine", [case("m1"), case("m2", reviewed=True)])
    shelf.reject("mine", "m1")
    assert [one.id for one in shelf.cases("mine")] == ["m2"]
    assert shelf.rejected("mine") == {"m1"}
    for name, of in (("m2", "mine"), ("c2", "roads")):
        with pytest.raises(SetError, match="only what waits for review"):
            shelf.reject(of, name)
    shelf.put("one", [case("o1")])
    shelf.reject("one", "o1")
    assert [one.name for one in shelf.listed()] == ["mine", "roads"]


def test_a_workbook_comes_back_and_its_bad_rows_are_kept_whole(shelf, tmp_path):
    file = tmp_path / "road works.xlsx"
    write([case("c1", note="new"), case("c9")], file)
    book = openpyxl.load_workbook(file)
    book.active["B3"] = "fr"
    book.save(file)
    taken = shelf.take("road works.xlsx", file.read_bytes())
    assert (taken.name, taken.added, taken.changed) == ("road-works", 1, 0)
    assert [str(fault) for fault in taken.faults] == ["row 3, column B (lang): input should be 'zh' or 'en'"]
    name, kept = shelf.bad_rows("road-works")
    assert name == "road-works-bad.xlsx"
    (tmp_path / name).write_bytes(kept)
    rows = list(openpyxl.load_workbook(tmp_path / name).active.iter_rows(values_only=True))
    assert rows[1][:2] == ("c9", "fr")
    assert [one.name for one in shelf.listed()] == ["road-works", "roads"]


def test_lines_that_are_no_case_are_kept_and_told(shelf):
    good = json.dumps({"id": "n1", "lang": "zh", "kind": "k", "question": "问?", "gold": ["b/00000001"]})
    taken = shelf.take("new.jsonl", f"{good}\nnot json\n{good}\n".encode())
    assert taken.added == 1
    assert [fault.row for fault in taken.faults] == [2, 3]
    assert shelf.bad_rows("new") == ("new-bad.jsonl", f"not json\n{good}\n".encode())


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("set.docx", b"x", "ends in .xlsx, .csv or .jsonl"),
        ("set.csv", b"colour\nred\n", "^set.csv: colour is no column of a case"),
        ("set.xlsx", b"no archive", "^set.xlsx is not a workbook"),
        ("set.jsonl", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_set_is_refused_in_its_own_name(shelf, name, data, told):
    with pytest.raises(SetError, match=told):
        shelf.take(name, data)


def test_a_name_cannot_leave_the_folder(shelf, tmp_path):
    good = json.dumps({"id": "n1", "lang": "zh", "kind": "k", "question": "问?", "gold": ["b/00000001"]})
    assert shelf.take("../../evil.jsonl", good.encode()).name == "evil"
    assert (tmp_path / "own" / "evil.jsonl").exists()
    with pytest.raises(SetError, match="no set"):
        shelf.path("../shipped/roads")
