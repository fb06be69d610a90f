import numpy as np
import pytest
from fakes import FakeEmbedder, bulletin

from evals.case import Case
from evals.retrieval import CONFIGURED, RememberingEmbedder, Trial, compare, reciprocal_ranks, report, searchable, trial
from evals.settings import EvalsSettings
from index.build import build
from index.settings import IndexSettings

RIVER = bulletin("river-2021", "投资300万元疏浚河道。", "新建学校2所。")


def case(name, **fields):
    return Case(**{"id": name, "lang": "zh", "kind": "number", "question": name, "gold": ("疏浚河道",), **fields})


def test_follow_ups_and_unanswerable_questions_are_left_out():
    cases = [
        case("kept"),
        case("follow-up", history=({"role": "user", "content": "河道?"},)),
        case("unanswerable", answerable=False, gold=()),
    ]
    asked = searchable(cases, [RIVER])
    assert asked == {"kept": (cases[0], ("river-2021/00000000",))}


def test_a_trial_scores_each_question_by_its_own_ranking():
    asked = searchable([case("right"), case("second"), case("nothing")], [RIVER])
    rankings = {"right": ["river-2021/00000000"], "second": ["x", "river-2021/00000000"], "nothing": []}
    found = trial("by hand", rankings.__getitem__, asked)
    assert found.scores["R@1"] == {"right": 1.0, "second": 0.0, "nothing": 0.0}
    assert found.scores["RR@10"] == {"right": 1.0, "second": 0.5, "nothing": 0.0}


def test_reciprocal_ranks_put_first_what_both_legs_rank_well():
    # a: 1/61 + 1/63, b: 1/62 + 1/61, c: 1/63 + 1/62
    assert reciprocal_ranks([["a", "b", "c"], ["b", "c", "a"]]) == ["b", "a", "c"]


def test_a_question_is_encoded_once():
    class Counting(FakeEmbedder):
        calls = 0

        def queries(self, texts):
            self.calls += 1
            return super().queries(texts)

    counting = Counting()
    remembering = RememberingEmbedder(counting)
    first = remembering.queries(["大班额"])
    assert np.array_equal(remembering.queries(["大班额"]), first)
    remembering.queries(["河道"])
    assert counting.calls == 2


def test_the_report_keeps_tuning_and_held_out_questions_apart():
    cases = [case("t1"), case("t2", lang="en"), case("h1", held_out=True)]
    scores = {"t1": 1.0, "t2": 0.0, "h1": 1.0}
    worse = dict.fromkeys(scores, 0.0)
    trials = [
        Trial("m: other", dict.fromkeys(("R@1", "R@5", "RR@10"), worse)),
        Trial(f"m: {CONFIGURED}", dict.fromkeys(("R@1", "R@5", "RR@10"), scores)),
    ]
    tuning, held_out = report(trials, cases, EvalsSettings(resamples=100)).split("Held-out part")
    assert tuning.startswith("Tuning part: 1 zh, 1 en, 2 all")
    configured = next(line for line in tuning.splitlines() if line.startswith(f"| m: {CONFIGURED}"))
    cells = [cell.strip() for cell in configured.strip("|").split("|")]
    assert cells[1:5] == ["1.00 (1.00-1.00)"] * 2 + ["0.00 (0.00-0.00)"] * 2
    assert cells[5] == "0.50 (0.00-1.00)"
    assert "| +0.50 (1:0) ~ |" in tuning
    assert held_out.startswith(": 1 zh, 0 en, 1 all")
    assert "| +1.00 (1:0) " in held_out
    assert "en R@1" not in held_out  # no question, so no mean


@pytest.fixture
def indexed(tmp_path):
    folder = tmp_path / "bulletins"
    folder.mkdir()
    (folder / "river-2021.txt").write_text(
        "关于整改进展情况的通报\n\n1.关于河道淤积问题。投资300万元疏浚河道。\n\n2.关于学位不足问题。新建学校2所。\n",
        "utf-8",
    )
    settings = IndexSettings(folder=tmp_path / "index", models=tmp_path / "models")
    embedder = FakeEmbedder(dimension=256)
    build(folder, settings, embedder, lambda *progress: None)
    return settings, embedder


def test_every_way_of_searching_is_measured_on_the_same_questions(indexed):
    from index.search import Searcher

    settings, embedder = indexed
    bulletins = Searcher.open(settings, embedder).bulletins()
    cases = [case("疏浚河道投资多少"), case("新建学校几所", gold=("新建学校",))]
    trials = compare("fake: ", settings, embedder, searchable(cases, bulletins))
    assert [each.name.removeprefix("fake: ") for each in trials] == [
        "LangChain's usual recipe",
        "dense only, no mean removed",
        "dense only",
        "lexical only",
        "fused, no mean removed",
        "fused, not word by word",
        "fused by reciprocal ranks",
        CONFIGURED,
    ]
    assert all(each.scores["R@5"].keys() == {"疏浚河道投资多少", "新建学校几所"} for each in trials)
    assert trials[-1].scores["R@1"] == {"疏浚河道投资多少": 1.0, "新建学校几所": 1.0}
