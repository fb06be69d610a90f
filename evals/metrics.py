"""In: rankings and gold labels, or scores by case; out: the field's measures, means, intervals, paired differences.

Knows numbers only: not what was ranked, nor by what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Scores = dict[str, float]  # case id -> score


def ranking_scores(
    rankings: Mapping[str, Sequence[str]], gold: Mapping[str, Sequence[str]], measures: Sequence[str]
) -> dict[str, Scores]:
    """Each measure (R@1, RR@10, nDCG@10: ir_measures' notation) for each case of `gold`; a case not ranked scores 0."""
    import ir_measures  # here, so that `--help` does not pay for it

    parsed = [ir_measures.parse_measure(name) for name in measures]
    qrels = {case: dict.fromkeys(paragraphs, 1) for case, paragraphs in gold.items()}
    run = {
        case: {paragraph: float(-rank) for rank, paragraph in enumerate(dict.fromkeys(rankings.get(case, ())))}
        for case in gold
    }
    scores: dict[str, Scores] = {name: dict.fromkeys(gold, 0.0) for name in measures}
    for metric in ir_measures.iter_calc(parsed, qrels, run):
        scores[str(metric.measure)][metric.query_id] = float(metric.value)
    return scores


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over n cases with its 95% interval."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second over the same cases; the difference may be noise when the interval holds 0."""

    mean: Mean
    won: int
    lost: int
    same: int

    @property
    def may_be_noise(self) -> bool:
        return self.mean.low <= 0 <= self.mean.high


def mean(values: Sequence[float], resamples: int = 10_000, seed: int = 0) -> Mean:
    """The mean with its 95% percentile bootstrap interval (Efron 1979). Raises ValueError for no values."""
    if not values:
        raise ValueError("a mean of no case does not exist")
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(len(sample), size=(resamples, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    return Mean(float(sample.mean()), float(low), float(high), len(sample))


def difference(first: Scores, second: Scores, resamples: int = 10_000, seed: int = 0) -> Difference:
    """First against second, case by case. Raises ValueError when they did not score the same cases."""
    if first.keys() != second.keys():
        raise ValueError("both must score the same cases")
    deltas = [first[case] - second[case] for case in first]
    return Difference(
        mean(deltas, resamples, seed),
        won=sum(delta > 0 for delta in deltas),
        lost=sum(delta < 0 for delta in deltas),
        same=sum(delta == 0 for delta in deltas),
    )


def randomization_p(first: Scores, second: Scores, resamples: int = 10_000, seed: int = 0) -> float:
    """Two-sided p of the paired randomization test (Fisher 1935; Smucker, Allan and Carterette 2007).

    How often the signs of the differences, drawn by lot, make a mean as far from 0 as the one seen.
    """
    deltas = np.asarray([first[case] - second[case] for case in first], dtype=np.float64)
    deltas = deltas[deltas != 0]
    if not len(deltas):
        return 1.0
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(resamples, len(deltas)))
    seen = abs(deltas.sum())
    as_far = np.abs(signs @ deltas) >= seen - 1e-12
    return float((as_far.sum() + 1) / (resamples + 1))
