"""In: a question token by token and paragraphs of an index, out: how fully each paragraph says what is asked.

The best chunk counts for its paragraph. Does not know what else speaks for a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index import late_interaction, means
from index.documents import Row
from index.late_interaction import Scores, Tokens
from index.manifest import Manifest
from index.token_store import TokenStore


class CloseLook:
    """The token vectors of a generation in `folder`, compared without `share` of what all of them have in common."""

    def __init__(self, folder: Path, manifest: Manifest, share: float) -> None:
        self._store = TokenStore(folder, len(manifest.token_mean))
        self._mean = np.float32(share) * np.asarray(manifest.token_mean, dtype=np.float32)
        self._habits = manifest.habits
        self._share = np.float32(share)

    def likeness(self, asked: Tokens, language: str, paragraphs: Sequence[Row]) -> Scores:
        """Of each paragraph, its best chunk's."""
        ranges = [(paragraph.first_chunk, paragraph.end_chunk) for paragraph in paragraphs]
        habit = self._habits[language]
        question = means.centred(asked.vectors, self._share * np.asarray(habit.mean, dtype=np.float32))
        chunks = late_interaction.likeness(question, habit.weights(asked.ids), self._store.read(ranges), self._mean)
        return np.maximum.reduceat(chunks, np.cumsum([0, *(end - first for first, end in ranges[:-1])]))
