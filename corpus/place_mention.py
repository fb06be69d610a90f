"""In: a place as named in a text, and a bulletin's Place. Out: which level of that Place it names, if any.

Does not find mentions (places.py) and does not know which bulletins exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from corpus.bulletin import Place
from corpus.gazetteer import Division, Level, latin_key, named, readings, stem

Rank = Literal["province", "city", "district", "town"]
_CHARACTER = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at text[start:end]; no `divisions` = the gazetteer does not hold it and its rank is a guess."""

    text: str  # as written, superiors included: 烟台市莱山区
    start: int
    end: int
    name: str  # 莱山区, 莱山, Laishan District: as written, superiors left out
    kind: str  # 区, 县, "district"; "" when only the short name stands there
    rank: Rank
    divisions: tuple[Division, ...]
    above: tuple[PlaceMention, ...] = ()  # superiors written before it

    @property
    def latin(self) -> bool:
        return _CHARACTER.search(self.name) is None

    @property
    def key(self) -> str:
        """What is compared: the stem, in characters or in pinyin."""
        return latin_key(self.name[: len(self.name) - len(self.kind)]) if self.latin else stem(self.name)

    @property
    def full_name(self) -> str:
        """The gazetteer's name when it is certain, else as written; a written 区 or 县 stays (云溪县 is not 云溪区)."""
        certain = len({division.name for division in self.divisions}) == 1 and (self.latin or not self.kind)
        return self.divisions[0].name if certain else self.name

    @property
    def parents(self) -> tuple[str, ...]:
        """Superiors, widest first: the gazetteer's when certain, else as written."""
        if len({division.parents for division in self.divisions}) == 1:
            return self.divisions[0].parents
        return tuple(superior.full_name for superior in self.above)


@dataclass(frozen=True)
class KnownNames:
    """Full names to know besides the gazetteer's, prepared once for many texts."""

    names: frozenset[str]

    @cached_property
    def characters(self) -> frozenset[str]:
        """Full names and stems."""
        return self.names | {stem(name) for name in self.names}

    @cached_property
    def latin(self) -> frozenset[str]:
        """How the stems read in pinyin."""
        return frozenset(key for name in self.names for key in readings(stem(name)))


def names(mention: PlaceMention, written: str) -> bool:
    """Whether the mention names `written` (莱山区): 莱山区, 莱山, Laishan, Laishan District all do, 莱山县 does not."""
    if mention.latin:
        return mention.key in readings(stem(written)) or any(division.name == written for division in mention.divisions)
    if written.isascii():
        return latin_key(stem(written)) in readings(mention.key)
    if stem(written) != mention.key and written != mention.name:
        return False
    if not mention.kind or written == mention.name or stem(written) == written:
        return True
    # a county that became a district keeps its name; an unknown one of another kind is another place
    return len({division.name for division in named(stem(written))}) == 1


def level_named(mention: PlaceMention, place: Place) -> Level | None:
    """The level of the place that the mention names, written there or known to contain it; None if it names none."""
    superiors = inferred(place)
    levels: dict[Level, str | None] = {"district": place.district, "city": place.city, "province": place.province}
    written = {level: name for level, name in levels.items() if name}
    for level, name in written.items():
        others = {above: name for above, name in (superiors | written).items() if above != level}
        if names(mention, name) and all(_agrees(superior, others) for superior in mention.above):
            return level
    return next((level for level, name in superiors.items() if names(mention, name)), None)


def _agrees(superior: PlaceMention, others: Mapping[Level, str]) -> bool:
    """Whether a superior written before the name is one of the place's, or of a level that the place leaves open."""
    if any(names(superior, name) for name in others.values()):
        return True
    return all(level != superior.rank for level in others)


@cache
def inferred(place: Place) -> dict[Level, str]:
    """Superiors that the bulletin does not name but the gazetteer is certain of: 莱山区 -> 烟台市, 山东省."""
    levels = place.levels()
    lowest = place.district or place.city
    if lowest is None:
        return {}
    given = [name for name in levels.values() if name != lowest]
    fitting = [d for d in named(lowest) if all(stem(name) in map(stem, d.parents) for name in given)]
    if len(fitting) != 1:
        return {}
    above: tuple[Level, ...] = ("province", "city")
    known = zip(above, fitting[0].parents, strict=False)
    missing: dict[Level, str] = {level: name for level, name in known if level not in levels}
    return missing
