import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import aside, collection, kept
from corpus.errors import DuplicateError, UnknownBulletinError
from corpus.reader import fingerprint, read

TEXT = "中共青河县委关于整改情况的通报\n发布时间:2020-08-03\n一、关于学校问题\n新建学校3所。\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("3所", f"{ord(name)}所"), encoding="utf-8")
        collection.add(tmp_path / "corpus", str(tmp_path / f"{name}.txt"))
    return tmp_path / "corpus"


def test_what_was_removed_is_put_back_as_it_was(folder):
    before, held = fingerprint(folder), read(folder / "a.txt")
    gone = aside.set_aside(folder, "A")
    assert (gone.path.name, (folder / "a.txt").exists()) == ("a.txt", False)
    assert fingerprint(folder) != before
    assert aside.removed(folder) == [aside.Removed(gone.key, gone.path, gone.at.replace(microsecond=0))]
    assert read(aside.put_back(folder, gone.key)) == held
    assert fingerprint(folder) == before
    assert (aside.removed(folder), list((folder / aside.FOLDER).iterdir())) == ([], [])


def test_the_last_bulletin_can_be_removed_and_put_back(folder):
    keys = [aside.set_aside(folder, name).key for name in ("a", "b")]
    assert sorted(one.path.name for one in aside.removed(folder)) == ["a.txt", "b.txt"]
    aside.put_back(folder, keys[1])
    assert read(folder / "b.txt").id == "b"


def test_what_is_held_again_meanwhile_is_not_put_back(folder, tmp_path):
    gone = aside.set_aside(folder, "a")
    again = tmp_path / "again.txt"
    os.link(tmp_path / "a.txt", again)
    collection.add(folder, str(again))
    with pytest.raises(DuplicateError, match="has the same text as again") as told:
        aside.put_back(folder, gone.key)
    assert told.value.held == "again"
    assert gone.path.exists()


def test_what_is_put_back_while_the_list_is_made_is_left_out_of_it(folder, monkeypatch):
    gone = [aside.set_aside(folder, name) for name in "ab"]

    def at_that_moment(listed):
        def listing(place="."):
            if isinstance(place, str | os.PathLike) and Path(place).name == gone[0].key:
                shutil.rmtree(place)
            return listed(place)

        return listing

    for name in ("listdir", "scandir"):
        monkeypatch.setattr(os, name, at_that_moment(getattr(os, name)))
    assert [one.path.name for one in aside.removed(folder)] == ["b.txt"]


@pytest.mark.parametrize("key", ["", "..", "../b.txt", "20200101T000000-abcdef", "x/../../b"])
def test_a_key_names_nothing_else(folder, key):
    with pytest.raises(UnknownBulletinError, match="add the bulletin again"):
        aside.put_back(folder, key)


def test_after_a_month_it_is_deleted_with_its_note_unless_it_is_held_again(folder, tmp_path):
    long_ago = datetime.now(UTC) - timedelta(days=aside.KEPT_DAYS, minutes=1)
    a, b = (kept.content_hash((folder / f"{name}.txt").read_bytes()) for name in "ab")
    for name in "ab":
        aside.set_aside(folder, name, long_ago)
    collection.add(folder, str(tmp_path / "b.txt"))
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    collection.add(folder, str(tmp_path / "c.txt"))
    aside.set_aside(folder, "c")
    assert [one.path.name for one in aside.removed(folder)] == ["c.txt"]
    assert (kept.read(folder, a), kept.read(folder, b) is not None) == (None, True)
