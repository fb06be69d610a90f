"""In: text in any script mix, out: search terms: Chinese words and bigrams, stemmed English words, figures.

Does not know documents or scores. Questions are cut with the words that the corpus uses, not with all of jieba's.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

from corpus.figures import find

_RUN = re.compile(r"[㐀-鿿豈-﫿]+|[a-z]+(?:['’][a-z]+)?|\d+(?:[.,]\d+)*%?")
_CHINESE = re.compile(r"[㐀-鿿豈-﫿]")
# Words that carry no subject: a question is full of them, and they are not what it asks about.
_ONE_SPELLING = {"is": "iz", "ys": "yz", "our": "or", "ll": "l", "tre": "ter", "mme": "m", "ogue": "og"}
_SPELLING = re.compile("|".join(_ONE_SPELLING))
_STEMMING = Lock()  # the stemmer keeps the word it works on in itself
_STOPWORDS = Path(__file__).parent / "stopwords"
ENGLISH_STOP = frozenset((_STOPWORDS / "en.txt").read_text(encoding="utf-8").split())
CHINESE_STOP = frozenset((_STOPWORDS / "zh.txt").read_text(encoding="utf-8").split())


def fold(text: str) -> str:
    """Full-width forms to half-width ones, letters to lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def is_chinese(text: str) -> bool:
    return bool(_CHINESE.search(text))


def simplify(text: str) -> str:
    """Traditional script to simplified, for questions only: the corpus is cited as written."""
    return str(_converter().convert(text))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The stem, with British and American spelling made one: both become a third, so this is for matching only."""
    plain = _SPELLING.sub(lambda found: _ONE_SPELLING[found[0]], word.replace("’", "'").removesuffix("'s"))
    with _STEMMING:
        return str(_stemmer().stemWord(plain))


def english_words(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order."""
    found = re.findall(r"[a-z]+(?:['’][a-z]+)?", fold(text))
    return [stem(word) for word in found if word not in ENGLISH_STOP and len(word) > 1]


class Analyzer:
    """Cuts text into terms. With `words` (those of a corpus and their frequencies) it cuts as that corpus was cut."""

    def __init__(self, words: dict[str, int] | None = None) -> None:
        self._tokenizer = _all_of_jieba() if words is None else _jieba_of(words)

    def frequency(self, word: str) -> int:
        """How usual jieba holds a word to be; 0 for no word."""
        return int(self._tokenizer.FREQ.get(word) or 0)

    def terms(self, text: str) -> tuple[list[str], list[str]]:
        """(words, bigrams) of a text in order, with repeats; the bigrams leave out those that are words themselves."""
        words: list[str] = []
        bigrams: list[str] = []
        for run in _RUN.findall(fold(text)):
            if not is_chinese(run):
                words.append(stem(run) if run[0].isalpha() else run.replace(",", ""))
                continue
            cut = self._tokenizer.lcut_for_search(run, HMM=False)
            words.extend(cut)
            known = set(cut)
            bigrams.extend(pair for first, second in pairwise(run) if (pair := first + second) not in known)
        return words, bigrams


def figure_terms(text: str) -> list[str]:
    """A term for each figure, the same however it is written: 1500万元 and 15-million-yuan are =money:15000000."""
    terms: list[str] = []
    for figure in find(text):
        if figure.value is not None and not figure.is_time:  # 今年 has a value relative to a day nobody gave
            terms.append(f"={figure.kind}:{figure.value.normalize():f}")
        terms.extend(f"=day:{day}" for day in dict.fromkeys((figure.begins, figure.ends)) if day)
    return terms


@cache
def _all_of_jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def _jieba_of(words: dict[str, int]) -> Any:
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ = {word[:end]: 0 for word in words for end in range(1, len(word))} | words
    tokenizer.total = max(sum(words.values()), 1)
    tokenizer.initialized = True
    return tokenizer


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
