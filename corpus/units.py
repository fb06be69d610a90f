"""Units and classifiers, Chinese and English: kind, base unit and factor of each (data/units.txt).

In: the words after a number. Out: the Unit they begin with. Knows nothing of numbers or dates.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple, cast

Kind = Literal[
    "money",
    "count",
    "area",
    "length",
    "weight",
    "volume",
    "power",
    "energy",
    "concentration",
    "percent",
    "point",
    "duration",
    "date",
    "period",
    "rank",
    "ordinal",
    "multiple",
    "fraction",
]
MEASURES = frozenset(("money", "area", "length", "weight", "volume", "power", "energy", "concentration"))


class Unit(NamedTuple):
    """A unit of measure: value in `base` = number * factor; a classifier is its own base, factor 1."""

    kind: Kind
    base: str
    factor: Decimal


class _Tables(NamedTuple):
    han: dict[str, Unit]
    english: dict[str, Unit]
    followers: dict[str, str]
    families: list[frozenset[str]]
    sets: dict[str, frozenset[str]]


def _load() -> _Tables:
    tables = _Tables({}, {}, {}, [], {})
    for line in (Path(__file__).parent / "data" / "units.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word in ("zh", "en"):
            kind, base, factor, names = rest.split(maxsplit=3)
            for name in names.split(","):
                table = tables.han if word == "zh" else tables.english
                table[name] = Unit(cast(Kind, kind), base, Decimal(factor))
        elif word == "classifiers":
            tables.han.update({name: Unit("count", name, Decimal(1)) for name in rest.split()})
        elif word == "follow":
            unit, characters = rest.split()
            tables.followers[unit] = characters
        elif word == "family":
            tables.families.append(frozenset(rest.split()))
        elif word in ("one", "digits"):
            tables.sets[word] = frozenset(rest.split())
    return tables


_HAN, _ENGLISH, _FOLLOWERS, _FAMILIES, _SETS = _load()
CAN_BE_ONE, DIGITS_ONLY = _SETS["one"], _SETS["digits"]
_LONGEST = max(map(len, _HAN))
_ENGLISH_UNIT = re.compile(
    r"(?:[ -]|\b|(?=[%‰]))("
    + "|".join(re.escape(name) for name in sorted(_ENGLISH, key=len, reverse=True))
    + r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SIGNS = {"CNY": "¥,￥,cn¥,rmb,cny,yuan,人民币", "USD": "$,us$,usd", "HKD": "hk$,hkd", "EUR": "€,eur", "GBP": "£,gbp"}
CURRENCIES = {sign: currency for currency, signs in _SIGNS.items() for sign in signs.split(",")}


def after(text: str, at: int) -> tuple[str, Unit, int] | None:
    """The Chinese unit or classifier at `at` as written, the longest there is, with its Unit and end."""
    for size in range(_LONGEST, 0, -1):
        word = text[at : at + size]
        unit = _HAN.get(word)
        if unit is None or len(word) < size:
            continue
        follows = text[at + size : at + size + 1]
        if word.isascii() and word != "%" and follows.isascii() and follows.isalnum():
            continue
        return word, unit, at + size
    return None


def belongs_to_next(word: str, follows: str) -> bool:
    """Whether a unit's last character makes a longer word with what follows: 名 + 单, 方 + 面, 年 + 度."""
    return bool(follows) and follows in _FOLLOWERS.get(word, "")


def english_after(text: str, at: int) -> tuple[str, Unit, int] | None:
    """The English unit at `at` as written (a space or hyphen before it is skipped), with its Unit and end."""
    found = _ENGLISH_UNIT.match(text, at)
    return (found[1], _ENGLISH[found[1].lower()], found.end()) if found else None


_NEVER_GENERIC = frozenset(("户", "人次", "次", "户次", "车次", "岁"))


def compatible(a: str, b: str) -> bool:
    """Whether two classifiers may count the same thing; "" is a number without one, as in English.

    个 counts anything but households, visits and times; others keep to their family: 家 and 所, not 户 and 人.
    """
    if a == b or not a or not b:
        return True
    if "个" in (a, b):
        return a not in _NEVER_GENERIC and b not in _NEVER_GENERIC
    return any(a in family and b in family for family in _FAMILIES)
