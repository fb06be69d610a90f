"""In: two scored runs. Out: what the second does better and worse, case by case, and whether that may be noise.

Only cases that both runs hold, asked alike, are compared. Does not know what the runs were made with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.measures import LOWER_IS_BETTER, NEITHER
from evals.metrics import Difference, Scores, difference, randomization_p
from evals.runs import Run
from evals.settings import EvalsSettings
from evals.summary import PARTS, Scored
from evals.table import markdown as table

_LEVEL = 0.05
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One measure over the cases of a part and language: the second run minus the first, better counted as won."""

    part: str
    language: str  # zh, en, all
    measure: str
    before: float
    after: float
    found: Difference
    p: float
    won: tuple[str, ...]  # ids
    lost: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """In words: a difference counts only when the interval leaves out 0 and the paired test agrees."""
        if self.found.won == self.found.lost == 0:
            return "the same"
        if self.found.may_be_noise or self.p >= _LEVEL:
            return "may be noise"
        return "better" if self.found.mean.value > 0 else "WORSE"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, and what could not be compared."""

    changes: tuple[Change, ...]
    cases: int
    left_out: tuple[str, ...]  # ids in one run only, or asked otherwise in the other


def compare(first: Sequence[Scored], second: Sequence[Scored], settings: EvalsSettings) -> Comparison:
    """The second run against the first."""
    before, after = ({one.result.id: one for one in run} for run in (first, second))
    both = [
        name
        for name in before.keys() & after.keys()
        if before[name].result.case.question == after[name].result.case.question
        and before[name].result.case.history == after[name].result.case.history
    ]
    changes = []
    for part, held_out in PARTS.items():
        for language in ("all", "zh", "en"):
            chosen = sorted(
                name
                for name in both
                if after[name].result.case.held_out == held_out and language in ("all", after[name].result.case.lang)
            )
            changes += _changes(part, language, chosen, before, after, settings)
    return Comparison(tuple(changes), len(both), tuple(sorted(before.keys() ^ after.keys())))


def _changes(
    part: str,
    language: str,
    chosen: Sequence[str],
    before: Mapping[str, Scored],
    after: Mapping[str, Scored],
    settings: EvalsSettings,
) -> list[Change]:
    changes = []
    for measure in (name for name in (after[chosen[0]].scores if chosen else ()) if name not in NEITHER):
        old, new = _values(measure, chosen, before), _values(measure, chosen, after)
        shared = [name for name in chosen if name in old and name in new]
        if not shared:
            continue
        sign = -1.0 if measure in LOWER_IS_BETTER else 1.0
        better: Scores = {name: sign * new[name] for name in shared}
        worse: Scores = {name: sign * old[name] for name in shared}
        changes.append(
            Change(
                part,
                language,
                measure,
                sum(old[name] for name in shared) / len(shared),
                sum(new[name] for name in shared) / len(shared),
                difference(better, worse, settings.resamples, settings.seed),
                randomization_p(better, worse, settings.resamples, settings.seed),
                tuple(name for name in shared if better[name] > worse[name]),
                tuple(name for name in shared if better[name] < worse[name]),
            )
        )
    return changes


def _values(measure: str, chosen: Sequence[str], run: Mapping[str, Scored]) -> Scores:
    return {name: value for name in chosen if (value := run[name].scores[measure].value) is not None}


def markdown(first: Run, second: Run, found: Comparison) -> str:
    """The comparison as text; cases are listed by id for the tuning part only."""
    made = ", ".join(first.record.differences(second.record)) or "nothing that a run records"
    lines = [f"# {second.record.id} against {first.record.id}", ""]
    lines += [f"{found.cases} cases compared, {len(found.left_out)} left out (in one run only). Differs in: {made}."]
    for part in dict.fromkeys(change.part for change in found.changes):
        rows = [
            [
                change.measure,
                change.language,
                str(change.found.mean.n),
                f"{change.before:.3f}",
                f"{change.after:.3f}",
                f"{change.found.mean.value:+.3f} ({change.found.mean.low:+.3f} to {change.found.mean.high:+.3f})",
                f"{change.found.won}:{change.found.lost}:{change.found.same}",
                f"{change.p:.3f}",
                change.verdict,
            ]
            for change in found.changes
            if change.part == part
        ]
        header = ["measure", "language", "n", "before", "after", "gain (95%)", "won:lost:same", "p", "verdict"]
        lines += ["", f"## {part} part", "", table(header, rows)]
    lines += ["", "- gain: above 0 is better, also where lower values are; p: paired randomization test", ""]
    lines += _listed(found)
    return "\n".join(lines) + "\n"


def _listed(found: Comparison) -> list[str]:
    lines = []
    for change in found.changes:
        if change.part == "tuning" and change.language == "all":
            for word, names in (("won", change.won), ("lost", change.lost)):
                if names:
                    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
                    lines.append(f"- {change.measure}, {word}: {', '.join(names[:_LISTED])}{more}")
    return lines


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as one object; ids of the held-out part are left out."""
    changes = []
    for change in found.changes:
        record = {**asdict(change), "verdict": change.verdict}
        if change.part != "tuning":
            record = {key: value for key, value in record.items() if key not in ("won", "lost")}
        changes.append(record)
    return {"cases": found.cases, "left_out": list(found.left_out), "changes": changes}
