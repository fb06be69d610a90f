"""In: a part of a question (Want) and hits. Out: the passages of the corpus that answer it, verbatim, in reading order.

Works on structure, figures and the search's sentence scores; never on topics. Does not judge whether they suffice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.questions.asked import Asked
from assistant.questions.cues import Kind
from assistant.questions.question import Want
from assistant.questions.values import countable
from assistant.speaks import LETTERS, Words
from assistant.support import CONTACTS, Support, enough, support
from corpus import figures
from corpus.bulletin import Paragraph
from index.chunk import Hit

_LABEL_LENGTH = 30  # a measure's first sentence up to this long is its label, and goes with what follows
_WHOLE_ITEM: frozenset[Kind] = frozenset({"measures", "topic"})
_NEAR = 0.12  # relevance below the best that still counts as about the same thing
_LEXICAL_SHARE = 0.05
_SPOKEN = 0.15  # for a passage that speaks of all words of the question
_SPEAKS = 0.7  # from here on a text speaks of a word: the word, another of its meaning
_NEAREST_SPOKEN = 0.3  # the same, where no passage gives what is asked
_HARDLY, _FULLY = 0.5, 0.67
_FITTING_VALUE = 0.35  # for a passage that gives the asked value beside the asked words
_FITTING_FIGURE = 0.2
_FITTING_UNIT = 0.06
_ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}[是要]")
_BEHIND = 0.85  # off for a paragraph as far behind the first as the last: a figure of another matter fits nothing
_PARAGRAPHS = 5  # how many hits are looked into for a single fact


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one paragraph that can stand as a statement; bulletin.text[start:end]."""

    hit: Hit
    start: int
    end: int
    relevance: float

    @property
    def text(self) -> str:
        return self.hit.bulletin.text[self.start : self.end]


def extract(
    want: Want, hits: tuple[Hit, ...], most: int, asked: Asked | None = None, words: Words = LETTERS
) -> tuple[Passage, ...]:
    """The passages that answer `want`, at most `most`; empty without hits.

    `asked`: the value that it asks for. When none gives it, the passage that comes nearest.
    """
    if not hits:
        return ()
    if want.kind in _WHOLE_ITEM and asked is None:
        return _item(hits, most)
    return _facts(want, hits, asked, words)


def passages(hit: Hit) -> list[Passage]:
    """A paragraph cut into what can be quoted alone: sentences without the heading, labels with what they head."""
    paragraph = hit.paragraph
    body = _body_start(paragraph)
    found: list[Passage] = []
    label_start: int | None = None
    highest = max((chunk.lexical for chunk in hit.chunks), default=0.0)
    sentences = [sentence for sentence in paragraph.sentences if sentence.start >= body]
    for position, sentence in enumerate(sentences):
        start = label_start if label_start is not None else sentence.start
        last = position == len(sentences) - 1
        if label_start is None and not last and _is_label(sentence.text, sentences[position + 1].text):
            label_start = sentence.start
            continue
        label_start = None
        found.append(Passage(hit, start, sentence.end, _relevance(hit, start, sentence.end, highest)))
    return found


def _body_start(paragraph: Paragraph) -> int:
    """Where the text after a run-on heading begins."""
    section = paragraph.section
    if section is None or not (paragraph.start <= section.start and section.end <= paragraph.end):
        return paragraph.start
    return section.end if any(sentence.start >= section.end for sentence in paragraph.sentences) else paragraph.start


def _is_label(text: str, following: str) -> bool:
    return (
        len(text) <= _LABEL_LENGTH
        and bool(_ORDINAL.match(text))
        and not _ORDINAL.match(following)
        and not any(figure.kind != "date" for figure in figures.find(text))
    )


def _relevance(hit: Hit, start: int, end: int, highest: float) -> float:
    """Likeness of the span to the question: its best chunk's cosine plus a share of its lexical score (0..1)."""
    scores = [
        chunk.dense + (_LEXICAL_SHARE * chunk.lexical / highest if highest > 0 else 0.0)
        for chunk in hit.chunks
        if chunk.chunk.start < end and start < chunk.chunk.end
    ]
    return max(scores, default=0.0)


def _item(hits: tuple[Hit, ...], most: int) -> tuple[Passage, ...]:
    """What was done: the item's passages in order; only the measure that is meant when the heading is not."""
    top = hits[0]
    section = top.paragraph.section
    together = [
        hit
        for hit in hits
        if hit is top
        or (section is not None and section == hit.paragraph.section and hit.bulletin.id == top.bulletin.id)
    ]
    together.sort(key=lambda hit: hit.paragraph.start)
    whole = [passage for hit in together for passage in passages(hit)]
    if not whole:
        return ()
    best = max(whole, key=lambda passage: passage.relevance)
    if _heading_relevance(top) < best.relevance - _NEAR:
        whole = _one_measure(best, whole)
    if len(whole) > most:
        kept = sorted(whole, key=lambda passage: -(passage.relevance + (_NEAR if figures.find(passage.text) else 0.0)))[
            :most
        ]
        whole = [passage for passage in whole if passage in kept]
    return tuple(whole)


def _heading_relevance(hit: Hit) -> float:
    section = hit.paragraph.section
    if section is None:
        return 0.0
    if not (hit.paragraph.start <= section.start < hit.paragraph.end):
        return 1.0  # a heading on its own line stands over the whole: the item is what was found
    highest = max((chunk.lexical for chunk in hit.chunks), default=0.0)
    return _relevance(hit, section.start, section.end, highest)


def _one_measure(best: Passage, whole: list[Passage]) -> list[Passage]:
    """The passages of the measure that `best` belongs to, and others nearly as relevant."""
    inside = next(
        (m for m in best.hit.paragraph.measures if m.start <= best.start < m.end),
        None,
    )
    return [
        passage
        for passage in whole
        if passage is best
        or passage.relevance >= best.relevance - _NEAR
        or (inside is not None and passage.hit is best.hit and inside.start <= passage.start < inside.end)
    ]


def _facts(want: Want, hits: tuple[Hit, ...], asked: Asked | None, words: Words) -> tuple[Passage, ...]:
    """The passage that holds the fact; a second one of the same paragraph when it is as good."""
    if asked is None:
        return _best(want, _scored(hits, lambda passage: fit(want, passage)))
    given = {passage: supported(asked, passage, words) for passage, _ in _scored(hits, lambda passage: 0.0)}
    if asked.type in CONTACTS:
        given = _of_their_own(asked, given)
    likely = _scored(hits, lambda passage: _FITTING_VALUE * given[passage].share + _SPOKEN * given[passage].own)
    chosen = _best(want, likely)
    if any(enough(asked, given[passage].share) for passage in chosen):
        return chosen
    # The heading says of what, and the sentence with the value does not repeat it.
    of_it = (
        [one for one in likely if one[0].hit is chosen[0].hit and enough(asked, given[one[0]].share)] if chosen else []
    )
    if of_it := [one for one in of_it if _speaks_of_all(asked, one[0], words)]:
        return _best(want, of_it)
    return _best(want, _scored(hits, lambda passage: _NEAREST_SPOKEN * given[passage].own))[:1]


def _of_their_own(asked: Asked, given: dict[Passage, Support]) -> dict[Passage, Support]:
    """A telephone number is nobody's but his whose passage it is: not of one who is spoken of elsewhere only."""
    if len(asked.rest) < 2:
        return given  # one word is no name of a body
    elsewhere = max((found.own for found in given.values() if found.value is None), default=0.0)
    return {
        passage: replace(found, focus=0.0) if found.own < _HARDLY and elsewhere > _FULLY else found
        for passage, found in given.items()
    }


def supported(asked: Asked, passage: Passage, words: Words) -> Support:
    """How far a passage gives what is asked; its headings and its paragraph may say of what it speaks."""
    paragraph = passage.hit.paragraph
    context = "\n".join((*paragraph.heading_path, paragraph.text))
    return support(asked, passage.text, context, passage.hit.bulletin.issued_on, words)


def _speaks_of_all(asked: Asked, passage: Passage, words: Words) -> bool:
    """Whether the paragraph or its headings speak of every word that carries a subject."""
    paragraph = passage.hit.paragraph
    spoken = words.spoken((*asked.focus, *asked.rest), "\n".join((*paragraph.heading_path, paragraph.text)))
    return bool(spoken) and min(spoken.values()) >= _SPEAKS


def _scored(hits: tuple[Hit, ...], bonus: Callable[[Passage], float]) -> list[tuple[Passage, float]]:
    """The passages of the first paragraphs with their scores: likeness, what they give, less for standing behind."""
    spread = hits[0].score - hits[min(len(hits), 10) - 1].score or 1.0
    return [
        (passage, passage.relevance - _BEHIND * (hits[0].score - hit.score) / spread + bonus(passage))
        for hit in hits[:_PARAGRAPHS]
        for passage in passages(hit)
    ]


def _best(want: Want, scored: list[tuple[Passage, float]]) -> tuple[Passage, ...]:
    if not scored:
        return ()
    scored = sorted(scored, key=lambda pair: -pair[1])
    best, best_score = scored[0]
    chosen = [best]
    room = 2 if want.kind == "list" else 1
    for passage, score in scored[1:]:
        if len(chosen) > room:
            break
        if passage.hit is best.hit and score >= best_score - _NEAR / 2 and fit(want, passage) >= fit(want, best):
            chosen.append(passage)
    return tuple(sorted(chosen, key=lambda passage: passage.start))


_DATE_KINDS = frozenset({"date", "period", "duration"})
_LISTED = re.compile(r"[、]|《[^》]+》")


def fit(want: Want, passage: Passage) -> float:
    """How well the passage's kind of content fits what is asked: figures for a number, a list for which."""
    if want.kind == "list":
        return _FITTING_UNIT if _LISTED.search(passage.text) else 0.0
    if want.kind not in ("number", "date"):
        return 0.0
    found = fitting(want, passage)
    if not found:
        return 0.0
    same_unit = bool(want.unit) and any(figure.unit == want.unit for figure in found)
    return _FITTING_FIGURE + (_FITTING_UNIT if same_unit else 0.0)


def fitting(want: Want, passage: Passage) -> list[figures.Figure]:
    """The passage's figures of the kind, and for counts of the class, that `want` asks for."""
    kinds = _DATE_KINDS if want.kind == "date" else want.figures
    found = figures.find(passage.text, passage.hit.bulletin.issued_on)
    return [
        figure
        for figure in found
        if (figure.kind in kinds if kinds else figure.kind not in _DATE_KINDS)
        and (figure.kind != "count" or countable(want.unit, figure.unit))
    ]
