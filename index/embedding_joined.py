"""In: two Embedders and their weights. Out: an Embedder whose likeness is the weighed sum of theirs.

Each text stays one vector: the unit vectors side by side, each by the root of its weight.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from index.embedding import Embedder

Vectors = npt.NDArray[np.float32]


class JoinedEmbedder:
    """cosine = sum of weight * cosine of each part; the weights sum to 1."""

    def __init__(self, parts: Sequence[tuple[Embedder, float]]) -> None:
        self._parts = [(embedder, math.sqrt(weight)) for embedder, weight in parts]
        self.name = " + ".join(f"{weight:g} {embedder.name}" for embedder, weight in parts)
        self.dimension = sum(embedder.dimension for embedder, _ in parts)

    def queries(self, texts: list[str]) -> Vectors:
        return np.hstack([embedder.queries(texts) * np.float32(root) for embedder, root in self._parts])

    def passages(self, texts: list[str]) -> Vectors:
        return np.hstack([embedder.passages(texts) * np.float32(root) for embedder, root in self._parts])
