"""In: text. Out: the places, bodies and persons it names: tagged by jieba, or shaped like a name (…局, …镇, …小学).

Recall on a hand-made list is in docs/measurements.md. Does not know which names a source holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from index.lexical_tags import tagged


def _sections() -> dict[str, list[str]]:
    """The word lists of name_words.txt by section."""
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in Path(__file__).with_name("name_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words.extend(line.split())
    return sections


_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nt"})
# What a name may be made of before its last word; a verb or a preposition ends it: 会同/水利局, 在/福山区.
_INSIDE = _TAGS | frozenset({"nz", "n", "j", "b", "f", "z", "x", "s", "ng", "a", "eng"})
_WORDS = _sections()
_KINDS = {"place": _WORDS["place endings"], "body": _WORDS["body endings"]}
_SUFFIXES = sorted((suffix for suffixes in _KINDS.values() for suffix in suffixes), key=len, reverse=True)
# Words that end like a name and name no one in particular.
_COMMON = frozenset(_WORDS["common"])
_NO_NAMES = frozenset(_WORDS["no names"])
# Endings that make a name of any word before them; 小区, 公园 or 中心 need a proper one inside.
_TELLING = tuple(_WORDS["telling endings"])
_SCOPE = re.compile(r"全(?:国|省|市|区|县|镇|乡|村|州|校|院|局|集团|系统|行业)")
SURNAME = f"[{''.join(_WORDS['surnames'])}]"
_TITLE = "|".join(_WORDS["titles"])
_PERSON = re.compile(
    rf"(?:{_TITLE})(?P<after>{SURNAME}[㐀-鿿]{{1,2}}?)(?=同志|等|[，,。；;、（(任带因被严负牵讲利受]|$)|"
    rf"(?P<before>{SURNAME}[㐀-鿿]{{1,2}})同志"
)


_NOT_INSIDE = frozenset({"同志", "会同", "上", "下"})  # 上小学: goes to school
# Capitalised English words that name no one in particular.
ENGLISH_COMMON = frozenset(_WORDS["english"])


def find(text: str, doubtful: bool = False) -> list[str]:
    """The names in order of their place, each as written; a name inside a longer one is left out.

    `doubtful` ones too: 服务中心, 老旧小区, which may name a kind of thing.
    """
    found = {*_tagged(text, doubtful), *_persons(text)} | {match.span() for match in _SCOPE.finditer(text)}
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return [text[start:end] for start, end in kept]


def scopes(text: str) -> list[str]:
    """全市, 全区: of how much the text speaks."""
    return _SCOPE.findall(text)


def kind(name: str) -> str:
    """place, body, scope (全市) or person: what may stand in for what."""
    if _SCOPE.fullmatch(name):
        return "scope"
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            return next(kind for kind, suffixes in _KINDS.items() if suffix in suffixes)
    return "person"


def is_person(name: str) -> bool:
    """Whether a found name is shaped like a person's: two or three characters, the first a surname."""
    return kind(name) == "person" and re.fullmatch(f"{SURNAME}[㐀-鿿]{{1,2}}", name) is not None


def _tagged(text: str, doubtful: bool) -> Iterator[tuple[int, int]]:
    words = tagged(text)
    starts = [0]
    for word, _ in words:
        starts.append(starts[-1] + len(word))
    for at, (word, tag) in enumerate(words):
        if _proper(word, tag):
            yield starts[at], starts[at + 1]
        if tag not in _INSIDE or not _ends_like_a_name(word) or word in _NO_NAMES:
            continue
        first = at
        while first > 0 and _inside(*words[first - 1]) and starts[at] - starts[first - 1] <= 8:
            first -= 1
        name = text[starts[first] : starts[at + 1]]
        telling = doubtful or word.endswith(_TELLING) or any(_proper(*each) for each in words[first : at + 1])
        if telling and name not in _COMMON and len(name) > 2:
            yield starts[first], starts[at + 1]


def _proper(word: str, tag: str) -> bool:
    """Whether jieba holds the word to be a place, a body, or a person of three characters with a surname."""
    if tag not in _TAGS or len(word) < 2 or word in _COMMON or word.isascii():
        return False
    return not tag.startswith("nr") or (len(word) == 3 and bool(re.match(SURNAME, word)))


def _inside(word: str, tag: str) -> bool:
    """Whether a word may stand inside a name; of numbers only 第八 may."""
    return word[0].isalnum() and (tag in _INSIDE or word.startswith("第")) and word not in _NOT_INSIDE


def _ends_like_a_name(word: str) -> bool:
    return any(word.endswith(suffix) for suffix in _SUFFIXES)


def _persons(text: str) -> Iterator[tuple[int, int]]:
    for match in _PERSON.finditer(text):
        group = "after" if match["after"] else "before"
        yield match.span(group)
