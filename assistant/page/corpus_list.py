"""In: a corpus folder, the index that answers, what is looked for. Out: the bulletins as the place 语料 lists them.

A bulletin on the disk that the index does not hold yet waits; one that is gone from the disk leaves. Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from corpus import oddities, reader
from corpus.bulletin import Bulletin, Place
from corpus.errors import AppError, EmptyCorpusError
from corpus.held import Held
from corpus.holding import Holding
from corpus.oddities import Oddity
from corpus.places import inferred
from index.search import Searcher

State = Literal["held", "waiting", "unread", "leaving"]
STATES = ("", "waiting", "odd", "recognised")  # what the list may be limited to; "" is all
ON_A_PAGE = 50
_MOST_REMEMBERED = 5_000
_LEVELS = ("province", "city", "district")


@dataclass(frozen=True, slots=True)
class Entry:
    """A bulletin in the list; what is not known of one that could not be read is None or empty."""

    id: str
    file: str
    state: State
    title: str | None = None
    place: Place = field(default_factory=Place)
    issuer: str | None = None
    signed_on: date | None = None
    published_on: date | None = None
    items: int | None = None
    recognised: int = 0
    odd: tuple[Oddity, ...] = ()
    fault: str = ""  # why it could not be read

    @property
    def area(self) -> tuple[str, ...]:
        """Its place from the province down, with the levels that the gazetteer is sure of."""
        levels: dict[str, str] = self.place.levels()
        levels |= {level: name for level, name in inferred(self.place).items() if level not in levels}
        return tuple(levels[level] for level in _LEVELS if level in levels)

    @property
    def issued_on(self) -> date | None:
        return self.signed_on or self.published_on


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a place from the province down, words of the title, name or place, a state, a page."""

    area: tuple[str, ...] = ()
    words: str = ""
    state: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, and what there is beside it."""

    entries: tuple[Entry, ...]
    wanted: Wanted  # with the page that is shown
    found: int
    held: int
    waiting: int  # not in the index as they are on the disk, those that leave included
    areas: tuple[tuple[tuple[str, ...], int], ...]  # each area that has bulletins, and how many

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // ON_A_PAGE))


class CorpusList:
    """Lists a folder; remembers what it read, so that a large one is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = Held(folder)
        self._read: dict[str, Entry] = {}  # content -> what was read

    def listed(self, searcher: Searcher, holdings: Iterable[Holding], wanted: Wanted) -> Listing:
        """The page that is wanted, or the last one there is. Waiting ones come first, then by place, newest first."""
        every = self._entries(searcher.files, {holding.id: holding for holding in holdings})
        chosen = [entry for entry in every if _fits(entry, wanted)]
        if wanted.state in ("odd", "recognised"):
            told = [self._told(entry, searcher) for entry in chosen]
            chosen = [one for one in told if (one.recognised if wanted.state == "recognised" else one.odd)]
        elif wanted.state == "waiting":
            chosen = [entry for entry in chosen if entry.state != "held"]
        chosen.sort(key=_order)
        pages = max(1, -(-len(chosen) // ON_A_PAGE))
        page = min(max(1, wanted.page), pages)
        shown = chosen[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
        areas = Counter(entry.area[:depth] for entry in every for depth in range(1, len(entry.area) + 1))
        return Listing(
            tuple(self._told(entry, searcher) for entry in shown),
            replace(wanted, page=page),
            len(chosen),
            len(every),
            sum(entry.state in ("waiting", "leaving") for entry in every),
            tuple(sorted(areas.items())),
        )

    def _entries(self, indexed: Mapping[str, str], held: Mapping[str, Holding]) -> list[Entry]:
        """Every bulletin, as far as it is known without opening what the index holds."""
        found = []
        try:
            paths = reader.files(self._folder)
        except EmptyCorpusError:
            paths = []
        ids = Counter(map(reader.bulletin_id, paths))
        for path in paths:
            identity = reader.bulletin_id(path)
            if ids[identity] > 1:
                fault = f"{ids[identity]} files have the same id {identity}; remove all but one"
                found.append(Entry(identity, path.name, "unread", fault=fault))
            elif self._held.read_from(path) == indexed.get(path.name) and identity in held:
                found.append(_of_holding(held[identity], path.name, "held"))
            else:
                found.append(self._waiting(path))
        there = {path.name for path in paths}
        for name in indexed:
            identity = reader.bulletin_id(Path(name))
            if name not in there and identity in held and all(entry.id != identity for entry in found):
                found.append(_of_holding(held[identity], name, "leaving"))
        return found

    def _waiting(self, path: Path) -> Entry:
        """A file that the index does not hold as it is."""
        content = self._held.read_from(path)
        entry = self._read.get(content)
        if entry is None or entry.file != path.name:
            try:
                entry = _of_bulletin(Entry(reader.bulletin_id(path), path.name, "waiting"), reader.read(path))
            except AppError as fault:
                entry = Entry(reader.bulletin_id(path), path.name, "unread", fault=str(fault))
            self._remember(content, entry)
        return entry

    def _told(self, entry: Entry, searcher: Searcher) -> Entry:
        """With what only the whole bulletin tells."""
        if entry.state not in ("held", "leaving"):
            return entry
        known = self._read.get(f"{entry.id} {searcher.files.get(entry.file, '')}")
        if known is None:
            known = _of_bulletin(entry, searcher.bulletin(entry.id))
            self._remember(f"{entry.id} {searcher.files.get(entry.file, '')}", known)
        return replace(known, state=entry.state)

    def _remember(self, content: str, entry: Entry) -> None:
        if len(self._read) >= _MOST_REMEMBERED:
            self._read.clear()
        self._read[content] = entry


def _of_holding(holding: Holding, file: str, state: State) -> Entry:
    published = holding.published_on
    signed = holding.issued_on if holding.issued_on != published else None
    return Entry(holding.id, file, state, holding.title, holding.place, None, signed, published)


def _of_bulletin(entry: Entry, bulletin: Bulletin) -> Entry:
    return replace(
        entry,
        title=bulletin.title,
        place=bulletin.place,
        issuer=bulletin.issuer,
        signed_on=bulletin.signed_on,
        published_on=bulletin.published_on,
        items=len(bulletin.items),
        recognised=bulletin.recognised,
        odd=tuple(one for one in oddities.odd(bulletin) if one.kind != "recognised"),
    )


def _fits(entry: Entry, wanted: Wanted) -> bool:
    if entry.area[: len(wanted.area)] != wanted.area:
        return False
    told = " ".join((entry.title or "", entry.id, entry.file, *entry.area)).casefold()
    return all(word in told for word in wanted.words.casefold().split())


def _order(entry: Entry) -> tuple[bool, tuple[str, ...], int, str]:
    day = entry.issued_on.toordinal() if entry.issued_on else 0
    return entry.state == "held", entry.area, -day, entry.id
