"""Numbers as Decimals: 1.67万, 2000余, 三万五, 十几, 3-5万, 4.86 million, twenty-five, a dozen.

In: folded text and a position. Out: an Amount with its end, or None. Knows nothing of units, dates or names.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from corpus.numerals import to_int

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
HAN = "零〇○一二三四五六七八九两十百千万亿"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
DASH = r" ?(?:-|—|–|~|至|到) ?"
_LONGEST = 20  # characters; what is longer is a code or nonsense, and recursion stays shallow

_ARABIC = re.compile(
    rf"(?P<first>{ARABIC})(?:(?P<more>[余多几])? ?(?P<scale>[十百千]?[万亿]{{1,2}}|[百千](?![米克瓦分]))"
    rf"(?P<rest>(?:{ARABIC}[十百千]?[万亿千百])*)(?P<after>[余多几])?|(?P<some>[余多几]))?"
)
_HAN = re.compile(
    rf"(?P<several>[几数](?=[十百千万亿]))?(?P<body>[{HAN}]+)"
    rf"(?:点(?P<fraction>[零〇一二三四五六七八九]+)(?P<scale>[万亿]*))?(?P<more>[余多几])?(?P<tail>[万亿]{{0,2}})"
)
_PART = re.compile(rf"({ARABIC})([十百千万亿]+)")
_PAIR = re.compile(r"(十?)([一二三四五六七八九])([二三四五六七八九])([十百千]?[万亿]?)")
_DASH = re.compile(DASH)


class Amount(NamedTuple):
    """A number read at a place: `high` is set for a range, `approx` is the word inside it (2000余, 十几)."""

    low: Decimal
    high: Decimal | None
    approx: str | None
    end: int
    in_han: bool  # written in Chinese numerals


def arabic(text: str) -> Decimal:
    """The value of digits with or without thousands separators."""
    return Decimal(text.replace(",", ""))


def han(text: str) -> Decimal | None:
    """The value of a whole Chinese numeral: 二十五, 一百二 (120), 三万五 (35,000), 二〇二〇; None if ill-formed."""
    if not 0 < len(text) <= _LONGEST or any(c not in HAN for c in text):
        return None
    return _large(text, "亿")


def _large(text: str, mark: str) -> Decimal | None:
    """Splits at the last 亿, then at the last 万, so that 万亿 multiplies."""
    head, found, tail = text.rpartition(mark)
    if not found:
        return _large(text, "万") if mark == "亿" else _below_ten_thousand(text)
    scale = _LARGE[mark]
    if not head:
        above: Decimal | None = Decimal(1)
    else:
        above = _large(head, mark) if mark == "亿" else _below_ten_thousand(head)
    if above is None or not tail:
        return None if above is None else above * scale
    if len(tail) == 1 and _DIGIT.get(tail):
        return above * scale + _DIGIT[tail] * scale // 10
    below = _large(tail, "万") if mark == "亿" else _below_ten_thousand(tail)
    return None if below is None or below >= scale else above * scale + below


def _below_ten_thousand(text: str) -> Decimal | None:
    value = to_int(text)
    if value is None:
        return None
    if len(text) > 2 and text[-2] in "百千" and _DIGIT.get(text[-1]):  # 一百二 is spoken for 120
        value += _DIGIT[text[-1]] * (_SMALL[text[-2]] // 10 - 1)
    return Decimal(value)


def _scale(marks: str) -> int:
    factor = 1
    for c in marks:
        factor *= _SMALL.get(c) or _LARGE[c]
    return factor


def _read_arabic(text: str, at: int) -> Amount | None:
    found = _ARABIC.match(text, at)
    if not found:
        return None
    value = arabic(found["first"])
    if found["scale"]:
        value *= _scale(found["scale"])
    for part in _PART.finditer(found["rest"] or ""):
        value += arabic(part[1]) * _scale(part[2])
    return Amount(value, None, found["more"] or found["after"] or found["some"], found.end(), False)


def _read_han(text: str, at: int) -> Amount | None:
    found = _HAN.match(text, at)
    if not found:
        return None
    body = found["body"]
    low: Decimal | None
    high: Decimal | None = None
    if found["fraction"]:
        whole = han(body)
        if whole is None:
            return None
        digits = "".join(str(_DIGIT[c]) for c in found["fraction"])
        low = Decimal(f"{whole}.{digits}") * _scale(found["scale"])
    elif pair := _PAIR.fullmatch(body):
        low, high = _pair(pair)
    else:
        low = han(body)
    if low is None:
        return None
    if found["tail"]:
        low, high = low * _scale(found["tail"]), None if high is None else high * _scale(found["tail"])
    return Amount(low, high, found["several"] or found["more"], found.end(), True)


def _pair(found: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    """七八 and 三五 are ranges said in one breath, with a scale after (三四十, 七八万) or 十 before (十七八)."""
    low, high, scale = _DIGIT[found[2]], _DIGIT[found[3]], _scale(found[4])
    if high - low != 1 and (low, high) != (3, 5):
        return None, None
    ten = 10 if found[1] else 0
    return Decimal((ten + low) * scale), Decimal((ten + high) * scale)


def read(text: str, at: int, ranges: bool = True) -> Amount | None:
    """The number that begins at `at`, with a range's second number: 3-5, 三至五, 3万至5万. None if there is none."""
    first = _read_arabic(text, at) or _read_han(text, at)
    if first is None or first.high is not None or first.approx or not ranges:
        return first
    dash = _DASH.match(text, first.end)
    if not dash:
        return first
    second = (_read_han if first.in_han else _read_arabic)(text, dash.end())
    if second is None or second.high is not None:
        return first
    low, marks = first.low, re.search(r"[十百千万亿]+$", text[dash.end() : second.end])
    if marks and not first.in_han and text[first.end - 1].isdigit():  # 3-5万: the scale belongs to both
        low *= _scale(marks[0])
    return Amount(low, second.low, second.approx, second.end, first.in_han) if low < second.low else first


ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {w: i for i, w in enumerate(ONES)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
_SCALE_WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALE_MARKS = _SCALE_WORDS | {
    "hundred": 100,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "tn": 10**12,
}
FIRST_WORDS = frozenset(_WORDS) - {"zero"} | {"a"}
_WORD = re.compile(r"[ -]?([A-Za-z]+)")
_A_SCALE = re.compile(r"a (?=(?:dozen|hundred|thousand|million|billion)\b)", re.IGNORECASE)
_ENGLISH_DIGITS = re.compile(rf"({ARABIC})(?:(?:-| to | ?– ?)({ARABIC}))?")
_ENGLISH_SCALE = re.compile(
    r"(?:[ -]?(hundred|thousand|million|billion|trillion)|(?: ?)(k|mln|mn|m|bn|b|tn))(?![A-Za-z0-9²³])", re.I
)


def english(text: str, at: int, money: bool = False, ranges: bool = True) -> Amount | None:
    """Digits with an English scale: 4.86 million, 15-million, 16.7 thousand; after a currency also 486m, 4.86bn, 3k."""
    found = _ENGLISH_DIGITS.match(text, at)
    if not found:
        return None
    low, high, end = arabic(found[1]), None, found.end(1)
    if found[2] and ranges:
        high, end = arabic(found[2]), found.end()
    scale = _ENGLISH_SCALE.match(text, end)
    if scale and (scale[1] or money or scale[2].lower() in ("mn", "mln", "bn", "tn")):
        factor = _SCALE_MARKS[(scale[1] or scale[2]).lower()]
        low, high, end = low * factor, None if high is None else high * factor, scale.end()
        if scale[1] and scale[1].lower() == "hundred" and (more := _ENGLISH_SCALE.match(text, end)) and more[1]:
            low, end = low * _SCALE_WORDS[more[1].lower()], more.end()
    if high is not None and low >= high:
        return english(text, at, money, ranges=False)
    return Amount(low, high, None, end, False)


def words(text: str, at: int) -> Amount | None:
    """The English number in words that begins at `at`: twenty-five, one hundred and five, a dozen, two million."""
    total = group = 0
    seen = False
    opening = _A_SCALE.match(text, at)
    pos = end = opening.end() if opening else at
    group = 1 if opening else 0
    while found := _WORD.match(text, pos):
        word = found[1].lower()
        if not seen and found.start(1) != pos:
            break
        if word in _WORDS and (not seen or _fits(group, _WORDS[word])):
            group += _WORDS[word]
        elif word == "hundred" and 0 < group < 10:
            group *= 100
        elif word == "dozen" and group:
            group *= 12
        elif word in _SCALE_WORDS and group:
            total, group = total + group * _SCALE_WORDS[word], 0
        elif word == "and" and seen and group % 100 == 0:
            pos = found.end()
            continue
        else:
            break
        seen, pos, end = True, found.end(), found.end()
    return Amount(Decimal(total + group), None, None, end, False) if seen else None


def _fits(group: int, word: int) -> bool:
    """Whether a number word may follow: five after twenty or hundred, twenty after hundred."""
    return word > 0 and ((group % 10 == 0 and group % 100 >= 20 and word < 10) or group % 100 == 0)
