"""Who gets in: every address of page and API is closed, cookies and tokens, roles, other sites, limits."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEmbedder
from small_service import ADDRESS, PASSWORD, QUESTION, Small, small_service
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.access.person import Role
from assistant.app import all_places
from assistant.app_serve import application
from assistant.reopening import Reopening
from evals.settings import EvalsSettings
from index.settings import IndexSettings

TWO: tuple[Role, ...] = ("asker", "writer")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, fake_index: IndexSettings) -> Iterator[Small]:
    made = small_service(
        tmp_path_factory.mktemp("small"),
        fake_index,
        largest_request=20_000,
        largest_upload=200_000,
        failures_per_minute=1000,
    )
    with made.client:
        yield made


def addresses(app: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """(method, path) of every route of an application and of what is mounted in it."""
    for route in app.routes:
        if isinstance(route, Mount):
            yield from addresses(route, before + route.path)
        elif isinstance(route, Route):
            path = re.sub(r"{[^}]*}", "x", before + route.path)
            yield from ((method, path) for method in sorted(route.methods or ()))
        elif hasattr(route, "original_router"):
            yield from addresses(route.original_router, before)


def test_every_address_wants_a_log_in_but_healthz_and_the_log_in_itself(small: Small) -> None:
    found = [*addresses(small.app.api), *addresses(small.app.page)]
    assert len(found) > 60
    paths = {path for _, path in found}
    assert {"/api/ask", "/v1/chat/completions", "/metrics", "/api/openapi.json"} <= paths
    assert {"/", "/config", "/gradio_api/upload", "/gradio_api/queue/join", "/gradio_api/file=x", "/theme.css"} <= paths
    answered = {(method, path): small.client.request(method, path).status_code for method, path in found}
    entered = {address: status for address, status in answered.items() if status != 401}
    assert entered.pop(("POST", "/login")) in (401, 429) if ("POST", "/login") in entered else True
    assert entered == {("GET", "/healthz"): 200, ("HEAD", "/healthz"): 200}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/nothing", "/healthz/", "/healthz/../api/ask", "//healthz", "/login/", "/gradio_api/vibe-edit"]
)
def test_what_is_not_there_is_closed_too(small: Small, method: str, path: str) -> None:
    assert small.client.request(method, path).status_code == 401


@pytest.mark.parametrize("path", ["/api/openapi.json", "/api/health", "/config", "/"])
def test_no_host_makes_an_address_look_open(small: Small, path: str) -> None:
    for host in ("testserver/healthz?", "testserver/healthz#", "testserver/login?x="):
        assert small.client.get(path, headers={"host": host}).status_code == 401, host
    assert small.client.get("/healthz%3F" + path).status_code == 401
    assert small.client.get("/healthz%23").status_code == 401


def test_a_web_socket_is_refused(small: Small) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, small.client.websocket_connect("/gradio_api/queue/join"):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer bulletin_wrong", "Basic YWRtaW46YWRtaW4=", "bulletin_wrong", "Bearer ' OR 1=1"],
)
def test_what_is_no_token_opens_nothing(small: Small, header: str) -> None:
    reply = small.client.post("/api/ask", json={"question": QUESTION}, headers={"authorization": header})
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert reply.json()["error"]["code"] == "not_logged_in"


def test_a_cookie_opens_no_api_and_a_token_no_page(small: Small) -> None:
    browser = small.browser("admin")
    assert browser.get("/config").status_code == 200
    assert browser.post("/api/ask", json={"question": QUESTION}).status_code == 401
    assert small.client.get("/config", headers=small.bearer("admin")).status_code == 401


def test_a_browser_that_is_not_logged_in_is_shown_the_form(small: Small) -> None:
    reply = small.client.get("/?place=evaluate", headers={"accept": "text/html", "accept-language": "en-GB,en"})
    assert reply.status_code == 401
    assert '<form method="post" action="/login">' in reply.text
    assert "Log in" in reply.text
    assert 'value="/?place=evaluate"' in reply.text
    assert "<script" not in reply.text
    assert "default-src &#39;none&#39;" in reply.headers["content-security-policy"].replace("'", "&#39;")
    assert "登录" in small.client.get("/?language=zh", headers={"accept": "text/html", "accept-language": "en"}).text


def test_the_cookie_is_for_the_page_alone(small: Small) -> None:
    reply = small.client.post("/login", data={"name": "asker", "password": PASSWORD}, follow_redirects=False)
    small.client.cookies.clear()
    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    name, *flags = reply.headers["set-cookie"].split("; ")
    assert re.fullmatch(r"session=[\w-]{43}", name)
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=strict"]


def test_behind_https_the_cookie_is_sent_by_https_only(tmp_path: Path, fake_index: IndexSettings) -> None:
    made = small_service(tmp_path, fake_index, TWO, https=True)
    reply = made.client.post("/login", data={"name": "asker", "password": PASSWORD}, follow_redirects=False)
    assert reply.headers["set-cookie"].startswith("__Host-session=")
    assert "; Secure" in reply.headers["set-cookie"]
    assert reply.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "/?c=1\r\nx: y", "/api/ask"]
)
def test_log_in_leads_nowhere_else(small: Small, to: str) -> None:
    sent = {"name": "asker", "password": PASSWORD, "to": to}
    reply = small.client.post("/login", data=sent, follow_redirects=False)
    small.client.cookies.clear()
    assert (reply.status_code, reply.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("name", "password"), [("asker", "wrong password"), ("nobody", PASSWORD), ("", ""), ("a" * 5000, "\0")]
)
def test_a_wrong_name_and_a_wrong_password_look_alike(small: Small, name: str, password: str) -> None:
    reply = small.client.post("/login", data={"name": name, "password": password}, headers={"accept-language": "en"})
    assert reply.status_code == 401
    assert "Name or password is wrong." in reply.text
    assert "set-cookie" not in reply.headers


def test_log_out_ends_the_session_for_whoever_kept_the_cookie(small: Small) -> None:
    browser = small.browser("writer")
    kept = dict(browser.cookies)
    assert browser.post("/logout", follow_redirects=False).headers["clear-site-data"] == '"storage"'
    thief = TestClient(small.app.asgi, base_url=ADDRESS, cookies=kept)
    assert thief.get("/config").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:81"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": ADDRESS},
    ],
)
def test_what_another_site_sends_is_refused(small: Small, headers: dict[str, str]) -> None:
    browser = small.browser("admin")
    for path in ("/logout", "/gradio_api/component_server", "/login"):
        reply = browser.post(path, headers=headers)
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "cross_origin"), path
    assert browser.get("/config").status_code == 200


def test_what_the_page_itself_sends_is_not(small: Small) -> None:
    browser = small.browser("admin")
    browser.headers.update({"origin": ADDRESS, "sec-fetch-site": "same-origin"})
    assert small.wish(browser, "load").status_code == 200


def test_names_that_are_set_are_the_only_ones_answered_to(tmp_path: Path, fake_index: IndexSettings) -> None:
    made = small_service(tmp_path, fake_index, TWO, names=("wenda.example.gov.cn",))
    assert made.client.get("/config", headers={"host": "evil.example"}).status_code == 421
    assert made.client.get("/config", headers={"host": "wenda.example.gov.cn"}).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../etc/passwd", "/assets/..%2f..%2f..%2fetc%2fpasswd", "/gradio_api/file=/etc/passwd",
        "/file=/etc/passwd", "/gradio_api/file/etc/passwd", "/static/%2e%2e/%2e%2e/routes.py", "/assets/..\\..\\secret",
        "/gradio_api/proxy=http://127.0.0.1:9/", "/gradio_api/upload", "/gradio_api/queue/data", "/monitoring",
        "/gradio_api/vibe-code", "/static//etc/passwd", "/svelte/../../routes.py", "/gradio_api/upload_progress",
    ],
)  # fmt: skip
def test_no_path_leads_to_a_file_or_another_host(small: Small, path: str) -> None:
    reply = small.browser("admin").get(path)
    assert reply.status_code == 404
    assert "root:" not in reply.text


def test_the_page_has_no_event_that_goes_by_gradios_queue(small: Small) -> None:
    """The queue knows no user and is closed: a place answers wishes (app_frame.py)."""
    assistant, corpus = Reopening(small.index, small.settings, FakeEmbedder(1024)), small.index.folder.parent / "corpus"
    places = all_places(small.index, small.settings, corpus, EvalsSettings(), assistant, ())
    app = application(assistant, small.settings, places)
    (mount,) = [route for route in app.page.routes if isinstance(route, Mount)]
    blocks = mount.app.get_blocks()  # type: ignore[attr-defined]
    assert {place.NAME for place in places} >= {"ask", "draft", "evaluate", "corpus"}
    assert [function.name for function in blocks.fns.values() if function.fn] == []


@pytest.mark.parametrize(("role", "status"), [("asker", 413), ("writer", 200), ("evaluator", 200), ("admin", 200)])
def test_only_roles_whose_places_take_files_may_send_them(small: Small, role: str, status: int) -> None:
    assert small.wish(small.browser(role), "refresh", data="x" * 50_000).status_code == status


def test_what_is_too_large_is_refused_before_it_is_read(small: Small) -> None:
    browser = small.browser("admin")
    reply = browser.post("/gradio_api/component_server", content=b"x" * 200_001)
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")
    in_pieces = browser.post("/gradio_api/component_server", content=(b"x" * 1000 for _ in range(300)))
    assert in_pieces.status_code == 413
    assert small.client.post("/login", content=b"name=" + b"x" * 10_001).status_code == 413
    asked = small.client.post("/api/ask", json={"question": "长" * 20_000}, headers=small.bearer("asker"))
    assert (asked.status_code, asked.json()["error"]["message"]) == (
        413, "the request is larger than 20000 bytes; send less at a time",
    )  # fmt: skip


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "9" * 30])
def test_a_length_that_is_none_is_refused(small: Small, length: str) -> None:
    reply = small.client.post("/login", content=b"name=x", headers={"content-length": length})
    assert reply.status_code in (400, 413)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'{"session_hash": 1}', b"null"])
def test_a_malformed_wish_is_no_fault_of_the_service(small: Small, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    reply = small.browser("admin").post("/gradio_api/component_server", content=body, headers=headers)
    assert 400 <= reply.status_code < 500


def test_every_reply_keeps_the_browser_to_this_host(small: Small) -> None:
    for reply in (small.client.get("/healthz"), small.client.get("/"), small.browser("asker").get("/")):
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in reply.headers


def test_wrong_passwords_are_held_off_by_name_and_by_address(tmp_path: Path, fake_index: IndexSettings) -> None:
    made = small_service(tmp_path, fake_index, TWO, failures_per_minute=3)

    def tried(name: str, password: str) -> Any:
        return made.client.post("/login", data={"name": name, "password": password}, follow_redirects=False)

    assert [tried("asker", f"wrong {n}").status_code for n in range(3)] == [401] * 3
    held_off = tried("asker", PASSWORD)
    assert held_off.status_code == 429
    assert 0 < int(held_off.headers["retry-after"]) <= 60
    assert tried("writer", PASSWORD).status_code == 429  # the address
    assert [line["what"] for line in made.audited()][-2:] == ["log-in-held-off", "log-in-held-off"]


def test_wrong_tokens_are_held_off(tmp_path: Path, fake_index: IndexSettings) -> None:
    made = small_service(tmp_path, fake_index, TWO, failures_per_minute=3)
    guessed = [made.client.get("/api/health", headers={"authorization": f"Bearer {n}"}).status_code for n in range(4)]
    assert guessed == [401, 401, 401, 429]


def test_questions_of_a_user_are_counted_on_page_and_api_together(tmp_path: Path, fake_index: IndexSettings) -> None:
    made = small_service(tmp_path, fake_index, TWO, questions_per_minute=2)
    with made.client:
        browser = made.browser("asker")
        for _ in range(2):
            assert (
                made.client.get("/api/search", params={"q": QUESTION}, headers=made.bearer("asker")).status_code == 200
            )
        reply = made.client.post("/api/ask", json={"question": QUESTION}, headers=made.bearer("asker"))
        assert (reply.status_code, reply.json()["error"]["type"]) == (429, "rate_limit_error")
        assert 0 < int(reply.headers["retry-after"]) <= 60
        told = made.wish(browser, "ask", question=QUESTION, language="en").json()
        assert told["letter"]["text"].startswith("Too many questions: at most 2 a minute.")
        other = made.client.post("/api/ask", json={"question": QUESTION}, headers=made.bearer("writer"))
        assert other.status_code == 200


def test_requests_of_a_user_are_counted(tmp_path: Path, fake_index: IndexSettings) -> None:
    made = small_service(tmp_path, fake_index, TWO, requests_per_minute=2)
    replies = [made.client.get("/api/health", headers=made.bearer("asker")) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert replies[2].headers["retry-after"]


def test_the_log_holds_nothing_that_a_user_typed(small: Small, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        small.client.get("/api/search", params={"q": "张三的手机13812345678"}, headers=small.bearer("asker"))
        small.client.get("/api/bulletins/13812345678", headers=small.bearer("asker"))
        small.browser("asker")
    lines = [record.__dict__.get("about") for record in caplog.records if record.name == "assistant.requests"]
    assert {"/api/search", "/api/bulletins/{bulletin_id}", "/login"} <= {line["route"] for line in lines if line}
    written = str([record.__dict__ for record in caplog.records if record.name.startswith("assistant")])
    for typed in ("13812345678", "张三", "asker", "testclient", PASSWORD):
        assert typed not in written


async def test_who_leaves_before_the_request_is_whole_is_no_fault(
    small: Small, caplog: pytest.LogCaptureFixture
) -> None:
    arrives: list[dict[str, Any]] = [
        {"type": "http.request", "body": b'{"question": ', "more_body": True},
        {"type": "http.disconnect"},
    ]
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return arrives.pop(0)

    async def send(message: Any) -> None:
        told.append(message)

    headers = [(name.lower().encode(), value.encode()) for name, value in small.bearer("asker").items()]
    scope = {"type": "http", "method": "POST", "path": "/api/ask", "query_string": b"", "headers": headers}
    with caplog.at_level(logging.INFO):
        await small.app.asgi({**scope, "http_version": "1.1", "scheme": "http", "root_path": ""}, receive, send)
    assert told[0]["status"] == 400
    assert [record.levelname for record in caplog.records if record.name == "assistant.requests"] == ["INFO"]
