"""Settings: one TOML file, one table a package; in: a path, out: a frozen model of the wanted table.

An unknown table or key is an error that names the nearest known one. Read at the edge (`__main__`, the page).
"""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import SettingsError

DEFAULT_SETTINGS = Path("settings.toml")
TABLES = ("corpus", "index", "assistant", "evals")


class Table(BaseModel):
    """Base of every settings table: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CorpusSettings(Table):
    """[corpus]: where the bulletins are, and what may be fetched."""

    folder: Path = Path("corpus/bulletins")
    allow_private_hosts: tuple[str, ...] = ()  # hosts of an intranet that `add` may fetch from


T = TypeVar("T", bound=Table)


def load(table: str, model: type[T], path: Path | None = None) -> T:
    """The `[table]` of the settings file as `model`; a missing default file means all defaults.

    Raises SettingsError for an unreadable file, an unknown table or key, or a value of the wrong type.
    """
    file = path or DEFAULT_SETTINGS
    if path is None and not file.exists():
        return model()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"cannot read settings {file}: {error.strerror}; check the path given with --settings"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} is not valid TOML ({error}); correct that line") from error
    for name in data:
        if name not in TABLES:
            raise SettingsError(f"{file}: unknown table [{name}]{_nearest(name, TABLES)}")
    try:
        return model.model_validate(data.get(table, {}))
    except ValidationError as error:
        raise SettingsError(f"{file}: {_explain(table, model, error)}") from error


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; known: {', '.join(known)}"


def _explain(table: str, model: type[Table], error: ValidationError) -> str:
    first = error.errors()[0]
    *above, key = [table, *(str(part) for part in first["loc"])]
    where = ".".join(above)
    if first["type"] == "extra_forbidden":
        return f"unknown key {key} in [{where}]{_nearest(key, _keys(model, above[1:]))}"
    if first["type"] == "model_type":
        return f"{'.'.join([*above, key])} holds a value; make it a table, [{'.'.join([*above, key])}]"
    return f"{'.'.join([*above, key])}: {first['msg'].lower()}; correct that value"


def _keys(model: type[BaseModel], above: list[str]) -> tuple[str, ...]:
    for name in above:
        said = model.model_fields[name].annotation if name in model.model_fields else None
        tables = [kind for kind in (said, *get_args(said)) if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not tables:
            return ()
        model = tables[0]
    return tuple(model.model_fields)
