import json

import made_results as made

from evals.interop import deepeval, ragas, reference

GOOD = made.answer("新建小学5所")


def test_a_line_holds_the_fields_that_ragas_names():
    asked = made.case(facts=(("5所",),))
    first, second = map(json.loads, ragas([made.result(asked, GOOD), made.result(made.case("c2"), GOOD)]).splitlines())
    assert first == {
        "user_input": "新建小学多少所?",
        "response": "新建小学5所",
        "retrieved_contexts": [made.GOLD.text],
        "reference_contexts": [made.GOLD.text],
        "reference": "今年投资3.8亿元,新建小学5所。",
    }
    assert second["reference"] == made.GOLD.text  # without facts the whole paragraph


def test_a_follow_up_goes_as_it_was_understood():
    given = {**GOOD, "question": "多少所?", "standalone_question": "新建小学多少所?"}
    (case,) = json.loads(deepeval([made.result(made.case(question="多少所?"), given)]))
    assert (case["input"], case["name"], case["actual_output"]) == ("新建小学多少所?", "c1", "新建小学5所")


def test_what_is_not_there_has_its_absence_as_the_right_answer():
    asked = made.case(answerable=False, must_name_missing=("公司", "企业"))
    assert reference(made.result(asked, GOOD)) == "未提及：公司/企业"
    english = made.case(answerable=False, lang="en")
    assert reference(made.result(english, GOOD)) == "The bulletins held here say nothing about this."
