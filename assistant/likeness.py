"""In: an encoder. Out: how far an English text is from the Chinese clauses it may render, on the encoder's own scale.

The scale is taken from forty pairs that say the same in both languages. Does not judge statements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from index.embedder import Vectors
from index.parallel_questions import PAIRS

_MOST = 2000  # vectors kept
# Where a clause and its translation lie between two texts that have nothing in common (0) and a pair (1), and how
# far they spread: by the tuning paraphrases with multilingual-e5-small (docs/measurements.md).
_USUAL, _SPREAD = 0.267, 0.253


@dataclass
class Cosines:
    """Likeness by an encoder's vectors; texts are encoded once. `encode`: texts -> unit vectors (n, dimension)."""

    encode: Callable[[list[str]], Vectors]
    _vectors: dict[str, Vectors] = field(default_factory=dict)

    def doubt(self, text: str, others: Sequence[str]) -> float:
        """How far the text is from the nearest of the others, in spreads below the usual."""
        usual, spread = self._scale
        return (usual - float((self._of(others) @ self._of([text])[0]).max())) / spread

    @cached_property
    def _scale(self) -> tuple[float, float]:
        chinese, english = (self.encode(list(texts)) for texts in zip(*PAIRS, strict=True))
        cosines = chinese @ english.T
        same = float(np.diag(cosines).mean())
        other = float(cosines[~np.eye(len(PAIRS), dtype=bool)].mean())
        return other + _USUAL * (same - other), _SPREAD * (same - other)

    def _of(self, texts: Sequence[str]) -> Vectors:
        kept = self._vectors if len(self._vectors) < _MOST else {}
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if new:
            kept = {**kept, **dict(zip(new, self.encode(new), strict=True))}
            self._vectors = kept  # replaced, never changed: threads may share it
        return np.array([kept[text] for text in texts])
