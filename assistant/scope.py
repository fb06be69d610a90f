"""In: a question, the holdings, a filter from the user. Out: what to search, and what is named but not held.

A name that any held text mentions is never refused. Does not search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.answer import Language
from assistant.scoping.holdings import Holdings, label, newest, owner_label
from assistant.scoping.named_bodies import Named, bodies, documents, facilities
from assistant.scoping.named_years import NamedYear, years
from assistant.scoping.owners import named_owners, unheld_owners
from assistant.scoping.scope_filter import covered, scope_from_json, scope_from_options
from assistant.scoping.unheld_places import is_mentioned
from assistant.words import say
from corpus.holding import Holding
from corpus.places import PlaceMention, find
from index.chunk import Scope
from index.lexical_terms import simplify

__all__ = ["Holdings", "Scoped", "Unheld", "scope_from_json", "scope_from_options", "scope_of"]

Mentions = Callable[[str], bool]  # whether any held text holds these words
Mentioning = Callable[[str], frozenset[str]]  # the ids of the bulletins whose texts hold these words
Kind = Literal["place", "year", "bulletin", "body", "document", "filter"]


@dataclass(frozen=True, slots=True)
class Unheld:
    """What the question names and no bulletin holds."""

    kind: Kind
    name: str

    def words(self, language: Language) -> str:
        return say(f"unheld_{self.kind}", language).format(name=self.name)


@dataclass(frozen=True, slots=True)
class Scoped:
    """Where to search, and what that leaves out."""

    scope: Scope
    newest: Scope  # the same without earlier bulletins of a place, where nothing asked for one
    each: bool  # every place is asked about, not the best one
    places: tuple[str, ...]  # held places that the question names, as shown
    latest: bool
    unheld: tuple[Unheld, ...]  # decisive: nothing held can answer
    absent: tuple[Unheld, ...]  # named beside something held: worth a line under the answer
    nearest: tuple[Holding, ...]  # held bulletins to offer instead

    def words(self, language: Language) -> tuple[str, ...]:
        """A sentence for each thing that is not held."""
        return tuple(unheld.words(language) for unheld in (*self.unheld, *self.absent))

    def held(self, language: Language) -> tuple[str, ...]:
        """Held bulletins to offer, at most five and how many more."""
        shown = tuple(label(holding, language) for holding in self.nearest[:_OFFERED])
        more = len(self.nearest) - len(shown)
        return (*shown, say("held_more", language).format(count=more)) if more else shown

    def label(self, language: Language) -> str:
        """The scope as shown above an answer; "" when nothing limits it."""
        first, last = self.scope.issued_from, self.scope.issued_to
        dates = {
            (True, True): say("scope_between", language).format(first=first, last=last),
            (True, False): say("scope_from", language).format(day=first),
            (False, True): say("scope_to", language).format(day=last),
        }.get((first is not None, last is not None))
        latest = say("scope_latest", language) if self.latest else None
        return " · ".join([*self.places, *(part for part in (latest, dates) if part)])


_OFFERED = 5
_LATEST = re.compile(
    r"最新(?:一[期次份轮]|的?(?:通报|公告|整改|巡[视察]|进展|情况|数据|消息))|最近(?:一[期次份轮]|的?通报)|"
    r"\b(?:latest|newest|most recent)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"哪些[区县市地]|哪[几个]?个?[区县市]|各[区县市地]|每个[区县市]|"
    r"\b(?:which|each|every|all)\s+(?:\w+\s+)?(?:districts?|count(?:y|ies)|cit(?:y|ies)|places?)\b",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"吧\s*[?？。!！]*$|[是对]吧|对吗|没错吧|是不是|不是[^，。？！]*吗|听说|据说|"
    r"\b(?:right|correct|true)\s*\?|\bis it true\b|\b(?:is|was|did|does|has|were|are|have)n.t (?:it|they|there)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"[和与及、或]|\b(?:and|or)\b", re.IGNORECASE)
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{3,}[a-z0-9]")


def scope_of(
    question: str,
    holdings: Holdings,
    explicit: Scope | None,
    mentions: Mentions,
    mentioning: Mentioning | None = None,
) -> Scoped:
    """What the question and the filter limit the search to, and what they name that is not held."""
    question = simplify(question)
    base = covered(explicit, holdings) if explicit else holdings.all
    named = _Named.of(question, holdings)
    unheld = [Unheld("place", display(place)) for place in named.unheld if not is_mentioned(place, question, mentions)]
    chosen = _narrowed(base, named.covered or _speaking(named, mentioning))
    outside = [] if chosen or not named.covered else [Unheld("filter", named.shown[0])]
    chosen = chosen or base
    by_id = tuple(holding for holding in chosen if holding.id in _ID.findall(question))
    chosen = by_id or chosen
    asked_years = years(question)
    chosen, wrong_bulletins = _of_years(chosen, asked_years)
    late = _LATEST.search(question) is not None
    chosen = newest(chosen) if late else chosen
    doubtful = [*_unheld_years(asked_years, chosen), *_unheld_names(question, mentions)]
    if not named.covered:
        doubtful += [Unheld("body", name) for name in unheld_owners(question, holdings.all, mentions)]
    confirms = _CONFIRMS.search(question) is not None  # a premise to correct from the text, not a topic to look for
    absent = [*(unheld if named.own else ()), *(doubtful if confirms else ())]
    wrong = [*(() if named.own else unheld), *outside, *wrong_bulletins, *(() if confirms else doubtful)]
    return Scoped(
        scope=_scope(chosen, holdings, explicit),
        newest=_scope(
            chosen if by_id or _chosen_by_hand(explicit) else _current(chosen, asked_years), holdings, explicit
        ),
        each=_EACH.search(question) is not None,
        places=named.shown,
        latest=late,
        unheld=tuple(dict.fromkeys(wrong)),
        absent=tuple(dict.fromkeys(absent)),
        nearest=_nearest(named.unheld, chosen, holdings) if wrong else (),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """The places of a question: which bulletins they cover, which cover none."""

    covered: frozenset[str]  # bulletin ids
    own: bool  # some place is the very place of a bulletin, not only one around it
    shown: tuple[str, ...]
    unheld: tuple[PlaceMention, ...]

    @classmethod
    def of(cls, question: str, holdings: Holdings) -> _Named:
        own: dict[str, None] = {}
        around: dict[str, None] = {}
        shown: list[str] = []
        inside: list[str] = []
        unheld: list[PlaceMention] = []
        for mention in find(question, holdings.names):
            about, within = holdings.about(mention), holdings.within(mention)
            own.update(dict.fromkeys(holding.id for holding in about))
            around.update(dict.fromkeys(holding.id for holding in within))
            if about:
                shown.extend(owner_label(holding, "zh") for holding in about)
            elif within:
                inside.append(display(mention))
            elif not _in_title(mention, question):
                unheld.append(mention)
        # 烟台市 beside 莱山区 only says where that is; "which districts of 烟台市" means all of them
        ids = {**own, **around} if _EACH.search(question) else own or around
        if owners := named_owners(question, [holdings.by_id[one] for one in ids] or holdings.all, bool(ids)):
            own = dict.fromkeys(holding.id for holding, _ in owners)
            ids, shown = own, [owner_label(holding, "zh") for holding, _ in owners]
            unheld = [one for one in unheld if not any(one.name in name or name in one.name for _, name in owners)]
        return cls(frozenset(ids), bool(own), tuple(dict.fromkeys(shown or inside)), tuple(unheld))


def _speaking(named: _Named, mentioning: Mentioning | None) -> frozenset[str]:
    """Of a place without a bulletin only those can tell that write its name."""
    if mentioning is None:
        return frozenset()
    return frozenset(one for place in named.unheld if place.kind and not place.latin for one in mentioning(place.name))


def _in_title(mention: PlaceMention, question: str) -> bool:
    before = question[: mention.start]
    return before.count("《") > before.count("》")


def display(mention: PlaceMention) -> str:
    """The place as written; an English name with the Chinese one where the gazetteer is certain."""
    if mention.latin and mention.full_name != mention.name:
        return f"{mention.name} ({mention.full_name})"
    return mention.text


def _narrowed(base: tuple[Holding, ...], ids: frozenset[str]) -> tuple[Holding, ...]:
    return tuple(holding for holding in base if holding.id in ids) if ids else base


def _of_years(chosen: tuple[Holding, ...], asked: Iterable[NamedYear]) -> tuple[tuple[Holding, ...], list[Unheld]]:
    """The bulletins of the years that say which bulletin is meant, and those years that none has."""
    wanted = [year for year in asked if year.of_bulletin]
    found = {
        holding.id for year in wanted for held in Holdings(chosen).by_owner.values() for holding in _of_year(held, year)
    }
    if found:
        return tuple(holding for holding in chosen if holding.id in found), []
    return chosen, [Unheld("bulletin", year.text) for year in wanted]


def _of_year(held: Sequence[Holding], year: NamedYear) -> list[Holding]:
    """Of one place: those issued then, else published, else inspected then: all three are said as 2019年的通报."""
    for days in (_issued, _published, _inspected):
        spans = [(holding, span) for holding in held if (span := days(holding))]
        if found := [holding for holding, (first, last) in spans if first <= year.last and last >= year.first]:
            return found
    return []


def _issued(holding: Holding) -> tuple[date, date] | None:
    return (holding.issued_on, holding.issued_on) if holding.issued_on else None


def _published(holding: Holding) -> tuple[date, date] | None:
    return (holding.published_on, holding.published_on) if holding.published_on else None


def _inspected(holding: Holding) -> tuple[date, date] | None:
    return (holding.inspection.start, holding.inspection.end) if holding.inspection else None


def _unheld_years(asked: Iterable[NamedYear], chosen: Iterable[Holding]) -> list[Unheld]:
    """The years that no chosen bulletin is of or names, unless one beside them is."""
    held = {year for holding in chosen for year in holding.years}
    asked = [year for year in asked if not year.of_bulletin]
    return [] if any(year.year in held for year in asked) else [Unheld("year", year.text) for year in asked]


def _unheld_names(question: str, mentions: Mentions) -> list[Unheld]:
    """Bodies, facilities and documents that no text mentions, unless one of their kind beside them is held."""
    found: list[Unheld] = []
    buildings = [] if _AND.search(question) else facilities(question)  # beside other things they are only one of them
    kinds: tuple[tuple[Kind, list[Named]], ...] = (
        ("body", bodies(question)),
        ("body", buildings),
        ("document", documents(question)),
    )
    for kind, named in kinds:
        if not any(mentions(probe) for name in named for probe in name.probes):
            found.extend(Unheld(kind, name.text) for name in named)
    return found


def _chosen_by_hand(explicit: Scope | None) -> bool:
    return explicit is not None and bool(explicit.bulletin_ids)


def _current(chosen: tuple[Holding, ...], asked: Iterable[NamedYear]) -> tuple[Holding, ...]:
    """The newest bulletin of each place, of those that speak of the years asked for."""
    years_asked = {year.year for year in asked if not year.of_bulletin}
    speaking = tuple(holding for holding in chosen if years_asked <= set(holding.years))
    return newest(speaking or chosen)


def _scope(chosen: tuple[Holding, ...], holdings: Holdings, explicit: Scope | None) -> Scope:
    """As ids, which every search understands alike; nothing when nothing is left out."""
    dates = (explicit.issued_from, explicit.issued_to) if explicit else (None, None)
    if len(chosen) == len(holdings.all):
        return Scope(issued_from=dates[0], issued_to=dates[1])
    return Scope(tuple(holding.id for holding in chosen), (), *dates)


def _nearest(unheld: Iterable[PlaceMention], chosen: Iterable[Holding], holdings: Holdings) -> tuple[Holding, ...]:
    """What to offer: neighbours of the named place (the same superior) first, then the newest."""
    parents = {parent for mention in unheld for parent in mention.parents}
    near = {h.id for name in parents for mention in find(name, holdings.names) for h in holdings.within(mention)}
    pool = tuple(chosen) or holdings.all
    recent = sorted(pool, key=lambda holding: str(holding.issued_on or ""), reverse=True)
    return tuple(sorted(recent, key=lambda holding: holding.id not in near))
