"""In: the versions and steps of a draft. Out: HTML of its history: who, when, what, and the words that differ.

Knows neither Gradio nor the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.answer import Language
from assistant.letters.draft_diff import Change, changes
from assistant.letters.draft_kept import CHANGED, Stepped, Version
from assistant.letters.draft_sheet import as_lines
from assistant.page.draft_view import View
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, language_tag
from assistant.page.markup_draft_letter import button

_TAGS = {"same": "span", "added": "ins", "removed": "del"}


def history(view: View, versions: Sequence[Version]) -> Markup:
    """Every version, the newest first, with the changes of state between them."""
    language = view.language
    moments: list[tuple[datetime, Markup]] = []
    for at, version in enumerate(versions):
        older = versions[at + 1] if at + 1 < len(versions) else None
        moments.append((version.at, _version(view, version, older)))
    moments += [(step.at, _step(step, language)) for step in view.steps]
    moments.sort(key=lambda one: one[0], reverse=True)
    return h(
        "section",
        {"class": "draft-history", "data-draft": view.head.id, "data-version": str(view.head.version)},
        h("p", {"class": "buttons"}, button("draft-letter", word("draft_back_to_letter", language), "tool back")),
        h("h2", {"id": "draft-title", "tabindex": "-1"}, word("draft_history", language)),
        h("ol", {"class": "moments"}, *(one for _, one in moments)),
    )


def _version(view: View, version: Version, older: Version | None) -> Markup:
    language = view.language
    who = version.who or word("nameless", language)
    told = [word("draft_version", language, number=version.number), word(f"what_{version.what}", language), who]
    inside: list[str] = [h("p", {"class": "about"}, " · ".join([*told, _when(version.at)]))]
    if older:
        found = changes(as_lines(older.lines), as_lines(version.lines))
        said = view.sheet.inquiry.language
        inside += [_change(change, said, language) for change in found]
        if not found:
            inside.append(h("p", {"class": "quiet"}, word("draft_no_change", language)))
    if version.number == view.head.version:
        inside.append(h("p", {"class": "quiet"}, word("draft_newest", language)))
    elif view.editable:
        name = f"{word('draft_restore', language)} {version.number}"
        inside.append(
            h(
                "p",
                {"class": "buttons"},
                button("draft-restore", name, number=str(version.number)),
            )
        )
    return h("li", {"class": "moment"}, *inside)


def _change(change: Change, said: Language, language: Language) -> Markup:
    """A line with the words that came and went; of one that was only marked, who signed it."""
    pieces = [h(_TAGS[piece.kind], {}, piece.text) for piece in change.pieces]
    note = word("signed_by", language, name=change.line.signed) if change.line.signed else ""
    if change.kind == "marked" and not note:
        note = word("accepted", language) if change.line.accepted else ""
    marked = h("span", {"class": "quiet", "lang": language_tag(language)}, f" {note}") if note else ""
    return h("p", {"class": f"change is-{change.kind}", "lang": language_tag(said)}, *pieces, marked)


def _step(step: Stepped, language: Language) -> Markup:
    who = step.who or word("nameless", language)
    state = h("span", {"class": f"stage stage-{step.state}"}, word(f"state_{step.state}", language))
    text = f" {word(f'told_{step.state}', language, who=who)} · {_when(step.at)}"
    note = h("span", {"class": "quiet"}, f" {step.note}") if step.note not in ("", CHANGED) else ""
    return h("li", {"class": "moment is-step"}, h("p", {"class": "about"}, state, text, note))


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
