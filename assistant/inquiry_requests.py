"""In: a masked letter. Out: what it asks for, each request with its place in the letter; complaints told apart.

Works on the forms of asking (inquiry_cues.py), never on topics. Does not know the bulletins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant import topics
from assistant.answer import Language
from assistant.inquiry_cues import (
    ANNOUNCED,
    ASKS,
    DIRECTIVE,
    GENERIC_ZH,
    INDEFINITE_ZH,
    INTERROGATIVE,
    LEAD_IN,
    MEASURING,
    REFLECTS,
    RHETORICAL,
)
from assistant.inquiry_pieces import Piece, pieces
from assistant.screen import screen
from index.lexical_terms import english_words

Role = Literal["request", "complaint", "set aside", "told"]
_GENERIC_EN = frozenset(
    english_words(
        "know tell let reply answer letter office official people anyone help thing matter question thanks like"
    )
)
_QUESTION_MARK = frozenset("？?")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the letter and what it is: a request, a complaint, an instruction to set aside, or something told."""

    piece: Piece
    role: Role

    reproaches: bool = False  # a rhetorical question or a report, not a mere exclamation

    @property
    def text(self) -> str:
        return self.piece.text


def parts(letter: str, language: Language) -> tuple[Part, ...]:
    """All pieces of the letter with their roles, in order."""
    return tuple(
        Part(
            piece,
            _role(piece, language),
            bool(RHETORICAL[language].search(piece.text) or REFLECTS[language].search(piece.text)),
        )
        for piece in pieces(letter, language)
    )


def wording(text: str, language: Language) -> str:
    """A request without its polite beginning and its end mark: what can be quoted in a heading."""
    bare = LEAD_IN[language].sub("", text.strip()).strip(" ，,、；;：:")
    bare = re.sub(r"[。.！!？?…\s]+$", "", bare)
    return bare or text.strip()


def _role(piece: Piece, language: Language) -> Role:
    refusal = screen(piece.text)
    if refusal is not None and refusal.reason in ("injection", "abuse"):
        return "set aside"
    asked = not piece.leads and _asks(piece, language)
    if asked and _is_rhetorical(piece, language):
        return "complaint"
    if asked:
        return "request"
    exclaims = piece.mark in ("！", "!") and _has_object(piece.text, language)
    return "complaint" if exclaims or REFLECTS[language].search(piece.text) else "told"


def _asks(piece: Piece, language: Language) -> bool:
    text = piece.text
    if piece.announced and piece.listed and topics.topic(text):
        return True
    marked = piece.mark != "" and piece.mark in _QUESTION_MARK
    if not marked and ANNOUNCED[language].search(text):
        return False  # the requests themselves follow
    if _is_question(piece, language):
        return True
    if asks := ASKS[language].search(text):
        rest = text[asks.end() :]
        return bool(INTERROGATIVE[language].search(rest) or _has_object(rest, language))
    directive = DIRECTIVE[language].search(text)
    return directive is not None and _has_object(_clause(text, directive.start(), language), language)


def _clause(text: str, at: int, language: Language) -> str:
    """From the comma before the word that asks: 查处结果请告知 names what is asked before it."""
    if language == "en":
        return text[at:]
    return text[max(text.rfind(mark, 0, at) for mark in "，,：:") + 1 :]


def _is_question(piece: Piece, language: Language) -> bool:
    text = piece.text
    if language == "en":
        return piece.mark in _QUESTION_MARK and piece.mark != ""
    cue = INTERROGATIVE["zh"].search(INDEFINITE_ZH.sub("", text))
    if piece.mark and piece.mark in _QUESTION_MARK:
        return cue is not None or text.endswith(("？", "?"))
    if piece.listed and cue:
        return True
    measured = MEASURING["zh"].search(INDEFINITE_ZH.sub("", text))
    return measured is not None and piece.mark not in ("！", "!") and not INDEFINITE_ZH.search(text)


def _is_rhetorical(piece: Piece, language: Language) -> bool:
    text = piece.text
    if RHETORICAL[language].search(text):
        return True
    if ASKS[language].search(text) or DIRECTIVE[language].search(text) or MEASURING[language].search(text):
        return False
    return not (piece.announced or _has_object(text, language))


def _has_object(text: str, language: Language) -> bool:
    """Whether something is asked about beside people, feelings and the letter itself."""
    if language == "en":
        return bool(set(english_words(wording(text, "en"))) - _GENERIC_EN)
    from index.lexical_tags import tagged  # here: loading takes two seconds

    words = tagged(wording(text, "zh"))
    return any(
        (tag[0] == "n" or tag in ("vn", "l", "j", "eng", "v")) and len(word) > 1 and word not in GENERIC_ZH
        for word, tag in words
    )
