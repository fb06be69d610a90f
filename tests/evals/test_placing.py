from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Statement
from corpus.structure import parse
from evals import placing
from evals.case import Case
from index.chunk import Hit

TEXT = "中共甲州市云栖县委关于巡察整改进展情况的通报\n\n一、整改情况\n\n已化解大班额41个。\n\n打通断头路5条。\n"
HERE, THERE = parse("yunqi-2021-11-12", TEXT), parse("qingpan-2020-04-20", TEXT)
CASE = Case(
    id="1", lang="zh", kind="number", question="?", gold=(HERE.paragraphs[0].id,), facts=(("41个",),), note=HERE.id
)
BLANK = Answer("?", "?", "zh", "answered")


def answered(*bulletins):
    hits = tuple(Hit(bulletin, bulletin.paragraphs[0], 1.0, 1.0, ()) for bulletin in bulletins)
    cited = tuple(
        Citation(str(n), bulletin, bulletin.paragraphs[0], bulletin.paragraphs[0].start, bulletin.paragraphs[0].end)
        for n, bulletin in enumerate(bulletins, 1)
    )
    statements = tuple(Statement(citation.quote, (citation.label,), "supported", "done") for citation in cited)
    return replace(BLANK, hits=hits, citations=cited, statements=statements)


def test_the_right_place_scores_one_everywhere():
    assert placing.judge(CASE, answered(HERE)).scores == {
        "right bulletin first": 1.0,
        "paragraph R@5": 1.0,
        "facts in the answer": 1.0,
        "wrong-place citations": 0.0,
    }


def test_a_citation_of_another_place_is_counted():
    scores = placing.judge(CASE, answered(THERE, HERE)).scores
    assert scores["right bulletin first"] == 0.0
    assert scores["wrong-place citations"] == 0.5


def test_an_earlier_round_of_the_same_place_is_not_another_place():
    for day in ("2019-06-28", "2021-11-20"):
        scores = placing.judge(replace(CASE, note="yunqi-2020-12-20"), answered(parse(f"yunqi-{day}", TEXT))).scores
        assert scores["wrong-place citations"] == 0.0


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        (replace(BLANK, status="not_found", missing=("云栖县的通报没有提到",)), 1.0),
        (replace(answered(HERE), status="partial", missing=("未提及：…",)), 1.0),
        (answered(HERE), 0.0),
    ],
)
def test_what_a_bulletin_lacks_must_be_refused_or_named(answer, score):
    case = replace(CASE, answerable=False, gold=(), facts=())
    assert placing.judge(case, answer).scores["lacking item refused"] == score


def test_the_report_has_a_row_a_measure_and_misses_name_the_question():
    placed = [placing.judge(CASE, answered(HERE)), placing.judge(CASE, answered(THERE))]
    assert "| right bulletin first   | 0.500" in placing.report(placed)
    assert any("right bulletin first: ?" in line for line in placing.misses(placed))
