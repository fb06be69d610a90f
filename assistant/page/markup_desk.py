"""In: the owner's conversations and what the corpus holds. Out: the frame: top bar, conversations, welcome.

Knows neither Gradio nor how answers look.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from assistant.answer import Language
from assistant.page.conversations import Conversation
from assistant.page.interface_words import WORDS, word
from assistant.page.markup import Markup, h
from corpus.holding import Holding

LISTED = 6  # bulletins named in the welcome
SPOKEN = (  # words that the page's script says by itself
    "copied", "copy_refused", "answer_ready", "offline", "online", "dismiss", "retry", "found_in_evidence",
    "not_found_in_evidence", "cited_count", "rename_label", "save", "cancel", "delete", "delete_sure", "exported",
    "you", "answer", "thread", "page_title", "picked", "filter_count", "corpus_sending", "corpus_too_large",
    "draft_delete_sure", "batch_delete_sure", "refused_name_needed",
)  # fmt: skip


def top(language: Language, places: Sequence[str] = ("ask",), person: str = "") -> Markup:
    """The bar at the top: the name, the menu on narrow screens, the places, the language switch, who has logged in."""
    other: Language = "zh" if language == "en" else "en"
    spoken = json.dumps({key: WORDS[key][language == "en"] for key in SPOKEN}, ensure_ascii=False)
    menu = {"type": "button", "class": "menu", "data-do": "toggle-conversations", "aria-expanded": "false"}
    switch = {
        "type": "button",
        "class": "switch",
        "data-do": "language",
        "data-language": other,
        "lang": "en" if other == "en" else "zh-CN",
    }
    return h(
        "header",
        {"class": "bar", "data-words": spoken, "data-language": language},
        h("a", {"class": "skip", "href": "#question-box"}, word("skip", language)),
        h("button", menu, word("conversations", language)),
        h("h1", {}, word("name", language)),
        _tabs(places, language),
        h("button", switch, word("other_language", language)),
        _logged_in(person, language),
    )


def _logged_in(person: str, language: Language) -> Markup:
    """Who it is and the way out, which needs no script; nothing where nobody logs in."""
    if not person:
        return Markup("")
    leave = h("button", {"type": "submit", "class": "switch"}, word("log_out", language))
    form = {"class": "logged-in", "method": "post", "action": "logout"}
    return h("form", form, h("span", {"class": "quiet"}, person), leave)


def _tabs(places: Sequence[str], language: Language) -> Markup:
    """A link to each place; with a single one there is nowhere to go."""
    if len(places) < 2:
        return Markup("")
    tabs = [
        h(
            "a",
            {"class": "tab", "href": f"?place={place}", "data-do": "place", "data-place": place},
            word(f"place_{place}", language),
        )
        for place in places
    ]
    return h("nav", {"class": "tabs", "aria-label": word("places", language)}, *tabs)


def conversations(
    found: Sequence[Conversation],
    current: str,
    searched: str,
    days: int,
    language: Language,
) -> Markup:
    """The list of conversations with its search box."""
    today = datetime.now().astimezone().date()
    groups: dict[str, list[Conversation]] = {"today": [], "earlier": []}
    for conversation in found:
        is_today = conversation.updated_at.astimezone().date() == today
        groups["today" if is_today else "earlier"].append(conversation)
    lists: list[str] = []
    for name, group in groups.items():
        if group:
            lists.append(h("h2", {}, word(name, language)))
            lists.append(h("ul", {}, *(_entry(conversation, current, language) for conversation in group)))
    if not found:
        lists.append(h("p", {"class": "quiet"}, word("nothing_found" if searched else "no_conversations", language)))
    search = {
        "type": "search",
        "class": "find",
        "id": "find-conversation",
        "value": searched,
        "placeholder": word("search_conversations", language),
        "aria-label": word("search_conversations", language),
    }
    new = {"type": "button", "class": "new", "data-do": "new"}
    return h(
        "nav",
        {"class": "conversations", "aria-label": word("conversations", language)},
        h("button", new, word("new_conversation", language)),
        h("input", search),
        h("div", {"class": "lists"}, *lists),
        h("p", {"class": "quiet kept"}, word("kept", language, days=days)),
    )


def _entry(conversation: Conversation, current: str, language: Language) -> Markup:
    opener = {"type": "button", "class": "open-conversation", "data-do": "open"}
    if conversation.id == current:
        opener["aria-current"] = "true"

    def action(name: str, key: str) -> Markup:
        return h("button", {"type": "button", "data-do": name}, word(key, language))

    summary = h("summary", {"aria-label": word("more", language, title=conversation.title)}, "⋯")
    actions = [
        action("rename", "rename"),
        action("export-docx", "export_docx"),
        action("export-md", "export_md"),
        action("delete", "delete"),
    ]
    return h(
        "li",
        {"class": "entry", "data-conversation": conversation.id},
        h("button", opener, conversation.title),
        h("details", {"class": "actions"}, summary, h("div", {"class": "menu-items"}, *actions)),
    )


def scope(held: Sequence[Holding], language: Language) -> Markup:
    """Which bulletins to search in; with a single one there is nothing to choose."""
    if len(held) < 2:
        return Markup("")
    choices = [h("option", {"value": ""}, word("scope_all", language))]
    choices += [h("option", {"value": holding.id}, name_of(holding)) for holding in held]
    label = h("label", {"for": "scope-choice"}, word("scope", language))
    return h("div", {"class": "scope"}, label, h("select", {"id": "scope-choice"}, *choices))


def name_of(held: Holding) -> str:
    """A bulletin in one line: its place and date, or its title."""
    place = "".join(held.place.levels().values()) or held.title or held.id
    return " · ".join(part for part in (place, _date(held)) if part)


def welcome(held: Sequence[Holding], questions: Sequence[str], may_add: bool, language: Language) -> Markup:
    """The empty conversation: what is held, questions to begin with, how to add a bulletin."""
    listed = [
        h(
            "li",
            {},
            h("a", {"href": f"#{holding.id}", "class": "held"}, holding.title or holding.id),
            h("span", {"class": "quiet"}, _date(holding)),
        )
        for holding in held[:LISTED]
    ]
    if len(held) > LISTED:
        listed.append(h("li", {"class": "quiet"}, word("and_more", language, count=len(held) - LISTED)))
    asks = [
        h("li", {}, h("button", {"type": "button", "class": "example", "data-do": "example"}, question))
        for question in questions
    ]
    there = {"class": "to-place", "href": "?place=corpus", "data-do": "place", "data-place": "corpus"}
    add = h("a", there, word("add_here", language)) if may_add else word("add_by_admin", language)
    return h(
        "section",
        {"class": "welcome", "aria-label": word("welcome", language)},
        h("h2", {}, word("welcome", language)),
        h("p", {}, word("welcome_text", language)),
        h("p", {"class": "quiet keys"}, word("keys", language)),
        *([h("h3", {}, word("try_one", language)), h("ul", {"class": "examples"}, *asks)] if asks else ()),
        h("h3", {}, word("holds", language, count=len(held))),
        h("ul", {"class": "held-list", "lang": "zh-CN"}, *listed),
        h("h3", {}, word("add_bulletin", language)),
        h("p", {"class": "quiet"}, add),
    )


def _date(held: Holding) -> str:
    return held.issued_on.isoformat() if held.issued_on else ""
