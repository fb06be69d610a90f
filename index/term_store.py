"""In: the terms of texts, as one lexical index was made of them. Out: the same for the next one, without cutting anew.

Kept beside the lexical index, by a hash of the text. Knows nothing of rows or scores.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.contents import reader_version

_FOLDER, _VERSION = "terms", "version.txt"
_PARTS = ("keys", "starts", "words", "ids")
Terms = tuple[list[str], list[str]]  # (the words of a text, its other terms), in order, with repeats


class TermStore:
    """The terms of an older index's texts. `get` gives None for a text that it did not have."""

    def __init__(self, lexical: Path | None) -> None:
        """Holds nothing where there is none, or other code made it."""
        self._names: list[str] = []
        self._keys = np.empty(0, dtype=np.uint64)
        if lexical is None or _written(lexical / _FOLDER / _VERSION) != _code():
            return
        try:
            names = list(json.loads((lexical / "vocabulary.json").read_text(encoding="utf-8")))
            keys, self._starts, self._words, self._ids = (
                np.load(lexical / _FOLDER / f"{part}.npy", mmap_mode="r") for part in _PARTS
            )
        except (OSError, ValueError, EOFError):
            return  # they are cut anew
        self._names, self._keys = names, np.asarray(keys)

    def get(self, text: str) -> Terms | None:
        """The terms of a text, if it was in that index."""
        if not len(self._keys):
            return None
        key = _key(text)
        at = int(np.searchsorted(self._keys, key))
        if at == len(self._keys) or self._keys[at] != key:
            return None
        terms = [self._names[number] for number in self._ids[self._starts[at] : self._starts[at + 1]]]
        count = int(self._words[at])
        return terms[:count], terms[count:]


def write(lexical: Path, texts: Mapping[str, tuple[list[int], int]]) -> None:
    """Keep the terms of these texts: their numbers in the vocabulary, and how many of them are words."""
    folder = lexical / _FOLDER
    folder.mkdir()
    rows = sorted((_key(text), terms, words) for text, (terms, words) in texts.items())
    columns: dict[str, npt.NDArray[Any]] = {
        "starts": np.cumsum([0, *(len(terms) for _, terms, _ in rows)]),
        "words": np.asarray([words for _, _, words in rows], dtype=np.int32),
        "ids": np.asarray([number for _, terms, _ in rows for number in terms], dtype=np.int32),
        "keys": np.asarray([key for key, _, _ in rows], dtype=np.uint64),
    }
    for part, numbers in columns.items():
        np.save(folder / f"{part}.npy", numbers)
    (folder / _VERSION).write_text(_code(), encoding="utf-8")


def _key(text: str) -> np.uint64:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest))


def _written(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


@lru_cache(maxsize=1)
def _code() -> str:
    """Changes with what makes terms of a text."""
    own = hashlib.sha256(Path(__file__).with_name("lexical_terms.py").read_bytes()).hexdigest()[:16]
    return f"{own} {reader_version()} {version('jieba')}"
