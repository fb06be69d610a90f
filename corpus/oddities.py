"""In: a Bulletin. Out: what looks odd: numbers skipped or repeated, empty headings, missing metadata, recognised pages.

An oddity is a hint for whoever adds a bulletin, not an error: the document may truly be so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from corpus.bulletin import Bulletin, Paragraph, Section

Kind = Literal["starts", "skips", "turns_back", "empty_heading", "points_skip", "missing", "recognised"]
RECOGNISED = "recognised from pictures: compare the figures with the original"
_ENGLISH: dict[Kind, str] = {
    "starts": "{where}: numbering starts at {given}",
    "skips": "{where}: numbering skips (after {given})",
    "turns_back": "{where}: numbering repeats or turns back (after {given})",
    "empty_heading": "{where}: a heading with no text and no sub-heading",
    "points_skip": "{where}: points skip from {given}",
    "missing": "no {given} found",
    "recognised": f"{{given}} page(s) {RECOGNISED}",
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd; `where` is a heading or a paragraph's id, `given` what was found there (or is missing)."""

    kind: Kind
    where: str = ""
    given: str = ""

    def __str__(self) -> str:
        return _ENGLISH[self.kind].format(where=self.where, given=self.given)


def find(bulletin: Bulletin) -> list[str]:
    """One line an oddity, in English, as `odd` has them."""
    return [str(oddity) for oddity in odd(bulletin)]


def odd(bulletin: Bulletin) -> list[Oddity]:
    """How the text was come by first, then structure in text order, then what is missing."""
    recognised = [Oddity("recognised", given=str(bulletin.recognised))] if bulletin.recognised else []
    return [
        *recognised,
        *_numbering(bulletin),
        *_empty_headings(bulletin),
        *_measures(bulletin),
        *_missing(bulletin),
    ]


def _numbering(bulletin: Bulletin) -> list[Oddity]:
    rows: dict[int, list[Section]] = {}
    for section in bulletin.sections:
        if section.number is not None:
            rows.setdefault(section.parent.start if section.parent else -1, []).append(section)
    found = []
    counted_on: dict[int, int] = {}  # level -> last number, for levels numbered on through the whole document
    for row in rows.values():
        first = row[0]
        if first.number not in (1, counted_on.get(first.level, 0) + 1):
            found.append(Oddity("starts", _where(first), str(first.number)))
        for before, after in pairwise(row):
            if before.number is not None and after.number is not None and after.number != before.number + 1:
                kind: Kind = "skips" if after.number > before.number + 1 else "turns_back"
                found.append(Oddity(kind, _where(after), before.mark or str(before.number)))
        if row[-1].number is not None:
            counted_on[first.level] = row[-1].number
    return found


def _empty_headings(bulletin: Bulletin) -> list[Oddity]:
    filled = {paragraph.section.start for paragraph in bulletin.paragraphs if paragraph.section}
    filled |= {section.parent.start for section in bulletin.sections if section.parent}
    return [Oddity("empty_heading", _where(section)) for section in bulletin.sections if section.start not in filled]


def _measures(bulletin: Bulletin) -> list[Oddity]:
    found = []
    for _, group in groupby(bulletin.paragraphs, key=_heading):
        points = [(paragraph, point) for paragraph in group for point in paragraph.measures]
        for (_, before), (paragraph, after) in pairwise(points):
            if after.number not in (1, before.number + 1):
                found.append(Oddity("points_skip", paragraph.id, f"{before.text[:2]} to {after.text[:2]}"))
    return found


def _heading(paragraph: Paragraph) -> int:
    return paragraph.section.start if paragraph.section else -1


def _missing(bulletin: Bulletin) -> list[Oddity]:
    wanted = {
        "title": bulletin.title,
        "issuer": bulletin.issuer,
        "place": bulletin.place.levels(),
        "date of signature or publication": bulletin.issued_on,
        "heading": bulletin.sections,
        "paragraph": bulletin.paragraphs,
    }
    return [Oddity("missing", given=name) for name, value in wanted.items() if not value]


def _where(section: Section) -> str:
    title = section.title if len(section.title) <= 30 else f"{section.title[:29]}…"
    return f"{title} (level {section.level})"
