"""In: a question and chunks token by token, out: how fully each chunk says what the question says, word by word.

Late interaction (Khattab and Zaharia 2020, ColBERT): each token of the question looks for its nearest in the chunk.
Does not know encoders or files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]
LEAST_WEIGHT = 0.05  # of a token that every question has


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text token by token, without prefix and special tokens: ids, and raw vectors (n, dimension)."""

    ids: tuple[int, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Habit:
    """What the questions of a language share: the mean of their token vectors, and in how many each token is."""

    questions: int
    mean: tuple[float, ...]
    held: Mapping[int, int]  # token id -> questions that hold it

    def weights(self, ids: Sequence[int]) -> Scores:
        """How much each token of a question asks, summing to 1: what every question has asks next to nothing."""
        rarity = np.log((1 + self.questions) / (1 + np.array([self.held.get(number, 0) for number in ids])))
        weights = np.maximum(rarity, LEAST_WEIGHT)
        return np.asarray(weights / weights.sum(), dtype=np.float32)


def habit(questions: Sequence[Tokens]) -> Habit:
    """The habit of these questions."""
    vectors = np.concatenate([question.vectors for question in questions])
    held = Counter(number for question in questions for number in set(question.ids))
    return Habit(len(questions), tuple(float(number) for number in vectors.mean(axis=0)), dict(held))


@dataclass(frozen=True, slots=True)
class Packed:
    """The raw token vectors of chunks, one after the other: scales[:, None] * numbers, and how many each chunk has."""

    numbers: npt.NDArray[np.int8]  # (n, dimension)
    scales: Scores
    counts: tuple[int, ...]  # each at least 1


def packed(chunks: Sequence[Vectors]) -> Packed:
    """One byte a number, each vector with its own scale: what that loses changes no rank (docs/measurements.md)."""
    vectors = np.concatenate(chunks)
    scales = np.abs(vectors).max(axis=1) / np.float32(127)
    numbers = np.round(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return Packed(numbers, scales.astype(np.float32), tuple(map(len, chunks)))


def likeness(question: Vectors, weights: Scores, chunks: Packed, mean: Vectors) -> Scores:
    """Per chunk the weighed mean, over the question's tokens (unit vectors), of the cosine of the nearest token.

    `mean` is taken away of the chunks' tokens first, by its products: they are many, and never written out as floats.
    """
    products = chunks.numbers.astype(np.float32)
    squares = np.einsum("nd,nd->n", products, products) * chunks.scales**2
    products = (products @ np.vstack([question, mean]).T) * chunks.scales[:, None]
    lengths = np.sqrt(np.maximum(squares - 2 * products[:, -1] + mean @ mean, 1e-9))
    cosines = (products[:, :-1] - question @ mean) / lengths[:, None]
    starts = np.cumsum([0, *chunks.counts[:-1]])
    return np.asarray(np.maximum.reduceat(cosines, starts, axis=0) @ weights, dtype=np.float32)
