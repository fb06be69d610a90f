"""In: a question, where it may be answered (Scoped), and the search. Out: the hits there, and what that place lacks.

A place's bulletin lacks what the rest of the corpus tells far better. Does not choose sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.scope import Scoped
from assistant.scoping.holdings import Holdings
from assistant.scoping.owners import named_owners
from corpus.places import find
from index.chunk import Hit, Scope
from index.lexical_terms import is_chinese

Search = Callable[[str, Scope], tuple[Hit, ...]]

# How far the best sentence here may fall short of the best one anywhere before they are said not to tell of the
# thing. Set on made-up look-alike bulletins (docs/measurements.md, "The right place").
MOST_ZH, MOST_EN = 0.53, 0.45
_LEXICAL_SHARE = 0.5
_EVERYWHERE = Scope()
_LEADS_IN = re.compile(r"\b(?:in|of|for|from|at|by|within)\s+(?:the\s+)?$", re.IGNORECASE)
_OF_BODY = re.compile(r"^(?:党组|党委|党工委)?")
_LEADS_ON = re.compile(r"^(?:['’]s\b|[的之](?![前后间])|境?内的?)")


@dataclass(frozen=True, slots=True)
class Reached:
    """The hits within `scope`, best first, and how they stand to what was asked."""

    hits: tuple[Hit, ...]
    scope: Scope
    lacking: bool = False  # the place has bulletins, and they do not tell of it
    earlier: bool = False  # only an earlier bulletin than the newest does


def reach(text: str, scoped: Scoped, search: Search) -> Reached:
    """Search the newest bulletins of the named places, else the earlier ones; compare with the rest of the corpus."""
    whole, newest = scoped.scope, scoped.newest
    hits = search(text, newest)
    if newest == whole == _EVERYWHERE:
        return Reached(hits, whole)
    reference = search(text, _EVERYWHERE)
    if tells(hits, reference, text):
        return Reached(hits, newest)
    earlier = search(text, whole) if whole != _EVERYWHERE else reference
    if newest != whole and tells(earlier, reference, text):
        return Reached(earlier, whole, earlier=True)
    return Reached(hits, newest, lacking=True)


def tells(hits: Sequence[Hit], others: Sequence[Hit], text: str) -> bool:
    """Whether the best of these hits stands up to the best of the others, by likeness and by the question's words."""
    dense, lexical = _best(hits)
    dense_there, lexical_there = _best(others)
    if dense_there <= 0:
        return dense >= dense_there
    shortfall = 1 - dense / dense_there
    if lexical_there > 0:
        shortfall += _LEXICAL_SHARE * (1 - lexical / lexical_there)
    return shortfall < (MOST_ZH if is_chinese(text) else MOST_EN)


def _best(hits: Sequence[Hit]) -> tuple[float, float]:
    """The highest likeness and the highest lexical score of any sentence."""
    chunks = [chunk for hit in hits for chunk in hit.chunks]
    return max((chunk.dense for chunk in chunks), default=-1.0), max((chunk.lexical for chunk in chunks), default=0.0)


def without_place(question: str, holdings: Holdings) -> str:
    """The question without the held places and bodies it names: the scope says where, the search looks for what."""
    text = question
    named = False
    for mention in sorted(find(question, holdings.names), key=lambda mention: -mention.start):
        if holdings.about(mention) or holdings.within(mention):
            named = True
            before, after = text[: mention.start], text[mention.end :]
            text = _LEADS_IN.sub("", before) + _LEADS_ON.sub("", after)
    for _, name in named_owners(question, holdings.all, named)[:1]:
        before, _, after = text.partition(name)
        text = before + _LEADS_ON.sub("", _OF_BODY.sub("", after))
    text = text.strip(" ,，、:：")
    return text if any(character.isalnum() for character in text) else question


def by_place(hits: Sequence[Hit], text: str) -> Iterator[tuple[Hit, ...]]:
    """The hits of each bulletin that tells of it nearly as well as the best one, the best one first."""
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.bulletin.id, []).append(hit)
    for group in grouped.values():
        if tells(group, hits, text):
            yield tuple(group)
