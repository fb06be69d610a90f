"""In: an encoder and examples of both (inquiry_examples.txt). Out: how far a sentence is a reproach and asks nothing.

Ridge regression over sentence vectors; what was fitted for the default encoder is kept. Knows no letter and no topic.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import Vectors

_EXAMPLES = Path(__file__).with_name("inquiry_examples.txt")
KEPT = Path(__file__).with_name("inquiry_weights.json")
_PENALTY = 0.1  # of the ridge; 0.03 to 0.3 do alike (docs/measurements.md)
# Left out one by one, the examples must be told apart this well, or the encoder is not asked at all.
_LEAST_ACCURACY = 0.8


def examples(path: Path = _EXAMPLES) -> dict[str, tuple[str, ...]]:
    """The sentences under [reproaches] and [requests]."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            list(found.values())[-1].append(line)
    return {name: tuple(sentences) for name, sentences in found.items()}


@dataclass(frozen=True, slots=True)
class Fitted:
    """score = weights . vector + offset; `is_able`: the examples, each judged by the others, are told apart."""

    weights: Vectors
    offset: float
    is_able: bool


@dataclass
class Reproaches:
    """`encode`: texts -> unit vectors (n, dimension); `encoder`: its name, as the index records it."""

    encode: Callable[[list[str]], Vectors]
    encoder: str

    def scores(self, sentences: Sequence[str]) -> list[float]:
        """For each sentence about -1 (a request) to 1 (a reproach); 0 when the encoder cannot tell them apart."""
        if not sentences or not self._fitted.is_able:
            return [0.0] * len(sentences)
        fitted = self._fitted
        return [float(score) for score in self.encode(list(sentences)) @ fitted.weights + fitted.offset]

    @cached_property
    def _fitted(self) -> Fitted:
        return kept(self.encoder) or fit(self.encode)


def fit(encode: Callable[[list[str]], Vectors]) -> Fitted:
    """Fitted to the examples; encoding them takes some seconds."""
    both = examples()
    sentences = [*both["reproaches"], *both["requests"]]
    vectors = np.asarray(encode(sentences), dtype=np.float64)
    said = np.array([1.0] * len(both["reproaches"]) + [-1.0] * len(both["requests"]))
    middle, mean = vectors.mean(axis=0), float(said.mean())
    centred = vectors - middle
    kernel = centred @ centred.T
    inverse = np.linalg.inv(kernel + _PENALTY * np.eye(len(said)))
    weights = centred.T @ inverse @ (said - mean)
    residual = (said - mean - kernel @ inverse @ (said - mean)) / (1 - np.diag(kernel @ inverse))  # left out one by one
    accuracy = float(np.mean(np.sign(said - residual) == said))
    return Fitted(weights.astype(np.float32), mean - float(middle @ weights), accuracy >= _LEAST_ACCURACY)


def keep(encoder: str, fitted: Fitted) -> None:
    """Write what was fitted, so that nobody waits for it (evals report draft --fit)."""
    data = {
        "encoder": encoder,
        "examples": _digest(),
        "offset": round(fitted.offset, 6),
        "is_able": fitted.is_able,
        "weights": [round(float(weight), 5) for weight in fitted.weights],
    }
    KEPT.write_text(json.dumps(data) + "\n", encoding="utf-8")


def kept(encoder: str) -> Fitted | None:
    """What was fitted to these examples for this encoder, if it was."""
    try:
        data: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if (data["encoder"], data["examples"]) != (encoder, _digest()):
        return None
    return Fitted(np.array(data["weights"], dtype=np.float32), data["offset"], data["is_able"])


def _digest() -> str:
    return sha256(_EXAMPLES.read_bytes().replace(b"\r\n", b"\n") + str(_PENALTY).encode()).hexdigest()[:16]
