"""In: a request, the question it became and its answer. Out: the answer, without what only fits the topic it was given.

A topic makes any request like the bulletins; its own words must be spoken of too. Knows no department and no template.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer, Language
from assistant.letters.inquiry_cues import GENERIC_EN, GENERIC_ZH, INDEFINITE_ZH, INTERROGATIVE
from assistant.questions import asked_chinese, asked_english, topics
from assistant.questions.parts import wants
from assistant.speaks import Words
from assistant.sufficiency import asked_by, named
from assistant.words import say
from index.lexical_tags import tagged
from index.lexical_terms import english_words

_SPOKEN_OF = 0.35  # a word below this is not spoken of: only one of its characters is shared (docs/measurements.md)
# From so many words of its own on: one English word may be said in many ways.
_ENOUGH: dict[Language, int] = {"zh": 1, "en": 2}
# What is the writer's own: a bulletin for everybody does not tell of it.
_WRITERS = re.compile(
    r"(?:我|咱|俺)们?(?:这个?|的|那个?)?(?:家|小区|村|楼|栋|单元|单位|公司|学校|街|社区|厂|店|户|镇|巷|弄)|"
    r"\b(?:my|our)\s+(?:own\s+)?(?:village|estate|street|lane|building|block|school|house|home|flat|family|neighbou?rhood|"
    r"road|company|shop)\b",
    re.IGNORECASE,
)
_LIGHT = frozenset(
    ["开始", "进行", "要求", "打算", "准备", "计划", "具体", "继续", "全部", "现在", "目前", "今年", "明年", "去年"]
)
_ASKING_CLAUSE = re.compile(r"[^，,；;。：:]+")


def owned(wording: str, topic: str, answer: Answer, words: Words) -> Answer:
    """The answer as far as it is about the request's own words, and about the `topic` that it was given.

    Nothing of them in what is quoted: not found. An event that is not there, or the writer's own: named beside.
    A request for a number is left alone: what counts or measures says itself of what.
    """
    if answer.status not in ("answered", "partial") or not answer.statements:
        return answer
    point = say("missing", answer.language).format(point=named(wording))
    asked = [(want.kind, asked_by(want)) for want in wants(wording)]
    plain = all(one is None and kind != "number" for kind, one in asked)
    when = all(one is not None and one.type == "date" for _, one in asked)
    text = "".join("".join((*one.paragraph.heading_path, one.quote)) for one in answer.citations)
    own = _own(wording, answer.language)
    about = _own(topic, answer.language) if answer.language == "zh" else []
    if when and about and not _spoken(about, text, words):  # dates stand everywhere: that of something else
        return replace(answer, status="not_found", lead="", statements=(), citations=(), missing=(point,))
    if plain and len(own) >= _ENOUGH[answer.language] and not _spoken(own, text, words):
        return replace(answer, status="not_found", lead="", statements=(), citations=(), missing=(point,))
    if answer.missing:
        return answer
    events = _events(wording) if answer.language == "zh" and when else []
    if _of_the_writer(wording, answer.language) or (events and not _spoken(events, text, words)):
        return replace(answer, status="partial", missing=(point,))
    return answer


def _own(wording: str, language: Language) -> list[str]:
    """The words of a request that carry a subject, without times, and what every letter is full of."""
    time = topics.time(wording)
    text = wording if time is None else wording[: time.start] + " " + wording[time.end :]
    if language == "en":
        return [word for word in asked_english.subject_words(text) if set(english_words(word)) - GENERIC_EN]
    said = asked_chinese.subject_words(text)
    return [word for word in said if len(word) > 1 and word not in GENERIC_ZH and word not in _LIGHT]


def _events(wording: str) -> list[str]:
    """What is asked when: the verbs of the request."""
    return [
        word
        for word, tag in tagged(wording)
        if tag in ("v", "vn") and len(word) > 1 and word not in GENERIC_ZH and word not in _LIGHT
    ]


def _spoken(own: list[str], text: str, words: Words) -> bool:
    return any(share >= _SPOKEN_OF for share in words.spoken(own, text).values())


def _of_the_writer(wording: str, language: Language) -> bool:
    """Whether the clauses that ask, and not only those that tell, are about what is the writer's."""
    if language == "en":
        return bool(_WRITERS.search(wording))
    clauses = [match[0] for match in _ASKING_CLAUSE.finditer(wording)]
    asking = [one for one in clauses if INTERROGATIVE["zh"].search(INDEFINITE_ZH.sub("", one))]
    return any(_WRITERS.search(one) for one in asking or clauses)
