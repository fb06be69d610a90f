"""In: results of a run and a language model. Out: its scores with reasons, and how far they agree with the measures.

Off unless `evals judge` is called; never decides anything by itself. Does not know which model is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from evals.interop import reference
from evals.measures import Score
from evals.result import Result
from evals.summary import Scored
from evals.table import markdown
from prompts.loader import Prompt, fenced, fill

# what is judged -> the deterministic measure that says the nearest
DIMENSIONS: Mapping[str, str | None] = {"faithfulness": "support", "completeness": "fact recall", "tone": None}
MOST_TOKENS = 400
_WORST, _BEST = 1, 5
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)

Ask = Callable[[Prompt, int], str]  # the prompt and the most tokens of the reply


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model said of one answer: a score from 0 to 1 and its reason, by dimension."""

    id: str
    scores: Mapping[str, Score]

    def to_json(self) -> str:
        return json.dumps(
            {"id": self.id, "scores": {key: asdict(one) for key, one in self.scores.items()}}, ensure_ascii=False
        )


def from_json(line: str) -> Judged:
    record = json.loads(line)
    return Judged(record["id"], {name: Score(**score) for name, score in record["scores"].items()})


def prompt(result: Result) -> Prompt:
    """What is sent: the question, the answer, what it cites, and what a right answer says; all as data."""
    cited = "\n\n".join(result.cited().values())
    return fill(
        "judge",
        "en",
        question=fenced(result.answer["standalone_question"]),
        answer=fenced(result.answer["text"]),
        sources=fenced(cited or "(nothing is cited)"),
        right=fenced(reference(result)),
    )


def judge(result: Result, ask: Ask) -> Judged:
    """One answer judged; a reply that cannot be read gives no value, which is not 0."""
    return Judged(result.id, read(ask(prompt(result), MOST_TOKENS)))


def read(reply: str) -> dict[str, Score]:
    """The scores of a reply: {"faithfulness": {"score": 1..5, "reason": "…"}, …}."""
    found = _OBJECT.search(reply)
    try:
        record = json.loads(found[0]) if found else None
    except json.JSONDecodeError:
        record = None
    return {name: _score(record.get(name) if isinstance(record, dict) else None) for name in DIMENSIONS}


def unread(reason: str) -> dict[str, Score]:
    """No value for any dimension, with one reason."""
    return {name: Score(None, reason) for name in DIMENSIONS}


def _score(given: Any) -> Score:
    if not isinstance(given, dict) or not isinstance(given.get("reason"), str):
        return Score(None, "the reply gives no score with a reason")
    score = given.get("score")
    if isinstance(score, bool) or not isinstance(score, int | float) or not _WORST <= score <= _BEST:
        return Score(None, f"{score!r} is no score from {_WORST} to {_BEST}")
    return Score((score - _WORST) / (_BEST - _WORST), given["reason"])


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a judged dimension goes with a measure over the cases that have both."""

    dimension: str
    measure: str
    n: int
    alike: float  # share of cases that both call good, or both not (0.5 and above)
    kappa: float | None  # Cohen 1960; None when one of them calls all cases the same
    rank: float | None  # Spearman's rho; None when one of them has one value only


def agreement(judged: Sequence[Judged], scored: Sequence[Scored]) -> list[Agreement]:
    """Each dimension against its measure."""
    measured = {one.result.id: one.scores for one in scored}
    rows = []
    for dimension, measure in DIMENSIONS.items():
        pairs = [
            (mine, theirs)
            for one in judged
            if measure and one.id in measured
            if (mine := one.scores[dimension].value) is not None
            and (theirs := measured[one.id][measure].value) is not None
        ]
        if measure and pairs:
            a, b = np.asarray(pairs, dtype=np.float64).T
            rows.append(Agreement(dimension, measure, len(pairs), *_agree(a, b)))
    return rows


def _agree(a: Any, b: Any) -> tuple[float, float | None, float | None]:
    good, right = a >= 0.5, b >= 0.5
    alike = float((good == right).mean())
    chance = float(good.mean() * right.mean() + (1 - good.mean()) * (1 - right.mean()))
    kappa = None if chance == 1 else (alike - chance) / (1 - chance)
    first, second = _ranks(a), _ranks(b)
    spread = first.std() * second.std()
    rank = float(((first - first.mean()) * (second - second.mean())).mean() / spread) if spread else None
    return alike, kappa, rank


def _ranks(values: Any) -> Any:
    """Ranks, equal values sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = counts.cumsum()
    return (last - (counts - 1) / 2)[inverse]


def report(judged: Sequence[Judged], scored: Sequence[Scored]) -> str:
    """The judge's means, how many replies could be read, and its agreement with the measures."""
    rows = []
    for dimension in DIMENSIONS:
        values = [value for one in judged if (value := one.scores[dimension].value) is not None]
        rows.append(
            [dimension, f"{sum(values) / len(values):.3f}" if values else "-", f"{len(values)} of {len(judged)}"]
        )
    agreed = [
        [one.dimension, one.measure, str(one.n), f"{one.alike:.3f}", _number(one.kappa), _number(one.rank)]
        for one in agreement(judged, scored)
    ]
    header = ["judged", "measured", "n", "alike", "kappa", "rank correlation"]
    return f"{markdown(['judged', 'mean', 'read'], rows)}\n\n{markdown(header, agreed)}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
