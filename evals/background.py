"""In: sets and the assistant of a page. Out: runs asked in the background, their progress for whoever watches.

One run at a time: the machine answers questions of people meanwhile. What is answered is kept; a restart loses nothing.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.answer import Answer
from assistant.pipeline import Assistant
from corpus.errors import AppError
from evals import run as running
from evals import runs
from evals.case import Case
from evals.errors import RunError
from evals.keeping import record_of, unchanged, write_reports
from evals.opening import Tables
from evals.runs import Part, Record

Stage = Literal["asking", "scoring", "done", "stopped", "failed"]
Cases = dict[str, tuple[str, Case]]


class _Stopped(BaseException):
    """Ends a run before its next question; no Exception, so that no step takes it for a fault."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `fault` says why it failed."""

    run: str
    done: int
    total: int
    stage: Stage = "asking"
    fault: str = ""

    @property
    def ended(self) -> bool:
        return self.stage in ("done", "stopped", "failed")


class Background:
    """Asks one run at a time, apart from any browser."""

    def __init__(self, tables: Tables, assistant: Callable[[], Assistant]) -> None:
        self._tables = tables
        self._assistant = assistant
        self._bell = threading.Condition()
        self._progress: Progress | None = None
        self._stopping = False

    @property
    def now(self) -> Progress | None:
        """The run in work, or the last one of this server."""
        return self._progress

    def begin(self, sets: Sequence[Path], part: Part) -> str:
        """Start a run; returns its id at once. Raises SetError for a bad set, RunError while another is in work."""
        cases = runs.cases_of(sets, part)
        record = record_of(self._tables, sets, part, len(cases), runs.new_id())
        self._start(record, cases)
        return record.id

    def take_up(self, name: str) -> None:
        """Go on with a run that was stopped or killed. Raises RunError when it would go on with something else."""
        held = runs.open_run(self._tables.evals.runs, name).record
        sets = [Path(one["path"]) for one in held.sets]
        cases = runs.cases_of(sets, held.part)
        unchanged(held, record_of(self._tables, sets, held.part, len(cases), held.id))
        self._start(held, cases)

    def stop(self) -> None:
        """End the run in work before its next question."""
        self._stopping = True

    def news(self, told: int, patience: float) -> Progress | None:
        """The progress, once more than `told` questions are answered or the run has ended; waits at most `patience`."""
        with self._bell:
            self._bell.wait_for(
                lambda: self._progress is None or self._progress.ended or self._progress.done > told, patience
            )
            return self._progress

    def _start(self, record: Record, cases: Cases) -> None:
        with self._bell:
            if self._progress and not self._progress.ended:
                raise RunError(f"run {self._progress.run} is in work; wait until it is done, or stop it first")
            self._stopping = False
            self._progress = Progress(record.id, 0, len(cases))
        threading.Thread(target=self._ask, args=(record, cases), daemon=True, name="evaluation").start()

    def _ask(self, record: Record, cases: Cases) -> None:
        try:
            assistant = self._assistant()
            ask = running.asker(assistant)

            def unless_stopped(case: Case) -> Answer:
                if self._stopping:
                    raise _Stopped
                return ask(case)

            folder = self._tables.evals.runs / record.id
            done = running.run(
                folder, record, cases, assistant.searcher.bulletins(), unless_stopped, lambda at, _: self._tell(done=at)
            )
            self._tell(stage="scoring")
            write_reports(done, self._tables)
            self._tell(stage="done")
        except _Stopped:
            self._tell(stage="stopped")
        except AppError as fault:
            self._tell(stage="failed", fault=str(fault))
        except Exception as fault:
            traceback.print_exc()
            self._tell(stage="failed", fault=f"{type(fault).__name__}: {fault}")

    def _tell(self, done: int | None = None, stage: Stage | None = None, fault: str = "") -> None:
        with self._bell:
            assert self._progress is not None
            now = self._progress
            self._progress = replace(
                now, done=now.done if done is None else done, stage=stage or now.stage, fault=fault
            )
            self._bell.notify_all()
