"""In: cases and an assistant. Out: a folder with one line a case and its whole answer; a killed run is taken up again.

Does not score. Lines are written in the order of the cases, each as soon as it and those before it are answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from assistant.answer import Answer
from assistant.pipeline import Assistant
from assistant.questions.question import language
from assistant.rewrite import messages
from assistant.scope import scope_from_json
from corpus.bulletin import Bulletin
from corpus.errors import AppError
from evals.case import Case, resolve
from evals.result import Gold, Result
from evals.runs import ANSWERS, Record, Run, read_results, write_record

Progress = Callable[[int, int], None]  # cases done, cases in all
Asker = Callable[[Case], Answer]


def asker(assistant: Assistant) -> Asker:
    """How a case is asked; what the assistant refuses as bad input becomes a failed answer, and the run goes on."""

    def ask(case: Case) -> Answer:
        try:
            scope = scope_from_json(case.scope, assistant.holdings) if case.scope else None
            return assistant.ask(case.question, messages(list(case.history)), scope)
        except AppError as error:
            blank = Answer(case.question, case.question, language(case.question), "failed")
            return replace(blank, reason=type(error).__name__, missing=(str(error),))

    return ask


def run(
    folder: Path,
    record: Record,
    cases: Mapping[str, tuple[str, Case]],
    bulletins: Sequence[Bulletin],
    ask: Asker,
    progress: Progress = lambda done, total: None,
) -> Run:
    """Ask every case that the folder does not hold yet. Raises GoldError, before anything is asked, for a bad label."""
    golds = {name: gold_of(case, bulletins) for name, (_, case) in cases.items()}
    write_record(folder, record)
    held = _kept(folder)
    todo = [name for name in cases if name not in held]
    progress(len(held), len(cases))
    with (folder / ANSWERS).open("a", encoding="utf-8", newline="\n") as file:
        answers = _answers([cases[name][1] for name in todo], ask, record.workers)
        for done, (name, answer) in enumerate(zip(todo, answers, strict=True), len(held) + 1):
            of, case = cases[name]
            file.write(Result(of, case, golds[name], answer.to_json()).to_json() + "\n")
            file.flush()
            progress(done, len(cases))
    return Run(folder, record, tuple(read_results(folder)))


def gold_of(case: Case, bulletins: Iterable[Bulletin]) -> tuple[Gold, ...]:
    by_id = {bulletin.id: bulletin for bulletin in bulletins}
    return tuple(Gold.of(one, by_id[one.bulletin_id]) for one in resolve(case, by_id.values()))


def _kept(folder: Path) -> set[str]:
    """The ids answered already; a line that was cut short goes, so that the next one begins on its own."""
    path = folder / ANSWERS
    if path.exists():
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            path.write_bytes(whole)
    return {result.id for result in read_results(folder)}


def _answers(cases: Sequence[Case], ask: Asker, workers: int) -> Iterator[Answer]:
    if workers <= 1:
        yield from map(ask, cases)
        return
    with ThreadPoolExecutor(workers) as pool:
        try:
            yield from pool.map(ask, cases)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
