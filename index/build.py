"""In: a corpus folder, out: a new generation of the index, swapped in whole; the old one answers until then.

Does not know questions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from corpus.bulletin import Bulletin
from corpus.reader import contents, fingerprint_of, read_folder
from index import generations, lexical, manifest, means, store
from index.chunk import Chunk
from index.chunking import paragraph_chunks
from index.contents import Contents, reader_version
from index.documents import DocumentWriter
from index.embedder import Embedder, Encode, Vectors, by_token, encoded
from index.errors import MEND, BuildError
from index.manifest import Manifest
from index.settings import IndexSettings
from index.store import VectorStore
from index.token_store import TokenWriter
from index.vector_file import VectorFileWriter

Report = Callable[[str, int, int], None]  # (what is done, steps done, steps in all)
BATCH = 64  # chunks encoded at once
STORED = 1000  # chunks given to Chroma at once: it takes them twice as fast as 64 (docs/measurements.md, "Scale")


def build(
    corpus_folder: Path,
    settings: IndexSettings,
    embedder: Embedder,
    report: Report,
    may_be_empty: bool = False,
    encode: Encode | None = None,
) -> Manifest:
    """Build the index of the corpus anew; files that cannot be read are left out and named in the manifest.

    `encode` does what `embedder` does, elsewhere: on a cluster of machines.
    Raises EmptyCorpusError or ReadError when there is no bulletin, unless it may be empty; IndexLockedError; and
    BuildError when it cannot be written. Then nothing of the new index remains and the old one is untouched.
    """
    try:
        with generations.writer(settings.folder):
            files = contents(corpus_folder, may_be_empty)
            bulletins, problems = read_folder(corpus_folder, may_be_empty=may_be_empty)
            with generations.successor(settings.folder, partial(store.release, url=settings.chroma_url)) as folder:
                chunks = write_texts(folder, bulletins, report)
                passage_mean, token_mean = _write_vectors(folder, chunks, settings, embedder, encode, report)
                telling = by_token(embedder)
                made = Manifest(
                    schema=manifest.SCHEMA,
                    model=embedder.name,
                    dimension=embedder.dimension,
                    encoder=settings.encoder,
                    corpus=fingerprint_of(files),
                    built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    bulletins=len(bulletins),
                    paragraphs=sum(len(bulletin.paragraphs) for bulletin in bulletins),
                    chunks=len(chunks),
                    unread=tuple(map(str, problems)),
                    passage_mean=_numbers(passage_mean),
                    query_means={name: _numbers(mean) for name, mean in means.query_means(embedder).items()},
                    token_mean=_numbers(token_mean),
                    habits=means.habits(telling) if telling else {},
                )
                made.write(folder)
                Contents(reader_version(), files, made.passage_mean, drift=0.0).write(folder)
                return made
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise BuildError(
            f"the index cannot be written to {settings.folder}: {reason}; the old index is untouched; mend that, then "
            f"{MEND}"
        ) from error


def write_texts(folder: Path, bulletins: Sequence[Bulletin], report: Report, before: Path | None = None) -> list[Chunk]:
    """Documents and terms, those of the generation `before` used again; all chunks in the order of their rows."""
    documents = DocumentWriter(folder)
    texts: list[lexical.Document] = []
    chunks: list[Chunk] = []
    for number, bulletin in enumerate(bulletins, 1):
        own = [paragraph_chunks(paragraph) for paragraph in bulletin.paragraphs]
        documents.add(bulletin, own)
        for paragraph, pieces in zip(bulletin.paragraphs, own, strict=True):
            texts.append(lexical.Document(paragraph.heading_path[:-1], tuple(piece.text for piece in pieces)))
            chunks.extend(pieces)
        report("documents", number, len(bulletins))
    documents.close()
    lexical.write(folder / "lexical", texts, before and before / "lexical")
    report("terms", len(texts), len(texts))
    return chunks


def _write_vectors(
    folder: Path,
    chunks: Sequence[Chunk],
    settings: IndexSettings,
    embedder: Embedder,
    encode: Encode | None,
    report: Report,
) -> tuple[Vectors, Vectors]:
    """Every chunk's vector, raw, and its tokens' if the encoder tells them; the means of both (or an empty one)."""
    store = VectorStore.create(folder, settings.chroma_url)
    storing = Storing(store)
    raw = VectorFileWriter(folder / "vectors", embedder.dimension)
    telling = by_token(embedder)
    writer = TokenWriter(folder / "tokens", telling.token_dimension) if telling else None
    total = np.zeros(embedder.dimension, dtype=np.float64)
    encode = encode or (lambda batches: (encoded(embedder, texts) for texts in batches))
    starts = range(0, len(chunks), BATCH)
    texts = ([chunk.text for chunk in chunks[start : start + BATCH]] for start in starts)
    for start, (vectors, tokens) in zip(starts, encode(texts), strict=True):
        batch = chunks[start : start + BATCH]
        if writer and tokens is not None:
            writer.add(tokens)
        storing.add(batch, vectors)
        raw.add(vectors)
        total += vectors.sum(axis=0)
        report("vectors", start + len(batch), len(chunks))
    storing.close()
    store.check(len(chunks))
    token_mean = writer.close() if writer else np.empty(0, dtype=np.float32)
    mean = np.asarray(total / max(len(chunks), 1), dtype=np.float32)
    raw.close(mean)
    return mean, token_mean


def put(store: VectorStore, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    """Add the vectors of these chunks to the store."""
    store.add([chunk.id for chunk in chunks], vectors, [chunk.paragraph_id.partition("/")[0] for chunk in chunks])


class Storing:
    """Gathers chunks and their vectors, and adds STORED of them to the store at a time."""

    def __init__(self, store: VectorStore) -> None:
        self._store = store
        self._chunks: list[Chunk] = []
        self._vectors: list[Vectors] = []

    def add(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        self._chunks.extend(chunks)
        self._vectors.append(vectors)
        if len(self._chunks) >= STORED:
            self.close()

    def close(self) -> None:
        """Add what is left."""
        if self._chunks:
            put(self._store, self._chunks, np.concatenate(self._vectors))
        self._chunks, self._vectors = [], []


def _numbers(vector: Vectors) -> tuple[float, ...]:
    return tuple(float(number) for number in vector)
