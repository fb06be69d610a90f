"""The vectors on a real Chroma server: the same answers as embedded, and never half a state when it dies."""

import json
import socket
import sys

import pytest
from chroma_server import ChromaServer
from fakes import FakeTokenEmbedder
from small_corpus import YIQU, no_report

from assistant.__main__ import main
from corpus.errors import SettingsError
from corpus.settings import load
from index import generations
from index.build import build
from index.errors import DamagedIndexError, StoreDownError
from index.search import Searcher
from index.settings import IndexSettings
from index.store import VectorStore
from index.sync import is_current, sync

QUESTIONS = ("断头路", "幼儿园学位", "港口 污染", "what was done about schools")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def served(server, index_settings):
    return index_settings.model_copy(
        update={"folder": index_settings.folder.parent / "served", "chroma_url": server.url}
    )


class Embedder(FakeTokenEmbedder):
    """Does something before it embeds; counts the passages."""

    def __init__(self, before=lambda: None) -> None:
        super().__init__(256)
        self.before = before
        self.seen = 0

    def passages_by_token(self, texts):
        self.before()
        self.seen += len(texts)
        return super().passages_by_token(texts)


def answers(settings):
    searcher = Searcher.open(settings, Embedder())
    return [[(hit.paragraph.id, round(hit.score, 4)) for hit in searcher.search(q, 9)] for q in QUESTIONS]


def bring(corpus, settings):
    embedder = Embedder()
    return sync(corpus, settings, no_report, lambda _settings: embedder), embedder.seen


def own(server, settings):
    """The collections of this index among the server's."""
    names = {path.name for path in settings.folder.glob("generation-*")}
    return server.collections() & names


@pytest.mark.parametrize("exact", [5000, 0], ids=["every vector compared", "Chroma proposes"])
def test_a_server_gives_the_same_answers_as_the_embedded_store(corpus, index_settings, served, exact, monkeypatch):
    monkeypatch.setattr("index.search.EXACT", exact)
    build(corpus, index_settings, Embedder(), no_report)
    build(corpus, served, Embedder(), no_report)
    embedded, over_http = answers(index_settings), answers(served)
    assert [[hit for hit, _ in found] for found in over_http] == [[hit for hit, _ in found] for found in embedded]
    for found, expected in zip(over_http, embedded, strict=True):
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-3)
    assert not (generations.current(served.folder) / "chroma").exists()


@pytest.mark.parametrize("writer", ["build", "sync"])
def test_a_server_killed_in_the_middle_leaves_the_old_state_and_the_next_sync_is_whole(corpus, served, server, writer):
    build(corpus, served, Embedder(), no_report)
    old = answers(served)
    (corpus / "new.txt").write_text(YIQU.replace("断头路", "瓶颈路"), encoding="utf-8")
    deadly = Embedder(before=server.kill)
    with pytest.raises(StoreDownError, match=rf"{server.url} does not answer.*chroma run.*chroma_url.*again"):
        if writer == "build":
            build(corpus, served, deadly, no_report)
        else:
            sync(corpus, served, no_report, lambda _settings: deadly)
    with pytest.raises(StoreDownError, match="start it"):
        Searcher.open(served, Embedder())
    with pytest.raises(StoreDownError, match="start it"):
        bring(corpus, served)
    server.start()
    assert answers(served) == old
    done, embedded = bring(corpus, served)
    assert (done.rebuilt, done.added, done.manifest.bulletins, embedded) == (None, 1, 3, 2)
    assert "new/" in str(answers(served))
    assert len(own(server, served)) == 2  # the new, and the one before it for open readers: no third, unfinished one
    assert len(list(served.folder.glob("generation-*"))) == 2


def test_a_server_that_takes_calls_and_never_answers_is_told(corpus, served, server, monkeypatch):
    for patience in ("_PATIENCE", "_KNOCK"):  # while it is awake it answers within them, also on a machine under load
        monkeypatch.setattr(f"index.store.{patience}", 4)
    with server.asleep(), pytest.raises(StoreDownError, match="does not answer"):
        build(corpus, served, Embedder(), no_report)
    asleep = server.asleep()
    try:
        with pytest.raises(StoreDownError, match="does not answer"):
            build(corpus, served, Embedder(before=asleep.__enter__), no_report)
    finally:
        asleep.__exit__(None, None, None)
    assert build(corpus, served, Embedder(), no_report).bulletins == 2
    assert len(own(server, served)) == 1


def test_vectors_move_to_a_server_and_back_and_none_is_embedded_again(corpus, index_settings, served, server):
    served = served.model_copy(update={"folder": index_settings.folder})
    build(corpus, index_settings, Embedder(), no_report)
    expected = answers(index_settings)
    assert not is_current(corpus, served)
    done, embedded = bring(corpus, served)
    assert (done.rebuilt, embedded, answers(served)) == (None, 0, expected)
    assert is_current(corpus, served)
    assert bring(corpus, served) == (None, 0)
    done, embedded = bring(corpus, index_settings)
    assert (done.rebuilt, embedded, answers(index_settings)) == (None, 0, expected)
    (corpus / "yiqu-2020.txt").unlink()
    bring(corpus, index_settings)
    assert own(server, served) == set()


@pytest.mark.parametrize("harm", ["the collection is gone", "a vector is gone"])
def test_what_the_server_lost_is_noticed_before_anything_is_answered_and_mended(corpus, served, server, harm):
    build(corpus, served, Embedder(), no_report)
    generation = generations.current(served.folder)
    if harm == "a vector is gone":
        store = VectorStore.open(generation, served.chroma_url)
        store.delete(store.nearest(Embedder().queries(["断头路"])[0], 1))
    else:
        from index.store import release

        release(generation, served.chroma_url)
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        Searcher.open(served, Embedder())
    done, _ = bring(corpus, served)
    assert "vectors" in done.rebuilt
    assert "yiqu-2020" in str(answers(served))


def test_two_indexes_on_one_server_leave_each_other_alone(corpus, served, server, tmp_path):
    other = served.model_copy(update={"folder": tmp_path / "other"})
    build(corpus, other, Embedder(), no_report)
    for _ in range(3):
        build(corpus, served, Embedder(), no_report)
    assert len(own(server, other)) == 1
    assert answers(other) == answers(served)


def test_a_build_reaches_the_server_and_nothing_else(corpus, served, server):
    reached, watching = set(), [True]

    def watch(event, arguments):
        if watching and event == "socket.connect" and isinstance(arguments[1], tuple):
            reached.add(arguments[1][:2])

    sys.addaudithook(watch)
    build(corpus, served, Embedder(), no_report)
    answers(served)
    watching.clear()
    assert reached == {("127.0.0.1", server.port)}


def test_ask_tells_what_to_start_and_ends_as_a_fault(tmp_path, corpus, served, server, capsys):
    build(corpus, served, Embedder(), no_report)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, not listening
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        settings = tmp_path / "settings.toml"
        settings.write_text(f"[index]\nfolder = {json.dumps(str(served.folder))}\nchroma_url = {json.dumps(url)}\n")
        assert main(["ask", "断头路怎么样了?", "--settings", str(settings), "--corpus", str(corpus)]) == 3
    told = capsys.readouterr().err
    assert told.startswith(f"error: the Chroma server at {url} does not answer")
    assert "chroma run --path FOLDER --port N" in told


def test_an_address_that_is_none_is_refused_by_the_settings(tmp_path):
    (tmp_path / "settings.toml").write_text('[index]\nchroma_url = "127.0.0.1:8000"\n')
    with pytest.raises(SettingsError, match="chroma_url"):
        load("index", IndexSettings, tmp_path / "settings.toml")
