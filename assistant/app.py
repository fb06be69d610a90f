"""The page: composes its places and serves them on 127.0.0.1. Nothing is fetched from or sent to anywhere else.

A place is one tab: a module app_<name>.py with NAME, its words `place_<name>` in interface_words.py, and `build(frame)`
that lays it out and says what it answers (app_frame.py); ROLE says who may use it. List the module in PLACES.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
os.environ["HF_HUB_OFFLINE"] = "1"

import threading
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.middleware import Middleware

from assistant import app_ask, app_draft
from assistant.app_corpus import Corpus
from assistant.app_evaluate import Evaluate
from assistant.app_frame import OPEN, Frame, Gate
from assistant.page.asking import Asking
from assistant.page.conversations import Conversations
from assistant.page.desk import Desk
from assistant.page.interface_words import word
from assistant.reopening import Reopening
from assistant.settings import AssistantSettings
from index.settings import IndexSettings

if TYPE_CHECKING:
    from evals.settings import EvalsSettings

PLACES = (app_ask, app_draft)  # as their tabs; 评测 and 语料 stand after them, with the settings they work with
HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page" / "static"
SANS = ["system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
# Gradio builds its templates with Function(), so scripts need 'unsafe-eval'; nothing may come from another host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)

_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-dns-prefetch-control", b"off"),
)


class SameHostOnly:
    """ASGI middleware: every reply tells the browser to load from this host only."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: _Send) -> None:
        async def send_with_policy(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await self._app(scope, receive, send_with_policy)


def chat(
    index: IndexSettings,
    settings: AssistantSettings,
    corpus: Path,
    port: int,
    evaluation: EvalsSettings,
    allow_private_hosts: Sequence[str] = (),
) -> None:
    """Open the index and serve the page until it is stopped."""
    assistant = Reopening(index, settings)
    threading.Thread(target=assistant.warm, daemon=True).start()
    store = Conversations(settings.conversations)
    places = all_places(index, settings, corpus, evaluation, assistant, allow_private_hosts)
    serve(Desk(assistant, store, Asking(assistant, store), settings), port, places)


def all_places(
    index: IndexSettings,
    settings: AssistantSettings,
    corpus: Path,
    evaluation: EvalsSettings,
    assistant: Reopening,
    allow_private_hosts: Sequence[str],
) -> tuple[Any, ...]:
    """The places of `chat` and of the service, in the order of their tabs."""
    from evals.opening import Tables

    held = Corpus(corpus, allow_private_hosts, index, lambda _settings: assistant.embedder)
    return (*PLACES, Evaluate(Tables(corpus, index, settings, evaluation)), held)


def serve(desk: Desk, port: int, places: Sequence[Any] = PLACES) -> None:
    """Serve a desk and print its address; returns when the server is stopped."""
    blocks = page(desk, places)
    blocks.launch(
        server_name=HOST,
        server_port=port,
        quiet=True,
        prevent_thread_lock=True,
        share=False,
        ssr_mode=False,
        run_history=False,
        enable_monitoring=False,
        footer_links=[],
        show_error=False,
        app_kwargs={"middleware": [Middleware(SameHostOnly)]},
        theme=theme(),
        head=head(places),
    )
    print(f"{word('name', 'zh')} {word('name', 'en')}: http://{HOST}:{port}", flush=True)
    blocks.block_thread()


def theme() -> gr.themes.Base:
    return gr.themes.Base(font=SANS, font_mono=["ui-monospace", "monospace"])


def head(places: Sequence[Any]) -> str:
    """The page's own style and script, whole: as its `css`, Gradio would change what the selectors mean."""
    style = (PAGE / "page.css").read_text(encoding="utf-8")
    for place in places:
        style += f"html:not([data-place='{place.NAME}']) #place-{place.NAME} {{ display: none !important }}\n"
    script = "".join(path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.js")))
    return f"<style>{style}</style><script>{script}</script>"


def page(desk: Desk, places: Sequence[Any], gate: Gate = OPEN) -> gr.Blocks:
    """The page with its places, each in a column of its own that the tabs in the bar show and hide."""
    blocks: gr.Blocks
    with gr.Blocks(title=word("page_title", "zh"), analytics_enabled=False, fill_width=True) as blocks:
        frame = Frame(
            desk,
            gr.BrowserState("", storage_key="bulletin-desk-owner", secret="bulletin-desk"),
            gr.Textbox("zh", elem_id="language", visible="hidden", container=False),
            gate=gate,
        )
        frame.html("top")
        for place in places:
            with gr.Column(elem_id=f"place-{place.NAME}", elem_classes="place"):
                frame.add(place)
        frame.html("document")  # the whole bulletin, a dialog over all places
        frame.wire(blocks)
    return blocks
