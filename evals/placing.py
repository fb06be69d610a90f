"""In: questions of a corpus of look-alike bulletins, and what was answered. Out: whether the right place answered.

Scores search and the whole answer; the cases are synth.py's, whose `note` names the bulletin meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from evals.case import Case
from evals.facts import Said
from evals.metrics import mean
from evals.table import markdown

AIMS = {
    "right bulletin first": ">= 0.98",
    "paragraph R@5": ">= 0.95 (en 0.92)",
    "facts in the answer": ">= 0.90",
    "wrong-place citations": "<= 0.005",
    "lacking item refused": ">= 0.90",
    "place not held refused": "",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """One question, its answer, and the scores that apply to it: measure -> 0..1."""

    case: Case
    answer: Answer
    scores: dict[str, float]


def judge(case: Case, answer: Answer) -> Placed:
    """The scores of one answer; a measure that does not apply is left out."""
    scores: dict[str, float] = {}
    if case.answerable:
        found = [hit.paragraph.id for hit in answer.hits]
        scores["right bulletin first"] = float(bool(answer.hits) and answer.hits[0].bulletin.id == case.note)
        scores["paragraph R@5"] = sum(label in found[:5] for label in case.gold) / len(case.gold)
    if case.facts:
        shown = Said.of("\n".join(statement.text for statement in answer.statements))
        scores["facts in the answer"] = sum(shown.holds(fact) for fact in case.facts) / len(case.facts)
    if answer.citations and case.note:
        place = _place(case.note)
        wrong = sum(_place(citation.bulletin.id) != place for citation in answer.citations)
        scores["wrong-place citations"] = wrong / len(answer.citations)
    if not case.answerable:
        name = "lacking item refused" if case.note else "place not held refused"
        scores[name] = float(answer.status in ("not_found", "refused") or bool(answer.missing))
    return Placed(case, answer, scores)


def _place(bulletin_id: str) -> str:
    """A made-up bulletin's id without its day."""
    return bulletin_id[: -len("-2021-11-20")]


def report(placed: Sequence[Placed]) -> str:
    """One row a measure: all, Chinese, English, with n, the 95% interval and the aim."""
    rows = []
    for name, aim in AIMS.items():
        cells = []
        for language in ("", "zh", "en"):
            scores = [one.scores[name] for one in placed if name in one.scores and language in ("", one.case.lang)]
            found = mean(scores) if scores else None
            cells.append(f"{found.value:.3f} ({found.low:.3f}-{found.high:.3f}) n={found.n}" if found else "-")
        rows.append([name, *cells, aim])
    return markdown(["", "all", "zh", "en", "aim"], rows)


def misses(placed: Sequence[Placed]) -> list[str]:
    """What went wrong, a line a question and measure."""
    found = []
    for one in placed:
        first = one.answer.hits[0].paragraph.id if one.answer.hits else "no hit"
        told = f"{one.case.question} -> {one.answer.status}, {first} for {', '.join(one.case.gold) or 'nothing'}"
        for name, score in one.scores.items():
            if score != (0.0 if name == "wrong-place citations" else 1.0):
                found.append(f"{one.case.id} {one.case.kind} {name}: {told}")
    return found
