"""In: a request as the letter words it and what stands before it. Out: the question to ask the bulletins.

"How much did it cost?" needs its topic: of the candidates, the one whose best paragraph fits best is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Language
from assistant.letters.inquiry_cues import GENERIC_EN, GENERIC_ZH
from assistant.questions import topics
from index.chunk import Hit
from index.lexical_terms import english_words

Search = Callable[[str], Sequence[Hit]]
_COVERAGE_SHARE = 0.3  # of the words held, beside the likeness of the best sentence (docs/measurements.md)
_POINTS_ZH = re.compile(r"[它他她]们?|这|那(?!么)|其中|剩[余下]|上述|后者|前者")
_POINTS_EN = re.compile(r"\b(?:it|its|they|them|their|there)\b|\b(?:this|that|these|those)\b(?=\W*$)", re.IGNORECASE)
# "how many are under construction": how many of what was said before it.
_ELLIPTIC_EN = re.compile(
    r"\bhow (?:many|much) (?:of (?:it|them|those|these)\b|(?:is|are|was|were|has|have|had|will|do|did|can)\b)",
    re.IGNORECASE,
)
_NEAREST = 0.15  # "it" points at what was asked or told last
_ALONE = 0.06  # in doubt the request as it stands
_MOST_TOPICS, _A_TEXT = 10, 3  # candidates a request, and of one text
# The writer's own heading: "关于断头路：修了几条？", "On roads: how many …".
_HEADED = re.compile(
    r"^(?:(?:关于|有关|就)(?P<zh>[^：:，,。？?]{2,20}?)(?:的?(?:问题|方面|事情?))?[：:]|"
    r"(?:on|about|regarding|concerning|as (?:for|to|regards)|with regard to)\s+(?:the\s+)?(?P<en>[^:,?]{2,40})[:,])",
    re.IGNORECASE,
)
# What letters say around a topic: 听说法院的…, 感觉河里水, 据传办公用房.
_SAYING = re.compile(
    r"^(?:听人?说|据说|据传|传闻|都说|说是?|讲|知道|晓得|感觉|觉得|看到|看见|想了解|了解|关心|关注|反映|咨询|作为|叫|核实|请)+"
)
_PREPOSITION_EN = re.compile(
    r"\s+(?:on|in|at|of|for|from|to|with|by|under|behind|near)\s+(?:the\s+|an?\s+)?", re.IGNORECASE
)
# A noun that is left out of phrases as everybody asks of it; beside an adjective it is what is asked of.
_NOUN_EN = re.compile(
    r" (?:projects?|households?|compan(?:y|ies)|units?|departments?|places?|works|staff|officials?)\b"
)
_EDGES_EN = re.compile(
    r"^(?:(?:our|my|your|the|two|three|four|five|six|seven|eight|nine|ten)\b\s*)+|"
    r"(?:\s*\b(?:our|my|your|two|three|four|five|six|seven|eight|nine|ten|behind|for|of|in|on|at))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a letter asks or tells around a request; `topic`: what it was taken to be about, where it does not say."""

    text: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A request as it is asked of the bulletins; `topic`: what was put before its words, "" when nothing was."""

    text: str
    topic: str = ""


def standalone(
    wording: str, before: Sequence[Before], after: Sequence[Before], language: Language, search: Search
) -> Question:
    """The wording, or "关于<topic>：<wording>" with a topic of the texts around it, nearest first."""
    if _HEADED.match(wording):
        return Question(wording)
    leans = _leans(wording, language)
    alone = Question(wording)
    fits = {alone: 0.0 if leans else fit(search(wording)) + _ALONE}
    named = [one for one in (*before, *(after if leans else ())) if _abouts(one, language)]
    nearest = _own(named[0], language) or _abouts(named[0], language) if leans and named else []
    if named and leans and _HEADED.match(named[0].text):
        named = named[:1]  # the writer has said what this is about
    abouts = dict.fromkeys(about for one in named for about in _abouts(one, language))
    for about in list(abouts)[:_MOST_TOPICS]:
        question = f"关于{about}：{wording}" if language == "zh" else f"Regarding {about}: {wording}"
        if about not in wording:
            fits[Question(question, about)] = fit(search(question)) + (_NEAREST if about in nearest else 0.0)
    return max(fits, key=lambda question: fits[question])


def _abouts(one: Before, language: Language) -> list[str]:
    """What a text may be about: its own phrases, and the topic that it was given."""
    return [*_own(one, language), one.topic] if one.topic else _own(one, language)


def _own(one: Before, language: Language) -> list[str]:
    """Its own phrases, the longest first; its heading alone; none when it was given a topic because it leans."""
    if headed := _HEADED.match(one.text):
        return [headed["zh"] or headed["en"]]
    if one.topic and _leans(one.text, language):
        return []
    found = [_SAYING.sub("", phrase.text) for phrase in topics.phrases(one.text)]
    if language == "en":
        found = list(_english(one.text))
    found = sorted(dict.fromkeys(found), key=len, reverse=True)
    return [phrase for phrase in found if len(phrase) > 1 and not _is_generic(phrase, language)][:_A_TEXT]


def _english(text: str) -> Iterator[str]:
    """English phrases with the noun that is theirs (key projects), and what stands behind a preposition in them."""
    for phrase in topics.phrases(text):
        noun = _NOUN_EN.match(text, phrase.end)
        for part in {phrase.text + (noun[0] if noun else ""), *_PREPOSITION_EN.split(phrase.text)[1:]}:
            if bare := _EDGES_EN.sub("", part):
                yield bare


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
        return bool(_ELLIPTIC_EN.search(wording)) or (len(own.text.split()) <= 2 and bool(_POINTS_EN.search(wording)))
    return len(own.text) <= 4 and bool(_POINTS_ZH.search(wording))


def fit(hits: Sequence[Hit]) -> float:
    """Likeness of the best paragraph's best sentence (a cosine) plus a share of the words it holds."""
    if not hits:
        return 0.0
    return max((chunk.dense for chunk in hits[0].chunks), default=0.0) + _COVERAGE_SHARE * hits[0].coverage
