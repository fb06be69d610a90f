"""In: an Embedder and a folder. Out: an Embedder that encodes each passage once in its life, and what that took.

Vectors are appended as they are made, so a killed run takes up where it was. Questions are not kept. Knows no corpora.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index import late_interaction
from index.embedder import Embedder, Vectors, by_token
from index.late_interaction import Tokens

_KEY = 16  # bytes of a text's hash


@dataclass(frozen=True, slots=True)
class Spent:
    """What the encoder itself did."""

    texts: int = 0
    seconds: float = 0.0
    processor: float = 0.0  # seconds of all its threads: what other work on the machine does not change

    def plus(self, other: Spent) -> Spent:
        """Both together."""
        return Spent(self.texts + other.texts, self.seconds + other.seconds, self.processor + other.processor)


class CachedEmbedder:
    """The same vectors; token vectors come back as the index packs them. One process at a time."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.token_dimension: int = getattr(embedder, "token_dimension", 0)
        self._embedder = embedder
        folder.mkdir(parents=True, exist_ok=True)
        self._spent_file = folder / "spent.json"
        self.spent = _spent(self._spent_file)  # over all runs
        self.spent_now = Spent()
        widths = {"keys": _KEY, "vectors": 4 * self.dimension} | ({"ends": 8} if self.token_dimension else {})
        self._rows = _Appended({folder / name: width for name, width in widths.items()})
        self._tokens = _Appended({folder / "numbers": self.token_dimension, folder / "scales": 4})
        if self.token_dimension:
            ends = self._rows.read("ends", np.int64, 0, self._rows.count)
            whole = int(np.searchsorted(ends, self._tokens.count, side="right"))  # rows whose tokens are all there
            self._rows.keep(whole)
            self._tokens.keep(int(ends[whole - 1]) if whole else 0)
        keys = self._rows.read("keys", np.uint8, 0, self._rows.count).tobytes()
        self._known = {keys[at : at + _KEY]: at // _KEY for at in range(0, len(keys), _KEY)}

    def queries(self, texts: list[str]) -> Vectors:
        return self._embedder.queries(texts)

    def queries_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        telling = by_token(self._embedder)
        return telling.queries_by_token(texts) if telling else (self._embedder.queries(texts), [])

    def passages(self, texts: list[str]) -> Vectors:
        return self._vectors(self._learn(texts))

    def passages_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        rows = self._learn(texts)
        return self._vectors(rows), [Tokens((), self._of_tokens(row)) for row in rows]  # the index keeps no ids

    def _learn(self, texts: Sequence[str]) -> list[int]:
        """The rows of these texts; the unknown ones are encoded and appended."""
        keys = [blake2b(text.encode(), digest_size=_KEY).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            begun, begun_processor = time.perf_counter(), time.process_time()
            telling = by_token(self._embedder)
            if telling:
                vectors, tokens = telling.passages_by_token(list(new.values()))
            else:
                vectors, tokens = self._embedder.passages(list(new.values())), []
            spent = Spent(len(new), time.perf_counter() - begun, time.process_time() - begun_processor)
            self.spent, self.spent_now = self.spent.plus(spent), self.spent_now.plus(spent)
            self._append(list(new), vectors, [one.vectors for one in tokens])
        return [self._known[key] for key in keys]

    def _append(self, keys: Sequence[bytes], vectors: Vectors, tokens: Sequence[Vectors]) -> None:
        columns = {"keys": b"".join(keys), "vectors": vectors.astype(np.float32).tobytes()}
        if self.token_dimension:
            whole = [own if len(own) else np.zeros((1, self.token_dimension), np.float32) for own in tokens]
            small = late_interaction.packed(whole)
            ends = self._tokens.count + np.cumsum(small.counts, dtype=np.int64)
            self._tokens.append({"numbers": small.numbers.tobytes(), "scales": small.scales.tobytes()})
            columns["ends"] = ends.tobytes()
        first = self._rows.count
        self._rows.append(columns)
        self._known.update({key: first + place for place, key in enumerate(keys)})
        self._spent_file.write_text(json.dumps(asdict(self.spent)), encoding="utf-8")

    def _vectors(self, rows: Sequence[int]) -> Vectors:
        own = [self._rows.read("vectors", np.float32, row, row + 1) for row in rows]
        return np.concatenate(own).reshape(-1, self.dimension)

    def _of_tokens(self, row: int) -> Vectors:
        start = int(self._rows.read("ends", np.int64, row - 1, row)[0]) if row else 0
        end = int(self._rows.read("ends", np.int64, row, row + 1)[0])
        numbers = self._tokens.read("numbers", np.int8, start, end).reshape(-1, self.token_dimension)
        scales = self._tokens.read("scales", np.float32, start, end)
        return np.asarray(numbers * scales[:, None], dtype=np.float32)


class _Appended:
    """Files of rows of a fixed width in bytes, all as long as the shortest of them."""

    def __init__(self, widths: dict[Path, int]) -> None:
        self._widths = {path.name: width for path, width in widths.items()}
        self._files = {path.name: path.open("a+b") for path in widths}
        sizes = {name: os.fstat(file.fileno()).st_size for name, file in self._files.items()}
        self.count = min((sizes[name] // width for name, width in self._widths.items() if width), default=0)
        self.keep(self.count)

    def keep(self, count: int) -> None:
        """Forget the rows from `count` on: what a killed run had begun."""
        self.count = count
        for name, file in self._files.items():
            file.truncate(self.count * self._widths[name])

    def append(self, columns: dict[str, bytes]) -> None:
        for name, data in columns.items():
            self._files[name].write(data)
            self._files[name].flush()
        first = next(iter(columns))
        self.count += len(columns[first]) // self._widths[first]

    def read(self, name: str, kind: type, start: int, end: int) -> npt.NDArray[Any]:
        width = self._widths[name]
        data = os.pread(self._files[name].fileno(), (end - start) * width, start * width)
        return np.frombuffer(data, dtype=kind)


def _spent(file: Path) -> Spent:
    try:
        return Spent(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Spent()
