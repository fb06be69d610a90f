"""In: words of bulletins, users and answers (the contract's JSON). Out: HTML of the thread, everything escaped here.

`h` is the only way to make a tag and `escape` the only way to make text safe. Knows neither Gradio nor the store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import markupsafe
from markupsafe import Markup

from assistant.answer import Language
from assistant.page.conversations import Turn
from assistant.page.interface_words import word
from assistant.telling import told
from assistant.words import say

__all__ = ["Markup", "answered", "cite_name", "escape", "h", "question", "working"]

STEPS = ("search", "compose", "verify")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")  # controls; overrides of direction
_VOID = frozenset({"br", "input"})


def escape(text: str) -> Markup:
    """Text made harmless as content and as an attribute; Markup made by `h` passes. Unseen controls are dropped."""
    if isinstance(text, Markup):
        return text
    return markupsafe.escape(_UNSEEN.sub("", text)).replace("\n", Markup("&#10;"))


def h(tag: str, attributes: Mapping[str, str | None] | None = None, *children: str) -> Markup:
    """One element; children that are not Markup are escaped. An attribute of None is left out."""
    given = "".join(f' {name}="{escape(value)}"' for name, value in (attributes or {}).items() if value is not None)
    if tag in _VOID:
        return Markup(f"<{tag}{given}>")
    return Markup(f"<{tag}{given}>{join(children)}</{tag}>")


def join(children: Sequence[str]) -> Markup:
    """Several pieces as one, each escaped unless it is Markup."""
    return Markup("").join(escape(child) for child in children)


def chooser(attributes: Mapping[str, str | None], language: Language) -> Markup:
    """A field for files in the page's own words: a browser writes its button in its own language, not the page's."""
    told = h("span", {"class": "told", "aria-hidden": "true"}, word("choose_file", language))
    return h("span", {"class": "chooser"}, h("input", {"type": "file", **attributes}), told)


def language_tag(language: str) -> str:
    return "en" if language == "en" else "zh-CN"


def question(turn: Turn, language: Language) -> Markup:
    """What the user asked, as typed."""
    return h(
        "div",
        {"class": "question", "id": f"question-{turn.id}"},
        h("span", {"class": "who"}, word("you", language)),
        h("div", {"class": "asked"}, turn.question),
    )


def working(turn: Turn, step: str, language: Language) -> Markup:
    """What is verified of an answer already, then the steps in words; the one that is running is the current one."""
    at = STEPS.index(step) if step in STEPS else 0
    steps = [
        h(
            "li",
            {"class": f"step {'past' if place < at else 'now' if place == at else 'next'}"},
            word(f"step_{name}", language),
        )
        for place, name in enumerate(STEPS)
    ]
    sofar = _told(turn, turn.answer, language) if turn.answer else []
    attributes = {"class": "answer working", "id": f"turn-{turn.id}"}
    return h("div", attributes, *sofar, h("ol", {"class": "steps"}, *steps))


def answered(turn: Turn, language: Language) -> Markup:
    """The reply to a turn: its answer, or why there is none."""
    if turn.answer is None:
        return _unanswered(turn, language)
    attributes = {
        "class": f"answer done status-{turn.answer['status']}",
        "id": f"turn-{turn.id}",
        "lang": language_tag(turn.answer["language"]),
    }
    return h("div", attributes, *_told(turn, turn.answer, language), *_ending(turn, turn.answer, language))


def _told(turn: Turn, answer: Mapping[str, Any], language: Language) -> list[str]:
    """The question as understood, the lead and the statements."""
    parts: list[str] = []
    if answer["standalone_question"] != answer["question"]:
        parts.append(
            h("p", {"class": "understood"}, word("understood_as", language, question=answer["standalone_question"]))
        )
    if answer["lead"]:
        parts.append(h("p", {"class": "lead"}, answer["lead"]))
    if answer["statements"]:
        items = [_statement(turn, at, statement, language) for at, statement in enumerate(answer["statements"])]
        parts.append(h("ul", {"class": "statements"}, *items))
    return parts


def _unanswered(turn: Turn, language: Language) -> Markup:
    text = word("stopped" if turn.state == "stopped" else "interrupted", language)
    return h(
        "div",
        {"class": f"answer done {turn.state}", "id": f"turn-{turn.id}"},
        h("p", {"class": "notice"}, text),
        h("p", {"class": "tools"}, _tool("retry", turn, language)),
    )


def _ending(turn: Turn, answer: Mapping[str, Any], language: Language) -> list[str]:
    """What comes after the statements: what is missing, what to try, what was left out, what can be done."""
    parts: list[str] = []
    if answer["missing"]:
        parts.append(h("div", {"class": "absent"}, *(_missing(text, answer, language) for text in answer["missing"])))
    if answer["suggestions"]:
        choices = [
            h("li", {}, h("button", {"type": "button", "class": "suggestion"}, text)) for text in answer["suggestions"]
        ]
        parts.append(h("div", {"class": "suggestions"}, word("suggestions", language), h("ul", {}, *choices)))
    if answer["dropped"]:
        dropped = [
            h("li", {}, entry["text"], h("p", {}, word("because", language, reason=told(entry["reason"], language))))
            for entry in answer["dropped"]
        ]
        summary = h("summary", {}, word("dropped", language, count=len(dropped)))
        parts.append(h("details", {"class": "dropped"}, summary, h("ul", {}, *dropped)))
    parts.append(h("p", {"class": "tools"}, *(_tool(name, turn, language) for name in _tools(answer))))
    return parts


def _tools(answer: Mapping[str, Any]) -> list[str]:
    """What can be done with an answer: a refusal is nothing to take along."""
    if answer["status"] == "failed":
        return ["retry"]
    if answer["status"] == "refused":
        return ["bad_answer", "correct_answer"]
    taking = ["copy_answer", "print_answer", "show_evidence"] if answer["citations"] else ["copy_plain"]
    return [*taking, "good_answer", "bad_answer", "correct_answer"]


def _missing(text: str, answer: Mapping[str, Any], language: Language) -> Markup:
    """What the bulletins do not say, its state word set apart; a refusal or a fault has no state."""
    begins = say("missing", "en" if answer["language"] == "en" else "zh").format(point="")
    if text.startswith(begins):
        return h("p", {"class": "missing"}, _state("missing", language), " ", text.removeprefix(begins))
    state = [_state("missing", language), " "] if answer["status"] == "not_found" else []
    return h("p", {"class": "missing"}, *state, text)


def _tool(name: str, turn: Turn, language: Language) -> Markup:
    """A button whose id says what it does to which turn: Gradio's sanitizer removes data attributes here."""
    does = name.replace("copy_plain", "copy_answer")
    return h("button", {"type": "button", "class": "tool", "id": f"{does}-{turn.id}"}, word(name, language))


def _statement(turn: Turn, at: int, statement: Mapping[str, Any], language: Language) -> Markup:
    """A sentence, its citations as links, and its states in words, each with its reason."""
    citations = {citation["label"]: citation for citation in (turn.answer or {})["citations"]}
    links = [cite(turn.id, citations[label], language) for label in statement["citations"] if label in citations]
    support = "supported" if statement["support"] == "supported" else "partly"
    states = [
        _explained(support, [_found(check, language) for check in statement["checks"]], f"{turn.id}-{at}", language)
    ]
    if statement["modality"] == "planned":
        states.append(_explained("planned", [], f"{turn.id}-{at}-plan", language))
    failed = [told(check["detail"], language) for check in statement["checks"] if not check["ok"]]
    why = [h("span", {"class": "why"}, word("check_failed", language, detail=detail)) for detail in failed]
    said = h("span", {"class": "said"}, statement["text"])
    marks = h("span", {"class": "marks"}, *links, *(piece for state in states for piece in (" ", state)))
    return h("li", {"class": f"statement is-{statement['modality']}"}, said, " ", marks, *why)


def _found(check: Mapping[str, Any], language: Language) -> str:
    return f"{'✓' if check['ok'] else '✗'} {told(check['detail'], language)}"


def _explained(name: str, reasons: Sequence[str], number: str, language: Language) -> Markup:
    """A state whose reasons come up when it is pointed at or has the focus; a screen reader reads them with it."""
    button = {
        "type": "button",
        "class": f"state state-{name}",
        "id": f"state-{number}",
    }
    lines = [h("span", {}, line) for line in (word(f"{name}_help", language), *reasons)]
    return join(
        [
            h("button", button, word(name, language)),
            h("span", {"class": "reasons", "id": f"reasons-{number}", "hidden": ""}, *lines),
        ]
    )


def cite(turn: int, citation: Mapping[str, Any], language: Language) -> Markup:
    """[1] as a link with a name; the page's script opens its card."""
    label = citation["label"]
    name = word("cite_title", language, label=label, source=cite_name(citation))
    return h("a", {"href": f"#cite-{turn}-{label}", "class": "cite", "title": name}, f"[{label}]")


def cite_name(citation: Mapping[str, Any]) -> str:
    """Where a citation comes from in a few words: who, when, under which heading."""
    heading = citation["heading_path"][-1] if citation["heading_path"] else ""
    parts = (citation["issuer"] or citation["title"] or citation["bulletin_id"], citation["issued_on"], heading)
    return " · ".join(part for part in parts if part)


def _state(name: str, language: Language) -> Markup:
    return h("span", {"class": f"state state-{name}"}, word(name, language))
