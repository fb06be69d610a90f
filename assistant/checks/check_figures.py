"""In: a statement and what it cites, as sides. Out: whether each figure, date and derived figure of it is the source's.

A figure must stand for the same thing: of two numbers in one sentence the one whose neighbours are alike is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from assistant.checks.derivation import counts, derived
from assistant.checks.evidence import Part, Side, fold
from assistant.checks.finding import Finding
from assistant.translation import Translation
from corpus import figures
from corpus.figures import Figure
from corpus.units import compatible

_NEAR = 10  # characters on each side that tell what a figure counts
_GRAINS = {"day": 1, "part": 11, "month": 31, "quarter": 92, "half": 184, "year": 366}  # the longest, in days
_EMPTY = frozenset("的了在是和与及等将已被把对于由从为也都还又并个")
_NUMBER = re.compile(r"\d+(?:\.\d+)?[万亿]?[㐀-鿿]?")
_ANY_MARK = re.compile(r"\s*[(（]?\d{1,2}[)）.．、]$")
# How much better another figure's place must fit: when both values are told, and when only this one is.
_MARGINS, _MARGINS_ENGLISH = (0.1, 0.2), (0.15, 0.4)
_AND = re.compile(r",| (?:and|but|while|against) ")
_NUMERALS = {"one": "一", "two": "二两双", "both": "二两双", "three": "三", "four": "四", "five": "五", "six": "六"}
_PART_ZH = re.compile(r"[^，,；;。]*中(?:已?有?|的)[^，,；;。]{0,6}")
_PART_EN = re.compile(r" of (?:the|this year['’]s|these|those|all|its)? ?")
_OPPOSED = ({"over", "under"}, {"nearly", "over"}, {"before", "after"}, {"before", "since"})
Translated = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a figure stands: the letters before and after it in its clause, nearest first."""

    figure: Figure
    part: Part
    left: str
    right: str
    words: frozenset[str]
    respective: str = ""  # what it belongs to in a list: 省 of 在省、市分别提高20个、3个


def check(statement: Side, sources: Sequence[Side], chinese: bool, translation: Translation) -> Iterator[Finding]:
    """A finding for each figure and date that is not the source's; one that all agree when there are any."""
    slots = list(_slots(statement))
    known = [slot for source in sources for slot in _slots(source)]
    yield from _unread(statement, sources, chinese)
    yield from _part_of_less(statement, slots, chinese)
    agreed = []
    for slot in slots:
        if slot.figure.is_time:
            finding = _time(slot, known, sources, chinese)
        else:
            finding = _amount(slot, known, slots, sources, chinese, translation)
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


def _slots(side: Side) -> Iterator[Slot]:
    for part in side.parts:
        respective = _respective(part)
        for figure in part.figures:
            left = _telling(side.text[part.start : figure.start])[-_NEAR:]
            right = _telling(side.text[figure.end : part.end])[:_NEAR]
            item = respective.get(figure.start, "")
            near = (_item(side.text, part, figure), _telling(figure.subject), item)
            yield Slot(figure, part, left[::-1], right, frozenset().union(*map(_letters, near)), item)


def _item(text: str, part: Part, figure: Figure) -> str:
    """The letters around the figure: of its item in an enumeration when that has words, else of the clause."""
    before, after = text[part.start : figure.start], text[figure.end : part.end]
    item = _telling(before.rpartition("、")[2]) + _telling(after.partition("、")[0])
    return item if len(item) > 1 else _telling(before)[-_NEAR:] + _telling(after)[:_NEAR]


def _respective(part: Part) -> dict[int, str]:
    """Which of the items before 分别 each figure after it belongs to."""
    before, found, _ = part.text.partition("分别")
    amounts = [figure for figure in part.figures if figure.start - part.start > len(before) and not figure.is_time]
    items = re.split(r"[、和及与]", before)
    if not found or len(items) != len(amounts):
        return {}
    return {figure.start: fold(item)[-4:] for figure, item in zip(amounts, items, strict=True)}


def _telling(text: str) -> str:
    """The letters that tell something; other figures count as one."""
    return "".join(letter for letter in re.sub(r"\d+(?:\.\d+)?", "#", fold(text)) if letter not in _EMPTY)


def _letters(text: str) -> frozenset[str]:
    """Single letters and pairs; 剩 alone tells 还剩 and 剩余 from 化解."""
    return frozenset(text) | frozenset(a + b for a, b in pairwise(text))


def fit(slot: Slot, other: Slot) -> float:
    """0..1: how alike the two places are; the nearest letters count most, word order counts a little."""
    left, right = _run(slot.left, other.left, 4), _run(slot.right, other.right, 3)
    shared = len(slot.words & other.words) / max(min(len(slot.words), len(other.words)), 1)
    return 0.3 * left + 0.2 * right + 0.5 * shared


def _run(a: str, b: str, most: int) -> float:
    """The share of the first letters that agree; two ends of a clause agree half."""
    if not a or not b:
        return 0.5 * (a == b)
    count = 0
    while count < min(len(a), len(b), most) and a[count] == b[count]:
        count += 1
    return count / min(most, max(len(a), len(b)))


def _amount(
    slot: Slot,
    known: Sequence[Slot],
    slots: Sequence[Slot],
    sources: Sequence[Side],
    chinese: bool,
    translation: Translation,
) -> Finding | None:
    figure = slot.figure
    equal = [other for other in known if figures.same(figure, other.figure)]
    if not equal and figure.kind == "count" and not figure.unit:  # "to within 3": the unit was said before
        equal = [other for other in known if _digits(other.figure) == _digits(figure) != "" or _as_told(figure, other)]
    if not equal:
        if _named(figure, sources) or _spelled(figure, sources) or counts(figure, [other.figure for other in slots]):
            return None
        right = derived(figure, slot.part.text, [s.figure for s in slots], [k.figure for k in known])
        if right is not None:
            return None if right else _finding(slot, chinese, "算得不对", "does not follow from the figures named")
        return _finding(slot, chinese, "所引段落没有这个数字", "is not in the cited paragraph")
    if any(other.part.folded == slot.part.folded for other in equal):
        return None
    if rival := _rival(slot, equal, slots, known, chinese, translation):
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
    found = re.search(r"\d+(?:\.\d+)?(?![\d万亿])", figure.text.replace(",", ""))
    return found[0] if found else ""


def _rival(
    slot: Slot,
    equal: Sequence[Slot],
    slots: Sequence[Slot],
    known: Sequence[Slot],
    chinese: bool,
    translation: Translation,
) -> Slot | None:
    """The figure of another value whose place fits clearly better, if there is one."""
    rivals = [other for other in known if other not in equal and _comparable(slot.figure, other.figure)]
    if not rivals or not (chinese or translation.able):
        return None
    measure = fit if chinese else partial(_fit_english, translation=translation)
    own = max(equal, key=lambda other: measure(slot, other))
    best = max(rivals, key=lambda other: measure(slot, other))
    gain = measure(slot, best) - measure(slot, own)
    swapped, alone = _MARGINS if chinese else _MARGINS_ENGLISH
    if not chinese and best.figure.unit != own.figure.unit:
        return None
    # When the other value is told too, the question is which of the two stands where.
    for other in slots:
        if figures.same(other.figure, best.figure) and other.part.sentence == slot.part.sentence:
            gain += measure(other, own) - measure(other, best)
            return best if gain > swapped else None
    return best if gain > alone else None


def _fit_english(slot: Slot, other: Slot, translation: Translation) -> float:
    """The share of the words around an English figure that the letters around the other one express."""
    before, after = _own_words(slot)
    stems = list(dict.fromkeys(translation.words(before)[-3:] + translation.words(after)[:4]))
    if not stems:
        return 0.0
    around = (other.respective or other.left[::-1]) + "|" + other.right  # before 分别 all items stand
    return sum(translation.expressed(stems, around).values()) / len(stems)


def _own_words(slot: Slot) -> tuple[str, str]:
    """The clause before and after an English figure; what "and" parts it from the next figure belongs to that one."""
    text = slot.part.text
    start, end = slot.figure.start - slot.part.start, slot.figure.end - slot.part.start
    others = [figure for figure in slot.part.figures if not figure.is_time]
    last = max((figure.end - slot.part.start for figure in others if figure.end <= slot.figure.start), default=None)
    then = min((figure.start - slot.part.start for figure in others if figure.start >= slot.figure.end), default=None)
    before, after = text[:start], text[end:]
    if last is not None and (links := list(_AND.finditer(text, last, start))):
        before = text[links[-1].end() : start]
    if then is not None and (link := _AND.search(text, end, then)):
        after = text[end : link.start()]
    return before, after


def _part_of_less(statement: Side, slots: Sequence[Slot], chinese: bool) -> Iterator[Finding]:
    """24 of 23: the part is larger than the whole."""
    for first, second in pairwise(slot for slot in slots if not slot.figure.is_time):
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
