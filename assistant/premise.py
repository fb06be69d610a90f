"""In: a question and what is cited for it. Out: what it takes for granted and the text has otherwise, in words.

A claim (… 吧？ Is it true that …) is compared with the text as any statement is (verify.py). Does not choose passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answer import Check, Citation
from assistant.questions.question import language
from assistant.verify import Aids, verify
from assistant.words import say
from corpus import figures

# Said as a fact, to be confirmed or explained.
_CLAIMS = re.compile(
    r"吧\s*[?？。!！]*$|[是对]吧|[对是]不对|对吗|没错吧|听说|据说|"
    r"为[什何](?:么)?[^？?]*(?:就|才|已经|早就|只|这么|那么|全部?|都)|为什么(?:这么|那么)|"
    r"\b(?:right|correct|true)\s*\?|\bis it (?:true|right|correct)\b|\b(?:is|was|did|does|has|were|are|have)n.t (?:it|they|there)\b|"
    r"^(?:so|since|because|given that)\b|^why (?:did|do|does|is|are|was|were|has|have|only)\b|, why\s*\?",
    re.IGNORECASE,
)
# Hearsay told before an open question is the asker's story, not what is asked.
_TOLD_BEFORE = re.compile(r"(?:听说|据说)[^？?]*[，,；;。][^，,；;。]*(?:请问|什么|哪|谁|几|多少|怎么|怎样|如何|何时)")
# Asked whether it is so: what is done or planned, and when, may turn out otherwise; the words may differ.
_WHETHER = re.compile(
    r"[吗么]\s*[?？。]*$|是不是|是否|^(?:is|are|was|were|did|does|do|has|have|had)\b|"
    r"^[^什哪谁几何怎多如]*(?:了|[\d%％名位次])\s*[?？]\s*$",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?:[,，;；]?\s*(?:真的假的|是真是假|(?:这|此事)?是?真的吗|有这回事吗|(?:is|was) (?:that|this|it) (?:true|so|right|correct)|[是对没]?错?吧|对吗|是吗|对不对|是不是|吗))?\s*[?？。!！]*$|^(?:听说|据说|为什么|为何|so\b|why\b|since\b|is it (?:true|right|correct) that)\s*",
    re.IGNORECASE,
)
_WHY_SO = re.compile(r"[,，]\s*(?:为什么|怎么)(?:这么|那么|会)?[^,，？?]*$|,\s*why\s*\??$", re.IGNORECASE)
_OF_CLAIMS = ("figures", "dates", "modality", "polarity", "frame", "wording")
_OF_WHETHER = ("figures", "dates", "modality", "frame")
_TIMES = ("dates", "frame")  # 年底前 for 年内 is no other time; another day, month or year is
_DIGIT = re.compile(r"\d")
_ALL = re.compile(r"全部|都|所有|\b(?:all|every|everything)\b", re.IGNORECASE)
_DONE = re.compile(r"完|已经?|[好掉光]了|了\s*[,，吧?？]|\b(?:already|finished|completed|done|been)\b", re.IGNORECASE)
_LEFT = re.compile(r"剩余|剩下|尚未|尚有|还有|需持续|未完成|已有\d|其中\d|正在|年内|计划|将")
_LONGEST = {"zh": 60, "en": 150}  # characters: a letter tells a story, it is no claim


def corrections(question: str, cited: Sequence[Citation], aids: Aids) -> tuple[str, ...]:
    """What of the question does not agree with the cited paragraphs, one sentence each, in its language."""
    spoken = language(question)
    if not cited or len(question) > _LONGEST[spoken]:
        return ()
    issued_on = cited[0].bulletin.issued_on
    claimed = _CLAIMS.search(question) and not _TOLD_BEFORE.search(question)
    kinds = _OF_CLAIMS if claimed else _OF_WHETHER if _WHETHER.search(question) else ()
    if kinds:
        failed = _failed(question, cited, issued_on, aids, kinds)
        if failed:
            return tuple(say("premise_check", spoken).format(detail=check.detail) for check in failed)
        if _ALL.search(question) and _DONE.search(question) and any(_LEFT.search(one.quote) for one in cited):
            return (say("premise_all", spoken),)
    wrong = contradicted(question, [citation.paragraph.text for citation in cited], issued_on)
    return tuple(say("premise", spoken).format(figure=figure) for figure in wrong)


def _failed(
    question: str, cited: Sequence[Citation], issued_on: date | None, aids: Aids, kinds: Sequence[str]
) -> list[Check]:
    """The checks that the claim fails, of the first kind that it fails."""
    claim = _TAG.sub("", _WHY_SO.sub("", question.strip()))
    failed = [check for check in verify(claim, cited, issued_on, aids=aids).checks if not check.ok]
    for kind in kinds:
        found = [
            check
            for check in failed
            if check.kind == kind and (kinds is _OF_CLAIMS or kind not in _TIMES or _DIGIT.search(check.detail))
        ]
        if found:
            return found
    return []


def contradicted(question: str, paragraphs: Sequence[str], issued_on: date | None) -> tuple[str, ...]:
    """The question's figures, as written, that no paragraph holds although it has figures of that kind."""
    said = [figure for text in dict.fromkeys(paragraphs) for figure in figures.find(text, issued_on)]
    return tuple(_strange(question, said, issued_on))


def _strange(question: str, said: Sequence[figures.Figure], issued_on: date | None) -> Iterator[str]:
    kinds = {figure.kind for figure in said}
    for figure in figures.find(question, issued_on):
        if figure.kind in kinds and _is_claim(figure) and not any(figures.same(figure, other) for other in said):
            yield figure.text


def _is_claim(figure: figures.Figure) -> bool:
    """A number given in digits; years only frame a question, and spelled numbers are often a manner of speaking."""
    in_digits = any(character.isdigit() for character in figure.text)
    return in_digits and not figure.is_time and figure.kind not in ("ordinal", "duration") and figure.high is None
