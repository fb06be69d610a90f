"""Quantities and ranks in English text: RMB 4.86bn, 16,700 households, twenty-five, 15-million-yuan, top three.

In: folded text and the position of a digit or a number word. Out: a Reading, or None. Dates are english_times.py's.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus import amounts, units
from corpus.amounts import Amount
from corpus.quantities import Reading

_CURRENCY = re.compile(r"(?:(?<![A-Za-z])(RMB|CNY|US\$|USD|HK\$|HKD|EUR|GBP)|([¥￥$€£])) ?$", re.IGNORECASE)
_NAMES_NUMBER = re.compile(
    r"\b(?:No|Nos|Article|Section|Chapter|Annex|Room|Building|Tel|Phone|Fax|Telephone|Page|p|Item|Part|Phase|Table|Fig|Figure|"
    r"Version|Unit|Lane|Postcode|Code|Box|Paragraph|Document|Order|Decree|Line|Route|Highway|Flight|Point|Question|Step|Hotline|Extension)s?\.?:? ?$",
    re.IGNORECASE,
)
_NUMBER_NAMES = re.compile(
    r" ?(?:am|pm|a\.m|p\.m|o'clock|hotline|platform)\b| (?:[A-Z]\w+ )?(?:Road|Street|Avenue|Lane|Rd)\b", re.IGNORECASE
)
_NEXT_WORD = re.compile(r"\+?[ -]([A-Za-z][a-z'’-]*)")
_ENDS = re.compile(r"[,.;!?)\]\"”’]*(?:\s|$)|[,;。，；、）)\"”]")
_NOT_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|each|some|this|that|which|another|only|the|day|stop|or|was|is|a|not)[ -]$", re.IGNORECASE
)
_NOT_ONE_AFTER = re.compile(
    r" (?:of|another|by|or|side|hand|thing|can|could|may|must|should|is|was|that|who|which)\b|[,.;]|-(?:stop|off|time|sided|to)"
)
_MULTIPLE_AFTER = re.compile(r" (?:the|as|more|higher|larger|greater|faster|that|its|last)\b", re.IGNORECASE)
_FRACTION = re.compile(r"[ -](half|thir|quarter|fif|six|seven|eigh|nin|ten)(?:d|th)?s?(?![A-Za-z])", re.IGNORECASE)
_PARTS = {"half": 2, "thir": 3, "quarter": 4, "fif": 5, "six": 6, "seven": 7, "eigh": 8, "nin": 9, "ten": 10}
_HALF = re.compile(
    r"half (?:(a|an|of) )(year|month|day|million|billion|hour|the|all|its|them)(?![A-Za-z])", re.IGNORECASE
)
_ORDINALS = {
    w: i
    for i, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
_RANKED = re.compile(r"\b(?:rank\w*|plac(?:ed|ing)|came|finish\w*|stood)(?: (?:the|in|as|at|joint))* $", re.IGNORECASE)
_PLACE = re.compile(r" (?:place|in the (?:city|province|county|country|district|region)|among)\b| prize", re.IGNORECASE)
_NAMED = re.compile(r" [A-Z]")
_TOP = re.compile(r"top (\d{1,4}|[a-z]+)(?! (?:priority|leaders?|officials?))", re.IGNORECASE)
_NUMBERED = re.compile(r"No\. ?(\d{1,4})(?!\d|\.\d)", re.IGNORECASE)
_DIGIT_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th)(?![A-Za-z])")
FIRST_WORDS = amounts.FIRST_WORDS | frozenset(_ORDINALS) | {"top", "no", "half", "doubled", "tripled", "twice"}
_TIMES = {"doubled": 2, "tripled": 3}


def read(text: str, at: int) -> Reading | None:
    """The English quantity or rank that begins at `at`."""
    if text[at].isdigit():
        return _digits(text, at)
    word_end = re.compile(r"[A-Za-z]+").match(text, at)
    word = word_end[0].lower() if word_end else ""
    if word in _TIMES:
        return Reading(at, at + len(word), "multiple", Decimal(_TIMES[word]), None, "times", word, None)
    if word == "twice":
        kind_unit = ("multiple", "times") if _MULTIPLE_AFTER.match(text, at + 5) else ("count", "次")
        return Reading(at, at + 5, kind_unit[0], Decimal(2), None, kind_unit[1], "", None)  # type: ignore[arg-type]
    if word == "half":
        return _half(text, at)
    if word in ("top", "no") or word in _ORDINALS:
        return _rank(text, at, word)
    amount = amounts.words(text, at)
    if amount is None:
        return None
    if text[at : amount.end].lower() == "one" and (
        _NOT_ONE_BEFORE.search(text, max(0, at - 9), at) or _NOT_ONE_AFTER.match(text, amount.end)
    ):
        return None
    if fraction := _FRACTION.match(text, amount.end):
        return Reading(
            at,
            fraction.end(),
            "fraction",
            amount.low / _PARTS[fraction[1].lower()],
            None,
            "",
            fraction[0].strip(" -"),
            None,
        )
    return _with_unit(text, at, amount, None) or _count(text, at, amount)


def _digits(text: str, at: int) -> Reading | None:
    if found := _DIGIT_ORDINAL.match(text, at):
        ranked = _RANKED.search(text, max(0, at - 24), at) or _PLACE.match(text, found.end())
        return Reading(
            at,
            found.end(),
            "rank" if ranked else "ordinal",
            Decimal(found[1]),
            None,
            "place" if ranked else "",
            "",
            None,
        )
    currency = _CURRENCY.search(text, max(0, at - 5), at)
    before = text[at - 1 : at]
    if not currency and before and before.isascii() and (before.isalnum() or before in "_@#/.+*=&:-"):
        if before not in "/(" and not (before == "-" and not re.match(r"[\d%A-Za-z]", text[max(0, at - 2) : at - 1])):
            return None
    from_before = re.search(r"\bfrom $", text[max(0, at - 6) : at], re.IGNORECASE) is not None
    amount = amounts.english(text, at, money=currency is not None, ranges=not from_before)
    if amount is None:
        return None
    if currency:
        word = (currency[1] or currency[2]).lower()
        end = amount.end
        if (unit := units.english_after(text, end)) and unit[1].kind == "money":
            end = unit[2]
        return Reading(currency.start(), end, "money", amount.low, amount.high, units.CURRENCIES[word], word, None)
    return _with_unit(text, at, amount, before) or _bare(text, at, amount)


def _with_unit(text: str, at: int, amount: Amount, before: str | None) -> Reading | None:
    found = units.english_after(text, amount.end)
    if found is None:
        return None
    written, unit, end = found
    low = amount.low
    if unit.base == "percent" and before == "-" and not re.match(r"[\d%A-Za-z]", text[max(0, at - 2) : at - 1]):
        at, low = at - 1, -low
    kind, base = unit.kind, unit.base
    if unit.kind == "multiple" and not _MULTIPLE_AFTER.match(text, end):
        kind, base = "count", "次"
    high = None if amount.high is None else amount.high * unit.factor
    return Reading(at, end, kind, low * unit.factor, high, base, written, None)


def _bare(text: str, at: int, amount: Amount) -> Reading | None:
    """Digits before a noun or at the end of a clause; not a mark, a code, an address or a telephone number."""
    digits = text[at : amount.end]
    if (len(digits) > 1 and digits[0] == "0" and digits[1:2] != ".") or (digits.isdigit() and len(digits) > 6):
        return None
    if text[at - 1 : at] in ("(", "[", "【", "［") and text[amount.end : amount.end + 1] in (")", "]", "】", "］", ","):
        return None
    if _NAMES_NUMBER.search(text, max(0, at - 14), at) or _NUMBER_NAMES.match(text, amount.end):
        return None
    opens_line = (
        not text[text.rfind("\n", 0, at) + 1 : at].strip(" #*->") if at < 200 or "\n" in text[at - 200 : at] else False
    )
    if opens_line and text[amount.end : amount.end + 1] in (".", ")", "、"):
        return None
    return _count(text, at, amount)


def _count(text: str, at: int, amount: Amount) -> Reading | None:
    if not (_NEXT_WORD.match(text, amount.end) or _ENDS.match(text, amount.end)):
        return None
    return Reading(at, amount.end, "count", amount.low, amount.high, "", "", None)


def _half(text: str, at: int) -> Reading | None:
    found = _HALF.match(text, at)
    if not found:
        return None
    word = found[2].lower()
    if word in ("million", "billion"):
        value = Decimal(10**6 if word == "million" else 10**9) / 2
        return _with_unit(text, at, Amount(value, None, None, found.end(), False), None) or Reading(
            at, found.end(), "count", value, None, "", "", None
        )
    unit = units.english_after(" " + found[2], 0)
    if found[1].lower() == "of" or unit is None:
        return Reading(at, at + 4, "percent", Decimal(50), None, "percent", "half", None)
    return Reading(at, found.end(), unit[1].kind, unit[1].factor / 2, None, unit[1].base, found[2], None)


def _rank(text: str, at: int, word: str) -> Reading | None:
    if word == "top":
        found = _TOP.match(text, at)
        if not found:
            return None
        value = (
            Decimal(found[1])
            if found[1].isdigit()
            else (amounts.words(found[1], 0) or Amount(Decimal(0), None, None, 0, False)).low
        )
        return Reading(at, found.end(1), "rank", value, None, "top", "", None) if value else None
    if word == "no":
        found = _NUMBERED.match(text, at)
        return Reading(at, found.end(), "ordinal", Decimal(found[1]), None, "", "", None) if found else None
    end, value = at + len(word), Decimal(_ORDINALS[word])
    if _RANKED.search(text, max(0, at - 24), at) or _PLACE.match(text, end):
        prize = text.startswith(" prize", end)
        return Reading(at, end, "rank", value, None, "prize" if prize else "place", "", None)
    return (
        Reading(at, end, "ordinal", value, None, "", "", None)
        if text[at].isupper() and _NAMED.match(text, end)
        else None
    )
