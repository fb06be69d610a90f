"""In: a sentence-transformers folder. Out: the prompts it declares and a fingerprint of what makes its vectors.

Reads files only; knows nothing of running a model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ModelError
from index.settings import IndexSettings

_E5 = {"query": "query: ", "passage": "passage: "}  # the model card's; e5 folders do not always declare them
_SHAPING = ("modules.json", "*/config.json", "config.json", "sentence_bert_config.json", "tokenizer*.json", "*.model")
_WEIGHTS = ("*.safetensors", "*.bin", "onnx/model.onnx*")  # the first kind that is there
_SAMPLES, _SAMPLE = 16, 4096  # of a weight file, evenly spread: training changes every part of it


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What is put before a text."""

    query: str
    passage: str


def prefixes(settings: IndexSettings, declared: Mapping[str, str | None], model: str) -> Prefixes:
    """Those of the settings, else those that the model declares, else e5's own for an e5 model, else none."""
    texts = {name: text for name, text in declared.items() if text}
    if not texts and "e5-" in model.lower() and "instruct" not in model.lower():
        texts = _E5
    passage = texts.get("passage", texts.get("document", ""))
    return Prefixes(
        query=texts.get("query", "") if settings.query_prefix is None else settings.query_prefix,
        passage=passage if settings.passage_prefix is None else settings.passage_prefix,
    )


def declared_prompts(folder: Path) -> dict[str, str]:
    """From config_sentence_transformers.json; empty when the folder declares none."""
    path = folder / "config_sentence_transformers.json"
    prompts = read_json(path).get("prompts") if path.is_file() else None
    return dict(prompts or {})


def fingerprint(folder: Path, prefixes: Prefixes) -> str:
    """Eight hex digits that change with the weights, the configuration or the passage prefix."""
    weights = next((found for form in _WEIGHTS if (found := sorted(folder.glob(form)))), [])
    return digest([*sorted({path for form in _SHAPING for path in folder.glob(form)}), *weights], prefixes.passage)


def digest(files: Iterable[Path], more: str = "") -> str:
    """Eight hex digits of the files' names, sizes and samples, and of a text; ModelError if one is unreadable."""
    found = hashlib.sha256(more.encode())
    try:
        for path in files:
            found.update(path.name.encode())
            for part in _parts(path):
                found.update(part)
    except OSError as error:
        raise ModelError(f"cannot read {error.filename}: {error.strerror}; make it readable") from error
    return found.hexdigest()[:8]


def _parts(path: Path) -> Iterator[bytes]:
    """The size and evenly spread samples: enough to tell two models apart without reading gigabytes."""
    size = path.stat().st_size
    yield str(size).encode()
    with path.open("rb") as file:
        if size <= _SAMPLES * _SAMPLE:
            yield file.read()
            return
        for number in range(_SAMPLES):
            file.seek((size - _SAMPLE) * number // (_SAMPLES - 1))
            yield file.read(_SAMPLE)


def read_json(path: Path) -> Any:
    """A JSON file of the folder, or ModelError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot read {path}: {error}; put the model's files there again") from error
