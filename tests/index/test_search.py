import shutil
from datetime import date

import numpy as np
import pytest
from fakes import FakeEmbedder, FakeTokenEmbedder
from small_corpus import no_report

from corpus.errors import UnknownBulletinError
from index import generations, search
from index.build import build
from index.chunk import Scope
from index.documents import Documents
from index.errors import DamagedIndexError, ForeignIndexError, MissingIndexError
from index.fusion import paragraphs
from index.search import Searcher
from index.vector_file import VectorFile

LARGE_CLASSES = "what was done about large class sizes"


def texts(hits):
    return [hit.paragraph.text for hit in hits]


@pytest.fixture
def searcher(small_index):
    return Searcher.open(small_index, FakeEmbedder(1024))


def test_the_paragraph_that_answers_comes_first(searcher):
    assert texts(searcher.search("断头路打通了多少条？", 1)) == ["(1)关于“断头路”问题。累计投入24亿元,打通断头路34条。"]


def test_as_many_as_asked_for_best_first(searcher):
    hits = searcher.search("幼儿园", 4)
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(searcher.search("幼儿园", 50)) == 6


def test_a_hit_holds_its_bulletin_and_every_sentence_scored(searcher):
    (hit,) = searcher.search("年内全部化解大班额", 1)
    assert hit.bulletin.id == "yiqu-2020"
    assert hit.bulletin.place.district == "乙区"
    source = hit.bulletin.text
    assert [source[scored.chunk.start : scored.chunk.end] for scored in hit.chunks] == [
        "(1)关于“大班额”问题。",
        "今年投资3.8亿元,新建小学5所。",
        "年内全部化解大班额。",
    ]
    assert max(hit.chunks, key=lambda scored: scored.dense) == hit.chunks[2]
    assert hit.chunks[2].lexical > hit.chunks[0].lexical > hit.chunks[1].lexical == 0


def test_coverage_is_the_share_of_the_question_that_the_paragraph_holds(searcher):
    (all_of_it,) = searcher.search("新建公办幼儿园", 1)
    (nothing_of_it,) = searcher.search("zzz", 1)
    assert 0.3 < all_of_it.coverage <= 1
    assert nothing_of_it.coverage == 0


def test_a_scope_keeps_other_places_and_dates_out(searcher):
    everywhere = searcher.search("投资多少", 6)
    assert {hit.bulletin.id for hit in everywhere} == {"yiqu-2020", "dingxian-2021"}
    for scope in (Scope(places=("丁县",)), Scope(issued_from=date(2021, 1, 1)), Scope(bulletin_ids=("dingxian-2021",))):
        assert {hit.bulletin.id for hit in searcher.search("投资多少", 6, scope)} == {"dingxian-2021"}
    assert searcher.search("投资多少", 6, Scope(places=("戊县",))) == []


@pytest.mark.parametrize("question", ["", "  \n", "？！", "\x00", "a" * 20_000])
def test_a_question_about_nothing_is_no_fault(searcher, question):
    assert len(searcher.search(question, 3)) in (0, 3)


def test_a_question_in_traditional_script_finds_the_same(searcher):
    assert texts(searcher.search("斷頭路打通了多少條", 1)) == texts(searcher.search("断头路打通了多少条", 1))


@pytest.mark.parametrize("scope", [None, Scope(places=("乙区",))])
def test_candidates_from_the_store_rank_as_the_exact_comparison_does(small_index, monkeypatch, scope):
    exact = Searcher.open(small_index, FakeEmbedder(1024))
    expected = texts(exact.search("供热管网更换了几公里", 2, scope))
    monkeypatch.setattr(search, "EXACT", 0)
    assert texts(Searcher.open(small_index, FakeEmbedder(1024)).search("供热管网更换了几公里", 2, scope)) == expected


def test_without_a_lexical_weight_the_vectors_alone_rank(small_index):
    settings = small_index.model_copy(update={"lexical_weight": 0.0})
    hits = Searcher.open(settings, FakeEmbedder(1024)).search("幼儿园学位", 6)
    likeness = [paragraphs(np.float32([s.dense for s in hit.chunks]), [len(hit.chunks)])[0] for hit in hits]
    assert likeness == sorted(likeness, reverse=True)


def test_without_a_dense_weight_the_words_alone_rank(small_index):
    settings = small_index.model_copy(update={"dense_weight": 0.0})
    hits = Searcher.open(settings, FakeEmbedder(1024)).search("幼儿园学位", 6)
    assert [hit.coverage for hit in hits] == sorted((hit.coverage for hit in hits), reverse=True)


def test_the_share_of_the_mean_that_is_removed_is_a_setting(small_index):
    def likeness(share):
        settings = small_index.model_copy(update={"mean_weight": share})
        (hit,) = Searcher.open(settings, FakeEmbedder(1024)).search("断头路", 1)
        return hit.chunks[0].dense

    query, passage = FakeEmbedder(1024).queries(["断头路", "(1)关于“断头路”问题。"])
    assert likeness(0.0) == pytest.approx(float(query @ passage), abs=1e-5)
    assert likeness(0.6) != pytest.approx(likeness(0.0), abs=1e-3)


@pytest.fixture
def told_by_token(corpus, index_settings):
    build(corpus, index_settings, FakeTokenEmbedder(1024), lambda *progress: None)
    return index_settings


def ranking(settings, question, **changed):
    return texts(Searcher.open(settings.model_copy(update=changed), FakeTokenEmbedder(1024)).search(question, 6))


def test_the_first_paragraphs_are_compared_word_by_word(told_by_token):
    question = "投诉有几件"
    plain = ranking(told_by_token, question, token_weight=0.0)
    close = ranking(told_by_token, question, token_weight=100.0)
    assert sorted(close) == sorted(plain)
    assert close != plain
    assert "受理投诉80件" in close[0]


def test_only_the_first_paragraphs_are_compared_word_by_word_and_they_stay_the_first(told_by_token, monkeypatch):
    question = "投诉有几件"
    plain = ranking(told_by_token, question, token_weight=0.0)
    monkeypatch.setattr(search, "CLOSELY", 2)
    close = ranking(told_by_token, question, token_weight=100.0)
    assert sorted(close[:2]) == sorted(plain[:2])
    assert close[2:] == plain[2:]


def test_an_encoder_that_tells_no_tokens_still_searches_an_index_that_has_them(told_by_token):
    hits = Searcher.open(told_by_token, FakeEmbedder(1024)).search("断头路打通了多少条？", 1)
    assert "断头路34条" in hits[0].paragraph.text


@pytest.mark.parametrize("part", ["numbers.int8", "scales.float32", "starts.int64"])
@pytest.mark.parametrize("harm", ["gone", "truncated"])
def test_damaged_token_vectors_are_told(told_by_token, part, harm):
    file = generations.current(told_by_token.folder) / "tokens" / part
    file.unlink() if harm == "gone" else file.write_bytes(file.read_bytes()[:64])
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        Searcher.open(told_by_token, FakeTokenEmbedder(1024))


def test_bulletins_and_paragraphs_come_by_id(searcher):
    assert [bulletin.id for bulletin in searcher.bulletins()] == ["dingxian-2021", "yiqu-2020"]
    paragraph = searcher.bulletin("yiqu-2020").paragraphs[3]
    assert searcher.paragraph(paragraph.id) == paragraph
    with pytest.raises(UnknownBulletinError):
        searcher.paragraph("nowhere/12345678")


def test_a_changed_corpus_is_noticed_and_still_answered(searcher, corpus):
    assert not searcher.stale(corpus)
    (corpus / "yiqu-2020.txt").write_text("一、全新的内容\n", encoding="utf-8")
    assert searcher.stale(corpus)
    assert "断头路" in searcher.search("断头路", 1)[0].paragraph.text
    shutil.rmtree(corpus)
    assert searcher.stale(corpus)
    assert "断头路" in searcher.search("断头路", 1)[0].paragraph.text


def test_a_corpus_of_headings_alone_is_searched_in_vain(tmp_path, index_settings):
    (tmp_path / "headings.txt").write_text("一、整改情况\n\n二、下一步\n", encoding="utf-8")
    build(tmp_path, index_settings, FakeTokenEmbedder(64), lambda *progress: None)
    assert Searcher.open(index_settings, FakeTokenEmbedder(64)).search("整改", 3) == []


def test_no_index_is_told(index_settings):
    with pytest.raises(MissingIndexError, match="python -m index build"):
        Searcher.open(index_settings)


def test_an_index_that_is_replaced_and_removed_while_it_is_being_opened_is_opened_as_it_is_now(
    small_index, corpus, monkeypatch
):
    check, replaced = generations.check, []

    def slowly(generation, whole=False):
        for _ in range(2 - len(replaced)):  # the one before the last is removed
            replaced.append(generation)
            build(corpus, small_index, FakeEmbedder(1024), no_report)
        check(generation, whole)

    monkeypatch.setattr(generations, "check", slowly)
    searcher = Searcher.open(small_index, FakeEmbedder(1024))
    assert not replaced[0].exists()
    assert searcher.search("断头路", 1)[0].bulletin.id == "yiqu-2020"


def test_another_encoder_is_foreign(small_index):
    with pytest.raises(ForeignIndexError, match="python -m index build"):
        Searcher.open(small_index, FakeEmbedder(32))
    with pytest.raises(ForeignIndexError, match="BAAI/bge-m3"):
        Searcher.open(small_index.model_copy(update={"embedding_model": "BAAI/bge-m3"}))


@pytest.mark.parametrize(
    "part",
    ["manifest.json", "bulletins.sqlite", "chroma/chroma.sqlite3", "lexical/vocabulary.json", "lexical/words.json"],
)
@pytest.mark.parametrize("harm", ["gone", "truncated"])
def test_damage_is_told_and_nothing_is_answered_from_half_an_index(small_index, part, harm):
    file = generations.current(small_index.folder) / part
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:10])
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        Searcher.open(small_index, FakeEmbedder(1024)).search("断头路", 1)


def test_vectors_are_stored_raw(small_index):
    generation = generations.current(small_index.folder)
    texts_by_row = [text for _, text in Documents(generation).every_chunk()]
    held = VectorFile(generation / "vectors", 1024, 13)
    assert np.allclose(held.read(range(13)), FakeEmbedder(1024).passages(texts_by_row), atol=1e-6)


def test_large_class_sizes_are_found_in_the_shipped_bulletin(shipped_index):
    hits = Searcher.open(shipped_index).search(LARGE_CLASSES, 3)
    assert "中小学教育资源不足" in hits[0].paragraph.text
    assert "“大班额”" in hits[0].paragraph.text
