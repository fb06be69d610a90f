"""In: a Bulletin. Out: a compact JSON object and back, exactly: the text once, everything else as offsets into it."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.bulletin import Bulletin, Measure, Paragraph, Period, Place, Section, Sentence


def metadata(bulletin: Bulletin) -> dict[str, Any]:
    """What the bulletin says about itself, JSON-ready; absent is None, an empty object or an empty list."""
    inspection = bulletin.inspection
    return {
        "id": bulletin.id,
        "title": bulletin.title,
        "issuer": bulletin.issuer,
        "place": bulletin.place.levels(),
        "source": bulletin.source,
        "published_on": _iso(bulletin.published_on),
        "signed_on": _iso(bulletin.signed_on),
        "inspection": {"start": _iso(inspection.start), "end": _iso(inspection.end)} if inspection else None,
        "feedback_on": _iso(bulletin.feedback_on),
        "contacts": list(bulletin.contacts),
        "recognised": bulletin.recognised,
    }


def to_record(bulletin: Bulletin) -> dict[str, Any]:
    """A JSON-ready object; headings refer to their parent, and paragraphs to their heading, by its index."""
    index = {section.start: number for number, section in enumerate(bulletin.sections)}
    return {
        **metadata(bulletin),
        "text": bulletin.text,
        "sections": [
            {
                "parent": index[section.parent.start] if section.parent else None,
                "mark": section.mark,
                "number": section.number,
                "at": [section.start, section.end],
            }
            for section in bulletin.sections
        ],
        "paragraphs": [
            {
                "id": paragraph.id,
                "section": index[paragraph.section.start] if paragraph.section else None,
                "at": [paragraph.start, paragraph.end],
                "sentences": [[sentence.start, sentence.end] for sentence in paragraph.sentences],
                "measures": [[measure.number, measure.start, measure.end] for measure in paragraph.measures],
            }
            for paragraph in bulletin.paragraphs
        ],
    }


def from_record(record: dict[str, Any]) -> Bulletin:
    """The Bulletin that `to_record` wrote. Raises KeyError, TypeError, ValueError or IndexError for anything else."""
    text: str = record["text"]
    sections: list[Section] = []
    for entry in record["sections"]:
        parent = None if entry["parent"] is None else sections[entry["parent"]]
        start, end = entry["at"]
        level = parent.level + 1 if parent else 1
        sections.append(Section(parent, level, entry["mark"], entry["number"], text[start:end], start, end))
    span = record["inspection"]
    return Bulletin(
        id=record["id"],
        text=text,
        title=record["title"],
        issuer=record["issuer"],
        place=Place(**record["place"]),
        source=record["source"],
        published_on=_day(record["published_on"]),
        signed_on=_day(record["signed_on"]),
        inspection=Period(date.fromisoformat(span["start"]), date.fromisoformat(span["end"])) if span else None,
        feedback_on=_day(record["feedback_on"]),
        contacts=tuple(record["contacts"]),
        sections=tuple(sections),
        paragraphs=tuple(_paragraph(entry, text, sections) for entry in record["paragraphs"]),
        recognised=record.get("recognised", 0),  # records made before this was told have none
    )


def _paragraph(entry: dict[str, Any], text: str, sections: list[Section]) -> Paragraph:
    start, end = entry["at"]
    return Paragraph(
        id=entry["id"],
        section=None if entry["section"] is None else sections[entry["section"]],
        text=text[start:end],
        start=start,
        end=end,
        sentences=tuple(Sentence(text[first:last], first, last) for first, last in entry["sentences"]),
        measures=tuple(Measure(number, text[first:last], first, last) for number, first, last in entry["measures"]),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
