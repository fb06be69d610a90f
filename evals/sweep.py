"""In: settings and what to vary, TABLE.KEY=A,B. Out: the settings of every combination, and its cells of one table.

Does not ask; an encoder that is varied gets its own index beside the configured one (opening.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from corpus.settings import Table
from evals.errors import SweepError
from evals.opening import Tables
from evals.summary import Summary

T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Trial:
    """One combination of values, in the order of the --vary options, and its settings."""

    values: tuple[str, ...]
    tables: Tables


def names(options: Sequence[str]) -> list[str]:
    return [_parsed(option)[0] for option in options]


def trials(tables: Tables, options: Sequence[str]) -> Iterator[Trial]:
    """Every combination. Raises SweepError for what is not a setting, before anything is run."""
    parsed = [_parsed(option) for option in options]
    made = []
    for values in itertools.product(*(values for _, values in parsed)):
        changed = tables
        for (name, _), value in zip(parsed, values, strict=True):
            changed = _changed(changed, name, value)
        made.append(Trial(values, changed))
    return iter(made)


def _parsed(option: str) -> tuple[str, tuple[str, ...]]:
    name, equals, values = option.partition("=")
    if not equals or not all(value.strip() for value in values.split(",")):
        raise SweepError(f"--vary {option!r} is not TABLE.KEY=A,B; write for example --vary index.dense_weight=0.7,0.8")
    return name.strip(), tuple(value.strip() for value in values.split(","))


def _changed(tables: Tables, name: str, value: str) -> Tables:
    table, _, key = name.partition(".")
    if table == "index":
        index = _set(tables.index, table, key, value)
        if key in ("embedding_model", "query_prefix", "passage_prefix"):
            folder = index.folder.with_name(f"{tables.index.folder.name}-{Path(value).name or 'none'}")
            index = index.model_copy(update={"folder": folder})
        return replace(tables, index=index)
    if table == "assistant":
        return replace(tables, assistant=_set(tables.assistant, table, key, value))
    raise SweepError(f"--vary {name}: no table {table} is varied; vary a key of index or assistant")


def _set(settings: T, table: str, key: str, value: str) -> T:
    """The settings with one key set; a dotted key reaches into a table of the table."""
    first, _, rest = key.partition(".")
    if first not in type(settings).model_fields:
        known = ", ".join(type(settings).model_fields)
        raise SweepError(f"{table}.{first} is not a setting; known: {known}")
    inner = getattr(settings, first)
    new: object = _set(inner, f"{table}.{first}", rest, value) if rest and isinstance(inner, Table) else value
    try:
        return type(settings).model_validate({**settings.model_dump(), first: new})
    except ValidationError as error:
        raise SweepError(f"{table}.{key}={value}: {error.errors()[0]['msg'].lower()}; give another value") from error


def cells(summary: Summary, columns: Sequence[str]) -> list[str]:
    """The means of the first part's cases, the F1 of saying no and the median time."""
    whole = summary.parts[0].groups[0]
    f1 = whole.refusal.f1
    total = next((one.p50 for one in summary.latency if one.stage == "total"), 0.0)
    means = [f"{whole.means[name].value:.3f}" if name in whole.means else "-" for name in columns]
    return [*means, f"{f1.value:.3f}" if f1 else "-", f"{total:.0f}"]
