"""Fakes small enough to compute by hand: encoders without a model, a bulletin without a file."""

from __future__ import annotations

import itertools
import zlib

import numpy as np
import numpy.typing as npt

from corpus.bulletin import Bulletin, Paragraph, Place
from index.late_interaction import Tokens


class FakeEmbedder:
    """Counts of character bigrams, hashed into a few buckets, as unit vectors: shared words mean nearness."""

    def __init__(self, dimension: int = 64, name: str = "fake") -> None:
        self.name = name
        self.dimension = dimension

    def queries(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return self._encode(texts)

    def passages(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return self._encode(texts)

    def _encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            marked = f"^{text.lower()}$"  # so that the empty text has a bigram too
            for first, second in itertools.pairwise(marked):
                row[zlib.crc32((first + second).encode()) % self.dimension] += 1.0
            row /= np.linalg.norm(row)
        return vectors


class FakeTokenEmbedder(FakeEmbedder):
    """Also tells each character: its code point, and that as one of a few axes. Vectors are those of FakeEmbedder."""

    token_dimension = 32

    def queries_by_token(self, texts: list[str]) -> tuple[npt.NDArray[np.float32], list[Tokens]]:
        return self._encode(texts), [self._tokens(text) for text in texts]

    def passages_by_token(self, texts: list[str]) -> tuple[npt.NDArray[np.float32], list[Tokens]]:
        return self.queries_by_token(texts)

    def _tokens(self, text: str) -> Tokens:
        ids = tuple(map(ord, text))
        return Tokens(ids, np.eye(self.token_dimension, dtype=np.float32)[[number % 32 for number in ids]])


def bulletin(bulletin_id: str, *texts: str) -> Bulletin:
    """A bulletin of plain paragraphs, one a line; the nth is <bulletin_id>/0000000n, counted from 0."""
    source = ""
    paragraphs = []
    for number, text in enumerate(texts):
        start = len(source)
        source += text + "\n"
        paragraphs.append(Paragraph(f"{bulletin_id}/{number:08x}", None, text, start, start + len(text), (), ()))
    nothing = (None, None, Place(), None, None, None, None, None)
    return Bulletin(bulletin_id, source, *nothing, contacts=(), sections=(), paragraphs=tuple(paragraphs))
