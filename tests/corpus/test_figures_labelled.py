"""Recall and precision of figures.find against the hand-labelled figures of the shipped bulletin."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus import figures
from corpus.figures import Figure

_LABELS = Path(__file__).parents[1] / "data" / "figures-laishan.jsonl"
_TEXT = Path(__file__).parents[2] / "corpus" / "bulletins" / "laishan-2020-07-31.txt"
_BASE = {"年": 12, "个月": 1, "个工作日": 1, "分钟": 1, "日": 1}  # labelled durations stay in the unit written


def _labels() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _LABELS.read_text(encoding="utf-8").splitlines()]


def _agrees(figure: Figure, label: dict[str, Any]) -> bool:
    if figure.end <= label["start"] or label["end"] <= figure.start:
        return False
    if label["kind"] in ("date", "period"):
        begins, _, ends = label["value"].partition("/")
        return (figure.begins, figure.ends) == (begins, ends or begins)
    value = Decimal(label["value"]) * (_BASE[label["unit"]] if label["kind"] == "duration" else 1)
    return figure.value == value


def disagreements() -> tuple[list[dict[str, Any]], list[Figure], int, int]:
    """Labels not found, figures not labelled, the number of required labels, the number of figures found."""
    labels = _labels()
    found = figures.find(_TEXT.read_text(encoding="utf-8"), date(2020, 7, 31))
    required = [label for label in labels if not label["optional"]]
    missed = [label for label in required if not any(_agrees(figure, label) for figure in found)]
    wrong = [figure for figure in found if not any(_agrees(figure, label) for label in labels)]
    return missed, wrong, len(required), len(found)


def test_at_least_97_of_100_labelled_figures_are_found_with_their_value() -> None:
    missed, _, required, _ = disagreements()
    assert 1 - len(missed) / required >= 0.97, missed


def test_at_least_97_of_100_figures_found_are_labelled_with_that_value() -> None:
    _, wrong, _, found = disagreements()
    assert 1 - len(wrong) / found >= 0.97, wrong
