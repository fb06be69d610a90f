"""In: lists of drafts, a letter, a table of letters, progress. Out: HTML of the place 拟复 around the reply itself.

Knows neither Gradio nor the store.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Language
from assistant.letters.draft_kept import Batch, Head
from assistant.letters.draft_sheet import status
from assistant.letters.draft_states import Reader
from assistant.letters.draft_words import quoted
from assistant.letters.drafting import News
from assistant.letters.inquiry import Inquiry
from assistant.page.draft_reasons import reason
from assistant.page.draft_view import View
from assistant.page.interface_words import word
from assistant.page.markup import Markup, chooser, h, join, language_tag
from assistant.page.markup_draft_letter import button
from assistant.page.markup_evidence import cut
from assistant.privacy import LABELS


def lists(heads: Sequence[Head], batches: Sequence[Batch], reader: Reader, days: int, language: Language) -> Markup:
    """One's own drafts, what others sent for review, tables."""
    mine = [one for one in heads if one.standing.owner == reader.owner]
    others = [one for one in heads if one.standing.owner != reader.owner]
    parts = [h("h2", {}, word("draft_list", language)), _entries(mine, language)]
    if others:
        parts = [h("h2", {}, word("draft_of_others", language)), _entries(others, language), *parts]
    if batches:
        tables = [
            h("li", {}, _opener("draft-batch", one.id, one.name, f"{one.made_at.astimezone():%Y-%m-%d %H:%M}"))
            for one in batches
        ]
        parts += [h("h2", {}, word("draft_batches", language)), h("ul", {"class": "draft-list"}, *tables)]
    parts.append(h("p", {"class": "quiet"}, word("draft_kept", language, days=days)))
    return h("nav", {"class": "draft-lists", "aria-label": word("draft_list", language)}, *parts)


def _entries(heads: Sequence[Head], language: Language) -> Markup:
    if not heads:
        return h("p", {"class": "quiet"}, word("draft_none", language))
    items = [
        h(
            "li",
            {},
            _opener("draft-open", one.id, one.title or word("draft_asks_nothing", language), told(one, language)),
        )
        for one in heads
    ]
    return h("ul", {"class": "draft-list"}, *items)


def _title(head: Head, language: Language) -> str:
    return head.title or word("draft_asks_nothing", language)


def _opener(do: str, name: str, text: str, beneath: str) -> Markup:
    attributes = {"type": "button", "class": "open-run", "data-do": do, "data-name": name}
    return h("button", attributes, h("span", {}, text), h("small", {}, beneath))


def told(head: Head, language: Language) -> str:
    """A draft in one line: its state, what is not verified, when it was changed."""
    if head.work != "done":
        state = word(f"draft_work_{head.work}", language)
    else:
        state = word(f"state_{head.state}", language)
        if open_lines := head.standing.open_lines:
            state += f" · {word('unverified', language)} {open_lines}"
    return f"{state} · {head.updated_at.astimezone():%Y-%m-%d %H:%M}"


def back(language: Language, table: str = "") -> Markup:
    """The way back to the table that a letter came in, and to all drafts."""
    ways = [button("draft-batch", word("draft_this_table", language), "tool back", name=table)] if table else []
    return h("p", {"class": "buttons"}, *ways, button("draft-all", word("draft_all", language), "tool back"))


def refused(text: str, language: Language) -> Markup:
    """Instead of a draft that is not there, or not the reader's."""
    return h("section", {"class": "draft"}, back(language), h("p", {"class": "notice", "role": "alert"}, text))


def start(language: Language) -> Markup:
    """Paste a letter, upload one, upload a table."""
    hint = word("draft_letter_hint", language)
    box = {"id": "draft-letter", "rows": "12", "placeholder": hint}
    file = {"id": "draft-file", "accept": ".txt,.md,.docx,.eml"}
    table = {"id": "draft-table", "accept": ".xlsx,.csv"}
    return h(
        "section",
        {"class": "draft-start", "aria-labelledby": "draft-title"},
        h("h2", {"id": "draft-title", "tabindex": "-1"}, word("draft_new", language)),
        h("label", {"for": "draft-letter"}, word("draft_letter", language)),
        h("textarea", box),
        h("p", {"class": "buttons"}, button("draft-new", word("draft_start", language), "primary-button")),
        h("label", {"for": "draft-file"}, word("draft_or_file", language)),
        chooser(file, language),
        h("p", {"class": "quiet"}, word("draft_masked_first", language)),
        h("h2", {}, word("draft_table", language)),
        h("label", {"for": "draft-table"}, word("draft_table_file", language)),
        chooser(table, language),
        h("p", {"class": "quiet"}, word("draft_table_how", language)),
    )


def teach(language: Language) -> Markup:
    """What stands beside the form: how it works."""
    steps = [h("li", {}, word(f"draft_teach_{number}", language)) for number in (1, 2, 3)]
    return h(
        "section", {"class": "bench"}, h("h2", {}, word("draft_teach", language)), h("ol", {"class": "teach"}, *steps)
    )


def requests(view: View) -> Markup:
    """What the letter asks and what became of each; the letter itself, masked."""
    language, inquiry = view.language, view.sheet.inquiry
    items = []
    for number, one in enumerate(view.sheet.answered):
        name = status(one)
        points = [h("li", {}, point) for point in one.missing if point != one.request.text]
        items.append(
            h(
                "li",
                {"class": "request"},
                h(
                    "button",
                    {"type": "button", "class": "open-run", "data-do": "draft-request", "data-request": str(number)},
                    h("span", {"class": f"state request-{name}"}, word(f"request_{name}", language)),
                    " ",
                    h("span", {"lang": language_tag(inquiry.language)}, quoted(one.request.text, inquiry.name)),
                ),
                h("ul", {"class": "points"}, *points) if points else "",
            )
        )
    body = h("ol", {"class": "requests"}, *items)
    if not items:
        body = h("p", {"class": "quiet"}, word("draft_asks_nothing", language))
    return h(
        "nav",
        {"class": "draft-requests", "aria-labelledby": "requests-title"},
        back(language, view.head.batch if view.mine else ""),
        h("h2", {"id": "requests-title"}, word("draft_requests", language)),
        body,
        _letter(inquiry, language),
    )


def _letter(inquiry: Inquiry, language: Language) -> Markup:
    """The masked letter with what it asks marked."""
    labels = {(one.start, one.end): [str(number + 1)] for number, one in enumerate(inquiry.requests)}
    parts: list[str] = []
    position = 0
    for begin, end, _ in cut(labels):
        parts += [inquiry.text[position:begin], h("mark", {}, inquiry.text[begin:end])]
        position = end
    parts.append(inquiry.text[position:])
    names = {str(kind): told for kind, told in LABELS.items()}
    masked = [f"{names[kind][language == 'en']} {count}" for kind, count in inquiry.masked]
    told_of = word("draft_masked", language, what="、".join(masked) if language == "zh" else ", ".join(masked))
    return h(
        "details",
        {"class": "whole-letter"},
        h("summary", {}, word("draft_whole_letter", language)),
        h("p", {"class": "quiet"}, told_of) if masked else "",
        h("p", {"class": "reading", "lang": language_tag(inquiry.language)}, join(parts)),
    )


def progress(news: News | None, language: Language, name: str, batch: bool = False) -> Markup:
    """How far a draft or a table is, as a bar and in words; it can be stopped."""
    if news is None:
        return Markup("")
    reading = "draft_reading" if news.stage == "queued" else "batch_rows"
    key = reading if batch else f"draft_{news.stage}"
    text = word(key, language, done=min(news.done + (not batch), news.of), of=news.of)
    share = f"{100 * news.done / news.of:.0f}" if news.of else "0"
    bar = {
        "class": "bar-of-run",
        "role": "progressbar",
        "aria-label": word("draft_progress", language),
        "aria-valuemin": "0",
        "aria-valuemax": str(news.of),
        "aria-valuenow": str(news.done),
        "aria-valuetext": text,
    }
    return h(
        "div",
        {"class": "run-in-work", "data-name": name, "data-told": str(news.told)},
        h("div", bar, h("span", {"style": f"width: {share}%"})),
        h("p", {"class": "told"}, text),
        h("p", {"class": "buttons"}, button("draft-stop", word("draft_stop", language), name=name)),
    )


def unmade(head: Head, news: News | None, language: Language) -> Markup:
    """A draft that is in work, was interrupted, or failed."""
    inside: list[str] = [back(language), h("h2", {"id": "draft-title", "tabindex": "-1"}, _title(head, language))]
    if news is None:
        failed = head.work in ("failed", "bad") and head.note != "stopped"
        text = (
            word("draft_failed", language, fault=reason(head.note, language))
            if failed
            else word("draft_interrupted", language)
        )
        inside.append(h("p", {"class": "notice"}, text))
        again = [button("draft-again", word("draft_again", language), "primary-button")] if head.work != "bad" else []
        inside.append(h("p", {"class": "buttons"}, *again, button("draft-delete", word("draft_delete", language))))
    return h("section", {"class": "draft unmade", "data-draft": head.id}, *inside)


def batch(found: Batch, rows: Sequence[Head], news: News | None, language: Language) -> Markup:
    """A table of letters: how far it is, and what came of each row."""
    done = sum(row.work in ("done", "bad") for row in rows)
    columns = ("row", "id", "title", "state", "requests", "answered", "missing", "unsupported")
    head = h("tr", {}, *(h("th", {"scope": "col"}, word(f"batch_{name}", language)) for name in columns))
    buttons = [
        button("draft-summary", word("batch_summary", language), "primary-button"),
        button("draft-zip", word("batch_zip", language)),
        button("draft-delete", word("draft_delete", language)),
    ]
    if news is None and any(row.work in ("waiting", "failed") for row in rows):
        buttons.insert(0, button("draft-again", word("draft_again", language)))
    return h(
        "section",
        {"class": "draft-batch view", "data-batch": found.id, "aria-labelledby": "draft-title"},
        back(language),
        h("h2", {"id": "draft-title", "tabindex": "-1"}, found.name),
        Markup("") if news else h("p", {"role": "status"}, word("batch_rows", language, done=done, of=len(rows))),
        h("p", {"class": "buttons"}, *buttons),
        h("div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": "draft-title"},
          h("table", {}, h("thead", {}, head), h("tbody", {}, *(_row(row, language) for row in rows)))),
    )  # fmt: skip


def _row(row: Head, language: Language) -> Markup:
    opener = {"type": "button", "class": "open-case", "data-do": "draft-open", "data-name": row.id}
    opened: str = reason(row.note, language) if row.work == "bad" else h("button", opener, _title(row, language))
    state = word(f"state_{row.state}" if row.work == "done" else f"draft_work_{row.work}", language)
    numbers = [str(row.counts.get(name, "")) for name in ("requests", "answered", "missing")]
    cells = [row.row_id, opened, state, *numbers, str(row.standing.open_lines) if row.work == "done" else ""]
    return h("tr", {}, h("th", {"scope": "row"}, str(row.row)), *(h("td", {}, cell) for cell in cells))
