"""The unit of search and what a search returns: Chunk, ScoredChunk, Hit, Scope. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.bulletin import Bulletin, Paragraph


@dataclass(frozen=True, slots=True)
class Chunk:
    """One searchable piece of a paragraph (a sentence); source[start:end] is what it covers."""

    id: str  # "<paragraph_id>#<n>"
    paragraph_id: str
    text: str  # what is embedded and matched
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """A chunk with its likeness to the question; dense is a cosine after mean removal, lexical a BM25 score >= 0."""

    chunk: Chunk
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found, with all its chunks scored; `score` is fused and comparable within one search only."""

    bulletin: Bulletin
    paragraph: Paragraph
    score: float
    coverage: float  # share 0..1 of the question's words, weighed by rarity, that the paragraph holds
    chunks: tuple[ScoredChunk, ...]  # in text order


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search is limited to; an empty field does not limit. Places match at any level (莱山区, 烟台市)."""

    bulletin_ids: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    issued_from: date | None = None
    issued_to: date | None = None
