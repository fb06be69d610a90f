"""In: a JSONL file of questions. Out: a JSONL file of answers in the same order.

A bad line is reported in its place and the rest is done.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import BatchError
from assistant.pipeline import Assistant
from assistant.rewrite import messages
from assistant.scope import scope_from_json
from corpus.errors import AppError


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many lines were processed, were bad, or failed."""

    answered: int
    bad: int
    failed: int

    @property
    def exit_code(self) -> int:
        """3 if any answer failed, 2 if a line was bad, else 0."""
        return 3 if self.failed else 2 if self.bad else 0


def answer_file(assistant: Assistant, source: Path, out: Path, progress: Callable[[int, int], None]) -> Outcome:
    """Answer every line of `source` into `out`, written whole or not at all.

    Raises BatchError when a file cannot be read or written.
    """
    lines = _lines(source)
    counts = {"answered": 0, "bad": 0, "failed": 0}
    with _replacing(out) as write:
        for done, (number, line) in enumerate(lines, 1):
            result, outcome = _answer_line(assistant, number, line)
            counts[outcome] += 1
            write(json.dumps(result, ensure_ascii=False) + "\n")
            progress(done, len(lines))
    return Outcome(**counts)


def _lines(source: Path) -> list[tuple[int, str]]:
    try:
        text = source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchError(f"{source} is not UTF-8 text; save it as UTF-8, one JSON object a line") from error
    except OSError as error:
        raise BatchError(f"cannot read {source}: {error.strerror}; check the path given with --batch") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _answer_line(assistant: Assistant, number: int, line: str) -> tuple[dict[str, Any], str]:
    identity: Any = None
    try:
        case = json.loads(line)
        if not isinstance(case, dict):
            raise BatchError('not a JSON object; write {"id": …, "question": …}')
        identity = case.get("id")
        if not isinstance(case.get("question"), str):
            raise BatchError('no "question"; write {"id": …, "question": …}')
        scope = scope_from_json(case["scope"], assistant.holdings) if case.get("scope") else None
        answer = assistant.ask(case["question"], messages(case.get("history") or []), scope)
    except json.JSONDecodeError as error:
        return {"id": identity, "line": number, "error": f"not valid JSON ({error.msg}); correct that line"}, "bad"
    except (AppError, RecursionError) as error:
        return {"id": identity, "line": number, "error": str(error)}, "bad"
    return {"id": identity, "answer": answer.to_json()}, "failed" if answer.status == "failed" else "answered"


class _replacing:  # noqa: N801 - reads as a verb at its one place of use
    """Write to a temporary file beside `out` that takes its place only when all is written."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> Callable[[str], Any]:
        try:
            self._out.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._out.parent, prefix=f".{self._out.name}.", text=True)
        except OSError as error:
            raise BatchError(f"cannot write {self._out}: {error.strerror}; choose another --out") from error
        self._part = Path(name)
        self._file = os.fdopen(handle, "w", encoding="utf-8")
        return self._file.write

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            self._file.close()
            if kind is None:
                self._part.replace(self._out)
        except OSError as fault:
            raise BatchError(
                f"cannot write {self._out}: {fault.strerror}; free space or choose another --out"
            ) from fault
        finally:
            self._part.unlink(missing_ok=True)


def read_history(path: Path) -> Iterator[Any]:
    """The chat messages in a JSON file. Raises BatchError when it cannot be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BatchError(f"cannot read {path}: {error.strerror}; check the path given with --history") from error
    except ValueError as error:
        raise BatchError(f"{path} is not JSON; write a list of chat messages") from error
    return iter(messages(raw))
