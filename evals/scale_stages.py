"""In: a made-up corpus and an encoder. Out: what building, asking and the alternatives cost and find on it.

Each stage is a function of a Spot that runs in a fresh process, so that memory and starts are its own. Knows no tables.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import Answer
from assistant.settings import AssistantSettings
from evals.case import Case, load
from evals.metrics import mean
from index.embedder import Embedder
from index.settings import IndexSettings

Figures = dict[str, float]
ASKED, ANSWERED, USERS = 150, 60, 8  # questions searched for, answered, and people asking at once
_COLD = 3  # fresh processes


@dataclass(frozen=True, slots=True)
class Spot:
    """One corpus size with one encoder, and where its files are."""

    root: Path
    size: int
    encoder: str
    models: Path
    assistant: AssistantSettings

    @property
    def corpus(self) -> Path:
        return self.root / str(self.size) / "bulletins"

    @property
    def folder(self) -> Path:
        return self.root / str(self.size) / self.encoder.replace("/", "-")

    @property
    def index(self) -> IndexSettings:
        return IndexSettings(folder=self.folder / "index", embedding_model=self.encoder, models=self.models)

    def embedder(self) -> Embedder:
        from index import embedding

        return embedding.load(self.index)

    def cases(self) -> list[Case]:
        """Questions that the corpus answers, evenly spread."""
        cases = [case for case in load(self.root / str(self.size) / "questions.jsonl") if case.answerable]
        return cases[:: max(1, len(cases) // ASKED)][:ASKED]


def build(spot: Spot) -> Figures:
    """The index built with cached vectors; `encoder` is what they took when they were made, for this corpus."""
    from evals.vector_cache import CachedEmbedder
    from index.build import build as build_index

    cached = CachedEmbedder(spot.embedder(), spot.root / f"vectors-{spot.folder.name}")
    reached = {"": time.perf_counter()}

    def report(step: str, done: int, total: int) -> None:
        reached[step] = time.perf_counter()
        _tell(f"{spot.size} bulletins, {spot.encoder}: {step}", done, total)

    begun = time.process_time()
    made = build_index(spot.corpus, spot.index, cached, report)
    whole, processor = time.perf_counter() - reached[""], time.process_time() - begun
    now, ever = cached.spent_now, cached.spent
    return {
        "sentences": made.chunks,
        "seconds without encoding": whole - now.seconds,
        "processor seconds without encoding": processor - now.processor,
        "seconds of vectors without encoding": reached["vectors"] - reached["terms"] - now.seconds,
        "encoder seconds": ever.seconds / max(ever.texts, 1) * made.chunks,
        "encoder processor seconds": ever.processor / max(ever.texts, 1) * made.chunks,
        "index MB": sum(path.stat().st_size for path in spot.index.folder.rglob("*") if path.is_file()) / 1e6,
    }


def ask(spot: Spot) -> Figures:
    """Search alone and whole answers, one after the other and eight at once; memory; what is found."""
    from assistant.reopening import Reopening
    from evals import placing

    begun = time.perf_counter()
    opened = Reopening(spot.index, spot.assistant, spot.embedder())
    assistant = opened()
    searcher = assistant.searcher
    figures = {"open seconds": time.perf_counter() - begun}
    cases = spot.cases()
    questions = [case.question for case in cases]
    begun = time.perf_counter()
    assistant.ask(questions[-1])
    figures["first answer seconds"] = time.perf_counter() - begun
    opened.warm()
    figures |= _times("search", searcher.search, questions)
    answers: dict[str, Answer] = {}

    def answer(question: str) -> None:
        answers[question] = assistant.ask(question)

    figures |= _times("answer", answer, questions[:ANSWERED])
    figures |= _memory()
    figures |= _together(answer, questions[ANSWERED:] or questions)
    placed = [placing.judge(case, answers[case.question]) for case in cases]
    for measure in ("right bulletin first", "paragraph R@5", "facts in the answer"):
        scores = [one.scores[measure] for one in placed if measure in one.scores]
        figures[measure] = mean(scores).value if scores else float("nan")
    return figures | _found("search", cases, lambda q: [hit.paragraph.id for hit in searcher.search(q)])


def start(spot: Spot) -> Figures:
    """A fresh `ask`, as from a shell."""
    from evals.bench import alternating

    settings = spot.folder / "settings.toml"
    models = str(spot.models.absolute()).replace("\\", "/")
    settings.write_text(f'[index]\nembedding_model = "{spot.encoder}"\nmodels = "{models}"\n', encoding="utf-8")
    command = [sys.executable, "-m", "assistant", "ask", "--settings", str(settings), "--index", str(spot.index.folder)]
    command += ["--corpus", str(spot.corpus), "--", spot.cases()[0].question]
    return {"fresh ask seconds": alternating([command], _COLD)[0] / 1000}


def recipe(spot: Spot) -> Figures:
    """LangChain's usual recipe on the same bulletins, questions and encoder: five nearest pieces."""
    from corpus.reader import read_folder
    from evals.baselines.langchain_rag import LangChainRecipe
    from evals.vector_cache import CachedEmbedder

    embedder = spot.embedder()
    cached = CachedEmbedder(_Plain(embedder), spot.root / f"vectors-{spot.folder.name}-pieces")
    bulletins = read_folder(spot.corpus).bulletins
    begun = time.perf_counter()
    made = LangChainRecipe(bulletins, cached, k=5)
    spent = time.perf_counter() - begun - cached.spent_now.seconds
    figures = {"recipe build seconds": spent + cached.spent.seconds}
    cases = spot.cases()
    return (
        figures
        | _times("recipe", made.rank, [case.question for case in cases])
        | _found("recipe", cases, made.rank, None)
    )


def exact(spot: Spot) -> Figures:
    """All vectors compared in memory, the limit of any store; and how many of the exactly nearest Chroma proposes."""
    from index import generations, manifest
    from index.documents import Documents
    from index.search import NEAREST
    from index.store import VectorStore

    generation = generations.current(spot.index.folder)
    known = manifest.read(generation)
    vectors = np.fromfile(generation / "vectors" / "vectors.float32", dtype=np.float32).reshape(-1, known.dimension)
    questions = [case.question for case in spot.cases()]
    asked = spot.embedder().queries(questions)
    nearest: list[Any] = []
    figures = _times(
        "exact", lambda row: nearest.append(np.argpartition(-(vectors @ asked[row]), 50)[:50]), range(len(asked))
    )
    ids = [name for name, _ in Documents(generation).every_chunk()]
    store = VectorStore.open(generation)
    kept = [
        len({ids[row] for row in rows} & set(store.nearest(query, NEAREST))) / len(rows)
        for rows, query in zip(nearest[-len(asked) :], asked, strict=True)
    ]
    return (
        figures
        | {"proposed of the 50 nearest": float(np.mean(kept))}
        | _times("store", lambda row: store.nearest(asked[row], NEAREST), range(len(asked)))
    )


class _Plain:
    """An encoder without its tokens, which the recipe has no use for."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self.queries, self.passages = embedder.queries, embedder.passages


def _times(name: str, ask: Callable[[Any], object], questions: Sequence[Any]) -> Figures:
    """Median and 95th percentile of each question once, by the clock and by the processor, after a few to warm up."""
    for question in questions[-5:]:
        ask(question)
    clock, processor = [], []
    for question in questions:
        begun, worked = time.perf_counter(), time.process_time()
        ask(question)
        clock.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return {
        f"{name} {share} {kind}": float(np.percentile(spent, at))
        for kind, spent in (("ms", clock), ("processor ms", processor))
        for share, at in (("p50", 50), ("p95", 95))
    }


def _together(ask: Callable[[str], None], questions: Sequence[str]) -> Figures:
    """Several people at once, each asking when the last answer is there."""

    def timed(question: str) -> float:
        begun = time.perf_counter()
        ask(question)
        return (time.perf_counter() - begun) * 1000

    begun = time.perf_counter()
    with ThreadPoolExecutor(USERS) as people:
        spent = list(people.map(timed, questions))
    return {
        "8 users answers/s": len(spent) / (time.perf_counter() - begun),
        "8 users p95 ms": float(np.percentile(spent, 95)),
    }


def _found(name: str, cases: Sequence[Case], rank: Callable[[str], Sequence[str]], depth: int | None = 5) -> Figures:
    """Right bulletin first and R@5 of a way of searching that is given the question alone; None: in all it returns."""
    first, recall = [], []
    for case in cases:
        found = list(rank(case.question))
        first.append(float(bool(found) and found[0].partition("/")[0] == case.note))
        recall.append(sum(label in found[:depth] for label in case.gold) / len(case.gold))
    return {f"{name} right bulletin first": mean(first).value, f"{name} R@5": mean(recall).value}


def _memory() -> Figures:
    """Of this process: what it holds itself, and what of mapped files the system keeps in memory for it."""
    try:
        with Path("/proc/self/status").open(encoding="ascii") as status:
            held = dict(line.split(":", 1) for line in status)
        return {
            "memory MB": int(held["RssAnon"].split()[0]) / 1024,
            "mapped MB": int(held["RssFile"].split()[0]) / 1024,
        }
    except (OSError, KeyError):  # no Linux
        import resource

        return {"memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _tell(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty() or os.environ.get("BULLETIN_PROGRESS"):
        print(f"\r{step} {done}/{total}   ", end="" if done < total else "\n", file=sys.stderr, flush=True)
