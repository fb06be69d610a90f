"""In: results and their scores. Out: means with 95% intervals by part, language, kind and place; refusal; latency.

Values and their JSON. Does not know how anything is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from evals.measures import Score, declines, failures, score_all, should_decline
from evals.metrics import Mean, mean
from evals.result import Result
from evals.settings import EvalsSettings

PARTS = {"tuning": False, "held out": True}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Saying no as a detector of what is not there: of what it declined how much should be, and the reverse."""

    precision: Mean | None  # None: nothing was declined
    recall: Mean | None  # None: nothing should have been
    f1: Mean | None


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one language, kind or place, or all of them."""

    name: str  # "all", "lang: zh", "kind: number", "place: 莱山区"
    n: int
    means: Mapping[str, Mean]  # of the measures that apply to any of its cases
    refusal: Refusal
    failed: int  # cases with any failure


@dataclass(frozen=True, slots=True)
class Part:
    """The tuning or the held-out part; the group of all cases comes first."""

    name: str
    groups: tuple[Group, ...]
    failures: Mapping[str, int]  # what failed -> cases


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one stage over the cases that reached it."""

    stage: str
    p50: float
    p95: float
    n: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run showed."""

    cases: int
    parts: tuple[Part, ...]
    latency: tuple[Latency, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Scored:
    """A result with its scores and what failed in it."""

    result: Result
    scores: Mapping[str, Score]
    failures: tuple[str, ...]


def score(results: Sequence[Result]) -> list[Scored]:
    scores = score_all(results)
    return [Scored(one, scores[one.id], failures(one, scores[one.id])) for one in results]


def summarise(scored: Sequence[Scored], settings: EvalsSettings) -> Summary:
    """The summary of a run; a part without cases is left out."""
    parts = []
    for name, held_out in PARTS.items():
        chosen = [one for one in scored if one.result.case.held_out == held_out]
        if chosen:
            counts = Counter(failure for one in chosen for failure in one.failures)
            groups = tuple(_group(label, group, settings) for label, group in _grouped(chosen).items())
            parts.append(Part(name, groups, dict(counts.most_common())))
    return Summary(len(scored), tuple(parts), latency([one.result for one in scored]))


def _grouped(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = {"all": list(scored)}
    for one in sorted(scored, key=lambda one: one.result.case.lang, reverse=True):
        groups.setdefault(f"lang: {one.result.case.lang}", []).append(one)
    for one in sorted(scored, key=lambda one: one.result.case.kind):
        groups.setdefault(f"kind: {one.result.case.kind}", []).append(one)
    places: dict[str, list[Scored]] = {}
    for one in scored:
        for place in {gold.place for gold in one.result.gold}:
            places.setdefault(f"place: {place}", []).append(one)
    return groups | (places if len(places) > 1 else {})


def _group(name: str, scored: Sequence[Scored], settings: EvalsSettings) -> Group:
    means = {}
    for measure in scored[0].scores:
        values = [value for one in scored if (value := one.scores[measure].value) is not None]
        if values:
            means[measure] = mean(values, settings.resamples, settings.seed)
    failed = sum(bool(one.failures) for one in scored)
    return Group(name, len(scored), means, _refusal([one.result for one in scored], settings), failed)


def _refusal(results: Sequence[Result], settings: EvalsSettings) -> Refusal:
    judged = [(should, declines(one)) for one in results if (should := should_decline(one)) is not None]
    if not judged:
        return Refusal(None, None, None)
    should, did = np.asarray(judged, dtype=bool).T
    drawn = np.random.default_rng(settings.seed).integers(len(judged), size=(settings.resamples, len(judged)))

    def share(of: Any, among: Any) -> Any:
        return of / np.maximum(among, 1e-9)

    def whole(hits: Any, said: Any, wanted: Any) -> tuple[Any, Any, Any]:
        return share(hits, said), share(hits, wanted), share(2 * hits, said + wanted)

    both = should & did
    points = whole(both.sum(), did.sum(), should.sum())
    spread = whole(both[drawn].sum(axis=1), did[drawn].sum(axis=1), should[drawn].sum(axis=1))
    counts = (int(did.sum()), int(should.sum()), int(did.sum() + should.sum()))
    found = [
        _interval(float(point), drawn_values, n) if n else None
        for point, drawn_values, n in zip(points, spread, counts, strict=True)
    ]
    return Refusal(*found)


def _interval(point: float, spread: Any, n: int) -> Mean:
    low, high = np.percentile(spread, [2.5, 97.5])
    return Mean(point, float(low), float(high), n)


def latency(results: Sequence[Result]) -> tuple[Latency, ...]:
    """Each stage's median and 95th percentile, in the order of the stages, the total last."""
    times: dict[str, list[float]] = {}
    for result in results:
        for stage, spent in result.answer["timings_ms"].items():
            times.setdefault(stage, []).append(float(spent))
    stages = sorted(times, key=lambda stage: stage == "total")
    found = []
    for stage in stages:
        p50, p95 = np.percentile(times[stage], [50, 95])
        found.append(Latency(stage, round(float(p50), 1), round(float(p95), 1), len(times[stage])))
    return tuple(found)
