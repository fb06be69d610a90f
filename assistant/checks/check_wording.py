"""In: a statement and what it cites, as sides. Out: how much of each clause's wording the source backs, 0..1.

Chinese by shared letters, English by dictionary; sentence vectors, when given, speak for what is said in other words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from assistant.checks.evidence import Part, Side, fold
from assistant.checks.finding import Finding
from assistant.translation import Translation
from corpus import figures
from corpus.figures import Figure

_EMPTY = frozenset(
    "的了在是和与及等将已被把对于由从为也都还又并且而其该这那个们至到以后前中内上下里有共就则所之者着过给让"
)
_FIGURE = re.compile(r"[\d.%‰+]+[万亿]?")
_LEAST_SHARE = 0.25
_PIECE = re.compile(
    r"[,;:]\s+|\s(?=(?:and|with|which|while|but|although|so|after|by|for|mostly|mainly|many|most|including|free|ahead|using|"
    r"at|to)\s)"
)
_SHORTEST = 3  # characters of a piece that is worth comparing
_SAID, _BACKED = 0.5, 0.8
# By logistic regression on the tuning paraphrases (docs/measurements.md).
_EXCESS, _BY_VECTORS = 1.4, 0.8


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below `refuse` a clause is unsupported, below `doubt` it only partly (docs/measurements.md: the curve)."""

    refuse: float
    doubt: float


CHINESE = Threshold(0.45, 0.6)
ENGLISH = Threshold(0.45, 0.6)
_TOLD_FIGURE = 3  # a figure of the source counts like so many letters


class Likeness(Protocol):
    """Speaks for what is said in other words, by vectors of sentences."""

    def doubt(self, text: str, others: Sequence[str]) -> float:
        """How far the text is from the nearest of the others, in spreads below what a translation usually has."""


def check(
    statement: Side, sources: Sequence[Side], chinese: bool, translation: Translation, likeness: Likeness | None
) -> Iterator[Finding]:
    """One finding, for the words that are backed least."""
    threshold = CHINESE if chinese else ENGLISH
    backed = backing(statement, sources, chinese, translation, likeness)
    if backed is None:
        return
    score, words = backed
    if score >= threshold.doubt:
        yield Finding("wording", True, "措辞有原文依据" if chinese else "the wording is backed by the source")
        return
    detail = f"“{words}”：所引段落没有这样说" if chinese else f"{words}: the cited paragraph does not say so"
    yield Finding("wording", False, detail, grave=score < threshold.refuse)


def backing(
    statement: Side, sources: Sequence[Side], chinese: bool, translation: Translation, likeness: Likeness | None = None
) -> tuple[float, str] | None:
    """How far the sources back the statement's weakest words, 0..1, and those words; None when nothing can be said."""
    if not chinese:
        return _english(statement, sources, translation, likeness) if translation.able else None
    scored = [(_chinese(part, sources), part.text) for part in statement.parts]
    return min(((score, text) for score, text in scored if score is not None), default=None)


def _chinese(part: Part, sources: Sequence[Side]) -> float | None:
    own = part.folded
    for figure in part.figures:  # a figure that is no source's is judged as a figure, its unit is no wording
        if not any(_told(figure, source) for source in sources):
            own = own.replace(fold(figure.text), "#")
    own = _FIGURE.sub("#", own)
    content = [at for at, letter in enumerate(own) if letter not in _EMPTY and letter != "#"]
    if len(content) < (3 if part.figures else 2):
        return None
    best = 0.0
    for source in sources:
        theirs = _FIGURE.sub("#", source.folded + "|" + source.headings)
        held = {a + b for a, b in pairwise(theirs)}
        near = {at for at, pair in enumerate(pairwise(own)) if "".join(pair) in held}
        covered = sum(1.0 if at in near or at - 1 in near else 0.3 if own[at] in theirs else 0.0 for at in content)
        told = _TOLD_FIGURE * sum(_told(figure, source) for figure in part.figures)
        best = max(best, (covered + told) / (len(content) + told))
    return best


def _told(figure: Figure, source: Side) -> bool:
    return any(figures.same(figure, other) for part in source.parts for other in part.figures)


def _english(
    statement: Side, sources: Sequence[Side], translation: Translation, likeness: Likeness | None
) -> tuple[float, str] | None:
    """1 for words that the dictionary finds in the source throughout; a run of others lowers it."""
    spoken = statement.text
    for figure in sorted((f for part in statement.parts for f in part.figures), key=lambda figure: -figure.start):
        spoken = spoken[: figure.start] + " " + spoken[figure.end :]
    held = "|".join(source.text + source.headings for source in sources)
    heard = [word for word in re.findall(r"\b[A-Z][\w-]+", spoken) if translation.names(word, sources)]
    known = {stem for word in heard for stem in translation.words(word)}
    words = [(word, stem) for word in re.findall(r"[A-Za-z'’-]+", spoken) for stem in translation.words(word)]
    if not words:
        return None
    expressed = translation.expressed([stem for _, stem in words], held)
    excess, run = _longest_unsaid([(word, 1.0 if stem in known else expressed[stem]) for word, stem in words])
    if likeness is not None:
        clauses = [other.text for source in sources for other in source.parts]
        pieces = [piece.strip() for piece in _PIECE.split(statement.text) if len(piece.strip()) > _SHORTEST]
        excess += _BY_VECTORS * max((likeness.doubt(piece, clauses) for piece in pieces), default=0.0)
    return 1 / (1 + math.exp(2 * (excess - _EXCESS))), run


def _longest_unsaid(words: Sequence[tuple[str, float]]) -> tuple[float, str]:
    """The run of words that is most unlike the source: the unsaid ones in it less the said ones."""
    best, found, total, run = 0.0, "", 0.0, []
    for word, share in words:
        total += 1 - 2 * share if share < _SAID else -_BACKED * share
        run.append(word)
        if total <= 0:
            total, run = 0.0, []
        elif total > best:
            best, found = total, " ".join(run)
    return best, found


def supporting(part: Part, sources: Sequence[Side], translation: Translation, most: int = 2) -> tuple[Part, ...]:
    """The source clauses an English clause most likely renders: the same figures, then the words it translates."""
    stems = list(dict.fromkeys(translation.words(part.text)))
    ranked = []
    for source in sources:
        for other in source.parts:
            amounts = [figure for figure in part.figures if not figure.is_time]
            times = [figure for figure in part.figures if figure.is_time]
            shared = sum(any(figures.same(mine, theirs) for theirs in other.figures) for mine in amounts)
            dated = sum(any(figures.same(mine, theirs) for theirs in other.figures) for mine in times)
            said = sum(translation.expressed(stems, other.text).values()) if stems else 0.0
            worth = (2.0 * shared + 0.5 * dated) / max(len(amounts), 1) + said / max(len(stems), 1)
            if worth >= _LEAST_SHARE:
                ranked.append((worth, other))
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(other for worth, other in ranked[:most] if worth >= 0.6 * ranked[0][0])
