"""In: a statement and what it cites, as sides. Out: whether each figure, date and derived figure of it is the source's.

A figure must stand for the same thing: of two numbers in one sentence the one whose neighbours are alike is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from assistant.checks.derivation import counts, derived
from assistant.checks.evidence import Side
from assistant.checks.finding import Finding
from assistant.checks.slots import Slot, counts_what_follows, fit, fit_english, slots
from assistant.translation import Translation
from corpus import figures
from corpus.figures import Figure
from corpus.units import compatible

_GRAINS = {"day": 1, "part": 11, "month": 31, "quarter": 92, "half": 184, "year": 366}  # the longest, in days
_NUMBER = re.compile(r"\d+(?:\.\d+)?[万亿]?[㐀-鿿]?")
_ANY_MARK = re.compile(r"\s*[(（]?\d{1,2}[)）.．、]$")
# How much better another figure's place must fit: when both values are told, and when only this one is.
_MARGINS, _MARGINS_ENGLISH = (0.1, 0.2), (0.15, 0.4)
_NUMERALS = {"one": "一", "two": "二两双", "both": "二两双", "three": "三", "four": "四", "five": "五", "six": "六"}
_PART_ZH = re.compile(r"[^，,；;。]*中(?:已?有?|的)[^，,；;。]{0,6}")
_PART_EN = re.compile(r" of (?:the|this year['’]s|these|those|all|its)? ?")
_OPPOSED = ({"over", "under"}, {"nearly", "over"}, {"before", "after"}, {"before", "since"})


def check(statement: Side, sources: Sequence[Side], chinese: bool, translation: Translation) -> Iterator[Finding]:
    """A finding for each figure and date that is not the source's; one that all agree when there are any."""
    places = list(slots(statement))
    known = [slot for source in sources for slot in slots(source)]
    yield from _unread(statement, sources, chinese)
    yield from _part_of_less(statement, places, chinese)
    agreed = []
    for slot in places:
        if slot.figure.is_time:
            finding = _time(slot, known, sources, chinese)
        else:
            finding = _amount(slot, known, places, sources, chinese, translation)
        if finding is None:
            agreed.append(slot.figure.text)
        else:
            yield finding
    if agreed:
        words = "、".join(dict.fromkeys(agreed))
        yield Finding("figures", True, f"与原文一致：{words}" if chinese else f"as in the source: {words}")


def _unread(statement: Side, sources: Sequence[Side], chinese: bool) -> Iterator[Finding]:
    """Numbers that are no figure (4+12, 12337, 7.8人) must stand in the source as they are, with what follows them."""
    read = [range(figure.start, figure.end) for part in statement.parts for figure in part.figures]
    for match in _NUMBER.finditer(statement.text):
        if not any(match.start() in span for span in read) and not _ANY_MARK.match(statement.text[: match.end() + 1]):
            number = match[0].strip()
            if not any(source.holds(number) for source in sources):
                detail = f"“{number}”：所引段落没有这个数字" if chinese else f"{number}: is not in the cited paragraph"
                yield Finding("figures", False, detail)


def _amount(
    slot: Slot,
    known: Sequence[Slot],
    places: Sequence[Slot],
    sources: Sequence[Side],
    chinese: bool,
    translation: Translation,
) -> Finding | None:
    figure = slot.figure
    equal = [other for other in known if figures.same(figure, other.figure)]
    if not equal and figure.kind == "count" and not figure.unit:  # "to within 3": the unit was said before
        alike = [other for other in known if other.figure.kind == "count" or chinese or not counts_what_follows(slot)]
        equal = [other for other in alike if _digits(other.figure) == _digits(figure) != "" or _as_told(figure, other)]
    if not equal:
        if _named(figure, sources) or _spelled(figure, sources) or counts(figure, [other.figure for other in places]):
            return None
        right = derived(figure, slot.part.text, [s.figure for s in places], [k.figure for k in known])
        if right is not None:
            return None if right else _finding(slot, chinese, "算得不对", "does not follow from the figures named")
        return _finding(slot, chinese, "所引段落没有这个数字", "is not in the cited paragraph")
    if any(other.part.folded == slot.part.folded for other in equal):
        return None
    if rival := _rival(slot, equal, places, known, chinese, translation):
        told = rival.figure.text
        return _finding(slot, chinese, f"原文此处是“{told}”", f"the source has {told} there")
    best = max(equal, key=lambda other: fit(slot, other))
    return _manner(slot, best, chinese)


def _as_told(figure: Figure, other: Slot) -> bool:
    return figure.value is not None and figure.value == other.figure.value


def _spelled(figure: Figure, sources: Sequence[Side]) -> bool:
    """A small English number that a Chinese word holds: two towns for 两镇."""
    letters = _NUMERALS.get(figure.text.lower(), "")
    return any(letter in source.text for letter in letters for source in sources)


def _digits(figure: Figure) -> str:
    found = re.search(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.万亿])", figure.text.replace(",", ""))
    return found[0] if found else ""


def _rival(
    slot: Slot,
    equal: Sequence[Slot],
    places: Sequence[Slot],
    known: Sequence[Slot],
    chinese: bool,
    translation: Translation,
) -> Slot | None:
    """The figure of another value whose place fits clearly better, if there is one."""
    rivals = [other for other in known if other not in equal and _comparable(slot.figure, other.figure)]
    if not rivals or not (chinese or translation.able):
        return None
    measure = fit if chinese else partial(fit_english, translation=translation)
    own = max(equal, key=lambda other: measure(slot, other))
    best = max(rivals, key=lambda other: measure(slot, other))
    gain = measure(slot, best) - measure(slot, own)
    swapped, alone = _MARGINS if chinese else _MARGINS_ENGLISH
    if not chinese and best.figure.unit != own.figure.unit:
        return None
    # When the other value is told too, the question is which of the two stands where.
    for other in places:
        if figures.same(other.figure, best.figure) and other.part.sentence == slot.part.sentence:
            gain += measure(other, own) - measure(other, best)
            return best if gain > swapped else None
    return best if gain > alone else None


def _part_of_less(statement: Side, places: Sequence[Slot], chinese: bool) -> Iterator[Finding]:
    """24 of 23: the part is larger than the whole."""
    for first, second in pairwise(slot for slot in places if not slot.figure.is_time):
        between = statement.text[first.figure.end : second.figure.start]
        whole, share = (first, second) if chinese else (second, first)
        said = re.fullmatch(_PART_ZH if chinese else _PART_EN, between)
        a, b = share.figure, whole.figure
        if said and a.kind == b.kind == "count" and a.value is not None and b.value is not None and a.value > b.value:
            yield _finding(share, chinese, "部分大于全体", "the part is larger than the whole")


def _comparable(a: Figure, b: Figure) -> bool:
    return a.kind == b.kind and (a.unit == b.unit or (a.kind == "count" and compatible(a.unit, b.unit)))


def _manner(slot: Slot, other: Slot, chinese: bool) -> Finding | None:
    """Approximate told as exact, or a fall told as a rise."""
    said, meant = slot.figure, other.figure
    changes = {said.change, meant.change}
    if changes in ({"rise", "fall"}, {"from", "to"}):
        return _finding(slot, chinese, "升降相反", "changes the other way in the source")
    if {said.strength, meant.strength} in _OPPOSED:
        return _finding(slot, chinese, f"原文是“{meant.text}”", f"the source says {meant.text}")
    if said.strength != meant.strength and "exact" in (said.strength, meant.strength):
        detail = (f"“{said.text}”：原文是“{meant.text}”", f"{said.text}: the source says {meant.text}")
        return Finding("figures", False, detail[0] if chinese else detail[1], grave=False)
    return None


def _named(figure: Figure, sources: Sequence[Side]) -> bool:
    """Whether the number is a name's: 第八 of 第八小学, also in a heading."""
    return figure.kind == "ordinal" and any(source.holds(figure.text) for source in sources)


def _time(slot: Slot, known: Sequence[Slot], sources: Sequence[Side], chinese: bool) -> Finding | None:
    """A date must be named by the source: the same, an end of a period, or a wider span around a date of its clause."""
    figure = slot.figure
    times = [other for other in known if other.figure.is_time]
    if any(_same_time(figure, other.figure) or _edge(figure, other.figure) for other in times):
        return None
    if any(_coarser(figure, other.figure) for other in times):
        return None
    if any(_as_of(figure, source.issued_on.isoformat()) for source in sources if source.issued_on):
        return None
    return _finding(slot, chinese, "所引段落没有这个时间", "is not a date of the cited paragraph")


def _as_of(said: Figure, issued_on: str) -> bool:
    """The bulletin's own day, or the month that it is in: everything is told as of then."""
    if said.begins is None or said.ends is None or said.unit not in ("day", "part", "month"):
        return False
    return said.begins <= issued_on <= said.ends and said.begins[:7] == said.ends[:7]


def _same_time(said: Figure, meant: Figure) -> bool:
    """今年以来 and 1-6月 begin together and are not the same."""
    return figures.same(said, meant) and (said.unit == meant.unit or "since" not in (said.strength, meant.strength))


def _edge(said: Figure, meant: Figure) -> bool:
    """A day that begins or ends a period: 从2019年9月18日到同年12月10日."""
    return said.unit == "day" and said.begins == said.ends and said.begins in (meant.begins, meant.ends)


def _coarser(said: Figure, meant: Figure) -> bool:
    """One whole year, quarter or month, told of a date inside it: "in 2019" for 2019年9月18日."""
    if None in (said.begins, said.ends, meant.begins, meant.ends) or said.strength != "exact":
        return False
    if said.unit not in _GRAINS or meant.unit not in _GRAINS or _GRAINS[said.unit] <= _GRAINS[meant.unit]:
        return False
    if said.begins.startswith("--") or (_day(said.ends) - _day(said.begins)).days >= _GRAINS[said.unit]:  # type: ignore[union-attr,arg-type]
        return False
    return said.begins <= meant.begins and meant.ends <= said.ends  # type: ignore[operator]


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def _finding(slot: Slot, chinese: bool, zh: str, en: str) -> Finding:
    kind = "dates" if slot.figure.is_time else "figures"
    text = slot.figure.text.strip()
    return Finding(kind, False, f"“{text}”：{zh}" if chinese else f"{text}: {en}")
