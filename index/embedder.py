"""What an encoder is to the rest of the index: the types that index/embedding.py's encoders have.

Texts in, unit vectors (n, dimension) float32 out; some also tell a text token by token. Loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from index.late_interaction import Tokens

Vectors = npt.NDArray[np.float32]
Encoded = tuple[Vectors, list[Vectors] | None]  # of a batch of passages: a vector each, and their tokens'
Encode = Callable[[Iterable[list[str]]], Iterator[Encoded]]  # batches in, theirs out in the same order


class Embedder(Protocol):
    """Turns texts into unit vectors. Queries and passages may be encoded differently (prefixes)."""

    name: str  # as recorded in the index: another name means a foreign index
    dimension: int

    def queries(self, texts: list[str]) -> Vectors: ...

    def passages(self, texts: list[str]) -> Vectors: ...


class TokenEmbedder(Embedder, Protocol):
    """An Embedder that also tells a text token by token, from the same run of its model."""

    token_dimension: int  # 0: it cannot, after all

    def queries_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]: ...

    def passages_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]: ...


def by_token(embedder: Embedder) -> TokenEmbedder | None:
    """The same encoder, if it can tell texts token by token."""
    return cast(TokenEmbedder, embedder) if getattr(embedder, "token_dimension", 0) else None


def by_word(embedder: Embedder) -> Callable[[list[str]], Vectors] | None:
    """How single words are encoded so that a word and its translation lie close, if the encoder was measured for it."""
    return cast("Callable[[list[str]], Vectors] | None", getattr(embedder, "words", None))


def encoded(embedder: Embedder, texts: list[str]) -> Encoded:
    """The vectors of passages, and those of each one's tokens if the encoder tells them (else None)."""
    if telling := by_token(embedder):
        vectors, tokens = telling.passages_by_token(texts)
        return vectors, [text.vectors for text in tokens]
    return embedder.passages(texts), None
