"""In: what was done, by whom. Out: one line of JSON in the file of its day, never changed afterwards.

Questions are kept with personal numbers masked, answers as a hash of their text. Files of days past retention go.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.errors import AuditError
from assistant.privacy import mask


class Audit:
    """The log; safe to share between threads and processes: a line is one write at the end of the file."""

    def __init__(self, folder: Path, days: int) -> None:
        self._folder = folder
        self._days = days
        self._swept: date | None = None
        self._lock = threading.Lock()

    def note(self, what: str, by: str, **about: Any) -> None:
        """Keep one line: when, what, by whom. Raises AuditError: what cannot be kept may not be done unseen."""
        now = datetime.now(UTC)
        record = {"at": now.isoformat(timespec="milliseconds"), "what": what, "by": by, **about}
        line = (json.dumps(record, ensure_ascii=False) + "\n").encode()
        try:
            with self._lock:
                if self._swept != now.date():
                    self._sweep(now.date())
                file = os.open(self._folder / f"{now:%Y-%m-%d}.jsonl", os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
                try:
                    os.write(file, line)
                finally:
                    os.close(file)
        except OSError as error:
            raise AuditError(
                f"the audit log in {self._folder} cannot be written: {error.strerror}; mend that folder"
            ) from error

    def answered(self, by: str, where: str, answer: dict[str, Any], index: str) -> None:
        """Keep that a question was asked (the contract's answer), where, and of which generation of the index."""
        self.note(
            "ask",
            by,
            where=where,
            question=mask(answer["question"]).text,
            status=answer["status"],
            answer=digest(answer["text"].encode()),
            cited=[citation["paragraph_id"] for citation in answer["citations"]],
            index=index,
        )

    def _sweep(self, today: date) -> None:
        """Once a day: the files whose day is past retention go."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        oldest = (today - timedelta(days=self._days)).isoformat()
        for file in self._folder.glob("????-??-??.jsonl"):
            if file.stem < oldest:
                file.unlink(missing_ok=True)
        self._swept = today


def digest(data: bytes) -> str:
    """What stands for an answer or a file in the log."""
    return hashlib.sha256(data).hexdigest()
