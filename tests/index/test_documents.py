from datetime import date

import pytest

from corpus.errors import UnknownBulletinError
from corpus.reader import read_folder
from index.chunk import Scope
from index.chunking import paragraph_chunks
from index.documents import Documents, DocumentWriter
from index.errors import DamagedIndexError


@pytest.fixture
def bulletins(corpus):
    return read_folder(corpus).bulletins  # dingxian-2021 (2 paragraphs), yiqu-2020 (4)


@pytest.fixture
def documents(tmp_path, bulletins):
    writer = DocumentWriter(tmp_path)
    for bulletin in bulletins:
        writer.add(bulletin, [paragraph_chunks(paragraph) for paragraph in bulletin.paragraphs])
    writer.close()
    return Documents(tmp_path)


def test_a_bulletin_comes_back_as_it_was_with_its_source_text(documents, bulletins):
    assert documents.bulletin_ids() == ["dingxian-2021", "yiqu-2020"]
    assert [documents.bulletin(bulletin.id) for bulletin in bulletins] == bulletins


def test_an_unknown_bulletin_is_told(documents):
    with pytest.raises(UnknownBulletinError, match="nowhere"):
        documents.bulletin("nowhere")


@pytest.mark.parametrize(
    ("words", "held"), [("断头路34条", True), ("甲市乙区委", True), ("乌有区", False), ("text", False)]
)
def test_words_are_looked_for_in_every_text_and_in_nothing_else(documents, words, held):
    assert documents.mentions(words) is held


def test_rows_lead_to_paragraphs_and_their_chunks(documents, bulletins):
    second = bulletins[1].paragraphs[0]
    (row,) = documents.paragraphs_by_row([2])
    assert (row.id, row.first_chunk, row.end_chunk) == (second.id, 4, 7)
    assert documents.chunks(row) == paragraph_chunks(second)
    assert documents.paragraphs_by_id([second.id, "yiqu-2020/unknown"]) == [row]


@pytest.mark.parametrize(
    ("scope", "held"),
    [
        (Scope(), ["dingxian-2021", "yiqu-2020"]),
        (Scope(places=("乙区",)), ["yiqu-2020"]),
        (Scope(places=("丙市", "乙区")), ["dingxian-2021", "yiqu-2020"]),
        (Scope(bulletin_ids=("dingxian-2021",)), ["dingxian-2021"]),
        (Scope(issued_from=date(2021, 5, 6)), ["dingxian-2021"]),
        (Scope(issued_to=date(2020, 7, 31)), ["yiqu-2020"]),
        (Scope(places=("乙区",), issued_from=date(2021, 1, 1)), []),
    ],
)
def test_a_scope_keeps_to_its_bulletins(documents, scope, held):
    assert [bulletin for bulletin, _, _ in documents.scoped(scope)] == held


def test_a_scope_names_the_rows_of_its_paragraphs(documents):
    assert documents.scoped(Scope(places=("乙区",))) == [("yiqu-2020", 2, 6)]


def test_a_missing_or_broken_file_is_damage(tmp_path):
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        Documents(tmp_path).bulletin_ids()
    (tmp_path / "bulletins.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        Documents(tmp_path).bulletin_ids()
