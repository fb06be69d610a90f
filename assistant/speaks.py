"""In: words of a question and a stretch of Chinese text. Out: how far the text speaks of each word, 0..1.

By letters, by shared characters, by what CC-CEDICT says the words mean in common, by pinyin, by an encoder where asked.
Does not know questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.ties import Ties
from assistant.translation import Translation
from corpus.normalize import fold
from index.lexical_meanings import meanings
from index.lexical_terms import is_chinese, stem

Translate = Callable[[Iterable[str]], dict[str, dict[str, float]]]

_SHARED = 0.4  # a word of which one character of two is there: 床位 in 养老床
_ROOT = 0.3  # … of two, the first, which says more of what it is: 炉子 in 炉具, not 债务 in 服务
_LIKE = 0.75  # another word of the same meaning
_VARIANT = 0.85  # another form of the English word: inspector, inspect
_ENDINGS = re.compile(r"(?:ation|ition|ment|ness|ion|er|or|ist|al|ive|ing|ed|y|i|e|s)$")
_PLAIN = re.compile(r"[a-z]{4,}")  # no name, no abbreviation: those have no meaning that an encoder knows
_RUN = re.compile(r"[㐀-鿿]+")
_FEW_CHARACTERS = frozenset(
    "的了一是在有和人大中上下不个为年地工作部区市办名项条"
)  # shared by words that have nothing in common


@dataclass(frozen=True)
class Words:
    """`translate` as the index offers it: stem -> {Chinese term: share of its gloss}; None: letters only."""

    translate: Translate | None = None
    ties: Ties | None = None
    known: Translation = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", Translation(self.translate))

    def spoken(self, words: Sequence[str], text: str) -> dict[str, float]:
        """For each word how far the text speaks of it."""
        folded = fold(text)
        english = [word for word in words if not is_chinese(word)]
        found = {word: _chinese(word, folded) for word in words if is_chinese(word)}
        return found | self._english(english, folded)

    def told(self, words: Sequence[str], text: str) -> dict[str, float]:
        """The same of a sentence or less: an English word that the dictionary ties to nothing is tied by an encoder."""
        found = self.spoken(words, text)
        loose = [word for word, share in found.items() if share < _LIKE and _PLAIN.fullmatch(word)]
        if self.ties is None or not loose:
            return found
        tied = self.ties.tied(loose, sorted(_cut(fold(text))))
        return found | {word: max(found[word], _LIKE) for word in tied}

    def _english(self, words: Sequence[str], text: str) -> dict[str, float]:
        if not words:
            return {}
        stems = {word: _stems(word) for word in words}
        translated = self._translations(tuple(dict.fromkeys(one for forms in stems.values() for one in forms)))
        found = {}
        for word in words:
            best = 1.0 if re.search(rf"(?<![a-z]){re.escape(word.lower())}", text.lower()) else 0.0
            for number, form in enumerate(stems[word]):
                share = max((share for term, share in translated.get(form, {}).items() if term in text), default=0.0)
                best = max(best, share * (1.0 if number == 0 else _VARIANT))
            if best < 1 and word.isalpha() and self.known.sounds_chinese(word.lower()):
                best = max(best, float(self.known.heard(word, text)))
            found[word] = best
        return found

    def _translations(self, stems: tuple[str, ...]) -> dict[str, dict[str, float]]:
        return self.translate(stems) if self.translate else {}


LETTERS = Words()  # without a dictionary of the corpus


def _stems(word: str) -> list[str]:
    """The stem, and what is left without the endings that make a noun of a verb."""
    forms = [stem(part) for part in re.split(r"[-']", word.lower()) if len(part) > 2] or [stem(word.lower())]
    for form in list(forms):
        short = _ENDINGS.sub("", form)
        if len(short) >= 4 and short not in forms:
            forms.append(short)
    return forms


@lru_cache(maxsize=4096)
def _chinese(word: str, text: str) -> float:
    if word in text:
        return 1.0
    if word[0] == "副":  # the deputy is not the one he stands in for
        return 0.0
    if len(word) == 1:
        return _like(word, text)
    longest = max(
        (
            size
            for size in range(2, len(word))
            if any(word[at : at + size] in text for at in range(len(word) - size + 1))
        ),
        default=0,
    )
    letters = longest / len(word)
    if not letters:
        shared = [character for character in word if character in text and character not in _FEW_CHARACTERS]
        letters = _ROOT if len(word) == 2 and word[0] in shared else _SHARED * len(shared) / len(word)
    return max(letters, _like(word, text))


def _like(word: str, text: str) -> float:
    """Whether a word of the text means the same: the best share of meaning that CC-CEDICT gives both."""
    own = meanings(word)
    if not own:
        return 0.0
    return _LIKE if any(own & meanings(other) for other in _cut(text)) else 0.0


@lru_cache(maxsize=512)
def _cut(text: str) -> frozenset[str]:
    from index.lexical_tags import tagged

    return frozenset(word for word, tag in tagged(text) if _RUN.fullmatch(word) and len(word) > 1 and tag[0] in "nvajz")
