"""In: a figure, the figures named beside it, and the cited ones. Out: whether it was computed from them, and rightly.

Sums, differences, averages, shares, changes, in exact decimals; a share may be rounded as it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from assistant.checks.finding import Finding
from assistant.modality import clauses
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


def misordered(text: str) -> Finding | None:
    """A finding when the text says of two amounts that the smaller is the larger: 3.8亿元 > 4.86亿元."""
    found = figures.find(text)
    for first, second in pairwise(found):
        said = text[first.end : second.start].strip()
        if said not in (">", "<") or first.value is None or second.value is None:
            continue
        if first.value == second.value or (first.value > second.value) != (said == ">"):
            return Finding("figures", False, f"{text[first.start : second.end]}: 大小说反了")
    return None


# “2019年投资4.86亿元” and “今年又投资3.8亿元”: 486 million yuan + 380 million yuan = 866 million yuan in total
COMPUTED = re.compile(
    r"^(?P<quotes>“[^“”]*(?:“[^“”]*”[^“”]*)*”(?: and “[^“”]*(?:“[^“”]*”[^“”]*)*”)*): (?P<sum>[^“”]+)$"
)
_EQUATION = re.compile(
    r"(?P<left>.+?) = (?P<result>.+?)(?P<words> in total| is the difference| of the first| more in the first|"
    r" more in the second| more| less)(?: \((?P<planned>.+) planned\))?"
)
_WORDS = {
    "+": (" in total",),
    "÷": (" of the first",),
    "-": (" is the difference", " more in the first", " more in the second", " more", " less"),
}


def quotes(told: str) -> list[str]:
    """The quotations before the arithmetic, each without its marks."""
    return [quote.strip("“”") if quote.count("“") == 1 else quote[1:-1] for quote in told.split(" and ")]


def equation(told: str, quoted: str) -> Finding:
    """Whether the arithmetic uses figures of the quotations, is right, and tells plans from what is done."""
    parsed = _EQUATION.fullmatch(told.strip())
    if parsed is None:
        return Finding("figures", False, f"{told}: is not arithmetic")
    signs = set(re.findall(r" ([+÷-]) ", parsed["left"]))
    terms = [_only(term) for term in re.split(r" [+÷-] ", parsed["left"])]
    result, known = _only(parsed["result"]), figures.find(quoted)
    meant = [next((other for other in known if term and _alike(term, other)), None) for term in terms]
    sign = signs.pop() if len(signs) == 1 else ""
    if None in meant or result is None or parsed["words"] not in _WORDS.get(sign, ()):
        return Finding("figures", False, f"{told}: does not follow from the figures quoted")
    used = [other for other in meant if other is not None]
    right = _right(sign, used, result) and _told(parsed["words"], used)
    if not right or _planned(used, quoted) != {_value(text) for text in (parsed["planned"] or "").split(", ") if text}:
        return Finding("figures", False, f"{told}: does not follow from the figures quoted")
    return Finding("figures", True, f"follows from the figures quoted: {told}")


def _only(text: str) -> Figure | None:
    found = figures.find(text)
    return found[0] if len(found) == 1 else None


def _alike(term: Figure, other: Figure) -> bool:
    return figures.same(term, other) or (not term.unit and term.kind == other.kind and term.value == other.value)


def _value(text: str) -> Decimal | None:
    found = _only(text)
    return found.value if found else None


def _right(sign: str, used: Sequence[Figure], result: Figure) -> bool:
    values = [figure.value or Decimal(0) for figure in used]
    if sign == "+":
        return result.value == sum(values, Decimal(0))
    if len(values) != 2:
        return False
    if sign == "÷":
        return bool(values[1]) and _close(result, 100 * values[0] / values[1])
    return result.value == values[0] - values[1]


def _told(words: str, used: Sequence[Figure]) -> bool:
    """Whether the way of the difference is the quotations': the later figure is more, or the first one is."""
    first_is_larger = used[0].start < used[-1].start
    return {" more": not first_is_larger, " less": first_is_larger, " more in the first": first_is_larger}.get(
        words, not first_is_larger if words == " more in the second" else True
    )


def _planned(used: Sequence[Figure], quoted: str) -> set[Decimal | None]:
    """The values that a plan's clause holds, when others are done; {} when all are alike."""
    spans = [(clause.start, clause.end) for clause in clauses(quoted, None) if clause.modality == "planned"]
    planned = [figure for figure in used if any(start <= figure.start < end for start, end in spans)]
    return {figure.value for figure in planned} if len(planned) < len(used) else set()
