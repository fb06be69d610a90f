"""The words of the corpus as types: Bulletin, Section, Paragraph, Sentence, Measure.

Offsets count Python characters of the bulletin's source text (docs: DESIGN, "Words"); `end` is exclusive.
Values only: reading files is reader.py, finding the structure is structure.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bulletin speaks of; a level the bulletin does not name is None."""

    province: str | None = None
    city: str | None = None
    district: str | None = None

    def levels(self) -> dict[str, str]:
        """The named levels only, widest first, e.g. {"city": "烟台市", "district": "莱山区"}."""
        named = {"province": self.province, "city": self.city, "district": self.district}
        return {level: name for level, name in named.items() if name}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Section:
    """标题层级: one heading; `title` is the heading as written with its mark, source[start:end]."""

    parent: Section | None
    level: int  # depth in the tree of this bulletin, 1 = top
    mark: str  # the list mark as written, "(5)"; "" for a plain heading
    number: int | None  # the mark's number; None for a plain heading
    title: str
    start: int
    end: int

    @property
    def path(self) -> tuple[str, ...]:
        """Titles from the top heading down to this one, marks included."""
        above = self.parent.path if self.parent else ()
        return (*above, self.title)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph, source[start:end]; never split inside 《》“”（） or a decimal."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One 一是-point, source[start:end]: from its ordinal to the next point or the paragraph's end."""

    number: int  # 一是 = 1
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段落, the unit of citation; source[start:end] == text. A heading that runs on into text is part of it."""

    id: str  # "<bulletin_id>/<8 hex>", "-2", "-3" for repeats
    section: Section | None  # the heading it stands under (or begins with); None before the first heading
    text: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    measures: tuple[Measure, ...]

    @property
    def bulletin_id(self) -> str:
        return self.id.partition("/")[0]

    @property
    def heading_path(self) -> tuple[str, ...]:
        return self.section.path if self.section else ()


@dataclass(frozen=True, slots=True)
class Item:
    """整改事项: one numbered problem (a heading without sub-headings) and the paragraphs that say what was done."""

    section: Section
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """通报: one document, its metadata as written (absent is None or empty, never guessed) and its structure."""

    id: str
    text: str  # the source text that all offsets count in
    title: str | None
    issuer: str | None  # as signed
    place: Place
    source: str | None  # the publisher named in the source line
    published_on: date | None
    signed_on: date | None  # 成文日期
    inspection: Period | None  # when the inspection took place
    feedback_on: date | None  # when its findings were handed over
    contacts: tuple[str, ...]  # contact lines as written
    sections: tuple[Section, ...]  # in text order
    paragraphs: tuple[Paragraph, ...]  # in text order
    recognised: int = 0  # pages that were pictures: their characters were recognised, and figures may be misread

    @property
    def issued_on(self) -> date | None:
        """The signature date, else the publication date: every "as of" and relative date uses it."""
        return self.signed_on or self.published_on

    @property
    def items(self) -> tuple[Item, ...]:
        """The items in text order: headings that own paragraphs."""
        owned: dict[Section, list[Paragraph]] = {}
        for paragraph in self.paragraphs:
            if paragraph.section is not None:
                owned.setdefault(paragraph.section, []).append(paragraph)
        return tuple(Item(section, tuple(paragraphs)) for section, paragraphs in owned.items())
