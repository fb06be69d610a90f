"""In: a summary and a file of thresholds. Out: the lines that fail; none means the version may go live.

Knows the tuning part only: a gate on the held-out part would tune on it, one red build at a time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from evals.errors import GateError
from evals.summary import Group, Summary

THRESHOLDS = Path("evals/sets/gate.toml")
PART = "tuning"
Limits = dict[str, dict[str, float]]  # group ("all", "lang: zh", "kind: number") -> measure -> limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Which sets are asked, and the least and most that each measure may show in each group."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    sets: tuple[Path, ...]
    least: Limits = field(default_factory=dict)
    most: Limits = field(default_factory=dict)
    most_failures: dict[str, int] = field(default_factory=dict)  # what failed -> cases


@dataclass(frozen=True, slots=True)
class Line:
    """One threshold and what was measured."""

    group: str
    measure: str
    measured: float
    limit: float
    ok: bool
    bound: str  # "at least", "at most"

    def __str__(self) -> str:
        verdict = "ok  " if self.ok else "FAIL"
        return f"{verdict} {self.group}: {self.measure} is {self.measured:.3f}, {self.bound} {self.limit:.3f} is asked"


def load(path: Path) -> Thresholds:
    """The thresholds of a file. Raises GateError."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return TypeAdapter(Thresholds).validate_python(raw)
    except OSError as error:
        raise GateError(f"cannot read {path}: {error.strerror}; check the path given with --thresholds") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GateError(f"{path} is not valid TOML ({error}); correct that line") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise GateError(f"{path}: {where}: {first['msg'].lower()}; correct that key") from error


def judge(summary: Summary, thresholds: Thresholds) -> list[Line]:
    """Every threshold compared, in the order of the file. Raises GateError for one that nothing measures."""
    part = next((part for part in summary.parts if part.name == PART), None)
    if part is None:
        raise GateError(f"the run holds no case of the {PART} part; run the sets with --part tuning or all")
    groups = {group.name: _values(group) for group in part.groups}
    lines = []
    for bound, limits in (("at least", thresholds.least), ("at most", thresholds.most)):
        for group, measures in limits.items():
            for measure, limit in measures.items():
                measured = _measured(groups, group, measure)
                ok = measured >= limit if bound == "at least" else measured <= limit
                lines.append(Line(group, measure, measured, limit, ok, bound))
    for failure, most in thresholds.most_failures.items():
        count = part.failures.get(failure, 0)
        lines.append(Line("all", f"cases failed by “{failure}”", count, most, count <= most, "at most"))
    return lines


def _measured(groups: Mapping[str, Mapping[str, float]], group: str, measure: str) -> float:
    if group not in groups:
        raise GateError(f"no group {group} was measured; known: {', '.join(groups)}; correct the thresholds")
    if measure not in groups[group]:
        known = ", ".join(groups[group])
        raise GateError(f"{group} has no measure {measure}; known: {known}; correct the thresholds")
    return groups[group][measure]


def _values(group: Group) -> dict[str, float]:
    values = {name: found.value for name, found in group.means.items()}
    refusal = group.refusal
    named = {"refusal precision": refusal.precision, "refusal recall": refusal.recall, "refusal F1": refusal.f1}
    return values | {name: found.value for name, found in named.items() if found is not None}
