import errno
import os
import resource
import shutil
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder, FakeTokenEmbedder
from small_corpus import YIQU, no_report

from corpus.errors import EmptyCorpusError
from index import contents, generations
from index.build import build
from index.errors import BuildError, DamagedIndexError, ForeignIndexError, IndexLockedError
from index.search import Searcher
from index.sync import is_current, sync

NEW = "一、整改情况\n\n(1)关于断头路问题。断头路断头路断头路。\n"


class CountingEmbedder(FakeEmbedder):
    """Notes the passages that it was given."""

    def __init__(self) -> None:
        super().__init__(1024)
        self.seen: list[str] = []

    def passages(self, texts):
        self.seen += texts
        return super().passages(texts)


@pytest.fixture
def bring(corpus, small_index):
    """Syncs the small corpus: (what was done, the passages that were embedded)."""

    def call():
        embedder = CountingEmbedder()
        return sync(corpus, small_index, no_report, lambda _settings: embedder), embedder.seen

    return call


def put(corpus: Path, name: str, text: str) -> None:
    (corpus / name).write_text(text, encoding="utf-8")


def answers(settings, embedder=None):
    searcher = Searcher.open(settings, embedder or FakeEmbedder(1024))
    return [
        [
            (hit.paragraph.id, hit.paragraph.text, [scored.chunk for scored in hit.chunks])
            for hit in searcher.search(q, 9)
        ]
        for q in ("断头路", "幼儿园学位", "港口 污染", "what was done about schools")
    ]


def same_as_a_full_build(corpus, settings, tmp_path) -> bool:
    """The same paragraphs in the same order, but for the mean: a sync keeps it, and tells how far it has moved."""
    settings = settings.model_copy(update={"mean_weight": 0.0})
    full = settings.model_copy(update={"folder": tmp_path / "full"})
    build(corpus, full, FakeEmbedder(1024), no_report)
    return answers(settings) == answers(full)


def test_without_a_change_nothing_is_done_and_no_encoder_loaded(corpus, small_index):
    def load(_settings):
        raise AssertionError("the encoder was loaded")

    before = generations.current(small_index.folder)
    assert sync(corpus, small_index, no_report, load) is None
    assert generations.current(small_index.folder) == before


def test_an_added_bulletin_alone_is_embedded(corpus, small_index, bring, tmp_path):
    put(corpus, "new.txt", NEW)
    done, seen = bring()
    assert (done.added, done.changed, done.removed, done.embedded, done.rebuilt) == (1, 0, 0, 2, None)
    assert sorted(seen) == ["(1)关于断头路问题。", "断头路断头路断头路。"]
    assert done.manifest.chunks == 15
    assert same_as_a_full_build(corpus, small_index, tmp_path)


def test_of_a_changed_bulletin_the_changed_sentence_alone_is_embedded(corpus, small_index, bring, tmp_path):
    put(corpus, "yiqu-2020.txt", YIQU.replace("24亿元", "25亿元"))
    done, seen = bring()
    assert (done.added, done.changed, done.removed) == (0, 1, 0)
    assert seen == ["累计投入25亿元,打通断头路34条。"]
    assert same_as_a_full_build(corpus, small_index, tmp_path)
    assert "24亿元" not in str(answers(small_index))


def test_a_removed_bulletin_is_found_no_more_and_nothing_is_embedded(corpus, small_index, bring, tmp_path):
    (corpus / "yiqu-2020.txt").unlink()
    done, seen = bring()
    assert (done.removed, done.embedded, seen, done.manifest.bulletins) == (1, 0, [], 1)
    assert "断头路" not in str(answers(small_index))
    assert same_as_a_full_build(corpus, small_index, tmp_path)


def test_a_renamed_bulletin_keeps_its_vectors_under_its_new_id(corpus, small_index, bring, tmp_path):
    (corpus / "yiqu-2020.txt").rename(corpus / "yiqu-first.txt")
    done, seen = bring()
    assert (done.added, done.removed, seen) == (1, 1, [])
    assert Searcher.open(small_index, FakeEmbedder(1024)).search("断头路", 1)[0].bulletin.id == "yiqu-first"
    assert same_as_a_full_build(corpus, small_index, tmp_path)


def test_many_changes_one_after_the_other_end_like_a_full_build(corpus, small_index, bring, tmp_path):
    for step in range(4):
        put(corpus, f"new-{step}.txt", NEW.replace("断头路断头路", f"第{step}条路"))
        bring()
        put(corpus, "yiqu-2020.txt", YIQU.replace("34条", f"{step}条"))
        bring()
    (corpus / "new-1.txt").unlink()
    bring()
    assert same_as_a_full_build(corpus, small_index, tmp_path)
    mean = np.asarray(contents.read(generations.current(small_index.folder)).mean)
    full = generations.current(tmp_path / "full")
    assert np.allclose(mean, contents.read(full).mean, atol=1e-5)


def test_the_means_are_kept_and_the_drift_is_told(corpus, small_index, bring):
    before = Searcher.open(small_index, FakeEmbedder(1024)).manifest
    put(corpus, "new.txt", NEW)
    done, _ = bring()
    assert done.manifest.passage_mean == before.passage_mean
    assert done.manifest.query_means == before.query_means
    mean = np.asarray(contents.read(generations.current(small_index.folder)).mean)
    assert done.drift == pytest.approx(np.linalg.norm(mean - np.asarray(before.passage_mean)), abs=1e-6)
    assert 0 < done.drift < 1
    assert Searcher.open(small_index, FakeEmbedder(1024)).drift == round(done.drift, 4)


def test_a_file_that_cannot_be_read_is_named_and_tried_again(corpus, small_index, bring):
    (corpus / "bad.txt").write_bytes(b"\x00\x01" * 9)
    done, _ = bring()
    assert "bad.txt" in done.manifest.unread[0]
    put(corpus, "bad.txt", NEW)
    assert bring()[0].manifest.unread == ()


def test_other_code_reads_every_file_anew_and_embeds_nothing_twice(corpus, small_index, bring, monkeypatch):
    monkeypatch.setattr("index.sync.reader_version", lambda: "another")
    assert not is_current(corpus, small_index)
    done, seen = bring()
    assert (done.rebuilt, seen) == (None, [])
    assert is_current(corpus, small_index)


def test_without_an_index_it_is_built(corpus, index_settings):
    done = sync(corpus, index_settings, no_report, lambda _settings: FakeEmbedder(1024))
    assert (done.rebuilt, done.embedded) == ("there was none", 13)


def test_another_encoder_means_a_new_index(corpus, small_index):
    other = small_index.model_copy(update={"embedding_model": "another"})
    done = sync(corpus, other, no_report, lambda _settings: FakeEmbedder(64, "another"))
    assert "built with bundled-both" in done.rebuilt
    assert done.manifest.dimension == 64


FILES = [
    "bulletins.sqlite",
    "manifest.json",
    "contents.json",
    "seal.json",
    "chroma/chroma.sqlite3",
    "lexical/vocabulary.json",
]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_file_cut_short_or_lost_is_not_answered_from_and_the_next_sync_mends_it(corpus, small_index, name, harm):
    file = generations.current(small_index.folder) / name
    if harm == "cut":
        os.truncate(file, file.stat().st_size // 2)
    else:
        file.unlink()
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        Searcher.open(small_index, FakeEmbedder(1024)).search("断头路")
    done = sync(corpus, small_index, no_report, lambda _settings: FakeEmbedder(1024))
    assert done.rebuilt
    assert "断头路34条" in str(answers(small_index))


def test_vectors_lost_from_the_store_are_noticed_and_mended(corpus, small_index):
    import sqlite3

    file = generations.current(small_index.folder) / "chroma" / "chroma.sqlite3"
    with sqlite3.connect(file) as db:
        db.execute("DELETE FROM embeddings WHERE id <= 3")
    db.close()
    put(corpus, "new.txt", NEW)
    done = sync(corpus, small_index, no_report, lambda _settings: FakeEmbedder(1024))
    assert "of 13 vectors" in done.rebuilt
    assert done.manifest.chunks == 15


@pytest.mark.parametrize(
    "part",
    [
        "build.DocumentWriter.add",
        "build.lexical.write",
        "sync.VectorStore.add",
        "sync.shutil.copytree",
        "sync.Contents.write",
    ],
)
def test_on_a_full_disk_the_old_index_answers_on_and_nothing_is_left(corpus, small_index, bring, monkeypatch, part):
    before, held = answers(small_index), sorted(path.name for path in small_index.folder.iterdir())
    put(corpus, "new.txt", NEW)

    def full(*_arguments, **_named):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(f"index.{part}", full)
    with pytest.raises(BuildError, match=r"No space left on device; the old index is untouched.*python -m index sync"):
        bring()
    monkeypatch.undo()
    assert sorted(path.name for path in small_index.folder.iterdir()) == held
    assert answers(small_index) == before
    assert bring()[0].added == 1


@pytest.mark.parametrize("room", [0, 20_000, 120_000, 190_000])
def test_when_no_file_may_grow_beyond_some_room_the_old_index_answers_on(corpus, small_index, bring, room):
    """The kernel refuses the writes of every library: files, SQLite, Chroma's own code."""
    before, held = answers(small_index), sorted(path.name for path in small_index.folder.iterdir())
    put(corpus, "new.txt", NEW)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(BuildError, match=r"the old index is untouched; mend that.*python -m index sync") as told:
            bring()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert len(str(told.value)) < 400
    assert sorted(path.name for path in small_index.folder.iterdir()) == held
    assert answers(small_index) == before
    assert bring()[0].added == 1


@pytest.mark.parametrize(
    "name",
    ["bulletins.sqlite", "vectors/vectors.float32", "tokens/numbers.int8", "lexical/sentences/data.csc.index.npy"],
)
def test_a_file_changed_within_its_length_is_not_answered_from_and_the_next_sync_mends_it(corpus, index_settings, name):
    def load(_settings):
        return FakeTokenEmbedder(64)

    sync(corpus, index_settings, no_report, load)
    file = generations.current(index_settings.folder) / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(DamagedIndexError, match=r"is not what was written; run: python -m index build"):
        Searcher.open(index_settings, FakeTokenEmbedder(64))
    done = sync(corpus, index_settings, no_report, load)
    assert "is not what was written" in done.rebuilt
    assert sync(corpus, index_settings, no_report, load) is None


def test_a_large_index_is_looked_at_whole_by_sync_only(corpus, small_index, monkeypatch):
    monkeypatch.setattr("index.generations.SMALL", 0)
    file = generations.current(small_index.folder) / "vectors" / "vectors.float32"
    file.write_bytes(bytes(file.stat().st_size))
    Searcher.open(small_index, FakeEmbedder(1024))
    assert "is not what was written" in sync(corpus, small_index, no_report, lambda _: FakeEmbedder(1024)).rebuilt


def test_an_empty_corpus_is_told_and_the_old_index_stays(corpus, small_index, bring):
    before = answers(small_index)
    shutil.rmtree(corpus)
    with pytest.raises(EmptyCorpusError):
        bring()
    assert answers(small_index) == before


def test_where_it_may_be_empty_an_index_of_nothing_answers_and_what_comes_then_is_built(corpus, small_index, tmp_path):
    away = [path.rename(tmp_path / path.name) for path in corpus.iterdir()]
    done = sync(corpus, small_index, no_report, lambda _settings: FakeEmbedder(1024), may_be_empty=True)
    assert (done.removed, done.manifest.chunks) == (2, 0)
    assert answers(small_index) == [[], [], [], []]
    for path in away:
        path.rename(corpus / path.name)
    done = sync(corpus, small_index, no_report, lambda _settings: FakeEmbedder(1024))
    assert (done.rebuilt, done.manifest.chunks) == ("it held nothing", 13)
    assert same_as_a_full_build(corpus, small_index, tmp_path)


def test_a_second_writer_is_told_who_writes_and_a_reader_answers_meanwhile(corpus, small_index, bring):
    put(corpus, "new.txt", NEW)
    with generations.writer(small_index.folder):
        with pytest.raises(IndexLockedError, match=f"process {os.getpid()} "):
            bring()
        assert "断头路34条" in str(answers(small_index))


def test_a_folder_of_something_else_is_not_touched(corpus, index_settings):
    index_settings.folder.mkdir()
    (index_settings.folder / "thesis.docx").touch()
    with pytest.raises(ForeignIndexError, match="another folder"):
        sync(corpus, index_settings, no_report, lambda _settings: FakeEmbedder(1024))
    assert [path.name for path in index_settings.folder.iterdir()] == ["thesis.docx"]
