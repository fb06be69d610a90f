"""Ranks and ordinals in Chinese text: 第一, 第1位, 前三位, 首位, 倒数第二, 第八 in a name.

In: folded text and where 第, 前, 首 or 倒 stands. Out: a Reading, or None.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus import amounts, units
from corpus.quantities import Reading

_UNIT = re.compile(r"位|名(?![单称师])|等奖|大(?![队会学家])|强(?![调化制])")
_ENDS = re.compile(r"[,，。;；、!！?？)）\s的]|$|和|以上")
_ENUMERATED = re.compile(r"、\d")  # 第1、2号泵站
_FIRST_OF_ALL = re.compile(r"[,，、:：]")  # 第一，… opens a sentence as a list mark does
_OPENS = re.compile(r"(?:^|[。；;!！?？\n] ?)$")
_HIGHEST = 10**4


def read(text: str, at: int) -> Reading | None:
    """The rank that begins at `at`; before a noun it is an ordinal, which names more than it counts."""
    if text.startswith("首位", at):
        in_name = text[at - 1 : at] in ("“", '"') or text[at + 2 : at + 3] in ("度", "”")
        return None if in_name else Reading(at, at + 2, "rank", Decimal(1), unit="place", written="位")
    last = text.startswith("倒数第", at)
    amount = amounts.read(text, at + 3 if last else at + 1)
    if amount is None or amount.approx or amount.high or amount.low % 1 or amount.low > _HIGHEST:
        return None
    found = _UNIT.match(text, amount.end)
    word, end = (found[0], found.end()) if found else ("", amount.end)
    stands = bool(word) or _ENDS.match(text, end) is not None
    if text[at] == "前":
        return Reading(at, end, "rank", amount.low, unit="top", written=word) if stands else None
    if _ENUMERATED.match(text, end) or (_FIRST_OF_ALL.match(text, end) and _OPENS.search(text, max(0, at - 2), at)):
        return None
    if last or stands:
        return Reading(at, end, "rank", amount.low, unit="last" if last else "place", written=word)
    classifier = units.after(text, end)
    if classifier is None or classifier[1].kind != "count":
        return Reading(at, end, "ordinal", amount.low)
    written, _, end_of_unit = classifier
    if units.belongs_to_next(written, text[end_of_unit : end_of_unit + 1]):
        return Reading(at, end, "ordinal", amount.low)
    return Reading(at, end_of_unit, "ordinal", amount.low, written=written)
