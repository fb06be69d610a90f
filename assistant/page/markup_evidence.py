"""In: a turn with its stored answer. Out: the evidence panel: cited paragraphs with marks, other relevant ones folded.

Everything shown comes from the answer itself, so it survives a rebuilt index. Knows no bulletin that is not cited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from assistant.answer import Language
from assistant.page.conversations import Turn
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, join
from assistant.page.markup_feedback import pick

Citation = Mapping[str, Any]  # one entry of the contract's "citations"


def panel(turn: Turn | None, language: Language, names: Mapping[str, str] = MappingProxyType({})) -> Markup:
    """The whole panel for one turn; before any answer it says what will be here. `names`: of bulletins, by their id."""
    if turn is None or turn.answer is None:
        return _shell(None, [h("p", {"class": "quiet"}, word("no_evidence_yet", language))], language)
    answer = turn.answer
    back = h("button", {"type": "button", "class": "tool", "data-do": "back"}, word("back_to_answer", language))
    cards: list[str] = [
        card(str(turn.id), group, language, back, pick(group[0]["paragraph_id"], language))
        for group in by_paragraph(answer["citations"])
    ]
    if not cards:
        cards.append(h("p", {"class": "quiet"}, word("no_evidence", language)))
    cited = {citation["paragraph_id"] for citation in answer["citations"]}
    others = [hit for hit in answer["hits"] if hit["paragraph_id"] not in cited]
    if others:
        kind = "others" if answer["citations"] else "nearest"
        summary = h("summary", {}, word(kind, language, count=len(others)))
        cards.append(
            h(
                "details",
                {"class": "others"},
                summary,
                *(_named(hit, names, language) for hit in others),
            )
        )
    return _shell(turn, cards, language)


def _named(hit: Mapping[str, Any], names: Mapping[str, str], language: Language) -> Markup:
    source = names.get(hit["bulletin_id"], "")
    return other(hit, language, pick(hit["paragraph_id"], language), source=source)


def by_paragraph(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations of the same paragraph together, in order of their first label."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation["paragraph_id"], []).append(citation)
    return list(groups.values())


def spans(citations: Sequence[Citation]) -> list[tuple[int, int, str]]:
    """(start, end, labels) of the quoted words within their paragraph's text, in order, never overlapping.

    The answer gives places in the bulletin; a quote that occurs once tells where the paragraph begins in it.
    """
    text = citations[0]["paragraph_text"]
    once = [one for one in citations if text.count(one["quote"]) == 1]
    begins = once[0]["start"] - text.index(once[0]["quote"]) if once else None
    labels: dict[tuple[int, int], list[str]] = {}
    for one in citations:
        start = text.find(one["quote"]) if begins is None else one["start"] - begins
        if start >= 0 and one["quote"]:
            labels.setdefault((start, start + len(one["quote"])), []).append(one["label"])
    return cut(labels)


def cut(labels: Mapping[tuple[int, int], Sequence[str]]) -> list[tuple[int, int, str]]:
    """Spans that may overlap, as pieces that do not; a piece carries the labels of every span that covers it."""
    edges = sorted({edge for span in labels for edge in span})
    pieces = []
    for start, end in pairwise(edges):
        over = [label for span, names in labels.items() if span[0] <= start and end <= span[1] for label in names]
        if over:
            pieces.append((start, end, " ".join(over)))
    return pieces


def marked(text: str, pieces: Sequence[tuple[int, int, str]]) -> Markup:
    """Text with the pieces marked; each mark carries its labels."""
    parts: list[str] = []
    position = 0
    for start, end, labels in pieces:
        parts.append(text[position:start])
        parts.append(h("mark", {"data-labels": labels}, text[start:end]))
        position = end
    parts.append(text[position:])
    return join(parts)


def _shell(turn: Turn | None, cards: Sequence[str], language: Language) -> Markup:
    about = h("p", {"class": "of"}, word("evidence_of", language, question=turn.question)) if turn else Markup("")
    head = h(
        "div",
        {"class": "panel-head"},
        h("h2", {"id": "evidence-title", "tabindex": "-1"}, word("evidence", language)),
        h("button", {"type": "button", "class": "quiet-button", "data-do": "close-evidence"}, word("close", language)),
        about,
    )
    attributes = {
        "class": "evidence",
        "role": "region",
        "aria-labelledby": "evidence-title",
        "data-turn": str(turn.id) if turn else None,
        "tabindex": "0",  # a scrolling region must be reachable without a mouse
    }
    return h("section", attributes, head, *cards)


def card(of: str, group: Sequence[Citation], language: Language, *tools: Markup) -> Markup:
    """The paragraph of these citations, their words marked; `of`: whose card it is, in the page's ids."""
    first = group[0]
    labels = [one["label"] for one in group]
    title = h(
        "h3",
        {},
        h("span", {"class": "labels"}, "".join(f"[{label}]" for label in labels)),
        " ",
        first["title"] or first["bulletin_id"],
    )
    attributes = {
        "class": "card",
        "id": f"card-{of}-{labels[0]}",
        "tabindex": "-1",
        "data-labels": " ".join(labels),
        "data-paragraph": first["paragraph_id"],
        "aria-label": word(
            "cite_title", language, label="、".join(labels), source=first["title"] or first["bulletin_id"]
        ),
    }
    body = h("p", {"class": "reading", "lang": "zh-CN"}, marked(first["paragraph_text"], spans(group)))
    return h(
        "article",
        attributes,
        title,
        _source(first, language),
        _path(first["heading_path"]),
        body,
        _tools(first, language, *tools),
    )


def _source(citation: Citation, language: Language) -> Markup:
    date = citation["issued_on"] or word("no_date", language)
    return h("p", {"class": "source"}, " · ".join(part for part in (citation["issuer"], date) if part))


def _path(headings: Sequence[str]) -> Markup:
    if not headings:
        return Markup("")
    return h("ol", {"class": "path", "lang": "zh-CN"}, *(h("li", {}, heading) for heading in headings))


def _tools(citation: Citation, language: Language, *more: Markup) -> Markup:
    return h(
        "p",
        {"class": "tools"},
        open_link(citation["paragraph_id"], word("open_bulletin", language)),
        h("button", {"type": "button", "class": "tool", "data-do": "copy-paragraph"}, word("copy_paragraph", language)),
        *more,
    )


def open_link(paragraph_id: str, text: str) -> Markup:
    """A link to a paragraph in its bulletin: #bulletin/paragraph."""
    return h("a", {"class": "tool open", "href": f"#{paragraph_id}"}, text)


def other(hit: Mapping[str, Any], language: Language, *tools: Markup, source: str = "") -> Markup:
    """A paragraph that was found and is not cited; `source`: whose it is."""
    return h(
        "article",
        {"class": "other"},
        h("p", {"class": "source"}, source) if source else "",
        h("p", {"class": "reading", "lang": "zh-CN"}, hit["text"]),
        h(
            "p",
            {"class": "tools"},
            open_link(hit["paragraph_id"], word("open_bulletin", language)),
            *tools,
        ),
    )
