"""In: a hub name or folder of any sentence-transformers model. Out: an Embedder that runs it in torch."""

from __future__ import annotations

import os

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class SentenceTransformerEmbedder:
    """Any sentence-transformers model."""

    def __init__(self, model: str, query_prefix: str | None, passage_prefix: str | None) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")
        prompts = self._model.prompts
        self._query = prompts.get("query", "") if query_prefix is None else query_prefix
        self._passage = prompts.get("passage", "") if passage_prefix is None else passage_prefix
        self.name = model
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def queries(self, texts: list[str]) -> Vectors:
        return self._encode(self._query, texts)

    def passages(self, texts: list[str]) -> Vectors:
        return self._encode(self._passage, texts)

    def _encode(self, prefix: str, texts: list[str]) -> Vectors:
        vectors = self._model.encode([prefix + text for text in texts], normalize_embeddings=True)
        return np.asarray(vectors, dtype=np.float32).reshape(-1, self.dimension)
