"""In: a side. Out: where each of its figures stands (Slot); how alike two such places are, also across languages.

Two numbers of one sentence are told apart by what stands beside them. Does not judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.checks.evidence import Part, Side, fold
from assistant.translation import Translation
from corpus.figure import Figure

_NEAR = 10  # characters on each side that tell what a figure counts
_EMPTY = frozenset("的了在是和与及等将已被把对于由从为也都还又并个")
_NOT, _NOT_NEAR = frozenset("未没不无"), 4  # letters that deny, this near before a figure
_AND = re.compile(r",| (?:and|but|while|against) ")
_NO_NOUNS = re.compile(
    r" (?:a|about|across|after|and|are|as|at|before|below|but|by|compared|each|every|for|from|had|has|have|in|into|is|"
    r"less|more|nor|of|on|or|over|per|respectively|since|so|than|that|the|then|to|under|until|was|were|while|which|with)\b"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a figure stands: the letters before and after it in its clause, nearest first."""

    figure: Figure
    part: Part
    left: str
    right: str
    words: frozenset[str]
    respective: str = ""  # what it belongs to in a list: 省 of 在省、市分别提高20个、3个


def slots(side: Side) -> Iterator[Slot]:
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
    """-0.2..1: how alike the two places are; the nearest letters count most, word order counts a little."""
    left, right = _run(slot.left, other.left, 4), _run(slot.right, other.right, 3)
    shared = len(slot.words & other.words) / max(min(len(slot.words), len(other.words)), 1)
    denied = _denied(slot) != _denied(other)  # 已完成的31个 and 未完成的12个 differ by one letter
    return 0.3 * left + 0.2 * right + 0.5 * shared - 0.2 * denied


def _denied(slot: Slot) -> bool:
    return bool(_NOT & set(slot.left[:_NOT_NEAR]))


def _run(a: str, b: str, most: int) -> float:
    """The share of the first letters that agree; two ends of a clause agree half."""
    if not a or not b:
        return 0.5 * (a == b)
    count = 0
    while count < min(len(a), len(b), most) and a[count] == b[count]:
        count += 1
    return count / min(most, max(len(a), len(b)))


def fit_english(slot: Slot, other: Slot, translation: Translation) -> float:
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


def counts_what_follows(slot: Slot) -> bool:
    """Whether an English number stands before what it counts: 13 road projects, not "from 30 to 13 in all"."""
    after = slot.part.text[slot.figure.end - slot.part.start :]
    return bool(re.match(r" [a-z]{2}", after)) and not _NO_NOUNS.match(after)
