import os
from pathlib import Path

import pytest

from corpus import held, kept
from corpus.held import Held
from corpus.reader import contents


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(held, "_SETTLED", -(10**18))  # as if all files were old
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name} 3所", encoding="utf-8")
    return tmp_path


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The files that were read to be hashed."""
    names: list[str] = []
    usual = held.hashlib.file_digest

    def told(file, kind):
        names.append(Path(file.name).name)
        return usual(file, kind)

    monkeypatch.setattr(held.hashlib, "file_digest", told)
    return names


def written(folder: Path) -> Held:
    known = Held(folder)
    for path in sorted(folder.glob("*.txt")):
        known.hashes(path)
    known.write(always=True)
    return known


def test_a_file_that_stays_is_hashed_once_even_by_the_next_command(folder, hashed):
    first = written(folder).hashes(folder / "a.txt")
    assert Held(folder).hashes(folder / "a.txt") == first
    assert first.content == kept.content_hash("a.txt 3所".encode())
    assert hashed == ["a.txt", "b.txt"]


def test_a_change_of_the_same_length_under_the_old_time_is_seen(folder, hashed):
    before = written(folder).hashes(folder / "a.txt")
    told = (folder / "a.txt").stat()
    (folder / "a.txt").write_text("a.txt 9所", encoding="utf-8")
    os.utime(folder / "a.txt", ns=(told.st_atime_ns, told.st_mtime_ns))
    after = Held(folder).hashes(folder / "a.txt")
    assert (after.content, hashed) == (kept.content_hash("a.txt 9所".encode()), ["a.txt", "b.txt", "a.txt"])
    assert after != before


def test_a_file_of_this_very_moment_is_not_trusted_yet(folder, hashed, monkeypatch):
    monkeypatch.setattr(held, "_SETTLED", 10**18)
    written(folder)
    Held(folder).hashes(folder / "a.txt")
    assert hashed == ["a.txt", "b.txt", "a.txt"]


def test_another_kept_text_is_seen_though_the_file_stays(folder):
    before = written(folder).read_from(folder / "a.txt")
    content = kept.content_hash((folder / "a.txt").read_bytes())
    kept.write(folder, content, kept.Note("一", "d", "a.txt"))
    assert Held(folder).read_from(folder / "a.txt") == f"{content} {kept.text_hash('一')}" != before


@pytest.mark.parametrize("broken", [b"", b"[]", b'{"a.txt": 1}', b'{"a.txt": [["x"], "", "", ""]}'])
def test_what_was_written_down_may_be_lost_or_broken(folder, broken):
    whole = contents(folder)
    written(folder)
    (folder / kept.FOLDER / "held.json").write_bytes(broken)
    assert contents(folder) == whole


def test_a_file_that_is_gone_or_cannot_be_read_is_told(folder):
    assert written(folder).read_from(folder / "none.txt") == "unreadable: 2"


def test_a_large_folder_is_not_read_again_to_see_that_it_is_the_same(folder, hashed):
    for number in range(25):
        (folder / f"{number}.txt").write_text(str(number), encoding="utf-8")
    first = contents(folder)
    hashed.clear()
    assert (contents(folder), hashed) == (first, [])
    (folder / "7.txt").write_text("another", encoding="utf-8")
    assert contents(folder) != first
    assert hashed == ["7.txt"]
