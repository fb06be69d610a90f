"""In: an index and questions; out: what a question costs, as medians and as ratios to a bare import.

Ratios compare machines; milliseconds are of the machine that ran it. Does not know how good the answers are.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

from evals.table import markdown

ROUNDS = 5
QUESTIONS = 60  # of the set, evenly spread
COMMANDS = ("corpus", "index", "assistant", "evals")


def search_times(search: Callable[[str], object], questions: Sequence[str], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each search with everything loaded, after one round to warm up."""
    for question in questions:
        search(question)
    return [_timed(search, question) for _ in range(rounds) for question in questions]


def _timed(search: Callable[[str], object], question: str) -> float:
    begun = time.perf_counter()
    search(question)
    return (time.perf_counter() - begun) * 1000


def alternating(commands: Sequence[Sequence[str]], rounds: int = ROUNDS) -> list[float]:
    """Median milliseconds of each command in a fresh process, run in turns so that all see the same machine."""
    spent: list[list[float]] = [[] for _ in commands]
    for turn in range(rounds + 1):
        for command, times in zip(commands, spent, strict=True):
            begun = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            if turn:  # the first turn fills the disk's cache
                times.append((time.perf_counter() - begun) * 1000)
    return [median(times) for times in spent]


def report(search: Callable[[str], object], questions: Sequence[str], options: Sequence[str]) -> str:
    """The table; `options` (--settings, --index, …) are passed to the fresh `ask`."""
    times = search_times(search, questions[:: max(1, len(questions) // QUESTIONS)])
    python = sys.executable
    ask = [python, "-m", "assistant", "ask", *options, "--", questions[0]]
    fresh, bare = alternating([ask, [python, "-c", "import chromadb"]])
    helps = alternating([[python, "-m", package, "--help"] for package in COMMANDS])
    rows = [
        [f"search with the model loaded, {len(times)} searches, p50", _ms(median(times)), ""],
        ["the same, p95", _ms(quantiles(times, n=20)[-1]), ""],
        ["ask in a fresh process", _ms(fresh), f"{fresh / bare:.1f} x import chromadb"],
        ["python -c 'import chromadb'", _ms(bare), "1"],
        *(
            [f"python -m {package} --help", _ms(spent), f"{spent / bare:.1f} x import chromadb"]
            for package, spent in zip(COMMANDS, helps, strict=True)
        ),
    ]
    return markdown(["cost", f"median of {ROUNDS}", "ratio"], rows)


def _ms(spent: float) -> str:
    return f"{spent:.0f} ms"
