"""In: a name and a password from the form. Out: a session as a cookie, and the way out. The form needs no script.

Wrong names and wrong passwords look alike and take equally long; too many of either are held off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.answer import Language
from assistant.api.api_service import Service
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, language_tag
from assistant.settings import ServiceSettings

_PAGE = Path(__file__).parent.parent / "page" / "static"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_WHERE_TO = re.compile(r"/(?:\?[\w=&%.+-]*)?")  # the page and what it shows; never another site


def cookie_name(settings: ServiceSettings) -> str:
    """With https, one that no other host or path can set."""
    return "__Host-session" if settings.https else "session"


def wants_page(request: Request) -> bool:
    """Whether a person looks at the reply."""
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")


def form(
    request: Request, headers: Mapping[str, str], told: str = "", status: int = 401, to: str = "", name: str = ""
) -> HTMLResponse:
    """The log-in form, in the language of the browser, or of ?language=; `told` is the key of what went wrong.

    `name`: as it was typed before; then the password is what is to be typed next.
    """
    language = _language(request)
    other: Language = "zh" if language == "en" else "en"
    query = request.scope["query_string"].decode("latin-1")
    to = to or (f"/?{query}" if request.scope["path"] == "/" and query else "/")
    fields = [
        h("label", {"for": "name"}, word("user_name", language)),
        h("input", {"id": "name", "name": "name", "autocomplete": "username", "required": "",
                    "value": name or None, "autofocus": None if name else ""}),
        h("label", {"for": "password"}, word("password", language)),
        h("input", {"id": "password", "name": "password", "type": "password", "autocomplete": "current-password",
                    "required": "", "autofocus": "" if name else None}),
        h("input", {"type": "hidden", "name": "to", "value": to if _WHERE_TO.fullmatch(to) else "/"}),
        h("input", {"type": "hidden", "name": "language", "value": language}),
        h("button", {"type": "submit"}, word("log_in", language)),
    ]  # fmt: skip
    notice = [h("p", {"class": "notice", "role": "alert"}, word(told, language))] if told else []
    switch = h("a", {"href": f"/?language={other}", "lang": language_tag(other)}, word("other_language", language))
    main = h(
        "main",
        {"class": "log-in"},
        h("h1", {}, word("name", language)),
        h("p", {"class": "quiet"}, word("log_in_why", language)),
        *notice,
        h("form", {"method": "post", "action": "/login"}, *fields),
        h("p", {"class": "quiet"}, switch),
    )
    style = "".join((_PAGE / name).read_text(encoding="utf-8") for name in ("page.css", "login.css"))
    head = h(
        "head",
        {},
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        h("title", {}, word("page_title", language)),
        Markup(f"<style>{style}</style>"),
    )
    page = Markup("<!doctype html>") + h("html", {"lang": language_tag(language)}, head, h("body", {}, main))
    return HTMLResponse(page, status, {**headers, "content-security-policy": _POLICY})


def router(service: Service) -> APIRouter:
    """POST /login, POST /logout, GET /login."""
    made = APIRouter(include_in_schema=False)
    settings = service.settings.service
    name_of_cookie = cookie_name(settings)

    @made.get("/login")
    def logged_in() -> Response:
        return RedirectResponse("/", 303)

    @made.post("/login")
    async def log_in(request: Request) -> Response:
        body = (await request.body()).decode("utf-8", errors="replace")
        sent = {key: values[-1] for key, values in parse_qs(body, keep_blank_values=True).items()}
        request.state.language = sent.get("language")
        return await run_in_threadpool(_enter, request, sent)

    def _enter(request: Request, sent: Mapping[str, str]) -> Response:
        name, address = sent.get("name", "").strip()[:64], request.client.host if request.client else ""
        to = sent.get("to", "/")
        whose = (f"name {name.casefold()}", f"address {address}")
        if wait := service.limits.failures(*whose):
            service.audit.note("log-in-held-off", name, address=address)
            return form(request, {"Retry-After": str(wait)}, "log_in_held_off", 429, to, name)
        person = service.users.log_in(name, sent.get("password", ""))
        if person is None:
            service.limits.failed(*whose)
            service.audit.note("log-in-failed", name, address=address)
            return form(request, {}, "log_in_wrong", 401, to, name)
        if before := request.cookies.get(name_of_cookie):
            service.sessions.end(before)
        secret = service.sessions.begin(person)
        service.audit.note("log-in", person.name, address=address)
        reply = RedirectResponse(quote(to, safe="/?=&%.+-") if _WHERE_TO.fullmatch(to) else "/", 303)
        reply.set_cookie(name_of_cookie, secret, path="/", secure=settings.https, httponly=True, samesite="strict")
        return reply

    @made.post("/logout")
    def log_out(request: Request) -> Response:
        service.sessions.end(request.cookies.get(name_of_cookie, ""))
        service.audit.note("log-out", request.state.person.name)
        reply = RedirectResponse("/", 303, {"Clear-Site-Data": '"storage"'})
        reply.delete_cookie(name_of_cookie, path="/", secure=settings.https, httponly=True, samesite="strict")
        return reply

    return made


def _language(request: Request) -> Language:
    wanted = getattr(request.state, "language", None) or request.query_params.get("language")
    if wanted in ("zh", "en"):
        return "en" if wanted == "en" else "zh"
    first = request.headers.get("accept-language", "").strip().lower()
    return "en" if first.startswith("en") else "zh"
