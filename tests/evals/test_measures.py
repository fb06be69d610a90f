import made_results as made
import pytest

from evals.measures import MEASURES, failures, score_all
from evals.result import Gold, from_json

PLANNED = "(1)关于“大班额”问题。今年投资3.8亿元,新建小学5所。"


def value(name, asked, given, **more):
    return MEASURES[name](made.result(asked, given, **more)).value


def all_of(asked, given):
    result = made.result(asked, given)
    return failures(result, score_all([result])[asked.id])


def test_a_right_answer_has_no_failure():
    asked = made.case(facts=(("5所", "5 schools"),))
    assert value("fact recall", asked, made.answer(PLANNED)) == 1.0
    assert all_of(asked, made.answer(PLANNED)) == ()


def test_an_empty_answer_counts_as_nothing_said_and_nothing_cited():
    asked = made.case(facts=(("5所",), ("3.8亿元",)))
    empty = made.answer(status="not_found")
    assert value("fact recall", asked, empty) == 0.0
    assert value("citation recall", asked, empty) == 0.0
    assert value("citation precision", asked, empty) == 0.0
    assert value("refusal", asked, empty) == 0.0
    assert "declined what is there" in all_of(asked, empty)


def test_what_does_not_apply_has_no_value():
    asked = made.case()
    empty = made.answer(status="not_found")
    assert value("fact recall", asked, empty) is None
    assert value("support", asked, empty) is None
    assert value("wrong figure", asked, empty) is None
    assert value("missing named", asked, empty) is None
    unanswerable = made.case(answerable=False, gold=())
    assert value("citation recall", unanswerable, empty, gold=()) is None


def test_half_of_the_facts_is_half():
    score = MEASURES["fact recall"](made.result(made.case(facts=(("5所",), ("6所",))), made.answer(PLANNED)))
    assert (score.value, score.reason) == (0.5, "not said: 6所")


def test_a_citation_beside_the_gold_costs_precision_and_recall():
    beside = made.answer("更换供热管网12公里", cites=made.OTHER)
    assert value("citation recall", made.case(), beside) == 0.0
    assert value("citation precision", made.case(), beside) == 0.0
    assert all_of(made.case(), beside)[0] == "not found by search"


def test_an_invented_figure_is_a_wrong_figure_and_a_translated_one_is_not():
    assert value("wrong figure", made.case(), made.answer("380 million yuan, 5 schools")) == 0.0
    assert value("wrong figure", made.case(), made.answer("今年投资38亿元")) == 1.0


def test_a_figure_computed_from_cited_ones_beside_it_is_right_and_a_wrong_result_is_not():
    gold = Gold("yiqu-2020/00000001", (), "开工34条,完工20条。", "乙区", None)
    right = made.answer("开工34条,完工20条,相差14条")
    right["citations"][0]["paragraph_text"] = gold.text
    wrong = {**right, "statements": [{**right["statements"][0], "text": "开工34条,完工20条,相差15条"}]}
    assert value("wrong figure", made.case(), right, gold=(gold,)) == 0.0
    assert value("wrong figure", made.case(), wrong, gold=(gold,)) == 1.0


def test_another_figure_of_the_asked_kind_misleads_unless_something_is_called_missing():
    asked = made.case(facts=(("12公里",),))
    given = made.answer("更换供热管网12公里,受理投诉80件", cites=made.OTHER)
    assert value("wrong figure", asked, given) == 0.0
    misled = made.case(facts=(("15公里",),))
    assert value("wrong figure", misled, given) == 1.0
    partly = {**given, "status": "partial", "missing": ["未提及：全长"]}
    assert value("wrong figure", misled, partly) == 0.0


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (made.answer(PLANNED), 0.0),
        (made.answer(PLANNED, status="partial", missing=["未提及：施工单位"]), 1.0),
        (made.answer(status="not_found"), 1.0),
        (made.answer(status="failed"), 0.0),
    ],
)
def test_what_is_not_there_has_to_be_declined_or_called_missing(given, right):
    assert value("refusal", made.case(answerable=False), given) == right


def test_a_case_that_accepts_either_status_is_not_judged_for_refusal():
    either = made.case(kind="false_premise", expect=("answered", "partial"))
    assert value("refusal", either, made.answer(PLANNED)) is None
    assert value("status", either, made.answer(PLANNED)) == 1.0


def test_the_question_repeated_names_nothing_missing():
    asked = made.case(answerable=False, must_name_missing=("公司", "小学"))
    echo = made.answer(PLANNED, status="partial", missing=["未提及：新建小学多少所"])
    assert value("missing named", asked, echo) == 0.0
    named = made.answer(PLANNED, status="partial", missing=["未提及：承建的公司"])
    assert value("missing named", asked, named) == 1.0


def test_ranks_follow_the_hits_of_the_answer():
    hits = [{"paragraph_id": name, "score": 1.0, "text": ""} for name in (made.OTHER, made.GOLD.paragraph_id)]
    result = made.result(made.case(), made.answer(PLANNED, hits=hits))
    scores = score_all([result])["c1"]
    assert (scores["R@1"].value, scores["R@5"].value, scores["RR@10"].value) == (0.0, 1.0, 0.5)
    assert scores["R@1"].reason == "rank of gold: 2"


def test_length_compares_quoted_characters_with_the_gold_sentence_of_the_fact():
    asked = made.case(facts=(("5所",),))
    sentence = "今年投资3.8亿元,新建小学5所。"
    score = MEASURES["length"](made.result(asked, made.answer(PLANNED)))
    assert score.value == pytest.approx(20 / len(sentence))


def test_a_result_survives_its_line_in_the_run():
    result = made.result(
        made.case(facts=(("5所", "5"),), history=({"role": "user", "content": "嗯\n"},)), made.answer(PLANNED)
    )
    assert from_json(result.to_json()) == result
