"""In: changes of the corpus that people want. Out: each done, one at a time, and the index after them; how far it is.

The old index answers until the new one is whole. A restart loses what still waited, nothing that was done.
"""

from __future__ import annotations

import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from corpus import aside, collection, form, kept
from corpus.duplicates import Duplicates
from corpus.errors import AppError, CorpusWriteError, DuplicateError, ReadError
from index.embedder import Embedder
from index.errors import IndexLockedError
from index.settings import IndexSettings
from index.sync import sync

Do = Literal["file", "address", "remove", "reread", "restore"]
Outcome = Literal["waiting", "working", "added", "removed", "reread", "unchanged", "restored", "refused", "dropped"]
Stage = Literal["changing", "indexing", "locked", "current", "stopped", "failed"]
MOST_WAITING = 1_000  # changes
MOST_STAGED = 2**30  # bytes of uploaded files that wait to be read
_NEWS_EVERY = 0.25  # seconds between two tellings of how far the index is
_PIECE_SECONDS = 600.0  # in which the next piece of a file must come
_MOMENT = 1.0  # seconds in which another change may come before the index is brought up to date
_AGAIN = 2.0  # seconds until a lock that another process holds is tried again


class _Stopped(BaseException):
    """Ends an update of the index; no Exception, so that no step takes it for a fault."""


@dataclass(frozen=True, slots=True)
class Task:
    """One change: what is to be done with which file, address, bulletin or key, and what became of it."""

    number: int
    do: Do
    source: str
    name: str  # as a person knows it
    outcome: Outcome = "waiting"
    bulletin: str = ""  # its id, once it is known; of what is held already, when it was refused for that
    recognised: int = 0
    same_text: bool = True  # of a refused one: whether what is held has the same text
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """All changes of a batch, and how far the index is; `told` grows with every piece of news."""

    tasks: tuple[Task, ...] = ()
    stage: Stage = "current"
    step: str = ""
    done: int = 0
    total: int = 0
    fault: str = ""
    told: int = 0

    @property
    def ended(self) -> bool:
        return self.stage in ("current", "stopped", "failed")


class Updating:
    """Does changes in a thread of its own, then brings the index up to date."""

    def __init__(
        self,
        folder: Path,
        allow_private_hosts: Collection[str],
        index: IndexSettings,
        load: Callable[[IndexSettings], Embedder],
    ) -> None:
        self._folder = folder
        self._hosts = allow_private_hosts
        self._index = index
        self._load = load
        self._bell = threading.Condition()
        self._work = Work()
        self._count = 0
        self._running = False
        self._due = False  # whether the index is to be brought up to date, once nothing waits
        self._staged: dict[int, Path] = {}  # uploaded files that wait, by their task
        self._staging: tempfile.TemporaryDirectory[str] | None = None
        self._stopping = threading.Event()
        self._last_told = 0.0

    @property
    def now(self) -> Work:
        return self._work

    def news(self, told: int, patience: float) -> Work:
        """The work, once there is more news than `told` or it has ended; waits at most so many seconds."""
        with self._bell:
            self._bell.wait_for(lambda: self._work.ended or self._work.told > told, patience)
            return self._work

    def upload(self, name: str, data: bytes, key: str = "", at: int = 0, more: bool = False) -> None:
        """Take a file in, to be read and added: whole, or piece after piece, each saying at which byte it begins.

        `key` names the pieces of one file. Raises ReadError, CorpusWriteError when that is not possible now.
        """
        if at + len(data) > form.LARGEST_FILE:
            raise ReadError(f"{name} has more than {form.LARGEST_FILE // 2**20} MB; check that it is a bulletin")
        with self._bell:
            try:
                if self._taken_in() + len(data) > MOST_STAGED:
                    raise ReadError(f"{name} must wait: a gigabyte of files is to be read first; add it after that")
                part = self._staging_folder() / f"part-{kept.content_hash(key.encode())}"
                if at != (part.stat().st_size if part.exists() else 0):
                    part.unlink(missing_ok=True)
                    raise ReadError(f"{name} did not arrive whole; send it again")
                with part.open("ab") as file:
                    file.write(data)
                if more:
                    return
                staged = part.rename(part.with_name(str(self._count + 1)))
            except OSError as error:
                raise CorpusWriteError(f"{name} cannot be taken in ({error.strerror}); free some disk") from error
            self._staged[self._count + 1] = staged
            self.put([("file", name, name)])

    def _staging_folder(self) -> Path:
        if self._staging is None:
            self._staging = tempfile.TemporaryDirectory(prefix="bulletins-", ignore_cleanup_errors=True)
        return Path(self._staging.name)

    def _taken_in(self) -> int:
        """Bytes of uploaded files that wait; pieces of a file that stopped coming are thrown away."""
        files = [(path, path.stat()) for path in self._staging_folder().iterdir()]
        for path, told in files:
            if path.name.startswith("part-") and time.time() - told.st_mtime > _PIECE_SECONDS:
                path.unlink(missing_ok=True)
        return sum(told.st_size for _, told in files)

    def put(self, changes: Sequence[tuple[Do, str, str]]) -> None:
        """Queue changes (what, of which, its name); with none, only the index is brought up to date.

        Raises ReadError when too much waits.
        """
        with self._bell:
            tasks = () if self._work.ended else self._work.tasks
            if sum(task.outcome == "waiting" for task in tasks) + len(changes) > MOST_WAITING:
                raise ReadError(f"more than {MOST_WAITING} changes wait; add the rest when those are done")
            made = [Task(self._count + place, *change) for place, change in enumerate(changes, 1)]
            self._count += len(made)
            self._due = True
            stage: Stage = "changing" if self._work.ended else self._work.stage
            self._tell(tasks=(*tasks, *made), stage=stage, fault="")
            if not self._running:
                self._running = True
                self._stopping.clear()
                threading.Thread(target=self._run, daemon=True, name="corpus").start()

    def stop(self) -> None:
        """Drop what waits, and leave the index as it was."""
        self._stopping.set()

    def dismiss(self) -> None:
        """Forget what became of the last batch."""
        with self._bell:
            if self._work.ended:
                self._work = Work(told=self._work.told + 1)

    def _run(self) -> None:
        """Until nothing waits and the index is as the corpus is."""
        stage: Stage = "failed"
        fault = ""
        held = Duplicates(self._folder)
        try:
            while not self._finished():
                while (task := self._next()) is not None:
                    self._perform(task, held)
                held.write()
                if not self._more_comes():
                    self._bring_up_to_date()
            return
        except _Stopped:
            stage = "stopped"
        except AppError as error:
            fault = str(error)
        except Exception as error:
            traceback.print_exc()
            fault = f"{type(error).__name__}: {error}"
        with self._bell:
            self._end(stage, fault)

    def _finished(self) -> bool:
        """Whether the index was brought up to date after all that was asked for; then the work is over."""
        with self._bell:
            if self._due or any(task.outcome == "waiting" for task in self._work.tasks):
                return False
            self._end("current", "")
            return True

    def _end(self, stage: Stage, fault: str) -> None:
        tasks = tuple(
            replace(task, outcome="dropped") if task.outcome in ("waiting", "working") else task
            for task in self._work.tasks
        )
        for path in self._staged.values():
            path.unlink(missing_ok=True)
        self._staged.clear()
        self._running = False
        self._tell(tasks=tasks, stage=stage, fault=fault, step="")

    def _next(self) -> Task | None:
        if self._stopping.is_set():
            raise _Stopped
        with self._bell:
            task = next((task for task in self._work.tasks if task.outcome == "waiting"), None)
            if task is not None:
                self._told(task, outcome="working")
                self._tell(stage="changing")
            return task

    def _more_comes(self) -> bool:
        """Whether a change comes in a moment: files are sent one after the other, and one update does for all."""
        with self._bell:
            return self._bell.wait_for(lambda: any(one.outcome == "waiting" for one in self._work.tasks), _MOMENT)

    def _perform(self, task: Task, held: Duplicates) -> None:
        try:
            self._told(task, **self._become(task, held))
        except DuplicateError as error:
            fault = str(error)
            self._told(task, outcome="refused", bulletin=error.held, same_text=error.same_text, fault=fault)
        except AppError as error:
            self._told(task, outcome="refused", fault=str(error))

    def _become(self, task: Task, held: Duplicates) -> dict[str, Any]:
        """Do it; what became of it. Raises AppError."""
        if task.do == "file":
            staged = self._staged.pop(task.number)
            data = staged.read_bytes()
            staged.unlink(missing_ok=True)
            name = Path(task.source.replace("\\", "/"))
            added = collection.put(self._folder, data, task.source, name.stem, name.suffix, None, held)
            return {"outcome": "added", "bulletin": added.bulletin.id, "recognised": added.bulletin.recognised}
        if task.do == "address":
            added = collection.add(self._folder, task.source, None, self._hosts, held)
            return {"outcome": "added", "bulletin": added.bulletin.id, "recognised": added.bulletin.recognised}
        if task.do == "remove":
            aside.set_aside(self._folder, task.source)
            return {"outcome": "removed"}
        if task.do == "restore":
            path = aside.put_back(self._folder, task.source, held)
            return {"outcome": "restored", "bulletin": path.stem.lower()}
        done = collection.reread(self._folder, task.source)
        return {"outcome": "reread" if done.changed else "unchanged", "bulletin": done.after.id}

    def _bring_up_to_date(self) -> None:
        with self._bell:
            self._due = False
            self._tell(stage="indexing", step="", done=0, total=0)
        while True:
            try:
                sync(self._folder, self._index, self._report, self._load, may_be_empty=True)
                return
            except IndexLockedError as error:
                with self._bell:
                    self._tell(stage="locked", fault=str(error))
                if self._stopping.wait(_AGAIN):
                    raise _Stopped from None

    def _report(self, step: str, done: int, total: int) -> None:
        """How far the update of the index is; told now and then, or the network is busy with nothing else."""
        if self._stopping.is_set():
            raise _Stopped
        now = time.monotonic()
        if step == self._work.step and done < total and now - self._last_told < _NEWS_EVERY:
            return
        self._last_told = now
        with self._bell:
            self._tell(stage="indexing", step=step, done=min(done, total), total=total, fault="")

    def _told(self, task: Task, **changes: Any) -> None:
        with self._bell:
            tasks = tuple(replace(one, **changes) if one.number == task.number else one for one in self._work.tasks)
            self._tell(tasks=tasks)

    def _tell(self, **changes: Any) -> None:
        with self._bell:
            self._work = replace(self._work, **changes, told=self._work.told + 1)
            self._bell.notify_all()
