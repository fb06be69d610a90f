"""In: the settings and sets of a run, or its results. Out: the record it begins with; its summary and reports as files.

Shared by the commands and the page. Does not ask.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from evals import report, report_page, runs
from evals.errors import RunError
from evals.opening import Tables, index_record
from evals.runs import Part, Record, Run
from evals.summary import Scored, Summary, score, summarise

PAGE, TEXT, DATA = "report.html", "report.md", "report.json"


def record_of(tables: Tables, sets: Sequence[Path], part: Part, cases: int, name: str) -> Record:
    """The record of a run that begins now, or is taken up now."""
    return runs.Record(
        id=name,
        begun_at=runs.now(),
        sets=runs.described(sets),
        part=part,
        cases=cases,
        settings=tables.record(),
        index=index_record(tables.index),
        corpus=str(tables.corpus),
        prompts=runs.prompts(),
        git=runs.revision(),
        workers=tables.evals.workers,
    )


def unchanged(held: Record, record: Record) -> None:
    """Raises RunError when a run would go on with something else than it began with."""
    if changed := held.differences(record):
        raise RunError(f"run {held.id} cannot be taken up: {', '.join(changed)} changed since; begin a new run")


def write_reports(run: Run, tables: Tables) -> tuple[Summary, list[Scored]]:
    """Score the run; write summary.json, and the report as a page, as text and as data, into its folder."""
    scored = score(run.results)
    summary = summarise(scored, tables.evals)
    for name, text in (
        (runs.SUMMARY, json.dumps(summary.to_json(), ensure_ascii=False, indent=1)),
        (PAGE, report_page.page(run, summary, scored)),
        (TEXT, report.markdown(run, summary, scored)),
        (DATA, json.dumps(report.as_json(run, summary, scored), ensure_ascii=False)),
    ):
        (run.folder / name).write_text(text, encoding="utf-8")
    return summary, scored
