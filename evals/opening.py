"""In: the options of a command. Out: the settings of every package, and an assistant over an up-to-date index.

The only place where evaluation opens what it measures. Does not know cases.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.settings import AssistantSettings
from corpus.settings import CorpusSettings, Table, load
from evals.settings import EvalsSettings
from index.settings import IndexSettings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from index.embedder import Embedder

_SECRET = re.compile(
    r"(?:^|_)(?:api_?key|token|password|secret)\Z"
)  # the name of a variable that holds one may be kept
_APART = frozenset({"folder", "models", "conversations", "own_sets", "port"})  # decides about no answer


@dataclass(frozen=True, slots=True)
class Tables:
    """The settings of all packages, with the command's options applied."""

    corpus: Path
    index: IndexSettings
    assistant: AssistantSettings
    evals: EvalsSettings

    @classmethod
    def of(cls, options: argparse.Namespace) -> Tables:
        index = load("index", IndexSettings, options.settings)
        if options.index:
            index = index.model_copy(update={"folder": options.index})
        return cls(
            options.corpus or load("corpus", CorpusSettings, options.settings).folder,
            index,
            load("assistant", AssistantSettings, options.settings),
            load("evals", EvalsSettings, options.settings),
        )

    def record(self) -> dict[str, dict[str, Any]]:
        """As a run keeps them: what decides about answers, and nothing secret."""
        tables: Mapping[str, Table] = {"index": self.index, "assistant": self.assistant}
        return {name: deciding(table.model_dump(mode="json")) for name, table in tables.items()}


def deciding(values: dict[str, Any]) -> dict[str, Any]:
    """The settings without folders, ports and secrets, which decide about no answer."""
    kept = {}
    for key, value in values.items():
        if isinstance(value, dict):
            kept[key] = deciding(value)
        elif key not in _APART and not _SECRET.search(key):
            kept[key] = value
    return kept


def indexed(index: IndexSettings, model: str, corpus: Path) -> tuple[IndexSettings, Embedder]:
    """The settings and the encoder of an up-to-date index with this model; another model's index stands beside ours."""
    from index import embedding
    from index.sync import sync

    if model != index.embedding_model:
        folder = index.folder.with_name(f"{index.folder.name}-{Path(model).name}")
        index = index.model_copy(update={"embedding_model": model, "folder": folder})
    sync(corpus, index, progress)
    return index, embedding.load(index)


def assistant(tables: Tables) -> Assistant:
    """The assistant over an up-to-date index."""
    from assistant.pipeline import Assistant
    from index.search import Searcher

    index, embedder = indexed(tables.index, tables.index.embedding_model, tables.corpus)
    return Assistant.over(Searcher.open(index, embedder), tables.assistant)


def progress(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rindexing: {step} {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def index_record(index: IndexSettings) -> dict[str, Any]:
    """What the index was built from and with, as a run keeps it."""
    from index import generations, manifest

    held = manifest.read(generations.current(index.folder))
    names = ("schema", "model", "encoder", "corpus", "bulletins", "paragraphs", "chunks")
    return {name: getattr(held, name) for name in names}
