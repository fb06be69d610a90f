"""In: a question, out: the paragraphs that may answer it (Hits, best first), every sentence of them scored.

Reads one generation of the index and never changes it. Does not know answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.bulletin import Bulletin, Paragraph
from corpus.errors import EmptyCorpusError
from corpus.reader import fingerprint
from index import contents, embedding, fusion, generations, manifest, means
from index.chunk import Hit, Scope, ScoredChunk
from index.closely import CloseLook
from index.documents import Documents, Row
from index.embedding import Embedder, Vectors
from index.fusion import Scores
from index.late_interaction import Tokens
from index.lexical import LexicalIndex
from index.lexical_terms import is_chinese, simplify
from index.settings import IndexSettings
from index.store import VectorStore

EXACT = 5_000  # chunks up to which every vector is compared; beyond it Chroma proposes the candidates
NEAREST = 200  # chunks that Chroma proposes
LEXICAL = 60  # paragraphs that the lexical leg proposes
CLOSELY = 20  # best paragraphs that are compared with the question word by word


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Paragraphs to compare, and the vectors of all their chunks, paragraph by paragraph."""

    paragraphs: list[Row]
    vectors: Vectors


class Searcher:
    """An open index. Safe to share between threads."""

    def __init__(self, folder: Path, settings: IndexSettings, embedder: Embedder | None) -> None:
        self._folder = folder
        self.manifest = manifest.read(folder)
        self.manifest.check(settings, embedder)
        self._settings = settings
        self._given = embedder
        self._documents = Documents(folder)
        self._store = VectorStore.open(folder, self.manifest.dimension, settings.chroma_url)
        if self._store.served:
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
        generation = generations.current(settings.folder)
        manifest.read(generation)  # first: one of an older version may have no seal
        generations.check(generation)
        return cls(generation, settings, embedder)

    def search(self, question: str, k: int = 10, scope: Scope | None = None) -> list[Hit]:
        """The k best paragraphs within the scope, best first."""
        asked = simplify(question).strip()
        held = self._held(scope) if scope else None
        if not asked or held == [] or not self.manifest.chunks:
            return []
        query = self._lexical.query(asked)
        shares = self._lexical.shares(query)
        vector, tokens = self._encoded(asked)
        candidates = self._candidates(vector, shares, held)
        if not candidates.paragraphs:
            return []
        likeness = means.centred(candidates.vectors, self._mean(self.manifest.passage_mean)) @ vector
        counts = [row.end_chunk - row.first_chunk for row in candidates.paragraphs]
        dense = fusion.paragraphs(likeness, counts)
        lexical = shares[[paragraph.row for paragraph in candidates.paragraphs]]
        fused = fusion.fuse(dense, lexical, self._settings.dense_weight, self._settings.lexical_weight)
        if tokens:
            fused = self._closer(tokens, _language(asked), candidates.paragraphs, dense, fused)
        starts = np.cumsum([0, *counts])
        sentences = self._lexical.sentence_scores(query)
        return [
            self._hit(
                candidates.paragraphs[at],
                float(fused[at]),
                float(lexical[at]),
                likeness[starts[at] : starts[at + 1]],
                sentences,
            )
            for at in np.argsort(-fused, kind="stable")[:k]
        ]

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

    def translations(self, stems: Iterable[str]) -> dict[str, dict[str, float]]:
        """English stem -> {Chinese term of the corpus that it may mean: share of the term's gloss}."""
        return self._lexical.translations(stems)

    def vectors(self, texts: list[str]) -> Vectors:
        """The texts as passages, as unit vectors (n, dimension)."""
        return self._embedder.passages(texts)

    @property
    def store(self) -> str:
        """Where the vectors are: the address of a server, or "embedded"."""
        return self._store.where

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

    def _encoded(self, question: str) -> tuple[Vectors, Tokens | None]:
        """(the question's vector without its mean, its tokens if they are to be compared)."""
        mean = self._mean(self.manifest.query_means[_language(question)])
        telling = embedding.by_token(self._embedder) if self._close_look and self._settings.token_weight else None
        if telling is None:
            return means.centred(self._embedder.queries([question]), mean)[0], None
        vectors, (tokens,) = telling.queries_by_token([question])
        return means.centred(vectors, mean)[0], tokens if tokens.ids else None

    def _mean(self, recorded: Sequence[float]) -> Vectors:
        """What is taken away of a recorded mean."""
        return np.float32(self._settings.mean_weight) * np.asarray(recorded, dtype=np.float32)

    def _closer(self, asked: Tokens, language: str, rows: Sequence[Row], dense: Scores, fused: Scores) -> Scores:
        """The scores after the first paragraphs have been compared word by word; these stay before the others."""
        if self._close_look is None or not rows:
            return fused
        first = np.argsort(-fused, kind="stable")[:CLOSELY]
        likeness = self._close_look.likeness(asked, language, [rows[at] for at in first])
        scores = fused.copy()
        weight = np.float32(self._settings.dense_weight * self._settings.token_weight)
        scores[first] += weight * fusion.in_spreads(likeness - likeness.min(), dense)
        return scores

    def _held(self, scope: Scope) -> list[tuple[str, int, int]] | None:
        """The bulletins within the scope and their rows; None when that is all of them."""
        held = self._documents.scoped(scope)
        return None if len(held) == self.manifest.bulletins else held

    def _candidates(self, vector: Vectors, shares: Scores, held: list[tuple[str, int, int]] | None) -> _Candidates:
        rows = range(len(shares)) if held is None else [row for _, start, end in held for row in range(start, end)]
        if held is None and self.manifest.chunks <= EXACT:
            return self._everything
        if held is not None:
            paragraphs = self._documents.paragraphs_by_row(rows)
            if sum(paragraph.end_chunk - paragraph.first_chunk for paragraph in paragraphs) <= EXACT:
                return self._of_paragraphs(paragraphs)
        # q'·(p - w·m) differs from q'·p by a constant of the question: the raw store ranks as the centred one does,
        # up to the lengths, which the exact comparison afterwards takes into account.
        bulletins = None if held is None else [bulletin for bulletin, _, _ in held]
        ids, _ = self._store.nearest(vector, NEAREST, bulletins)
        allowed = shares if held is None else np.where(np.isin(np.arange(len(shares)), rows), shares, 0)
        top = np.argpartition(-allowed, min(LEXICAL, len(allowed) - 1))[:LEXICAL]
        proposed = dict.fromkeys(chunk.rpartition("#")[0] for chunk in ids)
        paragraphs = self._documents.paragraphs_by_id(proposed)
        known = {paragraph.row for paragraph in paragraphs}
        more = [int(row) for row in top if allowed[row] > 0 and int(row) not in known]
        return self._of_paragraphs(paragraphs + self._documents.paragraphs_by_row(more))

    def _of_paragraphs(self, paragraphs: Sequence[Row]) -> _Candidates:
        return _Candidates(list(paragraphs), self._store.vectors(self._documents.chunk_ids(paragraphs)))

    def _hit(self, row: Row, score: float, coverage: float, likeness: Scores, sentences: Scores) -> Hit:
        scored = tuple(
            ScoredChunk(chunk, float(likeness[place]), float(sentences[row.first_chunk + place]))
            for place, chunk in enumerate(self._documents.chunks(row))
        )
        return Hit(self.bulletin(row.id.partition("/")[0]), self.paragraph(row.id), score, coverage, scored)

    @cached_property
    def _everything(self) -> _Candidates:
        return self._of_paragraphs(self._documents.paragraphs_by_row(range(self.manifest.paragraphs)))

    @cached_property
    def _embedder(self) -> Embedder:
        embedder = self._given or embedding.load(self._settings)
        self.manifest.check(self._settings, embedder)
        return embedder


def _language(question: str) -> str:
    return "zh" if is_chinese(question) else "en"
