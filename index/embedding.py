"""In: the name of a model. Out: an Embedder, which turns texts into unit vectors (n, dimension) float32.

The bundled models run in ONNX Runtime, any other through sentence-transformers. Nothing is ever downloaded unasked.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.settings import IndexSettings

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. Queries and passages may be encoded differently (prefixes)."""

    name: str  # as recorded in the index: another name means a foreign index
    dimension: int

    def queries(self, texts: list[str]) -> Vectors: ...

    def passages(self, texts: list[str]) -> Vectors: ...


def load(settings: IndexSettings) -> Embedder:
    """The encoder that the settings name; ModelError when it is not on this machine."""
    from index.embedding_torch import SentenceTransformerEmbedder

    if settings.embedding_model == "bundled":
        from index import bundled

        folder = bundled.expanded(settings.models)
        return SentenceTransformerEmbedder(str(folder), settings.query_prefix, settings.passage_prefix)
    return SentenceTransformerEmbedder(settings.embedding_model, settings.query_prefix, settings.passage_prefix)
