"""In: a question, out: the paragraphs that may answer it (Hits, best first), every sentence of them scored.

Reads one generation of the index and never changes it. Does not know answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from corpus.bulletin import Bulletin, Paragraph
from corpus.errors import AppError, EmptyCorpusError
from corpus.holding import Holding
from corpus.reader import fingerprint
from index import contents, embedding, fusion, generations, manifest, means, store
from index.chunk import Hit, Scope, ScoredChunk
from index.closely import CloseLook
from index.documents import Documents, Row
from index.embedder import Embedder, Vectors, by_token, by_word
from index.fusion import Scores
from index.late_interaction import Tokens
from index.lexical import LexicalIndex
from index.lexical_terms import is_chinese, simplify
from index.settings import IndexSettings
from index.store import VectorStore
from index.vector_file import VectorFile

EXACT = 20_000  # chunks up to which every vector is compared, 10 ms; beyond it Chroma proposes the candidates
NEAREST = 200  # chunks that Chroma proposes
LEXICAL = 60  # paragraphs that the lexical leg proposes
CLOSELY = 20  # best paragraphs that are compared with the question word by word
REMEMBERED = 8  # questions: an answer searches several scopes for the same one


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as every scope is searched for it."""

    language: str
    vector: Vectors  # without its mean
    tokens: Tokens | None  # None: not compared word by word
    shares: Scores  # of the question, that each paragraph holds
    sentences: Scores  # BM25 of each sentence


class Searcher:
    """An open index. Safe to share between threads."""

    def __init__(self, folder: Path, settings: IndexSettings, embedder: Embedder | None) -> None:
        self._folder = folder
        self.manifest = manifest.read(folder)
        self.manifest.check(settings, embedder)
        self._settings = settings
        self._given = embedder
        self._documents = Documents(folder)
        self._vectors = VectorFile(folder / "vectors", self.manifest.dimension, self.manifest.chunks)
        self._asked = lru_cache(maxsize=REMEMBERED)(self._ask)
        if store.is_served(folder):
            self._store.check(self.manifest.chunks)
        self._lexical = LexicalIndex(folder / "lexical")
        self._close_look = (
            CloseLook(folder / "tokens", self.manifest, settings.mean_weight) if self.manifest.token_mean else None
        )

    @classmethod
    def open(cls, settings: IndexSettings, embedder: Embedder | None = None) -> Searcher:
        """The current index of the settings' folder; the embedder is loaded at the first question.

        Raises MissingIndexError, ForeignIndexError, DamagedIndexError, StoreDownError.
        """
        while True:
            generation = generations.current(settings.folder)
            try:
                manifest.read(generation)  # first: one of an older version may have no seal
                generations.check(generation)
                return cls(generation, settings, embedder)
            except (AppError, OSError):
                if generations.current(settings.folder) == generation:
                    raise  # else it was replaced, and removed, while it was being opened

    def search(self, question: str, k: int = 10, scope: Scope | None = None) -> list[Hit]:
        """The k best paragraphs within the scope, best first."""
        text = simplify(question).strip()
        held = self._held(scope) if scope else None
        if not text or held == [] or not self.manifest.chunks:
            return []
        asked = self._asked(text)
        rows = self._candidates(asked, held)
        if not rows:
            return []
        ranges = [(row.first_chunk, row.end_chunk) for row in rows]
        likeness = self._vectors.likeness(asked.vector, self._passage_mean, self._settings.mean_weight, ranges)
        counts = [end - first for first, end in ranges]
        dense = fusion.paragraphs(likeness, counts)
        lexical = asked.shares[[row.row for row in rows]]
        fused = fusion.fuse(dense, lexical, self._settings.dense_weight, self._settings.lexical_weight)
        fused = self._closer(asked, rows, dense, fused)
        starts = np.cumsum([0, *counts])
        return [
            self._hit(rows[at], float(fused[at]), float(lexical[at]), likeness[starts[at] : starts[at + 1]], asked)
            for at in np.argsort(-fused, kind="stable")[:k]
        ]

    def holdings(self) -> list[Holding]:
        """All bulletins without their texts, in the order of the index."""
        return self._documents.holdings()

    def bulletins(self) -> list[Bulletin]:
        """All bulletins, in the order of the index."""
        return [self.bulletin(name) for name in self._documents.bulletin_ids()]

    def bulletin(self, bulletin_id: str) -> Bulletin:
        """Raises UnknownBulletinError."""
        return self._documents.bulletin(bulletin_id)

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """Raises UnknownBulletinError, or KeyError when the bulletin has no such paragraph."""
        bulletin = self.bulletin(paragraph_id.partition("/")[0])
        return {paragraph.id: paragraph for paragraph in bulletin.paragraphs}[paragraph_id]

    def mentions(self, words: str) -> bool:
        """Whether any bulletin's text holds these words as they stand."""
        return self._documents.mentions(words)

    def mentioning(self, words: str) -> frozenset[str]:
        """The ids of the bulletins whose texts hold these words as they stand."""
        return self._documents.mentioning(words)

    def translations(self, stems: Iterable[str]) -> dict[str, dict[str, float]]:
        """English stem -> {Chinese term of the corpus that it may mean: share of the term's gloss}."""
        return self._lexical.translations(stems)

    def vectors(self, texts: list[str]) -> Vectors:
        """The texts as passages, as unit vectors (n, dimension)."""
        return self._embedder.passages(texts)

    def words(self, words: list[str]) -> Vectors | None:
        """Single words as unit vectors (n, dimension); None if the encoder was not measured for that."""
        encode = by_word(self._embedder)
        return encode(words) if encode else None

    @property
    def store(self) -> str:
        """Where the vectors are: the address of a server, or "embedded"."""
        return self._store.where

    @cached_property
    def files(self) -> dict[str, str]:
        """The files that this index was made of: their contents by name, as `corpus.reader.contents` tells them."""
        held = contents.read(self._folder)
        return {} if held is None else dict(held.files)

    @property
    def drift(self) -> float | None:
        """How far the vectors' mean has moved since the full build that fixed the one taken away; None if unknown."""
        held = contents.read(self._folder)
        return None if held is None else round(held.drift, 4)

    def stale(self, corpus_folder: Path) -> bool:
        """Whether the corpus folder has changed, or is gone, since this index was built."""
        try:
            return fingerprint(corpus_folder) != self.manifest.corpus
        except EmptyCorpusError:
            return True

    def _ask(self, question: str) -> _Asked:
        query = self._lexical.query(question)
        sentences = self._lexical.sentence_scores(query)
        vector, tokens = self._encoded(question)
        return _Asked(_language(question), vector, tokens, self._lexical.shares(query, sentences), sentences)

    def _encoded(self, question: str) -> tuple[Vectors, Tokens | None]:
        """(the question's vector without its mean, its tokens if they are to be compared)."""
        recorded = self.manifest.query_means[_language(question)]
        mean = np.float32(self._settings.mean_weight) * np.asarray(recorded, dtype=np.float32)
        telling = by_token(self._embedder) if self._close_look and self._settings.token_weight else None
        if telling is None:
            return means.centred(self._embedder.queries([question]), mean)[0], None
        vectors, (tokens,) = telling.queries_by_token([question])
        return means.centred(vectors, mean)[0], tokens if tokens.ids else None

    @cached_property
    def _store(self) -> VectorStore:
        """Opened at the first question that needs it: importing Chroma takes a second, a small index needs none."""
        return VectorStore.open(self._folder, self._settings.chroma_url)

    @cached_property
    def _passage_mean(self) -> Vectors:
        return np.asarray(self.manifest.passage_mean, dtype=np.float32)

    def _closer(self, asked: _Asked, rows: Sequence[Row], dense: Scores, fused: Scores) -> Scores:
        """The scores after the first paragraphs have been compared word by word; these stay before the others."""
        if self._close_look is None or asked.tokens is None:
            return fused
        first = np.argsort(-fused, kind="stable")[:CLOSELY]
        likeness = self._close_look.likeness(asked.tokens, asked.language, [rows[at] for at in first])
        scores = fused.copy()
        weight = np.float32(self._settings.dense_weight * self._settings.token_weight)
        scores[first] += weight * fusion.in_spreads(likeness - likeness.min(), dense)
        return scores

    def _held(self, scope: Scope) -> list[tuple[str, int, int]] | None:
        """The bulletins within the scope and their rows; None when that is all of them."""
        held = self._documents.scoped(scope)
        return None if len(held) == self.manifest.bulletins else held

    def _candidates(self, asked: _Asked, held: list[tuple[str, int, int]] | None) -> list[Row]:
        """The paragraphs to compare: all within the scope, or, of many, those that Chroma and the words propose."""
        if held is None and self.manifest.chunks <= EXACT:
            return self._everything
        if held is not None:
            rows = [row for _, start, end in held for row in range(start, end)]
            if len(rows) <= EXACT:
                paragraphs = self._documents.paragraphs_by_row(rows)
                if sum(paragraph.end_chunk - paragraph.first_chunk for paragraph in paragraphs) <= EXACT:
                    return paragraphs
        allowed = asked.shares
        if held is not None:
            allowed = np.zeros_like(asked.shares)
            for _, start, end in held:
                allowed[start:end] = asked.shares[start:end]
        top = np.argpartition(-allowed, min(LEXICAL, len(allowed) - 1))[:LEXICAL]
        paragraphs = self._documents.paragraphs_by_id(self._proposed(asked.vector, held))
        known = {paragraph.row for paragraph in paragraphs}
        more = [int(row) for row in top if allowed[row] > 0 and int(row) not in known]
        return paragraphs + self._documents.paragraphs_by_row(more)

    def _proposed(self, vector: Vectors, held: list[tuple[str, int, int]] | None) -> dict[str, None]:
        """Ids of the paragraphs whose chunks Chroma finds nearest.

        q'·(p - w·m) differs from q'·p by a constant of the question: the raw store ranks as the centred one does, up to
        the lengths, which the exact comparison afterwards takes into account. A filter makes Chroma many times slower;
        where the scope leaves enough of the nearest it is not asked for.
        """
        if held is None:
            return _paragraph_ids(self._store.nearest(vector, NEAREST))
        bulletins = {bulletin for bulletin, _, _ in held}
        if len(bulletins) * 2 >= self.manifest.bulletins:
            near = self._store.nearest(vector, NEAREST)
            kept = [chunk for chunk in near if chunk.partition("/")[0] in bulletins]
            if len(kept) * 4 >= NEAREST:
                return _paragraph_ids(kept)
        return _paragraph_ids(self._store.nearest(vector, NEAREST, sorted(bulletins)))

    def _hit(self, row: Row, score: float, coverage: float, likeness: Scores, asked: _Asked) -> Hit:
        scored = tuple(
            ScoredChunk(chunk, float(likeness[place]), float(asked.sentences[row.first_chunk + place]))
            for place, chunk in enumerate(self._documents.chunks(row))
        )
        return Hit(self.bulletin(row.id.partition("/")[0]), self.paragraph(row.id), score, coverage, scored)

    @cached_property
    def _everything(self) -> list[Row]:
        return self._documents.paragraphs_by_row(range(self.manifest.paragraphs))

    @cached_property
    def _embedder(self) -> Embedder:
        embedder = self._given or embedding.load(self._settings)
        self.manifest.check(self._settings, embedder)
        return embedder


def _paragraph_ids(chunks: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(chunk.rpartition("#")[0] for chunk in chunks)


def _language(question: str) -> str:
    return "zh" if is_chinese(question) else "en"
