"""The place 问答 of the page: its components, and which event changes which part. What the parts hold is desk.py's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.answer import Language
from assistant.desk import Desk, Parts
from assistant.interface_words import word

_WAITING = 8  # events of one kind handled at once
_BRIDGE = (
    "window.desk.connect((kind, wish) => trigger(kind, wish), { stay: 'select', leave: 'change', retry: 'input' })"
)
_CONTEXT = "(...given) => [...given.slice(0, -1), window.desk.context()]"
_DELIVER = "(letter) => window.desk.deliver(letter)"


def build(desk: Desk, blocks: gr.Blocks) -> None:
    """Lay the place out inside `blocks` and wire it."""
    parts = _layout()
    owner = parts.pop("owner")  # set once, when the page opens: Gradio cannot leave a BrowserState as it is
    order = list(parts)
    outputs = [parts[name] for name in order]

    def values(changes: Parts) -> list[Any]:
        if "language" in changes:
            changes = {**_worded(changes["language"]), **changes}
        return [changes.get(name, gr.skip()) for name in order]

    views: Counter[str] = Counter()  # per browser tab, how often it went to something else

    def streamed(changes: Iterator[Parts], request: gr.Request) -> Iterator[list[Any]]:
        yield values({})  # Gradio empties every output of a generator that yields nothing
        tab = str(request.session_hash)
        view = views[tab]
        for change in changes:
            if views[tab] != view:
                return  # a change on its way would show in the wrong conversation; `cancels` comes too late
            yield values(change)

    def load(owner: str, context: str, request: gr.Request) -> list[Any]:
        changes = desk.load(owner or "", _preferred(request), _read(context))
        return [changes.get("owner", owner), *values(changes)]

    def ask(
        question: str, owner: str, conversation: str, language: Language, context: str, request: gr.Request
    ) -> Iterator[list[Any]]:
        yield from streamed(desk.ask(owner, conversation, question, language, _read(context)), request)

    def retry(event: gr.EventData, owner: str, language: Language, request: gr.Request) -> Iterator[list[Any]]:
        yield from streamed(desk.retry(owner, int(event.turn), language), request)

    def watch(owner: str, work: str, language: Language, request: gr.Request) -> Iterator[list[Any]]:
        yield from streamed(desk.watch(owner, work, language), request)

    def stop(owner: str, conversation: str, language: Language) -> list[Any]:
        return values(desk.stop(owner, conversation, language))

    def act(event: gr.EventData, owner: str, conversation: str, language: Language) -> list[Any]:
        return values(desk.act(event._data or {}, owner, conversation, language))

    def leave(event: gr.EventData, owner: str, conversation: str, language: Language, request: gr.Request) -> list[Any]:
        views[str(request.session_hash)] += 1
        return act(event, owner, conversation, language)

    def forget(request: gr.Request) -> None:
        views.pop(str(request.session_hash), None)

    language = parts["language"]
    whose = [owner, parts["conversation"], language]
    context, bridge, courier = gr.Textbox(visible="hidden", container=False), parts["bridge"], parts["courier"]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": _WAITING}

    asked = gr.on(
        [parts["box"].submit, parts["send"].click],
        ask,
        [parts["box"], *whose, context],
        outputs,
        js=_CONTEXT,
        **quiet,
    )
    again = bridge.input(retry, [owner, language], outputs, **quiet)
    opened = blocks.load(load, [owner, context], [owner, *outputs], js=_CONTEXT, **quiet)
    in_work = [owner, parts["work"], language]
    followed = opened.then(watch, in_work, outputs, **quiet)
    running = [asked, again, followed]
    left = bridge.change(leave, whose, outputs, trigger_mode="multiple", cancels=running, **quiet)
    joined = left.then(watch, in_work, outputs, **quiet)
    bridge.select(act, whose, outputs, trigger_mode="multiple", **quiet)
    parts["stop"].click(stop, whose, outputs, cancels=[*running, joined], **quiet)
    courier.change(None, courier, js=_DELIVER, show_progress="hidden", api_visibility="private")
    blocks.unload(forget)
    opened.then(None, js="() => window.desk.opened()", show_progress="hidden", api_visibility="private")


def _layout() -> dict[str, Any]:
    """The parts by name, in the order of the page."""
    parts: dict[str, Any] = {
        "owner": gr.BrowserState("", storage_key="bulletin-desk-owner", secret="bulletin-desk"),
        "conversation": _carried("conversation"),
        "language": _carried("language"),
        "work": _carried("work"),
        "courier": _carried("courier"),
        "bridge": _html("bridge", js_on_load=_BRIDGE),
        "top": _html("top"),
    }
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="conversations-column"):
            parts["side"] = _html("side")
            parts["scope"] = _html("scope")
        with gr.Column(elem_id="chat-column"):
            parts["welcome"] = _html("welcome")
            parts["thread"] = gr.Chatbot(
                elem_id="thread",
                render_markdown=False,  # statements are HTML already, every text in them escaped
                sanitize_html=True,
                latex_delimiters=[],
                buttons=[],
                feedback_options=None,
                group_consecutive_messages=False,
                layout="panel",
                show_label=False,
                container=False,
                height=None,
            )
            with gr.Row(elem_id="question-row"):
                parts["box"] = gr.Textbox(
                    elem_id="question-box", lines=1, max_lines=8, show_label=False, container=False, autofocus=True
                )
                parts["send"] = gr.Button("", elem_id="send", variant="primary")
                parts["stop"] = gr.Button("", elem_id="stop")
        with gr.Column(elem_id="evidence-column"):
            parts["evidence"] = _html("evidence")
    parts["document"] = _html("document")
    return parts


def _html(name: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML("", elem_id=name, apply_default_css=False, js_on_load=js_on_load)


def _carried(name: str) -> gr.Textbox:
    """A value that the browser keeps and sends back, so that a server that was started anew goes on."""
    return gr.Textbox(elem_id=name, visible="hidden", container=False)


def _worded(language: Language) -> Parts:
    return {
        "box": gr.update(label=word("ask_label", language), placeholder=word("ask_hint", language)),
        "send": gr.update(value=word("send", language)),
        "stop": gr.update(value=word("stop", language)),
    }


def _preferred(request: gr.Request) -> Language:
    """The browser's language: English only when it is asked for first."""
    accepted = request.headers.get("accept-language", "") if request else ""
    return "en" if accepted.lower().startswith("en") else "zh"


def _read(context: str) -> dict[str, Any]:
    """What the page's script tells about itself; anything else counts as nothing."""
    try:
        read = json.loads(context or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
