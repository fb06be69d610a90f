"""In: a text, Chinese or English. Out: the administrative places it names, known or only shaped like places.

Does not know which bulletins exist; `level_named` (place_mention.py) compares a mention with a bulletin's Place.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.gazetteer import Division, stem
from corpus.place_mention import KnownNames, PlaceMention, Rank, inferred, level_named
from corpus.places_chinese import short_names, suffixed_names
from corpus.places_english import latin_names

__all__ = ["KnownNames", "PlaceMention", "Rank", "find", "inferred", "level_named"]


_NONE = KnownNames(frozenset())


def find(text: str, held: KnownNames = _NONE) -> list[PlaceMention]:
    """The places named in the text, in order; `held` = further names to know (those of the bulletins)."""
    suffixed = list(suffixed_names(text, held.characters))
    taken = {position for mention in suffixed for position in range(mention.start, mention.end)}
    chinese = sorted([*suffixed, *short_names(text, held.characters, taken)], key=lambda mention: mention.start)
    return sorted([*_chained(chinese, text), *latin_names(text, held)], key=lambda mention: mention.start)


def _chained(mentions: list[PlaceMention], text: str) -> list[PlaceMention]:
    """烟台市 + 莱山区 side by side become one mention of 莱山区 below 烟台市."""
    chain: list[PlaceMention] = []
    order = ("province", "city", "district", "town")
    for mention in mentions:
        last = chain[-1] if chain else None
        if last and last.end == mention.start and order.index(last.rank) < order.index(mention.rank):
            above = (*last.above, replace(last, above=()))
            inside = tuple(d for d in mention.divisions if all(_is_above(a, d) for a in above))
            chain[-1] = replace(
                mention, text=text[last.start : mention.end], start=last.start, above=above, divisions=inside
            )
        else:
            chain.append(mention)
    return chain


def _is_above(superior: PlaceMention, division: Division) -> bool:
    return any(superior.key == stem(parent) for parent in division.parents)
