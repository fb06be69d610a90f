"""Quantities and ranks in Chinese text: 4.86亿元, 339户, 百分之七十, 半年, 前三位, 第1位, 翻两番.

In: folded text and the position of a digit, a numeral, 第, 前, 首, 半 or 翻. Out: a Reading, or None. Dates are times.py's.
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
    high: Decimal | None
    unit: str
    written: str
    approx: str | None


_MEASURES = frozenset(("money", "area", "length", "weight", "volume", "power", "energy", "concentration"))
_CAN_BE_ONE = frozenset(
    "名 位 人 家 所 座 户 栋 幢 台 辆 间 处 亩 公里 公顷 平方公里 吨 元 年 个月 天 周 小时 倍 成 个百分点".split()
)
_NO_HAN = frozenset(
    "度 方 升 克 g 分 节 股 道 副 期 里 块 面 层 段 级 种 村 镇 乡 县 市 省 校 企 把 门 头 口 字 次".split()
)
_BIND_ONE = "统唯逐之进单专划归同某任另哪每更新上下这那此有无第初周期万始后"
_CURRENCY = re.compile(r"(?:[¥￥$€£]|(?:RMB|CNY|US\$|USD|HK\$|EUR|人民币) ?)$", re.IGNORECASE)
_HALF = re.compile(r"半(?:(年|个月|天|小时|个小时|个学期)(?![初])|(数))")
_DAYS = re.compile(r"日(?=(?:以|之)?内(?![容部外心]))")
_SLASH = re.compile(r"/(\d{1,2})(?![\d/年月日.])")
_MORE_UNIT = re.compile(r"个(多|半)(月|小时|星期|学期|世纪)")
_AFTER_TIME = re.compile(r"(半)|(多)(?![次种个项名部方元年轮渠措点管样层批人处家条])")
_APPROX_AFTER = re.compile(
    r"(?:及以上|以上|以下|以内|之内|左右|上下|有余|余(?!下|额|热|地|留)|(?<=[日天年月时钟周])内(?![容部外心]))"
)
_ASKS_TO_STAND_ALONE = re.compile(r"(?:[,，。;；、!！?？)）\s]|$|左右|以上|以下)")
_STATES_A_NUMBER = re.compile(r"(?:[共计为达到至超过约近仅突破])$")
_FRACTION = re.compile(rf"分之(?P<han>[{amounts.HAN}]+(?:点[{amounts.HAN}]+)?|{amounts.ARABIC})")
_RANK = re.compile(r"第? ?(?P<unit>位|名(?![单称师])|等奖|大(?![队会学家])|强(?![调化制])|)")
_RANK_ENDS = re.compile(r"[,，。;；、!！?？)）\s的]|$|和|以上")
_LEVELS = frozenset("省市县区乡镇街村组户国州校院厂")


def read(text: str, at: int) -> Reading | None:
    """The quantity or rank that begins at `at`."""
    first = text[at]
    if first == "半":
        return _half(text, at)
    if first in "第前首倒":
        return _rank(text, at)
    if text.startswith("一半", at):
        return _half(text, at + 1)
    amount = amounts.read(text, at)
    return _quantity(text, at, amount) if amount and not _is_code(text, at, amount) else None


def _is_code(text: str, at: int, amount: Amount) -> bool:
    """Digits inside a name, an address, a clock time or a formula: COVID-19, 4+12, 10:30, 0535-6891160, a.163."""
    if amount.in_han:
        return False
    before = text[at - 1] if at else ""
    if before and before.isascii() and (before.isalnum() or before in "_@#/.+*=&"):
        return not _CURRENCY.search(text, max(0, at - 4), at)
    earlier = text[at - 2] if at > 1 else ""
    if before in ("-", ":", "×", "—") and earlier.isascii() and earlier.isalnum():
        return True
    follows = text[amount.end : amount.end + 2]
    if follows[:1] in ("+", "×", "*", "=", "@") and follows[1:].isalnum():
        return True
    if follows[:1] == ":" and follows[1:].isdigit():
        return True
    return amount.end - at > 18 and amount.low >= 10**15


def _quantity(text: str, at: int, amount: Amount) -> Reading | None:
    if parts := _FRACTION.match(text, amount.end):
        return _fraction(at, amount, parts)
    if amount.in_han and text[at - 1 : at] == "翻" and text[amount.end : amount.end + 1] == "番":
        return Reading(at - 1, amount.end + 1, "multiple", Decimal(2) ** amount.low, None, "times", "番", None)
    if text.startswith("等奖", amount.end):
        return Reading(at, amount.end + 2, "rank", amount.low, None, "prize", "等奖", None)
    end = amount.end + (text[amount.end : amount.end + 1] == " ")
    if more := _MORE_UNIT.match(text, end):
        return _more_unit(at, amount, more)
    if slash := _SLASH.match(text, amount.end):
        parts = int(slash[1])
        whole = amount.low == int(amount.low) and 0 < amount.low < parts and text[at - 1 : at] != "/"
        return Reading(at, slash.end(), "fraction", amount.low / parts, None, "", "/", None) if whole else None
    found = units.after(text, end)
    if found is None and (days := _DAYS.match(text, end)):
        found = "日", Unit("duration", "day", Decimal(1)), days.end()
    if currency := _CURRENCY.search(text, max(0, at - 4), at):
        return _money(text, amount, currency, found)
    if found is None:
        return _bare(text, at, amount)
    written, unit, end = found
    if amount.in_han and not _counts(text, at, amount, written, unit, end):
        return None
    if not amount.in_han and not _plausible(text, at, amount, written, unit, end):
        return None
    if units.belongs_to_next(written, text[end : end + 1]):
        if amount.in_han or unit.kind != "count":
            return None
        return Reading(at, amount.end, "count", amount.low, amount.high, "", "", amount.approx)
    return _measured(text, at, amount, written, unit, end)


def _money(text: str, amount: Amount, currency: re.Match[str], found: tuple[str, Unit, int] | None) -> Reading | None:
    """¥3.8亿, 人民币500万元: the sign before the number names the currency."""
    sign = currency[0].strip()
    written, end = (found[0], found[2]) if found and found[1].kind == "money" else (sign, amount.end)
    base = "CNY" if sign == "人民币" else units.CURRENCIES[sign.lower()]
    return Reading(currency.start(), end, "money", amount.low, amount.high, base, written, amount.approx)


def _measured(text: str, at: int, amount: Amount, written: str, unit: Unit, end: int) -> Reading | None:
    low, high, approx = amount.low, amount.high, amount.approx
    if unit.kind == "duration" and (more := _AFTER_TIME.match(text, end)):
        low, approx, end = low + Decimal("0.5") * (more[1] is not None), more[2] or approx, more.end()
    if high is None and amount.approx is None and (last := _range_end(text, end, amount, written)):
        high, end = last
    if (
        unit.base == "percent"
        and text[at - 1 : at] in ("-", "−")
        and not re.match(r"[\d%A-Za-z]", text[max(at - 2, 0) : at - 1])
    ):
        at, low = at - 1, -low
    if tail := _APPROX_AFTER.match(text, end):
        approx, end = approx or tail[0], tail.end()
    high = None if high is None else high * unit.factor
    return Reading(at, end, unit.kind, low * unit.factor, high, unit.base, written, approx)


def _range_end(text: str, end: int, amount: Amount, written: str) -> tuple[Decimal, int] | None:
    """The second half of 3个至5个 and 3%-5%."""
    dash = re.match(amounts.DASH, text[end : end + 3])
    if not dash:
        return None
    second = amounts.read(text, end + dash.end())
    if second is None or second.high is not None or second.low <= amount.low or second.in_han != amount.in_han:
        return None
    unit = units.after(text, second.end)
    return (second.low, unit[2]) if unit and unit[0] == written else None


def _counts(text: str, at: int, amount: Amount, written: str, unit: Unit, end: int) -> bool:
    """Whether a Chinese numeral before a unit counts: 两个 does; 一批, 二次, 第三方 and the 一 of 统一 do not."""
    body, before = text[at : amount.end], text[at - 1 : at]
    if written in _NO_HAN:
        levels = written == "级" and body in ("两", "三", "四", "五") and before != "" and before in _LEVELS
        return levels or (
            written == "次" and body not in ("一", "二") and not units.belongs_to_next(written, text[end : end + 1])
        )
    if body == "一":
        return written in _CAN_BE_ONE and before not in _BIND_ONE_SET and text[end : end + 1] != "一"
    if body == "二" and unit.kind in ("count", "duration"):
        return False
    if body in ("百", "千", "万", "亿"):
        return unit.kind in _MEASURES or (before != "" and before in "近上过超约")
    if written == "大":
        return amount.low <= 10
    return not (len(body) == 1 and before != "" and before in "第初期拜周高")


_BIND_ONE_SET = frozenset(_BIND_ONE)


def _plausible(text: str, at: int, amount: Amount, written: str, unit: Unit, end: int) -> bool:
    """Whether digits before a unit count: not 4级风, 3分之, a 6-digit code before a word, a leading zero."""
    digits = text[at : amount.end]
    if written == "级":
        return text[at - 1 : at] in _LEVELS and amount.low < 10
    if unit.kind == "count" and amount.low != amount.low.to_integral_value() and written != "分":
        return False
    return not (len(digits) > 1 and digits.isdigit() and digits[0] == "0")


def _bare(text: str, at: int, amount: Amount) -> Reading | None:
    """A number without a unit, only where the text states it: 共计32, 达2.5亿."""
    if amount.in_han or text[at] == "0" and amount.end - at > 1 and text[at + 1 : at + 2] != ".":
        return None
    scaled = text[amount.end - 1] in "万亿余多"
    stated = _STATES_A_NUMBER.search(text, max(0, at - 1), at)
    if (
        not (stated or scaled)
        or not _ASKS_TO_STAND_ALONE.match(text, amount.end)
        or (amount.end - at > 6 and not scaled)
    ):
        return None
    tail = _APPROX_AFTER.match(text, amount.end)
    end = tail.end() if tail else amount.end
    return Reading(at, end, "count", amount.low, amount.high, "", "", amount.approx or (tail[0] if tail else None))


def _fraction(at: int, amount: Amount, parts: re.Match[str]) -> Reading | None:
    top = amounts.read(parts["han"], 0)
    if top is None or not amount.low or top.end != len(parts["han"]):
        return None
    if amount.low in (100, 1000):
        return Reading(at, parts.end(), "percent", top.low * 100 / amount.low, None, "percent", "百分之", None)
    return Reading(at, parts.end(), "fraction", top.low / amount.low, None, "", "分之", None)


def _more_unit(at: int, amount: Amount, more: re.Match[str]) -> Reading | None:
    """3个多月, 两个半小时."""
    found = units.after("个" + more[2], 0)
    if found is None:
        return None
    low = amount.low + Decimal("0.5") * (more[1] == "半")
    written, unit, _ = found
    return Reading(
        at, more.end(), unit.kind, low * unit.factor, None, unit.base, written, "多" if more[1] == "多" else None
    )


def _half(text: str, at: int) -> Reading | None:
    """半年, 半个月, 半数; 一半 is read here too."""
    if text[at - 1 : at] == "一" and text[at - 2 : at - 1] not in tuple("另前后上下每一"):
        tail = _APPROX_AFTER.match(text, at + 1)
        end, approx = (tail.end(), tail[0]) if tail else (at + 1, None)
        return Reading(at - 1, end, "percent", Decimal(50), None, "percent", "一半", approx)
    found = _HALF.match(text, at)
    if not found or text[at - 1 : at] in tuple("上下前后大多夜一"):
        return None
    tail = _APPROX_AFTER.match(text, found.end())
    end, approx = (tail.end(), tail[0]) if tail else (found.end(), None)
    if found[2]:
        return Reading(at, end, "percent", Decimal(50), None, "percent", "半数", approx)
    read = units.after(found[1], 0)
    if read is None:
        return None
    _, unit, _ = read
    return Reading(at, end, unit.kind, unit.factor / 2, None, unit.base, found[1], approx)


def _rank(text: str, at: int) -> Reading | None:
    """第一, 第1位, 前三位, 首位, 倒数第二; before a noun 第八 is an ordinal of a name."""
    if text.startswith("首位", at):
        quoted = text[at - 1 : at] in ("“", '"') or text[at + 2 : at + 3] in ("度", "”")
        return None if quoted else Reading(at, at + 2, "rank", Decimal(1), None, "place", "位", None)
    last = text.startswith("倒数第", at)
    pos = at + 3 if last else at + 1
    amount = amounts.read(text, pos)
    if (
        amount is None
        or amount.approx
        or amount.high is not None
        or amount.low != int(amount.low)
        or amount.low > 10**4
    ):
        return None
    found = _RANK.match(text, amount.end)
    word = found["unit"] if found else ""
    end = found.end() if found and word else amount.end
    if text[at] == "前":
        if not word and not _RANK_ENDS.match(text, amount.end):
            return None
        return Reading(at, end, "rank", amount.low, None, "top", word, None)
    if re.match(r"、\d", text[end : end + 2]):  # 第1、2号泵站
        return None
    if last or word or _RANK_ENDS.match(text, amount.end):
        return Reading(at, end, "rank", amount.low, None, "last" if last else "place", word, None)
    classifier = units.after(text, amount.end)
    if (
        classifier
        and classifier[1].kind == "count"
        and not units.belongs_to_next(classifier[0], text[classifier[2] : classifier[2] + 1])
    ):
        return Reading(at, classifier[2], "ordinal", amount.low, None, "", classifier[0], None)
    return Reading(at, amount.end, "ordinal", amount.low, None, "", "", None)
