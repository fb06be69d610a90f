"""The Figure: one number, date or period of a text as data, and when two of them say the same.

In: figures of any language. Out: whether they agree in value and unit, and in strength (余, 近, at least). Values only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.units import Kind, compatible

Change = Literal["rise", "fall", "from", "to"]
Strength = Literal["exact", "over", "nearly", "about", "under", "several", "before", "after", "since"]

_WORDS: dict[Strength, tuple[str, ...]] = {
    "over": (
        "余,多,超过,超,逾,以上,及以上,有余,突破,至少,不少于,不低于,上,过,高于,大于,多于",
        "more than,over,at least,above,exceeding,no fewer than,no less than,not less than,or more,or above,+",
        "upwards of,in excess of,just over,-plus,-odd",
    ),
    "nearly": ("近,将近,接近", "nearly,almost,close to"),
    "about": ("约,大约,大概,左右,上下,前后", "about,around,approximately,some,roughly,or so,~"),
    "under": (
        "不到,不足,以下,以内,之内,内,不超过,不多于,不高于,低于,少于,最多,至多,小于",
        "less than,fewer than,under,below,at most,up to,no more than,not more than,within,or less,or fewer",
    ),
    "several": ("几,数",),
    "before": ("前,之前,以前", "before,by,by the,prior to,until"),
    "after": ("后,之后,以后", "after,following"),
    "since": ("起,来,以来", "since,starting,starting from"),
}
_STRENGTH_OF = {word: name for name, lists in _WORDS.items() for words in lists for word in words.split(",")}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, text[start:end] of the text it was found in; 近 and 以上 beside the number belong to it.

    `value` counts base units (yuan, m², m, kg, m³, per cent, months, days, working days, minutes) and is the lower end
    of a range; it is None for dates and periods of a known day. A day of an unknown year is "--09-30".
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""  # base unit; the classifier as written for counts; the grain (year, month, day …) for dates
    written: str = ""  # the unit as written: 万 and 亿 belong to the number, so 4.86亿元 has 元
    approx: str | None = None  # as written: 余, 近, 以上, 前, about, before …
    change: Change | None = None
    subject: str = ""  # the words beside it in its clause, left and right: "剩余 大班额"
    begins: str | None = None
    ends: str | None = None
    year_said: bool = True  # False: the year of a date was concluded, not read

    @property
    def strength(self) -> Strength:
        """What `approx` claims, alike in both languages."""
        if self.approx is None:
            return "exact"
        return _STRENGTH_OF.get(self.approx.lower(), "about")

    @property
    def is_time(self) -> bool:
        return self.kind in ("date", "period")


def same(a: Figure, b: Figure) -> bool:
    """Whether both say the same value in compatible units; how approximate they are is same_strength's question."""
    if a.is_time or b.is_time:
        return a.is_time and b.is_time and _same_time(a, b)
    if a.value is None or b.value is None:
        return False
    ratio = _ratio(a, b)
    if ratio is None:
        return False
    by, over = ratio
    if a.value * by != b.value * over:
        return False
    if a.high is None or b.high is None:
        return a.high is b.high
    return a.high * by == b.high * over


def same_strength(a: Figure, b: Figure) -> bool:
    """Whether both are exact, or approximate in the same way: 2000余人 and "more than 2,000", not "2,000"."""
    return a.strength == b.strength


def _ratio(a: Figure, b: Figure) -> tuple[int, int] | None:
    """(x, y) with a * x == b * y for equal figures; None when the units cannot be compared."""
    kinds = {a.kind, b.kind}
    if kinds == {"percent", "fraction"}:
        return (1, 100) if a.kind == "percent" else (100, 1)
    if kinds == {"rank", "ordinal"}:
        return (1, 1) if "top" not in (a.unit, b.unit) and "last" not in (a.unit, b.unit) else None
    if a.kind != b.kind:
        return None
    if a.kind == "count":
        return (1, 1) if compatible(a.unit, b.unit) else None
    if a.unit == b.unit or a.kind == "ordinal":
        return 1, 1
    if {a.unit, b.unit} == {"mu", "m2"}:  # 1 mu is 10,000 / 15 square metres
        return (2000, 3) if a.unit == "mu" else (3, 2000)
    return None


def _same_time(a: Figure, b: Figure) -> bool:
    if a.begins is None or b.begins is None or a.ends is None or b.ends is None:
        return a.begins is b.begins and (a.unit, a.value) == (b.unit, b.value)
    if not (a.year_said or b.year_said) or "--" in (a.begins[:2], b.begins[:2]):
        return a.begins[-5:] == b.begins[-5:] and a.ends[-5:] == b.ends[-5:]
    if "since" in (a.strength, b.strength):  # the end of 今年以来 is the bulletin's own day
        return a.begins == b.begins
    return a.begins == b.begins and a.ends == b.ends
