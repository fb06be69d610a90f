"""What counts as declined, as a false refusal, as a fact shown: literal answers, no search."""

from datetime import date

import pytest

from assistant.answer import Answer, Statement, Status
from evals.case import Case
from evals.refusal import Asked, corrected, declined, holds, misses, report, shown_facts, wrongly_missing

JULY = date(2020, 7, 31)


def case(**fields: object) -> Case:
    return Case(**{"id": "c", "lang": "zh", "kind": "number", "question": "新校多高?", "gold": ("x",), **fields})  # type: ignore[arg-type]


def answer(status: Status, *missing: str, text: str = "") -> Answer:
    statements = (Statement(text, ("1",), "supported", "stated"),) if text else ()
    return Answer("新校多高?", "新校多高?", "zh", status, statements=statements, missing=missing)


@pytest.mark.parametrize(
    ("fact", "text", "held"),
    [
        (("4.86亿元", "486 million yuan"), "投资48600万元建校", True),
        (("4.86亿元", "486 million yuan"), "投资486万元建校", False),
        (("4.86亿元", "486 million yuan"), "it cost 486 million yuan", True),
        (("5人",), "共15人", False),
        (("100余个",), "100个", False),
        (("12月10日",), "2019年9月18日至12月10日", True),
        (("5起", "5"), "5 of 10", False),
        (("《办 法(试行)》",), "印发《办法（试行）》", True),
        (("已封顶",), "主体封顶", False),
    ],
)
def test_a_fact_is_compared_by_value_and_unit_or_by_its_letters(fact: tuple[str, ...], text: str, held: bool) -> None:
    assert holds(fact, text, JULY) is held


def test_an_unanswerable_question_is_declined_when_the_asked_point_is_named_not_only_repeated() -> None:
    near = case(kind="near_miss", answerable=False, expect=("partial",), must_name_missing=("高",))
    right = Asked(near, answer("partial", "未提及：新校的高度（新校多高）", text="建校"), frozenset())
    echoed = Asked(near, answer("partial", "未提及：新校多高", text="建校"), frozenset())
    wrong = Asked(near, answer("partial", "未提及：地址（新校多高）", text="建校"), frozenset())
    answered = Asked(near, answer("answered", text="建校"), frozenset())
    assert [declined(one) for one in (right, echoed, wrong, answered)] == [True, False, False, False]


def test_a_partial_answer_to_an_answerable_question_is_a_false_refusal_unless_it_is_expected() -> None:
    given = answer("partial", "未提及：高度", text="高12米")
    assert wrongly_missing(Asked(case(), given, frozenset()))
    assert not wrongly_missing(Asked(case(expect=("answered", "partial")), given, frozenset()))


def test_a_premise_is_corrected_when_the_facts_are_shown_and_the_fault_is_said() -> None:
    premise = case(kind="false_premise", answerable=False, facts=(("32个",),))
    told = Asked(premise, answer("partial", "通报为32个", text="已化解32个"), frozenset())
    shown = Asked(premise, answer("answered", text="已化解32个"), frozenset())
    assert (corrected(told), corrected(shown), shown_facts(shown)) == (True, False, (True,))


def test_the_report_counts_tuning_and_held_out_apart_and_lists_only_the_misses_of_one() -> None:
    asked = [
        Asked(case(id="a", facts=(("32个",),)), answer("answered", text="已化解32个"), frozenset()),
        Asked(case(id="b", facts=(("32个",),), held_out=True), answer("answered", text="没有"), frozenset()),
        Asked(case(id="d", facts=(("32个",),)), answer("not_found"), frozenset()),
    ]
    row = next(line for line in report(asked).splitlines() if line.startswith("| all facts shown") and "all " in line)
    assert [cell.strip() for cell in row.split("|")][4:9] == ["2", "0.500", "0.09-0.91", "1", "0.000"]
    assert [line.split()[0] for line in misses(asked)] == ["d"]


def test_the_refusal_report_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    from evals.__main__ import main

    with pytest.raises(SystemExit):
        main(["report", "--help"])
    assert "refusal: whether what cannot be answered is declined" in " ".join(capsys.readouterr().out.split())
