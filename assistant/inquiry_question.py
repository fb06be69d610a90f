"""In: a request as the letter words it and what stands before it. Out: the question to ask the bulletins.

"How much did it cost?" needs its topic: of the candidates, the one whose best paragraph fits best is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant import topics
from assistant.answer import Language
from assistant.inquiry_cues import GENERIC_ZH
from index.chunk import Hit

Search = Callable[[str], Sequence[Hit]]
_COVERAGE_SHARE = 0.3  # of the words held, beside the likeness of the best sentence (docs/measurements.md)
_POINTS_ZH = re.compile(r"[它他她]们?|这|那(?!么)|其中|剩[余下]|上述|后者|前者")
_POINTS_EN = re.compile(r"\b(?:it|its|they|them|their|there)\b|\b(?:this|that|these|those)\b(?=\W*$)", re.IGNORECASE)
_NEAREST = 0.05  # "it" points at what was asked last
_ALONE = 0.06  # in doubt the request as it stands
_MOST_TOPICS, _A_TEXT = 10, 3  # candidates a request, and of one text
_MADE = re.compile(r"^(?:关于|Regarding )(?P<topic>[^：:]+)[：:]")


def standalone(wording: str, before: Sequence[str], after: Sequence[str], language: Language, search: Search) -> str:
    """The wording, or "关于<topic>：<wording>" with a topic of the texts around it, nearest first."""
    leans = _leans(wording, language)
    fits = {wording: 0.0 if leans else _fit(search(wording)) + _ALONE}
    nearest = _abouts(before[0]) if leans and before else []
    abouts = dict.fromkeys(about for text in (*before, *(after if leans else ())) for about in _abouts(text))
    for about in list(abouts)[:_MOST_TOPICS]:
        question = f"关于{about}：{wording}" if language == "zh" else f"Regarding {about}: {wording}"
        if about not in wording:
            fits[question] = _fit(search(question)) + (_NEAREST if about in nearest else 0.0)
    return max(fits, key=lambda question: fits[question])


def _abouts(text: str) -> list[str]:
    """What a text may be about, the longest phrase first; a question made standalone says it itself."""
    if made := _MADE.match(text):
        return [made["topic"]]
    found = sorted((phrase.text for phrase in topics.phrases(text)), key=len, reverse=True)
    return [phrase for phrase in found if phrase not in GENERIC_ZH][:_A_TEXT]


def _leans(wording: str, language: Language) -> bool:
    """Whether the words alone cannot say what is asked: a pronoun, or nothing that names a thing."""
    own = topics.topic(wording)
    if own is None:
        return True
    if language == "en":
        return len(own.text.split()) <= 2 and bool(_POINTS_EN.search(wording))
    return len(own.text) <= 4 and bool(_POINTS_ZH.search(wording))


def _fit(hits: Sequence[Hit]) -> float:
    """Likeness of the best paragraph's best sentence (a cosine) plus a share of the words it holds."""
    if not hits:
        return 0.0
    return max((chunk.dense for chunk in hits[0].chunks), default=0.0) + _COVERAGE_SHARE * hits[0].coverage
