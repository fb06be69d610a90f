"""The build over a real Ray cluster of two workers on this machine, one of them killed in the middle."""

import os
import signal
import sqlite3
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import small_corpus
from fakes import FakeEmbedder, FakeTokenEmbedder

from index import __main__ as command
from index import embedding, generations, manifest
from index.build import build
from index.cluster import workers
from index.embedder import encoded
from index.settings import IndexSettings
from index.store import VectorStore

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def cluster():
    """The address of a cluster of two machines, a worker each, both played by this one."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    node = {
        "num_cpus": 1,
        "object_store_memory": 100_000_000,
        "include_dashboard": False,
    }
    made = Cluster(initialize_head=True, head_node_args=node)
    made.add_node(num_cpus=1, object_store_memory=100_000_000)
    yield made.address
    made.shutdown()


def busy_workers() -> list[int]:
    """Processes of ours that Ray calls by the function that they run."""
    parents, found = {}, []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if b"ray::_encode" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue  # ended meanwhile

    def ours(pid: int) -> bool:
        return pid == os.getpid() or (pid > 1 and ours(parents.get(pid, 0)))

    return [pid for pid in found if ours(pid)]


def rows(generation: Path) -> list[str]:
    with sqlite3.connect(generation / "bulletins.sqlite") as db:
        held = list(db.iterdump())
    db.close()
    return held


def files(generation: Path, folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((generation / folder).rglob("*")) if path.is_file()}


@contextmanager
def killing(first: threading.Event):
    """Once `first` is set, kills one worker while it encodes; gives the list that then holds its process."""
    killed, over = [], threading.Event()

    def kill() -> None:
        first.wait(300)
        while not killed and not over.is_set():
            for pid in busy_workers()[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        first.set()
        thread.join(60)


def test_over_a_cluster_the_index_is_exactly_the_local_one_though_a_worker_is_killed(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr("index.build.BATCH", 8)
    corpus, models, first = ROOT / "corpus/bulletins", ROOT / "var/models", threading.Event()
    local = IndexSettings(folder=tmp_path / "local", models=models, embedding_model="bundled-use")
    build(corpus, local, embedding.load(local), small_corpus.no_report)
    over = local.model_copy(update={"folder": tmp_path / "over"})
    with killing(first) as killed, workers(cluster, over) as encode:
        build(
            corpus,
            over,
            embedding.load(over),
            lambda step, _done, _all: step == "vectors" and first.set(),
            encode=encode,
        )
    assert killed
    ours, theirs = generations.current(over.folder), generations.current(local.folder)
    assert replace(manifest.read(ours), built_at="") == replace(manifest.read(theirs), built_at="")
    assert rows(ours) == rows(theirs)
    assert files(ours, "lexical") == files(theirs, "lexical")
    assert files(ours, "vectors") == files(theirs, "vectors")
    VectorStore.open(ours).check(272)


def test_without_a_cluster_the_command_says_how_to_start_one_and_the_old_index_stays(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(embedding, "load", lambda _settings: FakeEmbedder())
    corpus, settings = small_corpus.write(tmp_path / "corpus"), IndexSettings(folder=tmp_path / "index")
    build(corpus, settings, FakeEmbedder(), small_corpus.no_report)
    before = generations.current(settings.folder)
    options = ["--index", str(settings.folder), "--corpus", str(corpus)]
    monkeypatch.setattr(sys, "argv", ["index", "build", "--ray", "127.0.0.1:1", *options])
    assert command.main() == 3
    assert "no Ray cluster answers at 127.0.0.1:1" in capsys.readouterr().err
    assert generations.current(settings.folder) == before


def test_without_ray_the_command_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(embedding, "load", lambda _settings: FakeEmbedder())
    monkeypatch.setitem(sys.modules, "ray", None)
    options = ["--index", str(tmp_path / "index"), "--corpus", str(small_corpus.write(tmp_path / "corpus"))]
    monkeypatch.setattr(sys, "argv", ["index", "build", "--ray", "auto", *options])
    assert command.main() == 3
    assert "pip install '.[cluster]'" in capsys.readouterr().err


def test_batches_encoded_elsewhere_make_the_index_that_the_encoder_makes(corpus, tmp_path):
    """Without Ray: the seam alone, with tokens."""
    embedder = FakeTokenEmbedder(64)
    here, there = (IndexSettings(folder=tmp_path / name) for name in ("here", "there"))
    seen = []

    def encode(batches):
        for texts in batches:
            seen.append(len(texts))
            yield encoded(embedder, texts)

    first = build(corpus, here, embedder, small_corpus.no_report)
    second = build(corpus, there, embedder, small_corpus.no_report, encode=encode)
    assert replace(first, built_at="") == replace(second, built_at="")
    assert seen == [13]
    ours, theirs = generations.current(here.folder), generations.current(there.folder)
    assert files(ours, "tokens") == files(theirs, "tokens")
