"""In: a sentence of an open draft. Out: HTML of its state and why, its words to change, its evidence beneath.

Knows neither Gradio nor the store.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Language
from assistant.letters.draft_sheet import Line
from assistant.page import markup_evidence
from assistant.page.draft_view import Conflict, View, state
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, language_tag
from assistant.page.markup_draft_letter import button, signer, state_word
from assistant.telling import told


def bench(view: View, line: Line | None, bodies: Sequence[str], conflict: Conflict | None = None) -> Markup:
    """The sentence that is worked on: its state and why, its words, what can be done, its evidence beneath."""
    language = view.language
    if line is None:
        inside: list[str] = [h("p", {"class": "quiet"}, word("bench_none", language))]
    else:
        inside = [_why(line, language)]
        if conflict:
            inside.append(_conflict(conflict, language))
        if view.editable:
            inside.append(_tools(view, line, bodies, conflict))
        else:
            inside.append(h("p", {"class": "notice"}, word("bench_read_only", language)))
        inside += _evidence(view, line)
    close = {"type": "button", "class": "quiet-button", "data-do": "bench-close"}
    return h(
        "section",
        {
            "class": "bench",
            "role": "region",
            "aria-labelledby": "bench-title",
            "data-line": line.id if line else None,
            "tabindex": "0",
        },
        h(
            "div",
            {"class": "panel-head"},
            h("h2", {"id": "bench-title", "tabindex": "-1"}, word("bench", language)),
            h("button", close, word("close", language)),
        ),
        *inside,
    )


def gone(conflict: Conflict, language: Language) -> Markup:
    """A sentence that was changed here and deleted elsewhere: what was typed is not lost."""
    who = conflict.who or word("somebody", language)
    return h(
        "section",
        {"class": "bench", "role": "region", "aria-labelledby": "bench-title", "tabindex": "0"},
        h("h2", {"id": "bench-title", "tabindex": "-1"}, word("bench", language)),
        h("p", {"class": "notice", "role": "alert"}, word("conflict_gone", language, who=who)),
        h("p", {"class": "wording"}, conflict.mine),
    )


def _why(line: Line, language: Language) -> Markup:
    """The state in words, and each comparison with its result."""
    name = state(line)
    states = [] if name == "template" else [state_word(name, language)]
    if line.modality == "planned":
        states.append(state_word("planned", language))
    reasons = [word("signed_help" if name == "signed" else f"{name}_help", language)]
    found = [
        h(
            "li",
            {"class": "sound" if check.ok else "faulty"},
            f"{'✓' if check.ok else '✗'} {told(check.detail, language)}",
        )
        for check in line.checks
    ]
    signed = [word("signed_by", language, name=line.signed)] if line.signed else []
    read = [word("accepted", language)] if line.accepted and not line.signed else []
    notes = " · ".join((*signed, *read))
    return h(
        "div",
        {"class": "why-line", "role": "status"},
        h("p", {}, Markup(" ").join(states), " ", " ".join(reasons)),
        h("ul", {}, *found) if found else "",
        h("p", {"class": "signed-note"}, notes) if notes else "",
    )


def _conflict(conflict: Conflict, language: Language) -> Markup:
    who = conflict.who or word("somebody", language)
    return h(
        "div",
        {"class": "conflict", "role": "alert"},
        h("p", {}, word("conflict", language, who=who)),
        h("h3", {}, word("conflict_theirs", language)),
        h("p", {"class": "wording"}, conflict.theirs or ""),
        h("h3", {}, word("conflict_mine", language)),
        h("p", {"class": "wording"}, conflict.mine),
        h(
            "p",
            {"class": "buttons"},
            button("bench-keep", word("conflict_keep", language)),
            button("bench-take", word("conflict_take", language), "primary-button", wording=conflict.mine),
        ),
    )


def _tools(view: View, line: Line, bodies: Sequence[str], conflict: Conflict | None) -> Markup:
    language, sentence = view.language, line.sentence
    rows = str(min(8, 2 + len(sentence.text) // 24))
    words = conflict.mine if conflict else sentence.text
    buttons = [button("bench-save", word("bench_save", language), "primary-button")]
    if line.accepted:
        buttons.append(button("bench-unaccept", word("bench_unaccept", language)))
    elif sentence.is_sound:
        buttons.append(button("bench-accept", word("bench_accept", language)))
    else:
        buttons.append(button("bench-sign", word("bench_sign", language)))
    if sentence.citations:
        buttons.append(button("bench-quote", word("bench_quote", language)))
    buttons.append(button("bench-insert", word("bench_insert", language)))
    if sentence.part not in ("title", "salutation", "signature", "date"):
        buttons.append(button("bench-remove", word("bench_remove", language)))
    parts = [
        h("label", {"for": "line-text"}, word("bench_words", language)),
        h("textarea", {"id": "line-text", "rows": rows, "lang": language_tag(view.sheet.inquiry.language)}, words),
        h("p", {"class": "buttons"}, *buttons),
        Markup("") if sentence.is_sound or line.accepted else signer("bench-name", view),
        _new_line(view),
    ]
    if sentence.request is not None and sentence.part in ("fact", "lead", "missing"):
        parts.append(_departments(bodies, language))
    return h("div", {"class": "line-tools"}, *parts)


def _new_line(view: View) -> Markup:
    """The form of a sentence to add; the script shows it when it is asked for."""
    box = {"id": "new-line", "rows": "3", "lang": language_tag(view.sheet.inquiry.language)}
    return h(
        "div",
        {"class": "new-line", "hidden": ""},
        h("label", {"for": "new-line"}, word("bench_new_words", view.language)),
        h("textarea", box),
        h("p", {"class": "buttons"}, button("bench-add", word("bench_save", view.language), "primary-button")),
    )


def _departments(bodies: Sequence[str], language: Language) -> Markup:
    """Only departments that something names can be chosen."""
    options = [h("option", {"value": name}, name) for name in bodies]
    return h(
        "p",
        {"class": "department"},
        h("label", {"for": "line-department"}, word("bench_department_which", language)),
        h("select", {"id": "line-department"}, *options),
        button("bench-department", word("bench_department", language)),
    )


def _evidence(view: View, line: Line) -> list[Markup]:
    """The cited paragraphs with their words marked; then what else was found for the request."""
    language = view.language
    cited = [citation.to_json() for citation in view.sheet.cited(line)]
    parts = [markup_evidence.card(f"line-{line.id}", group, language) for group in markup_evidence.by_paragraph(cited)]
    if not parts and line.sentence.role == "answer":
        parts.append(h("p", {"class": "quiet"}, word("bench_no_evidence", language)))
    held = {one["paragraph_id"] for one in cited}
    answers = view.sheet.answered
    if line.sentence.request is not None and line.sentence.request < len(answers):
        answers = (answers[line.sentence.request],)
    hits = {hit.paragraph.id: hit for one in answers for hit in one.answer.hits if hit.paragraph.id not in held}
    if hits:
        others = [_other(name, hit.paragraph.text, view) for name, hit in hits.items()]
        summary = h("summary", {}, word("others", language, count=len(others)))
        parts.append(h("details", {"class": "others"}, summary, *others))
    return parts


def _other(name: str, text: str, view: View) -> Markup:
    tools = [button("bench-cite", word("bench_cite", view.language), "tool", paragraph=name)] if view.editable else []
    return markup_evidence.other({"paragraph_id": name, "text": text}, view.language, *tools)
