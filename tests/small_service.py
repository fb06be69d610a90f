"""The service over the small corpus, in this process: one user of every role, the fake encoder, tokens and cookies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import small_corpus
from fakes import FakeEmbedder
from starlette.testclient import TestClient

from assistant.access.person import ROLES, Role
from assistant.access.users import Users
from assistant.api.application import Application
from assistant.app import PLACES
from assistant.app_serve import application
from assistant.reopening import Reopening
from assistant.settings import AssistantSettings, ModelSettings, ServiceSettings
from index.build import build
from index.settings import IndexSettings

PASSWORD = "correct horse 9"
QUESTION = "断头路打通了多少条？"
ADDRESS = "http://testserver"


class Judging:
    """A place for evaluators that takes files and counts what it was sent."""

    NAME = "evaluate"
    ROLE = "evaluator"

    @staticmethod
    def build(frame: Any) -> None:
        frame.html("judging")
        frame.answers["upload"] = lambda wish: {"judging": str(len(wish.text("data")))}


class Shelf:
    """A place for administrators."""

    NAME = "corpus"
    ROLE = "admin"

    @staticmethod
    def build(frame: Any) -> None:
        frame.answers["remove-bulletin"] = lambda wish: {}


@dataclass(frozen=True)
class Small:
    """A running service; users are named as their role."""

    folder: Path
    settings: AssistantSettings
    app: Application
    index: IndexSettings
    tokens: Mapping[str, str]
    client: TestClient  # without cookies and tokens

    def bearer(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}"}

    def browser(self, name: str, password: str = PASSWORD) -> TestClient:
        """One that has logged in."""
        browser = TestClient(self.app.asgi, base_url=ADDRESS)
        assert browser.post("/login", data={"name": name, "password": password}).status_code == 200
        return browser

    def wish(self, browser: TestClient, do: str, **given: Any) -> Any:
        """A wish of the page's script; the reply of the server."""
        config = json.loads(browser.get("/config").text)
        bridge = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "bridge")
        sent = {"session_hash": "hash", "component_id": bridge, "fn_name": "serve", "data": {"do": do, **given}}
        return browser.post("/gradio_api/component_server", json=sent)

    @property
    def users(self) -> Users:
        return Users(self.settings.service.users)

    def audited(self) -> list[dict[str, Any]]:
        files = sorted(self.settings.service.audit.glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def built(folder: Path) -> IndexSettings:
    """The settings of an index of the small corpus, which lies beside it."""
    index = IndexSettings(folder=folder / "index")
    build(small_corpus.write(folder / "corpus"), index, FakeEmbedder(1024), small_corpus.no_report)
    return index


def small_service(
    folder: Path,
    index: IndexSettings,
    roles: Sequence[Role] = ROLES,
    model: ModelSettings | None = None,
    **settings: Any,
) -> Small:
    """A service over a built index that is not yet begun: enter its client."""
    encoder = FakeEmbedder(1024)
    serving = ServiceSettings(folder=folder / "service", **settings)
    of = AssistantSettings(conversations=folder / "conversations.sqlite", service=serving, model=model)
    users = Users(serving.users)
    for role in roles:
        users.add(role, role, PASSWORD, 8)
    app = application(Reopening(index, of, encoder), of, (*PLACES, Judging, Shelf))
    tokens = {role: users.new_token(role) for role in roles}
    return Small(folder, of, app, index, tokens, TestClient(app.asgi, base_url=ADDRESS))
