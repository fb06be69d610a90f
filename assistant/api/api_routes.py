"""In: requests with a person. Out: the contract's JSON: ask, search, bulletins, health, metrics.

An answer that says no is 200 like any other; `failed` is 500 with the answer as its body. Knows no cookie.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import anyio
from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Security
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer

from assistant.access.person import Person, Role
from assistant.answer import Answer
from assistant.api import api_schema as schema
from assistant.api.api_metrics import CONTENT_TYPE
from assistant.api.api_refusal import Refusal
from assistant.api.api_service import Service, refused
from assistant.pipeline import Assistant
from assistant.questions.question import clean
from assistant.rewrite import Message
from assistant.scoping.scope_filter import scope_from_json
from corpus.bulletin import Bulletin
from corpus.holding import Holding
from index.chunk import Scope

_TOLD: dict[int, str] = {
    400: "no JSON",
    401: "no valid token",
    403: "the role does not allow it",
    408: "the request did not arrive in time",
    413: "larger than allowed",
    422: "not what this address takes",
    429: "too many of a minute",
    500: "a fault",
    503: "the index or the audit log cannot be used",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": schema.Problem, "description": told} for status, told in _TOLD.items()
}
NOT_HERE: dict[int | str, dict[str, Any]] = {404: {"model": schema.Problem, "description": "nothing of that name"}}


def needs(role: Role) -> Callable[..., Person]:
    """A dependency: who asks, if they have the role. Raises Refusal."""

    def person(request: Request, token: Annotated[Any, Security(HTTPBearer(auto_error=False))]) -> Person:
        asking: Person = request.state.person  # set by the guard; without it nothing gets here
        if not asking.may(role):
            raise refused(asking, role)
        return asking

    return person


Asker = Annotated[Person, Depends(needs("asker"))]
Admin = Annotated[Person, Depends(needs("admin"))]


def asked(service: Service, person: Person, question: str) -> str:
    """The question, cleaned. Raises Refusal when it is too long or the minute is full, QuestionError when empty."""
    most = service.settings.max_question_characters
    if len(question) > most:
        raise Refusal(413, "question_too_long", f"the question has {len(question)} characters, {most} are allowed")
    cleaned = clean(question, most)
    service.may_ask(person)
    return cleaned


def scope_of(given: schema.ScopeBody | None, assistant: Assistant) -> Scope | None:
    """Raises ScopeError for what is not held."""
    return scope_from_json(given.given(), assistant.holdings) if given and given.given() else None


def router(service: Service) -> APIRouter:
    """The routes under /api."""
    made = APIRouter(prefix="/api", responses=PROBLEMS)
    begun = time.monotonic()
    threads = anyio.CapacityLimiter(service.settings.service.answers_at_once)  # others wait without a thread

    @made.post("/ask", response_model=schema.AnswerBody, responses={500: {"model": schema.AnswerBody | schema.Problem}})
    async def ask(body: schema.AskBody, person: Asker) -> JSONResponse:
        """Answer a question; every statement cites its paragraph."""
        question = asked(service, person, body.question)
        history = [Message(message.role, message.content) for message in body.history]

        def answer() -> Answer:
            assistant = service.assistant()
            with service.room:
                found = assistant.ask(question, history, scope_of(body.scope, assistant))
            service.answered(person.name, "api", found, assistant)
            return found

        found = await to_thread.run_sync(answer, limiter=threads)
        return JSONResponse(found.to_json(), 500 if found.status == "failed" else 200)

    async def found(question: str, k: int, given: schema.ScopeBody | None, person: Person) -> dict[str, Any]:
        asking = asked(service, person, question)

        def search() -> list[dict[str, Any]]:
            assistant = service.assistant()
            with service.room:
                hits = assistant.searcher.search(asking, k, scope_of(given, assistant))
            return [
                {
                    "paragraph_id": hit.paragraph.id,
                    "bulletin_id": hit.bulletin.id,
                    "text": hit.paragraph.text,
                    "score": round(hit.score, 4),
                    "heading_path": list(hit.paragraph.heading_path),
                }
                for hit in hits
            ]

        return {"hits": await to_thread.run_sync(search, limiter=threads)}

    @made.get("/search", response_model=schema.Found)
    async def search(
        person: Asker, q: Annotated[schema.Text, Query()], k: Annotated[int, Query(ge=1, le=50)] = 10
    ) -> dict[str, Any]:
        """The paragraphs behind a question; POST keeps the question out of addresses."""
        return await found(q, k, None, person)

    @made.post("/search", response_model=schema.Found)
    async def search_by_post(body: schema.SearchBody, person: Asker) -> dict[str, Any]:
        """The paragraphs behind a question."""
        return await found(body.question, body.k, body.scope, person)

    @made.get("/bulletins", response_model=list[schema.Held])
    def bulletins(person: Asker) -> list[dict[str, Any]]:
        """What is held."""
        return [_held(holding) for holding in service.assistant().holdings.all]

    @made.get("/bulletins/{bulletin_id}", response_model=schema.Whole, responses=NOT_HERE)
    def bulletin(bulletin_id: str, person: Asker) -> dict[str, Any]:
        """One bulletin with its paragraphs."""
        return _whole(service.assistant().searcher.bulletin(bulletin_id))

    @made.get("/health", response_model=schema.Health)
    def health(person: Asker) -> Mapping[str, Any]:
        """Which index answers, and what with."""
        held = service.assistant().searcher.manifest
        names = ("corpus", "built_at", "bulletins", "paragraphs", "chunks", "model")
        model = service.settings.model
        return {
            "status": "ok",
            "index": {name: getattr(held, name) for name in names},
            "language_model": model.name if model else None,
            "users": len(service.users.all()),
            "seconds_up": round(time.monotonic() - begun, 1),
        }

    return made


def open_router(service: Service) -> APIRouter:
    """GET /healthz, for whoever watches whether the service runs, and GET /metrics, for an administrator's token."""
    made = APIRouter()

    @made.get("/healthz", include_in_schema=False)
    @made.head("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @made.get("/metrics", response_class=Response, responses={**PROBLEMS, 200: {"content": {"text/plain": {}}}})
    def metrics(person: Admin) -> Response:
        """Figures in Prometheus' text form."""
        return Response(service.metrics.text(), media_type=CONTENT_TYPE)

    return made


def _held(holding: Holding) -> dict[str, Any]:
    return {
        "id": holding.id,
        "title": holding.title,
        "place": holding.place.levels(),
        "issued_on": holding.issued_on,
        "published_on": holding.published_on,
    }


def _whole(bulletin: Bulletin) -> dict[str, Any]:
    paragraphs = [
        {
            "id": paragraph.id,
            "heading_path": list(paragraph.heading_path),
            "text": paragraph.text,
            "start": paragraph.start,
            "end": paragraph.end,
        }
        for paragraph in bulletin.paragraphs
    ]
    held = _held(Holding.of(bulletin))
    return {**held, "issuer": bulletin.issuer, "source": bulletin.source, "paragraphs": paragraphs}
