"""In: a masked letter. Out: what it asks for, each request with its place in the letter; complaints told apart.

Works on the forms of asking (inquiry_cues.py), never on topics. Does not know the bulletins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Language
from assistant.letters.inquiry_cues import (
    ANNOUNCED,
    ASKS,
    CONFIRMED,
    CONFIRMS,
    DIRECTIVE,
    GENERIC_EN,
    GENERIC_ZH,
    GOES_ON_EN,
    INDEFINITE_ZH,
    INTERROGATIVE,
    LAMENTS_ZH,
    LEAD_IN,
    MEASURING,
    ORDERED_EN,
    QUANTITY,
    REFLECTS,
    RHETORICAL,
)
from assistant.letters.inquiry_pieces import Piece, pieces
from assistant.questions import topics
from assistant.screen import screen
from index.lexical_terms import english_words

Role = Literal["request", "complaint", "set aside", "told"]
Scores = Callable[[Sequence[str]], list[float]]  # inquiry_reproach.py: -1 a request, 1 a reproach
_QUESTION_MARK = frozenset("？?")
# From which score on a question is a reproach: one that only has a question mark; one that asks for a quantity.
_REPROACHES, _REPROACHES_BY_QUANTITY = 0.25, 0.8
_SURELY_ASKS = -0.9  # below it a form of reproach is none


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the letter and what it is: a request, a complaint, an instruction to set aside, or something told."""

    piece: Piece
    role: Role

    reproaches: bool = False  # a rhetorical question or a report, not a mere exclamation

    @property
    def text(self) -> str:
        return self.piece.text


def parts(letter: str, language: Language, scores: Scores | None = None) -> tuple[Part, ...]:
    """All pieces of the letter with their roles, in order; without `scores` forms alone tell reproaches apart."""
    found = pieces(letter, language)
    doubtful = [piece.text for piece in found if _may_reproach(piece, language)] if scores else []
    told = [_without_laments(text) if language == "zh" else text for text in doubtful]
    scored = dict(zip(doubtful, scores(told), strict=True)) if scores else {}
    asking: set[int] = set()  # sentences in which something was asked already
    made = []
    for piece in found:
        role = _role(piece, language, scored.get(piece.text, 0.0), piece.sentence in asking)
        if role == "request":
            asking.add(piece.sentence)
        reproaches = bool(RHETORICAL[language].search(piece.text) or REFLECTS[language].search(piece.text))
        marked = piece.mark in _QUESTION_MARK and piece.mark != ""
        made.append(Part(piece, role, reproaches or (role == "complaint" and marked)))
    return tuple(made)


def wording(text: str, language: Language) -> str:
    """A request without its polite beginning and its end mark: what can be quoted in a heading."""
    bare = LEAD_IN[language].sub("", text.strip()).strip(" ，,、；;：:")
    bare = re.sub(r"[。.！!？?…\s]+$", "", bare)
    return bare or text.strip()


def _role(piece: Piece, language: Language, score: float, goes_on: bool) -> Role:
    """`goes_on`: its sentence has asked something before it."""
    refusal = screen(piece.text)
    if refusal is not None and refusal.reason in ("injection", "abuse"):
        return "set aside"
    indirect = goes_on and language == "en" and bool(GOES_ON_EN.match(piece.text))
    asked = not piece.leads and (indirect or _asks(piece, language))
    if asked and (_reproaches(piece, language, score, goes_on) or _is_rhetorical(piece, language, score, goes_on)):
        return "complaint"
    if asked:
        return "request"
    exclaims = piece.mark in ("！", "!") and _has_object(piece.text, language)
    return "complaint" if exclaims or REFLECTS[language].search(piece.text) else "told"


def _may_reproach(piece: Piece, language: Language) -> bool:
    """Whether it asks by a question mark or an interrogative alone: no "please tell us", no list of questions."""
    plain = not (ASKS[language].search(piece.text) or DIRECTIVE[language].search(piece.text))
    return plain and not (piece.listed or piece.announced or CONFIRMED.search(piece.text)) and _asks(piece, language)


def _reproaches(piece: Piece, language: Language, score: float, goes_on: bool) -> bool:
    measured = goes_on or QUANTITY[language].search(INDEFINITE_ZH.sub("", piece.text))
    return score >= (_REPROACHES_BY_QUANTITY if measured else _REPROACHES)


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
    if directive is None:
        return False
    whole = (_clause(text, directive.start(), language), text[: directive.start()])  # 路灯坏了，请派人修一下
    return any(clause and _has_object(clause, language) for clause in (whole if language == "zh" else whole[:1]))


def _clause(text: str, at: int, language: Language) -> str:
    """From the comma before the word that asks: 查处结果请告知 names what is asked before it."""
    if language == "en":
        return text[at:]
    return text[max(text.rfind(mark, 0, at) for mark in "，,：:") + 1 :]


def _is_question(piece: Piece, language: Language) -> bool:
    text = piece.text
    if language == "en":
        return (piece.mark in _QUESTION_MARK and piece.mark != "") or bool(ORDERED_EN.match(text))
    cue = INTERROGATIVE["zh"].search(INDEFINITE_ZH.sub("", text))
    if piece.mark and piece.mark in _QUESTION_MARK:
        return cue is not None or text.endswith(("？", "?"))
    if piece.listed and cue:
        return True
    measured = MEASURING["zh"].search(INDEFINITE_ZH.sub("", text))
    return measured is not None and piece.mark not in ("！", "!") and not INDEFINITE_ZH.search(text)


def _is_rhetorical(piece: Piece, language: Language, score: float, goes_on: bool) -> bool:
    text = _without_laments(piece.text) if language == "zh" else piece.text
    if RHETORICAL[language].search(text) and score > _SURELY_ASKS:
        asks = ASKS[language].search(text)
        return not (asks and _has_object(text[asks.end() :], language))
    if any(forms[language].search(text) for forms in (ASKS, DIRECTIVE, MEASURING)) or CONFIRMS.fullmatch(text):
        return False
    return not (goes_on or piece.announced or _has_object(text, language))


def _without_laments(text: str) -> str:
    """The clauses beside those that lament, when they ask for something that measures or chooses."""
    rest = LAMENTS_ZH.sub("", text)
    return rest if MEASURING["zh"].search(INDEFINITE_ZH.sub("", rest)) else text


def _has_object(text: str, language: Language) -> bool:
    """Whether something is asked about beside people, feelings and the letter itself."""
    if language == "en":
        return bool(set(english_words(wording(text, "en"))) - GENERIC_EN)
    from index.lexical_tags import tagged  # here: loading takes two seconds

    words = tagged(wording(text, "zh"))
    return any(
        (tag[0] == "n" or tag in ("vn", "l", "j", "eng", "v")) and len(word) > 1 and word not in GENERIC_ZH
        for word, tag in words
    )
