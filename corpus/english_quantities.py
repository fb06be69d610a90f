"""Quantities and ranks in English text: RMB 4.86bn, 16,700 households, twenty-five, 15-million-yuan, top three.

In: folded text and the position of a digit or a number word. Out: a Reading, or None. Dates are english_times.py's.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus import amounts, units
from corpus.amounts import Amount
from corpus.quantities import Reading

_CURRENCY = re.compile(r"(?:(?<![A-Za-z])(CN¥|RMB|CNY|yuan|US\$|USD|HK\$|HKD|EUR|GBP)|([¥￥$€£])) ?$", re.IGNORECASE)
_NAMES_NUMBER = re.compile(
    r"\b(?:(?i:No|Nos|Article|Section|Chapter|Annex|Room|Tel|Phone|Fax|Telephone|Page|p|Item|Part|Phase|Table|Fig|para|Grade|"
    r"Class|Figure|Version|Unit|Lane|Postcode|Code|Box|Paragraph|Document|Decree|Line|Route|Highway|Flight|Step|Hotline|Extension)"
    r"|Building|Order|Point|Question)s?\.?:? ?$"  # "building 13 schools" tells how many
)
_NUMBER_NAMES = re.compile(
    r" ?(?i:am|pm|a\.m|p\.m|o'clock|hotline|platform)\b| (?:[A-Z]\w+ )?(?:Road|Street|Avenue|Lane|Rd)\b"
)
_NEXT_WORD = re.compile(r"\+?[ -]([A-Za-z][a-z'’-]*)")
_ENDS = re.compile(r"[,.;!?)\]\"”’']*(?:\s|$)|[,;。，；、）)\"”]")
_NOT_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|each|some|this|that|which|another|only|the|day|stop|or|was|is|a|not|by)[ -]$", re.IGNORECASE
)
_NOT_ONE_AFTER = re.compile(
    r" (?:of|another|by|or|side|hand|thing|can|could|may|must|should|is|was|that|who|which)\b|[,.;]"
    r"|-(?:stop|off|time|sided|to)"
)
_MULTIPLE_AFTER = re.compile(r" (?:the|as|more|higher|larger|greater|faster|that|its|last)\b", re.IGNORECASE)
_FRACTION = re.compile(r"[ -](half|thir|quarter|fif|six|seven|eigh|nin|ten)(?:d|th)?s?(?![A-Za-z])", re.IGNORECASE)
_PARTS = {"half": 2, "thir": 3, "quarter": 4, "fif": 5, "six": 6, "seven": 7, "eigh": 8, "nin": 9, "ten": 10}
_HALF = re.compile(r"half an? (year|month|day|million|billion|hour)(?![A-Za-z])", re.IGNORECASE)
_HALF_OF = re.compile(r"half(?= (?:of|the|its|their)\b)", re.IGNORECASE)
_MEASURED_HALF = re.compile(r"\b(?:than|nearly|almost|over|about|by|around|roughly|exactly) $", re.IGNORECASE)
_PART_OF = re.compile(r"a (third|quarter|fifth|tenth)(?= of\b)", re.IGNORECASE)
_ORDINALS = {
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8},
    **{"ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12},
}
_WORD = re.compile(r"[A-Za-z]+")
_FROM = re.compile(r"\bfrom $", re.IGNORECASE)
_MINUS = re.compile(r"(?:(?<![\d%A-Za-z])-|\bminus )$", re.IGNORECASE)
_SECOND = re.compile(rf"(?:-| to | ?– ?)({amounts.ARABIC})")
_CODE_BEFORE = frozenset("_@#/.+*=&:-")
_BRACKETS = {"(": ")", "[": "]", "【": "】"}
_RANKED = re.compile(r"\b(?:rank\w*|plac(?:ed|ing)|came|finish\w*|stood)(?: (?:the|in|as|at|joint))* $", re.IGNORECASE)
_PLACE = re.compile(
    r" (?:place|in the (?:whole |entire )?(?:city|province|county|country|district|region)|among)\b", re.IGNORECASE
)
_PRIZE = re.compile(r"[ -]prize\b", re.IGNORECASE)
_NAMED = re.compile(r" [A-Z]")
_TOP = re.compile(r"top[ -](\d{1,4}|[a-z]+)(?! (?:priority|leaders?|officials?))", re.IGNORECASE)
_NUMBERED = re.compile(r"No\. ?(\d{1,4})(?!\d|\.\d)", re.IGNORECASE)
_DIGIT_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th)(?![A-Za-z])")
FIRST_WORDS = amounts.FIRST_WORDS | frozenset(_ORDINALS) | {"top", "no", "half", "doubled", "tripled", "twice"}
_AND_A_HALF = re.compile(r" and a half(?![A-Za-z])", re.IGNORECASE)
_TIMES = {"doubled": 2, "tripled": 3}
_HALVED = {"million": 500_000, "billion": 500_000_000}


def read(text: str, at: int) -> Reading | None:
    """The English quantity or rank that begins at `at`."""
    if text[at].isdigit():
        return _digits(text, at)
    found = _WORD.match(text, at)
    word = found[0].lower() if found else ""
    if word in _TIMES:
        return Reading(at, at + len(word), "multiple", Decimal(_TIMES[word]), unit="times", written=word)
    if word == "twice":
        return _times(text, at, at + 5, Decimal(2))
    if word == "half":
        return _half(text, at)
    if word == "top":
        return _top(text, at)
    if word == "no":
        numbered = _NUMBERED.match(text, at)
        return Reading(at, numbered.end(), "ordinal", Decimal(numbered[1])) if numbered else None
    if word in _ORDINALS:
        return _ordinal(text, at, at + len(word), _ORDINALS[word], _in_name(text, at, at + len(word)))
    if part := _PART_OF.match(text, at):
        value = Decimal(1) / _PARTS[part[1].lower().removesuffix("th").removesuffix("d")]
        return Reading(at, part.end(), "fraction", value, written=part[1])
    amount = amounts.words(text, at)
    if amount is None or (amount.low == 1 and _is_article(text, at, amount.end)):
        return None
    if half := _AND_A_HALF.match(text, amount.end):
        amount = amount._replace(low=amount.low + Decimal("0.5"), end=half.end())
    if parts := _FRACTION.match(text, amount.end):
        value = amount.low / _PARTS[parts[1].lower()]
        return Reading(at, parts.end(), "fraction", value, written=parts[0].strip(" -"))
    return _with_unit(text, at, amount) or _count(text, at, amount)


def _is_article(text: str, at: int, end: int) -> bool:
    """The one of no one, one of them, one-stop; "one school" counts."""
    return bool(_NOT_ONE_BEFORE.search(text, max(0, at - 9), at) or _NOT_ONE_AFTER.match(text, end))


def _digits(text: str, at: int) -> Reading | None:
    if found := _DIGIT_ORDINAL.match(text, at):
        return _ordinal(text, at, found.end(), int(found[1]), True)
    currency = _CURRENCY.search(text, max(0, at - 5), at)
    before = text[at - 1 : at]
    minus = _MINUS.search(text, max(0, at - 6), at)
    if not (currency or minus) and before.isascii() and (before.isalnum() or before in _CODE_BEFORE):
        return None
    no_range = _FROM.search(text, max(0, at - 6), at) is not None  # from 30 to 47 are two figures
    amount = amounts.english(text, at, money=currency is not None, ranges=not no_range)
    if amount is None:
        return None
    if not currency and (millions := amounts.english(text, at, money=True, ranges=not no_range)):  # 486m yuan
        unit = units.english_after(text, millions.end)
        amount = millions if unit and unit[1].kind == "money" else amount
    if currency:
        sign, end = (currency[1] or currency[2]).lower(), amount.end
        if (unit := units.english_after(text, end)) and unit[1].kind == "money":
            end = unit[2]
        return Reading(currency.start(), end, "money", amount.low, amount.high, units.CURRENCIES[sign], sign)
    reading = _with_unit(text, at, amount)
    if reading and minus and reading.unit == "percent":
        return reading._replace(start=minus.start(), low=-reading.low)
    return reading or _bare(text, at, amount)


def _with_unit(text: str, at: int, amount: Amount) -> Reading | None:
    plus = text.startswith("+", amount.end)
    found = units.english_after(text, amount.end + plus)
    if found is None:
        return None
    written, unit, end = found
    if unit.kind == "multiple":
        return _times(text, at, end, amount.low)
    high = amount.high
    if high is None and (second := _SECOND.match(text, end)) and not _FROM.search(text, max(0, at - 6), at):
        last, again = amounts.arabic(second[1]), units.english_after(text, second.end())
        if again and again[1] == unit and last > amount.low:  # 3%-5%, 3 km to 5 km
            high, end = last, again[2]
    high = None if high is None else high * unit.factor
    return Reading(at, end, unit.kind, amount.low * unit.factor, high, unit.base, written, "+" if plus else None)


def _times(text: str, at: int, end: int, value: Decimal) -> Reading:
    """Met three times is a count of 次; three times the level is a multiple."""
    if _MULTIPLE_AFTER.match(text, end):
        return Reading(at, end, "multiple", value, unit="times", written="times")
    return Reading(at, end, "count", value, unit="次", written="times")


def _bare(text: str, at: int, amount: Amount) -> Reading | None:
    """Digits before a noun or at the end of a clause; not a mark, a code, an address or a telephone number."""
    digits = text[at : amount.end]
    if (len(digits) > 1 and digits[0] == "0" and digits[1] != ".") or (digits.isdigit() and len(digits) > 6):
        return None
    if text[amount.end : amount.end + 1] in (_BRACKETS.get(text[at - 1 : at], "none"), ")") and amount.high is None:
        return None
    if _NAMES_NUMBER.search(text, max(0, at - 14), at) or _NUMBER_NAMES.match(text, amount.end):
        return None
    return _count(text, at, amount)


def _count(text: str, at: int, amount: Amount) -> Reading | None:
    if not (_NEXT_WORD.match(text, amount.end) or _ENDS.match(text, amount.end)):
        return None
    return Reading(at, amount.end, "count", amount.low, amount.high)


def _half(text: str, at: int) -> Reading | None:
    found = _HALF.match(text, at)
    if not found:
        stated = _HALF_OF.match(text, at) or _MEASURED_HALF.search(text, max(0, at - 10), at)
        return Reading(at, at + 4, "percent", Decimal(50), unit="percent", written="half") if stated else None
    word = found[1].lower()
    if word in _HALVED:
        amount = Amount(Decimal(_HALVED[word]), None, None, found.end(), False)
        return _with_unit(text, at, amount) or Reading(at, found.end(), "count", amount.low)
    unit = units.english_after(" " + word, 0)
    if unit is None:
        return None
    return Reading(at, found.end(), unit[1].kind, unit[1].factor / 2, unit=unit[1].base, written=word)


def _top(text: str, at: int) -> Reading | None:
    found = _TOP.match(text, at)
    if not found:
        return None
    number = amounts.english(found[1], 0) or amounts.words(found[1], 0)
    return Reading(at, found.end(1), "rank", number.low, unit="top") if number else None


def _in_name(text: str, at: int, end: int) -> bool:
    return text[at].isupper() and _NAMED.match(text, end) is not None


def _ordinal(text: str, at: int, end: int, value: int, in_name: bool) -> Reading | None:
    """Ranked first and first place are ranks; the Eighth Inspection Group is an ordinal; "first, …" is neither."""
    if _PRIZE.match(text, end):
        return Reading(at, end, "rank", Decimal(value), unit="prize")
    if _RANKED.search(text, max(0, at - 24), at) or _PLACE.match(text, end):
        return Reading(at, end, "rank", Decimal(value), unit="place")
    return Reading(at, end, "ordinal", Decimal(value)) if in_name else None
