"""In: a statement, or the paragraphs it cites. Out: its clauses with their figures and modality, ready to be compared.

Knows how two texts are alike, letter by letter. Does not judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.answer import Citation, Modality
from assistant.modality import clauses
from corpus import figures
from corpus.figures import Figure

_CHINESE = re.compile(r"[㐀-鿿]")
_KEPT = re.compile(r"[^0-9a-z㐀-鿿%‰.+]|(?<!\d)\.|\.(?!\d)")
_MARK = re.compile(
    r"^(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}[是、])\s*"
)
_AHEAD = re.compile(r"打算|下一?步|今后|努力方向|工作(?:计划|安排)|next steps", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One clause; `folded` holds only its letters and digits, without a list mark."""

    text: str
    start: int
    end: int
    sentence: int
    folded: str
    grams: frozenset[str]
    own: Modality
    modality: Modality
    figures: tuple[Figure, ...]
    heading: bool = False  # names the problem; what was done about it stands after it


@dataclass(frozen=True, slots=True)
class Side:
    """A statement or a cited paragraph. `context` may be named (headings, issuer, place) but supports no claim."""

    text: str
    parts: tuple[Part, ...]
    folded: str
    context: str = ""
    headings: str = ""  # the part of the context that tells what the text is about
    issued_on: date | None = None
    ahead: bool = False  # stands under a heading such as 下一步打算: everything in it is intended

    def holds(self, words: str) -> bool:
        """Whether the words stand in the text or its context, whatever the punctuation."""
        key = fold(words)
        return key in self.folded or key in self.context


def fold(text: str) -> str:
    """Letters, digits and % only, half width, lower case: 1,200万元 and １２００万元 are alike."""
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", text).lower())
    return _KEPT.sub("", plain)


def is_chinese(text: str) -> bool:
    """Whether Chinese characters carry the text: a Chinese name in an English sentence does not make it Chinese."""
    return len(_CHINESE.findall(text)) > len(re.findall(r"[A-Za-z]{2,}", text))


def grams(folded: str) -> frozenset[str]:
    """Pairs of neighbouring characters; figures are compared on their own, so digits stand for one another."""
    masked = re.sub(r"\d+(?:\.\d+)?", "#", folded)
    return frozenset(a + b for a, b in pairwise(masked)) or frozenset({masked})


def side(text: str, issued_on: date | None, ahead: bool = False, body: int = 0) -> Side:
    """The text as clauses, each with the figures that stand in it; before `body` the text is a heading."""
    found = figures.find(text, issued_on)
    parts = []
    sentence = 0
    for clause in clauses(text, issued_on):
        inside = tuple(figure for figure in found if clause.start <= figure.start < clause.end)
        own = _MARK.sub("", clause.text)
        key = fold(own)
        modality: Modality = "planned" if ahead and clause.own == "stated" else clause.modality
        place = (clause.text, clause.start, clause.end, sentence)
        parts.append(Part(*place, key, grams(key), clause.own, modality, inside, clause.start < body))
        sentence += clause.ends_sentence
    return Side(text, tuple(part for part in parts if part.folded), fold(text), "", "", issued_on, ahead)


def cited(citations: Sequence[Citation]) -> tuple[Side, ...]:
    """Each cited paragraph once, as a side."""
    paragraphs = {citation.paragraph.id: citation for citation in citations}
    return tuple(_paragraph(citation) for citation in paragraphs.values())


def _paragraph(citation: Citation) -> Side:
    bulletin, paragraph = citation.bulletin, citation.paragraph
    names = [bulletin.title, bulletin.issuer, *bulletin.place.levels().values()]
    headings = "|".join(map(fold, paragraph.heading_path))
    ahead = any(_AHEAD.search(title) for title in paragraph.heading_path)
    section = paragraph.section
    runs_on = section is not None and paragraph.start <= section.start < paragraph.end
    body = section.end - paragraph.start if section and runs_on else 0
    read = side(paragraph.text, bulletin.issued_on, ahead, body)
    return replace(read, headings=headings, context="|".join([headings, *(fold(name) for name in names if name)]))


def likeness(part: Part, other: Part) -> float:
    """The share of the part's pairs of characters that the other clause holds."""
    return len(part.grams & other.grams) / len(part.grams)


def supporting(part: Part, sources: Iterable[Side], most: int = 3, least: float = 0.12) -> tuple[Part, ...]:
    """The source clauses that together hold the part's words, the one that holds most first."""
    candidates = [other for source in sources for other in source.parts if part.grams & other.grams]
    shared = {id(other): _shared_figures(part, other) for other in candidates}
    equal = [other for other in candidates if other.folded == part.folded]
    if equal:
        return (equal[0],)
    chosen: list[Part] = []
    open_grams = set(part.grams)
    while candidates and len(chosen) < most:
        # Of equally good clauses the one with the same figures is meant, and the shorter one says it more directly.
        best = max(
            candidates,
            key=lambda other: (
                len(open_grams & other.grams) + shared[id(other)],
                -other.heading,
                -len(other.grams),
            ),
        )
        gained = len(open_grams & best.grams)
        if gained / len(part.grams) < least or (chosen and gained < 2):
            break
        chosen.append(best)
        open_grams -= best.grams
        candidates.remove(best)
    return tuple(chosen)


def _shared_figures(part: Part, other: Part) -> int:
    """An amount tells more than a time, which many clauses name."""
    shared = [mine for mine in part.figures if any(figures.same(mine, theirs) for theirs in other.figures)]
    return sum(1 if figure.is_time else 2 for figure in shared)
