"""In: a Bulletin. Out: in words, what looks odd: numbers skipped or repeated, empty headings, missing metadata.

An oddity is a hint for whoever adds a bulletin, not an error: the document may truly be so.
"""

from __future__ import annotations

from itertools import groupby, pairwise

from corpus.bulletin import Bulletin, Paragraph, Section


def find(bulletin: Bulletin) -> list[str]:
    """One line an oddity, structure first, in text order."""
    return [*_numbering(bulletin), *_empty_headings(bulletin), *_measures(bulletin), *_missing(bulletin)]


def _numbering(bulletin: Bulletin) -> list[str]:
    rows: dict[int, list[Section]] = {}
    for section in bulletin.sections:
        if section.number is not None:
            rows.setdefault(section.parent.start if section.parent else -1, []).append(section)
    found = []
    counted_on: dict[int, int] = {}  # level -> last number, for levels numbered on through the whole document
    for row in rows.values():
        first = row[0]
        if first.number not in (1, counted_on.get(first.level, 0) + 1):
            found.append(f"{_where(first)}: numbering starts at {first.number}")
        for before, after in pairwise(row):
            if before.number is not None and after.number is not None and after.number != before.number + 1:
                what = "skips" if after.number > before.number + 1 else "repeats or turns back"
                found.append(f"{_where(after)}: numbering {what} (after {before.mark or before.number})")
        if row[-1].number is not None:
            counted_on[first.level] = row[-1].number
    return found


def _empty_headings(bulletin: Bulletin) -> list[str]:
    filled = {paragraph.section.start for paragraph in bulletin.paragraphs if paragraph.section}
    filled |= {section.parent.start for section in bulletin.sections if section.parent}
    return [
        f"{_where(section)}: a heading with no text and no sub-heading"
        for section in bulletin.sections
        if section.start not in filled
    ]


def _measures(bulletin: Bulletin) -> list[str]:
    found = []
    for _, group in groupby(bulletin.paragraphs, key=_heading):
        points = [(paragraph, point) for paragraph in group for point in paragraph.measures]
        for (_, before), (paragraph, after) in pairwise(points):
            if after.number not in (1, before.number + 1):
                found.append(f"{paragraph.id}: points skip from {before.text[:2]} to {after.text[:2]}")
    return found


def _heading(paragraph: Paragraph) -> int:
    return paragraph.section.start if paragraph.section else -1


def _missing(bulletin: Bulletin) -> list[str]:
    wanted = {
        "title": bulletin.title,
        "issuer": bulletin.issuer,
        "place": bulletin.place.levels(),
        "date of signature or publication": bulletin.issued_on,
        "heading": bulletin.sections,
        "paragraph": bulletin.paragraphs,
    }
    return [f"no {name} found" for name, value in wanted.items() if not value]


def _where(section: Section) -> str:
    title = section.title if len(section.title) <= 30 else f"{section.title[:29]}…"
    return f"{title} (level {section.level})"
