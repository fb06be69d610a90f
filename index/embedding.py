"""In: texts, out: unit vectors (n, dimension) float32. (Interface; the encoders follow.)"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. Queries and passages may be encoded differently (prefixes)."""

    name: str  # as recorded in the index: another name means a foreign index
    dimension: int

    def queries(self, texts: list[str]) -> Vectors: ...

    def passages(self, texts: list[str]) -> Vectors: ...
