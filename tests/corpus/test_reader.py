import os
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import EmptyCorpusError, ReadError, UnknownBulletinError
from corpus.reader import find, fingerprint, read, read_folder

TEXT = "中共青河县委关于整改情况的通报\n现予公布。\n一、甲\n完成。\n"


def put(path: Path, data: bytes | str = TEXT) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_give_one_text(tmp_path, encoding, line_end):
    bulletin = read(put(tmp_path / "Qinghe-2020.TXT", TEXT.replace("\n", line_end).encode(encoding)))
    assert bulletin.text == TEXT
    assert bulletin.id == "qinghe-2020"


def test_nothing_but_the_bom_and_line_ends_is_changed(tmp_path):
    odd = "　标题 \t\n\n\n  １．甲\u200b\n\n"
    assert read(put(tmp_path / "a.md", "\ufeff" + odd)).text == odd


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "it is an image"),
        (b"\xff\xfe\x00\xd8" * 50, "begins like utf-16 but is damaged"),
        (b"\x00\x01\x02" * 50, "binary"),
        (bytes(range(1, 256)) * 4, "neither UTF-8 nor GB18030"),
        (b"\x81" * 5, "neither UTF-8 nor GB18030"),
    ],
)
def test_a_bad_file_is_one_sentence_that_names_it(tmp_path, data, words):
    with pytest.raises(ReadError, match=words) as error:
        read(put(tmp_path / "a.txt", data))
    assert "a.txt" in str(error.value)


def test_a_missing_file_a_folder_and_an_unknown_form_are_told_apart(tmp_path):
    with pytest.raises(ReadError, match="there is no file"):
        read(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ReadError, match="is a folder"):
        read(tmp_path / "folder.txt")
    with pytest.raises(ReadError, match=r"the form \.odt is not known"):
        read(put(tmp_path / "a.odt"))


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    path = tmp_path / "a.txt"
    path.symlink_to(path)  # a loop: even root cannot open it
    with pytest.raises(ReadError, match=r"cannot open .*a\.txt .*; check that you may read it"):
        read(path)


def test_a_bad_file_does_not_lose_the_rest(tmp_path):
    for name, data in {"c.txt": TEXT, "a.md": TEXT, "b.txt": b"\x00", ".hidden": b"\x00"}.items():
        put(tmp_path / name, data)
    (tmp_path / "sub").mkdir()
    bulletins, problems = read_folder(tmp_path)
    assert [bulletin.id for bulletin in bulletins] == ["a", "c"]
    assert len(problems) == 1
    assert "b.txt" in str(problems[0])


def test_two_files_of_one_id_are_named_and_neither_is_read(tmp_path):
    for name in ("A.txt", "a.md", "b.txt"):
        put(tmp_path / name)
    bulletins, problems = read_folder(tmp_path)
    assert [bulletin.id for bulletin in bulletins] == ["b"]
    assert [str(problem) for problem in problems] == [
        f"A.txt and a.md in {tmp_path} have the same id a; rename one of them"
    ]
    with pytest.raises(ReadError, match=r"A\.txt and a\.md"):
        find(tmp_path, "a")


def test_a_folder_without_bulletins_says_what_to_do(tmp_path):
    with pytest.raises(EmptyCorpusError, match=r"there is no corpus folder .*--corpus"):
        read_folder(tmp_path / "none")
    with pytest.raises(EmptyCorpusError, match="holds no bulletin"):
        read_folder(tmp_path)
    with pytest.raises(EmptyCorpusError, match="cannot list"):
        read_folder(put(tmp_path / "a.txt"))


def test_a_folder_of_bad_files_only_is_an_error(tmp_path):
    put(tmp_path / "a.txt", b"\x00")
    put(tmp_path / "b.txt", b"")
    with pytest.raises(ReadError, match=r"no bulletin in .* can be read \(and 1 more\)"):
        read_folder(tmp_path)


def test_find_by_id_in_any_case_and_suggest_the_nearest(tmp_path):
    put(tmp_path / "laishan-2020.txt")
    assert find(tmp_path, "Laishan-2020").id == "laishan-2020"
    with pytest.raises(UnknownBulletinError, match="did you mean laishan-2020"):
        find(tmp_path, "laishan-2021")
    with pytest.raises(UnknownBulletinError, match="python -m corpus list"):
        find(tmp_path, "zzz")


def test_the_fingerprint_changes_with_names_and_contents_only(tmp_path):
    path = put(tmp_path / "a.txt")
    first = fingerprint(tmp_path)
    os.utime(path, (1, 1))
    assert fingerprint(tmp_path) == first
    put(path, TEXT + "二、乙\n完成。")
    second = fingerprint(tmp_path)
    path.rename(tmp_path / "b.txt")
    assert len({first, second, fingerprint(tmp_path)}) == 3


def test_the_fingerprint_of_nothing_is_an_error(tmp_path):
    with pytest.raises(EmptyCorpusError):
        fingerprint(tmp_path)


def test_gb18030_text_is_read_with_its_structure(tmp_path):
    text = TEXT + "中共青河县委\n二〇二〇年七月三十一日"
    bulletin = read(put(tmp_path / "a.txt", text.encode("gb18030")))
    assert bulletin.signed_on == date(2020, 7, 31)
    assert [section.title for section in bulletin.sections] == ["一、甲"]
