"""In: what a generation was made from, file by file, and its vectors' true mean. Out: contents.json and back.

Lets `sync` see what changed. Knows no bulletins.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import corpus

FILE = "contents.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """`files` maps a file's name to the hash of what its bulletin was read from; `mean` is of all vectors held."""

    reader: str  # the version of the code that read them
    files: dict[str, str]
    mean: tuple[float, ...]
    drift: float  # how far `mean` has moved from the manifest's, which search takes away; 0 after a full build

    def write(self, folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(asdict(self), ensure_ascii=True), encoding="utf-8")


def read(folder: Path) -> Contents | None:
    """None when there is none that can be read: an index of an older version."""
    try:
        record = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Contents(record["reader"], dict(record["files"]), tuple(record["mean"]), float(record["drift"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash of the code that turns files into bulletins and sentences: once changed, all are read anew."""
    whole = hashlib.sha256()
    here = Path(__file__).parent
    for path in [*sorted(Path(corpus.__path__[0]).glob("*.py")), here / "chunking.py"]:
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
