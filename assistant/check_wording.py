"""In: a statement and what it cites, as sides. Out: how much of each clause's wording the source backs, 0..1.

Chinese by shared letters, English by dictionary; sentence vectors, when given, speak for what is said in other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.evidence import Part, Side, fold
from assistant.finding import Finding
from assistant.translation import Translation
from corpus import figures

Likeness = Callable[[str, str], float]
_EMPTY = frozenset(
    "的了在是和与及等将已被把对于由从为也都还又并且而其该这那个们至到以后前中内上下里有共就则所之者着过给让"
)
_FIGURE = re.compile(r"[\d.%‰+]+[万亿]?")
_LEAST_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below `refuse` a clause is unsupported, below `doubt` it only partly (docs/measurements.md: the curve)."""

    refuse: float
    doubt: float


CHINESE = Threshold(0.45, 0.6)
ENGLISH = Threshold(0.3, 0.45)


def check(
    statement: Side, sources: Sequence[Side], chinese: bool, translation: Translation, likeness: Likeness | None
) -> Iterator[Finding]:
    """One finding for the clause that is backed least, when that is too little."""
    threshold = CHINESE if chinese else ENGLISH
    scored: list[tuple[float, Part]] = []
    for part in statement.parts:
        score = backing(part, sources, chinese, translation, likeness)
        if score is not None:
            scored.append((score, part))
    if not scored:
        return
    score, part = min(scored, key=lambda pair: pair[0])
    if score >= threshold.doubt:
        yield Finding("wording", True, "措辞有原文依据" if chinese else "the wording is backed by the source")
        return
    detail = f"“{part.text}”：所引段落没有这样说" if chinese else f"{part.text}: the cited paragraph does not say so"
    yield Finding("wording", False, detail, grave=score < threshold.refuse)


def backing(
    part: Part, sources: Sequence[Side], chinese: bool, translation: Translation, likeness: Likeness | None = None
) -> float | None:
    """How much of the clause's wording the sources hold; None when it has no words of its own (年内)."""
    return _chinese(part, sources) if chinese else _english(part, sources, translation, likeness)


def _chinese(part: Part, sources: Sequence[Side]) -> float | None:
    own = _FIGURE.sub("#", part.folded)
    content = [at for at, letter in enumerate(own) if letter not in _EMPTY and letter != "#"]
    if len(content) < 2:
        return None
    best = 0.0
    for source in sources:
        theirs = _FIGURE.sub("#", source.folded + "|" + source.headings)
        held = {a + b for a, b in pairwise(theirs)}
        near = {at for at, pair in enumerate(pairwise(own)) if "".join(pair) in held}
        covered = sum(1.0 if at in near or at - 1 in near else 0.3 if own[at] in theirs else 0.0 for at in content)
        best = max(best, covered / len(content))
    return best


def _english(part: Part, sources: Sequence[Side], translation: Translation, likeness: Likeness | None) -> float | None:
    spoken = part.text
    for figure in sorted(part.figures, key=lambda figure: -figure.start):
        spoken = spoken.replace(figure.text, " ")
    stems = list(dict.fromkeys(translation.words(spoken)))
    held = "|".join(source.text + source.headings for source in sources)
    if not stems:
        return None
    score = 0.0
    if translation.able:
        expressed = translation.expressed(stems, held)
        named = {fold(word) for word in re.findall(r"\b[A-Z]\w+", part.text) if translation.names(word, sources)}
        score = sum(1.0 if word in named else expressed.get(word, 0.0) for word in stems) / len(stems)
    if likeness is not None:
        score = (score + max(likeness(part.text, other.text) for source in sources for other in source.parts)) / 2
    elif not translation.able:
        return None
    return score


def supporting(part: Part, sources: Sequence[Side], translation: Translation, most: int = 2) -> tuple[Part, ...]:
    """The source clauses an English clause most likely renders: the same figures, then the words it translates."""
    stems = list(dict.fromkeys(translation.words(part.text)))
    ranked = []
    for source in sources:
        for other in source.parts:
            shared = sum(any(figures.same(mine, theirs) for theirs in other.figures) for mine in part.figures)
            said = sum(translation.expressed(stems, other.text).values()) if stems else 0.0
            worth = 2.0 * shared / max(len(part.figures), 1) + said / max(len(stems), 1)
            if worth >= _LEAST_SHARE:
                ranked.append((worth, other))
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(other for worth, other in ranked[:most] if worth >= 0.6 * ranked[0][0])
