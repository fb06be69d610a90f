"""In: unit vectors of chunks in the order of their rows, out: their likeness to a question, from a memory-mapped file.

Vectors are kept raw; the mean is taken away by what the file knows of their products. Knows nothing of ids or texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedder import Vectors
from index.errors import MEND, DamagedIndexError

Scores = npt.NDArray[np.float32]
Ranges = Sequence[tuple[int, int]]  # of rows: first, end

_VECTORS, _PRODUCTS = "vectors.float32", "products.float32"
_AT_ONCE = 10_000  # rows
_LEAST = 1e-9  # of a squared length: a vector that was the mean


class VectorFileWriter:
    """Writes vectors into a new folder, in order. Raises OSError when it cannot."""

    def __init__(self, folder: Path, dimension: int) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._dimension = dimension
        self._file = (folder / _VECTORS).open("wb")

    def add(self, vectors: Vectors) -> None:
        self._file.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())

    def close(self, mean: Vectors) -> None:
        """Note each vector's product with itself and with the mean that search takes away."""
        self._file.close()
        with (self._folder / _PRODUCTS).open("wb") as file:
            for vectors in _parts(_mapped(self._folder / _VECTORS).reshape(-1, self._dimension)):
                own = np.einsum("nd,nd->n", vectors, vectors)
                file.write(np.stack([own, vectors @ mean], axis=1).astype(np.float32).tobytes())


class VectorFile:
    """Reads what VectorFileWriter wrote. Raises DamagedIndexError when it does not hold `count` vectors."""

    def __init__(self, folder: Path, dimension: int, count: int) -> None:
        try:
            self._vectors = _mapped(folder / _VECTORS).reshape(-1, dimension)
            self._products = _mapped(folder / _PRODUCTS).reshape(-1, 2)
        except (OSError, ValueError) as error:
            raise DamagedIndexError(f"the vectors of the index cannot be read; {MEND}") from error
        if not len(self._vectors) == len(self._products) == count:
            raise DamagedIndexError(f"the index holds {len(self._vectors)} of {count} vectors; {MEND}")

    def read(self, rows: Iterable[int]) -> Vectors:
        """The raw vectors of these rows, in their order."""
        return np.asarray(self._vectors[list(rows)])

    def likeness(self, question: Vectors, mean: Vectors, share: float, ranges: Ranges) -> Scores:
        """Cosines of the question's unit vector with those of the ranges, less `share` of the mean, range by range.

        (p - s m)·q / |p - s m| from the products p·p and p·m: the vectors are read once and never written out.
        """
        joined = list(_joined(ranges))
        if not joined:
            return np.empty(0, dtype=np.float32)
        products = np.concatenate([self._vectors[first:end] @ question for first, end in joined])
        known = np.concatenate([self._products[first:end] for first, end in joined])
        squares = known[:, 0] - 2 * share * known[:, 1] + share**2 * float(mean @ mean)
        raised = products - np.float32(share * float(mean @ question))
        return np.asarray(raised / np.sqrt(np.maximum(squares, _LEAST)), dtype=np.float32)


def _joined(ranges: Ranges) -> Iterator[tuple[int, int]]:
    """Ranges that follow one another made one."""
    begun: tuple[int, int] | None = None
    for first, end in ranges:
        if begun and begun[1] == first:
            begun = begun[0], end
            continue
        if begun:
            yield begun
        begun = first, end
    if begun:
        yield begun


def _parts(vectors: Vectors) -> Iterator[Vectors]:
    for start in range(0, len(vectors), _AT_ONCE):
        yield vectors[start : start + _AT_ONCE]


def _mapped(file: Path) -> npt.NDArray[Any]:
    """A plain array over the mapped file: slices of numpy's memmap class cost ten times as much."""
    if not file.stat().st_size:
        return np.empty(0, dtype=np.float32)
    return np.asarray(np.memmap(file, dtype=np.float32, mode="r"))
