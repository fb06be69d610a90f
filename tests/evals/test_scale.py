"""The whole measurement on corpora of a handful of bulletins; no duration is asserted."""

import math
from pathlib import Path

import pytest
from fakes import FakeTokenEmbedder

from assistant.settings import AssistantSettings
from evals import scale, scale_chart, scale_report, scale_stages
from evals.scale import Measured, Plan


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    root = tmp_path_factory.mktemp("scale")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scale_stages.Spot, "embedder", lambda spot: FakeTokenEmbedder(64))
        patch.setattr("index.embedding.load", lambda settings: FakeTokenEmbedder(64))
        patch.setattr(
            scale_stages, "start", lambda spot: {"fresh ask seconds": 1.0}
        )  # a process of its own has no fake
        plan = Plan(root, Path("var/models"), AssistantSettings(), 3, (2, 4), ("fake",), sentences=60, apart=False)
        next(scale.measure(plan))  # ended after the first size
        built = (root / "2" / "fake" / "build.json").stat().st_mtime_ns
        done = list(scale.measure(plan))
        assert (root / "2" / "fake" / "build.json").stat().st_mtime_ns == built, "an index that is there is kept"
    return done


def test_every_row_has_a_figure_for_every_size(measured):
    lines = scale_report.table(measured).splitlines()
    assert lines[0].count("fake") == 2
    assert len(lines) == 2 + len(scale_report.ROWS)
    assert not any(math.isnan(figure) for one in measured for figure in one.figures.values())


def test_corpora_are_as_long_as_planned_and_chroma_proposes_what_is_nearest(measured):
    for one in measured:
        assert one.figures["proposed of the 50 nearest"] == 1.0
        assert 60 <= one.figures["sentences"] / one.size < 100


def test_vectors_are_encoded_once_over_all_sizes_and_runs(measured):
    assert all(one.figures["encoder seconds"] > 0 for one in measured)


def test_the_exponent_of_growth_is_the_slope_of_logarithms():
    assert scale_report.exponent([10, 100, 1000], [3, 30, 300]) == pytest.approx(1.0)
    assert scale_report.exponent([10, 100], [5, 5]) == pytest.approx(0.0)
    assert scale_report.exponent([1, 10, 100], [1, 100, 10_000]) == pytest.approx(2.0)


def test_one_size_has_no_growth(measured):
    assert scale_report.growth(measured[:1]) == ""
    assert len(scale_report.growth(measured).splitlines()) == 2 + len(scale_report.GROWING)


def test_the_chart_stands_by_itself_and_writes_every_value(measured):
    drawn = scale_chart.chart(measured)
    assert drawn.startswith("<svg xmlns=")
    assert "script" not in drawn
    assert drawn.count("<circle") == 4 * len(measured)


def test_default_encoder_up_to_a_hundred_and_the_cheap_one_up_to_a_thousand():
    plan = Plan(Path("x"), Path("models"), AssistantSettings(), 0)
    assert [(spot.size, spot.encoder) for spot in plan.spots()] == [
        (10, "bundled-both"),
        (10, "bundled-use"),
        (100, "bundled-both"),
        (100, "bundled-use"),
        (1000, "bundled-use"),
    ]


@pytest.mark.parametrize("text", ["", "ten", "0,10", "10;100"])
def test_sizes_that_are_none_are_told(text):
    with pytest.raises(ValueError):
        scale.sizes_of(text)


def test_a_stage_runs_in_a_process_of_its_own(tmp_path):
    spot = scale_stages.Spot(tmp_path, 1, "fake", Path("models"), AssistantSettings())
    import os

    assert scale._run(_own_process, spot, apart=True)["pid"] != os.getpid()
    assert Measured(1, "fake", scale._run(_own_process, spot, apart=False)).figures["pid"] == os.getpid()


def _own_process(spot):
    import os

    return {"pid": float(os.getpid())}
