"""In: corpus sizes and encoders. Out: what each costs and finds as the corpus grows, beside the usual recipe.

Corpora are made up once and kept with their indexes and vectors, so that a run takes up where another ended. The
stages are scale_stages.py's; the tables scale_report.py's.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import AssistantSettings
from evals import scale_stages, synth
from evals.scale_stages import Figures, Spot

SENTENCES = 250  # a bulletin, as the shipped one has
SIZES = (10, 100, 1000)
ENCODERS = {"bundled-both": 100, "bundled-use": 1000}  # up to how many bulletins each is measured unless it is named
_BUILT = "build.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """One corpus size with one encoder, and what was measured there."""

    size: int
    encoder: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, where its files stand, and whether each stage gets a process of its own."""

    root: Path
    models: Path
    assistant: AssistantSettings
    seed: int
    sizes: tuple[int, ...] = SIZES
    encoders: tuple[str, ...] = ()  # none: ENCODERS
    sentences: int = SENTENCES
    recipe_to: int | None = None  # bulletins up to which the usual recipe is run; its long pieces take long to encode
    apart: bool = True

    def spots(self) -> Iterator[Spot]:
        """Every size with every encoder, the quickest first."""
        for size in sorted(self.sizes):
            for encoder in self.encoders or [name for name, most in ENCODERS.items() if size <= most]:
                yield Spot(self.root, size, encoder, self.models, self.assistant.model_copy(update={"model": None}))


def measure(plan: Plan) -> Iterator[Measured]:
    """One after the other, each told as soon as it is there."""
    for spot in plan.spots():
        if not (spot.corpus.parent / "questions.jsonl").is_file():
            synth.write(spot.size, plan.seed, spot.corpus.parent, plan.sentences)
        spot.folder.mkdir(parents=True, exist_ok=True)
        figures = _built(spot, plan.apart)
        stages = [scale_stages.ask, scale_stages.start, scale_stages.exact]
        if plan.recipe_to is None or spot.size <= plan.recipe_to:
            stages.append(scale_stages.recipe)
        for stage in stages:
            _say(f"{spot.size} bulletins, {spot.encoder}: {stage.__name__}")
            figures |= _run(stage, spot, plan.apart)
        yield Measured(spot.size, spot.encoder, figures)


def _built(spot: Spot, apart: bool) -> Figures:
    """What the build took, this time or when the index that is there was built."""
    from index.sync import is_current

    record = spot.folder / _BUILT
    if record.is_file() and is_current(spot.corpus, spot.index):
        figures: Figures = json.loads(record.read_text(encoding="utf-8"))
        return figures
    _say(f"{spot.size} bulletins, {spot.encoder}: build")
    figures = _run(scale_stages.build, spot, apart)
    record.write_text(json.dumps(figures), encoding="utf-8")
    return figures


def _run(stage: Callable[[Spot], Figures], spot: Spot, apart: bool) -> Figures:
    if not apart:
        return stage(spot)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
        return fresh.submit(stage, spot).result()


def _say(words: str) -> None:
    if sys.stderr.isatty() or os.environ.get("BULLETIN_PROGRESS"):
        print(words, file=sys.stderr, flush=True)


def sizes_of(text: str) -> tuple[int, ...]:
    """`10,100,1000` as numbers. Raises ValueError."""
    sizes = tuple(int(part) for part in text.split(","))
    if min(sizes) < 1:
        raise ValueError(f"{text} names a corpus without a bulletin")
    return sizes


def encoders(measured: Sequence[Measured]) -> list[str]:
    """In the order measured."""
    return list(dict.fromkeys(one.encoder for one in measured))
