import pytest

from evals.metrics import difference, mean, ranking_scores


def test_ranking_scores_follow_the_fields_definitions():
    gold = {"first": ["a"], "third": ["a"], "half": ["a", "b"]}
    rankings = {"first": ["a", "x", "y"], "third": ["x", "y", "a"], "half": ["b", "x", "y", "z", "w", "a"]}
    scores = ranking_scores(rankings, gold, ["R@1", "R@5", "RR@10", "nDCG@10"])
    assert scores["R@1"] == {"first": 1.0, "third": 0.0, "half": 0.5}
    assert scores["R@5"] == {"first": 1.0, "third": 1.0, "half": 0.5}
    assert scores["RR@10"] == {"first": 1.0, "third": pytest.approx(1 / 3), "half": 1.0}
    assert scores["nDCG@10"]["third"] == pytest.approx(0.5)  # 1 / log2(3 + 1)


def test_an_empty_or_absent_ranking_counts_as_zero():
    scores = ranking_scores({"empty": []}, {"empty": ["a"], "absent": ["a"]}, ["R@5", "RR@10"])
    assert scores == {"R@5": {"empty": 0.0, "absent": 0.0}, "RR@10": {"empty": 0.0, "absent": 0.0}}


def test_a_paragraph_listed_twice_keeps_its_first_rank():
    scores = ranking_scores({"q": ["x", "a", "x", "a"]}, {"q": ["a"]}, ["RR@10"])
    assert scores["RR@10"] == {"q": 0.5}


def test_recall_at_one_looks_at_the_order_not_at_the_names():
    assert ranking_scores({"q": ["z", "a"]}, {"q": ["a"]}, ["R@1"])["R@1"] == {"q": 0.0}
    assert ranking_scores({"q": ["a", "z"]}, {"q": ["a"]}, ["R@1"])["R@1"] == {"q": 1.0}


def test_the_interval_of_a_coin_is_near_the_textbook_one():
    coin = mean([0.0, 1.0] * 50)
    assert (coin.value, coin.n) == (0.5, 100)
    assert coin.low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.015)  # standard error sqrt(.25 / 100)
    assert coin.high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.015)


def test_the_same_seed_draws_the_same_interval():
    values = [0.1, 0.9, 0.4, 1.0, 0.0]
    assert mean(values, 50, seed=3) == mean(values, 50, seed=3)
    assert mean(values, 50, seed=3) != mean(values, 50, seed=4)


def test_a_mean_of_no_case_is_an_error_not_zero():
    with pytest.raises(ValueError, match="no case"):
        mean([])


def test_a_clear_difference_is_told_from_noise():
    weak = dict.fromkeys(map(str, range(20)), 0.0)
    strong = {case: 1.0 if int(case) < 15 else 0.0 for case in weak}
    clear = difference(strong, weak)
    assert (clear.won, clear.lost, clear.same) == (15, 0, 5)
    assert clear.mean.value == 0.75
    assert not clear.may_be_noise

    mixed = {case: 1.0 if int(case) == 0 else 0.0 for case in weak}
    other = {case: 1.0 if int(case) == 1 else 0.0 for case in weak}
    noise = difference(mixed, other)
    assert (noise.won, noise.lost, noise.same) == (1, 1, 18)
    assert noise.may_be_noise


def test_different_cases_are_not_compared():
    with pytest.raises(ValueError, match="same cases"):
        difference({"a": 1.0}, {"b": 1.0})
