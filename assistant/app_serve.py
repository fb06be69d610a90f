"""In: settings. Out: the page and the API as one service for many users, served until it is stopped: make serve.

The page is the one of `chat`, behind the log-in. Knows no route.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import gradio as gr

from assistant.access.person import Person
from assistant.access.users import ready
from assistant.answer import Language
from assistant.api import application as api
from assistant.api.api_service import Service
from assistant.app import HEADERS, all_places, head, page, theme
from assistant.app_frame import Gate
from assistant.page.asking import Asking
from assistant.page.conversations import Conversations
from assistant.page.desk import Desk
from assistant.page.examples import examples
from assistant.pipeline import Assistant
from assistant.reopening import Reopening, settle
from assistant.settings import AssistantSettings
from index.settings import IndexSettings

if TYPE_CHECKING:
    from evals.settings import EvalsSettings

# A form that is sent names its origin only where the policy lets it name a referrer to its own host.
_HEADERS = tuple((name, b"same-origin" if name == b"referrer-policy" else value) for name, value in HEADERS)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_WAITING = 400  # wishes that wait for news at once, each in a thread that does nothing


def serve(
    index: IndexSettings,
    settings: AssistantSettings,
    corpus: Path,
    port: int,
    evaluation: EvalsSettings,
    allow_private_hosts: Sequence[str] = (),
) -> None:
    """Open the index and serve until SIGTERM. Raises ServiceError while there is no user, or when the port is taken."""
    ready(settings.service)
    with api.listening(settings.service.host, port) as socket:
        assistant = Reopening(index, settings)
        _warm(assistant())
        places = all_places(index, settings, corpus, evaluation, assistant, allow_private_hosts)
        app = application(assistant, settings, places)
        api.run(app, socket, settings.service)


def _warm(assistant: Assistant) -> None:
    """Ask what only loads: fifty users at once should not be those who wait for it. No language model is asked."""
    alone = replace(assistant, model=None)
    held = assistant.holdings.all[:1]
    for language in LANGUAGES:
        for question in examples([assistant.searcher.bulletin(one.id) for one in held], language)[:1]:
            alone.ask(question)
    settle()


def application(assistant: Callable[[], Any], settings: AssistantSettings, places: Sequence[Any]) -> api.Application:
    """The service as an ASGI application. Raises ServiceError while there is no user."""
    service = Service.over(assistant, settings)
    store = Conversations(settings.conversations)
    asking = Asking(assistant, store, service.answered_on_page, service.room)
    desk = Desk(assistant, store, asking, settings)
    blocks = page(desk, places, Gate(_person, service.refuse, service.told))
    blocks.limiter = anyio.CapacityLimiter(_WAITING)  # type: ignore[assignment]
    holder = api.holder(asking.close)
    gr.mount_gradio_app(
        holder,
        blocks,
        "/",
        footer_links=[],
        run_history=False,
        auth_dependency=lambda request: _person(request).name,
        allowed_paths=[],
        show_error=False,
        max_file_size=0,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=theme(),
        head=head(places),
    )
    mounted = holder.routes[-1].app  # type: ignore[attr-defined]
    return api.compose(service, holder, mounted, _HEADERS)


def _person(request: Any) -> Person:
    """Who it is, as the guard found out; without a guard before it nothing is served."""
    person: Person = request.state.person
    return person
