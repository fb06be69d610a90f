"""In: a statement and what it cites, as sides. Out: whether each figure, date and derived figure of it is the source's.

A figure must stand for the same thing: of two numbers in one sentence the one whose neighbours are alike is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from assistant.evidence import Part, Side, fold, is_chinese, supporting
from assistant.finding import Finding
from corpus import figures
from corpus.figures import Figure

_NEAR = 10  # characters on each side that tell what a figure counts
_MARGIN = 0.12  # how much better another figure's place must fit before the value is held to be swapped
_EMPTY = frozenset("的了在是和与及等将已被把对于由从为也都还又并个#")
_OPPOSED = ({"over", "under"}, {"nearly", "over"}, {"before", "after"}, {"before", "since"})
_DERIVED = re.compile(
    r"共|合计|总计|总共|总和|两项|相加|之和|加起来|平均|相差|差额|多出?|少了?|剩|还有|占|比例|[增减]|提高|降|翻|倍|"
    r"\btotal|altogether|together|combined|\bsum\b|in all|difference|more|fewer|less|remain|left|share|per ?cent|%|"
    r"increase|decrease|rise|rose|fell|drop|grew|average|times\b",
    re.IGNORECASE,
)
Translated = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a figure stands: the letters before and after it in its clause, nearest first."""

    figure: Figure
    part: Part
    left: str
    right: str
    words: frozenset[str]


def check(statement: Side, sources: Sequence[Side], chinese: bool) -> Iterator[Finding]:
    """A finding for each figure and date that is not the source's; one that all agree when there are any."""
    slots = list(_slots(statement))
    known = [slot for source in sources for slot in _slots(source)]
    agreed = []
    for slot in slots:
        finding = (_time if slot.figure.is_time else _amount)(slot, known, slots, sources, chinese)
        if finding is None:
            agreed.append(slot.figure.text)
        else:
            yield finding
    if agreed:
        words = "、".join(dict.fromkeys(agreed))
        yield Finding("figures", True, f"与原文一致：{words}" if chinese else f"as in the source: {words}")


def _slots(side: Side) -> Iterator[Slot]:
    for part in side.parts:
        for figure in part.figures:
            left = _masked(side.text[part.start : figure.start])[-_NEAR:]
            right = _masked(side.text[figure.end : part.end])[:_NEAR]
            yield Slot(
                figure, part, left[::-1], right, _letters(left) | _letters(right) | _letters(fold(figure.subject))
            )


def _masked(text: str) -> str:
    return re.sub(r"\d+(?:\.\d+)?", "#", fold(text))


def _letters(text: str) -> frozenset[str]:
    """Single letters and pairs; 剩 alone tells 还剩 and 剩余 from 化解."""
    own = [letter for letter in text if letter not in _EMPTY]
    return frozenset(own) | frozenset(a + b for a, b in pairwise(text))


def fit(slot: Slot, other: Slot) -> float:
    """0..1: how alike the two places are; the nearest letters count most, word order counts a little."""
    left, right = _run(slot.left, other.left, 4), _run(slot.right, other.right, 3)
    shared = len(slot.words & other.words) / max(min(len(slot.words), len(other.words)), 1)
    return 0.3 * left + 0.2 * right + 0.5 * shared


def _run(a: str, b: str, most: int) -> float:
    """The share of the first letters that agree; two ends of a clause agree wholly."""
    if not a or not b:
        return float(a == b)
    count = 0
    while count < min(len(a), len(b), most) and a[count] == b[count]:
        count += 1
    return count / min(most, max(len(a), len(b)))


def _amount(
    slot: Slot, known: Sequence[Slot], slots: Sequence[Slot], sources: Sequence[Side], chinese: bool
) -> Finding | None:
    figure = slot.figure
    equal = [other for other in known if figures.same(figure, other.figure)]
    if not equal:
        if _named(figure, sources) or _counts(slot, slots):
            return None
        derived = _derivation(slot, slots, known)
        if derived is not None:
            return None if derived else _finding(slot, chinese, "算得不对", "does not follow from the figures named")
        return _finding(slot, chinese, "所引段落没有这个数字", "is not in the cited paragraph")
    if any(other.part.folded == slot.part.folded for other in equal):
        return None
    if is_chinese(slot.part.text) and (rival := _rival(slot, equal, known)):
        told = rival.figure.text
        return _finding(slot, chinese, f"原文此处是“{told}”", f"the source has {told} there")
    best = max(equal, key=lambda other: fit(slot, other))
    return _manner(slot, best, chinese)


def _rival(slot: Slot, equal: Sequence[Slot], known: Sequence[Slot]) -> Slot | None:
    """The figure of another value whose place fits clearly better, if there is one."""
    fitting = max(fit(slot, other) for other in equal)
    rivals = [other for other in known if other.figure.kind == slot.figure.kind and other not in equal]
    best = max(rivals, key=lambda other: fit(slot, other), default=None)
    if best is None or fit(slot, best) <= fitting + _MARGIN:
        return None
    return best


def _manner(slot: Slot, other: Slot, chinese: bool) -> Finding | None:
    """Approximate told as exact, or a fall told as a rise."""
    said, meant = slot.figure, other.figure
    if said.change and meant.change and {said.change, meant.change} == {"rise", "fall"}:
        return _finding(slot, chinese, "升降相反", "rises where the source falls, or the reverse")
    if {said.strength, meant.strength} in _OPPOSED:
        return _finding(slot, chinese, f"原文是“{meant.text}”", f"the source says {meant.text}")
    if said.strength != meant.strength and "exact" in (said.strength, meant.strength):
        detail = (f"“{said.text}”：原文是“{meant.text}”", f"{said.text}: the source says {meant.text}")
        return Finding("figures", False, detail[0] if chinese else detail[1], grave=False)
    return None


def _named(figure: Figure, sources: Sequence[Side]) -> bool:
    """Whether the number is a name's: 第八 of 第八小学, also in a heading."""
    return figure.kind == "ordinal" and any(source.holds(figure.text) for source in sources)


def _counts(slot: Slot, slots: Sequence[Slot]) -> bool:
    """Whether the number counts what the statement names: 两年 after 2019年 and 今年, 三项 after three sums."""
    figure = slot.figure
    if figure.value is None or figure.kind not in ("count", "duration"):
        return False
    said = figure.value / 12 if figure.unit == "month" else figure.value
    before = [other.figure for other in slots if other.figure.end <= figure.start]
    spans = {(other.begins, other.ends) for other in before if other.is_time}
    amounts = [other for other in before if not other.is_time]
    return said > 1 and said in ((len(spans),) if figure.kind == "duration" else (len(amounts),))


def _derivation(slot: Slot, slots: Sequence[Slot], known: Sequence[Slot]) -> bool | None:
    """Whether the figure follows from cited figures named beside it; None when nothing was computed."""
    target = slot.figure
    operands = [
        other.figure
        for other in slots
        if other is not slot and not other.figure.is_time and any(figures.same(other.figure, k.figure) for k in known)
    ]
    if target.value is None or len(operands) < 2 or not _DERIVED.search(slot.part.text):
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


def _time(
    slot: Slot, known: Sequence[Slot], slots: Sequence[Slot], sources: Sequence[Side], chinese: bool
) -> Finding | None:
    """A date must be named by the source: the same, an end of a period, or a wider span around a date of its clause."""
    figure = slot.figure
    times = [other for other in known if other.figure.is_time]
    if any(figures.same(figure, other.figure) or _edge(figure, other.figure) for other in times):
        return None
    near = {other.text for source in sources for other in supporting(slot.part, [source])}
    if any(_within(other.figure, figure) for other in times if other.part.text in near):
        return None
    issued = {source.issued_on.isoformat() for source in sources if source.issued_on}
    if figure.begins in issued and figure.ends in issued:
        return None
    return _finding(slot, chinese, "所引段落没有这个时间", "is not a date of the cited paragraph")


def _edge(said: Figure, meant: Figure) -> bool:
    """A day that begins or ends a period: 从2019年9月18日到同年12月10日."""
    return said.unit == "day" and said.begins == said.ends and said.begins in (meant.begins, meant.ends)


def _within(inner: Figure, outer: Figure) -> bool:
    if None in (inner.begins, inner.ends, outer.begins, outer.ends):
        return False
    return outer.begins <= inner.begins and inner.ends <= outer.ends  # type: ignore[operator]


def _finding(slot: Slot, chinese: bool, zh: str, en: str) -> Finding:
    kind = "dates" if slot.figure.is_time else "figures"
    text = slot.figure.text.strip()
    return Finding(kind, False, f"“{text}”：{zh}" if chinese else f"{text}: {en}")
