"""In: the name of a model. Out: an Embedder, which turns texts into unit vectors (n, dimension) float32.

The bundled models run in ONNX Runtime, any other through sentence-transformers. Nothing is ever downloaded unasked.
"""

from __future__ import annotations

from pathlib import Path

from index.embedder import Embedder
from index.settings import IndexSettings

# The encoders that packages carry, by the name that the settings give them.
BUNDLED = "bundled"  # multilingual-e5-small
BUNDLED_USE = "bundled-use"  # universal-sentence-encoder-multilingual-3: four times faster, finds less
BUNDLED_BOTH = "bundled-both"  # both side by side: finds more, starts a second later
E5_SHARE = 0.9  # of the likeness in BUNDLED_BOTH; e5's cosines lie closer together (docs/measurements.md)


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
