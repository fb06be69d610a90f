from datetime import date

import pytest

from evals.facts import Said, alike, figures_of, unbacked

JULY = date(2020, 7, 31)


@pytest.mark.parametrize(
    ("fact", "text", "held"),
    [
        (["4.86亿元"], "it is 486 million yuan in all", True),
        (["4.86亿元"], "it is 4.86 billion yuan in all", False),
        (["2.8万平方米"], "28,000 square metres", True),
        (["3月2日"], "by 2 March everything had opened", True),
        (["5人"], "处理15人", False),
        (["近200亿元"], "投资额200亿元", False),
        (["近200亿元"], "投资额近200亿元", True),
        (["37个", "37"], "完成率37%", False),
        (["宋立军", "Song Lijun"], "by Song Lijun, a judge", True),
        (["第八小学"], "列第8位", False),
        (["5起", "5"], "5 of 10", False),
    ],
)
def test_a_fact_is_said_in_any_unit_or_language_and_never_in_another_value(fact, text, held):
    assert Said.of(text, JULY).holds(fact) is held


def test_a_relative_date_is_the_bulletins():
    assert Said.of("今年投资", JULY).holds(["2020年"])
    assert not Said.of("今年投资", date(2021, 7, 31)).holds(["2020年"])


def test_only_a_figure_with_little_beside_it_is_compared_by_value():
    assert [figure.text for figure in figures_of(["17个村"])] == ["17个"]
    assert figures_of(["区纪委六届五次全会"]) == ()


def test_figures_that_could_answer_the_same_question_have_one_kind_and_unit():
    households, people, more = Said.of("5482户、584人、100户").figures
    assert alike(households, more)
    assert not alike(households, people)


def test_an_invented_figure_is_told_from_a_converted_one():
    source = Said.of("投资4.86亿元,建5所学校").figures
    assert unbacked(Said.of("486 million yuan for 5 schools").figures, source) == []
    assert [figure.text for figure in unbacked(Said.of("投资4.68亿元").figures, source)] == ["4.68亿元"]
