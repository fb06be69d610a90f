"""In: a request as the letter words it and what stands before it. Out: the question to ask the bulletins.

"How much did it cost?" needs its topic: of the candidates, the one whose best paragraph fits best is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Language
from assistant.letters.inquiry_cues import GENERIC_EN, GENERIC_ZH
from assistant.questions import topics
from index.chunk import Hit
from index.lexical_terms import english_words

Search = Callable[[str], Sequence[Hit]]
_COVERAGE_SHARE = 0.3  # of the words held, beside the likeness of the best sentence (docs/measurements.md)
_POINTS_ZH = re.compile(r"[它他她]们?|这|那(?!么)|其中|剩[余下]|上述|后者|前者")
_POINTS_EN = re.compile(r"\b(?:it|its|they|them|their|there)\b|\b(?:this|that|these|those)\b(?=\W*$)", re.IGNORECASE)
_NEAREST = 0.15  # "it" points at what was asked or told last
_ALONE = 0.06  # in doubt the request as it stands
_MOST_TOPICS, _A_TEXT = 10, 3  # candidates a request, and of one text
_MADE = re.compile(r"^(?:关于|Regarding )(?P<topic>[^：:]+)[：:]\s*(?P<asked>.*)$", re.DOTALL)
# What letters say around a topic: 听说法院的…, 感觉河里水, 据传办公用房.
_SAYING = re.compile(
    r"^(?:听人?说|据说|据传|传闻|都说|说是?|讲|知道|晓得|感觉|觉得|看到|看见|想了解|了解|关心|关注|反映|咨询|作为|叫|核实|请)+"
)


def standalone(wording: str, before: Sequence[str], after: Sequence[str], language: Language, search: Search) -> str:
    """The wording, or "关于<topic>：<wording>" with a topic of the texts around it, nearest first."""
    leans = _leans(wording, language)
    fits = {wording: 0.0 if leans else fit(search(wording)) + _ALONE}
    named = [text for text in (*before, *(after if leans else ())) if _abouts(text, language)]
    nearest = _own(named[0], language) or _abouts(named[0], language) if leans and named else []
    abouts = dict.fromkeys(about for text in named for about in _abouts(text, language))
    for about in list(abouts)[:_MOST_TOPICS]:
        question = f"关于{about}：{wording}" if language == "zh" else f"Regarding {about}: {wording}"
        if about not in wording:
            fits[question] = fit(search(question)) + (_NEAREST if about in nearest else 0.0)
    return max(fits, key=lambda question: fits[question])


def _abouts(text: str, language: Language) -> list[str]:
    """What a text may be about: its own phrases, and the topic that it was given."""
    made = _MADE.match(text)
    return [*_own(text, language), made["topic"]] if made else _own(text, language)


def _own(text: str, language: Language) -> list[str]:
    """Its own phrases, the longest first; none when it was given a topic because it leans."""
    made = _MADE.match(text)
    if made and _leans(made["asked"], language):
        return []
    phrases = topics.phrases(made["asked"] if made else text)
    found = sorted((_SAYING.sub("", phrase.text) for phrase in phrases), key=len, reverse=True)
    return [phrase for phrase in found if len(phrase) > 1 and not _is_generic(phrase, language)][:_A_TEXT]


def _is_generic(phrase: str, language: Language) -> bool:
    """Nothing that a bulletin tells of: people, the letter itself, words of asking."""
    if language == "zh":
        return phrase in GENERIC_ZH
    return not set(english_words(phrase)) - GENERIC_EN


def _leans(wording: str, language: Language) -> bool:
    """Whether the words alone cannot say what is asked: a pronoun, or nothing that names a thing."""
    own = topics.topic(wording)
    if own is None:
        return True
    if language == "en":
        return len(own.text.split()) <= 2 and bool(_POINTS_EN.search(wording))
    return len(own.text) <= 4 and bool(_POINTS_ZH.search(wording))


def fit(hits: Sequence[Hit]) -> float:
    """Likeness of the best paragraph's best sentence (a cosine) plus a share of the words it holds."""
    if not hits:
        return 0.0
    return max((chunk.dense for chunk in hits[0].chunks), default=0.0) + _COVERAGE_SHARE * hits[0].coverage
