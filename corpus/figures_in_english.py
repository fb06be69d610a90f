"""Figures in English words: 4.86亿元 -> 486 million yuan, 2000余人 -> more than 2,000 people.

In: a Figure. Out: its English, or None when unsure. Exact decimals only; a value is never rounded.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.english_times import MONTH_NAMES
from corpus.figure import Figure

_CURRENCY = {
    "CNY": "yuan",
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds",
    "HKD": "Hong Kong dollars",
    "JPY": "yen",
}
_SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_METRE, _KM, _M2, _KM2 = (1, "metre", "metres"), (1000, "km", "km"), (1, "square metre", "square metres"), 10**6
_M3, _DAY, _WORKDAY = (1, "cubic metre", "cubic metres"), (1, "day", "days"), (1, "working day", "working days")
_MEASURES = {  # unit as written -> its size in base units, one, many
    "公里": _KM,
    "千米": _KM,
    "米": _METRE,
    "延米": _METRE,
    "海里": (1852, "nautical mile", "nautical miles"),
    "平方公里": (_KM2, "square kilometre", "square kilometres"),
    "平方千米": (_KM2, "square kilometre", "square kilometres"),
    "平方米": _M2,
    "平米": _M2,
    "公顷": (10**4, "hectare", "hectares"),
    "亩": (1, "mu", "mu"),
    "吨": (1000, "tonne", "tonnes"),
    "公斤": (1, "kg", "kg"),
    "千克": (1, "kg", "kg"),
    "立方米": _M3,
    "立方": _M3,
    "方": _M3,
    "千瓦": (1, "kW", "kW"),
    "兆瓦": (1000, "MW", "MW"),
    "千瓦时": (1, "kWh", "kWh"),
    "年": (12, "year", "years"),
    "周年": (12, "year", "years"),
    "个月": (1, "month", "months"),
    "周": (7, "week", "weeks"),
    "天": _DAY,
    "日": _DAY,
    "个工作日": _WORKDAY,
    "工作日": _WORKDAY,
    "小时": (60, "hour", "hours"),
    "个小时": (60, "hour", "hours"),
    "分钟": (1, "minute", "minutes"),
}
_PERSON = ("person", "people")
_COUNTED = {
    "户": ("household", "households"),
    "人": _PERSON,
    "名": _PERSON,
    "位": _PERSON,
    "人次": ("person-time", "person-times"),
    "次": ("time", "times"),
}
_WORDS = {"over": "more than", "under": "less than"} | {
    word: word for word in ("nearly", "about", "before", "since", "after")
}
_AT_LEAST = frozenset(("至少", "不少于", "不低于"))
_AT_MOST = frozenset(("不超过", "不多于", "不高于", "至多", "最多"))
_WITHIN = frozenset(("内", "以内", "之内"))


def in_english(figure: Figure) -> str | None:
    """The figure in English, its approximation included; None for what has no sure English."""
    if not any(letter >= "\u2e80" for letter in figure.text):  # English as it stands
        return figure.text
    if figure.is_time:
        return _time(figure)
    amount = _quantity(figure)
    return None if amount is None else _approximated(figure, amount)


def _approximated(figure: Figure, amount: str) -> str | None:
    if figure.approx is None:
        return amount
    if figure.strength == "several" or (
        figure.kind == "duration" and figure.approx == "近"
    ):  # 近3年 is often the past three years
        return None
    if figure.approx in _WITHIN:
        return f"within {amount}" if figure.kind == "duration" else f"up to {amount}"
    if figure.approx in ("以上", "及以上", "以下") and figure.kind == "rank":
        return None
    if figure.approx in _AT_LEAST:
        return f"at least {amount}"
    if figure.approx in _AT_MOST:
        return f"no more than {amount}"
    word = _WORDS.get(figure.strength)
    return f"{word} {amount}" if word else None


def _number(value: Decimal) -> str:
    return f"{value:,f}"


def _quantity(figure: Figure) -> str | None:
    if figure.value is None:
        return None
    if figure.kind == "money":
        name = _CURRENCY[figure.unit]
        if figure.high is not None:
            return _range(figure.value, figure.high, name, money=True)
        return f"{_scaled(figure.value)} {name}"
    if figure.kind in ("percent", "point"):
        unit = "%" if figure.kind == "percent" else " percentage points" if figure.value != 1 else " percentage point"
        high = "" if figure.high is None else f"–{_number(figure.high)}"
        return f"{_number(figure.value)}{high}{unit}"
    if figure.kind == "rank":
        return _rank(figure)
    if figure.kind == "multiple":
        return None
    if figure.kind == "count":
        return _count(figure)
    if figure.written in _MEASURES:
        size, one, many = _MEASURES[figure.written]
        low, high_value = figure.value / size, None if figure.high is None else figure.high / size
        if low == Decimal("0.5") and high_value is None and figure.kind == "duration":
            return f"half {'an' if one[0] == 'h' else 'a'} {one}"
        return _range(low, high_value, one if low == 1 and high_value is None else many)
    return None


def _range(low: Decimal, high: Decimal | None, name: str, money: bool = False) -> str:
    written = _scaled if money else _number
    return f"{written(low)} {name}" if high is None else f"{written(low)} to {written(high)} {name}"


def _scaled(value: Decimal) -> str:
    """486000000 -> 486 million; 3500000 -> 3.5 million; what would need more than four decimals stays in digits."""
    for scale, word in _SCALES:
        if abs(value) >= scale:
            short = (value / scale).normalize()
            exponent = short.as_tuple().exponent
            if isinstance(exponent, int) and exponent >= -4:
                return f"{short:,f} {word}"
    return _number(value)


def _count(figure: Figure) -> str | None:
    if figure.value is None:
        return None
    if figure.unit == "岁":
        return None
    single, many = _COUNTED.get(figure.unit, ("", ""))
    if figure.high is not None:
        return _range(figure.value, figure.high, many).strip()
    return f"{_number(figure.value)} {single if figure.value == 1 else many}".strip()


def _rank(figure: Figure) -> str | None:
    if figure.value is None:
        return None
    if figure.unit == "top":
        return f"top {_number(figure.value)}"
    if figure.unit == "place":
        return f"No. {figure.value:f}"
    return f"{_ordinal(int(figure.value))} prize" if figure.unit == "prize" else None


def _ordinal(number: int) -> str:
    words = {1: "first", 2: "second", 3: "third"}
    return words.get(number, f"{number}th")


def _time(figure: Figure) -> str | None:
    if figure.begins is None or figure.ends is None:
        return None
    if figure.approx == "内":
        return f"within {figure.begins[:4]}"
    said = _span(figure)
    if said is None or figure.approx is None:
        return said
    if figure.strength == "since":
        if figure.unit == "year":
            return f"since the start of {said}" if figure.value is not None else f"since {said}"
        return f"from {said}" if figure.approx == "起" else f"since {said}"
    word = _WORDS.get(figure.strength)
    return f"{word} {said}" if word in ("before", "after") else None


def _split(day: str) -> tuple[str, int, int]:
    """Year ("" when unknown), month and day of an ISO day."""
    year, month, of_month = day[:-6], int(day[-5:-3]), int(day[-2:])
    return year.strip("-"), month, of_month


def _span(figure: Figure) -> str | None:
    """The dates themselves: 18 September to 10 December 2019, January–May 2020, first quarter of 2020, 2019."""
    if figure.begins is None or figure.ends is None:
        return None
    year, month, day = _split(figure.begins)
    last_year, last_month, last_day = _split(figure.ends)
    tail = f" {year}" if year else ""
    if figure.strength == "since":  # the end is the bulletin's own date, not said
        last_year, last_month, last_day = year, (12 if figure.unit == "year" else month), last_day
    if figure.unit == "day":
        return _days((year, month, day), (last_year, last_month, last_day))
    if figure.unit == "part":
        return _part(figure, tail, month, day, last_month)
    if figure.unit == "year":
        return year if year == last_year else f"{year}–{last_year}"
    if year != last_year:
        return f"{MONTH_NAMES[month - 1]} {year} to {MONTH_NAMES[last_month - 1]} {last_year}"
    if figure.unit == "half":
        return (
            f"{'first' if month == 1 else 'second'} half of {year}"
            if year
            else f"{'first' if month == 1 else 'second'} half of the year"
        )
    if figure.unit == "quarter":
        return _quarters(month, last_month, f" of {year}" if year else "")
    months = (
        MONTH_NAMES[month - 1] if month == last_month else f"{MONTH_NAMES[month - 1]}–{MONTH_NAMES[last_month - 1]}"
    )
    return f"{months}{tail}"


def _days(first: tuple[str, int, int], last: tuple[str, int, int]) -> str:
    (year, month, day), (last_year, last_month, last_day) = first, last
    end = f"{last_day} {MONTH_NAMES[last_month - 1]} {last_year}".strip()
    if first == last:
        return end
    if year != last_year:
        return f"{day} {MONTH_NAMES[month - 1]} {year} to {end}"
    return f"{day} to {end}" if month == last_month else f"{day} {MONTH_NAMES[month - 1]} to {end}"


def _part(figure: Figure, tail: str, month: int, day: int, last_month: int) -> str | None:
    if "年" in figure.text and figure.text.rstrip("以前来起之后")[-1:] in "初底末中" and "月" not in figure.text:
        if not tail:
            return None
        word = {1: "early", 12: "the end of"}.get(month)
        return f"{word}{tail}" if word else f"the middle of{tail}"
    if month != last_month:
        return None
    word = {1: "early", 11: "mid-", 21: "the end of" if re.search("月[底末]", figure.text) else "late"}[day]
    return f"{word}{MONTH_NAMES[month - 1]}{tail}" if word == "mid-" else f"{word} {MONTH_NAMES[month - 1]}{tail}"


def _quarters(month: int, last_month: int, tail: str) -> str:
    if last_month - month == 2:
        return f"{('first', 'second', 'third', 'fourth')[month // 3]} quarter{tail}"
    return f"{MONTH_NAMES[month - 1]}–{MONTH_NAMES[last_month - 1]}{tail.replace(' of', '')}"
