"""In: English words and the Chinese words of a sentence. Out: the English ones that one of the Chinese may render.

By an encoder's vectors of single words, each encoded once. Does not know sentences, dictionaries or questions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.embedder import Vectors

_MOST = 5000  # vectors kept
# From which cosine of universal-sentence-encoder-multilingual-3 on two words may render each other: what answerable
# questions say in words that the dictionary ties to nothing lies above it, what others say below (measurements.md).
_SAME = 0.63


@dataclass
class Ties:
    """`encode`: words -> unit vectors (n, dimension), or None by an encoder that cannot tell words."""

    encode: Callable[[list[str]], Vectors | None]
    _vectors: dict[str, Vectors] = field(default_factory=dict)

    def tied(self, english: Sequence[str], chinese: Sequence[str]) -> set[str]:
        """The English words that one of the Chinese may render."""
        kept = self._known([*english, *chinese])
        if kept is None or not english or not chinese:
            return set()
        left, right = (np.array([kept[word] for word in words]) for words in (english, chinese))
        return {word for word, cosine in zip(english, (left @ right.T).max(axis=1), strict=True) if cosine >= _SAME}

    def _known(self, words: Sequence[str]) -> dict[str, Vectors] | None:
        """The vectors of these words, and of others; the dict is replaced, never changed: threads may share it."""
        kept = self._vectors
        new = [word for word in dict.fromkeys(words) if word not in kept]
        if new:
            if len(kept) > _MOST:
                kept, new = {}, list(dict.fromkeys(words))
            vectors = self.encode(new)
            if vectors is None:
                return None
            self._vectors = kept = {**kept, **dict(zip(new, vectors, strict=True))}
        return kept
