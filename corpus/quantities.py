"""Quantities in Chinese text: 4.86亿元, 339户, 2000余人, 百分之七十, 半年, 翻两番.

In: folded text and where a digit, a numeral or 半 stands. Out: a Reading, or None. Dates are times.py's.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from corpus import amounts, units
from corpus.amounts import Amount
from corpus.units import Kind, Unit


class Reading(NamedTuple):
    """A quantity as read, before the words around it are looked at."""

    start: int
    end: int
    kind: Kind
    low: Decimal
    high: Decimal | None = None
    unit: str = ""
    written: str = ""
    approx: str | None = None


_BIND_ONE = frozenset("统唯逐之进单专划归同某任另哪每更新上下这那此有无第初周期万始后")
_CURRENCY = re.compile(r"(?:[¥￥$€£]|(?:RMB|CNY|US\$|USD|HK\$|EUR|人民币) ?)$", re.IGNORECASE)
_HALF = re.compile(r"半(?:(年|个月|天|小时|个小时)(?![初])|(数))")
_DAYS = re.compile(r"日(?=(?:以|之)?内(?![容部外心]))")
_SLASH = re.compile(r"/(\d{1,2})(?![\d/年月日.])")
_MORE_UNIT = re.compile(r"个(多|半)(月|小时|星期|学期|世纪)")
_AFTER_TIME = re.compile(r"(半)|(多)(?![次种个项名部方元年轮渠措点管样层批人处家条])")
_APPROX_AFTER = re.compile(
    r"(?:及以上|以上|以下|以内|之内|左右|上下|有余|余(?!下|额|热|地|留)|(?<=[日天年月时钟周])内(?![容部外心]))"
)
_STANDS_ALONE = re.compile(r"(?:[,，。;；、!！?？)）\s]|$|左右|以上|以下)")
_STATES_A_NUMBER = re.compile(r"(?:[共计为达到至超过约近仅突破])$")
_FRACTION = re.compile(rf"分之([{amounts.HAN}]+(?:点[{amounts.HAN}]+)?|{amounts.ARABIC})")
_DASH = re.compile(amounts.DASH)
_MINUS = re.compile(r"(?<![\d%A-Za-z])[-−]$")
_CODE_BEFORE = frozenset("_@#/.+*=&")
_CODE_AFTER = re.compile(r"[+×*=@][^\W_]|:\d")
_WEEKDAY = ("星期", "礼拜")
_TENTHS = re.compile(r"[一二三四五六七八九半](?![个家名项处条人户])")  # 六成五 is 65%
_FROM = ("从", "由")  # 从30个到47个 is a change of two figures, not a range
_HALF_ONE = Decimal("0.5")
_LEVELS = frozenset("省市县区乡镇街村组户国州校院厂由从至到为")  # 省市两级, 由5级压减至3级


def read(text: str, at: int) -> Reading | None:
    """The quantity that begins at `at`, with 以上, 左右 or 以内 after it."""
    if text[at] == "半":
        reading = _half(text, at)
    elif text.startswith("一半", at):
        reading = _half_of_all(text, at)
    else:
        amount = amounts.read(text, at, ranges=text[at - 1 : at] not in _FROM)
        reading = _quantity(text, at, amount) if amount and not _is_code(text, at, amount) else None
    if reading and (tail := _APPROX_AFTER.match(text, reading.end)):
        return reading._replace(end=tail.end(), approx=reading.approx or tail[0])
    return reading


def _is_code(text: str, at: int, amount: Amount) -> bool:
    """Digits inside a name, a code, a clock time or a formula: COVID-19, 4+12, 10:30, 6891160-2, a.163."""
    if amount.in_han:
        return False
    before, earlier = text[at - 1 : at], text[at - 2 : at - 1]
    if before.isascii() and (before.isalnum() or before in _CODE_BEFORE):
        return not _CURRENCY.search(text, max(0, at - 4), at)
    if before in ("-", ":", "×", "—") and earlier.isascii() and earlier.isalnum():
        return True
    return _CODE_AFTER.match(text, amount.end) is not None or (amount.end - at > 18 and amount.low >= 10**15)


def _quantity(text: str, at: int, amount: Amount) -> Reading | None:
    if parts := _FRACTION.match(text, amount.end):
        return _fraction(at, amount, parts)
    if amount.in_han and text[at - 1 : at] == "翻" and text[amount.end : amount.end + 1] == "番" and amount.low < 10:
        return Reading(at - 1, amount.end + 1, "multiple", Decimal(2) ** amount.low, unit="times", written="番")
    if text.startswith("等奖", amount.end):
        return Reading(at, amount.end + 2, "rank", amount.low, unit="prize", written="等奖")
    end = amount.end + (text[amount.end : amount.end + 1] == " ")
    if more := _MORE_UNIT.match(text, end):
        return _more_unit(at, amount, more)
    if slash := _SLASH.match(text, amount.end):
        return _slashed(text, at, amount, slash)
    found = units.after(text, end)
    if found is None and (days := _DAYS.match(text, end)):
        found = "日", Unit("duration", "day", Decimal(1)), days.end()
    if currency := _CURRENCY.search(text, max(0, at - 4), at):
        return _money(amount, currency, found)
    if found is None:
        return _bare(text, at, amount)
    written, unit, end = found
    if not (_han_counts if amount.in_han else _digits_count)(text, at, amount, found):
        return None
    if units.belongs_to_next(written, text[end : end + 1]):
        if amount.in_han or unit.kind != "count":
            return None
        return Reading(at, amount.end, "count", amount.low, amount.high, approx=amount.approx)
    return _measured(text, at, amount, found)


def _money(amount: Amount, currency: re.Match[str], found: tuple[str, Unit, int] | None) -> Reading:
    """¥3.8亿, 人民币500万元: the sign before the number names the currency."""
    sign = currency[0].strip()
    written, end = (found[0], found[2]) if found and found[1].kind == "money" else (sign, amount.end)
    base = units.CURRENCIES[sign.lower()]
    return Reading(currency.start(), end, "money", amount.low, amount.high, base, written, amount.approx)


def _measured(text: str, at: int, amount: Amount, found: tuple[str, Unit, int]) -> Reading:
    written, unit, end = found
    start, low, high, approx = at, amount.low, amount.high, amount.approx
    if unit.kind == "duration" and (more := _AFTER_TIME.match(text, end)):
        low, approx, end = low + _HALF_ONE * (more[1] is not None), more[2] or approx, more.end()
    if (
        high is None
        and approx is None
        and text[at - 1 : at] not in _FROM
        and (last := _range_end(text, end, amount, written))
    ):
        high, end = last
    if written == "成" and (tenth := _TENTHS.match(text, end)):
        low, end = low + (amounts.han(tenth[0]) or Decimal(5)) / 10, tenth.end()
    if unit.base == "percent" and _MINUS.search(text, max(0, at - 2), at):
        start, low = at - 1, -low
    high = None if high is None else high * unit.factor
    return Reading(start, end, unit.kind, low * unit.factor, high, unit.base, written, approx)


def _range_end(text: str, end: int, amount: Amount, written: str) -> tuple[Decimal, int] | None:
    """The second half of 3个至5个 and 3%-5%."""
    dash = _DASH.match(text, end)
    second = amounts.read(text, dash.end()) if dash else None
    if second is None or second.high is not None or second.low <= amount.low or second.in_han != amount.in_han:
        return None
    unit = units.after(text, second.end)
    return (second.low, unit[2]) if unit and unit[0] == written else None


def _han_counts(text: str, at: int, amount: Amount, found: tuple[str, Unit, int]) -> bool:
    """Whether a Chinese numeral before a unit counts: 两个 does; 一批, 二次, 第三方 and the 一 of 统一 do not."""
    written, unit, end = found
    body, before = text[at : amount.end], text[at - 1 : at]
    if written == "级":
        return body in ("两", "三", "四", "五") and before in _LEVELS
    if written == "次":
        return body not in ("一", "二")
    if written in units.DIGITS_ONLY:
        return False
    if body == "一":
        return written in units.CAN_BE_ONE and before not in _BIND_ONE and text[end : end + 1] != "一"
    if body == "二" and unit.kind in ("count", "duration"):
        return False
    if body in ("百", "千", "万", "亿"):
        return unit.kind in units.MEASURES or before in ("近", "上", "过", "超", "约")
    if written == "大":
        return amount.low <= 10
    return text[at - 2 : at] not in _WEEKDAY and before != "第"


def _digits_count(text: str, at: int, amount: Amount, found: tuple[str, Unit, int]) -> bool:
    """Whether digits before a unit count: not 4级风, not a code with a leading zero."""
    written, _, _ = found
    digits = text[at : amount.end]
    if written == "级":
        return text[at - 1 : at] in _LEVELS and amount.low < 10
    return not (len(digits) > 1 and digits.isdigit() and digits[0] == "0")


def _bare(text: str, at: int, amount: Amount) -> Reading | None:
    """A number without a unit, only where the text states it: 共计32, 达2.5亿."""
    digits = text[at : amount.end]
    if amount.in_han or (len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return None
    scaled = digits[-1] in "万亿余多"
    stated = len(digits) <= 6 and _STATES_A_NUMBER.search(text, max(0, at - 1), at)
    if not scaled and not (stated and _STANDS_ALONE.match(text, amount.end)):
        return None
    return Reading(at, amount.end, "count", amount.low, amount.high, approx=amount.approx)


def _slashed(text: str, at: int, amount: Amount, slash: re.Match[str]) -> Reading | None:
    of = int(slash[1])
    if text[at - 1 : at] == "/" or not 0 < amount.low < of or amount.low != int(amount.low):
        return None
    return Reading(at, slash.end(), "fraction", amount.low / of, written="/")


def _fraction(at: int, amount: Amount, parts: re.Match[str]) -> Reading | None:
    """百分之七十, 三分之二."""
    top = amounts.read(parts[1], 0)
    if top is None or not amount.low or top.end != len(parts[1]):
        return None
    if amount.low in (100, 1000):
        return Reading(at, parts.end(), "percent", top.low * 100 / amount.low, unit="percent", written="百分之")
    return Reading(at, parts.end(), "fraction", top.low / amount.low, written="分之")


def _more_unit(at: int, amount: Amount, more: re.Match[str]) -> Reading | None:
    """3个多月, 两个半小时."""
    found = units.after("个" + more[2], 0)
    if found is None:
        return None
    written, unit, _ = found
    half = more[1] == "半"
    low = (amount.low + _HALF_ONE * half) * unit.factor
    return Reading(at, more.end(), unit.kind, low, None, unit.base, written, None if half else "多")


def _half_of_all(text: str, at: int) -> Reading | None:
    if text[at - 1 : at] in tuple("另前后上下每"):
        return None
    return Reading(at, at + 2, "percent", Decimal(50), unit="percent", written="一半")


def _half(text: str, at: int) -> Reading | None:
    """半年, 半个月, 半数."""
    found = _HALF.match(text, at)
    if not found or text[at - 1 : at] in tuple("上下前后大多夜一"):
        return None
    if found[2]:
        return Reading(at, found.end(), "percent", Decimal(50), unit="percent", written="半数")
    measure = units.after(found[1], 0)
    if measure is None:
        return None
    written, unit, _ = measure
    return Reading(at, found.end(), unit.kind, unit.factor / 2, unit=unit.base, written=written)
