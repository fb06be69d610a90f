"""[index]: which encoder, where the index lives, how the legs of the search are weighed."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from corpus.settings import Table


class IndexSettings(Table):
    """Every weight's origin is a trial in docs/measurements.md."""

    folder: Path = Path("var/index")
    chroma_url: str | None = Field(default=None, pattern=r"^https?://[^/?#]+/?$")  # None: embedded in the folder
    models: Path = Path("var/models")  # where the bundled model is expanded once
    embedding_model: str = "bundled-both"  # or "bundled", "bundled-use", a hub name ("BAAI/bge-m3"), a local folder
    query_prefix: str | None = None  # None: the model's own prompt, if it declares one
    passage_prefix: str | None = None
    dense_weight: float = 0.8
    lexical_weight: float = 0.2
    token_weight: float = 1.25  # of the likeness word by word, beside the sentences' (0 = not compared)
    mean_weight: float = 1.0  # share of the mean vectors that is removed (0 = none)

    @property
    def encoder(self) -> str:
        """What decides about vectors: the model and the prefixes, as one name."""
        prefixes = (self.query_prefix, self.passage_prefix)
        return self.embedding_model if prefixes == (None, None) else f"{self.embedding_model} {prefixes!r}"
