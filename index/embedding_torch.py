"""In: a hub name or folder of any sentence-transformers model. Out: an Embedder that runs it in torch.

Looks on this machine only, unless HF_HUB_OFFLINE=0 is set: then a model named by hub name is fetched.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from index.embedder import Vectors
from index.errors import ModelError
from index.model_folder import fingerprint, prefixes
from index.settings import IndexSettings

_BATCH = 16  # small, so that a long text pads few others


class SentenceTransformerEmbedder:
    """Whatever SentenceTransformer(model) loads."""

    def __init__(self, model: str, settings: IndexSettings) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        offline = os.environ["HF_HUB_OFFLINE"].upper() not in ("0", "FALSE", "NO", "OFF", "")
        folder = _folder(model, offline)
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=offline)
        except Exception as error:  # a broken folder fails in as many ways as there are files in it
            message = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(f"cannot load the embedding model {model}: {message}; check its files") from error
        self._prefixes = prefixes(settings, self._model.prompts, model)
        self.name = f"{model if model != str(folder) else folder.name}@{fingerprint(folder, self._prefixes)}"
        self.dimension = self._encode(["any text"]).shape[1]  # a model may not know, or declare more than it gives

    def queries(self, texts: list[str]) -> Vectors:
        return self._encode([self._prefixes.query + text for text in texts])

    def passages(self, texts: list[str]) -> Vectors:
        return self._encode([self._prefixes.passage + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            texts, batch_size=_BATCH, prompt="", normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def _folder(model: str, offline: bool) -> Path:
    """The folder on this machine: the one named, or the hub's snapshot (fetched first unless offline)."""
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, local_files_only=offline))
    except Exception as error:  # not cached, not a name, not reachable: the same to the user
        raise ModelError(
            f"the embedding model {model} is not on this machine; name a local folder or the bundled one in "
            "[index] embedding_model, or fetch it once by running: HF_HUB_OFFLINE=0 python -m index build"
        ) from error
