"""In: a run, its scores and summary. Out: the report as Markdown and as JSON; the page is report_page.py.

The held-out part is told in means only: its single cases are not listed, so that nobody tunes on them by accident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evals.measures import LOWER_IS_BETTER, NEITHER
from evals.metrics import Mean
from evals.runs import Run
from evals.summary import Group, Part, Scored, Summary
from evals.table import markdown as table

COLUMNS = (
    "fact recall",
    "citation recall",
    "citation precision",
    "R@1",
    "R@5",
    "nDCG@10",
    "wrong figure",
    "refusal",
    "missing named",
    "support",
    "status",
    "length",
)
WORST = 10
_COMMON = 1.5  # so many times as frequent among the worst as among all, and at least three of them


def markdown(run: Run, summary: Summary, scored: Sequence[Scored]) -> str:
    """The whole report as text."""
    lines = [f"# Run {run.record.id}", "", *(f"- {line}" for line in made_with(run))]
    for part in summary.parts:
        lines += ["", f"## {part.name} part: {part.groups[0].n} cases, {part.groups[0].failed} with a failure", ""]
        lines += [groups_table(part), "", refusal_table(part), "", failures_table(part)]
    lines += ["", "## Latency", "", latency_table(summary)]
    if worst_cases := worst(scored):
        lines += ["", f"## The {len(worst_cases)} worst cases of the tuning part", ""]
        lines += [f"In common: {'; '.join(common(worst_cases, scored)) or 'nothing stands out'}.", ""]
        lines += [_line(one) for one in worst_cases]
    return "\n".join(lines) + "\n"


def as_json(run: Run, summary: Summary, scored: Sequence[Scored]) -> dict[str, Any]:
    """The whole report as one object; the held-out cases without their scores."""
    cases = [
        {
            "id": one.result.id,
            "failures": list(one.failures),
            "scores": {name: asdict(score) for name, score in one.scores.items()},
        }
        for one in scored
        if not one.result.case.held_out
    ]
    return {"run": asdict(run.record), "complete": run.complete, "summary": summary.to_json(), "cases": cases}


def made_with(run: Run) -> list[str]:
    """What the run was made with, a line each."""
    record = run.record
    whole = "" if run.complete else f" (incomplete: {len(run.results)} are answered)"
    composers = Counter(result.answer["composer"] for result in run.results)
    return [
        f"begun {record.begun_at}, revision {record.git}",
        f"{record.cases} cases{whole} of {', '.join(one['name'] for one in record.sets)}; part: {record.part}",
        f"composed by {', '.join(f'{name} ({count})' for name, count in composers.most_common())}",
        f"index: {record.index.get('encoder')}, {record.index.get('bulletins')} bulletins, corpus {record.index.get('corpus', '')[:10]}",  # noqa: E501
        f"prompts: {', '.join(f'{name} {sha[:8]}' for name, sha in record.prompts.items()) or 'none'}",
    ]


def groups_table(part: Part) -> str:
    """A row for each group, a column for each measure, the interval beside the means of all cases."""
    used = [name for name in COLUMNS if any(name in group.means for group in part.groups)]
    rows = [
        [group.name, str(group.n), *(_cell(group.means.get(name), interval=not number) for name in used)]
        for number, group in enumerate(part.groups)
    ]
    told = ", ".join(name for name in used if name in LOWER_IS_BETTER)
    beside = ", ".join(name for name in used if name in NEITHER)
    note = f"\n\n- means; in the first row 95% intervals; - does not apply; {told}: lower is better; {beside}: a ratio"
    return table(["", "n", *used], rows) + note


def refusal_table(part: Part) -> str:
    """Saying no, as precision, recall and F1, over all and by language."""
    rows = [
        [group.name, *(_cell(one, interval=True) for one in _refusal(group))]
        for group in part.groups
        if group.name == "all" or group.name.startswith("lang:")
    ]
    return table(["saying no", "precision", "recall", "F1"], rows)


def _refusal(group: Group) -> tuple[Mean | None, ...]:
    return (group.refusal.precision, group.refusal.recall, group.refusal.f1)


def failures_table(part: Part) -> str:
    """How many cases failed in each way; a case may fail in several."""
    total = part.groups[0].n
    rows = [[name, str(count), f"{count / total:.3f}"] for name, count in part.failures.items()]
    return table(["what failed", "cases", "share"], rows) if rows else "No case failed."


def latency_table(summary: Summary) -> str:
    rows = [[one.stage, f"{one.p50:.0f}", f"{one.p95:.0f}", str(one.n)] for one in summary.latency]
    return table(["stage", "p50 ms", "p95 ms", "cases"], rows)


def worst(scored: Sequence[Scored], most: int = WORST) -> list[Scored]:
    """The tuning cases that failed worst: by how many measures fell short, and how far."""
    failed = [one for one in scored if one.failures and not one.result.case.held_out]
    return sorted(failed, key=lambda one: (-shortfall(one), one.result.id))[:most]


def shortfall(one: Scored) -> float:
    """How far all measures together fell short of the best."""
    total = 0.0
    for name, score in one.scores.items():
        if score.value is not None and name not in NEITHER:
            total += score.value if name in LOWER_IS_BETTER else 1 - score.value
    return total


def common(chosen: Sequence[Scored], scored: Sequence[Scored]) -> list[str]:
    """What is clearly more frequent among the chosen cases than among all of the tuning part."""
    everyone = [one for one in scored if not one.result.case.held_out]
    here, there = Counter(_traits(chosen)), Counter(_traits(everyone))
    found = []
    for trait, count in here.most_common():
        usual = there[trait] / len(everyone)
        if count >= 3 and count / len(chosen) >= _COMMON * usual:
            found.append(f"{trait}: {count} of {len(chosen)} (of all {usual:.0%})")
    return found


def _traits(scored: Sequence[Scored]) -> list[str]:
    traits = []
    for one in scored:
        case = one.result.case
        traits += [f"language {case.lang}", f"kind {case.kind}", *(f"failure “{name}”" for name in one.failures)]
        traits += ["several gold paragraphs"] if len(case.gold) > 1 else []
        traits += ["a follow-up"] if case.history else []
        traits += ["over 40 characters asked"] if case.lang == "zh" and len(case.question) > 40 else []
    return traits


def _line(one: Scored) -> str:
    case, answer = one.result.case, one.result.answer
    reasons = "; ".join(
        f"{name}: {score.reason}"
        for name, score in one.scores.items()
        if score.value is not None and name in ("fact recall", "citation recall", "refusal", "R@10") and score.value < 1
    )
    return f"- `{case.id}` ({case.lang}, {case.kind}) {case.question} -> {answer['status']}. {', '.join(one.failures)}. {reasons}"  # noqa: E501


def _cell(found: Mean | None, interval: bool) -> str:
    if found is None:
        return "-"
    return f"{found.value:.3f} ({found.low:.2f}-{found.high:.2f})" if interval else f"{found.value:.3f}"
