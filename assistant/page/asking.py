"""In: kept questions. Out: their answers, computed apart from any browser; who watches is told step by step.

A browser may leave and come back: the answer is stored when it is ready. Knows neither Gradio nor HTML.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple, Protocol

from assistant.answer import Answer
from assistant.page.conversations import Conversations, Turn
from assistant.questions.question import language
from assistant.rewrite import Message
from assistant.words import say
from corpus.errors import AppError
from index.chunk import Scope

AT_ONCE = 4
_REMEMBERED = 10  # earlier turns that a question may lean on


class Answering(Protocol):
    """What the page needs of an assistant."""

    def ask(
        self,
        question: str,
        history: Sequence[Message] = (),
        scope: Scope | None = None,
        on_step: Callable[[str], None] = ...,
        on_answer: Callable[[Answer], None] = ...,
    ) -> Answer: ...


Told = Callable[[str, Answer, Any], None]  # given the owner, the answer and the assistant that gave it


def _untold(owner: str, answer: Answer, assistant: Any) -> None:
    """Nobody is told."""


class _Stopped(BaseException):
    """Ends a stopped question at its next step; no Exception, so that no step takes it for a fault."""


class News(NamedTuple):
    """How far an answer in work is: how often that changed, the step it is at, and what is verified already."""

    told: int
    step: str
    answer: dict[str, Any] | None


class _Job:
    """One question being answered: the steps so far, and a bell for those who watch."""

    def __init__(self) -> None:
        self.step = "search"
        self.answer: dict[str, Any] | None = None  # as far as it is verified
        self.told = 0  # changes of the two
        self.ended = self.stopped = False
        self.bell = threading.Condition()

    def on_step(self, step: str) -> None:
        with self.bell:
            if self.stopped:
                raise _Stopped
            self.step = step
            self._tell()

    def on_answer(self, answer: Answer) -> None:
        with self.bell:
            if self.stopped:
                raise _Stopped
            self.answer = answer.to_json()
            self._tell()

    def _tell(self) -> None:
        self.told += 1
        self.bell.notify_all()

    def end(self) -> None:
        with self.bell:
            self.ended = True
            self.bell.notify_all()


class Asking:
    """Answers kept questions in the background and stores what came out."""

    def __init__(
        self,
        assistant: Callable[[], Answering],
        store: Conversations,
        told: Told = _untold,
        room: AbstractContextManager[Any] | None = None,  # entered around each answer, shared with others who compute
    ) -> None:
        self._assistant = assistant
        self._store = store
        self._told = told
        self.room = room or nullcontext()  # whoever else computes answers for the page enters it too
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asking")
        self._jobs: dict[int, _Job] = {}
        self._keeping = threading.Lock()  # held until a question that is kept is in work too

    def begin(self, owner: str, conversation: str, question: str, scope: dict[str, Any]) -> Turn:
        """Keep a question and start answering it; returns at once. Raises ConversationError when it is not theirs."""
        with self._keeping:
            turn = self._store.ask(owner, conversation, question, scope)
            job = self._jobs[turn.id] = _Job()
        try:
            history = messages(self._store.turns(owner, conversation), before=turn.id)
            self._pool.submit(self._run, job, owner, turn, history, _scope(turn))
        except BaseException:  # deleted meanwhile, or the server is stopping
            self._jobs.pop(turn.id, None)
            raise
        return turn

    def news(self, turn: int, told: int, patience: float) -> News | None:
        """How far a running turn is, once there is more than was `told`; None when it has ended, or is not here.

        Waits at most `patience` seconds for news.
        """
        job = self._jobs.get(turn)
        if job is None:
            return None
        with job.bell:
            job.bell.wait_for(lambda: job.ended or job.told > told, patience)
            return None if job.ended else News(job.told, job.step, job.answer)

    def running(self, turn: int) -> bool:
        """Whether a turn is in work here; one that is just being kept is."""
        with self._keeping:
            return turn in self._jobs

    def stop(self, owner: str, turn: int) -> None:
        """End a turn without an answer. Raises ConversationError when it is not the owner's."""
        self._store.turn(owner, turn)
        self._store.end(owner, turn, "stopped")
        job = self._jobs.get(turn)
        if job is not None:
            with job.bell:
                job.stopped = job.ended = True
                job.bell.notify_all()

    def close(self) -> None:
        """Wait for the answers in work; none is begun afterwards."""
        self._pool.shutdown(wait=True)

    def _run(self, job: _Job, owner: str, turn: Turn, history: Sequence[Message], scope: Scope | None) -> None:
        try:
            job.on_step("search")
            assistant = self._assistant()
            with self.room:
                answer = assistant.ask(turn.question, history, scope, job.on_step, job.on_answer)
            self._told(owner, answer, assistant)
            self._store.finish(owner, turn.id, answer.to_json())
        except _Stopped:
            pass
        except Exception as fault:
            self._store.finish(owner, turn.id, _fault(turn.question, fault))
        finally:
            job.end()
            self._jobs.pop(turn.id, None)


def _scope(turn: Turn) -> Scope | None:
    bulletins = turn.scope.get("bulletin_id")
    return Scope(bulletin_ids=tuple(bulletins)) if bulletins else None


def messages(turns: Sequence[Turn], before: int) -> list[Message]:
    """The chat before a turn as the pipeline takes it: standalone questions; refused and failed turns are left out."""
    history: list[Message] = []
    for turn in turns:
        if turn.id < before and turn.answer and turn.answer["status"] not in ("refused", "failed"):
            history.append(Message("user", turn.answer["standalone_question"]))
            history.append(Message("assistant", turn.answer["text"]))
    return history[-2 * _REMEMBERED :]


def _fault(question: str, fault: Exception) -> dict[str, Any]:
    """A fault as an answer: what happened, in the words of its own error when it has some."""
    said = language(question)
    text = (
        str(fault)
        if isinstance(fault, AppError)
        else say("failed", said).format(fault=f"{type(fault).__name__}: {fault}")
    )
    return Answer(question, question, said, "failed", reason=type(fault).__name__, missing=(text,)).to_json()
