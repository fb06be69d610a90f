"""In: what a request asks and a sentence that was told before. Out: its clauses that answer, as they stand.

So that nothing is told twice: the reply refers back and says these alone. Writes no sentence of the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant import compose
from assistant.answer import Citation, Language
from assistant.letters.draft_prose import full_width
from assistant.letters.inquiry_cues import GENERIC_EN, GENERIC_ZH
from assistant.questions.asked import Asked
from assistant.questions.parts import wants
from assistant.questions.question import Want, language
from assistant.speaks import Words
from assistant.sufficiency import asked_by
from assistant.support import enough, support
from assistant.verify import verify
from index.lexical_tags import tagged
from index.lexical_terms import english_words

_CLAUSE = re.compile(r"[^，。；：,;:]+")
_SHORT = 5  # characters below which a clause says too little alone: 其中5所
_ALIKE = 0.05  # clauses that give what is asked about as well as the best one are told too
_MOST = 2  # more clauses than this give it equally well: none stands out
_AHEAD = 1.0  # words of the request that one clause must speak of more than any other does

Span = tuple[int, int]


def clauses(question: str, citation: Citation, spoken: Language, words: Words) -> tuple[str, ...]:
    """The clauses of the quotation that hold what is asked for; none when no clause stands out."""
    spans: dict[Span, None] = {}
    for want in wants(question):
        asked = asked_by(want)
        if asked is not None:
            spans |= dict.fromkeys(_of_value(asked, citation, words))
        elif want.kind != "measures":
            spans |= dict.fromkeys(_of_words(want, citation.quote, words))
    told = []
    for start, end in _merged(spans):
        own = replace(citation, start=citation.start + start, end=citation.start + end)
        text = compose.statement_text(own, spoken)
        text = full_width(text) if spoken == "zh" else text
        if verify(text, [citation], citation.bulletin.issued_on).support == "supported":
            told.append(text)
    return tuple(told)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """In order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _of_value(asked: Asked, citation: Citation, words: Words) -> list[Span]:
    """The clauses with a value of the type that is asked for, of what it is asked; none when too many are alike."""
    quote, issued_on = citation.quote, citation.bulletin.issued_on
    context = f"{quote}{''.join(citation.paragraph.heading_path)}{citation.paragraph.text}"
    said = _content(asked.text)
    ranked: list[tuple[float, float, int]] = []
    bounds = _bounds(quote)
    for number, (start, end) in enumerate(bounds):
        found = support(asked, quote[start:end], context, issued_on, words)
        if found.value is not None and enough(asked, found.share):
            ranked.append((found.share, sum(words.spoken(said, quote[start:end]).values()), number))
    best = max((share for share, _, _ in ranked), default=0.0)
    alike = [one for one in ranked if one[0] >= best - _ALIKE]
    nearest = max((own for _, own, _ in alike), default=0.0)
    chosen = [number for _, own, number in alike if own >= nearest - _ALIKE]
    if len(chosen) > _MOST:
        return []
    return [
        (bounds[at - 1][0] if at and bounds[at][1] - bounds[at][0] <= _SHORT else bounds[at][0], bounds[at][1])
        for at in chosen
    ]


def _of_words(want: Want, quote: str, words: Words) -> Iterator[Span]:
    """The clause that speaks of clearly more of the request's words than any other."""
    said = _content(want.text)
    bounds = _bounds(quote)
    spoken_of = [sum(words.spoken(said, quote[start:end]).values()) for start, end in bounds]
    ranked = sorted(spoken_of, reverse=True)
    if ranked and ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0) >= _AHEAD:
        yield bounds[spoken_of.index(ranked[0])]


def _content(text: str) -> Sequence[str]:
    if language(text) == "en":
        return [word for word in english_words(text) if word not in GENERIC_EN]
    return [word for word, tag in tagged(text) if tag[0] in "nv" and len(word) > 1 and word not in GENERIC_ZH]


def _bounds(quote: str) -> list[Span]:
    return [match.span() for match in _CLAUSE.finditer(quote)]
