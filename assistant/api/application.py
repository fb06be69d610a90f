"""In: the services and the page. Out: one ASGI application behind one guard, and the server that runs it.

Everything that needs no log-in is named in api_guard.py. Knows no Gradio.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.api import api_chat, api_login, api_routes
from assistant.api.api_guard import Guard
from assistant.api.api_refusal import Refusal, unable
from assistant.api.api_service import Service
from assistant.api.api_watch import Watch, log_as_json
from assistant.errors import HistoryError, QuestionError, ScopeError, ServiceError
from assistant.page.interface_words import word
from assistant.settings import ServiceSettings
from corpus.errors import AppError, UnknownBulletinError

_SWITCH = 0.001  # seconds; answers are computed in threads, and who only logs in should not wait for them
_THREADS = 100  # for requests that wait for an answer or for a file


@dataclass(frozen=True)
class Application:
    """The ASGI application, the two that stand behind its guard, and what is called when the server is stopping."""

    asgi: Watch
    api: FastAPI
    page: FastAPI
    stopping: Callable[[], None]


def compose(service: Service, page: FastAPI, mounted: Any, headers: tuple[tuple[bytes, bytes], ...]) -> Application:
    """Page and API behind one guard; `mounted` is the page's own application, told when the server stops."""
    api = FastAPI(
        title="Bulletin assistant",
        version="1",
        description="Answers from government bulletins; every statement cites its paragraph.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    api.include_router(api_routes.router(service))
    api.include_router(api_chat.router(service))
    api.include_router(api_routes.open_router(service))
    api.include_router(api_login.router(service))
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)
    settings = service.settings.service
    watch = Watch(Guard(service, api, page), service.metrics, headers, settings.https)
    return Application(watch, api, page, mounted.stop_event.set)


def holder(close: Callable[[], None]) -> FastAPI:
    """What the page is mounted in; at the end the answers in work are waited for."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        yield
        await to_thread.run_sync(close)

    return FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """The port, taken before the index is opened. Raises ServiceError."""
    try:
        taken = socket.create_server((host, port), backlog=512)
    except (OSError, OverflowError) as error:
        raise ServiceError(f"cannot listen at {host}:{port}: {error}; name another port with --port") from error
    with taken:
        yield taken


def run(app: Application, taken: socket.socket, settings: ServiceSettings) -> None:
    """Serve until SIGTERM or SIGINT; requests in flight are answered first."""
    log_as_json()
    sys.setswitchinterval(_SWITCH)
    config = uvicorn.Config(
        app.asgi,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=settings.stop_seconds,
        h11_max_incomplete_event_size=64 * 1024,
        ws="none",
    )
    server = _Server(config, app.stopping)
    for sign in (signal.SIGTERM, signal.SIGINT):  # before uvicorn listens to them; and it raises them again at its end
        signal.signal(sign, lambda *_: server.leave())
    server.run(sockets=[taken])


class _Server(uvicorn.Server):
    """Says where it listens, and ends the page's open streams when it is told to stop."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    def leave(self) -> None:
        """Stop as soon as it has begun, or go on stopping."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            print(f"{word('name', 'zh')} {word('name', 'en')}: http://{host}:{port}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return refusal.reply()


async def _unreadable(request: Request, error: Exception) -> Response:
    """What is wrong where, without repeating what was sent."""
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
    return Refusal(422, "not_as_expected", f"{told}; see GET /api/openapi.json for what this address takes").reply()


async def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = {404: "there is nothing at this address", 405: "this address does not take that method"}
    message = told.get(error.status_code, str(error.detail))
    headers = dict(error.headers or {})
    return Refusal(error.status_code, "nothing_here", f"{message}; see GET /api/openapi.json", headers).reply()


async def _told(request: Request, error: Exception) -> Response:
    """A typed error of ours: bad input is the caller's, everything else is the service's."""
    if isinstance(error, UnknownBulletinError):
        return Refusal(404, "unknown_bulletin", f"{error}; see GET /api/bulletins").reply()
    if isinstance(error, (QuestionError, HistoryError, ScopeError)):
        return Refusal(422, type(error).__name__, str(error)).reply()
    return unable(error).reply()


_HANDLERS: dict[type[Exception], Callable[[Request, Exception], Any]] = {
    Refusal: _refused,
    RequestValidationError: _unreadable,
    HTTPException: _not_there,
    AppError: _told,
}
