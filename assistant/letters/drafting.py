"""In: kept letters. Out: their drafts, made in the background and kept; who watches is told how far each is.

A browser may leave and come back. A row of a table is read, then drafted, one after the other. Knows no page.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from assistant.letters.draft import Answered, Draft
from assistant.letters.draft_answers import answers
from assistant.letters.draft_batch import shown
from assistant.letters.draft_check import Kit, begun
from assistant.letters.draft_command import understood
from assistant.letters.draft_compose import composed
from assistant.letters.draft_kept import Counts, Row
from assistant.letters.draft_record import as_inquiry, inquiry_record, to_record
from assistant.letters.draft_sheet import Sheet, lines_record
from assistant.letters.draft_states import Reader
from assistant.letters.draft_words import Words, quoted
from assistant.letters.drafts import Drafts
from assistant.letters.inquiry import Inquiry
from assistant.letters.inquiry_table import Row as Letter
from assistant.pipeline import Assistant
from assistant.settings import OfficeSettings
from corpus.errors import AppError

AT_ONCE = 2  # letters of people who wait; a table is drafted beside them, one letter at a time
TITLE_LENGTH = 40
Stage = Literal["queued", "ask", "write"]


class _StoppedError(Exception):
    """Ends a stopped draft before its next request."""


class News(NamedTuple):
    """How far a draft or a batch is: how often that changed, the stage, how many of how many are done."""

    told: int
    stage: Stage
    done: int
    of: int


@dataclass
class _Job:
    """One letter, or the rows of one table; changed under the bell only."""

    owner: str
    of: int = 0
    done: int = 0
    stage: Stage = "queued"
    told: int = 1
    stopped: bool = False
    ended: bool = False


class Drafting:
    """Drafts kept letters and stores what came out."""

    def __init__(
        self,
        assistant: Callable[[], Assistant],
        store: Drafts,
        office: OfficeSettings,
        room: AbstractContextManager[Any]
        | None = None,  # entered around each request's answer, shared with all who ask
    ) -> None:
        self._assistant = assistant
        self._room = room or nullcontext()
        self._store = store
        self._office = office
        self._letters = threading.Semaphore(AT_ONCE)
        self._tables = threading.Semaphore(1)
        self._jobs: dict[str, _Job] = {}  # by the id of the draft or the batch
        self._bell = threading.Condition()

    def kit(self, language: Literal["zh", "en"]) -> Kit:
        """What checks an edited sentence. Raises DraftError for templates that cannot be read."""
        return Kit(Words.load(self._office.templates, language), self._assistant().aids, self._office.name)

    def take(self, owner: str, inquiry: Inquiry) -> str:
        """Keep a letter and begin to draft its reply; returns the draft's id at once."""
        draft = self._store.start(owner, title(inquiry), {"inquiry": inquiry_record(inquiry)})
        self.begin(owner, draft)
        return draft

    def begin(self, owner: str, draft: str) -> None:
        """Draft a letter that is kept; once, however often it is asked for."""
        if job := self._new(owner, draft):
            self._start_work(self._letters, job, draft, lambda: self._make(job, draft, watched=True))

    def take_rows(self, owner: str, name: str, letters: Sequence[Letter]) -> str:
        """Keep the letters of a table and begin to draft them; returns the batch's id at once."""
        batch = self._store.batch(owner, name)
        if job := self._new(owner, batch):
            job.of = len(letters)
            self._start_work(self._tables, job, batch, lambda: self._rows(job, batch, letters))
        return batch

    def go_on(self, owner: str, batch: str) -> None:
        """Draft the rows that still wait or failed."""
        if job := self._new(owner, batch):
            self._start_work(self._tables, job, batch, lambda: self._rows(job, batch, ()))

    def running(self, name: str) -> bool:
        """Whether a draft, or a batch, is in work here."""
        return name in self._jobs

    def stop(self, owner: str, name: str) -> None:
        """End a draft before its next request, a batch before its next row."""
        job = self._jobs.get(name)
        if job and job.owner == owner:
            job.stopped = True

    def news(self, name: str, told: int, patience: float) -> News | None:
        """How far it is, once there is more than was `told`; None when it has ended. Waits at most `patience` s."""
        job = self._jobs.get(name)
        if job is None:
            return None
        with self._bell:
            self._bell.wait_for(lambda: job.ended or job.told > told, patience)
            return None if job.ended else News(job.told, job.stage, job.done, job.of)

    def _new(self, owner: str, name: str) -> _Job | None:
        with self._bell:
            if name in self._jobs:
                return None
            job = self._jobs[name] = _Job(owner)
            return job

    def _start_work(self, room: threading.Semaphore, job: _Job, name: str, act: Callable[[], None]) -> None:
        """In a thread that ends with the program: what it leaves waits in the store, and is taken up again."""

        def work() -> None:
            try:
                with room:
                    act()
            except Exception as fault:
                _report(fault)
            finally:
                self._end(job, name)

        threading.Thread(target=work, daemon=True, name="drafting").start()

    def _rows(self, job: _Job, batch: str, letters: Sequence[Letter]) -> None:
        for letter in letters:
            self._start(job.owner, batch, letter)
        _, rows = self._store.rows(job.owner, batch)
        self._tell(job, of=len(rows), done=sum(row.work in ("done", "bad") for row in rows), stage="ask")
        for row in rows:
            if job.stopped:
                break
            if row.work in ("waiting", "failed"):
                self._store.again(job.owner, row.id)
                self._make(job, row.id, watched=False)
                self._tell(job, done=job.done + 1)

    def _start(self, owner: str, batch: str, letter: Letter) -> None:
        """Keep one row; its letter is read and masked first, as nothing else may be kept."""
        row = Row(batch, letter.number, shown(letter.id))
        bad = letter.error
        if not bad:
            try:
                inquiry = understood(letter.letter, letter.given, self._assistant())
            except AppError as fault:
                bad = f"row {letter.number}: {fault}"
            else:
                self._store.start(owner, title(inquiry), {"inquiry": inquiry_record(inquiry)}, row)
                return
        self._store.start(owner, "", {}, row, bad)

    def _make(self, job: _Job, draft: str, watched: bool) -> None:
        """One draft; of a batch the rows are counted, not the requests."""
        try:
            inquiry = as_inquiry(self._store.material(Reader(job.owner), draft)["inquiry"])
            kit = self.kit(inquiry.language)
            if watched:
                self._tell(job, stage="ask", of=len(inquiry.requests))
            answered = []
            found = answers(inquiry, self._assistant(), self._office)
            while one := self._next(found):
                if job.stopped:
                    raise _StoppedError
                answered.append(one)
                if watched:
                    self._tell(job, done=len(answered))
            if watched:
                self._tell(job, stage="write")
            with self._room:  # a language model may smooth it
                made = composed(inquiry, tuple(answered), self._assistant(), self._office, kit.words)
            sheet = begun(made, kit)
            told, open_ = counts(sheet), len(sheet.open_lines)
            self._store.finish(job.owner, draft, to_record(made), lines_record(sheet), told, open_)
        except _StoppedError:
            self._store.fail(job.owner, draft, "stopped")
        except AppError as fault:
            self._store.fail(job.owner, draft, str(fault))
        except Exception as fault:
            _report(fault)
            self._store.fail(job.owner, draft, type(fault).__name__)

    def _next(self, found: Iterator[Answered]) -> Answered | None:
        """The next request's answer, computed when there is room: a long letter lets others in between."""
        with self._room:
            return next(found, None)

    def _tell(self, job: _Job, done: int | None = None, of: int | None = None, stage: Stage | None = None) -> None:
        with self._bell:
            job.done = job.done if done is None else done
            job.of = job.of if of is None else of
            job.stage = stage or job.stage
            job.told += 1
            self._bell.notify_all()

    def _end(self, job: _Job, name: str) -> None:
        with self._bell:
            job.ended = True
            self._jobs.pop(name, None)
            self._bell.notify_all()


def counts(sheet: Sheet) -> Counts:
    """What a list tells of a draft: its requests, how many are answered, points missing, sentences not supported."""
    draft: Draft = sheet.draft
    statuses = [one.answer.status for one in draft.answered]
    return {
        "requests": len(statuses),
        "answered": sum(status in ("answered", "partial") for status in statuses),
        "missing": sum(len(one.missing) for one in draft.answered),
        "unsupported": len(draft.unsupported),
    }


def title(inquiry: Inquiry) -> str:
    """The first thing that is asked, without personal numbers; "" for a letter that asks nothing."""
    line = quoted(inquiry.requests[0].text, inquiry.name) if inquiry.requests else ""
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def _report(fault: Exception) -> None:
    """Where a fault happened, without its message: that may quote the letter."""
    print("".join(traceback.format_tb(fault.__traceback__)) + type(fault).__name__, flush=True)
