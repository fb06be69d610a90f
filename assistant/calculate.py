"""In: a part of a question and the passages found for it. Out: a total, difference, share or change, with its operands.

Only from figures that are certain (assistant.operands); what the text states itself is quoted, not computed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assistant import operands
from assistant.answer import Language
from assistant.extract import Passage
from assistant.operands import Operand
from assistant.questions import topics
from assistant.questions.cues import FIGURES
from assistant.questions.question import Want, language
from corpus import figures

Operation = Literal["change", "share", "compare", "difference", "total"]

# The narrow forms before the wide ones.
_ASKED: tuple[tuple[Operation, str], ...] = (
    (
        "change",
        r"(?:从|由)(?:多少|几).*(?:到|至)(?:多少|几)|(?:提高|增加|增长|提升|减少|降低|压缩|压减)了?(?:多少|几)|"
        r"\bfrom (?:what|how (?:many|much)) to\b|\bby how (?:much|many)\b|"
        r"\bhow (?:much|many)\b.*"
        r"\b(?:risen|rose|rise|increased?|grow|grew|grown|improved?|fall|fell|fallen|drop(?:ped)?)\b",
    ),
    (
        "share",
        r"几成|占.{0,12}(?:多少|几|比例)|百分之(?:几|多少)|(?:多大|什么)比例|比例是|"
        r"\bwhat (?:percentage|per ?cent|share|proportion|fraction)\b",
    ),
    (
        "compare",
        r"哪(?!些)一?(?:个|项|年|边|方|类|家)?[^？?]{0,8}(?:[更最较](?:多|大|高|少|小)|(?:多|大|高|少|小)(?=[？?，,。！一些点呢吗啊]|$))|(?:谁|哪个)更|"
        r"还是[^？?]{1,20}(?:更)?(?:多|大|高|少)(?!少)|"
        r"\b(?:more|larger|bigger|higher|greater|less|smaller)\b.*\bor\b|\bor\b.*\b(?:more|larger|bigger|higher)\b|"
        r"\bwhich\b.*\b(?:more|larger|bigger|higher|greater|less|smaller)\b",
    ),
    (
        "difference",
        r"相差|差了?多少|差额|多出?(?:多少|几)|少了?(?:多少|几)|(?:还|仍)(?:剩|有|差)多少|多少.{0,6}(?:没有?|未|还没)|还剩几|"
        r"\bdifference\b|\bhow (?:many|much) (?:more|less|fewer)\b|"
        r"\bhow (?:many|much)\b.*"
        r"\b(?:left|remains?|remaining|still|not yet)\b",
    ),
    (
        "total",
        r"一共|总共|合计|共计|总计|加起来|总和|之和|(?<![这近前后])两年|两项|"
        r"\btotal\b|altogether|\bcombined\b|\bin all\b|\btogether\b|\bsum\b",
    ),
)
_OPERATIONS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ASKED)
_STATED_TOTAL = re.compile(r"共(?!同)|总|合计|累计|达到?")
_SCALES = {"亿": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
_SIGNS = {"total": "+", "difference": "-", "compare": ">", "change": "-", "share": "÷"}


@dataclass(frozen=True, slots=True)
class Calculation:
    """What was computed: the operands in the order they are told, and the result as written in Chinese."""

    operation: Operation
    operands: tuple[Operand, ...]
    result: str

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Where the operands stand, each once."""
        return tuple(dict.fromkeys(operand.passage for operand in self.operands))

    def text(self, language: Language) -> str:
        """The statement: its operands in their own words, then the arithmetic."""
        return _english(self) if language == "en" else _chinese(self)


def asked(question: str) -> Operation | None:
    """Which calculation a question asks for, if any."""
    return next((name for name, pattern in _OPERATIONS if pattern.search(question)), None)


def calculate(want: Want, passages: Sequence[Passage]) -> Calculation | None:
    """The calculation asked for; None when `want` asks for none, the text states it, or an operand is doubtful."""
    operation = asked(want.text)
    if operation is None or not passages:
        return None
    candidates = _candidates(want, passages)
    if _stated(operation, want, passages):
        return None
    chosen = _chosen(operation, want, candidates, passages)
    return None if chosen is None else _computed(operation, chosen)


def _candidates(want: Want, passages: Sequence[Passage]) -> list[Operand]:
    """The amounts of the kind that the question's words name, also when it does not ask how many."""
    kinds = want.figures or next((kinds for kinds, cue in FIGURES if cue.search(want.text)), frozenset())
    return operands.operands(replace(want, figures=kinds), passages)


def unsure(want: Want, passages: Sequence[Passage]) -> bool:
    """Whether `want` names two times to add or compare and the passages do not give one amount for each."""
    if asked(want.text) not in ("total", "difference", "compare") or not passages:
        return False
    times = operands.named_times(want.text, passages[0].hit.bulletin.issued_on)
    if len(times) < 2 or _stated("total", want, passages):
        return False
    return operands.by_time(times, want.text, _candidates(want, passages)) is None


def _chosen(
    operation: Operation, want: Want, candidates: list[Operand], passages: Sequence[Passage]
) -> list[Operand] | None:
    question = f"{want.about}{want.text}"
    if operation == "change":
        return operands.from_and_to(question, [*candidates, *operands.percents(passages)])
    times = operands.named_times(want.text, passages[0].hit.bulletin.issued_on)
    if len(times) > 1:
        return operands.by_time(times, question, candidates)
    if operation == "share":
        return operands.whole_and_part(question, candidates)
    names = [phrase.text for phrase in topics.phrases(want.text)]
    if operation == "compare" or (len(names) == 2 and operation == "difference"):
        named = operands.by_name(_compared(want.text), candidates)
        return named or (operands.complements(candidates) if operation == "compare" else None)
    if operation == "difference":
        return operands.whole_and_part(question, candidates)
    return operands.by_verb(candidates) or operands.complements(candidates)


def _compared(question: str) -> list[str]:
    """The two things that a question compares: A和B哪个…, A还是B…."""
    if language(question) == "en":
        return []
    pieces = re.split(r"还是|[和与跟比、]", question)
    named = [topic.text for piece in pieces if (topic := topics.topic(piece + "的情况"))]
    return named[:2] if len(named) == 2 else []


def _stated(operation: Operation, want: Want, passages: Sequence[Passage]) -> bool:
    """Whether the passages give the result themselves."""
    if operation == "share":
        return bool(operands.percents(passages))
    found = [
        (figure, passage.text[max(0, figure.start - 12) : figure.start])
        for passage in passages
        for figure in figures.find(passage.text, passage.hit.bulletin.issued_on)
    ]
    if operation == "change":
        return any(figure.kind == "point" or figure.change in ("rise", "fall") for figure, _ in found)
    if operation == "total":
        kinds = want.figures or {"count"}
        return any(
            figure.kind in kinds and _STATED_TOTAL.search(re.split(r"[,，;；。]", before)[-1])
            for figure, before in found
        )
    return operation == "difference" and any(re.search(r"剩|尚有|还有", before[-6:]) for _, before in found)


def _computed(operation: Operation, chosen: list[Operand]) -> Calculation | None:
    values = [operand.figure.value or Decimal(0) for operand in chosen]
    if operation == "total":
        return _result(operation, chosen, sum(values, Decimal(0)))
    if operation == "share":
        if not values[0]:
            return None
        share = (100 * values[1] / values[0]).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return Calculation(operation, tuple(chosen), f"{share.normalize():f}%")
    if operation == "change":
        return _result(operation, chosen, abs(values[1] - values[0]))
    return _result(operation, chosen, abs(values[0] - values[1]))


def _result(operation: Operation, chosen: list[Operand], value: Decimal) -> Calculation | None:
    """The value in the operands' unit; money of two scales in the larger one."""
    units = {operand.unit for operand in chosen}
    if chosen[0].figure.kind == "percent":
        return Calculation(operation, tuple(chosen), f"{value.normalize():f}个百分点")
    unit = max(units, key=lambda unit: _SCALES[_scale(unit)])
    size = _SCALES[_scale(unit)] * _base(chosen[0])
    number = (value / size).normalize()
    return Calculation(operation, tuple(chosen), f"{number:f}{unit}") if value or operation != "total" else None


def _scale(unit: str) -> str:
    return unit[:1] if unit[:1] in _SCALES else ""


def _base(operand: Operand) -> Decimal:
    """Base units in one unit as written, without 万 and 亿: 10,000 m² in 公顷."""
    number = Decimal(operand.number.replace(",", "")) * _SCALES[_scale(operand.unit)]
    return (operand.figure.value or Decimal(0)) / number if number else Decimal(1)


def _told(found: Calculation) -> list[str]:
    """The arithmetic's operands as written, in its order: the larger first where one is taken from the other."""
    ordered = list(found.operands)
    if found.operation in ("difference", "compare", "change"):
        ordered.sort(key=lambda operand: -(operand.figure.value or 0))
    if found.operation == "share":
        ordered.reverse()
    return [operand.figure.text.strip() for operand in ordered]


def _clauses(found: Calculation) -> list[str]:
    mark = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是|[(（]?\d{1,2}[)）.、])")
    return list(dict.fromkeys(mark.sub("", operand.clause) for operand in found.operands))


def _chinese(found: Calculation) -> str:
    first, second = (operand.figure.value or Decimal(0) for operand in found.operands[:2])
    words = {
        "total": "合计",
        "difference": "相差",
        "share": "后者占前者的",
        "change": "增加" if second >= first else "减少",
        "compare": "相差",
    }[found.operation]
    planned = [operand.figure.text.strip() for operand in found.operands if operand.planned]
    some = planned if 0 < len(planned) < len(found.operands) else []
    note = f"，其中计划{'、'.join(some)}" if some else ""
    sign = "=" if first == second and found.operation == "compare" else _SIGNS[found.operation]
    arithmetic = f" {sign} ".join(_told(found))
    return f"{'，'.join(_clauses(found))}，{words}{found.result}（{arithmetic}{note}）"


def _english(found: Calculation) -> str:
    first, second = (operand.figure.value or Decimal(0) for operand in found.operands[:2])
    words = {
        "total": " in total",
        "difference": " is the difference",
        "share": " of the first",
        "change": " more" if second >= first else " less",
        "compare": " more in the first" if first > second else " more in the second",
    }[found.operation]
    planned = [_in_english(operand.figure.text) for operand in found.operands if operand.planned]
    note = f" ({', '.join(planned)} planned)" if 0 < len(planned) < len(found.operands) else ""
    sign = "-" if found.operation == "compare" else _SIGNS[found.operation]
    arithmetic = f" {sign} ".join(map(_in_english, _told(found)))
    quotes = " and ".join(f"“{clause}”" for clause in _clauses(found))
    return f"{quotes}: {arithmetic} = {_in_english(found.result)}{words}{note}"


def _in_english(written: str) -> str:
    found = figures.find(written)
    return (figures.in_english(found[0]) if found else None) or written
