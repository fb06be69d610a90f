"""In: a user's text, Chinese or English. Out: the text with personal numbers replaced by handles, and the way back.

ID cards, passports, telephones, cards, plates, e-mail, WeChat, house numbers; names stay. Knows no model and no corpus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from assistant.personal_numbers import Kind, find
from assistant.questions.question import language
from corpus.normalize import fold

LABELS: dict[Kind, tuple[str, str]] = {
    "id_card": ("身份证号", "ID"),
    "mobile": ("手机号", "MOBILE"),
    "phone": ("电话号", "PHONE"),
    "bank_card": ("银行卡号", "CARD"),
    "plate": ("车牌号", "PLATE"),
    "email": ("邮箱", "EMAIL"),
    "address": ("门牌号", "ADDRESS"),
    "account": ("社交账号", "ACCOUNT"),
    "passport": ("护照号", "PASSPORT"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One personal number as written, and the letter that tells it from others of its kind."""

    kind: Kind
    text: str
    letter: str
    chinese: bool = True

    @property
    def handle(self) -> str:
        """What stands in its place: 〔手机号A〕 or 〔MOBILE A〕."""
        zh, en = LABELS[self.kind]
        return f"〔{zh}{self.letter}〕" if self.chinese else f"〔{en} {self.letter}〕"


@dataclass(frozen=True, slots=True)
class Masked:
    """The text that may leave, and what was taken out of it (and of the texts before it)."""

    text: str
    found: tuple[Found, ...]


def mask(text: str, known: Sequence[Found] = (), public: Sequence[str] = ()) -> Masked:
    """The text without personal numbers.

    `known`: what earlier texts of a conversation gave; what is written alike keeps its letter. `public`: texts whose
    numbers are no secret, such as the contact lines of a bulletin.
    """
    told = {_bare(line[start:end]) for line in public for start, end, _ in find(fold(line))}
    chinese = language(text) == "zh"
    taken = {(one.kind, one.text): one for one in known}
    used = {(one.kind, one.letter) for one in known} | set(map(_read, _HANDLE.finditer(text)))
    pieces = []
    at = 0
    for start, end, kind in find(fold(text)):
        said = text[start:end]
        if _bare(said) in told:
            continue
        if (kind, said) not in taken:
            letter = next(letter for letter in map(_letter, count()) if (kind, letter) not in used)
            used.add((kind, letter))
            taken[kind, said] = Found(kind, said, letter, chinese)
        pieces += [text[at:start], replace(taken[kind, said], chinese=chinese).handle]
        at = end
    return Masked("".join(pieces) + text[at:], tuple(taken.values()))


def restore(text: str, found: Sequence[Found]) -> str:
    """The text with every handle replaced by what it stands for; a handle that stands for nothing stays.

    A model may translate a handle or change its brackets: [mobile A] is 〔手机号A〕 too.
    """
    originals = {(one.kind, one.letter): one.text for one in found}

    return _HANDLE.sub(lambda match: originals.get(_read(match), match[0]), text)


def has_handle(text: str) -> bool:
    """Whether something was masked in the text."""
    return bool(_HANDLE.search(text))


def _read(handle: re.Match[str]) -> tuple[Kind, str]:
    label, letter = handle["label"] or handle["bare_label"], handle["letter"] or handle["bare_letter"]
    return _KIND_OF[label.upper()], letter


def _letter(number: int) -> str:
    """A to Z, then AA, AB …"""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def _bare(said: str) -> str:
    """The letters and digits alone: 138-1234 5678 is the number 13812345678."""
    digits = re.sub(r"[\s\-·•.,()+]", "", fold(said)).lower()
    return re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)", "", digits)


_KIND_OF: dict[str, Kind] = {label: kind for kind, labels in LABELS.items() for label in labels}
_NAMES = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_HANDLE = re.compile(
    rf"[〔［\[【(（<「{{]\s*(?P<label>(?i:{_NAMES}))\s*[-_:]?\s*(?P<letter>[A-Z]{{1,2}})\s*[〕］\]】)）>」}}]|"
    rf"(?<![A-Za-z])(?P<bare_label>{_NAMES}) ?(?P<bare_letter>[A-Z]{{1,2}})(?![A-Za-z])"
)
