"""In: every request, before anything else sees it. Out: it goes on with a person, or a refusal.

Closed by default: what is not named open needs a log-in, a new route of Gradio's too. The page is entered by cookie
only, the API by token only, so that no foreign page can use a browser's cookie there.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assistant.access.person import Person
from assistant.api import api_login
from assistant.api.api_refusal import Refusal, too_fast, unable, unknown
from assistant.api.api_service import Service
from corpus.errors import AppError

App = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]
OPEN = ("/healthz",)
LOG_IN, LOG_OUT = "/login", "/logout"
_API = re.compile(r"/(?:api|v1)(?:/|$)|/metrics$")
SERVE = "/gradio_api/component_server"  # where the page's wishes go
# What the page needs of Gradio; the rest of it (uploads, files, queue, proxy, its own log-in) does not exist here.
_PAGE = re.compile(
    r"/|/config/?|/theme\.css|/favicon\.ico|/manifest\.json|/(?:assets|static)/.+|"
    r"/gradio_api/(?:app_id|info|theme\.css|startup-events|heartbeat/\w+|component_server)/?"
)
_SAFE = ("GET", "HEAD")
_PATIENCE = 30.0  # seconds for the body of a request to arrive
_LOG_IN_BODY = 10_000  # bytes


class Guard:
    """ASGI: lets through to `api` or `page` who may enter; `scope["state"]["person"]` says who it is."""

    def __init__(self, service: Service, api: App, page: App) -> None:
        self.service = service
        self.api = api
        self.page = page

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return await self.page(scope, receive, send)
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return None
        request = Request(scope, receive)
        try:
            app, most = self._admit(request)
            receive = await _whole(request, most)
        except Refusal as refusal:
            return await _reply(request, refusal)(scope, receive, send)
        except AppError as fault:  # the users cannot be read: nobody enters
            return await unable(fault).reply()(scope, receive, send)
        return await app(scope, receive, send)

    def _admit(self, request: Request) -> tuple[App, int]:
        """The app that answers, and how many bytes it may be sent. Raises Refusal."""
        path, settings = request.scope["path"], self.service.settings.service  # not the URL's: that trusts the Host
        if settings.names and request.headers.get("host", "").partition(":")[0] not in settings.names:
            raise Refusal(421, "host", "this service does not answer to that name; see names in [assistant.service]")
        if path in OPEN and request.method in _SAFE:
            return self.api, 0
        if path == LOG_IN and request.method == "POST":
            self._same_origin(request)
            return self.api, _LOG_IN_BODY
        person = self._by_token(request) if _API.match(path) else self._by_session(request)
        request.state.person = person
        if wait := self.service.limits.request(person.id):
            raise too_fast(f"too many requests; wait {wait} seconds", wait)
        if ".." in path.split("/") or "//" in path or "\\" in path or "\0" in path:
            raise _nothing()
        if _API.match(path):
            return self.api, settings.largest_request
        if request.method not in _SAFE:
            self._same_origin(request)
        if path in (LOG_IN, LOG_OUT):
            return self.api, _LOG_IN_BODY
        if not _PAGE.fullmatch(path):
            raise _nothing()
        files = path.rstrip("/") == SERVE and person.role != "asker"  # no place of an asker takes files
        return self.page, settings.largest_upload if files else settings.largest_request

    def _by_token(self, request: Request) -> Person:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise unknown()
        address = f"address {_address(request)}"
        if wait := self.service.limits.failures(address):
            raise too_fast(f"too many wrong tokens from this address; wait {wait} seconds", wait)
        person = self.service.users.of_token(token.strip())
        if person is None:
            self.service.limits.failed(address)
            raise unknown()
        return person

    def _by_session(self, request: Request) -> Person:
        secret = request.cookies.get(api_login.cookie_name(self.service.settings.service))
        person = self.service.sessions.person(secret) if secret else None
        if person is None:
            raise unknown()
        return person

    def _same_origin(self, request: Request) -> None:
        """What changes something comes from our own page, or from a program that is no browser."""
        site = request.headers.get("sec-fetch-site")  # no script can set it; sent with https and on this machine only
        origin = request.headers.get("origin")
        ours = {request.headers.get("host", ""), *self.service.settings.service.names}
        elsewhere = origin is not None and urlsplit(origin).netloc not in ours
        if elsewhere or site not in (None, "same-origin", "none"):
            raise Refusal(403, "cross_origin", "this came from another site; open the page itself and do it there")


async def _whole(request: Request, most: int) -> Any:
    """The body, read whole and no larger than allowed; what receives it again. Raises Refusal."""
    if request.method in _SAFE:
        return request.receive
    body = b""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()):
        raise Refusal(400, "length", "the length of the request is no number; send the request again")
    if len(length) > 15 or int(length) > most:
        raise _too_large(most)
    try:
        async with asyncio.timeout(_PATIENCE):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise _too_large(most)
    except TimeoutError:
        raise Refusal(408, "slow", f"the request did not arrive within {_PATIENCE:.0f} seconds; send again") from None
    except ClientDisconnect:  # nobody is there to read it; the log tells no fault of ours
        raise Refusal(400, "left", "the connection ended before the request was whole; send again") from None
    told = False

    async def receive() -> MutableMapping[str, Any]:
        nonlocal told
        if told:
            return await request.receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _reply(request: Request, refusal: Refusal) -> Response:
    """The log-in form for a person who came to see a page, JSON for everybody else."""
    if refusal.status == 401 and not _API.match(request.scope["path"]) and api_login.wants_page(request):
        return api_login.form(request, refusal.headers)
    return refusal.reply()


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _nothing() -> Refusal:
    return Refusal(404, "nothing_here", "there is nothing at this address; see GET /api/openapi.json for what there is")


def _too_large(most: int) -> Refusal:
    return Refusal(413, "too_large", f"the request is larger than {most} bytes; send less at a time")
