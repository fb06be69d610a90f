"""In: a corpus folder and an index of it as it was. Out: a new generation in which only what changed was embedded.

Vectors of unchanged sentences are copied and the means kept; where that cannot be done the index is built anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus.reader import Folder, contents, fingerprint_of, read_folder
from index import contents as contents_file
from index import embedding, generations, manifest, store
from index.build import BATCH, Report, Storing, build, put, write_texts
from index.chunk import Chunk
from index.contents import Contents, reader_version
from index.documents import Documents
from index.embedder import Embedder, Vectors, by_token
from index.errors import (
    MEND,
    BuildError,
    DamagedIndexError,
    ForeignIndexError,
    MissingIndexError,
    NewerIndexError,
)
from index.manifest import Manifest
from index.settings import IndexSettings
from index.store import EMBEDDED, VectorStore
from index.token_store import TokenStore, TokenWriter
from index.vector_file import VectorFile, VectorFileWriter

T = TypeVar("T")
_COPIED = 1000  # vectors read or deleted at once
_WORTH_COPYING = 0.5  # share of the old vectors that must stay for their store to be copied whole


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did; counts of files, and of chunks. `rebuilt` says why everything was built anew, if it was."""

    manifest: Manifest
    added: int
    changed: int
    removed: int
    embedded: int
    drift: float
    rebuilt: str | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    folder: Path
    manifest: Manifest
    contents: Contents


def sync(
    corpus_folder: Path,
    settings: IndexSettings,
    report: Report,
    load: Callable[[IndexSettings], Embedder] | None = None,
    may_be_empty: bool = False,
) -> Synced | None:
    """Bring the index up to date; None when it is. The encoder is loaded only when something must be embedded.

    Raises EmptyCorpusError or ReadError when there is no bulletin (unless it may be empty: then nothing is held),
    IndexLockedError (naming who writes), NewerIndexError, StoreDownError, and BuildError; then the old index is
    untouched and answers on.
    """
    load = load or embedding.load
    now = contents(corpus_folder, may_be_empty)
    try:
        held = _held(settings)
        if _is_current(held, now, settings):
            return None
        if held.manifest.chunks:
            return _update(corpus_folder, settings, report, load, may_be_empty)
        reason = "it held nothing"  # and its means are of nothing
    except MissingIndexError:
        reason = "there was none"
    except NewerIndexError:
        raise  # another machine may answer from it
    except (DamagedIndexError, ForeignIndexError) as error:
        reason = str(error).partition(";")[0]
    made = build(corpus_folder, settings, load(settings), report, may_be_empty)
    return Synced(made, len(now), 0, 0, made.chunks, 0.0, reason)


def is_current(corpus_folder: Path, settings: IndexSettings) -> bool:
    """Whether there is a whole index of this corpus as it is now, by this code and the encoder of the settings."""
    try:
        return _is_current(_held(settings), contents(corpus_folder), settings)
    except (MissingIndexError, DamagedIndexError, ForeignIndexError):
        return False


def _is_current(held: _Held, now: dict[str, str], settings: IndexSettings) -> bool:
    moved = store.is_served(held.folder) != bool(settings.chroma_url)
    return not moved and held.contents.files == now and held.contents.reader == reader_version()


def _held(settings: IndexSettings) -> _Held:
    folder = generations.current(settings.folder)
    known = manifest.read(folder)  # first: one of an older version may have no seal
    generations.check(folder, whole=True)
    known.check(settings, None)
    if store.is_served(folder):  # what is on a server, the seal cannot tell
        VectorStore.open(folder, settings.chroma_url).check(known.chunks)
    files = contents_file.read(folder)
    if files is None:
        raise DamagedIndexError(f"{folder / contents_file.FILE} cannot be read; {MEND}")
    return _Held(folder, known, files)


def _update(
    corpus_folder: Path,
    settings: IndexSettings,
    report: Report,
    load: Callable[[IndexSettings], Embedder],
    may_be_empty: bool,
) -> Synced | None:
    try:
        with generations.writer(settings.folder):
            held = _held(settings)
            now = contents(corpus_folder, may_be_empty)  # again: another writer may just have ended
            if _is_current(held, now, settings):
                return None
            read = _read(corpus_folder, held, now, may_be_empty)
            with generations.successor(settings.folder, partial(store.release, url=settings.chroma_url)) as folder:
                chunks = write_texts(folder, read.bulletins, report, held.folder)
                embedded, mean = _Vectors(held, folder, settings, load, report).write(chunks)
                drift = float(np.linalg.norm(mean - np.asarray(held.manifest.passage_mean, dtype=np.float32)))
                made = replace(
                    held.manifest,
                    corpus=fingerprint_of(now),
                    built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    bulletins=len(read.bulletins),
                    paragraphs=sum(len(bulletin.paragraphs) for bulletin in read.bulletins),
                    chunks=len(chunks),
                    unread=tuple(map(str, read.problems)),
                )
                made.write(folder)
                Contents(reader_version(), now, tuple(map(float, mean)), drift).write(folder)
    except (OSError, sqlite3.Error) as error:
        files = error.args[0] if isinstance(error, shutil.Error) else ()  # (from, to, why) of each that was not copied
        reason = files[0][2].partition(": '")[0] if files else getattr(error, "strerror", None) or error
        raise BuildError(
            f"the index cannot be written to {settings.folder}: {reason}; the old index is untouched; mend that, then "
            "run: python -m index sync"
        ) from error
    before = held.contents.files
    changed = sum(name in before and before[name] != content for name, content in now.items())
    return Synced(made, len(now.keys() - before.keys()), changed, len(before.keys() - now.keys()), embedded, drift)


def _read(corpus_folder: Path, held: _Held, now: dict[str, str], may_be_empty: bool) -> Folder:
    """The bulletins as they are: from the index where their file is the same, else from the file."""
    if held.contents.reader != reader_version():
        return read_folder(corpus_folder, may_be_empty=may_be_empty)
    documents = Documents(held.folder)
    indexed = set(documents.bulletin_ids())
    same = [name for name, content in now.items() if held.contents.files.get(name) == content]
    known = {name: documents.uncached(Path(name).stem.lower()) for name in same if Path(name).stem.lower() in indexed}
    documents.close()
    return read_folder(corpus_folder, known, may_be_empty)


class _Vectors:
    """Writes the vectors of a new generation: those of the old one that stay, and new ones."""

    def __init__(
        self,
        held: _Held,
        folder: Path,
        settings: IndexSettings,
        load: Callable[[IndexSettings], Embedder],
        report: Report,
    ) -> None:
        self._held = held
        self._folder = folder
        self._dimension = held.manifest.dimension
        self._new_vectors, self._new_tokens = folder / "vectors.new", folder / "tokens.new"
        self._new_rows: dict[str, int] = {}
        self._settings = settings
        self._load = load
        self._report = report
        self._mean = np.asarray(held.manifest.passage_mean, dtype=np.float32)

    def write(self, chunks: Sequence[Chunk]) -> tuple[int, Vectors]:
        """(how many were embedded, the mean of all). Raises DamagedIndexError when the old store cannot give them."""
        documents = Documents(self._held.folder)
        old = dict(documents.every_chunk())
        documents.close()
        fresh = [chunk for chunk in chunks if old.get(chunk.id) != chunk.text]
        staying = {chunk.id for chunk in chunks} - {chunk.id for chunk in fresh}
        gone = [chunk for chunk in old if chunk not in staying]
        url = self._settings.chroma_url
        before = VectorStore.open(self._held.folder, url)
        before.check(len(old))
        source = VectorFile(self._held.folder / "vectors", self._dimension, len(old))
        if not before.served and not url and len(staying) >= _WORTH_COPYING * len(old):
            shutil.copytree(self._held.folder / EMBEDDED, self._folder / EMBEDDED)
            target = VectorStore.open(self._folder)
            for ids in _batches(gone, _COPIED):
                target.delete(ids)
        else:
            target = VectorStore.create(self._folder, url)
            fresh = list(chunks)
        rows = {text: row for row, text in enumerate(old.values())}
        embedded = self._add(target, source, fresh, rows)
        mean = self._write_vectors(chunks, source, rows)
        if self._held.manifest.token_mean:
            self._write_tokens(chunks, rows)
        target.check(len(chunks))
        return embedded, mean

    def _add(self, target: VectorStore, source: VectorFile, fresh: Sequence[Chunk], rows: dict[str, int]) -> int:
        """Add the vectors of these chunks: copied where the same text was embedded before, in one of the old rows."""
        copied = [chunk for chunk in fresh if chunk.text in rows]
        new = [chunk for chunk in fresh if chunk.text not in rows]
        for batch in _batches(copied, _COPIED):
            put(target, batch, source.read(rows[chunk.text] for chunk in batch))
        if new:
            self._embed(target, new)
        return len(new)

    def _embed(self, target: VectorStore, new: Sequence[Chunk]) -> None:
        """Embed and add; vectors and tokens go to files of their own first, for rows are written in order."""
        embedder = self._load(self._settings)
        self._held.manifest.check(self._settings, embedder)
        telling = by_token(embedder)
        writer = TokenWriter(self._new_tokens, telling.token_dimension) if telling else None
        raw = VectorFileWriter(self._new_vectors, self._dimension)
        storing = Storing(target)
        for done, batch in enumerate(_batches(new, BATCH)):
            texts = [chunk.text for chunk in batch]
            if telling and writer:
                vectors, tokens = telling.passages_by_token(texts)
                writer.add(text.vectors for text in tokens)
            else:
                vectors = embedder.passages(texts)
            raw.add(vectors)
            storing.add(batch, vectors)
            self._report("vectors", done * BATCH + len(batch), len(new))
        storing.close()
        if writer:
            writer.close()
        raw.close(self._mean)
        self._new_rows = {chunk.id: row for row, chunk in enumerate(new)}

    def _write_vectors(self, chunks: Sequence[Chunk], before: VectorFile, rows: dict[str, int]) -> Vectors:
        """The vectors of all chunks by row: from the old generation, or as just embedded. Their mean."""
        fresh = VectorFile(self._new_vectors, self._dimension, len(self._new_rows)) if self._new_rows else before
        writer = VectorFileWriter(self._folder / "vectors", self._dimension)
        total = np.zeros(self._dimension)
        for batch in _batches(chunks, _COPIED):
            own = [self._new_rows.get(chunk.id) for chunk in batch]
            vectors = np.empty((len(batch), self._dimension), dtype=np.float32)
            is_new = np.array([row is not None for row in own])
            vectors[is_new] = fresh.read(row for row in own if row is not None)
            vectors[~is_new] = before.read(rows[one.text] for one, row in zip(batch, own, strict=True) if row is None)
            writer.add(vectors)
            total += vectors.sum(axis=0, dtype=np.float64)
        writer.close(self._mean)
        shutil.rmtree(self._new_vectors, ignore_errors=True)
        return np.asarray(total / max(len(chunks), 1), dtype=np.float32)

    def _write_tokens(self, chunks: Sequence[Chunk], rows: dict[str, int]) -> None:
        """The token vectors of all chunks by row: from the old generation, or as just embedded."""
        dimension = len(self._held.manifest.token_mean)
        before = TokenStore(self._held.folder / "tokens", dimension)
        fresh = TokenStore(self._new_tokens, dimension) if self._new_rows else before
        writer = TokenWriter(self._folder / "tokens", dimension)
        for chunk in chunks:
            new = self._new_rows.get(chunk.id)
            source, row = (before, rows[chunk.text]) if new is None else (fresh, new)
            writer.add_packed(source.read([(row, row + 1)]))
        writer.close()
        shutil.rmtree(self._new_tokens, ignore_errors=True)


def _batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
