"""In: what was said of an answer. Out: HTML of the verdicts that the script shows, and of the form that corrects.

The right paragraph is picked at the evidence cards; the script counts the picks. Knows neither Gradio nor the store.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from assistant.answer import Language
from assistant.page.conversations import Turn
from assistant.page.feedback import FAULTS, LONGEST_NOTE, Said
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h


def verdicts(given: Mapping[int, str]) -> Markup:
    """Which answers were called good or bad; the script presses their buttons, which the sanitizer left bare."""
    return h("div", {"id": "verdicts-given", "hidden": "", "data-verdicts": json.dumps(given)})


def pick(paragraph_id: str, language: Language) -> Markup:
    """The button of an evidence card that picks its paragraph; the style shows it beside an open form only."""
    attributes = {
        "type": "button",
        "class": "tool pick",
        "data-do": "pick",
        "data-pick": paragraph_id,
        "aria-pressed": "false",
    }
    return h("button", attributes, word("pick", language))


def form(turn: Turn, said: Said | None, language: Language) -> Markup:
    """What is wrong with an answer, which paragraphs are right, in own words."""
    said = said or Said("bad")
    faults = [_fault(name, name in said.faults, language) for name in FAULTS]
    note = {"id": "correction-note", "rows": "2", "maxlength": str(LONGEST_NOTE)}
    attributes = {
        "class": "correction",
        "data-turn": str(turn.id),
        "data-picked": json.dumps(list(said.paragraphs)),
        "aria-labelledby": "correction-title",
    }

    def button(name: str, kind: str) -> Markup:
        return h("button", {"type": "button", "class": kind, "data-do": name}, word(name.replace("-", "_"), language))

    return h(
        "section",
        attributes,
        h("h2", {"id": "correction-title", "tabindex": "-1"}, word("correction", language)),
        h("p", {"class": "of"}, turn.question),
        h("fieldset", {}, h("legend", {}, word("what_is_wrong", language)), *faults),
        h("p", {"class": "picked", "role": "status"}, ""),
        h("p", {"class": "quiet"}, word("pick_how", language)),
        h("label", {"for": "correction-note"}, word("correction_note", language)),
        h("textarea", note, said.note),
        h(
            "p",
            {"class": "buttons"},
            button("save-correction", "primary"),
            button("make-case", "plain"),
            button("cancel-correction", "plain"),
        ),
        h("p", {"class": "quiet"}, word("masked_first", language)),
    )


def _fault(name: str, ticked: bool, language: Language) -> Markup:
    box = {"type": "checkbox", "name": "fault", "value": name, "checked": "" if ticked else None}
    return h("label", {"class": "tick"}, h("input", box), word(f"fault_{name}", language))
