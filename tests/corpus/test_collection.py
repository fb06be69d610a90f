import io
import json
import zipfile
from pathlib import Path

import bulletin_forms
import pytest

from corpus import collection, form_pdf, kept
from corpus.__main__ import main
from corpus.errors import CorpusWriteError, DuplicateError, ReadError, UnknownBulletinError
from corpus.reader import fingerprint, read, read_folder

TEXT = "中共青河县委关于整改情况的通报\n来源:青河网 发布时间:2020-08-03\n一、关于学校问题\n新建学校3所,投资1.5亿元。\n"
OTHER = TEXT.replace("3所", "9所")


def put(path: Path, data: bytes | str = TEXT) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "corpus"


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_file_is_copied_as_it_came_and_its_metadata_taken(tmp_path, folder):
    done = collection.add(folder, put(tmp_path / "Qinghe 2020.TXT", TEXT.encode("gb18030")))
    assert done.path == folder / "Qinghe 2020.txt"
    assert done.path.read_bytes() == TEXT.encode("gb18030")
    assert (done.bulletin.id, done.bulletin.issuer) == ("qinghe 2020", "中共青河县委")
    assert read(done.path) == done.bulletin


def test_what_is_held_is_refused_in_any_form_and_the_message_says_of_what(tmp_path, folder):
    collection.add(folder, put(tmp_path / "a.txt"))
    before = fingerprint(folder)
    word = put(tmp_path / "b.docx", bulletin_forms.as_docx(TEXT))
    wide = put(tmp_path / "c.md", TEXT.replace(",", "，").replace("\n", "\r\n"))
    page = put(tmp_path / "d.html", bulletin_forms.as_html(TEXT))
    for source in (word, wide, page):
        with pytest.raises(DuplicateError, match=r"has the same text as a \(a\.txt\)"):
            collection.add(folder, source)
    with pytest.raises(DuplicateError, match=r"holds a already \(a\.txt\), with the same text; nothing to do"):
        collection.add(folder, put(tmp_path / "again" / "A.txt"))
    with pytest.raises(DuplicateError, match=r"with another text; give --id"):
        collection.add(folder, put(tmp_path / "again" / "a.txt", OTHER))
    assert visible(folder) == ["a.txt"]
    assert fingerprint(folder) == before


def test_one_figure_makes_another_bulletin(tmp_path, folder):
    collection.add(folder, put(tmp_path / "a.txt"))
    collection.add(folder, put(tmp_path / "b.txt", OTHER))
    assert visible(folder) == ["a.txt", "b.txt"]


def test_a_file_that_was_put_there_by_hand_counts_as_held(tmp_path, folder):
    put(folder / "by-hand.txt")
    with pytest.raises(DuplicateError, match="by-hand"):
        collection.add(folder, put(tmp_path / "b.txt"))


def test_a_mislabelled_file_is_kept_under_the_suffix_of_what_it_is(tmp_path, folder):
    done = collection.add(folder, put(tmp_path / "a.txt", bulletin_forms.as_docx(TEXT)))
    assert done.path.name == "a.docx"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", ".hidden", "x\n y", "  ", "a" * 400, "中" * 300, "a#b?c"])
def test_any_id_becomes_a_name_inside_the_folder(tmp_path, folder, name):
    done = collection.add(folder, put(tmp_path / "a.txt"), name)
    assert done.path.parent == folder
    assert visible(folder) == [done.path.name]
    assert collection.remove(folder, done.bulletin.id) == done.path


def test_a_bad_file_leaves_nothing_behind(tmp_path, folder):
    for name, data in {
        "a.docx": b"PK\x03\x04",
        "b.txt": b"\x00",
        "c.txt": " ",
        "d.exe": TEXT,
        "e.md": "# 标题",
    }.items():
        with pytest.raises(ReadError):
            collection.add(folder, put(tmp_path / name, data))
    with pytest.raises(ReadError, match="there is no file"):
        collection.add(folder, str(tmp_path / "none.txt"))
    assert not folder.exists()


def test_a_full_disk_leaves_nothing_half_written(tmp_path, folder, monkeypatch):
    collection.add(folder, put(tmp_path / "a.txt"))

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CorpusWriteError, match="No space left on device"):
        collection.add(folder, put(tmp_path / "b.txt", OTHER))
    assert visible(folder) == ["a.txt"]
    assert not list(folder.rglob("*.part"))


def test_what_a_killed_process_left_is_swept_and_never_read(tmp_path, folder):
    put(folder / ".b.txt.77.part", "一、")
    collection.add(folder, put(tmp_path / "a.txt"))
    assert [bulletin.id for bulletin in read_folder(folder).bulletins] == ["a"]
    assert not list(folder.glob(".*.part"))


def test_remove_deletes_the_original_and_what_was_kept_of_it(tmp_path, folder):
    collection.add(folder, put(tmp_path / "a.docx", bulletin_forms.as_docx(TEXT)))
    collection.add(folder, put(tmp_path / "b.txt", OTHER))
    assert collection.remove(folder, "A").name == "a.docx"
    assert visible(folder) == ["b.txt"]
    held = kept.content_hash((folder / "b.txt").read_bytes())
    assert {path.name for path in (folder / kept.FOLDER).iterdir()} == {"turn", "held.json", f"{held}.json"}
    with pytest.raises(UnknownBulletinError, match="did you mean b"):
        collection.remove(folder, "bb")


def test_a_kept_text_spares_the_form_and_reread_takes_it_anew(tmp_path, folder):
    done = collection.add(folder, put(tmp_path / "a.docx", bulletin_forms.as_docx(TEXT)))
    content = kept.content_hash(done.path.read_bytes())
    note = kept.read(folder, content)
    kept.write(folder, content, kept.Note("一、旧\n旧的读法。\n", note.digest, note.origin))
    before = fingerprint(folder)
    assert read(done.path).text == "一、旧\n旧的读法。\n"
    again = collection.reread(folder, "a")
    assert again.changed
    assert again.after.text == done.bulletin.text == read(done.path).text
    assert fingerprint(folder) != before
    assert not collection.reread(folder, "a").changed


def test_a_broken_note_is_no_obstacle(tmp_path, folder):
    done = collection.add(folder, put(tmp_path / "a.docx", bulletin_forms.as_docx(TEXT)))
    for broken in (b"{", b"[]", b'{"text": 1, "digest": "", "origin": ""}'):
        put(folder / kept.FOLDER / f"{kept.content_hash(done.path.read_bytes())}.json", broken)
        assert read(done.path) == done.bulletin


def test_the_command_adds_a_folder_tells_the_bad_ones_and_does_the_rest(tmp_path, folder, capsys):
    put(tmp_path / "in" / "a.txt")
    put(tmp_path / "in" / "sub" / "b.md", OTHER)
    put(tmp_path / "in" / "bad.docx", b"PK\x03\x04")
    put(tmp_path / "in" / "copy.txt")
    put(tmp_path / "in" / ".git" / "x.txt")
    assert main(["add", str(tmp_path / "in"), str(tmp_path / "none.txt"), "--corpus", str(folder)]) == 2
    printed = capsys.readouterr()
    assert [line.split("\t")[:2] for line in printed.out.splitlines()] == [["added", "a"], ["added", "b"]]
    errors = [line for line in printed.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 3
    assert "same text as a (a.txt)" in errors[1]
    assert visible(folder) == ["a.txt", "b.md"]


def test_the_commands_remove_and_reread(tmp_path, folder, capsys):
    assert main(["add", put(tmp_path / "a.txt"), "--id", "Qinghe", "--json", "--corpus", str(folder)]) == 0
    [record] = json.loads(capsys.readouterr().out)
    assert (record["id"], record["headings"]) == ("qinghe", 1)
    assert main(["reread", "qinghe", "--corpus", str(folder)]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert main(["remove", "qinghe", "--corpus", str(folder)]) == 0
    assert visible(folder) == []
    put(tmp_path / "in" / "x.txt", OTHER)
    put(tmp_path / "in" / "y.txt")
    assert main(["add", str(tmp_path / "in"), "--id", "one", "--corpus", str(folder)]) == 2


def test_a_scan_is_told_when_it_is_added_listed_and_checked(tmp_path, folder, capsys, monkeypatch):
    monkeypatch.setattr(form_pdf, "take", lambda data: (TEXT, 2))
    warning = "recognised from pictures: compare the figures with the original"
    assert main(["add", put(tmp_path / "scan.pdf", b"%PDF-1.4"), put(tmp_path / "b.txt", OTHER), *at(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.endswith(f"\t{warning}") for line in lines] == [True, False]
    monkeypatch.undo()  # what was recognised is kept
    assert main(["list", *at(folder)]) == 0
    assert [line.endswith(f"\t{warning}") for line in capsys.readouterr().out.splitlines()] == [False, True]
    assert main(["list", "--json", *at(folder)]) == 0
    assert [one["recognised"] for one in json.loads(capsys.readouterr().out)] == [0, 2]
    assert main(["check", *at(folder)]) == 1
    assert f"odd: 2 page(s) {warning}" in capsys.readouterr().out


def at(folder: Path) -> list[str]:
    return ["--corpus", str(folder)]


def test_a_folder_without_a_file_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="holds no file"):
        collection.sources(str(tmp_path / "empty"))


def test_a_bomb_is_refused_by_the_command_in_one_line(tmp_path, folder, capsys):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", " " * (50 * 2**20))
    assert main(["add", put(tmp_path / "a.docx", file.getvalue()), "--corpus", str(folder)]) == 2
    assert "unpacks to more than any bulletin" in capsys.readouterr().err


def test_adding_many_reads_each_held_file_at_most_once(tmp_path, folder, monkeypatch, capsys):
    opened = []
    usual = Path.open

    def counted(path, mode="r", *more, **others):
        if path.parent == folder and "r" in mode:
            opened.append(path.name)
        return usual(path, mode, *more, **others)

    def added(first, last):
        opened.clear()
        sources = [put(tmp_path / f"{n}.txt", TEXT.replace("3所", f"{n}所")) for n in range(first, last)]
        assert main(["add", "--corpus", str(folder), *sources]) == 0
        return len(opened)

    monkeypatch.setattr(Path, "open", counted)
    assert [added(1, 11), added(11, 31), added(31, 32)] == [0, 0, 0]
    for name in "abc":
        put(folder / f"{name}.txt", TEXT.replace("3所", f"{name}所"))
    assert added(32, 42) <= 3 * 3  # those put there by hand: their bytes, their words, and once more with their note
    assert len(read_folder(folder).bulletins) == 44


def test_what_another_process_adds_meanwhile_is_seen(tmp_path, folder):
    held = collection.Duplicates(folder)
    collection.add(folder, put(tmp_path / "a.txt"), held=held)
    collection.add(folder, put(tmp_path / "b.txt", OTHER))
    put(folder / "by-hand.txt", TEXT.replace("3所", "5所"))
    for number in ("9", "5"):
        with pytest.raises(DuplicateError, match="has the same text as b"):
            collection.add(folder, put(tmp_path / "c.txt", TEXT.replace("3所", f"{number}所")), held=held)
    collection.remove(folder, "b")
    assert collection.add(folder, put(tmp_path / "c.txt", OTHER), held=held).bulletin.id == "c"


def test_the_same_bytes_are_refused_whatever_was_noted_of_their_words(tmp_path, folder):
    done = collection.add(folder, put(tmp_path / "a.txt"))
    content = kept.content_hash(done.path.read_bytes())
    kept.write(folder, content, kept.Note(None, "of an older version", "a.txt"))
    with pytest.raises(DuplicateError, match="has the same text as a"):
        collection.add(folder, put(tmp_path / "b.txt"))
