import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from chromadb.errors import InternalError
from fakes import FakeEmbedder
from small_corpus import no_report

from corpus.errors import EmptyCorpusError, ReadError
from index import generations, manifest
from index.build import Storing, build
from index.errors import BuildError, IndexLockedError
from index.search import Searcher
from index.vector_file import VectorFile

ROOT = Path(__file__).parent.parent.parent
# A child that builds and, at the named step, says so and waits to be killed.
CHILD = """
import sys, time
from pathlib import Path
from fakes import FakeEmbedder
from index.build import build
from index.settings import IndexSettings

def report(step, done, total):
    if step == sys.argv[3]:
        print("there", flush=True)
        time.sleep(600)

build(Path(sys.argv[1]), IndexSettings(folder=Path(sys.argv[2])), FakeEmbedder(1024), report)
"""


def first(settings, question="断头路"):
    return Searcher.open(settings, FakeEmbedder(1024)).search(question, 1)[0].paragraph.text


def add_bulletin(corpus):
    (corpus / "new.txt").write_text("一、整改情况\n\n(1)关于断头路问题。断头路断头路断头路。\n", encoding="utf-8")


@pytest.fixture
def half_built(corpus, small_index):
    """Starts a child that builds; the function gives the child when it has come to that step."""
    children = []

    def start(step):
        add_bulletin(corpus)
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(corpus), str(small_index.folder), step],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        children.append(child)
        assert child.stdout.readline() == "there\n"
        return child

    yield start
    for child in children:
        child.kill()
        child.wait()
        child.stdout.close()


def test_the_manifest_counts_what_was_indexed(corpus, index_settings):
    made = build(corpus, index_settings, FakeEmbedder(1024), no_report)
    assert (made.bulletins, made.paragraphs, made.chunks) == (2, 6, 13)
    assert (made.model, made.dimension, made.encoder, made.unread) == ("fake", 1024, "bundled-both", ())
    assert manifest.read(generations.current(index_settings.folder)) == made


def test_the_mean_is_of_all_passages(corpus, index_settings):
    made = build(corpus, index_settings, FakeEmbedder(1024), no_report)
    held = VectorFile(generations.current(index_settings.folder) / "vectors", 1024, 13)
    assert np.allclose(held.read(range(13)).mean(axis=0), made.passage_mean, atol=1e-6)


def test_vectors_are_stored_many_at_a_time_and_the_last_few_too(monkeypatch):
    sizes = []
    monkeypatch.setattr("index.build.STORED", 3)
    monkeypatch.setattr("index.build.put", lambda _store, chunks, vectors: sizes.append((len(chunks), len(vectors))))
    storing = Storing(None)
    for count in (2, 2, 1):
        storing.add(["chunk"] * count, np.zeros((count, 4), dtype=np.float32))
    storing.close()
    storing.close()
    assert sizes == [(4, 4), (1, 1)]


def test_progress_is_told_step_by_step(corpus, index_settings):
    told = []
    build(corpus, index_settings, FakeEmbedder(1024), lambda *step: told.append(step))
    assert told == [("documents", 1, 2), ("documents", 2, 2), ("terms", 6, 6), ("vectors", 13, 13)]


def test_building_twice_gives_the_same_answers(corpus, small_index):
    before = [
        (hit.paragraph.id, hit.score) for hit in Searcher.open(small_index, FakeEmbedder(1024)).search("幼儿园", 6)
    ]
    build(corpus, small_index, FakeEmbedder(1024), no_report)
    after = [
        (hit.paragraph.id, hit.score) for hit in Searcher.open(small_index, FakeEmbedder(1024)).search("幼儿园", 6)
    ]
    assert after == before


def test_what_cannot_be_read_is_left_out_and_named(corpus, index_settings):
    (corpus / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    made = build(corpus, index_settings, FakeEmbedder(1024), no_report)
    assert made.bulletins == 2
    assert len(made.unread) == 1
    assert "broken.txt" in made.unread[0]


def test_an_empty_or_missing_corpus_is_told_and_the_old_index_stays(corpus, small_index, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "missing"):
        with pytest.raises(EmptyCorpusError):
            build(folder, small_index, FakeEmbedder(1024), no_report)
    (tmp_path / "empty" / "bad.txt").write_bytes(b"\x00")
    with pytest.raises(ReadError, match=r"bad\.txt"):
        build(tmp_path / "empty", small_index, FakeEmbedder(1024), no_report)
    assert "断头路" in first(small_index)


@pytest.mark.parametrize("step", ["documents", "terms", "vectors"])
def test_killed_half_way_the_old_index_still_answers(corpus, small_index, half_built, step):
    child = half_built(step)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert first(small_index) == "(1)关于“断头路”问题。累计投入24亿元,打通断头路34条。"
    build(corpus, small_index, FakeEmbedder(1024), no_report)  # the dead writer holds no lock
    assert first(small_index) == "(1)关于断头路问题。断头路断头路断头路。"
    assert len(list(small_index.folder.glob("generation-*"))) == 2


def test_questions_are_answered_while_a_build_runs_and_a_second_build_is_told_who_runs(corpus, small_index, half_built):
    child = half_built("vectors")
    assert first(small_index) == "(1)关于“断头路”问题。累计投入24亿元,打通断头路34条。"
    with pytest.raises(IndexLockedError, match=f"process {child.pid} "):
        build(corpus, small_index, FakeEmbedder(1024), no_report)


def test_an_open_reader_keeps_answering_after_the_swap(corpus, small_index):
    reader = Searcher.open(small_index, FakeEmbedder(1024))
    add_bulletin(corpus)
    build(corpus, small_index, FakeEmbedder(1024), no_report)
    assert reader.search("断头路", 1)[0].paragraph.text.startswith("(1)关于“断头路”问题")
    assert reader.bulletin("yiqu-2020").paragraphs
    assert first(small_index) == "(1)关于断头路问题。断头路断头路断头路。"


@pytest.mark.parametrize("part", ["DocumentWriter.add", "lexical.write", "VectorStore.add", "Manifest.write"])
def test_on_a_full_disk_the_old_index_is_untouched_and_nothing_is_left(corpus, small_index, monkeypatch, part):
    before = sorted(path.name for path in small_index.folder.iterdir())

    def full(*_arguments, **_named):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(f"index.build.{part}", full)
    with pytest.raises(BuildError, match=r"No space left on device; the old index is untouched.*python -m index build"):
        build(corpus, small_index, FakeEmbedder(1024), no_report)
    monkeypatch.undo()
    assert sorted(path.name for path in small_index.folder.iterdir()) == before
    assert "断头路" in first(small_index)


def test_a_store_that_fails_to_write_is_a_build_error(corpus, small_index, monkeypatch):
    def full(*_arguments, **_named):
        raise InternalError("database or disk is full")

    monkeypatch.setattr("chromadb.api.models.Collection.Collection.add", full)
    with pytest.raises(BuildError, match=r"disk is full.*the old index is untouched.*python -m index build"):
        build(corpus, small_index, FakeEmbedder(1024), no_report)
    assert "断头路" in first(small_index)


def test_nothing_looks_up_a_name(corpus, index_settings, monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **_: asked.append(arguments) or [])
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: asked.append(address))
    build(corpus, index_settings, FakeEmbedder(1024), no_report)
    first(index_settings)
    time.sleep(0.2)  # a telemetry thread would have had its turn
    assert asked == []
