"""In: settings. Out: the assistant over the index as it is now; opened anew when the index was rebuilt.

The encoder is loaded once and kept. Does not watch the disk: it looks when it is asked.
"""

from __future__ import annotations

import gc
import threading

from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from corpus.errors import AppError
from index import embedding, generations
from index.embedder import Embedder
from index.search import Searcher
from index.settings import IndexSettings


class Reopening:
    """Call it for the assistant. Raises what opening an index raises, the first time only: later it keeps the old."""

    def __init__(self, index: IndexSettings, settings: AssistantSettings, embedder: Embedder | None = None) -> None:
        self._index = index
        self._settings = settings
        self._embedder = embedder or embedding.load(index)
        self._lock = threading.Lock()
        self._generation = generations.current(index.folder)
        self._assistant = self._open()

    def __call__(self) -> Assistant:
        with self._lock:
            try:
                generation = generations.current(self._index.folder)
                if generation != self._generation:
                    self._assistant = self._open()
                    self._generation = generation
            except AppError:
                pass  # while an index is damaged or away, the one that was opened still answers
            return self._assistant

    @property
    def embedder(self) -> Embedder:
        """The encoder that questions are asked with, for updating the index without loading another."""
        return self._embedder

    def warm(self) -> None:
        """Do what only the first question needs, before anybody asks it."""
        self().searcher.search("?", 1)
        settle()

    def _open(self) -> Assistant:
        return Assistant.over(Searcher.open(self._index, self._embedder), self._settings)


def settle() -> None:
    """What is loaded by now stays: the garbage collector need not walk it again and again.

    It took 60 to 100 ms of every tenth search over a thousand bulletins (docs/measurements.md, "Scale").
    """
    gc.collect()
    gc.freeze()
