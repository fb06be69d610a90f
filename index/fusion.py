"""In: dense and lexical scores of the same candidates, out: one score each.

By scores, not by ranks: a nearly empty lexical list must not push down what the vectors found.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
SECOND = 0.3  # share of the second best sentence
ALONE = 0.1  # how far below the best a second sentence usually is, for a paragraph that has none
LEAST_DENSE_SPREAD = 1e-6
LEAST_SPREAD = 0.03  # of lexical shares: below it the lexical list says next to nothing and is not blown up


def paragraphs(likeness: Scores, counts: Sequence[int]) -> Scores:
    """Each paragraph's likeness: its best sentence's and a share of the second best's, for `counts` sentences each.

    The second tells a paragraph about the matter from one that happens to hold a like sentence.
    """
    starts = np.cumsum([0, *counts[:-1]])
    best = np.maximum.reduceat(likeness, starts)
    # The first sentence as good as the best one is taken out; what is then the best is the second.
    first = np.minimum.reduceat(
        np.where(likeness == np.repeat(best, counts), np.arange(len(likeness)), len(likeness)), starts
    )
    others = likeness.copy()
    others[first] = -np.inf
    second = np.where(np.asarray(counts) > 1, np.maximum.reduceat(others, starts), best - np.float32(ALONE))
    return np.asarray(best + np.float32(SECOND) * second, dtype=np.float32)


def fuse(dense: Scores, lexical: Scores, dense_weight: float, lexical_weight: float) -> Scores:
    """Weighed sum of z-scores over the candidates; `lexical` is the share 0..1 of the question that each holds."""
    return np.asarray(
        dense_weight * _z(dense, LEAST_DENSE_SPREAD) + lexical_weight * _z(lexical, LEAST_SPREAD), dtype=np.float32
    )


def in_spreads(differences: Scores, scores: Scores) -> Scores:
    """Differences measured as `fuse` measures those of the dense `scores`."""
    return np.asarray(differences / max(float(scores.std()), LEAST_DENSE_SPREAD), dtype=np.float32)


def _z(scores: Scores, least_spread: float) -> Scores:
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), least_spread), dtype=np.float32)
