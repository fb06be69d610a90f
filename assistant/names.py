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


_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nt", "nz"})
# What a name may be made of before its last word; a verb or a preposition ends it: 会同/水利局, 在/福山区.
_INSIDE = _TAGS | frozenset({"n", "j", "b", "f", "z", "x", "s", "ng", "a", "eng"})
_WORDS = _sections()
_KINDS = {"place": _WORDS["place endings"], "body": _WORDS["body endings"]}
_SUFFIXES = sorted((suffix for suffixes in _KINDS.values() for suffix in suffixes), key=len, reverse=True)
# Words that end like a name and name no one in particular.
_COMMON = frozenset(_WORDS["common"])
_SCOPE = re.compile(r"全(?:国|省|市|区|县|镇|乡|村|州|校|院|局|集团|系统|行业)")
_SURNAME = f"[{''.join(_WORDS['surnames'])}]"
_TITLE = "|".join(_WORDS["titles"])
_PERSON = re.compile(
    rf"(?:{_TITLE})(?P<after>{_SURNAME}[㐀-鿿]{{1,2}}?)(?=同志|等|[，,。；;、（(任带因被严负牵讲利受]|$)|"
    rf"(?P<before>{_SURNAME}[㐀-鿿]{{1,2}})同志"
)


# Capitalised English words that name no one in particular.
ENGLISH_COMMON = frozenset(_WORDS["english"])


def find(text: str) -> list[str]:
    """The names in order of their place, each as written; a name inside a longer one is left out."""
    spans = sorted({*_tagged(text), *_persons(text), *_scopes(text)}, key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return [text[start:end] for start, end in kept]


def kind(name: str) -> str:
    """place, body, scope (全市) or person: what may stand in for what."""
    if _SCOPE.fullmatch(name):
        return "scope"
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            return next(kind for kind, suffixes in _KINDS.items() if suffix in suffixes)
    return "person"


def _tagged(text: str) -> Iterator[tuple[int, int]]:
    words = tagged(text)
    starts = [0]
    for word, _ in words:
        starts.append(starts[-1] + len(word))
    for at, (word, tag) in enumerate(words):
        if tag in _TAGS and len(word) > 1 and word not in _COMMON and not word.isascii():
            yield starts[at], starts[at + 1]
        if tag not in _INSIDE or not _ends_like_a_name(word):
            continue
        first = at
        while first > 0 and _inside(*words[first - 1]) and starts[at] - starts[first - 1] <= 8:
            first -= 1
        name = text[starts[first] : starts[at + 1]]
        if name not in _COMMON and len(name) > 2:
            yield starts[first], starts[at + 1]


def _inside(word: str, tag: str) -> bool:
    """Whether a word may stand inside a name; of numbers only 第八 may."""
    return word[0].isalnum() and (tag in _INSIDE or word.startswith("第")) and word not in ("同志", "会同")


def _ends_like_a_name(word: str) -> bool:
    return any(word.endswith(suffix) for suffix in _SUFFIXES)


def _persons(text: str) -> Iterator[tuple[int, int]]:
    for match in _PERSON.finditer(text):
        group = "after" if match["after"] else "before"
        yield match.span(group)


def _scopes(text: str) -> Iterator[tuple[int, int]]:
    for match in _SCOPE.finditer(text):
        yield match.span()
