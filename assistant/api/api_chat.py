"""In: chat messages as OpenAI's clients send them. Out: answers in OpenAI's form, streamed or whole, citations kept.

`[1]` stands in the content; `citations` (the contract's) and `annotations` (OpenAI's) say what it is. Only verified
sentences are streamed. Sampling options are taken and have no effect.
"""

from __future__ import annotations

import json
import queue
import re
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.access.person import Person
from assistant.answer import Answer
from assistant.api import api_schema as schema
from assistant.api.api_refusal import Refusal
from assistant.api.api_routes import NOT_HERE, PROBLEMS, Asker, asked
from assistant.api.api_service import Service
from assistant.rewrite import Message
from corpus.errors import AppError

MODEL = "bulletin-assistant"
_MARK = re.compile(r"\[(\d+)\]")


class Part(BaseModel):
    """A piece of a message's content; only text can be read."""

    model_config = ConfigDict(extra="allow")
    type: Literal["text"]
    text: str


class OpenAIMessage(BaseModel):
    """A chat message; system and developer messages are not followed: what may be said is fixed here."""

    model_config = ConfigDict(extra="allow")
    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[Part]

    @property
    def said(self) -> str:
        return self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)


class Completion(BaseModel):
    """The body of a request; what is not named here is taken and has no effect."""

    model_config = ConfigDict(extra="allow")
    model: str = MODEL
    messages: list[OpenAIMessage] = Field(min_length=1, max_length=400)
    stream: bool = Field(default=False, strict=True)
    n: Literal[1] | None = None


class _Left(BaseException):
    """Ends an answer that nobody waits for; no Exception, so that no step takes it for a fault."""


def router(service: Service) -> APIRouter:
    """GET /v1/models, POST /v1/chat/completions."""
    made = APIRouter(prefix="/v1", responses={**PROBLEMS, **NOT_HERE})
    pool = ThreadPoolExecutor(service.settings.service.answers_at_once, thread_name_prefix="chat")

    @made.get("/models")
    def models(person: Asker) -> dict[str, Any]:
        """The one model there is."""
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}

    @made.post("/chat/completions", response_class=Response, responses={200: {"content": {"application/json": {}}}})
    def completions(body: Completion, person: Asker, request: Request) -> Response:
        """The answer to the last message; the messages before it are the history."""
        if body.model != MODEL:
            raise Refusal(404, "model_not_found", f"there is no model {body.model[:80]!r} here; name {MODEL!r}")
        talk = [message for message in body.messages if message.role in ("user", "assistant")]
        if not talk or talk[-1].role != "user":
            raise Refusal(422, "no_question", "the last message is no question of a user; end with one")
        question = asked(service, person, talk[-1].said)
        history = [Message("user" if one.role == "user" else "assistant", one.said) for one in talk[:-1]]
        work = _Work(service, person, question, history)
        base = str(request.base_url)
        if body.stream:
            return StreamingResponse(_events(pool, work, base), media_type="text/event-stream")
        answer = pool.submit(work.run).result()
        if answer.status == "failed":
            raise Refusal(500, "failed", answer.text)
        message = {
            "role": "assistant",
            "content": answer.text,
            "refusal": None,
            **_kept(answer, _annotations(answer, answer.text, 0, base)),
        }
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return JSONResponse({**_envelope("chat.completion"), "choices": [choice]})

    return made


class _Work:
    """One question on its way to an answer; what is verified meanwhile goes into `news`, None when it has ended."""

    def __init__(self, service: Service, person: Person, question: str, history: list[Message]) -> None:
        self.news: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self.left = False
        self._service = service
        self._person = person
        self._question = question
        self._history = history

    def run(self) -> Answer:
        try:
            assistant = self._service.assistant()
            with self._service.room:
                answer = assistant.ask(self._question, self._history, None, self._step, self._told)
            self._service.answered(self._person.name, "chat", answer, assistant)
            return answer
        finally:
            self.news.put(None)

    def _step(self, step: str) -> None:
        if self.left:
            raise _Left

    def _told(self, answer: Answer) -> None:
        self._step("")
        self.news.put(answer)


class _Said:
    """What of an answer was streamed already: its lead, then its statements; each mark as it was meant when it went."""

    def __init__(self, base: str) -> None:
        self.text = ""
        self.annotations: list[dict[str, Any]] = []
        self._base = base
        self._lines: list[str] = []

    def more(self, answer: Answer) -> str:
        """What is verified beyond that; "" when the answer so far does not go on from it."""
        lines = _lines(answer)
        if lines[: len(self._lines)] != self._lines:
            return ""
        piece = [answer.lead] if answer.lead and not self.text else []
        return self._add("\n".join([*piece, *lines[len(self._lines) :]]), answer)

    def rest(self, answer: Answer) -> str:
        """The end of the whole answer; the whole itself when it became another one meanwhile."""
        lines = _lines(answer)
        if not self.text:
            return self._add(answer.text, answer)
        if lines[: len(self._lines)] != self._lines:
            return self._add("\n" + answer.text, answer)
        return self._add("\n".join([*lines[len(self._lines) :], *answer.missing]), answer)

    def _add(self, piece: str, answer: Answer) -> str:
        piece = f"\n{piece}" if piece and self.text else piece
        self.annotations += _annotations(answer, piece, len(self.text), self._base)
        self.text += piece
        self._lines = _lines(answer)
        return piece


def _events(pool: ThreadPoolExecutor, work: _Work, base: str) -> Iterator[str]:
    """Server-sent events: verified sentences as they come; the last piece carries the citations of the whole."""
    envelope = _envelope("chat.completion.chunk")

    def chunk(delta: dict[str, Any], ended: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": ended}
        return f"data: {json.dumps({**envelope, 'choices': [choice]}, ensure_ascii=False)}\n\n"

    ending = pool.submit(work.run)
    said = _Said(base)
    try:
        yield chunk({"role": "assistant", "content": ""})
        while (so_far := work.news.get()) is not None:
            if piece := said.more(so_far):
                yield chunk({"content": piece})
        answer = ending.result()
        if answer.status == "failed":
            raise Refusal(500, "failed", answer.text)
        piece = said.rest(answer)
        yield chunk({"content": piece, **_kept(answer, said.annotations)}, "stop")
        yield "data: [DONE]\n\n"
    except Exception as fault:  # the status is sent already: the fault is told as OpenAI tells it
        told = str(fault) if isinstance(fault, (Refusal, AppError)) else "the answer failed; ask again"
        problem = {"message": told, "type": "server_error", "code": "failed"}
        yield f"data: {json.dumps({'error': problem}, ensure_ascii=False)}\n\n"
    finally:
        work.left = True


def _lines(answer: Answer) -> list[str]:
    return [statement.text + "".join(f"[{label}]" for label in statement.citations) for statement in answer.statements]


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{secrets.token_hex(12)}", "object": kind, "created": int(time.time()), "model": MODEL}


def _annotations(answer: Answer, content: str, before: int, base: str) -> list[dict[str, Any]]:
    """Each mark of the content in OpenAI's form: where it stands after `before` characters, and what it cites."""
    by_label = {citation.label: citation for citation in answer.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": before + mark.start(),
                "end_index": before + mark.end(),
                "title": by_label[mark[1]].bulletin.title or by_label[mark[1]].bulletin.id,
                "url": f"{base}#{by_label[mark[1]].paragraph.id}",
            },
        }
        for mark in _MARK.finditer(content)
        if mark[1] in by_label
    ]


def _kept(answer: Answer, annotations: list[dict[str, Any]]) -> dict[str, Any]:
    """What OpenAI's form has no room for, as fields of their own; `text` is the whole answer with its marks."""
    citations = [schema.Citation(**citation.to_json()).model_dump(mode="json") for citation in answer.citations]
    told = {"status": answer.status, "missing": list(answer.missing), "text": answer.text}
    return {"annotations": annotations, "citations": citations, **told}
