"""In: the token vectors of chunks in the order of their rows, out: those of any rows again, from memory-mapped files.

Knows nothing of ids or questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import MEND, DamagedIndexError
from index.late_interaction import Packed, packed

Vectors = npt.NDArray[np.float32]
_NUMBERS, _SCALES, _STARTS = "numbers.int8", "scales.float32", "starts.int64"


class TokenWriter:
    """Writes token vectors into a new folder, chunk after chunk. Raises OSError when it cannot."""

    def __init__(self, folder: Path, dimension: int) -> None:
        folder.mkdir(parents=True)
        self._files = [(folder / name).open("wb") for name in (_NUMBERS, _SCALES, _STARTS)]
        self._nothing = np.zeros((1, dimension), dtype=np.float32)
        self._total = np.zeros(dimension, dtype=np.float64)
        self._written = 0
        self._write_start()

    def add(self, chunks: Iterable[Vectors]) -> None:
        """The raw vectors (n, dimension) of each chunk; one without a token gets a zero vector."""
        for chunk in chunks:
            vectors = chunk if len(chunk) else self._nothing
            small = packed([vectors])
            self._files[0].write(small.numbers.tobytes())
            self._files[1].write(small.scales.tobytes())
            self._total += vectors.sum(axis=0)
            self._written += len(vectors)
            self._write_start()

    def add_packed(self, chunk: Packed) -> None:
        """The vectors of one chunk as they were packed elsewhere; they do not count in the mean."""
        self._files[0].write(chunk.numbers.tobytes())
        self._files[1].write(chunk.scales.tobytes())
        self._written += len(chunk.scales)
        self._write_start()

    def close(self) -> Vectors:
        """The mean of all token vectors written."""
        for file in self._files:
            file.close()
        return np.asarray(self._total / max(self._written, 1), dtype=np.float32)

    def _write_start(self) -> None:
        self._files[2].write(np.int64(self._written).tobytes())


class TokenStore:
    """Reads what TokenWriter wrote. Raises DamagedIndexError when it is not whole."""

    def __init__(self, folder: Path, dimension: int) -> None:
        try:
            self._starts = _mapped(folder / _STARTS, np.int64)
            self._scales = _mapped(folder / _SCALES, np.float32)
            self._numbers = _mapped(folder / _NUMBERS, np.int8).reshape(-1, dimension)
        except (OSError, ValueError) as error:
            raise DamagedIndexError(f"the token vectors of the index cannot be read; {MEND}") from error
        if not int(self._starts[-1]) == len(self._scales) == len(self._numbers):
            raise DamagedIndexError(f"the token vectors of the index are incomplete; {MEND}")

    def read(self, rows: Sequence[tuple[int, int]]) -> Packed:
        """The token vectors of the chunks in these ranges of rows, one chunk after the other."""
        starts = [self._starts[first : end + 1] for first, end in rows]
        return Packed(
            np.concatenate([self._numbers[own[0] : own[-1]] for own in starts]),
            np.concatenate([self._scales[own[0] : own[-1]] for own in starts]),
            tuple(int(count) for own in starts for count in np.diff(own)),
        )


def _mapped(file: Path, kind: Any) -> Any:
    return np.memmap(file, dtype=kind, mode="r") if file.stat().st_size else np.empty(0, dtype=kind)
