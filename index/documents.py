"""In: bulletins with their chunks, out: an SQLite file that gives back bulletins by id and chunks by row or id.

Keeps the source text that is cited, so answers never need the corpus folder. Knows nothing of vectors or terms.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from corpus.bulletin import Bulletin
from corpus.errors import UnknownBulletinError
from corpus.holding import Holding
from corpus.record import from_record, to_record
from index.chunk import Chunk, Scope
from index.errors import MEND, DamagedIndexError

FILE = "bulletins.sqlite"
CACHED_BULLETINS = 64  # parsed bulletins kept in memory, about 100 kB each: more of them, and collecting garbage stalls
_SCHEMA = """
CREATE TABLE bulletins (number INTEGER PRIMARY KEY, id TEXT UNIQUE, holding TEXT, record TEXT, text TEXT,
                        first_paragraph INTEGER, end_paragraph INTEGER);
CREATE TABLE paragraphs (row INTEGER PRIMARY KEY, id TEXT UNIQUE, first_chunk INTEGER, end_chunk INTEGER);
CREATE TABLE chunks (row INTEGER PRIMARY KEY, id TEXT UNIQUE, paragraph INTEGER, start INTEGER, end INTEGER, text TEXT);
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph's place in the index: its row, and the rows of its chunks from first_chunk up to end_chunk."""

    row: int
    id: str
    first_chunk: int
    end_chunk: int


class DocumentWriter:
    """Writes bulletins one after the other; rows count from 0 in the order given, as in the lexical index."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / FILE)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self.bulletins = self.paragraphs = self.chunks = 0

    def add(self, bulletin: Bulletin, paragraphs: Sequence[Sequence[Chunk]]) -> None:
        """A bulletin and the chunks of each of its paragraphs."""
        record = to_record(bulletin)
        text = record.pop("text")  # beside the record, so that it can be searched
        holding = json.dumps(Holding.of(bulletin).to_record(), ensure_ascii=False)
        end = self.paragraphs + len(paragraphs)
        written = json.dumps(record, ensure_ascii=False)
        row = (self.bulletins, bulletin.id, holding, written, text, self.paragraphs, end)
        self._db.execute("INSERT INTO bulletins VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        for own in paragraphs:
            paragraph = (self.paragraphs, own[0].paragraph_id, self.chunks, self.chunks + len(own))
            self._db.execute("INSERT INTO paragraphs VALUES (?, ?, ?, ?)", paragraph)
            rows = [
                (self.chunks + place, chunk.id, self.paragraphs, chunk.start, chunk.end, chunk.text)
                for place, chunk in enumerate(own)
            ]
            self._db.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)", rows)
            self.paragraphs += 1
            self.chunks += len(own)
        self.bulletins += 1

    def close(self) -> None:
        self._db.commit()
        self._db.close()


class _Texts(NamedTuple):
    whole: str  # one text after the other
    ids: list[str]
    starts: list[int]  # where each begins, and one more


class Documents:
    """The documents of a generation, read only. Raises DamagedIndexError when the file cannot be read."""

    def __init__(self, folder: Path) -> None:
        try:
            self._db = sqlite3.connect(
                f"{(folder / FILE).absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise DamagedIndexError(f"{folder / FILE} cannot be opened; {MEND}") from error
        self._lock = threading.Lock()
        self.bulletin = lru_cache(maxsize=CACHED_BULLETINS)(self._bulletin)

    def bulletin_ids(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT id FROM bulletins ORDER BY number")]

    def _bulletin(self, bulletin_id: str) -> Bulletin:
        """Raises UnknownBulletinError."""
        found = self._rows("SELECT record, text FROM bulletins WHERE id = ?", (bulletin_id,))
        if not found:
            raise UnknownBulletinError(f"the index holds no bulletin {bulletin_id}; see: python -m corpus list")
        return from_record(json.loads(found[0][0]) | {"text": found[0][1]})

    def uncached(self, bulletin_id: str) -> Bulletin:
        """The same as `bulletin`, not kept in memory: for reading all of them once."""
        return self._bulletin(bulletin_id)

    def every_chunk(self) -> list[tuple[str, str]]:
        """(id, text) of all chunks, by row."""
        return [(row[0], row[1]) for row in self._rows("SELECT id, text FROM chunks ORDER BY row")]

    def close(self) -> None:
        self._db.close()

    def mentions(self, words: str) -> bool:
        """Whether a bulletin's text holds these words exactly."""
        return words in self._texts.whole

    def mentioning(self, words: str) -> frozenset[str]:
        """The ids of the bulletins whose texts hold these words exactly."""
        texts, found = self._texts, set()
        at = texts.whole.find(words) if words else -1
        while at >= 0:
            number = bisect_right(texts.starts, at) - 1
            found.add(texts.ids[number])
            at = texts.whole.find(words, texts.starts[number + 1])
        return frozenset(found)

    @cached_property
    def _texts(self) -> _Texts:
        """All texts in one, 17 MB a thousand bulletins: SQLite looks through them twenty times slower."""
        rows = self._rows("SELECT id, text FROM bulletins ORDER BY number")
        starts = accumulate((len(row[1]) + 1 for row in rows), initial=0)
        return _Texts("\0".join(row[1] for row in rows), [row[0] for row in rows], list(starts))

    def scoped(self, scope: Scope) -> list[tuple[str, int, int]]:
        """(bulletin id, first paragraph row, end row) of the bulletins within the scope."""
        named, places = frozenset(scope.bulletin_ids), frozenset(scope.places)
        return [
            (held.id, first, end)
            for held, first, end in self._held
            if (not named or held.id in named)
            and (not places or not places.isdisjoint(held.place.levels().values()))
            and (scope.issued_from is None or (held.issued_on is not None and held.issued_on >= scope.issued_from))
            and (scope.issued_to is None or (held.issued_on is not None and held.issued_on <= scope.issued_to))
        ]

    def holdings(self) -> list[Holding]:
        """What is asked of every bulletin before any search, in the order of the index."""
        return [held for held, _, _ in self._held]

    @cached_property
    def _held(self) -> list[tuple[Holding, int, int]]:
        """Every bulletin without its text, and its paragraphs' rows."""
        rows = self._rows("SELECT holding, first_paragraph, end_paragraph FROM bulletins ORDER BY number")
        return [(Holding.from_record(json.loads(holding)), first, end) for holding, first, end in rows]

    def paragraphs_by_row(self, rows: Iterable[int]) -> list[Row]:
        return self._paragraphs("row", rows)

    def paragraphs_by_id(self, ids: Iterable[str]) -> list[Row]:
        return self._paragraphs("id", ids)

    def chunks(self, paragraph: Row) -> list[Chunk]:
        """The chunks of a paragraph in text order."""
        found = self._rows(
            "SELECT id, start, end, text FROM chunks WHERE row >= ? AND row < ? ORDER BY row",
            (paragraph.first_chunk, paragraph.end_chunk),
        )
        return [Chunk(chunk, paragraph.id, text, start, end) for chunk, start, end, text in found]

    def _paragraphs(self, key: str, wanted: Iterable[Any]) -> list[Row]:
        """In the order wanted; an unknown key is left out."""
        values = list(wanted)
        found: dict[Any, Row] = {}
        for at in range(0, len(values), 500):
            part = values[at : at + 500]
            marks = ", ".join("?" * len(part))
            for row in self._rows(
                f"SELECT row, id, first_chunk, end_chunk FROM paragraphs WHERE {key} IN ({marks})", part
            ):
                found[row[0] if key == "row" else row[1]] = Row(*row)
        return [found[value] for value in values if value in found]

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise DamagedIndexError(f"the bulletins of the index cannot be read ({error}); {MEND}") from error
