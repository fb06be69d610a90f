"""In: a figure, the figures named beside it, and the cited ones. Out: whether it was computed from them, and rightly.

Sums, differences, averages, shares, changes, in exact decimals; a share may be rounded as it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from corpus import figures
from corpus.figures import Figure

_DERIVED = re.compile(
    r"共|合计|总计|总共|总和|两项|相加|之和|加起来|平均|相差|差额|多出?|少了?|剩|还有|占|比例|[增减]|提高|降|翻|倍|"
    r"\btotal|altogether|together|combined|\bsum\b|in all|difference|more|fewer|less|remain|left|share|per ?cent|%|"
    r"increase|decrease|rise|rose|fell|drop|grew|average|times\b",
    re.IGNORECASE,
)


def counts(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether the number counts what the statement names: 两年 after 2019年 and 今年, 三项 after three sums."""
    if figure.value is None or not re.match(r"[两二三四五六]|(?:both|two|three)\b", figure.text, re.IGNORECASE):
        return False
    said = figure.value / 12 if figure.unit == "month" else figure.value
    before = [other for other in others if other.end <= figure.start]
    spans = {(other.begins, other.ends) for other in before if other.is_time}
    amounts = [other for other in before if not other.is_time]
    return said > 1 and said in ((len(spans),) if figure.kind == "duration" else (len(amounts),))


def derived(target: Figure, clause: str, others: Sequence[Figure], cited: Sequence[Figure]) -> bool | None:
    """Whether the figure follows from cited figures named beside it; None when nothing says so."""
    operands = [
        other
        for other in others
        if other is not target and not other.is_time and any(figures.same(other, known) for known in cited)
    ]
    if target.value is None or len(operands) < 2 or not _DERIVED.search(clause):
        return None
    return any(_close(target, value) for value in _computed(target, operands))


def _computed(target: Figure, operands: Sequence[Figure]) -> Iterator[Decimal]:
    """Sums, differences, averages, shares and changes of the operands, in the target's unit."""
    if target.kind in ("percent", "multiple"):
        scale = Decimal(100 if target.kind == "percent" else 1)
        for a, b in combinations(operands, 2):
            if a.value and b.value and (a.kind, a.unit) == (b.kind, b.unit):
                small, large = sorted((a.value, b.value))
                yield from (scale * small / large, scale * large / small)
                yield from (scale * (large - small) / large, scale * (large - small) / small)
        return
    alike = [o.value for o in operands if o.value is not None and _summable(o, target)]
    for count in range(2, len(alike) + 1):
        for chosen in combinations(alike, count):
            yield sum(chosen, Decimal(0))
            yield sum(chosen, Decimal(0)) / count
            if count == 2:
                yield abs(chosen[0] - chosen[1])


def _summable(operand: Figure, target: Figure) -> bool:
    if {operand.kind, target.kind} == {"percent", "point"}:
        return True
    return operand.kind == target.kind and (operand.kind == "count" or operand.unit == target.unit)


def _close(target: Figure, value: Decimal) -> bool:
    """Equal when rounded as the statement rounds; a figure that is told to the last digit must be exact."""
    assert target.value is not None
    if target.kind not in ("percent", "multiple"):
        return value == target.value
    return value.quantize(Decimal(1).scaleb(min(int(target.value.as_tuple().exponent), 0))) == target.value
