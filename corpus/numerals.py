"""In: a number written in Chinese or Arabic digits. Out: its integer value, or None when it is not one.

Whole numbers only; units, decimals and money are another matter.
"""

from __future__ import annotations

import re

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "０": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇○一二两三四五六七八九十百千"

_NUMBER = re.compile(rf"(?:\d+|[0{CHINESE}]+)\Z")


def to_int(text: str) -> int | None:
    """十一 -> 11, 二〇二〇 -> 2020, 一百零五 -> 105, 12 -> 12; None for anything else."""
    if not _NUMBER.match(text):
        return None
    if text.isascii():
        return int(text)
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS.get(character, 0)) for character in text))
    total, digit = 0, 0
    floor = 10_000  # units must fall: 十百 is no number
    for character in text:
        if unit := _UNITS.get(character):
            if unit >= floor:
                return None
            floor = unit
            total += (digit or 1) * unit
            digit = 0
        else:
            if digit:
                return None
            digit = _DIGITS.get(character, 0)
    return total + digit
