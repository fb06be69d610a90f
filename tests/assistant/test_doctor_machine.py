"""What the doctor says of the machine; each fault with the command that mends it."""

import http.server
import json
import sqlite3
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import small_corpus
from fakes import FakeEmbedder

from assistant.__main__ import main
from assistant.access.users import Users
from assistant.page.interface_words import word
from assistant.settings import AssistantSettings, ServiceSettings
from assistant.upkeep import doctor, doctor_machine
from assistant.upkeep.kept import Place
from index import embedding
from index.build import build
from index.manifest import SCHEMA
from index.settings import IndexSettings


def by_name(findings):
    return {finding.what: finding for finding in findings}


def project(tmp_path: Path, *needed: str) -> Path:
    file = tmp_path / "pyproject.toml"
    file.write_text(f"[project]\ndependencies = {json.dumps(needed)}\n")
    return file


def test_the_packages_that_the_project_needs_are_there():
    found = by_name(doctor_machine.packages())
    assert found["python"].ok and found["packages"].ok
    assert "chromadb 1." in found["packages"].detail


def test_a_missing_and_an_old_package_are_named_with_the_command_that_installs(tmp_path):
    found = by_name(doctor_machine.packages(project(tmp_path, "no-such-thing>=1", "numpy>=99.5", "httpx>=0.1")))
    assert found["packages"].detail.startswith("no-such-thing is missing; numpy ")
    assert found["packages"].detail.endswith("is older than 99.5")
    assert "pip install ." in found["packages"].mend
    assert "make install BUNDLE=FILE" in found["packages"].mend


def test_without_its_packages_the_command_tells_that_and_tries_no_more(tmp_path, monkeypatch, capsys):
    missing = project(tmp_path, "no-such-thing>=1")
    packages = doctor_machine.packages
    monkeypatch.setattr(doctor_machine, "packages", lambda: packages(missing))
    assert main(["doctor"]) == 3
    told = capsys.readouterr().out
    assert "FAIL  packages: no-such-thing is missing" in told
    assert "mend it with: " in told
    assert "index" not in told


def test_an_encoder_that_is_not_on_this_machine_is_told(tmp_path):
    index = IndexSettings(models=tmp_path / "models")
    missing = doctor_machine.encoder(index)
    assert not missing.ok
    assert "python -m index build" in missing.mend
    assert not (tmp_path / "models").exists()  # it looks, and makes nothing
    found = doctor_machine.encoder(IndexSettings(embedding_model="no/such-model"))
    assert not found.ok
    assert "HF_HUB_OFFLINE=0 python -m index build" in found.detail


def test_too_little_room_for_a_second_index_is_told(tmp_path, monkeypatch):
    index = IndexSettings(folder=tmp_path / "deep" / "index")
    usage = doctor_machine.shutil.disk_usage(tmp_path)
    assert doctor_machine.disk(index).ok == (usage.free > doctor_machine.SPARE)
    monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda _at: usage._replace(free=1_000_000))
    assert not doctor_machine.disk(index).ok
    assert doctor_machine.disk(index).mend.startswith("du -sh")


@contextmanager
def listening(page: str, host: str = ""):
    """A server of one page, which it gives to whoever calls it by `host`."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            if host in self.headers["Host"]:
                self.wfile.write(page.encode())

        def log_message(self, *_arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_port_is_free_ours_or_taken_by_another_program():
    with listening("<title>something else</title>") as number:
        found = doctor_machine.port(AssistantSettings(port=number))
        assert not found.ok
        assert "chat --port N" in found.mend
    assert doctor_machine.port(AssistantSettings(port=number)).detail.endswith("is free")
    with listening(f"<title>{word('page_title', 'zh')}</title>") as number:
        assert "runs there" in doctor_machine.port(AssistantSettings(port=number)).detail
    with listening('{"status":"ok"}', host="wenda.example") as number:
        assert not doctor_machine.port(AssistantSettings(port=number)).ok
        named = AssistantSettings(port=number, service=ServiceSettings(names=("wenda.example",)))
        assert doctor_machine.port(named).ok


def test_a_broken_database_is_found_wherever_the_settings_put_it(tmp_path):
    for name in ("good.sqlite", "bad.sqlite"):
        with closing(sqlite3.connect(tmp_path / name)) as db, db:
            db.execute("CREATE TABLE t (x)")
            db.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 200)
    data = (tmp_path / "bad.sqlite").read_bytes()
    (tmp_path / "bad.sqlite").write_bytes(data[:5000] + b"\xff" * 9000 + data[14000:])
    found = by_name(doctor_machine.databases([Place("x", tmp_path), Place("y", tmp_path / "not there")]))
    assert found[f"database {tmp_path / 'good.sqlite'}"].ok
    bad = found[f"database {tmp_path / 'bad.sqlite'}"]
    assert not bad.ok
    assert bad.mend.startswith("make restore FILE=")


def test_users_are_counted_and_what_others_may_read_is_a_fault(tmp_path):
    settings = AssistantSettings(service=ServiceSettings(folder=tmp_path / "service"))
    assert "user add" in by_name(doctor_machine.users(settings))["users"].detail
    assert not (tmp_path / "service").exists()
    store = Users(settings.service.users)
    empty = by_name(doctor_machine.users(settings))["users"]
    assert (empty.ok, empty.mend) == (False, "python -m assistant user add NAME --role admin --password-stdin")
    store.add("wang", "writer", "a long password", 8)
    store.add("li", "admin", "a long password", 8)
    assert by_name(doctor_machine.users(settings))["users"].detail == "1 admin, 1 writer"
    settings.service.users.chmod(0o644)
    assert by_name(doctor_machine.users(settings))["users' file"].mend == f"chmod 600 {settings.service.users}"


def test_a_restore_that_was_cut_off_is_told(tmp_path):
    assert list(doctor_machine.restored(tmp_path / "restore.json")) == []
    (tmp_path / "restore.json").write_text("[]")
    (found,) = doctor_machine.restored(tmp_path / "restore.json")
    assert not found.ok
    assert "make restore FILE=" in found.mend


@pytest.fixture
def index(tmp_path, monkeypatch) -> IndexSettings:
    monkeypatch.setattr(embedding, "load", lambda _settings: FakeEmbedder())
    settings = IndexSettings(folder=tmp_path / "index", embedding_model="fake")
    build(small_corpus.write(tmp_path / "corpus"), settings, FakeEmbedder(), small_corpus.no_report)
    return settings


def test_the_index_is_told_with_its_schema_generation_and_whether_the_corpus_changed(tmp_path, index):
    def found():
        return by_name(doctor.examine(index, AssistantSettings(port=1), tmp_path / "corpus"))

    assert f"2 bulletins, 13 sentences; schema {SCHEMA}, generation-" in found()["index"].detail
    assert found()["index"].detail.endswith("vectors embedded")
    assert found()["corpus"].ok
    (tmp_path / "corpus/new.txt").write_text("一、整改情况\n(1)关于断头路问题。\n")
    assert (found()["corpus"].ok, found()["corpus"].mend) == (False, "make index (python -m index sync)")


def test_what_would_leave_for_a_chroma_server_is_said(index):
    def said(url):
        return doctor._vectors(index.model_copy(update={"chroma_url": url})).detail

    assert "do not leave" in said(None)
    assert said("http://127.0.0.1:8000").endswith("on this machine")
    assert "leave the machine" in said("http://chroma.example:8000")
