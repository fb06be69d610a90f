"""The only door to Chroma. In: unit vectors under chunk ids, out: the ids nearest to a question.

Vectors are stored raw (no mean removed) and compared by inner product; embedded in a generation's folder, or in a
collection of a Chroma server that the generation names. Knows nothing of texts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.embedder import Vectors
from index.errors import MEND, DamagedIndexError, StoreDownError

COLLECTION = "chunks"
SEARCH_WIDTH = 200  # HNSW's ef: at least as many as are asked for, or neighbours are missed
EMBEDDED = "chroma"  # the folder of a generation that holds its vectors
SERVED = "chroma.json"  # in its place: which collection of which server holds them
_KNOCK = 10.0  # seconds for a server to say that it is there
_PATIENCE = 120.0  # seconds for one request: a batch of vectors, a search; Chroma itself would wait for ever


class VectorStore:
    """Chunk vectors of one generation, each under its id and its bulletin's. StoreDownError when its server is away."""

    def __init__(self, collection: Any, url: str | None = None) -> None:
        self._collection = collection
        self._url = url

    @classmethod
    def create(cls, generation: Path, url: str | None = None) -> VectorStore:
        """A new, empty store, on the server at `url` if there is one. Raises OSError when it cannot be written."""
        space = {"hnsw": {"space": "ip", "ef_search": SEARCH_WIDTH}}
        if url:  # noted before it is made, so that one a dead writer made is found and deleted
            (generation / SERVED).write_text(json.dumps({"url": url, "collection": generation.name}), encoding="utf-8")
        try:
            client = _client(url) if url else _embedded(generation / EMBEDDED)
            name = generation.name if url else COLLECTION
            collection = client.create_collection(name, configuration=space, embedding_function=None)
        except Exception as error:
            raise _down(url, error) or OSError(f"the vector store cannot be created ({error})") from error
        return cls(collection, url)

    @classmethod
    def open(cls, generation: Path, url: str | None = None) -> VectorStore:
        """The store of this generation; `url` is where its server is now, if not where it was. Raises DamagedIndexError
        when it cannot be read."""
        if named := _named(generation):
            url = url or named["url"]
            name = named["collection"]
        elif (generation / EMBEDDED / "chroma.sqlite3").is_file():  # else Chroma would make an empty one
            url, name = None, COLLECTION
        else:
            raise DamagedIndexError(f"the vector store is missing; {MEND}")
        try:
            client = _client(url) if url else _embedded(generation / EMBEDDED)
            collection = client.get_collection(name, embedding_function=None)
        except Exception as error:
            where = f"the Chroma server at {url} lacks the vectors of this index" if url else "the vector store"
            damage = DamagedIndexError(f"{where}{'' if url else ' cannot be opened'} ({error}); {MEND}")
            raise _down(url, error) or damage from error
        return cls(collection, url)

    @property
    def where(self) -> str:
        """The address of its server, or "embedded"."""
        return self._url or "embedded"

    @property
    def served(self) -> bool:
        """Whether the vectors are on a server."""
        return self._url is not None

    def add(self, ids: Sequence[str], vectors: Vectors, bulletin_ids: Sequence[str]) -> None:
        """Add vectors; at most a few thousand a call. Raises OSError when they cannot be written."""
        try:
            self._collection.add(
                ids=list(ids), embeddings=vectors, metadatas=[{"bulletin_id": bulletin} for bulletin in bulletin_ids]
            )
        except Exception as error:
            raise _down(self._url, error) or OSError(f"the vectors cannot be written ({error})") from error

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out; at most a few thousand a call. Raises OSError when the store cannot be written."""
        try:
            self._collection.delete(ids=list(ids))
        except Exception as error:
            raise _down(self._url, error) or OSError(f"the vectors cannot be deleted ({error})") from error

    def nearest(self, vector: Vectors, count: int, bulletin_ids: Sequence[str] | None = None) -> list[str]:
        """Ids of the chunks with the largest inner product, best first."""
        where = {"bulletin_id": {"$in": list(bulletin_ids)}} if bulletin_ids is not None else None
        found = self._read("query", query_embeddings=[vector], n_results=count, where=where, include=[])
        ids: list[str] = found["ids"][0]
        return ids

    def count(self) -> int:
        """How many vectors there are. Raises DamagedIndexError when the store cannot be read."""
        return int(self._read("count"))

    def check(self, count: int) -> None:
        """Raises DamagedIndexError unless there are so many vectors."""
        if (held := self.count()) != count:
            raise DamagedIndexError(f"the vector store holds {held} of {count} vectors; {MEND}")

    def _read(self, method: str, **arguments: Any) -> Any:
        try:
            return getattr(self._collection, method)(**arguments)
        except Exception as error:
            damage = DamagedIndexError(f"the vector store cannot be read ({error}); {MEND}")
            raise _down(self._url, error) or damage from error


def is_served(generation: Path) -> bool:
    """Whether this generation's vectors are on a server."""
    return (generation / SERVED).exists()


def release(generation: Path, url: str | None = None) -> None:
    """Delete what a generation holds outside its folder; nothing when that is gone. Raises StoreDownError."""
    try:
        named = _named(generation)
    except DamagedIndexError:
        return  # it never came to naming a collection
    if not named:
        return
    try:
        _client(url or named["url"]).delete_collection(named["collection"])
    except Exception as error:
        if down := _down(url or named["url"], error):
            raise down from error


def _named(generation: Path) -> dict[str, str] | None:
    """The server and collection that the generation names; None: it is embedded."""
    file = generation / SERVED
    try:
        named = json.loads(file.read_text(encoding="utf-8"))
        return {key: str(named[key]) for key in ("url", "collection")}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"{file} cannot be read; {MEND}") from error


def _down(url: str | None, error: Exception) -> StoreDownError | None:
    """The error to raise instead when the server is away; None when it is there, or there is none."""
    if not url:
        return None
    import httpx

    if not isinstance(error, httpx.HTTPError | httpx.InvalidURL):
        return None
    return StoreDownError(
        f"the Chroma server at {url} does not answer ({error or type(error).__name__}); start it (chroma run --path "
        "FOLDER --port N), or correct chroma_url in [index] of the settings, then run this again"
    )


def _client(url: str) -> Any:
    """A client of the server. Raises httpx.HTTPError when nothing of its kind answers there."""
    import chromadb
    import httpx

    heartbeat = httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=_KNOCK)  # Chroma's client would wait for ever
    heartbeat.raise_for_status()
    at = urlsplit(url)
    secure = at.scheme == "https"
    client: Any = chromadb.HttpClient(at.hostname or "", at.port or (443 if secure else 80), secure, settings=_quiet())
    client._server._session.timeout = httpx.Timeout(_PATIENCE)  # no setting says it
    return client


def _embedded(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(str(folder), settings=_quiet())


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)
