"""[evals]: which set is measured by default, and how intervals are drawn."""

from __future__ import annotations

from pathlib import Path

from corpus.settings import Table


class EvalsSettings(Table):
    """The seed makes two reports of the same run alike."""

    set: Path = Path("evals/sets/laishan.jsonl")
    follow_ups: Path = Path("evals/sets/laishan-followups.jsonl")
    letters: Path = Path("evals/sets/letters.jsonl")  # report draft
    refusals: tuple[Path, ...] = (  # measured beside it: report refusal
        Path("evals/sets/laishan-refusal.jsonl"),
        Path("evals/sets/laishan-fresh.jsonl"),
        Path("evals/sets/laishan-absent.jsonl"),
        Path("evals/sets/laishan-desk.jsonl"),
    )
    runs: Path = Path("var/runs")  # each run has its folder there
    workers: int = 1  # questions asked at once
    resamples: int = 10_000  # of the bootstrap
    seed: int = 0
