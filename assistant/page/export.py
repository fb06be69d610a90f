"""In: turns with their stored answers. Out: what a user takes along: plain text, HTML, Markdown, Word.

Every form carries the citations in full. Knows neither the store nor the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt

from assistant.answer import Language
from assistant.page.conversations import Conversation, Turn
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h, join
from assistant.page.markup_evidence import by_paragraph, marked, spans

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LEADING = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))", re.MULTILINE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LATIN, _CHINESE = "Times New Roman", "宋体"  # the faces that Chinese offices set documents in


def plain(turn: Turn, language: Language) -> str:
    """One answer with its sources as plain text."""
    lines = [f"{word('question', language)}：{turn.question}", ""]
    answer = turn.answer
    if answer is None:
        return "\n".join([*lines, _why_not(turn, language)])
    if answer["lead"]:
        lines.append(answer["lead"])
    lines.extend("· " + _sentence(statement, language) for statement in answer["statements"])
    lines.extend(answer["missing"])
    for group in by_paragraph(answer["citations"]):
        if group[0] is answer["citations"][0]:
            lines.extend(["", f"{word('sources', language)}："])
        lines.append(_labels(group) + " " + _where(group[0], language))
        lines.append(f"    {group[0]['paragraph_text']}")
    return "\n".join(lines)


def rich(turn: Turn, language: Language) -> Markup:
    """One answer with its sources as HTML for the clipboard and the printer."""
    answer = turn.answer
    parts: list[str] = [h("h3", {}, turn.question)]
    if answer is None:
        return h("div", {}, *parts, h("p", {}, _why_not(turn, language)))
    if answer["lead"]:
        parts.append(h("p", {}, answer["lead"]))
    parts.append(h("ul", {}, *(h("li", {}, _sentence(statement, language)) for statement in answer["statements"])))
    parts.extend(h("p", {}, text) for text in answer["missing"])
    if answer["citations"]:
        parts.append(h("h4", {}, word("sources", language)))
    for group in by_paragraph(answer["citations"]):
        parts.append(h("p", {}, h("b", {}, _labels(group)), " ", _where(group[0], language)))
        parts.append(h("blockquote", {"lang": "zh-CN"}, marked(group[0]["paragraph_text"], spans(group))))
    return h("div", {}, join(parts))


def markdown(conversation: Conversation, turns: Sequence[Turn], language: Language) -> str:
    """A conversation as Markdown; bulletin text is escaped, so that nothing in it becomes a mark."""
    lines = [f"# {_md(conversation.title)}", "", word("exported_on", language, moment=_moment()), ""]
    for turn in turns:
        lines += [f"## {_md(turn.question)}", ""]
        answer = turn.answer
        if answer is None:
            lines += [_why_not(turn, language), ""]
            continue
        if answer["lead"]:
            lines += [_md(answer["lead"]), ""]
        lines += ["- " + _md(_sentence(statement, language)) for statement in answer["statements"]]
        lines += ["", *(_md(text) + "\n" for text in answer["missing"])]
        if answer["citations"]:
            lines += [f"**{word('sources', language)}**", ""]
        for group in by_paragraph(answer["citations"]):
            lines += [_md(_labels(group) + " " + _where(group[0], language)), ""]
            lines += ["> " + _md(group[0]["paragraph_text"]).replace("\n", "\n> "), ""]
    return "\n".join(lines)


def docx(conversation: Conversation, turns: Sequence[Turn], language: Language) -> bytes:
    """A conversation as a Word file; quoted words are highlighted in their paragraphs."""
    document = Document()
    _set_faces(document)
    document.add_heading(_xml(conversation.title), 0)
    document.add_paragraph(word("exported_on", language, moment=_moment()))
    for turn in turns:
        document.add_heading(_xml(turn.question), 1)
        if turn.answer is None:
            document.add_paragraph(_why_not(turn, language))
        else:
            _write(document, turn.answer, language)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(document: DocumentObject, answer: Mapping[str, Any], language: Language) -> None:
    if answer["lead"]:
        document.add_paragraph(_xml(answer["lead"]))
    for statement in answer["statements"]:
        document.add_paragraph(_xml(_sentence(statement, language)), style="List Bullet")
    for text in answer["missing"]:
        document.add_paragraph(_xml(text))
    if answer["citations"]:
        document.add_heading(word("sources", language), 2)
    for group in by_paragraph(answer["citations"]):
        document.add_paragraph().add_run(_xml(_labels(group) + " " + _where(group[0], language))).bold = True
        quoted = document.add_paragraph(style="Quote")
        text, position = group[0]["paragraph_text"], 0
        for start, end, _ in spans(group):
            quoted.add_run(_xml(text[position:start]))
            quoted.add_run(_xml(text[start:end])).font.highlight_color = WD_COLOR_INDEX.YELLOW
            position = end
        quoted.add_run(_xml(text[position:]))


def _set_faces(document: DocumentObject) -> None:
    """Chinese characters need their own face in Word, in every style that is used."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Quote", "List Bullet"):
        style = document.styles[name]
        style.font.name = _LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), _CHINESE)
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Quote"].font.italic = False  # slanted Chinese is hard to read


def _sentence(statement: Mapping[str, Any], language: Language) -> str:
    """A sentence with its citations and its states in words."""
    states = [word("supported" if statement["support"] == "supported" else "partly", language)]
    if statement["modality"] == "planned":
        states.append(word("planned", language))
    labels = "".join(f"[{label}]" for label in statement["citations"])
    return f"{statement['text']} {labels} ({', '.join(states)})"


def _labels(group: Sequence[Mapping[str, Any]]) -> str:
    return "".join(f"[{one['label']}]" for one in group)


def _where(citation: Mapping[str, Any], language: Language) -> str:
    """Title, issuer, date, headings and the paragraph's id: enough to find it again without this program."""
    date = citation["issued_on"] or word("no_date", language)
    source = (f"《{citation['title'] or citation['bulletin_id']}》", citation["issuer"], date)
    parts = [part for part in source if part] + list(citation["heading_path"])
    return " › ".join(parts) + f" ({citation['paragraph_id']})"


def _why_not(turn: Turn, language: Language) -> str:
    return word("stopped" if turn.state == "stopped" else "interrupted", language)


def _moment() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def _md(text: str) -> str:
    return _LEADING.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
