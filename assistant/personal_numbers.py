"""In: a text with its widths folded. Out: where personal numbers stand in it, by kind, none inside another.

Knows how such numbers are written and checked (ID card: ISO 7064; bank card: Luhn). Does not change the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from corpus.numerals import CHINESE

Kind = Literal["id_card", "mobile", "phone", "bank_card", "plate", "email", "address", "account", "passport"]


class Span(NamedTuple):
    """folded[start:end] is a personal number of this kind."""

    start: int
    end: int
    kind: Kind


def find(folded: str) -> list[Span]:
    """The personal numbers in order; where two readings overlap, the kind that is checked more strictly counts."""
    kept: list[Span] = []
    taken = bytearray(len(folded))
    for span in _candidates(folded):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept)


def _candidates(folded: str) -> Iterator[Span]:
    yield from (Span(*match.span(), "email") for match in _EMAIL.finditer(folded))
    for match in _ID_CARD.finditer(folded):
        mistyped = len(re.sub(r"[ \-]", "", match[0])) == 18 or _ID_SAID.search(folded[: match.start()])
        if is_id_card(match[0]) or (mistyped and _born(match[0])):
            yield Span(*match.span(), "id_card")
    yield from (Span(*match.span(), "mobile") for match in _MOBILE.finditer(folded))
    yield from (Span(*match.span(), "phone") for match in _PHONE.finditer(folded))
    yield from (Span(*match.span("number"), "phone") for match in _PHONE_SAID.finditer(folded))
    yield from (Span(*match.span("number"), "bank_card") for match in _CARD_SAID.finditer(folded))
    yield from (Span(*match.span(), "bank_card") for match in _CARD.finditer(folded) if _is_card(match[0]))
    yield from (Span(*match.span("number"), "passport") for match in _PASSPORT_SAID.finditer(folded))
    yield from (Span(*match.span("number"), "account") for match in _ACCOUNT_SAID.finditer(folded))
    yield from (Span(*match.span(), "plate") for match in _PLATE.finditer(folded))
    yield from (Span(*match.span(), "address") for pattern in _ADDRESSES for match in pattern.finditer(folded))


def is_id_card(number: str) -> bool:
    """Whether 18 characters are an ID card's: a region, a birthday, and the check character of GB 11643."""
    plain = re.sub(r"[ \-]", "", number).upper()
    if len(plain) != 18 or not _born(plain):
        return False
    weighted = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(plain[:17]))
    return "10X98765432"[weighted % 11] == plain[17]


def luhn(number: str) -> bool:
    """Whether the last digit checks the others, as on bank cards (ISO/IEC 7812)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(digits[::-1])]
    return sum(doubled) % 10 == 0


def _is_card(number: str) -> bool:
    """A number that checks, or one mistyped that begins as cards of Chinese banks do."""
    return luhn(number) or (number.startswith("62") and len(re.sub(r"\D", "", number)) >= 16)


def _born(number: str) -> bool:
    """Whether the middle of an ID number, new (18) or old (15 digits), is a day."""
    plain = re.sub(r"[ \-]", "", number)
    day = plain[6:14] if len(plain) == 18 else f"19{plain[6:12]}"
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])).year >= 1900
    except ValueError:
        return False


_ALONE, _ENDS = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z])"
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9][A-Za-z0-9\-]{0,62}(?:\.[A-Za-z0-9\-]{1,63}){1,4}")
# Regions begin with 11 to 83; the old form has 15 digits.
_ID_CARD = re.compile(rf"{_ALONE}[1-8]\d{{5}}(?:[ \-]?\d{{8}}[ \-]?\d{{3}}[0-9Xx]|\d{{9}}){_ENDS}")
_ID_SAID = re.compile(r"(?:身份证|证件|(?i:\bidentity|\bID\b))[^\n。;]{0,12}$")
_MOBILE = re.compile(rf"{_ALONE}(?:(?:\+|00)?86[ \-]?)?1[3-9]\d(?:\d{{8}}|[ \-]?\d{{4}}[ \-]?\d{{4}}){_ENDS}")
_LOCAL = r"[1-9]\d{2,3}[ \-]?\d{4}"
_PHONE = re.compile(
    rf"(?:{_ALONE}(?:0\d{{2,3}}|(?:\+|00)86[ \-]?\d{{2,3}})[ \-—]{{0,2}}|\(0\d{{2,3}}\)[ \-]?){_LOCAL}"
    rf"(?:(?:-|转) ?\d{{1,5}})?{_ENDS}"
)
_PHONE_SAID = re.compile(
    r"(?:电话|座机|宅电|固话|传真|(?i:\b(?:tel|telephone|phone|landline|fax)\b))[^0-9\n。;]{0,10}"
    rf"(?P<number>(?<![0-9])[2-8]\d{{2,3}}[ \-]?\d{{4}}){_ENDS}"
)
_CARD = re.compile(rf"{_ALONE}[3-69]\d{{3}}(?:[ \-]?\d){{11,15}}{_ENDS}")
_CARD_SAID = re.compile(
    r"(?:卡号|银行卡|[账帐]号|账户|户头|(?i:\b(?:card|account)\b))[^0-9\n。;]{0,12}"
    rf"(?P<number>(?<![0-9])\d(?:[ \-]?\d){{8,24}}){_ENDS}"
)
_PASSPORT_SAID = re.compile(
    r"(?:护照|(?i:\bpassport\b))(?:号码?)?[^0-9A-Za-z\n。;]{0,6}(?i:(?:no\.?|number|is)[: ]{1,3}){0,2}"
    rf"(?P<number>(?<![0-9A-Za-z])[A-Za-z]{{1,2}}\d{{7,8}}){_ENDS}"
)
# What WeChat and QQ call a person: a name with a figure or a dash in it, or figures.
_ACCOUNT_SAID = re.compile(
    r"(?:微信|(?i:wechat|\bqq))(?:号码?|账号|帐号|(?i: ?id\b| ?number\b))?[ :是为]{0,3}(?i:is )?"
    rf"(?P<number>(?<![0-9A-Za-z])(?=[A-Za-z]*[\d_\-])[A-Za-z0-9][\w\-]{{4,19}}){_ENDS}",
    re.ASCII,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][ ·•\-]?"
    rf"(?=[A-Za-z]{{0,5}}\d)[0-9A-HJ-NP-Za-hj-np-z]{{4,5}}[0-9A-HJ-NP-Za-hj-np-z挂学警港澳]{_ENDS}"
)

_NUMBER = rf"(?:\d{{1,4}}(?:[\-—]\d{{1,3}})?[A-Za-z]?|[{CHINESE}]{{1,5}})"
_ROOM = rf"(?:\d{{3,4}}|[{CHINESE}]{{3,5}})(?:室|户|号房|房)"
_BUILDING = rf"(?:{_NUMBER}(?:号楼|栋楼?|幢楼?|座|单元|层|楼)|[A-Za-z]座|{_ROOM})"
_STREET = r"(?:(?<=[路街巷弄道里村庄屯寨坊苑区院厦寓园舍])|(?<=胡同)|(?<=广场))"
# A number with 号 is also a line, a document, a window, a day: there it is no house.
_NO_HOUSE = (
    r"(?!线|文|令|公[告报示]|召|提案|议案|通知|窗|机|工程|项目|地块|码头|煤|台风|卷|以|之|前|后|至|起|上午|下午|晚)"
)
_STREETS = r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Alley|Hutong)\b"
_ROOM_IN_ENGLISH = (
    r"(?:Building|Bldg|[Uu]nit|[Rr]oom|[Rr]m|[Ff]lat|[Aa]pt|[Aa]partment|[Ss]uite)\.? "
    r"(?:No\. ?)?[A-Z]?-?\d{1,4}[A-Z]?\b"
)
_ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        # 迎春大街133号, 凤凰山路12号附3号4号楼2单元501室, 宋家庄村3组12号
        rf"{_STREET}(?:{_NUMBER}(?:村民小)?组)?{_NUMBER}号(?!楼|房){_NO_HOUSE}(?:附\d+号)?(?:[院内]?[, ]?{_BUILDING})*"
        r"(?:[, ]?(?<=[元层楼座])\d{3,4}(?!\d))?",
        # 3号楼2单元501, 5幢二单元三〇一室
        rf"(?<![\d{CHINESE}]){_BUILDING}(?:[, ]?{_BUILDING})+(?:(?<=[元层楼座])\d{{3,4}}(?!\d))?",
        rf"(?<![\d{CHINESE}])(?:{_NUMBER}号楼(?:\d{{3,4}}(?!\d))?|\d{{1,2}}单元(?:\d{{3,4}}(?!\d))?|\d{{3,4}}室)(?![内外])",
        r"(?<=[区园苑里楼])\d{1,3}-\d{1,2}-\d{3,4}(?!\d)",
        rf"\b(?:No\. ?|no\. ?|# ?)?\d{{1,4}}[A-Z]?(?=,? (?:[A-Z][\w'’-]* ){{1,3}}{_STREETS})",
        rf"\b{_ROOM_IN_ENGLISH}(?:, ?{_ROOM_IN_ENGLISH})*",
    )
)
