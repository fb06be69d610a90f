"""In: the settings. Out: the files and folders that people's work is in, each under the key of its setting.

Read off the settings' own types, so a new path is kept without being listed here. Knows no archive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from corpus.settings import Table

MADE_ANEW = ("index.models",)  # expanded from the packages again when it is missing
# Part of the program while a setting has its default; another path is someone's own.
SHIPPED = ("evals.set", "evals.follow_ups", "evals.letters", "evals.refusals", "assistant.office.templates")
INDEX = "index.folder"
SETTINGS = "settings"  # the settings file itself; no table has this name


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder that a setting names; `key` is table.key as the settings file has it."""

    key: str
    path: Path


def places(tables: Mapping[str, Table]) -> list[Place]:
    """What is to be kept, there or not; a place inside another is left out, for it comes along with that."""
    found = [
        place for table, settings in tables.items() for place in _paths(table, settings) if place.key not in MADE_ANEW
    ]
    roots = [place for place in found if not any(_inside(place.path, other.path) for other in found)]
    return list({place.path.absolute(): place for place in roots}.values())


def _paths(above: str, settings: BaseModel) -> Iterator[Place]:
    for name, field in type(settings).model_fields.items():
        key, value = f"{above}.{name}", getattr(settings, name)
        if key in SHIPPED and value == field.get_default(call_default_factory=True):
            continue
        if isinstance(value, BaseModel):
            yield from _paths(key, value)
        for number, one in enumerate(value if isinstance(value, tuple) else [value]):
            if isinstance(one, Path):
                yield Place(f"{key}.{number}" if isinstance(value, tuple) else key, one)


def _inside(path: Path, other: Path) -> bool:
    return other.absolute() in path.absolute().parents
