"""In: a Draft and its words. Out: the Word file in the layout of GB/T 9704-2012, with the annex 依据 or clean.

A sentence that is not fully supported is highlighted, and the first line says so. Does not know how a draft is made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph

from assistant.answer import Citation
from assistant.errors import DraftError
from assistant.letters import reply_docx_layout as layout
from assistant.letters.draft import INDENTED, Draft, Sentence, runs_on
from assistant.letters.draft_words import Words

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KEPT = frozenset({"title", "heading", "contact", "closing", "signature"})
_PROPERTY = 255  # characters that a property of a document may have


def document(draft: Draft, words: Words, clean: bool = False, signed_off: str = "") -> bytes:
    """The Word file; clean: without marks and annex. Raises DraftError unless all is supported or signed off."""
    if clean and draft.unsupported and not signed_off.strip():
        first = draft.unsupported[0].text
        raise DraftError(
            f"{len(draft.unsupported)} sentence(s) are not fully supported, the first: {first[:60]}; "
            "correct them, or sign off by name with --signed-off NAME"
        )
    made = Document()
    layout.prepare(made, words.language)
    if draft.unsupported and not clean:
        _add(made, "notice", words("unverified", count=str(len(draft.unsupported))))
    _body(made, draft, words, marks=not clean)
    if draft.citations and not clean:
        _annex(made, draft.citations, words)
    made.core_properties.title = _xml(draft.sentences[0].text)[:_PROPERTY]
    made.core_properties.author = ""
    made.core_properties.comments = _xml(f"signed off: {signed_off}")[:_PROPERTY] if clean and draft.unsupported else ""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def target(out: Path, draft: Draft, words: Words, clean: bool = False) -> Path:
    """Where the file goes: a draft with a sentence that is not fully supported gets another name."""
    if draft.unsupported and not clean:
        return out.with_name(f"{out.stem}{words('unverified_name')}{out.suffix}")
    return out


def _body(made: DocumentObject, draft: Draft, words: Words, marks: bool) -> None:
    """The sentences in order; those of one request after each other make a paragraph."""
    attached = bool(draft.citations) and marks
    paragraph: Paragraph | None = None
    previous: Sentence | None = None
    for sentence in draft.sentences:
        together = previous is not None and runs_on(previous, sentence, draft.inquiry.language)
        if not together or paragraph is None:
            if sentence.part == "signature":
                if attached and words.language == "zh":
                    _attachment(made, words)
                _add(made, "blank", "").paragraph_format.keep_with_next = True  # 正文（或附件说明）下空一行
            paragraph = _add(made, _style(sentence), "")
            paragraph.paragraph_format.keep_with_next = True if sentence.part in _KEPT else None  # no signature alone
        _write(paragraph, sentence, marks, spaced=together and draft.inquiry.language == "en")
        if sentence.part == "title":
            _add(made, "blank", "")
        previous = sentence
    if attached and words.language == "en":
        _attachment(made, words)


def _attachment(made: DocumentObject, words: Words) -> None:
    """The attachment note stands below the text, before the signature."""
    for style, text in (("blank", ""), ("attachment", words("attachment"))):
        _add(made, style, text).paragraph_format.keep_with_next = True


def _style(sentence: Sentence) -> str:
    return "body" if sentence.part in INDENTED else sentence.part


def _write(paragraph: Paragraph, sentence: Sentence, marks: bool, spaced: bool) -> None:
    run = paragraph.add_run((" " if spaced else "") + _xml(sentence.text))
    layout.dress(run, paragraph.style)
    if not marks:
        return
    if not sentence.is_sound:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if sentence.part == "fact":
        for label in sentence.citations:
            mark = paragraph.add_run(f"〔{label}〕" if _is_chinese(paragraph) else f" [{label}]")
            layout.dress(mark, paragraph.style)
            mark.font.superscript = True


def _is_chinese(paragraph: Paragraph) -> bool:
    return bool(re.match(r"[㐀-鿿]", paragraph.text))


def _annex(made: DocumentObject, citations: Sequence[Citation], words: Words) -> None:
    """依据: every citation with its bulletin, date, headings and words, on a page of its own."""
    layout.new_page(_add(made, "annex", words("annex")))
    _add(made, "title", words("annex_title"))
    _add(made, "blank", "")
    for citation in citations:
        bulletin = citation.bulletin
        day = words.date(bulletin.issued_on) if bulletin.issued_on else ""
        line = words(
            "annex_line",
            label=citation.label,
            title=bulletin.title or bulletin.id,
            issuer=bulletin.issuer or "",
            date=day,
        )
        _add(made, "source", line.rstrip("， ,"))
        _add(made, "body", words("annex_place", path=" › ".join(citation.paragraph.heading_path)))
        _add(made, "body", words("annex_quote", quote=citation.quote.strip()))


def _add(made: DocumentObject, style: str, text: str) -> Paragraph:
    paragraph = made.add_paragraph(style=layout.STYLES[style])
    if text:
        layout.dress(paragraph.add_run(_xml(text)), paragraph.style)
    return paragraph


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
