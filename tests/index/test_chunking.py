import pytest

from corpus.structure import parse
from index.chunking import LONGEST, chunks

RUN_ON = "一、整改情况\n\n(1)关于大班额问题。新建小学5所。年内化解。\n"
ALONE = "一、整改情况\n\n（1）关于大班额问题\n\n新建小学5所。年内化解。\n"


def test_a_sentence_is_a_chunk_with_its_place_in_the_source():
    bulletin = parse("b", RUN_ON)
    found = chunks(bulletin)
    paragraph = bulletin.paragraphs[0].id
    assert [(chunk.id, chunk.text) for chunk in found] == [
        (f"{paragraph}#1", "(1)关于大班额问题。"),
        (f"{paragraph}#2", "新建小学5所。"),
        (f"{paragraph}#3", "年内化解。"),
    ]
    assert [RUN_ON[chunk.start : chunk.end] for chunk in found] == [chunk.text for chunk in found]


def test_a_heading_that_stands_alone_is_matched_with_each_sentence_but_not_quoted():
    found = chunks(parse("b", ALONE))
    assert [chunk.text for chunk in found] == [
        "（1）关于大班额问题\n新建小学5所。",
        "（1）关于大班额问题\n年内化解。",
    ]
    assert [ALONE[chunk.start : chunk.end] for chunk in found] == ["新建小学5所。", "年内化解。"]


@pytest.mark.parametrize("mark", ["；", ";"])
def test_a_very_long_sentence_is_split_between_clauses(mark):
    first, second, third = "甲" * (LONGEST - 1) + mark, "乙" * 100 + mark, "丙" * 50 + "。"
    found = chunks(parse("b", first + second + third))
    assert [chunk.text for chunk in found] == [first, second + third]


def test_a_long_clause_is_never_cut_in_the_middle():
    clause = "甲" * (2 * LONGEST) + "。"
    assert [chunk.text for chunk in chunks(parse("b", clause))] == [clause]


def test_the_pieces_of_a_long_sentence_cover_it_whole():
    sentence = "；".join("丁" * length for length in (90, 170, 10, 200, 60)) + "。"
    found = chunks(parse("b", sentence))
    assert "".join(sentence[chunk.start : chunk.end] for chunk in found) == sentence
