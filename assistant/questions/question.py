"""In: the words of a question. Out: its language, and what it asks for.

Knows interrogatives only, Chinese and English; never a topic. Does not know the corpus.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.answer import Language
from assistant.errors import QuestionError
from assistant.questions.cues import CUES, FIGURES, UNIT, Kind

_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Want:
    """What one part of a question asks for: its kind, and for numbers which figures could answer."""

    text: str
    kind: Kind
    figures: frozenset[str] = frozenset()  # kinds of corpus.figures.Figure; empty = any
    unit: str = ""  # the classifier asked for ("所"), "" = any
    about: str = ""  # the topic, when it stands in another part of the question

    @property
    def leans(self) -> bool:
        """Whether the part does not say by itself what it is about."""
        return bool(self.about or self.text.endswith("呢"))

    @property
    def standalone(self) -> str:
        """The part as a question that can be searched alone."""
        return f"{self.about}：{self.text}" if self.about else self.text


def clean(text: str, longest: int) -> str:
    """The question without control characters and outer white space.

    Raises QuestionError when nothing is left or it is longer than `longest` characters.
    """
    cleaned = _CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()
    if not cleaned:
        raise QuestionError("the question is empty; type a question, for example: 大班额问题是怎么解决的？")
    if len(cleaned) > longest:
        raise QuestionError(
            f"the question has {len(cleaned)} characters, {longest} are allowed; ask one thing at a time"
        )
    return cleaned


def language(text: str) -> Language:
    """The language to answer in: Chinese unless English words outnumber Chinese characters."""
    return "en" if len(_LATIN_WORD.findall(text)) > len(_CJK.findall(text)) else "zh"


def want(text: str) -> Want:
    """What a question of one part asks for; no interrogative at all means the topic as a whole."""
    kind: Kind = next((kind for kind, cue in CUES if cue.search(text)), "topic")
    if kind != "number":
        return Want(text, kind)
    kinds = next((kinds for kinds, cue in FIGURES if cue.search(text)), frozenset[str]())
    unit = UNIT.search(text)
    return Want(text, "number", kinds, unit.group(1) if unit else "")
