"""In: a Draft. Out: a JSON object and back: a kept draft opens without the index that it was made from.

Of each bulletin only the paragraphs that were found and their headings are kept, at their own offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answer import Answer, Check, Citation, Dropped, Statement
from assistant.letters.draft import Answered, Draft, Sentence
from assistant.letters.inquiry import Inquiry, Request
from corpus import record as bulletins
from corpus.bulletin import Bulletin, Paragraph, Section
from index.chunk import Hit

Record = dict[str, Any]
Held = Mapping[str, tuple[Bulletin, Paragraph]]  # by the paragraph's id


def to_record(draft: Draft) -> Record:
    """JSON-ready; the letter in it is masked, as the inquiry is."""
    return {
        "inquiry": inquiry_record(draft.inquiry),
        "bulletins": _bulletins(draft.answered),
        "answered": [
            {
                "request": _request(one.request),
                "question": one.question,
                "answer": _answer(one.answer),
                "missing": list(one.missing),
            }
            for one in draft.answered
        ],
        "sentences": [sentence_record(sentence) for sentence in draft.sentences],
    }


def from_record(record: Record) -> Draft:
    """The Draft that `to_record` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    found = held(record)
    answered = tuple(
        Answered(
            _as_request(one["request"]),
            one["question"],
            _as_answer(one["answer"], found),
            tuple(one["missing"]),
        )
        for one in record["answered"]
    )
    sentences = tuple(as_sentence(one) for one in record["sentences"])
    return Draft(as_inquiry(record["inquiry"]), answered, sentences)


def held(record: Record) -> Held:
    """The paragraphs that a record holds, each in its bulletin."""
    found: dict[str, tuple[Bulletin, Paragraph]] = {}
    for kept in record["bulletins"]:
        bulletin = bulletins.from_record({**kept, "text": _padded(kept["text"])})
        found |= {paragraph.id: (bulletin, paragraph) for paragraph in bulletin.paragraphs}
    return found


def inquiry_record(inquiry: Inquiry) -> Record:
    return {
        "text": inquiry.text,
        "language": inquiry.language,
        "name": inquiry.name,
        "title": inquiry.title,
        "written_on": inquiry.written_on.isoformat() if inquiry.written_on else None,
        "place": inquiry.place,
        "requests": [_request(request) for request in inquiry.requests],
        "complaints": list(inquiry.complaints),
        "reproaches": list(inquiry.reproaches),
        "set_aside": list(inquiry.set_aside),
        "masked": [list(one) for one in inquiry.masked],
    }


def as_inquiry(record: Record) -> Inquiry:
    day = record["written_on"]
    return Inquiry(
        text=record["text"],
        language=record["language"],
        name=record["name"],
        title=record["title"],
        written_on=date.fromisoformat(day) if day else None,
        place=record["place"],
        requests=tuple(_as_request(one) for one in record["requests"]),
        complaints=tuple(record["complaints"]),
        reproaches=tuple(record["reproaches"]),
        set_aside=tuple(record["set_aside"]),
        masked=tuple((kind, count) for kind, count in record["masked"]),
    )


def sentence_record(sentence: Sentence) -> Record:
    return {**sentence.to_json(), "part": sentence.part}


def as_sentence(record: Record) -> Sentence:
    return Sentence(
        record["text"],
        record["role"],
        record["part"],
        record["request"],
        tuple(record["citations"]),
        record["support"],
    )


def citation_record(citation: Citation) -> Record:
    return {
        "label": citation.label,
        "paragraph": citation.paragraph.id,
        "start": citation.start,
        "end": citation.end,
    }


def as_citation(record: Record, found: Held) -> Citation:
    bulletin, paragraph = found[record["paragraph"]]
    return Citation(record["label"], bulletin, paragraph, record["start"], record["end"])


def as_check(record: Record) -> Check:
    return Check(record["kind"], record["ok"], record["detail"])


def _request(request: Request) -> Record:
    return {
        "text": request.text,
        "start": request.start,
        "end": request.end,
        "before": list(request.before),
        "after": list(request.after),
    }


def _as_request(record: Record) -> Request:
    return Request(record["text"], record["start"], record["end"], tuple(record["before"]), tuple(record["after"]))


def _answer(answer: Answer) -> Record:
    """The answer without its timings; citations and hits name their paragraphs."""
    told = answer.to_json()
    for name in ("text", "timings_ms"):
        told.pop(name)
    told["citations"] = [citation_record(citation) for citation in answer.citations]
    told["hits"] = [[hit.paragraph.id, hit.score, hit.coverage] for hit in answer.hits]
    return told


def _as_answer(record: Record, found: Held) -> Answer:
    statements = tuple(
        Statement(
            one["text"],
            tuple(one["citations"]),
            one["support"],
            one["modality"],
            tuple(as_check(check) for check in one["checks"]),
        )
        for one in record["statements"]
    )
    return Answer(
        question=record["question"],
        standalone_question=record["standalone_question"],
        language=record["language"],
        status=record["status"],
        reason=record["reason"],
        lead=record["lead"],
        statements=statements,
        citations=tuple(as_citation(one, found) for one in record["citations"]),
        missing=tuple(record["missing"]),
        suggestions=tuple(record["suggestions"]),
        dropped=tuple(Dropped(one["text"], one["reason"], tuple(one["citations"])) for one in record["dropped"]),
        hits=tuple(Hit(*found[name], score, coverage, ()) for name, score, coverage in record["hits"]),
        composer=record["composer"],
    )


def _bulletins(answered: Sequence[Answered]) -> list[Record]:
    """Each bulletin once, as far as it was found."""
    whole: dict[str, Bulletin] = {}
    wanted: dict[str, dict[int, Paragraph]] = {}
    for one in answered:
        found = [(each.bulletin, each.paragraph) for each in one.answer.citations]
        found += [(hit.bulletin, hit.paragraph) for hit in one.answer.hits]
        for bulletin, paragraph in found:
            whole[bulletin.id] = bulletin
            wanted.setdefault(bulletin.id, {})[paragraph.start] = paragraph
    return [_excerpt(whole[name], [kept[start] for start in sorted(kept)]) for name, kept in wanted.items()]


def _excerpt(bulletin: Bulletin, paragraphs: Sequence[Paragraph]) -> Record:
    above = {section.start: section for paragraph in paragraphs for section in _sections(paragraph.section)}
    part = replace(
        bulletin, sections=tuple(above[start] for start in sorted(above)), paragraphs=tuple(paragraphs), contacts=()
    )
    spans = [*((one.start, one.end) for one in part.sections), *((one.start, one.end) for one in paragraphs)]
    return {**bulletins.to_record(part), "text": _pieces(bulletin.text, spans)}


def _sections(section: Section | None) -> Iterable[Section]:
    while section is not None:
        yield section
        section = section.parent


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, str]]:
    """The text of the spans, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [(start, text[start:end]) for start, end in joined]


def _padded(pieces: Sequence[tuple[int, str]]) -> str:
    """The pieces at their own offsets; what is not kept is blank."""
    text = ""
    for start, piece in pieces:
        text = text.ljust(start) + piece
    return text
