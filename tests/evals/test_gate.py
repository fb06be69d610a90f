import made_results as made
import pytest

from evals.errors import GateError
from evals.gate import THRESHOLDS, judge, load
from evals.settings import EvalsSettings
from evals.summary import score, summarise

GOOD = made.answer("新建小学5所")


def summary(**fields):
    results = [
        made.result(made.case(f"c{n}", facts=((fact,),), **fields), GOOD) for n, fact in enumerate(("5所", "6所"))
    ]
    return summarise(score(results), EvalsSettings(resamples=50))


def thresholds(tmp_path, text):
    path = tmp_path / "gate.toml"
    path.write_text('sets = ["a.jsonl"]\n' + text, "utf-8")
    return load(path)


def test_a_measure_below_its_threshold_is_a_failing_line(tmp_path):
    asked = '[least.all]\n"fact recall" = 0.6\n"citation recall" = 1.0\n[most.all]\n"wrong figure" = 0.4\n'
    lines = judge(summary(), thresholds(tmp_path, asked))
    assert [line.ok for line in lines] == [False, True, False]
    assert str(lines[0]) == "FAIL all: fact recall is 0.500, at least 0.600 is asked"


def test_a_failure_that_must_not_happen_is_counted(tmp_path):
    lines = judge(summary(), thresholds(tmp_path, "[most_failures]\nfault = 0\n'fact not said' = 0\n"))
    assert [(line.measured, line.ok) for line in lines] == [(0, True), (1, False)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[least."kind: lost"]\n"fact recall" = 1', "no group kind: lost was measured"),
        ("[least.all]\nbeauty = 1", "all has no measure beauty"),
        ("[lest.all]\nx = 1", "lest"),
        ("[least.all\n", "not valid TOML"),
    ],
)
def test_a_threshold_that_nothing_measures_is_an_error_not_a_pass(tmp_path, text, told):
    with pytest.raises(GateError, match=told):
        judge(summary(), thresholds(tmp_path, text))


def test_the_held_out_part_is_not_judged(tmp_path):
    with pytest.raises(GateError, match="tuning"):
        judge(summary(held_out=True), thresholds(tmp_path, '[least.all]\n"fact recall" = 0.1\n'))


def test_the_shipped_thresholds_name_sets_that_are_there():
    shipped = load(THRESHOLDS)
    assert all(path.exists() for path in shipped.sets)
    assert shipped.least and shipped.most and shipped.most_failures["fault"] == 0
