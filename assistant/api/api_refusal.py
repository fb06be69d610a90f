"""In: why a request is not done. Out: a reply of one shape, {"error": {"message", "type", "code"}}, as OpenAI's is.

The message ends with what the caller can do. Knows no route.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from starlette.responses import JSONResponse

LOG = logging.getLogger(__name__)
_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}


class Refusal(Exception):  # noqa: N818 - not a fault of ours
    """A request that is answered with an HTTP status and a sentence; `headers` go with it."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})

    def reply(self) -> JSONResponse:
        """The refusal as JSON."""
        kind = _TYPES.get(self.status, "server_error" if self.status >= 500 else "invalid_request_error")
        error = {"message": str(self), "type": kind, "code": self.code}
        return JSONResponse({"error": error}, self.status, self.headers)


def too_fast(message: str, seconds: int) -> Refusal:
    """429 with when to come back."""
    return Refusal(429, "too_many_requests", message, {"Retry-After": str(seconds)})


def unknown() -> Refusal:
    """401 for whoever is not logged in, whatever was asked for."""
    return Refusal(
        401,
        "not_logged_in",
        "log in on the page, or send a valid token: Authorization: Bearer TOKEN (python -m assistant user token NAME)",
        {"WWW-Authenticate": 'Bearer realm="bulletin-assistant"'},
    )


def unable(fault: Exception) -> Refusal:
    """503; what exactly is wrong is for the log, not for whoever asks."""
    LOG.error("cannot answer", extra={"about": {"fault": type(fault).__name__, "told": str(fault)}})
    return Refusal(503, type(fault).__name__, "the service cannot answer now; tell the administrator")
