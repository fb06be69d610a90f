"""In: the name of a model. Out: an Embedder, which turns texts into unit vectors (n, dimension) float32.

The bundled models run in ONNX Runtime, any other through sentence-transformers. Nothing is ever downloaded unasked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from index.late_interaction import Tokens
from index.settings import IndexSettings

Vectors = npt.NDArray[np.float32]
Encoded = tuple[Vectors, list[Vectors] | None]  # of a batch of passages: a vector each, and their tokens'
Encode = Callable[[Iterable[list[str]]], Iterator[Encoded]]  # batches in, theirs out in the same order

# The encoders that packages carry, by the name that the settings give them.
BUNDLED = "bundled"  # multilingual-e5-small
BUNDLED_USE = "bundled-use"  # universal-sentence-encoder-multilingual-3: four times faster, finds less
BUNDLED_BOTH = "bundled-both"  # both side by side: finds more, starts a second later
E5_SHARE = 0.9  # of the likeness in BUNDLED_BOTH; e5's cosines lie closer together (docs/measurements.md)


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


def encoded(embedder: Embedder, texts: list[str]) -> Encoded:
    """The vectors of passages, and those of each one's tokens if the encoder tells them (else None)."""
    if telling := by_token(embedder):
        vectors, tokens = telling.passages_by_token(texts)
        return vectors, [text.vectors for text in tokens]
    return embedder.passages(texts), None


def load(settings: IndexSettings) -> Embedder:
    """The encoder that the settings name; ModelError when it is not on this machine."""
    model = settings.embedding_model
    if model == BUNDLED:
        return _e5(settings)
    if model == BUNDLED_USE:
        return _use()
    if model == BUNDLED_BOTH:
        from index.embedding_joined import JoinedEmbedder

        return JoinedEmbedder([(_e5(settings), E5_SHARE), (_use(), 1 - E5_SHARE)])
    if Path(model).is_dir():
        return _from_folder(Path(model), settings)
    from index.embedding_torch import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(model, settings)


def _e5(settings: IndexSettings) -> Embedder:
    from index import bundled

    return _from_folder(bundled.expanded(settings.models), settings)


def _use() -> Embedder:
    from index.embedding_use import UseEmbedder

    return UseEmbedder()


def _from_folder(folder: Path, settings: IndexSettings) -> Embedder:
    from index import embedding_onnx

    if embedding_onnx.can_run(folder):
        return embedding_onnx.OnnxEmbedder(folder, settings)
    from index.embedding_torch import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(str(folder), settings)
