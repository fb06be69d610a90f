"""The commands about runs: run, report of one, compare, gate, judge, sweep. In: options; out: files, tables, codes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.commandline import common_options

if TYPE_CHECKING:
    from evals.opening import Tables
    from evals.runs import Run
    from evals.summary import Scored, Summary

PARTS = ("all", "tuning", "held-out")


def add(commands: Any) -> None:
    """Add the commands to the parser of `python -m evals`."""
    run = commands.add_parser("run", parents=[common_options()], help="ask every case of the sets and keep the answers")
    run.add_argument("sets", nargs="*", type=Path, metavar="SET", help="test sets, JSONL (default: from the settings)")
    run.add_argument("--part", choices=PARTS, default="all", help="which cases to ask")
    run.add_argument("--id", metavar="ID", help="name of the run (default: the time)")
    run.add_argument("--resume", metavar="ID", help="take up a run that was stopped")
    run.add_argument("--workers", type=int, metavar="N", help="questions asked at once (default: from the settings)")
    run.add_argument("--json", action="store_true", help="print the summary as JSON")
    run.set_defaults(command=_run)
    compare = commands.add_parser("compare", parents=[common_options()], help="what run B does better than run A")
    compare.add_argument("first", metavar="A", help="id of a run, or latest")
    compare.add_argument("second", metavar="B", help="id of a run, or latest")
    compare.add_argument("--json", action="store_true", help="print the comparison as JSON")
    compare.set_defaults(command=_compare)
    gate = commands.add_parser(
        "gate", parents=[common_options()], help="ask the shipped sets and hold them against thresholds; 1 when below"
    )
    gate.add_argument("run", nargs="?", metavar="RUN", help="judge this run instead of asking")
    gate.add_argument("--thresholds", type=Path, metavar="FILE", help="TOML file (default: evals/sets/gate.toml)")
    gate.add_argument("--workers", type=int, metavar="N", help="questions asked at once (default: from the settings)")
    gate.set_defaults(command=_gate)
    judge = commands.add_parser("judge", parents=[common_options()], help="let [assistant.model] judge a run; off else")
    judge.add_argument("run", metavar="RUN", help="id of a run, or latest")
    judge.add_argument("--cases", type=int, metavar="N", help="so many of its cases, evenly spread (default: all)")
    judge.set_defaults(command=_judge)
    sweep = commands.add_parser("sweep", parents=[common_options()], help="run once for every value of a setting")
    sweep.add_argument(
        "sets", nargs="*", type=Path, metavar="SET", help="test sets, JSONL (default: from the settings)"
    )
    sweep.add_argument(
        "--vary", action="append", required=True, metavar="TABLE.KEY=A,B", help="may be repeated; all are combined"
    )
    sweep.add_argument("--part", choices=PARTS, default="tuning", help="which cases to ask")
    sweep.set_defaults(command=_sweep)


def _tables(options: argparse.Namespace) -> Tables:
    from evals.opening import Tables

    tables = Tables.of(options)
    if getattr(options, "workers", None):
        tables = replace(tables, evals=tables.evals.model_copy(update={"workers": options.workers}))
    return tables


def _run(options: argparse.Namespace) -> int:
    from evals.keeping import PAGE

    tables = _tables(options)
    run, summary, _ = ask(tables, options.sets or [tables.evals.set], options.part, options.id, options.resume)
    if options.json:
        print(json.dumps(summary.to_json(), ensure_ascii=False, indent=1))
        return 0
    print(_short(summary))
    print(f"\n{run.folder / PAGE}: the report; `python -m evals report {run.record.id}` prints it")
    return 0


def ask(
    tables: Tables, sets: Sequence[Path], part: Any, name: str | None = None, resume: str | None = None
) -> tuple[Run, Summary, list[Scored]]:
    """Ask the sets into a run folder, score it and write its reports. Raises SetError, GoldError, RunError."""
    from evals import run as running
    from evals import runs
    from evals.keeping import record_of, unchanged, write_reports
    from evals.opening import assistant

    held = runs.open_run(tables.evals.runs, resume).record if resume else None
    if held:
        sets, part = [Path(one["path"]) for one in held.sets], held.part
    cases = runs.cases_of(sets, part)
    chosen = assistant(tables)
    record = record_of(tables, sets, part, len(cases), held.id if held else name or runs.new_id())
    folder = tables.evals.runs / record.id
    if held:
        unchanged(held, record)
        record = held
    elif (folder / runs.RECORD).exists():
        raise_exists(record.id)
    try:
        with _bar(len(cases)) as advance:
            done = running.run(folder, record, cases, chosen.searcher.bulletins(), running.asker(chosen), advance)
    except KeyboardInterrupt:
        print(f"stopped; take it up again: python -m evals run --resume {record.id}", file=sys.stderr)
        raise
    return (done, *write_reports(done, tables))


def raise_exists(name: str) -> None:
    from evals.errors import RunError

    raise RunError(f"a run {name} is kept already; take it up with --resume {name}, or choose another --id")


class _bar:  # noqa: N801 - reads as a verb at its one place of use
    """A progress bar on a terminal; elsewhere silent."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        self._progress = Progress(*columns, console=console, disable=not sys.stderr.isatty())
        self._task = self._progress.add_task("asking", total=total)

    def __enter__(self) -> Any:
        self._progress.start()
        return lambda done, total: self._progress.update(self._task, completed=done, total=total)

    def __exit__(self, *raised: object) -> None:
        self._progress.stop()


def report_run(options: argparse.Namespace) -> int:
    """`report RUN`: score a run anew, write its reports and print the text, or the data with --json."""
    from evals import runs
    from evals.keeping import DATA, PAGE, TEXT, write_reports

    tables = _tables(options)
    run = runs.open_run(tables.evals.runs, options.name)
    if not run.results:
        from evals.errors import RunError

        raise RunError(f"run {run.record.id} holds no answer yet; take it up with `run --resume {run.record.id}`")
    write_reports(run, tables)
    print((run.folder / (DATA if options.json else TEXT)).read_text(encoding="utf-8"), end="")
    print(f"{run.folder / PAGE}", file=sys.stderr)
    return 0


def _compare(options: argparse.Namespace) -> int:
    from evals import compare, compare_page, runs
    from evals.summary import score

    tables = _tables(options)
    first, second = (runs.open_run(tables.evals.runs, name) for name in (options.first, options.second))
    before, after = score(first.results), score(second.results)
    found = compare.compare(before, after, tables.evals)
    path = second.folder / f"compare-{first.record.id}.html"
    path.write_text(compare_page.page(first, second, found, before, after), encoding="utf-8")
    if options.json:
        print(json.dumps(compare.as_json(found), ensure_ascii=False))
    else:
        print(compare.markdown(first, second, found), end="")
    print(path, file=sys.stderr)
    return 0


def _gate(options: argparse.Namespace) -> int:
    from evals import gate, runs
    from evals.keeping import PAGE
    from evals.summary import score, summarise

    tables = _tables(options)
    thresholds = gate.load(options.thresholds or gate.THRESHOLDS)
    if options.run:
        run = runs.open_run(tables.evals.runs, options.run)
        summary = summarise(score(run.results), tables.evals)
    else:
        run, summary, _ = ask(tables, thresholds.sets, "tuning")
    print(_short(summary))
    lines = gate.judge(summary, thresholds)
    failing = [line for line in lines if not line.ok]
    print("\n".join(["", *map(str, lines)]))
    print(f"\n{run.folder / PAGE}: the report")
    if failing:
        print(f"gate: {len(failing)} of {len(lines)} thresholds failed", file=sys.stderr)
    return 1 if failing else 0


def _judge(options: argparse.Namespace) -> int:
    from assistant.model import ModelFault, open_model
    from evals import judge, runs
    from evals.errors import RunError
    from evals.summary import score

    tables = _tables(options)
    run = runs.open_run(tables.evals.runs, options.run)
    model = open_model(tables.assistant.model)
    if model is None:
        raise RunError("no model is configured to judge; set [assistant.model] in the settings")
    step = max(1, len(run.results) // options.cases) if options.cases else 1
    judged = []
    with (run.folder / "judged.jsonl").open("w", encoding="utf-8") as file, _bar(len(run.results[::step])) as advance:
        for done, result in enumerate(run.results[::step], 1):
            try:
                judged.append(judge.judge(result, model.begin().complete))
            except ModelFault as fault:
                judged.append(judge.Judged(result.id, judge.unread(f"the model did not answer ({fault})")))
            file.write(judged[-1].to_json() + "\n")
            advance(done, len(run.results[::step]))
    print(judge.report(judged, score(run.results)))
    return 0


def _sweep(options: argparse.Namespace) -> int:
    from evals import runs, sweep
    from evals.report import COLUMNS
    from evals.table import markdown

    tables = _tables(options)
    rows = []
    name = runs.new_id()
    for number, trial in enumerate(sweep.trials(tables, options.vary), 1):
        run, summary, _ = ask(trial.tables, options.sets or [tables.evals.set], options.part, f"{name}-{number:02}")
        rows.append([*trial.values, *sweep.cells(summary, COLUMNS), run.record.id])
    print(markdown([*sweep.names(options.vary), *COLUMNS, "refusal F1", "p50 ms", "run"], rows))
    return 0


def _short(summary: Summary) -> str:
    """The tables that a terminal shows after a run."""
    from evals.report import failures_table, groups_table, latency_table, refusal_table

    blocks = []
    for part in summary.parts:
        whole = part.groups[0]
        blocks.append(f"{part.name} part: {whole.n} cases, {whole.failed} with a failure")
        blocks += [groups_table(part), refusal_table(part), failures_table(part)]
    return "\n\n".join([*blocks, latency_table(summary)])
