"""In: every request and what came of it. Out: a line in the log, figures in the metrics, headers in the reply.

The log holds no address, no name, no query and no text: a route, a status, a time. Outermost: a fault ends here.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from assistant.api.api_metrics import Metrics
from assistant.api.api_refusal import Refusal

LOG = logging.getLogger("assistant.requests")
App = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]
_KEPT = ("/assets/", "/static/")  # files of the page's program, which a browser may keep
_FAULT = Refusal(500, "fault", "something went wrong here; try again, and tell the administrator the request id")


class Watch:
    """ASGI: `app` with its requests counted and told, and the headers that keep a browser to this host."""

    def __init__(self, app: App, metrics: Metrics, headers: tuple[tuple[bytes, bytes], ...], https: bool) -> None:
        self.app = app
        self._metrics = metrics
        self._headers = headers + ((_HSTS,) if https else ())

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun, status, number = time.monotonic(), 0, secrets.token_hex(8)
        self._metrics.began()

        async def told(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._with(scope["path"], message.get("headers", []), number)
            await send(message)

        try:
            await self.app(scope, receive, told)
        except Exception:
            LOG.exception("fault", extra={"about": {"request": number}})
            if status == 0:
                await _FAULT.reply()(scope, receive, told)
            return None
        finally:
            self._end(scope, status, time.monotonic() - begun, number)
        return None

    def _with(self, path: str, headers: list[tuple[bytes, bytes]], number: str) -> list[tuple[bytes, bytes]]:
        given = {name.lower() for name, _ in headers}
        ours = [(name, value) for name, value in (*self._headers, *_ALWAYS) if name not in given]
        if not path.startswith(_KEPT):
            headers = [(name, value) for name, value in headers if name.lower() != b"cache-control"]
            ours.append((b"cache-control", b"no-store"))
        return [*headers, *ours, (b"x-request-id", number.encode())]

    def _end(self, scope: MutableMapping[str, Any], status: int, seconds: float, number: str) -> None:
        route = _route(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.ended(route, method, status, seconds)
        about = {"request": number, "route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
        LOG.info("request", extra={"about": about})


_HSTS = (b"strict-transport-security", b"max-age=31536000")
_ALWAYS = ((b"x-content-type-options", b"nosniff"), (b"x-frame-options", b"DENY"))
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _route(scope: MutableMapping[str, Any]) -> str:
    """The route as it is declared, never the path as it was sent: that may hold anything."""
    declared = getattr(scope.get("route"), "path", None)
    return declared if isinstance(declared, str) and scope.get("path", "").startswith(_DECLARED) else "page"


_DECLARED = ("/api", "/v1", "/healthz", "/metrics", "/login", "/logout")


class AsJson(logging.Formatter):
    """One JSON object a line. Of a fault its type and where it happened: its message may quote what a user typed."""

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.split(".")[0] in ("assistant", "uvicorn")
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() if own else str(record.msg),
            **getattr(record, "about", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
            at, where = record.exc_info[2], []
            while at is not None:
                where.append(f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}")
                at = at.tb_next
            line["where"] = where
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """All logs of this process as JSON on standard error; called once, by the command."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("assistant", "uvicorn"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.handlers.clear()
        logger.propagate = True
