"""In: an index and questions with history; out: how well each is found as asked and rewritten, are its words right.

Measures rewriting and search together; no answer is composed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.rewrite import messages, rewrite
from corpus.bulletin import Bulletin
from evals.case import Case, resolve
from evals.metrics import Mean, Scores, mean, ranking_scores
from evals.settings import EvalsSettings
from evals.table import markdown

MEASURES = ("R@1", "R@5")
FULL = "full"  # the kind of a question that must be left as it is
Ranker = Callable[[str], Sequence[str]]  # question -> paragraph ids, best first


@dataclass(frozen=True, slots=True)
class Turn:
    """One case with its question as rewritten."""

    case: Case
    standalone: str

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the rewritten words; none is right."""
        said = self.standalone.lower()
        if self.case.kind == FULL and self.standalone != self.case.question:
            return ("a full question was changed",)
        lost = [
            "lacks " + " / ".join(spellings)
            for spellings in self.case.standalone_holds
            if not any(spelling.lower() in said for spelling in spellings)
        ]
        kept = [f"carries {words}" for words in self.case.standalone_lacks if words.lower() in said]
        return (*lost, *kept)


@dataclass(frozen=True, slots=True)
class Trial:
    """The turns, and by way of asking what each measure scored: way -> measure -> case id -> score."""

    turns: tuple[Turn, ...]
    scores: dict[str, dict[str, Scores]]


def trial(cases: Sequence[Case], bulletins: Sequence[Bulletin], rank: Ranker) -> Trial:
    """Every answerable case with a history, asked as it is and as rewritten. Raises GoldError, HistoryError."""
    turns = tuple(
        Turn(case, rewrite(case.question, messages(list(case.history))))
        for case in cases
        if case.history and case.answerable
    )
    gold = {turn.case.id: tuple(paragraph.id for paragraph in resolve(turn.case, bulletins)) for turn in turns}
    ways = {
        "as asked": {turn.case.id: rank(turn.case.question) for turn in turns},
        "rewritten": {turn.case.id: rank(turn.standalone) for turn in turns},
    }
    return Trial(turns, {way: ranking_scores(found, gold, MEASURES) for way, found in ways.items()})


def report(trial: Trial, settings: EvalsSettings) -> str:
    """One table a part: recall as asked and as rewritten, and how often the rewritten words are right."""
    parts = [("Tuning part", False), ("Held-out part", True)]
    tables = [
        f"{title}\n\n{_table(turns, trial, settings)}"
        for title, held_out in parts
        if (turns := [turn for turn in trial.turns if turn.case.held_out == held_out])
    ]
    return "\n\n".join(tables)


def misses(trial: Trial) -> list[str]:
    """Of the tuning part: what was rewritten wrongly or not found first."""
    first, five = trial.scores["rewritten"]["R@1"], trial.scores["rewritten"]["R@5"]
    lines = []
    for turn in trial.turns:
        case = turn.case
        if not case.held_out and (turn.faults or first[case.id] < 1):
            found = "; ".join((f"R@1 {first[case.id]:.0f}, R@5 {five[case.id]:.0f}", *turn.faults))
            lines.append(f"{case.id} [{case.kind}] {case.question} -> {turn.standalone} ({found})")
    return lines


def _table(turns: Sequence[Turn], trial: Trial, settings: EvalsSettings) -> str:
    groups = [(lang, [turn for turn in turns if lang in (turn.case.lang, "all")]) for lang in ("zh", "en", "all")]
    rows = []
    for lang, group in groups:
        if not group:
            continue
        right = mean([float(not turn.faults) for turn in group], settings.resamples, settings.seed)
        cells = [
            _cell(mean([scores[measure][turn.case.id] for turn in group], settings.resamples, settings.seed))
            for scores in trial.scores.values()
            for measure in MEASURES
        ]
        rows.append([lang, str(len(group)), *cells, _cell(right)])
    header = ["", "n", *(f"{way} {measure}" for way in trial.scores for measure in MEASURES), "words right"]
    return markdown(header, rows)


def _cell(found: Mean) -> str:
    return f"{found.value:.2f} ({found.low:.2f}-{found.high:.2f})"
