"""In: dense and lexical scores of the same candidates, out: one score each.

By scores, not by ranks: a nearly empty lexical list must not push down what the vectors found.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
LEAST_SPREAD = 0.03  # of lexical shares: below it the lexical list says next to nothing and is not blown up


def fuse(dense: Scores, lexical: Scores, dense_weight: float, lexical_weight: float) -> Scores:
    """Weighed sum of z-scores over the candidates; `lexical` is the share 0..1 of the question that each holds."""
    return np.asarray(dense_weight * _z(dense, 1e-6) + lexical_weight * _z(lexical, LEAST_SPREAD), dtype=np.float32)


def _z(scores: Scores, least_spread: float) -> Scores:
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), least_spread), dtype=np.float32)
