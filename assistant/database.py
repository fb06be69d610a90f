"""In: a SQLite file. Out: one transaction on it. Knows no table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def transaction(file: Path) -> Iterator[sqlite3.Connection]:
    """Committed when the block ends well, and closed; foreign keys hold. Raises sqlite3.Error."""
    db = sqlite3.connect(file, timeout=10)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        with db:
            yield db
    finally:
        db.close()
