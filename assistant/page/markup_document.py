"""In: a Bulletin, the paragraph to show, spans to mark. Out: the whole document: heading tree, text for reading, marks.

All of the source text is shown, also what the structure does not name. Knows neither answers nor the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from assistant.answer import Language
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, join, language_tag
from assistant.page.markup_evidence import cut, marked
from corpus.bulletin import Bulletin, Paragraph, Section

Spans = Mapping[tuple[int, int], Sequence[str]]  # (start, end) in the source text -> labels


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of the source text that is shown as one element."""

    start: int
    end: int
    paragraph: Paragraph | None = None
    heading: Section | None = None


def document(bulletin: Bulletin, paragraph_id: str | None, cited: Spans, language: Language) -> Markup:
    """The dialog that shows a bulletin; the page's script scrolls to the paragraph that is marked as current."""
    blocks = _blocks(bulletin)
    alone = {block.heading for block in blocks if block.heading is not None}
    texts = [_block(bulletin, block, alone, paragraph_id, cited) for block in blocks]
    changed = paragraph_id is not None and paragraph_id not in {paragraph.id for paragraph in bulletin.paragraphs}
    notice = [h("p", {"class": "notice"}, word("paragraph_changed", language))] if changed else []
    if bulletin.recognised:
        told = word("recognised_state", language, count=bulletin.recognised)
        notice.append(h("p", {"class": "notice", "lang": language_tag(language)}, told))
    text = h("article", {"class": "text reading", "lang": "zh-CN", "tabindex": "0"}, *notice, *texts)
    return _dialog(
        bulletin.id,
        _head(bulletin, bool(cited), language),
        h("div", {"class": "leaves"}, _tree(bulletin, language), text),
        language,
    )


def cited(bulletin: Bulletin, citations: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], list[str]]:
    """Where the citations of an answer stand in the bulletin as it is now; what no longer stands there is left out."""
    begins = {paragraph.id: paragraph for paragraph in bulletin.paragraphs}
    found: dict[tuple[int, int], list[str]] = {}
    for one in citations:
        if one["bulletin_id"] != bulletin.id:
            continue
        start = one["start"]
        if bulletin.text[start : one["end"]] != one["quote"]:
            paragraph = begins.get(one["paragraph_id"])
            start = bulletin.text.find(one["quote"], paragraph.start, paragraph.end) if paragraph else -1
        if start >= 0:
            found.setdefault((start, start + len(one["quote"])), []).append(one["label"])
    return found


def gone(bulletin_id: str, language: Language) -> Markup:
    """The dialog for a bulletin that is no longer in the corpus."""
    head = h("div", {"class": "document-head"}, h("h2", {}, word("document_gone", language)), _close(language))
    text = h("p", {"class": "notice"}, word("document_gone_text", language, bulletin=bulletin_id))
    return _dialog(bulletin_id, head, text, language)


def _dialog(bulletin_id: str, head: Markup, body: Markup, language: Language) -> Markup:
    attributes = {"class": "document", "data-bulletin": bulletin_id, "aria-label": word("document", language)}
    return h("dialog", attributes, head, body)


def _head(bulletin: Bulletin, cited: bool, language: Language) -> Markup:
    date = bulletin.issued_on.isoformat() if bulletin.issued_on else word("no_date", language)
    source = " · ".join(part for part in (bulletin.issuer, date) if part)
    steps = [
        _button("previous-cited", "previous_cited", language),
        h("span", {"class": "cited-count", "role": "status"}),
        _button("next-cited", "next_cited", language),
    ]
    return h(
        "div",
        {"class": "document-head"},
        h("h2", {"lang": "zh-CN"}, bulletin.title or bulletin.id),
        h("p", {"class": "source", "lang": "zh-CN"}, source),
        h(
            "p",
            {"class": "tools", "title": word("document_keys", language)},
            *(steps if cited else ()),
            _button("copy-address", "copy_address", language),
            _close(language),
        ),
    )


def _button(action: str, name: str, language: Language) -> Markup:
    return h("button", {"type": "button", "class": "tool", "data-do": action}, word(name, language))


def _close(language: Language) -> Markup:
    return h("button", {"type": "button", "class": "tool close", "data-do": "close-document"}, word("close", language))


def _blocks(bulletin: Bulletin) -> list[_Block]:
    """The source text from beginning to end: headings on their own line, paragraphs, and the lines between them."""
    inside = {(paragraph.section, paragraph.start) for paragraph in bulletin.paragraphs}
    own = [section for section in bulletin.sections if (section, section.start) not in inside]
    named = [_Block(paragraph.start, paragraph.end, paragraph=paragraph) for paragraph in bulletin.paragraphs]
    named += [_Block(section.start, section.end, heading=section) for section in own]
    blocks: list[_Block] = []
    position = 0
    for block in sorted(named, key=lambda block: block.start):
        blocks.extend(_lines(bulletin.text, position, block.start))
        if block.start >= position:
            blocks.append(block)
            position = block.end
    blocks.extend(_lines(bulletin.text, position, len(bulletin.text)))
    return blocks


def _lines(text: str, start: int, end: int) -> list[_Block]:
    blocks = []
    for line in text[start:end].split("\n"):
        if line.strip():
            blocks.append(_Block(start, start + len(line)))
        start += len(line) + 1
    return blocks


def _block(bulletin: Bulletin, block: _Block, alone: Set[Section], current: str | None, cited: Spans) -> Markup:
    text = bulletin.text[block.start : block.end]
    if block.heading is not None:
        level = min(3 + _depth(block.heading, alone), 6)  # below the title, which is h2
        return h(f"h{level}", {"id": _anchor(block.heading), "class": "section", "tabindex": "-1"}, text)
    if block.paragraph is None:
        return h("p", {"class": "line"}, text.strip())
    paragraph = block.paragraph
    inner = {
        (max(start, block.start) - block.start, min(end, block.end) - block.start): labels
        for (start, end), labels in cited.items()
        if start < block.end and block.start < end
    }
    pieces = cut(inner)
    body = _with_heading(paragraph, text, pieces)
    attributes = {
        "class": "paragraph current" if paragraph.id == current else "paragraph",
        "id": f"p-{paragraph.id}",
        "data-paragraph": paragraph.id,
        "tabindex": "-1",
    }
    return h("p", attributes, body)


def _depth(section: Section, alone: Set[Section]) -> int:
    """How many headings on their own line stand above it: a level must not be skipped."""
    above = 0
    parent = section.parent
    while parent is not None:
        above += parent in alone
        parent = parent.parent
    return above


def _with_heading(paragraph: Paragraph, text: str, pieces: Sequence[tuple[int, int, str]]) -> Markup:
    """The paragraph's text with its run-on heading set apart by weight."""
    section = paragraph.section
    if section is None or section.start != paragraph.start:
        return marked(text, pieces)
    edge = section.end - section.start
    before = [(start, min(end, edge), labels) for start, end, labels in pieces if start < edge]
    after = [(max(start, edge) - edge, end - edge, labels) for start, end, labels in pieces if end > edge]
    heading = h("strong", {"id": _anchor(section)}, marked(text[:edge], before))
    return join([heading, marked(text[edge:], after)])


def _anchor(section: Section) -> str:
    return f"s-{section.start}"


def _tree(bulletin: Bulletin, language: Language) -> Markup:
    """The headings, nested; each a link that the page's script scrolls to."""
    below: dict[Section | None, list[Section]] = {}
    for section in bulletin.sections:
        below.setdefault(section.parent, []).append(section)

    def branch(parent: Section | None) -> Markup:
        items = [
            h("li", {}, h("a", {"href": f"#{_anchor(section)}", "class": "heading"}, section.title), branch(section))
            for section in below.get(parent, [])
        ]
        return h("ul", {}, *items) if items else Markup("")

    title = word("headings", language)
    attributes = {"class": "tree", "aria-label": title, "lang": "zh-CN"}
    return h("nav", attributes, h("details", {"open": ""}, h("summary", {}, title), branch(None)))
