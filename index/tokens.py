"""In: texts. Out: how many tokens a language model counts in them; texts cut to a budget. Never asks a network.

Counts with Qwen's byte pair ranks, which the package `dashscope` carries: close enough for any model's budget.
"""

from __future__ import annotations

import base64
import functools
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import VocabularyError

if TYPE_CHECKING:
    import tiktoken

_PACKAGE = "dashscope"
_RANKS = Path("resources") / "qwen.tiktoken"
# Qwen's own pattern: dashscope/tokenizers/qwen_tokenizer.py
_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_PART = 50_000  # characters counted at once: tiktoken's pattern matcher overflows its stack on a huge run


def count(text: str) -> int:
    """The number of tokens; special tokens written in the text count as plain text."""
    return sum(len(_encoding().encode_ordinary(part)) for part in _parts(text))


def truncate(text: str, budget: int) -> str:
    """A beginning of the text, in whole characters, that has at most `budget` tokens and wastes next to none."""
    if budget <= 0:
        return ""
    kept: list[int] = []
    for part in _parts(text):
        kept += _encoding().encode_ordinary(part)
        if len(kept) > budget:
            # A cut inside a character leaves bytes that are no text; such a tail is dropped.
            beginning = _encoding().decode_bytes(kept[:budget]).decode(errors="ignore")
            return _within(text[: len(beginning)], budget)
    return text


def _within(text: str, budget: int) -> str:
    """Shorten character by character: a cut text may be counted a little differently than as part of the whole."""
    while count(text) > budget:
        text = text[:-1]
    return text


def _parts(text: str) -> list[str]:
    return [text[start : start + _PART] for start in range(0, len(text), _PART)]


@functools.cache
def _encoding() -> tiktoken.Encoding:
    import tiktoken

    return tiktoken.Encoding("qwen", pat_str=_PATTERN, mergeable_ranks=_ranks(), special_tokens={})


def _ranks() -> dict[bytes, int]:
    spec = importlib.util.find_spec(_PACKAGE)  # finds without importing: its import takes seconds
    if spec is None or spec.origin is None:
        raise VocabularyError(f"counting tokens needs the package {_PACKAGE}; run: .venv/bin/pip install {_PACKAGE}")
    file = Path(spec.origin).parent / _RANKS
    try:
        lines = [line.split() for line in file.read_bytes().splitlines() if line]
        return {base64.b64decode(token): int(rank) for token, rank in lines}
    except (OSError, ValueError) as error:
        raise VocabularyError(
            f"cannot read {file.name} of {_PACKAGE} ({error}); run: .venv/bin/pip install --force-reinstall {_PACKAGE}"
        ) from error
