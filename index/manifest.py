"""In: what a build knew, out: manifest.json and back; refuses an index of another model or schema.

Does not know the files beside it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.embedder import Embedder
from index.errors import MEND, DamagedIndexError, ForeignIndexError, NewerIndexError
from index.late_interaction import Habit
from index.settings import IndexSettings

SCHEMA = 4
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from and with; the means are of raw unit vectors."""

    schema: int
    model: str
    dimension: int
    encoder: str  # as the settings named it
    corpus: str  # fingerprint of the corpus folder
    built_at: str  # ISO 8601, UTC
    bulletins: int
    paragraphs: int
    chunks: int
    unread: tuple[str, ...]  # what could not be read of the corpus, and why
    passage_mean: tuple[float, ...]
    query_means: dict[str, tuple[float, ...]]  # by language, zh and en
    token_mean: tuple[float, ...]  # of the passages' raw token vectors; empty: the encoder tells none
    habits: dict[str, Habit]  # of questions, by language; empty: the same

    def write(self, folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    def check(self, settings: IndexSettings, embedder: Embedder | None) -> None:
        """Raises ForeignIndexError when the vectors are another encoder's; without a loaded one the names decide."""
        if self.encoder != settings.encoder:
            raise ForeignIndexError(
                f"the index was built with {self.encoder}, the settings name {settings.encoder}; {MEND}"
            )
        if embedder and (self.model, self.dimension) != (embedder.name, embedder.dimension):
            raise ForeignIndexError(
                f"the index was built with {self.model} ({self.dimension} dimensions), the encoder at hand is "
                f"{embedder.name} ({embedder.dimension}); {MEND}"
            )


def read(folder: Path) -> Manifest:
    """The manifest of a generation. Raises ForeignIndexError for another schema, DamagedIndexError."""
    try:
        record = json.loads((folder / FILE).read_text(encoding="utf-8"))
        schema = record["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"{folder / FILE} cannot be read; {MEND}") from error
    if isinstance(schema, int) and schema > SCHEMA:
        raise NewerIndexError(
            f"the index was made by a newer version (schema {schema}, this one reads {SCHEMA}); update the program, or "
            f"replace the index by this version's: {MEND}"
        )
    if schema != SCHEMA:
        raise ForeignIndexError(
            f"the index is of an older version (schema {schema}, now {SCHEMA}); upgrade it with: make index, or {MEND}"
        )
    try:
        record["unread"] = tuple(record["unread"])
        record["passage_mean"] = tuple(record["passage_mean"])
        record["query_means"] = {language: tuple(mean) for language, mean in record["query_means"].items()}
        record["token_mean"] = tuple(record["token_mean"])
        record["habits"] = {language: _habit(habit) for language, habit in record["habits"].items()}
        return Manifest(**record)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DamagedIndexError(f"{folder / FILE} is incomplete; {MEND}") from error


def _habit(record: dict[str, Any]) -> Habit:
    held = {int(number): count for number, count in record["held"].items()}  # JSON has no other keys than texts
    return Habit(record["questions"], tuple(record["mean"]), held)
