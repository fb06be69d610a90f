"""In: English words and Chinese sources. Out: which words the source may express, by dictionary and by sound.

Does not judge sentences. Without a dictionary it only knows how Chinese sounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.evidence import Side
from index.lexical_terms import english_words, stem

Translate = Callable[[Iterable[str]], dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Translation:
    """`translate` as index.lexical_glosses offers it: stem -> {Chinese term: share of its gloss}."""

    translate: Translate | None = None

    @property
    def able(self) -> bool:
        return self.translate is not None

    def words(self, text: str) -> list[str]:
        """The stems of the words that carry meaning."""
        return english_words(text)

    def expressed(self, stems: Sequence[str], chinese: str) -> dict[str, float]:
        """For each stem how well a term of the Chinese text translates it, 0..1."""
        if self.translate is None:
            return {}
        found = self.translate(stems)
        return {
            word: max((share for term, share in found.get(word, {}).items() if term in chinese), default=0.0)
            for word in stems
        }

    def names(self, word: str, sources: Sequence[Side]) -> bool:
        """Whether the sources hold the word as written, by sound, or translated."""
        if any(source.holds(word) for source in sources):
            return True
        if any(self.heard(word, source.text + source.context) for source in sources):
            return True
        held = " ".join(source.text + source.context for source in sources)
        if self.translate is None:
            return not self.sounds_chinese(word)
        return self.expressed([stem(word.lower())], held).get(stem(word.lower()), 0.0) >= 0.5

    def heard(self, word: str, chinese: str) -> bool:
        """Whether the Chinese text, read aloud, holds the word as whole syllables: Guangdang in 逛荡河."""
        return _sounds(chinese).find(word.lower().replace("-", "").replace("'", "").replace("’", ""))

    def sounds_chinese(self, word: str) -> bool:
        """Whether the word could be the pinyin of two syllables or more."""
        from corpus.gazetteer import is_pinyin, is_syllable

        return is_pinyin(word.lower()) and not is_syllable(word.lower())


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text's pinyin without tones, and where syllables begin and end in it."""

    letters: str
    borders: frozenset[int]

    def find(self, word: str) -> bool:
        at = self.letters.find(word)
        while at >= 0:
            if at in self.borders and at + len(word) in self.borders:
                return True
            at = self.letters.find(word, at + 1)
        return False


@lru_cache(maxsize=64)
def _sounds(text: str) -> _Heard:
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin("".join(re.findall(r"[㐀-鿿]+", text)))
    borders, at = [0], 0
    for syllable in syllables:
        at += len(syllable)
        borders.append(at)
    return _Heard("".join(syllables), frozenset(borders))
