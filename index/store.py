"""The only door to Chroma. In: unit vectors under chunk ids, out: the nearest ids and the stored vectors.

Vectors are stored raw (no mean removed) and compared by inner product. Knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Vectors
from index.errors import MEND, DamagedIndexError

COLLECTION = "chunks"
SEARCH_WIDTH = 200  # HNSW's ef: at least as many as are asked for, or neighbours are missed


class VectorStore:
    """Chunk vectors in a folder, each under its id and its bulletin's."""

    def __init__(self, collection: Any, dimension: int) -> None:
        self._collection = collection
        self._dimension = dimension

    @classmethod
    def create(cls, folder: Path, dimension: int) -> VectorStore:
        """A new, empty store. Raises OSError when the folder cannot be written."""
        space = {"hnsw": {"space": "ip", "ef_search": SEARCH_WIDTH}}
        try:
            collection = _client(folder).create_collection(COLLECTION, configuration=space, embedding_function=None)
        except Exception as error:
            raise OSError(f"the vector store cannot be created ({error})") from error
        return cls(collection, dimension)

    @classmethod
    def open(cls, folder: Path, dimension: int) -> VectorStore:
        """The store in `folder`. Raises DamagedIndexError when it cannot be read."""
        if not (folder / "chroma.sqlite3").is_file():  # Chroma would make an empty one
            raise DamagedIndexError(f"the vector store is missing; {MEND}")
        try:
            collection = _client(folder).get_collection(COLLECTION, embedding_function=None)
        except Exception as error:
            raise DamagedIndexError(f"the vector store cannot be opened ({error}); {MEND}") from error
        return cls(collection, dimension)

    def add(self, ids: Sequence[str], vectors: Vectors, bulletin_ids: Sequence[str]) -> None:
        """Add vectors; at most a few thousand a call. Raises OSError when they cannot be written."""
        try:
            self._collection.add(
                ids=list(ids), embeddings=vectors, metadatas=[{"bulletin_id": bulletin} for bulletin in bulletin_ids]
            )
        except Exception as error:
            raise OSError(f"the vectors cannot be written ({error})") from error

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out; at most a few thousand a call. Raises OSError when the store cannot be written."""
        try:
            self._collection.delete(ids=list(ids))
        except Exception as error:
            raise OSError(f"the vectors cannot be deleted ({error})") from error

    def nearest(
        self, vector: Vectors, count: int, bulletin_ids: Sequence[str] | None = None
    ) -> tuple[list[str], Vectors]:
        """Ids and raw vectors of the chunks with the largest inner product, best first."""
        where = {"bulletin_id": {"$in": list(bulletin_ids)}} if bulletin_ids is not None else None
        found = self._read("query", query_embeddings=[vector], n_results=count, where=where, include=["embeddings"])
        return found["ids"][0], self._array(found["embeddings"][0])

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The raw vectors of these chunks, one row an id. Raises DamagedIndexError when one is not there."""
        if not ids:
            return self._array([])
        found = self._read("get", ids=list(ids), include=["embeddings"])
        rows = {chunk: row for row, chunk in enumerate(found["ids"])}
        try:
            return self._array(found["embeddings"])[[rows[chunk] for chunk in ids]]
        except KeyError as error:
            raise DamagedIndexError(f"the vector of {error} is missing; {MEND}") from error

    def count(self) -> int:
        """How many vectors there are. Raises DamagedIndexError when the store cannot be read."""
        return int(self._read("count"))

    def _read(self, method: str, **arguments: Any) -> Any:
        try:
            return getattr(self._collection, method)(**arguments)
        except Exception as error:
            raise DamagedIndexError(f"the vector store cannot be read ({error}); {MEND}") from error

    def _array(self, rows: Any) -> Vectors:
        return np.asarray(rows, dtype=np.float32).reshape(-1, self._dimension)


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
