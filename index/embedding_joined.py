"""In: two Embedders and their weights. Out: an Embedder whose likeness is the weighed sum of theirs.

Each text stays one vector: the unit vectors side by side, each by the root of its weight. Tokens are the first one's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np

from index.embedder import Embedder, TokenEmbedder, Vectors
from index.late_interaction import Tokens


class JoinedEmbedder:
    """cosine = sum of weight * cosine of each part; the weights sum to 1."""

    def __init__(self, parts: Sequence[tuple[Embedder, float]]) -> None:
        self._parts = [(embedder, math.sqrt(weight)) for embedder, weight in parts]
        self.name = " + ".join(f"{weight:g} {embedder.name}" for embedder, weight in parts)
        self.dimension = sum(embedder.dimension for embedder, _ in parts)
        self.token_dimension: int = getattr(parts[0][0], "token_dimension", 0)
        self.words = next((words for part, _ in parts if (words := getattr(part, "words", None))), None)

    def queries(self, texts: list[str]) -> Vectors:
        return self._beside(self._parts[0][0].queries(texts), [other.queries(texts) for other, _ in self._parts[1:]])

    def passages(self, texts: list[str]) -> Vectors:
        return self._beside(self._parts[0][0].passages(texts), [other.passages(texts) for other, _ in self._parts[1:]])

    def queries_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        vectors, tokens = self._first.queries_by_token(texts)
        return self._beside(vectors, [other.queries(texts) for other, _ in self._parts[1:]]), tokens

    def passages_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        vectors, tokens = self._first.passages_by_token(texts)
        return self._beside(vectors, [other.passages(texts) for other, _ in self._parts[1:]]), tokens

    @property
    def _first(self) -> TokenEmbedder:
        return cast("TokenEmbedder", self._parts[0][0])

    def _beside(self, first: Vectors, others: list[Vectors]) -> Vectors:
        roots = [np.float32(root) for _, root in self._parts]
        return np.hstack([vectors * root for vectors, root in zip([first, *others], roots, strict=True)])
