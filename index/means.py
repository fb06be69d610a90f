"""In: an embedder, out: the mean vectors that search takes away; and vectors without them.

An encoder crowds its vectors into a cone, passages into one part and questions of each language into others; what all
questions share says nothing about the one asked, and draws it to the same few paragraphs.
"""

from __future__ import annotations

import numpy as np

from index import late_interaction
from index.embedder import Embedder, TokenEmbedder, Vectors
from index.late_interaction import Habit
from index.parallel_questions import CHINESE, ENGLISH


def query_means(embedder: Embedder) -> dict[str, Vectors]:
    """The mean vector of everyday questions to a government, by language: zh and en."""
    return {
        "zh": embedder.queries(list(CHINESE)).mean(axis=0),
        "en": embedder.queries(list(ENGLISH)).mean(axis=0),
    }


def habits(embedder: TokenEmbedder) -> dict[str, Habit]:
    """The same token by token."""
    banks = {"zh": CHINESE, "en": ENGLISH}
    return {name: late_interaction.habit(embedder.queries_by_token(list(bank))[1]) for name, bank in banks.items()}


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """The vectors (n, d) without the mean (d,), at unit length again; a vector that was the mean becomes zero."""
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(length, 1e-9), dtype=np.float32)
