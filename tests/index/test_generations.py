import json

import pytest

from index import generations
from index.errors import BuildError, DamagedIndexError, ForeignIndexError, IndexLockedError, MissingIndexError


def make(folder, content):
    with generations.writer(folder), generations.successor(folder) as new:
        (new / "data").write_text(content)
    return new


def held(folder):
    return (generations.current(folder) / "data").read_text()


def test_a_folder_without_an_index_names_the_command(tmp_path):
    with pytest.raises(MissingIndexError, match="python -m index build"):
        generations.current(tmp_path / "index")


def test_the_new_generation_answers_only_when_it_is_whole(tmp_path):
    make(tmp_path, "old")
    with generations.writer(tmp_path), generations.successor(tmp_path) as new:
        (new / "data").write_text("new")
        assert held(tmp_path) == "old"
    assert held(tmp_path) == "new"


def test_a_failed_build_leaves_the_old_generation_and_nothing_else(tmp_path):
    old = make(tmp_path, "old")
    with pytest.raises(ZeroDivisionError), generations.writer(tmp_path), generations.successor(tmp_path) as new:
        (new / "data").write_text("half")
        raise ZeroDivisionError
    assert held(tmp_path) == "old"
    assert list(tmp_path.glob("generation-*")) == [old]


def test_the_generation_before_stays_for_open_readers_until_the_next_build(tmp_path):
    first, second = make(tmp_path, "1"), make(tmp_path, "2")
    assert first.is_dir()
    third = make(tmp_path, "3")
    assert sorted(tmp_path.glob("generation-*")) == sorted([second, third])


def test_what_a_dead_writer_left_is_removed(tmp_path):
    (tmp_path / "generation-of-a-dead-writer").mkdir()
    (tmp_path / "writer.lock").touch()
    new = make(tmp_path, "new")
    assert list(tmp_path.glob("generation-*")) == [new]


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path):
    with generations.writer(tmp_path):
        holder = json.loads((tmp_path / "writer.json").read_text())
        with pytest.raises(IndexLockedError, match=f"process {holder['pid']} .*since {holder['since'][:10]}"):
            generations.writer(tmp_path).__enter__()
    with generations.writer(tmp_path):
        pass  # free again


@pytest.mark.parametrize("name", ["", "generation-gone", "../elsewhere", "other"])
def test_a_pointer_to_nothing_is_a_damaged_index(tmp_path, name):
    (tmp_path / "CURRENT").write_text(name)
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        generations.current(tmp_path)


def test_a_folder_of_something_else_is_never_written_to(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(ForeignIndexError, match="another folder"):
        generations.current(tmp_path)
    with pytest.raises(ForeignIndexError, match="another folder"):
        make(tmp_path, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "index").touch()
    with pytest.raises(BuildError, match="is a file"):
        make(tmp_path / "index", "new")
