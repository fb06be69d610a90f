"""Fakes small enough to compute by hand: no model, no network."""

from __future__ import annotations

import itertools
import zlib

import numpy as np
import numpy.typing as npt


class FakeEmbedder:
    """Counts of character bigrams, hashed into a few buckets, as unit vectors: shared words mean nearness."""

    def __init__(self, dimension: int = 64, name: str = "fake") -> None:
        self.name = name
        self.dimension = dimension

    def queries(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return self._encode(texts)

    def passages(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return self._encode(texts)

    def _encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            marked = f"^{text.lower()}$"  # so that the empty text has a bigram too
            for first, second in itertools.pairwise(marked):
                row[zlib.crc32((first + second).encode()) % self.dimension] += 1.0
            row /= np.linalg.norm(row)
        return vectors
