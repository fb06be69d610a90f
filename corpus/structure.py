"""In: a bulletin's id and source text. Out: the Bulletin, with metadata, headings, paragraphs, sentences and measures.

Total: any string gives a Bulletin, and every offset points into the text as given.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import groupby

from corpus import glued, jurisdiction, measures, metadata, outline, particulars, sentences
from corpus.bulletin import Bulletin, Measure, Paragraph, Section
from corpus.normalize import lines

_INTRO = 5  # paragraphs in which the inspection is told


def parse(bulletin_id: str, text: str, recognised: int = 0) -> Bulletin:
    """The structure of a bulletin; what the text does not have is None or empty. `recognised` pages were pictures."""
    found = glued.without_paper(lines(text))
    around = metadata.surroundings(found)
    body = [line for index, line in enumerate(found) if index not in around.used and _has_words(line.folded)]
    placed = outline.build(glued.parted(body))
    paragraphs = _paragraphs(bulletin_id, [one for one in placed if one.is_paragraph])
    intro = [paragraph.text for paragraph in paragraphs[:_INTRO]]
    return Bulletin(
        id=bulletin_id,
        text=text,
        title=around.title,
        issuer=around.issuer,
        place=jurisdiction.find([name for name in (around.issuer, around.title) if name], "\n".join(intro)),
        source=around.source,
        published_on=around.published_on,
        signed_on=around.signed_on,
        inspection=particulars.inspection(intro),
        feedback_on=particulars.feedback(intro, around.signed_on or around.published_on),
        contacts=particulars.contacts([paragraph.text for paragraph in paragraphs]),
        sections=_sections(placed),
        paragraphs=tuple(paragraphs),
        recognised=recognised,
    )


def paragraph_hash(text: str) -> str:
    """The 8 hex digits of a paragraph's id: they survive re-indexing and changes of white space."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _has_words(folded: str) -> bool:
    return any(character.isalnum() for character in folded)


def _sections(placed: list[outline.Placed]) -> tuple[Section, ...]:
    seen: dict[int, Section] = {}
    for one in placed:
        if one.section is not None:
            seen.setdefault(one.section.start, one.section)
    return tuple(seen.values())


def _paragraphs(bulletin_id: str, placed: list[outline.Placed]) -> list[Paragraph]:
    repeats: Counter[str] = Counter()
    paragraphs = []
    for one, points in zip(placed, _measures(placed), strict=True):
        line = one.line
        base = f"{bulletin_id}/{paragraph_hash(line.text)}"
        repeats[base] += 1
        paragraphs.append(
            Paragraph(
                id=base if repeats[base] == 1 else f"{base}-{repeats[base]}",
                section=one.section,
                text=line.text,
                start=line.start,
                end=line.end,
                sentences=sentences.split(line.text, line.start),
                measures=points,
            )
        )
    return paragraphs


def _measures(placed: list[outline.Placed]) -> list[tuple[Measure, ...]]:
    """A row of 一是-points may run over the paragraphs of one heading, never past it."""
    found: list[tuple[Measure, ...]] = []
    for _, group in groupby(placed, lambda one: one.section.start if one.section else -1):
        rows = list(group)
        found.extend(measures.find([one.line.text for one in rows], [one.line.start for one in rows]))
    return found
