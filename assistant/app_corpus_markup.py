"""In: one page of the list of bulletins. Out: HTML of the right side of the place 语料: what is looked for, the table.

Everything is escaped by `markup.h`. Knows neither Gradio nor files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answer import Language
from assistant.app_corpus_work import button, told_reason
from assistant.page.corpus_list import STATES, Entry, Listing, Wanted
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, join
from corpus.oddities import Oddity

_FORMS = {".pdf": "form_pdf", ".docx": "form_word", ".html": "form_page", ".htm": "form_page", ".shtml": "form_page"}
_COLUMNS = ("bulletin", "place", "signed", "published", "items", "form", "state")
_MISSING = {"date of signature or publication": "date"}
_INDENT = "\u3000"
AREA_MARK = "/"  # between the levels of an area, in the address and the choice


def listing(found: Listing, may_change: bool, language: Language) -> Markup:
    """The bulletins: what is looked for, how many there are, the table, its pages; without any, how to begin."""
    if not found.held:
        return _empty(language)
    counted = [word("corpus_count", language, held=found.held)]
    if found.wanted != Wanted(page=found.wanted.page):
        counted.append(word("corpus_found", language, found=found.found))
    waiting = []
    if found.waiting:
        counted.append(word("corpus_waiting", language, count=found.waiting))
        waiting = [button("corpus-update", word("corpus_update", language))] if may_change else []
    table = _table(found.entries, may_change, language) if found.entries else _nothing(language)
    return h(
        "section",
        {"class": "shelf", "aria-labelledby": "corpus-title"},
        h("h2", {"id": "corpus-title", "tabindex": "-1"}, word("corpus_title", language)),
        h("p", {"class": "counted", "role": "status"}, " · ".join(counted)),
        *waiting,
        _filters(found, language),
        table,
        _pages(found, language),
    )


def _nothing(language: Language) -> Markup:
    return h("p", {"class": "quiet"}, word("corpus_nothing", language))


def _empty(language: Language) -> Markup:
    points = [h("li", {}, word(f"corpus_empty_{number}", language)) for number in (1, 2, 3)]
    return h(
        "section",
        {"class": "shelf", "aria-labelledby": "corpus-title"},
        h("h2", {"id": "corpus-title", "tabindex": "-1"}, word("corpus_empty", language)),
        h("ol", {"class": "teach"}, *points),
    )


def _filters(found: Listing, language: Language) -> Markup:
    words = {
        "type": "search",
        "id": "corpus-words",
        "value": found.wanted.words,
        "placeholder": word("corpus_find_hint", language),
    }
    areas = [h("option", {"value": ""}, word("corpus_all_areas", language))]
    for area, count in found.areas:
        value = AREA_MARK.join(area)
        here = "" if area == found.wanted.area else None
        name = f"{_INDENT * (len(area) - 1)}{area[-1]} · {count}"
        areas.append(h("option", {"value": value, "selected": here, "lang": "zh-CN"}, name))
    states = [
        h(
            "option",
            {"value": state, "selected": "" if state == found.wanted.state else None},
            word(f"corpus_state_{state}", language),
        )
        for state in STATES
    ]
    return h(
        "div",
        {"class": "filters", "role": "search"},
        _labelled("corpus-words", "corpus_find", h("input", words), language),
        _labelled("corpus-area", "corpus_area", h("select", {"id": "corpus-area"}, *areas), language),
        _labelled("corpus-state", "corpus_state", h("select", {"id": "corpus-state"}, *states), language),
    )


def _labelled(identity: str, key: str, control: Markup, language: Language) -> Markup:
    return h("div", {}, h("label", {"for": identity}, word(key, language)), control)


def _table(entries: Sequence[Entry], may_change: bool, language: Language) -> Markup:
    heads = [h("th", {"scope": "col", "role": "columnheader"}, word(f"column_{name}", language)) for name in _COLUMNS]
    if may_change:
        told = h("span", {"class": "unseen"}, word("column_actions", language))
        heads.append(h("th", {"scope": "col", "role": "columnheader"}, told))
    rows = [_row(entry, may_change, language) for entry in entries]
    return h(
        "table",
        {"class": "bulletins", "role": "table", "aria-labelledby": "corpus-title"},
        h("thead", {"role": "rowgroup"}, h("tr", {"role": "row"}, *heads)),
        h("tbody", {"role": "rowgroup"}, *rows),
    )


def _row(entry: Entry, may_change: bool, language: Language) -> Markup:
    area = h("span", {"lang": "zh-CN"}, " › ".join(entry.area)) if entry.area else ""
    cells = {
        "bulletin": _title(entry),
        "place": area,
        "signed": _day(entry.signed_on),
        "published": _day(entry.published_on),
        "items": "" if entry.items is None else str(entry.items),
        "form": word(_FORMS.get(entry.file[entry.file.rfind(".") :].lower(), "form_text"), language),
        "state": _state(entry, language),
    }
    made = [
        h("td", {"role": "cell", "class": f"of-{name}", "data-label": word(f"column_{name}", language)}, cells[name])
        for name in _COLUMNS
    ]
    if may_change:
        made.append(h("td", {"role": "cell", "class": "of-actions"}, _actions(entry, language)))
    attributes = {"role": "row", "class": f"entry is-{entry.state}", "data-bulletin": entry.id}
    return h("tr", attributes, *made)


def _title(entry: Entry) -> Markup:
    title = entry.title or entry.id
    named = h("span", {"class": "named"}, title)
    if entry.state in ("held", "leaving"):
        named = h("a", {"class": "held", "href": f"#{entry.id}"}, title)
    issuer = f"{entry.issuer} · " if entry.issuer else ""
    return h("div", {"lang": "zh-CN"}, named, h("small", {}, f"{issuer}{entry.file}"))


def _state(entry: Entry, language: Language) -> Markup:
    told: list[str] = [h("span", {"class": f"in-index is-{entry.state}"}, word(f"{entry.state}_state", language))]
    if entry.fault:
        told.append(h("p", {"class": "why"}, told_reason(entry.fault, language)))
    if entry.recognised:
        told.append(h("p", {"class": "why"}, word("recognised_state", language, count=entry.recognised)))
    if entry.odd:
        points = [h("li", {}, _odd(oddity, language)) for oddity in entry.odd]
        summary = h("summary", {}, word("odd_count", language, count=len(entry.odd)))
        told.append(h("details", {"class": "odd"}, summary, h("ul", {}, *points)))
    return join(told)


def _odd(oddity: Oddity, language: Language) -> str:
    given = oddity.given
    if oddity.kind == "missing":
        given = word(f"missing_{_MISSING.get(given, given)}", language)
    return word(f"odd_{oddity.kind}", language, where=oddity.where, given=given)


def _actions(entry: Entry, language: Language) -> Markup:
    if entry.state == "leaving":
        return Markup("")
    name = entry.title or entry.id
    summary = h("summary", {"aria-label": word("corpus_more", language, title=name)}, "⋯")
    items = h(
        "div",
        {"class": "menu-items"},
        h("button", {"type": "button", "data-do": "corpus-reread"}, word("corpus_reread", language)),
        h("button", {"type": "button", "data-do": "corpus-remove"}, word("corpus_remove", language)),
    )
    return h("details", {"class": "actions"}, summary, items)


def _pages(found: Listing, language: Language) -> Markup:
    if found.pages < 2:
        return Markup("")
    at = found.wanted.page
    earlier = [button("corpus-page", word("corpus_earlier", language), page=str(at - 1))] if at > 1 else []
    later = [button("corpus-page", word("corpus_later", language), page=str(at + 1))] if at < found.pages else []
    told = h("span", {}, word("corpus_page", language, page=at, pages=found.pages))
    return h("nav", {"class": "buttons pages", "aria-label": word("corpus_title", language)}, *earlier, told, *later)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
