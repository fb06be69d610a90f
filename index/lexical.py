"""In: a question, out: BM25 scores of paragraphs and sentences by row; an English question matches through CC-CEDICT.

Does not know ids or vectors: a row is the position in the order in which the documents were given.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tokenize import TokenError
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index import term_store
from index.errors import MEND, DamagedIndexError
from index.lexical_glosses import Glosses, of_terms
from index.lexical_terms import CHINESE_STOP, Analyzer, english_words, figure_terms, is_chinese
from index.term_store import Terms, TermStore

Scores = npt.NDArray[np.float32]
T = TypeVar("T")
BIGRAM_WEIGHT = 0.3  # a bigram that is no word: the fall-back for names and new words
CHARACTER_WEIGHT = 0.5  # a translation of one character, which has many meanings
SURE = 0.8  # share from which a translation counts when telling how rare the thing asked for is
_PARTS = ("paragraphs", "sentences")


@dataclass(frozen=True, slots=True)
class Document:
    """What the lexical index knows of a paragraph: the headings above its text, and its chunks' texts."""

    headings: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked for: terms that may stand for it, each with the share of it that the term expresses."""

    terms: dict[int, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """The groups of a question; `ceiling` is the score of a document that holds all of it, known or not."""

    groups: tuple[Group, ...]
    ceiling: float


def write(folder: Path, documents: Iterable[Document], before: Path | None = None) -> None:
    """Write the lexical index of the documents into `folder`; texts of the index `before` are not cut anew."""
    analyzer = Analyzer()
    known = TermStore(before)
    texts: dict[str, tuple[list[int], int]] = {}
    vocabulary: dict[str, int] = {}
    words_seen: set[str] = set()
    paragraphs: list[list[int]] = []
    sentences: list[list[int]] = []

    def ids(text: str) -> list[int]:
        if text not in texts:
            words, others = known.get(text) or _terms(analyzer, text)
            words_seen.update(words)
            terms = [vocabulary.setdefault(term, len(vocabulary)) for term in (*words, *others)]
            texts[text] = terms, len(words)
        return texts[text][0]

    read = list(documents)
    for document in read:
        own = [ids(sentence) for sentence in document.sentences]
        sentences.extend(own)
        paragraphs.append([term for part in (*map(ids, document.headings), *own) for term in part])
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in zip(_PARTS, (paragraphs, sentences), strict=True):
        _bm25(rows, vocabulary).save(folder / name, show_progress=False)
    np.save(folder / "first_sentences.npy", np.cumsum([0, *(len(document.sentences) for document in read)][:-1]))
    _save(folder / "vocabulary.json", vocabulary)
    chinese = {word for word in words_seen if is_chinese(word)}
    _save(folder / "words.json", {word: analyzer.frequency(word) or 1 for word in sorted(chinese | CHINESE_STOP)})
    of_terms(term for term in vocabulary if is_chinese(term)).save(folder / "glosses.json")
    term_store.write(folder, texts)


def _terms(analyzer: Analyzer, text: str) -> Terms:
    words, bigrams = analyzer.terms(text)
    return words, [*bigrams, *figure_terms(text)]


class LexicalIndex:
    """The lexical index in `folder`, memory-mapped. Opening and searching raise DamagedIndexError for a broken file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._vocabulary: dict[str, int] = _read(folder / "vocabulary.json")
        self._paragraphs, self._sentences = (_Columns(folder / name) for name in _PARTS)
        self._first_sentences = _sound(_mapped, folder / "first_sentences.npy")

    def query(self, question: str) -> Query:
        """What a question asks for, in terms of this corpus."""
        words, bigrams = self._analyzer.terms(question)
        asked = [word for word in words if word not in CHINESE_STOP]
        groups = [({word: 1.0}, 1.0) for word in asked if is_chinese(word) or not word.isalpha()]
        groups += [({pair: 1.0}, BIGRAM_WEIGHT) for pair in bigrams if pair in self._vocabulary]
        groups += [({figure: 1.0}, 1.0) for figure in figure_terms(question)]
        if not is_chinese(question):
            stems = list(dict.fromkeys(english_words(question)))
            translations = self._glosses.translations(stems)
            groups += [({stem: 1.0} | translations[stem], 1.0) for stem in stems]
        return self._weighed(groups)

    def translations(self, stems: Iterable[str]) -> dict[str, dict[str, float]]:
        """English stem -> {Chinese term of the corpus: share of its gloss}."""
        return self._glosses.translations(stems)

    def shares(self, query: Query, sentences: Scores) -> Scores:
        """How much of the question each paragraph holds, 0..1: half by the whole of it, half by its best sentence."""
        best = np.maximum.reduceat(sentences, self._first_sentences)
        half = (self._paragraphs.scores(query) + best) / 2
        return np.minimum(half / np.float32(max(query.ceiling, 1e-6)), np.float32(1))

    def sentence_scores(self, query: Query) -> Scores:
        """BM25 of each sentence."""
        return self._sentences.scores(query)

    def _weighed(self, groups: list[tuple[dict[str, float], float]]) -> Query:
        known: list[Group] = []
        ceiling = 0.0
        for terms, weight in groups:
            shares = {term: share for term, share in terms.items() if term in self._vocabulary}
            rarity = self._rarity(shares)
            ceiling += weight * rarity
            if shares:
                known.append(Group(self._translated(shares, rarity), weight))
        return Query(tuple(known), ceiling)

    def _rarity(self, shares: dict[str, float]) -> float:
        """The idf of the commonest term that surely means it; of an unknown word when there is none."""
        sure = [self._paragraphs.idf(self._vocabulary[term]) for term, share in shares.items() if share > SURE]
        return min(sure, default=self._paragraphs.rarest)

    def _translated(self, shares: dict[str, float], rarity: float) -> dict[int, float]:
        """Terms by id. One word of a question is one thing, however rare some of its translations are
        (after Pirkola 1998, who gives all of them one document frequency)."""
        weights: dict[int, float] = {}
        for term, share in shares.items():
            number = self._vocabulary[term]
            vague = CHARACTER_WEIGHT if len(shares) > 1 and len(term) == 1 else 1.0
            weights[number] = share * vague * min(1.0, rarity / max(self._paragraphs.idf(number), 1e-6))
        return weights

    @cached_property
    def _analyzer(self) -> Analyzer:
        return Analyzer(_read(self._folder / "words.json"))

    @cached_property
    def _glosses(self) -> Glosses:
        return _sound(Glosses.load, self._folder / "glosses.json")


class _Columns:
    """The term-document matrix that bm25s wrote: one column of BM25 scores a term."""

    def __init__(self, folder: Path) -> None:
        self._data = _sound(_mapped, folder / "data.csc.index.npy")
        self._rows = _sound(_mapped, folder / "indices.csc.index.npy")
        self._starts = _sound(_mapped, folder / "indptr.csc.index.npy")
        self._count = int(_read(folder / "params.index.json")["num_docs"])

    @property
    def rarest(self) -> float:
        """The idf of a term that no document holds."""
        return float(np.log(1 + (self._count + 0.5) / 0.5))

    def idf(self, term: int) -> float:
        """Lucene's idf, as bm25s weighs the column."""
        held = int(self._starts[term + 1] - self._starts[term])
        return float(np.log(1 + (self._count - held + 0.5) / (held + 0.5)))

    def scores(self, query: Query) -> Scores:
        """Per document the sum over the groups of the best term of each."""
        total = np.zeros(self._count, dtype=np.float32)
        for group in query.groups:
            best = np.zeros(self._count, dtype=np.float32) if len(group.terms) > 1 else total
            for term, share in group.terms.items():
                column = slice(int(self._starts[term]), int(self._starts[term + 1]))
                rows, values = self._rows[column], self._data[column] * np.float32(share * group.weight)
                if best is total:
                    total[rows] += values
                else:
                    best[rows] = np.maximum(best[rows], values)
            if best is not total:
                total += best
        return total


def _bm25(rows: list[list[int]], vocabulary: dict[str, int]) -> Any:
    import bm25s

    index = bm25s.BM25(method="lucene")
    with warnings.catch_warnings():
        if not rows:  # the mean length of no documents
            warnings.simplefilter("ignore", RuntimeWarning)
        index.index((rows, vocabulary), create_empty_token=False, show_progress=False)
    index.vocab_dict = {}  # written once, for both parts, as vocabulary.json
    return index


def _save(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _read(file: Path) -> Any:
    return _sound(lambda path: json.loads(path.read_text(encoding="utf-8")), file)


def _mapped(file: Path) -> npt.NDArray[Any]:
    mapped: npt.NDArray[Any] = np.load(file, mmap_mode="r")
    return mapped


def _sound(read: Callable[[Path], T], file: Path) -> T:
    try:
        return read(file)
    except (OSError, ValueError, EOFError, SyntaxError, TokenError) as error:  # the last two by NumPy's header
        raise DamagedIndexError(f"{file} cannot be read; {MEND}") from error
