"""Backups: made while in use, whole or not there; restored whole or not at all."""

import gzip
import json
import os
import sqlite3
import stat
import tarfile
import zlib
from pathlib import Path

import pytest
import small_corpus
from fakes import FakeEmbedder
from pydantic import BaseModel

from assistant.__main__ import main
from assistant.access.users import Users
from assistant.errors import BackupError
from assistant.page.conversations import Conversations
from assistant.settings import AssistantSettings, OfficeSettings, ServiceSettings
from assistant.upkeep import backup, kept, restore
from corpus.settings import CorpusSettings
from evals.settings import EvalsSettings
from index import generations
from index.build import build
from index.search import Searcher
from index.settings import IndexSettings

SETTINGS = """[corpus]
folder = "corpus/bulletins"
[index]
folder = "data/index"
[assistant]
conversations = "data/conversations.sqlite"
own_sets = "data/sets"
[assistant.service]
folder = "data/service"
"""


@pytest.fixture
def office(tmp_path, monkeypatch) -> Path:
    """A working folder where everything has been used."""
    home = tmp_path / "office"
    (home / "corpus").mkdir(parents=True)
    monkeypatch.chdir(home)
    (home / "settings.toml").write_text(SETTINGS)
    small_corpus.write(home / "corpus/bulletins")
    build(Path("corpus/bulletins"), IndexSettings(folder=Path("data/index")), FakeEmbedder(), small_corpus.no_report)
    conversations = Conversations(Path("data/conversations.sqlite"))
    conversations.start("desk", "断头路")
    Users(Path("data/service/users.sqlite")).add("wang", "writer", "a long password", 8)
    (home / "data/service/audit").mkdir()
    (home / "data/service/audit/2026-11-25.jsonl").write_text('{"what": "ask"}\n')
    (home / "data/sets").mkdir()
    (home / "data/sets/own.jsonl").write_text('{"id": "1"}\n')
    return home


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """An empty working folder to restore into."""

    def go(name="elsewhere"):
        home = tmp_path / name
        home.mkdir()
        monkeypatch.chdir(home)
        return home

    return go


def content(home: Path) -> dict[str, bytes]:
    """Every file but locks, by name; databases as what they hold."""
    held = {}
    for path in sorted(home.rglob("*")):
        if not path.is_file() or not path.stat().st_size or path.name.endswith(("-wal", "-shm", "writer.json")):
            continue
        data = path.read_bytes()
        if data.startswith(b"SQLite format 3") and "generation-" not in str(path):
            with sqlite3.connect(path) as db:
                data = "\n".join(db.iterdump()).encode()
            db.close()
        held[path.relative_to(home).as_posix()] = data
    return held


def test_a_round_trip_brings_everything_back_on_another_machine(office, elsewhere, capsys):
    before = content(office)
    assert main(["backup", "--out", "../backup.tar.gz"]) == 0
    assert stat.S_IMODE(Path("../backup.tar.gz").stat().st_mode) == 0o600  # hashes of passwords are in it
    home = elsewhere()
    assert main(["restore", "../backup.tar.gz", "--check"]) == 0
    assert list(home.iterdir()) == []
    assert main(["restore", "../backup.tar.gz"]) == 0
    assert content(home) == before
    assert stat.S_IMODE((home / "data/service/users.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "data/service").stat().st_mode) == 0o700
    hits = Searcher.open(IndexSettings(folder=Path("data/index")), FakeEmbedder()).search("断头路", 1)
    assert hits[0].bulletin.id == "yiqu-2020"
    assert [found.title for found in Conversations(Path("data/conversations.sqlite")).of("desk")] == ["断头路"]
    assert Users(Path("data/service/users.sqlite")).log_in("wang", "a long password").role == "writer"


def test_a_database_is_backed_up_while_it_is_written(office, elsewhere):
    writing = sqlite3.connect("data/conversations.sqlite")
    writing.execute("PRAGMA wal_autocheckpoint = 0")  # what is committed stays in the log beside the file
    with writing:
        writing.execute("INSERT INTO owners VALUES ('committed', 'zh')")
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("INSERT INTO owners VALUES ('never committed', 'zh')")
    assert main(["backup", "--out", "../backup.tar.gz"]) == 0
    writing.rollback()
    writing.close()
    elsewhere()
    assert main(["restore", "../backup.tar.gz"]) == 0
    assert Conversations(Path("data/conversations.sqlite")).language("committed") == "zh"
    assert Conversations(Path("data/conversations.sqlite")).language("never committed") is None


def test_every_path_of_the_settings_is_in_the_backup_or_said_to_be_made_anew(tmp_path):
    """Point each path of each table at a file of its own; a path that a new setting brings must come along."""
    named = {}

    def elsewhere(table: str, model: type[BaseModel]) -> BaseModel:
        changed = {}
        for name, field in model.model_fields.items():
            key = f"{table}.{name}"
            default = field.get_default(call_default_factory=True)
            if isinstance(default, BaseModel):
                changed[name] = elsewhere(key, type(default))
            elif "Path" in str(field.annotation):
                file = tmp_path / key
                file.write_text(key)
                named[key] = file
                changed[name] = (file,) if "tuple" in str(field.annotation) else file
        return model(**changed)

    models = {
        "corpus": CorpusSettings,
        "index": IndexSettings,
        "assistant": AssistantSettings,
        "evals": EvalsSettings,
    }
    tables = {table: elsewhere(table, model) for table, model in models.items()}
    assert {"corpus.folder", "assistant.conversations", "assistant.service.folder", "evals.runs"} <= named.keys()
    found = {place.path for place in kept.places(tables)}
    for key, file in named.items():
        assert file in found or key in kept.MADE_ANEW, f"{key} is not backed up; see assistant/upkeep/kept.py"
    assert kept.MADE_ANEW == ("index.models",)


def test_what_the_service_derives_from_its_folder_lies_in_it():
    service = ServiceSettings(folder=Path("x"))
    derived = [getattr(service, name) for name, value in vars(ServiceSettings).items() if isinstance(value, property)]
    paths = [value for value in derived if isinstance(value, Path)]
    assert {Path("x/users.sqlite"), Path("x/audit")} <= set(paths)
    assert all(Path("x") in path.parents for path in paths)


def test_what_comes_with_the_program_is_left_to_it_until_the_settings_name_another():
    def keys(office: OfficeSettings) -> set[str]:
        return {place.key for place in kept.places({"assistant": AssistantSettings(office=office)})}

    assert "assistant.office.templates" not in keys(OfficeSettings())
    assert "assistant.office.templates" in keys(OfficeSettings(templates=Path("our/letters")))


def unpacks_to_the_same(archive, original):
    """Some bits of a deflated stream say nothing."""
    try:
        return gzip.decompress(archive) == gzip.decompress(original)
    except (OSError, EOFError, zlib.error):
        return False


def damage(file: Path, how: str) -> None:
    data = file.read_bytes()
    if how == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif how == "a bit flipped":
        flips = (data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(len(data) // 2, len(data)))
        file.write_bytes(next(flipped for flipped in flips if not unpacks_to_the_same(flipped, data)))
    elif how == "not an archive":
        file.write_bytes(b"PK\x03\x04 something else")
    else:
        with tarfile.open(file) as old:
            members = [(member, old.extractfile(member).read()) for member in old]
        with tarfile.open(file, "w:gz") as new:
            for member, content in members:
                if how == "a file missing" and member.name.endswith("own.jsonl"):
                    continue
                if how == "another content" and member.name.endswith("own.jsonl"):
                    content = b'{"id": "2"}\n'
                if how == "a name that leads out" and member.name == backup.LISTING:
                    record = json.loads(content)
                    record["files"]["assistant.own_sets"] = {"../../pwned": "0" * 64}
                    content = json.dumps(record).encode()
                if how == "a link" and member.name.endswith("own.jsonl"):
                    member.type, member.linkname, content = tarfile.SYMTYPE, "/etc/passwd", b""
                member.size = len(content)
                import io

                new.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    "how",
    [
        "cut",
        "a bit flipped",
        "not an archive",
        "a file missing",
        "another content",
        "a name that leads out",
        "a link",
    ],
)
def test_a_damaged_backup_is_told_and_nothing_is_touched(office, elsewhere, capsys, how):
    assert main(["backup", "--out", "../backup.tar.gz"]) == 0
    damage(office.parent / "backup.tar.gz", how)
    home = elsewhere()
    (home / "settings.toml").write_text(SETTINGS)
    assert main(["restore", "../backup.tar.gz", "--overwrite"]) == 2
    assert "take another" in capsys.readouterr().err
    assert [path.name for path in home.iterdir()] == ["settings.toml"]


def test_what_would_be_lost_is_named_and_stays_until_overwriting_is_said(office, capsys):
    assert main(["backup", "--out", "../backup.tar.gz"]) == 0
    Conversations(Path("data/conversations.sqlite")).start("desk", "later")
    (office / "corpus/bulletins/new.txt").write_text("一、整改情况\n")
    before = content(office)
    assert main(["restore", "../backup.tar.gz"]) == 2
    told = capsys.readouterr().err
    assert "new.txt" in told and "conversations.sqlite" in told and told.rstrip().endswith("--overwrite")
    assert content(office) == before
    assert main(["restore", "../backup.tar.gz", "--overwrite"]) == 0
    assert not (office / "corpus/bulletins/new.txt").exists()
    assert [found.title for found in Conversations(Path("data/conversations.sqlite")).of("desk")] == ["断头路"]
    assert not [path for path in office.rglob(".*") if path.name.endswith((".before", ".restoring"))]


def test_where_everything_is_as_in_the_backup_nothing_needs_to_be_said(office):
    assert main(["backup", "--out", "../backup.tar.gz", "--without-index"]) == 0
    (office / "data/sets/own.jsonl").unlink()
    (office / "data/conversations.sqlite").unlink()
    Path("data/service/users.sqlite").unlink()
    assert main(["restore", "../backup.tar.gz"]) == 0
    assert (office / "data/sets/own.jsonl").read_text() == '{"id": "1"}\n'


def fail() -> None:
    raise OSError(5, "Input/output error")


def swapped(monkeypatch, at: int, happens=fail) -> None:
    """Something happens at the `at`th rename of the swap."""
    rename, count = Path.rename, iter(range(1, 1000))

    def failing(self, target):
        if (".restoring" in f"{self}{target}" or ".before" in f"{self}{target}") and next(count) == at:
            happens()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)


@pytest.mark.parametrize("at", [1, 2, 5, 8])
def test_a_restore_that_fails_in_its_swap_leaves_everything_as_it_was(office, monkeypatch, capsys, at):
    assert main(["backup", "--out", "../backup.tar.gz"]) == 0
    (office / "corpus/bulletins/new.txt").write_text("一、整改情况\n")
    before = content(office)
    swapped(monkeypatch, at)
    assert main(["restore", "../backup.tar.gz", "--overwrite"]) == 2
    assert "nothing was restored: Input/output error" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.chdir(office)
    assert content(office) == before


@pytest.mark.parametrize("at", [1, 2, 5, 8])
def test_a_restore_that_was_killed_in_its_swap_is_undone_by_the_next(office, monkeypatch, at):
    assert main(["backup", "--out", "../backup.tar.gz"]) == 0
    (office / "corpus/bulletins/new.txt").write_text("一、整改情况\n")
    before = content(office)
    if (child := os.fork()) == 0:
        swapped(monkeypatch, at, lambda: os._exit(9))
        main(["restore", "../backup.tar.gz", "--overwrite"])
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert content(office) != before
    assert restore.undo()
    assert not restore.undo()
    assert content(office) == before


def test_no_space_leaves_no_half_backup(office, monkeypatch, capsys):
    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    assert main(["backup", "--out", "../backups/b.tar.gz"]) == 2
    assert "no backup was written" in capsys.readouterr().err
    assert list((office.parent / "backups").iterdir()) == []


def test_a_backup_into_what_is_backed_up_is_refused(office):
    with pytest.raises(BackupError, match="elsewhere"):
        backup.write([kept.Place("assistant.own_sets", Path("data/sets"))], Path("data/sets/b.tar.gz"))


def test_an_index_that_is_not_whole_is_left_out_and_the_command_named(office, elsewhere, capsys):
    (generations.current(Path("data/index")) / "manifest.json").unlink()
    assert main(["backup", "--out", "../backup.tar.gz"]) == 0
    assert "after a restore run: make index" in capsys.readouterr().err
    home = elsewhere()
    assert main(["restore", "../backup.tar.gz"]) == 0
    assert not (home / "data/index").exists()
