"""In: a filter as typed (--scope key=value) or as JSON. Out: a Scope that the corpus can fill, or a ScopeError.

Does not read questions (scope.py).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date

from assistant.errors import ScopeError
from assistant.scoping.holdings import Holdings, place_label
from corpus.holding import Holding
from corpus.place_mention import PlaceMention
from corpus.places import find
from index.chunk import Scope

_KEYS = ("bulletin_id", "place", "from", "to")


def scope_from_options(options: Iterable[str], holdings: Holdings) -> Scope:
    """The Scope of `--scope place=莱山区 --scope from=2020-01-01`; a key may stand more than once.

    Raises ScopeError for a malformed option or one that names what is not held.
    """
    given: dict[str, list[str]] = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or not value.strip():
            raise ScopeError(f"--scope {option!r} is not KEY=VALUE; write for example --scope place=莱山区")
        given.setdefault(_known_key(key.strip()), []).append(value.strip())
    for key in ("from", "to"):
        if len(given.get(key, ())) > 1:
            raise ScopeError(f"--scope {key}= is given more than once; leave one")
    return _scope(given, holdings)


def scope_from_json(raw: object, holdings: Holdings) -> Scope:
    """The Scope of {"bulletin_id"?: [..], "place"?: [..], "from"?: "YYYY-MM-DD", "to"?: ..}; a text is a list of one.

    Raises ScopeError for any other form or for what is not held.
    """
    if not isinstance(raw, Mapping):
        raise ScopeError(
            f'the scope is not an object; write for example {{"place": ["莱山区"]}}, with keys {", ".join(_KEYS)}'
        )
    given: dict[str, list[str]] = {}
    for key, value in raw.items():
        values = value if isinstance(value, list) else [value]
        name = _known_key(str(key))
        if not all(isinstance(entry, str) and entry.strip() for entry in values):
            raise ScopeError(f"scope key {name!r} needs text, got {value!r}; write it in quotes")
        if name in ("from", "to") and len(values) != 1:
            raise ScopeError(f"scope key {name!r} takes one date; write YYYY-MM-DD")
        given[name] = [entry.strip() for entry in values]
    return _scope(given, holdings)


def covered(scope: Scope, holdings: Holdings) -> tuple[Holding, ...]:
    """The bulletins that a Scope leaves, in the order held."""
    places = {holding.id for name in scope.places for holding in _of_place(name, holdings)}
    return tuple(
        holding
        for holding in holdings.all
        if (not scope.bulletin_ids or holding.id in scope.bulletin_ids)
        and (not scope.places or holding.id in places)
        and (scope.issued_from is None or (holding.issued_on is not None and holding.issued_on >= scope.issued_from))
        and (scope.issued_to is None or (holding.issued_on is not None and holding.issued_on <= scope.issued_to))
    )


def _known_key(key: str) -> str:
    if key in _KEYS:
        return key
    close = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}?" if close else f"use one of {', '.join(_KEYS)}"
    raise ScopeError(f"unknown scope key {key!r}; {hint}")


def _scope(given: Mapping[str, list[str]], holdings: Holdings) -> Scope:
    for bulletin_id in given.get("bulletin_id", ()):
        if bulletin_id not in holdings.by_id:
            close = difflib.get_close_matches(bulletin_id, holdings.by_id, n=1, cutoff=0.4)
            hint = f"did you mean {close[0]}?" if close else "`python -m corpus list` shows the ids"
            raise ScopeError(f"no bulletin has the id {bulletin_id!r}; {hint}")
    for place in given.get("place", ()):
        if not _of_place(place, holdings):
            raise ScopeError(f"no bulletin is about {place!r}; held: {_held_places(holdings)}")
    first, last = (_day(key, given[key][0]) if key in given else None for key in ("from", "to"))
    if first and last and first > last:
        raise ScopeError(f"the scope's from ({first}) is after its to ({last}); swap them")
    return Scope(tuple(given.get("bulletin_id", ())), tuple(given.get("place", ())), first, last)


def _day(key: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ScopeError(f"scope {key}={value!r} is not a date; write YYYY-MM-DD") from error


def _of_place(name: str, holdings: Holdings) -> tuple[Holding, ...]:
    mention = _mention(name, holdings)
    return (*holdings.about(mention), *holdings.within(mention))


def _mention(name: str, holdings: Holdings) -> PlaceMention:
    """A filter's value is a place whatever it looks like."""
    mentions = find(name, holdings.names)
    if len(mentions) == 1 and mentions[0].text == name:
        return mentions[0]
    return PlaceMention(name, 0, len(name), name, "", "district", ())


_SHOWN = 8


def _held_places(holdings: Holdings) -> str:
    labels = [place_label(place, "en") for place in list(holdings.by_place)[:_SHOWN]]
    more = len(holdings.by_place) - len(labels)
    return "、".join(labels) + (f" and {more} more" if more else "") + "; choose one of them or leave the filter out"
