import made_results as made
import pytest

from evals.settings import EvalsSettings
from evals.summary import score, summarise

SETTINGS = EvalsSettings(resamples=200)
GOOD = made.answer("新建小学5所")


def test_groups_are_counted_by_part_language_and_kind():
    results = [
        made.result(made.case("a", facts=(("5所",),)), GOOD),
        made.result(made.case("b", lang="en", facts=(("6所",),)), GOOD),
        made.result(made.case("c", kind="list", held_out=True), GOOD),
    ]
    summary = summarise(score(results), SETTINGS)
    tuning, held_out = summary.parts
    assert [(group.name, group.n) for group in tuning.groups] == [
        ("all", 2), ("lang: zh", 1), ("lang: en", 1), ("kind: number", 2),
    ]  # fmt: skip
    assert tuning.groups[0].means["fact recall"].value == 0.5
    assert "missing named" not in tuning.groups[0].means
    assert tuning.failures == {"fact not said": 1, "wrong figure": 1}
    assert held_out.groups[0].n == 1


def test_saying_no_is_told_as_precision_recall_and_f1():
    no = made.answer(status="not_found")
    results = [
        made.result(made.case("a", answerable=False), no),  # rightly declined
        made.result(made.case("b", answerable=False), GOOD),  # should have been
        made.result(made.case("c", answerable=False), GOOD),  # should have been
        made.result(made.case("d"), no),  # should not
        made.result(made.case("e"), GOOD),
    ]
    refusal = summarise(score(results), SETTINGS).parts[0].groups[0].refusal
    assert refusal.precision.value == 0.5
    assert refusal.recall.value == pytest.approx(1 / 3)
    assert refusal.f1.value == pytest.approx(0.4)
    assert refusal.recall.low <= 1 / 3 <= refusal.recall.high


def test_latency_is_told_by_stage_with_the_total_last():
    results = [
        made.result(made.case(str(ms)), made.answer(timings_ms={"total": ms, "search": 1.0})) for ms in range(101)
    ]
    latency = summarise(score(results), SETTINGS).latency
    assert [(one.stage, one.p50, one.p95) for one in latency] == [("search", 1.0, 1.0), ("total", 50.0, 95.0)]
