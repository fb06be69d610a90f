"""In: texts. Out: their token ids, as the whole Unigram tokenizer gives them, without loading its vocabulary.

A quarter of a million pieces take most of a second to load; a question needs some dozens of them. They are looked up
in a file, and a small tokenizer of just these, with the scores they have in the whole one, cuts the same way.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

_TABLE = "pieces.sqlite"
_FRAME = "frame.json"  # the tokenizer with no vocabulary but its special pieces


def save(whole: Any, folder: Path) -> None:
    """Write the pieces of a `tokenizers.Tokenizer` with a Unigram model, and all the rest of it, to `folder`."""
    described = json.loads(whole.to_str())
    vocabulary = described["model"]["vocab"]
    rows = sorted((piece, number, score) for number, (piece, score) in enumerate(vocabulary))
    with closing(sqlite3.connect(folder / _TABLE)) as table, table:
        table.execute("create table pieces (piece text primary key, id integer, score real) without rowid")
        table.executemany("insert into pieces values (?, ?, ?)", rows)
    special = [token["id"] for token in described["added_tokens"]]
    lowest = min(range(len(vocabulary)), key=lambda number: vocabulary[number][1])  # an unknown piece costs 10 more
    kept = list(dict.fromkeys([*special, lowest]))
    described["model"]["vocab"] = [vocabulary[number] for number in kept]
    described["model"]["unk_id"] = kept.index(described["model"]["unk_id"])
    for token in described["added_tokens"]:
        token["id"] = kept.index(token["id"])
    for token in described["post_processor"]["special_tokens"].values():
        token["ids"] = [kept.index(number) for number in token["ids"]]
    frame = {"ids": kept, "longest": max(len(piece) for piece, _ in vocabulary), "tokenizer": described}
    (folder / _FRAME).write_text(json.dumps(frame, ensure_ascii=False), encoding="utf-8")


class PieceTokenizer:
    """Reads what `save` wrote. Safe to use from several threads: every call has its own tokenizer."""

    def __init__(self, folder: Path, longest_text: int) -> None:
        frame = json.loads((folder / _FRAME).read_text(encoding="utf-8"))
        self._address = f"{(folder / _TABLE).resolve().as_uri()}?mode=ro&immutable=1"
        self._ids: list[int] = frame["ids"]
        self._longest: int = frame["longest"]
        self._described = frame["tokenizer"]
        self._longest_text = longest_text

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Whether `save` wrote to that folder."""
        return (folder / _TABLE).is_file() and (folder / _FRAME).is_file()

    def encode(self, texts: list[str]) -> list[list[int]]:
        """Token ids of each text, special pieces included, cut at the longest text the model takes."""
        from tokenizers import Tokenizer, models

        small = Tokenizer.from_str(json.dumps(self._described))
        model = self._described["model"]
        found = self._look_up(self._spans(small, texts))
        vocabulary = [tuple(piece) for piece in model["vocab"]] + [(piece, score) for piece, _, score in found]
        small.model = models.Unigram(vocabulary, unk_id=model["unk_id"], byte_fallback=False)
        small.enable_truncation(self._longest_text)
        ids = self._ids + [number for _, number, _ in found]
        return [[ids[local] for local in encoding.ids] for encoding in small.encode_batch(texts)]

    def _spans(self, tokenizer: Any, texts: list[str]) -> set[str]:
        """Every stretch of the normalised texts that could be a piece."""
        spans: set[str] = set()
        for text in texts:
            for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(text)):
                for start in range(len(word)):
                    spans.update(word[start:end] for end in range(start + 1, min(len(word), start + self._longest) + 1))
        return spans

    def _look_up(self, spans: Iterable[str]) -> list[tuple[str, int, float]]:
        known = {piece for piece, _ in self._described["model"]["vocab"]}
        wanted = json.dumps([span for span in spans if span not in known], ensure_ascii=False)
        query = "select piece, id, score from pieces where piece in (select value from json_each(?))"
        with closing(sqlite3.connect(self._address, uri=True)) as table:
            return table.execute(query, (wanted,)).fetchall()
