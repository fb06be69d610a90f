"""In: a question and its hits. Out: whether the bulletins speak of what is asked at all.

By the likeness of the nearest sentence and by the question's own words. Does not know types of values or passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.answer import Language
from assistant.questions import asked_chinese, asked_english
from assistant.questions.question import language
from assistant.speaks import Words
from index.chunk import Hit

SpokenOf = Literal["unspoken", "doubtful", "spoken"]

_OF_WORDS = 0.15  # what all words of the question, spoken of in the nearest sentence, are worth in likeness
# Sentences from which the mean that is taken away of them says what they have in common, not what they are about.
ENOUGH = 100
_WORDLESS = 0.7  # the share of a question that has no word of a subject
# From which nearness on a sentence is shown at all, and taken for an answer. The likeness is of vectors without their
# means, which makes encoders alike; English asks a Chinese text (docs/measurements.md, "Topics not spoken of").
_SHOWN: dict[Language, float] = {"zh": 0.21, "en": 0.12}
_ANSWERS: dict[Language, float] = {"zh": 0.31, "en": 0.21}


def spoken_of(question: str, hits: Sequence[Hit], words: Words) -> SpokenOf:
    """By the best paragraph's nearest sentence; without hits nothing is spoken of."""
    near, asked_in = nearness(question, hits, words), language(question)
    if near < _SHOWN[asked_in]:
        return "unspoken"
    return "spoken" if near >= _ANSWERS[asked_in] else "doubtful"


def nearness(question: str, hits: Sequence[Hit], words: Words) -> float:
    """The likeness of the best paragraph's nearest sentence, more for the words of the question it speaks of."""
    if not hits:
        return -1.0
    nearest = max(hits[0].chunks, key=lambda chunk: chunk.dense)
    subject = (asked_english if language(question) == "en" else asked_chinese).subject_words(question)
    spoken = words.spoken(subject, nearest.chunk.text)
    share = sum(spoken.values()) / len(spoken) if spoken else _WORDLESS
    return nearest.dense + _OF_WORDS * share
