"""Recall and precision of figures.find against texts whose figures were labelled by reading.

`python tests/corpus/test_figures_labelled.py` prints every disagreement.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpus import figures
from corpus.figures import Figure

_DATA = Path(__file__).parents[1] / "data"
_BULLETIN = Path(__file__).parents[2] / "corpus" / "bulletins" / "laishan-2020-07-31.txt"
_WRITTEN = {"年": 12, "个月": 1, "个工作日": 1, "分钟": 1, "日": 1}  # the bulletin's labelled durations keep their unit


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the figures a reader found in it; `optional` ones are no error either way."""

    text: str
    issued_on: date
    labels: list[dict[str, Any]]


def _bulletin() -> list[Labelled]:
    lines = (_DATA / "figures-laishan.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    for label in labels:
        if label["kind"] == "duration":
            label["value"] = str(Decimal(label["value"]) * _WRITTEN[label["unit"]])
        elif label["kind"] == "date":
            label["value"] = f"{label['value']}/{label['value']}"
    return [Labelled(_BULLETIN.read_text(encoding="utf-8"), date(2020, 7, 31), labels)]


def _elsewhere() -> list[Labelled]:
    lines = (_DATA / "figures-elsewhere.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Labelled(row["text"], date.fromisoformat(row["issued_on"]), row["figures"]) for row in rows]


SETS = {"the shipped bulletin": _bulletin, "made-up texts of other places and topics": _elsewhere}


def _agrees(figure: Figure, label: dict[str, Any]) -> bool:
    if figure.end <= label["start"] or label["end"] <= figure.start:
        return False
    if "/" in label["value"]:
        return f"{figure.begins}/{figure.ends}" == label["value"]
    return figure.value == Decimal(label["value"])


@dataclass(frozen=True, slots=True)
class Score:
    required: int
    found: int
    missed: list[dict[str, Any]]
    wrong: list[Figure]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.required

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.found


def score(texts: list[Labelled]) -> Score:
    required = found = 0
    missed: list[dict[str, Any]] = []
    wrong: list[Figure] = []
    for one in texts:
        read = figures.find(one.text, one.issued_on)
        needed = [label for label in one.labels if not label["optional"]]
        required, found = required + len(needed), found + len(read)
        missed += [label for label in needed if not any(_agrees(figure, label) for figure in read)]
        wrong += [figure for figure in read if not any(_agrees(figure, label) for label in one.labels)]
    return Score(required, found, missed, wrong)


@pytest.mark.parametrize("name", SETS)
def test_at_least_97_of_100_labelled_figures_are_found_with_their_value(name: str) -> None:
    result = score(SETS[name]())
    assert result.recall >= 0.97, result.missed


@pytest.mark.parametrize("name", SETS)
def test_at_least_97_of_100_figures_found_are_labelled_with_that_value(name: str) -> None:
    result = score(SETS[name]())
    assert result.precision >= 0.97, result.wrong


if __name__ == "__main__":
    for name, texts in SETS.items():
        result = score(texts())
        print(f"{name}: recall {result.recall:.3f} of {result.required}")
        print(f"  precision {result.precision:.3f} of {result.found}")
        for label in result.missed:
            print("  missed", label["text"], label["value"])
        for figure in result.wrong:
            print("  wrong ", figure.text, figure.kind, figure.value, figure.begins, figure.ends, "|", figure.subject)
