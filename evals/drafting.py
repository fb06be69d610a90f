"""In: letters with gold requests, facts, missing points and personal numbers. Out: how well drafts answer them.

Facts are looked for in the sentences of the Word file, leaks in everything that leaves. Does not judge style.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from docx import Document
from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant.letters.draft import Draft
from assistant.privacy import mask
from corpus.normalize import fold
from evals.errors import SetError
from evals.metrics import mean
from evals.table import markdown

_CONFIG = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One request: its words in the letter, facts as accepted spellings, points that must be named as missing."""

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    text: str
    facts: tuple[tuple[str, ...], ...] = ()
    must_name_missing: tuple[tuple[str, ...], ...] = ()
    expect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A made-up letter and what a right reply holds."""

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    id: str
    lang: Literal["zh", "en"]
    kind: str
    letter: str
    sender: str = ""
    title: str = ""
    date: str | None = None
    place: str | None = None
    requests: tuple[Gold, ...] = ()
    not_requests: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    held_out: bool = False
    author: str = ""
    reviewed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A letter, its draft, the Word files as made (marked; clean where it may be exported), and all else that left."""

    letter: Letter
    draft: Draft
    marked: bytes
    clean: bytes | None
    other: tuple[str, ...] = field(default=())  # log lines, questions as asked of a model


_LETTER = TypeAdapter(Letter)


def load(path: Path) -> list[Letter]:
    """The letters of a set. Raises SetError that names the bad line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(f"cannot read the set {path}; check that it is there, in UTF-8") from error
    letters = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            letter = _LETTER.validate_json(line)
        except ValidationError as error:
            raise SetError(f"{path} line {number}: {error.errors()[0]['msg']}; correct that line") from error
        for words in (*(gold.text for gold in letter.requests), *letter.personal, *letter.not_requests):
            if words not in letter.letter:
                raise SetError(f"{path} line {number}: {words!r} is not in the letter; copy it from there")
        letters.append(letter)
    return letters


def matches(drafted: Drafted) -> dict[int, int]:
    """Gold request -> found request: at least half of the shorter one shared, each once."""
    text = drafted.draft.inquiry.text
    found = [(request.start, request.end) for request in drafted.draft.inquiry.requests]
    pairs: dict[int, int] = {}
    for place, gold in enumerate(drafted.letter.requests):
        words = mask(gold.text).text
        start = text.find(words)
        end = start + len(words)
        for number, (first, last) in enumerate(found):
            shared = min(end, last) - max(start, first)
            if start >= 0 and number not in pairs.values() and shared >= 0.5 * min(len(words), last - first):
                pairs[place] = number
                break
    return pairs


def facts(drafted: Drafted) -> list[bool]:
    """For each fact: whether a sentence under its request says it, or one that it refers back to (详见第一项)."""
    pairs = matches(drafted)
    told: list[bool] = []
    for place, gold in enumerate(drafted.letter.requests):
        said = _said(drafted, pairs.get(place)) + _referred(drafted, pairs.get(place))
        told.extend(any(fold(spelling) in said for spelling in fact) for fact in gold.facts)
    return told


def missing(drafted: Drafted) -> list[bool]:
    """For each point that must be named: whether a sentence under its request that is no fact names it."""
    pairs = matches(drafted)
    named: list[bool] = []
    for place, gold in enumerate(drafted.letter.requests):
        said = _said(drafted, pairs.get(place), "missing")
        named.extend(any(fold(word) in said for word in point) for point in gold.must_name_missing)
    return named


def _said(drafted: Drafted, request: int | None, part: str = "") -> str:
    sentences = drafted.draft.sentences if request is not None else ()
    return fold(" ".join(one.text for one in sentences if one.request == request and part in ("", one.part)))


def _referred(drafted: Drafted, request: int | None) -> str:
    """The sentences of earlier requests that a sentence under this one cites without saying anything new."""
    sentences = drafted.draft.sentences
    own = [one for one in sentences if one.request == request and request is not None]
    told = {label for one in own if one.part == "fact" for label in one.citations}
    cited = {label for one in own for label in one.citations} - told
    return fold(" ".join(one.text for one in sentences if one.part == "fact" and cited & set(one.citations)))


def needless(drafted: Drafted) -> list[bool]:
    """For each gold request that the bulletins answer in full: whether something of it is called missing."""
    pairs = matches(drafted)
    full = [
        place
        for place, gold in enumerate(drafted.letter.requests)
        if gold.facts and not gold.must_name_missing and place in pairs
    ]
    return [bool(drafted.draft.answered[pairs[place]].missing) for place in full]


def leaks(drafted: Drafted) -> list[str]:
    """Personal numbers of the letter in a Word file, the JSON or anything else that left."""
    shown = [text_of(data) for data in (drafted.marked, drafted.clean) if data]
    shown += [json.dumps(drafted.draft.to_json(None), ensure_ascii=False), *drafted.other]
    return [number for number in drafted.letter.personal if any(number in text for text in shown)]


def text_of(data: bytes) -> str:
    """All text of a Word file, one paragraph a line."""
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def unsupported(drafted: Drafted) -> int:
    """Sentences in the clean copy that neither a template gave nor a citation supports."""
    if drafted.clean is None:
        return 0
    lines = text_of(drafted.clean)
    return sum(not one.is_sound and one.text in lines for one in drafted.draft.sentences)


_MEASURES: tuple[tuple[str, Callable[[Drafted], list[bool]]], ...] = (
    ("requests found", lambda one: [place in matches(one) for place in range(len(one.letter.requests))]),
    ("found that are requests", lambda one: _right(one)),
    ("facts in the reply", facts),
    ("missing points named", missing),
    ("called missing needlessly", needless),
    ("sender as given", lambda one: [_who(one)]),
)


def _right(drafted: Drafted) -> list[bool]:
    paired = set(matches(drafted).values())
    return [number in paired for number in range(len(drafted.draft.inquiry.requests))]


def _who(drafted: Drafted) -> bool:
    inquiry, letter = drafted.draft.inquiry, drafted.letter
    day = inquiry.written_on.isoformat() if inquiry.written_on else None
    return (inquiry.name, inquiry.title, day) == (letter.sender, letter.title, letter.date)


def report(drafted: Sequence[Drafted], resamples: int, seed: int) -> str:
    """A table by language and part with 95% intervals over the letters' items, then what must be nought."""
    rows = []
    for name, measure in _MEASURES:
        row = [name]
        for language in ("zh", "en"):
            for held_out in (False, True):
                group = [one for one in drafted if (one.letter.lang, one.letter.held_out) == (language, held_out)]
                row.append(_cell([value for one in group for value in measure(one)], resamples, seed))
        rows.append(row)
    table = markdown(["share (95% interval), n", "zh tuning", "zh held out", "en tuning", "en held out"], rows)
    personal = sum(len(one.letter.personal) for one in drafted)
    exportable = sum(one.clean is not None for one in drafted)
    return "\n".join(
        [
            table,
            "",
            f"unsupported sentences in a clean copy: {sum(map(unsupported, drafted))} "
            f"({exportable} of {len(drafted)} exportable)",
            f"personal numbers leaked: {sum(len(leaks(one)) for one in drafted)} of {personal}",
        ]
    )


def _cell(values: Sequence[bool], resamples: int, seed: int) -> str:
    if not values:
        return "-"
    share = mean([float(value) for value in values], resamples, seed)
    return f"{share.value:.3f} ({share.low:.2f}-{share.high:.2f}), {share.n}"


def misses(drafted: Sequence[Drafted], held_out: bool = False) -> list[str]:
    """What went wrong, letter by letter, in the tuning part (or the held-out part)."""
    lines = []
    for one in drafted:
        if one.letter.held_out != held_out:
            continue
        paired = matches(one)
        lines += [
            f"{one.letter.id} not found: {gold.text}"
            for place, gold in enumerate(one.letter.requests)
            if place not in paired
        ]
        lines += [
            f"{one.letter.id} no request: {one.draft.inquiry.requests[number].text}"
            for number, right in enumerate(_right(one))
            if not right
        ]
        golds = [(gold, fact) for gold in one.letter.requests for fact in gold.facts]
        lines += [
            f"{one.letter.id} fact not told: {gold.text} -> {fact[0]}"
            for (gold, fact), told in zip(golds, facts(one), strict=True)
            if not told
        ]
        points = [(gold, point) for gold in one.letter.requests for point in gold.must_name_missing]
        lines += [
            f"{one.letter.id} not named: {gold.text} -> {point[0]}"
            for (gold, point), named in zip(points, missing(one), strict=True)
            if not named
        ]
        lines += [
            f"{one.letter.id} missing: {answered.missing[0]}" for answered in one.draft.answered if answered.missing
        ]
        lines += [f"{one.letter.id} leaked: {number}" for number in leaks(one)]
    return lines
