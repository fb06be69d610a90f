"""In: an open draft. Out: HTML of its head and of the reply, set like a letter, each sentence with its state.

Knows neither Gradio nor the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Language
from assistant.letters.draft import INDENTED, runs_on
from assistant.letters.draft_kept import CHANGED
from assistant.letters.draft_sheet import Line
from assistant.page.draft_view import View, state
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, language_tag

LONGEST_NAME = 40  # characters of a typed name
_QUIET = frozenset({"template"})  # states that need no word in the letter


def button(do: str, text: str, kind: str = "plain", **data: str) -> Markup:
    """A button of this place; `data` are its data attributes."""
    attributes = {"type": "button", "class": kind, "data-do": do}
    return h("button", attributes | {f"data-{name}": value for name, value in data.items()}, text)


def main(view: View) -> Markup:
    """The head of the draft and the reply."""
    attributes = {
        "class": f"draft in-{view.head.state}",
        "data-draft": view.head.id,
        "data-version": str(view.head.version),
        "aria-labelledby": "draft-title",
    }
    return h("section", attributes, head(view), _letter(view))


def head(view: View) -> Markup:
    """What it answers, its state with who and when, how far it is verified, and what can be done."""
    language, name = view.language, view.head.state
    title = view.head.title or word("draft_asks_nothing", language)
    last = view.steps[0] if view.steps else None
    told = word(f"told_{last.state}", language, who=last.who or word("nameless", language)) if last else ""
    when = f"{last.at.astimezone():%Y-%m-%d %H:%M}" if last else ""
    note = f"“{last.note}”" if last and last.note not in ("", CHANGED) else ""
    line = [word("draft_version", language, number=view.head.version), told, when, note]
    return h(
        "header",
        {"class": "draft-head"},
        h("h2", {"id": "draft-title", "tabindex": "-1"}, title),
        h(
            "p",
            {"class": "draft-state"},
            h("span", {"class": f"stage stage-{name}"}, word(f"state_{name}", language)),
            " ",
            h("span", {"class": "quiet"}, " · ".join(part for part in line if part)),
        ),
        _how_far(view),
        h("p", {"class": "buttons"}, *_buttons(view)),
        signer("draft-name", view),
        _note(view),
    )


def _how_far(view: View) -> Markup:
    count = len(view.sheet.open_lines)
    if not count:
        return h("p", {"class": "all-sound"}, word("draft_all_sound", view.language))
    next_one = button("draft-next", word("draft_next_open", view.language), "tool")
    return h("p", {"class": "some-open"}, word("draft_open", view.language, count=count), " ", next_one)


def _buttons(view: View) -> Iterator[Markup]:
    language = view.language
    for step in view.offered:
        kind = "primary-button" if step != "back" else "plain"
        yield button("draft-step", word(f"step_{step}", language), kind, step=step)
    yield button("draft-export", word("draft_export", language), clean="")
    if not view.sheet.open_lines:
        yield button("draft-export", word("draft_export_clean", language), clean="yes")
    if view.editable and view.head.version > 1:
        yield button("draft-undo", word("draft_undo", language))
    yield button("draft-history", word("draft_history", language))
    if view.mine:
        yield button("draft-delete", word("draft_delete", language))


def _note(view: View) -> Markup:
    """Where a reviewer, or who asks for a review, says something about it."""
    if not view.offered:
        return Markup("")
    return h(
        "p",
        {"class": "draft-name"},
        h("label", {"for": "draft-note"}, word("draft_note", view.language)),
        h("input", {"id": "draft-note", "type": "text", "maxlength": "200"}),
    )


def signer(name: str, view: View) -> Markup:
    """Where one gives one's name, when nobody has logged in; the script keeps all such fields alike."""
    if view.named:
        return Markup("")
    field = {"id": name, "class": "signer", "type": "text", "maxlength": str(LONGEST_NAME), "autocomplete": "name"}
    return h(
        "p",
        {"class": "draft-name"},
        h("label", {"for": name}, word("draft_name", view.language)),
        h("input", field),
        h("span", {"class": "quiet"}, word("draft_name_why", view.language)),
    )


def _letter(view: View) -> Markup:
    """The sentences in order; those of one request after each other make a paragraph."""
    said = view.sheet.inquiry.language
    groups: list[list[Line]] = []
    for line in view.sheet.lines:
        if groups and runs_on(groups[-1][-1].sentence, line.sentence, said):
            groups[-1].append(line)
        else:
            groups.append([line])
    paragraphs = [_paragraph(group, view) for group in groups]
    label = word("draft_reply", view.language)
    return h("article", {"class": "letter", "lang": language_tag(said), "aria-label": label}, *paragraphs)


def _paragraph(group: Sequence[Line], view: View) -> Markup:
    part = group[0].sentence.part
    kind = "indented" if part in INDENTED else f"is-{part}"
    request = group[0].sentence.request
    attributes = {"class": f"par {kind}", "data-request": str(request) if part == "heading" else None}
    spaced = Markup(" ") if view.sheet.inquiry.language == "en" else Markup("")
    return h("p", attributes, spaced.join(_line(line, view) for line in group))


def _line(line: Line, view: View) -> Markup:
    """One sentence as something to press: its words, its citations, its state in words."""
    language, sentence, name = view.language, line.sentence, state(line)
    label_form = "[{}]" if view.sheet.inquiry.language == "en" else "〔{}〕"
    marks: list[str] = []
    if sentence.part == "fact" and sentence.citations:
        marks.append(h("sup", {}, "".join(label_form.format(label) for label in sentence.citations)))
    if name not in _QUIET and not (sentence.part == "lead" and name == "supported"):
        marks.append(state_word(name, language))
        if line.modality == "planned":
            marks.append(state_word("planned", language))
    attributes = {
        "class": f"line is-{name}" + (" is-accepted" if line.accepted else ""),
        "id": f"line-{line.id}",
        "data-line": line.id,
        "role": "button",
        "tabindex": "0",
        "aria-pressed": "false",
    }
    text = sentence.text if sentence.text.strip() else f"（{sentence.text}）"
    return h("span", attributes, text, *marks)


def state_word(name: str, language: Language) -> Markup:
    """The state of a sentence as the page says it."""
    text = word("signed_by", language, name="").strip() if name == "signed" else word(name, language)
    return h("span", {"class": f"state state-{name}", "lang": language_tag(language)}, text)
