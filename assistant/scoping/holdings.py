"""In: the held bulletins. Out: what is asked of them before any search: which places, which dates, which ids.

Built once and small: it keeps no text. Does not read questions (scope.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.answer import Language
from assistant.words import say
from corpus.bulletin import Bulletin, Place
from corpus.gazetteer import Level, readings, stem, usual_reading
from corpus.holding import Holding
from corpus.places import KnownNames, PlaceMention, inferred, level_named

_ENDINGS = {"district": "区", "county": "县", "city": "市", "province": "省", "town": "镇"}


@dataclass(frozen=True)
class Holdings:
    """The held bulletins, and which of them a place name covers."""

    all: tuple[Holding, ...]

    @classmethod
    def of(cls, bulletins: Iterable[Bulletin]) -> Holdings:
        return cls(tuple(Holding.of(bulletin) for bulletin in bulletins))

    @cached_property
    def by_id(self) -> dict[str, Holding]:
        return {holding.id: holding for holding in self.all}

    @cached_property
    def by_place(self) -> dict[Place, tuple[Holding, ...]]:
        grouped: dict[Place, list[Holding]] = {}
        for holding in self.all:
            grouped.setdefault(holding.place, []).append(holding)
        return {place: tuple(held) for place, held in grouped.items()}

    @cached_property
    def by_owner(self) -> dict[tuple[Place, str], tuple[Holding, ...]]:
        grouped: dict[tuple[Place, str], list[Holding]] = {}
        for holding in self.all:
            grouped.setdefault(holding.owner, []).append(holding)
        return {owner: tuple(held) for owner, held in grouped.items()}

    @cached_property
    def names(self) -> KnownNames:
        """Every level of every held place, superiors that the gazetteer adds included."""
        levels = [name for place in self.by_place for name in (*place.levels().values(), *inferred(place).values())]
        return KnownNames(frozenset(levels))

    @cached_property
    def _by_key(self) -> dict[str, tuple[Place, ...]]:
        """Places by the stems of their levels and superiors, in characters and in pinyin."""
        found: dict[str, dict[Place, None]] = {}
        for place in self.by_place:
            stems = {stem(name) for name in (*place.levels().values(), *inferred(place).values())}
            for key in stems.union(*map(readings, stems)):
                found.setdefault(key, {})[place] = None
        return {key: tuple(places) for key, places in found.items()}

    def _named(self, mention: PlaceMention) -> dict[Place, Level]:
        """The places of which the mention names a level, and which."""
        keys = {mention.key, mention.name, *(stem(division.name) for division in mention.divisions)}
        keys |= frozenset() if mention.latin else readings(mention.key)  # a bulletin in English
        near = dict.fromkeys(place for key in keys for place in self._by_key.get(key, ()))
        levels = ((place, level_named(mention, place)) for place in near)
        return {place: level for place, level in levels if level is not None}

    def about(self, mention: PlaceMention) -> tuple[Holding, ...]:
        """Bulletins whose own (lowest) place the mention names; one written exactly so wins over look-alikes.

        A Latin name means the place that is usually read so, before one that may be: Ximei is 汐湄, not 栖湄 (Qimei).
        """
        own = [place for place, level in self._named(mention).items() if level == _own_level(place)]
        ending = _ENDINGS.get(mention.kind.lower(), mention.name)
        exact = [place for place in own if _own_name(place).endswith(ending)]
        chosen = exact or own
        usual = [place for place in chosen if mention.latin and usual_reading(stem(_own_name(place))) == mention.key]
        return self._of(usual or chosen)

    def within(self, mention: PlaceMention) -> tuple[Holding, ...]:
        """Bulletins about a place that lies in the mentioned one."""
        return self._of([place for place, level in self._named(mention).items() if level != _own_level(place)])

    def _of(self, places: Sequence[Place]) -> tuple[Holding, ...]:
        return tuple(holding for place in places for holding in self.by_place[place])


def _own_level(place: Place) -> str | None:
    return next(reversed(place.levels()), None)


def _own_name(place: Place) -> str:
    return next(reversed(place.levels().values()), "")


def label(holding: Holding, language: Language) -> str:
    """A bulletin's place and date as shown: 烟台市莱山区（2020-07-31）."""
    issued = holding.issued_on.isoformat() if holding.issued_on else say("no_date", language)
    return say("held_bulletin", language).format(place=owner_label(holding, language), date=issued)


def owner_label(holding: Holding, language: Language) -> str:
    """Whose a bulletin is: 烟台市莱山区, 松陵市教育局, 红岩集团有限公司."""
    return "".join(holding.place.levels().values()) + holding.body or say("no_place", language)


def place_label(place: Place, language: Language) -> str:
    """The named levels joined, widest first."""
    return "".join(place.levels().values()) or say("no_place", language)


def newest(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """The newest bulletin of each place and body; those without a date only where that has no dated one."""
    latest: dict[tuple[Place, str], Holding] = {}
    for holding in holdings:
        known = latest.get(holding.owner)
        if known is None or (holding.issued_on or date.min) > (known.issued_on or date.min):
            latest[holding.owner] = holding
    return tuple(latest.values())
