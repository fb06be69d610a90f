"""In: the desk. Out: the frame that the places of the page stand in: its parts, its wishes, the bridge to the script.

Every reply goes to the view it was asked from: the script refuses one for a view that was left meanwhile.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from assistant.access.person import ANYONE, Person, Role
from assistant.answer import Language
from assistant.errors import ConversationError
from assistant.page import markup_desk
from assistant.page.desk import Desk
from assistant.page.interface_words import word
from assistant.page.wish import Parts, Wish, letter
from corpus.errors import AppError


@dataclass(frozen=True)
class Gate:
    """Who a request comes from, why a wish is not answered now ("": it is), who is told what was answered."""

    person: Callable[[gr.Request], Person] = lambda request: ANYONE
    refuse: Callable[[Wish], str] = lambda wish: ""
    told: Callable[[Wish, Parts, Role], None] = lambda wish, parts, needed: None


OPEN = Gate()  # for the one who sits at the machine
LOG = logging.getLogger(__name__)


@dataclass
class Frame:
    """What a place is built with: it adds its parts, the wishes it answers, and its words in both languages."""

    desk: Desk
    owner: gr.BrowserState  # the browser's random id, for a place that uses events of Gradio
    language: gr.Textbox  # "zh" or "en", hidden; changes when the user changes it
    parts: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Callable[[Wish], Parts]] = field(default_factory=dict)  # desk.wish({do: name, …}) -> answer
    words: list[Callable[[Language], Parts]] = field(default_factory=list)  # the place's own words, when they change
    needs: dict[str, Role] = field(default_factory=dict)  # the role that a wish needs, where it is not its place's
    places: dict[str, Role] = field(default_factory=dict)  # the places in the order of their tabs, and who may see them
    gate: Gate = OPEN

    def html(self, name: str) -> gr.HTML:
        """A part that holds HTML made by `markup.h`; `name` is its name in replies and its id in the page."""
        self.parts[name] = made = html(name)
        return made

    def add(self, place: Any) -> None:
        """Build a place; each wish it answers needs the place's ROLE ("asker" when it names none), or what it set."""
        role: Role = getattr(place, "ROLE", "asker")
        before = set(self.answers)
        place.build(self)
        self.places[place.NAME] = role
        for name in self.answers.keys() - before:
            self.needs.setdefault(name, role)

    def reply(self, sent: Mapping[str, Any], person: Person = ANYONE) -> Parts:
        """The parts that a wish changes; a fault, or a wish that the person may not have, becomes a notice."""
        wish = Wish.read(sent, person)
        needed = self.needs.get(wish.do, "asker")
        if not person.may(needed):
            return letter("notice", text=word("not_your_role", wish.language))
        if reason := self.gate.refuse(wish):
            return letter("notice", text=reason)
        try:
            parts = self.answers[wish.do](wish)
            self.gate.told(wish, parts, needed)
        except ConversationError:
            return letter("notice", text=word("not_yours", wish.language))
        except AppError as fault:
            return letter("notice", text=word("fault", wish.language, fault=fault))
        except Exception as fault:
            LOG.exception("a wish failed")
            return letter("notice", text=word("fault", wish.language, fault=type(fault).__name__))
        if "language" in parts:
            seen = [name for name, role in self.places.items() if person.may(role)]
            parts = {"top": markup_desk.top(parts["language"], seen, person.name), **parts}
            for words in self.words:
                parts = {**words(parts["language"]), **parts}
        return parts

    def wire(self, blocks: gr.Blocks) -> None:
        """Connect the page's script; called once, when all places are built."""

        def serve(sent: dict[str, Any], request: gr.Request) -> Parts:
            return self.reply(sent, self.gate.person(request))

        shown = {**self.parts, "language": self.language}
        connect = f"window.desk.connect(trigger, server, {json.dumps(list(shown))})"
        bridge = gr.HTML("", elem_id="bridge", apply_default_css=False, js_on_load=connect, server_functions=[serve])
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        bridge.input(None, None, list(shown.values()), js="() => window.desk.drain()", **quiet)
        bridge.change(None, None, self.owner, js="() => window.desk.owned()", **quiet)
        blocks.load(None, self.owner, None, js="(owner) => window.desk.open(owner)", **quiet)


def html(name: str) -> gr.HTML:
    """An element that shows HTML as it is; Gradio puts no style of its own on it."""
    return gr.HTML("", elem_id=name, apply_default_css=False)
