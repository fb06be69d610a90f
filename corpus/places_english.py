"""In: an English text. Out: the places it names: Laishan, Laishan District, Lai Shan District.

A word is a name only when it reads as pinyin or the gazetteer holds it. Does not know Chinese text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.gazetteer import Division, is_exonym, is_pinyin, is_syllable, latin_key, latin_named, may_be_name
from corpus.place_mention import KnownNames, PlaceMention, Rank

_KINDS: dict[str, Rank] = {
    "province": "province",
    "city": "city",
    "municipality": "city",
    "prefecture": "city",
    "district": "district",
    "county": "district",
    "banner": "district",
    "town": "town",
    "township": "town",
}
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿāēīōūǎěǐǒǔǖǘǚǜ]+(?:['’][A-Za-z]+)?")
_INSTITUTION = re.compile(
    r"(?:[\s-]+[A-Z][A-Za-z-]*){0,3}?[\s-]+(?:Hospital|University|College|Road|Street|Avenue|Group|Bank|Company|Co|Port|"
    r"Airport|Station|River|Bay|Island|Mountain|Hill|Lake|Bridge|Park|Square)\b"
)


def latin_names(text: str, held: KnownNames) -> Iterator[PlaceMention]:
    words = list(_WORD.finditer(text))
    for index, word in enumerate(words):
        name = _unpossessed(word.group())
        if not may_be_name(name):
            continue  # most words: the pinyin of the gazetteer need not be loaded for them
        following = words[index + 1] if index + 1 < len(words) else None
        close = following is not None and text[word.end() : following.start()] in (" ", "-", "  ")
        kind = _unpossessed(following.group()) if close and following else ""
        kind = kind if kind.lower() in _KINDS else ""
        start = word.start()
        previous = words[index - 1] if index else None
        if kind and is_syllable(name) and previous and is_syllable(previous.group()) and previous.group()[:1].isupper():
            name, start = f"{previous.group()} {name}", previous.start()  # "Lai Shan District"
        elif previous and _two_words(previous.group(), name) and text[previous.end() : start] == " ":
            name, start = f"{previous.group()} {name}", previous.start()  # "Inner Mongolia"
        divisions = latin_named(name)
        known = latin_key(name) in held.latin
        if kind and following:
            if _is_latin_name(name, bool(divisions), known):
                end = following.start() + len(kind)
                full = text[start:end]
                yield PlaceMention(full, start, end, full, kind, _KINDS[kind.lower()], divisions)
        elif _is_bare_latin(name, divisions, known, previous, text, word):
            rank: Rank = divisions[0].level if divisions else "district"
            yield PlaceMention(name, start, start + len(name), name, "", rank, divisions)


def _unpossessed(word: str) -> str:
    return re.sub(r"['’]s$", "", word)


def _two_words(first: str, second: str) -> bool:
    return first[0].isupper() and second[0].isupper() and is_exonym(first + second)


def _is_latin_name(name: str, in_gazetteer: bool, known: bool) -> bool:
    """Before "District": a held name, or one that the gazetteer holds, or a capitalised one that reads as pinyin."""
    if known:
        return True
    if len(latin_key(name)) < 4:
        return False
    return in_gazetteer or (is_pinyin(name) and name[0].isupper())


def _is_bare_latin(
    name: str,
    divisions: tuple[Division, ...],
    known: bool,
    previous: re.Match[str] | None,
    text: str,
    word: re.Match[str],
) -> bool:
    if not (known or divisions) or _INSTITUTION.match(text, word.end()):
        return False
    if not name[0].isupper():
        return known and len(name) > 5
    surname = (
        previous is not None
        and previous.group()[0].isupper()
        and is_syllable(previous.group())
        and text[previous.end() : word.start()] == " "
    )
    shortest = 4 if any(division.level != "district" for division in divisions) else 5  # Xi'an, Wuxi
    return len(latin_key(name)) >= shortest and not surname
