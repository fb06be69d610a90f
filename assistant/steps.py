"""The steps of one answer: how long each took, and who is told of it. Knows no step by name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

Told = Callable[[Any], None]
Around = Callable[[str, dict[str, Any]], AbstractContextManager[Told]]  # a step's name and what it is given


@contextmanager
def unwatched(step: str, given: dict[str, Any]) -> Iterator[Told]:
    """Nobody is told of the step."""
    yield lambda value: None


class Clock:
    """Milliseconds per step, and in total; whoever watches is told of each step."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._begun = time.perf_counter()
        self._spent: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str, **given: Any) -> Iterator[Told]:
        begun = time.perf_counter()
        try:
            with self._around(step, given) as told:
                yield told
        finally:
            self._spent[step] = self._spent.get(step, 0.0) + (time.perf_counter() - begun) * 1000

    def spent(self) -> dict[str, float]:
        steps = {step: spent for step, spent in self._spent.items() if step != "ask"}
        return {**steps, "total": (time.perf_counter() - self._begun) * 1000}
