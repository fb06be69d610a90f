"""In: a sentence-transformers folder with onnx/model.onnx. Out: an Embedder that imports no torch.

Gives the vectors that SentenceTransformer gives for the same folder (tested); models it cannot run are not for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.embedder import Vectors
from index.errors import ModelError
from index.late_interaction import Tokens
from index.machine import cores
from index.model_folder import declared_prompts, fingerprint, prefixes, read_json
from index.pieces import PieceTokenizer
from index.settings import IndexSettings

_GRAPH = Path("onnx") / "model.onnx"
_TOKENS_A_RUN = 512  # padded tokens encoded together: more is slower, what is computed no longer stays in the cache
_MANY = 400  # passages from which loading the whole tokenizer (most of a second) pays
_POOLINGS = ("mean", "cls")
MEND = "the bundled one: delete its folder, the next command makes it again"


class _Tokenizer(Protocol):
    def encode(self, texts: list[str]) -> list[list[int]]: ...


class _WholeTokenizer:
    """tokenizer.json as it is."""

    def __init__(self, path: Path, longest_text: int) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest_text)

    def encode(self, texts: list[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]


class OnnxEmbedder:
    """A transformer with mean or first-token pooling, on the processor."""

    def __init__(self, folder: Path, settings: IndexSettings) -> None:
        self._folder = folder
        self._pooling = _pooling(folder)
        self._prefixes = prefixes(settings, declared_prompts(folder), folder.name)
        self._longest = _longest_text(folder)
        self._pad = int(read_json(folder / "config.json").get("pad_token_id") or 0)
        self._session = _session(folder / _GRAPH)
        self._inputs = {value.name for value in self._session.get_inputs()}
        self._tokenizer = self._quick_tokenizer()
        self._passages_seen = 0
        self._special = frozenset(self._tokenizer.encode([""])[0])
        self._lead = self._own_count(self._prefixes.query), self._own_count(self._prefixes.passage)
        self.name = f"{folder.name}@{fingerprint(folder, self._prefixes)}"
        self.dimension = self.token_dimension = int(read_json(folder / "config.json")["hidden_size"])

    def queries(self, texts: list[str]) -> Vectors:
        return self._encode([self._prefixes.query + text for text in texts])[0]

    def passages(self, texts: list[str]) -> Vectors:
        self._expect(len(texts))
        return self._encode([self._prefixes.passage + text for text in texts])[0]

    def queries_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        return self._encode([self._prefixes.query + text for text in texts], self._lead[0])

    def passages_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        self._expect(len(texts))
        return self._encode([self._prefixes.passage + text for text in texts], self._lead[1])

    def _expect(self, passages: int) -> None:
        self._passages_seen += passages
        if self._passages_seen >= _MANY and not isinstance(self._tokenizer, _WholeTokenizer):
            self._tokenizer = self._whole_tokenizer()

    def _own_count(self, text: str) -> int:
        return sum(number not in self._special for number in self._tokenizer.encode([text])[0])

    def _quick_tokenizer(self) -> _Tokenizer:
        if PieceTokenizer.is_in(self._folder / _GRAPH.parent):
            return PieceTokenizer(self._folder / _GRAPH.parent, self._longest)
        return self._whole_tokenizer()

    def _whole_tokenizer(self) -> _Tokenizer:
        return _WholeTokenizer(self._folder / "tokenizer.json", self._longest)

    def _encode(self, texts: list[str], lead: int | None = None) -> tuple[Vectors, list[Tokens]]:
        """Unit vectors; also each text's tokens but the special ones and `lead` of the prefix, unless that is None."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        tokens: dict[int, Tokens] = {}
        ids = self._tokenizer.encode(texts)
        for rows in _runs([len(text) for text in ids]):
            vectors[rows], states = self._run([ids[row] for row in rows])
            if lead is not None:
                tokens |= {row: self._own(ids[row], state, lead) for row, state in zip(rows, states, strict=True)}
        return vectors, [tokens[row] for row in sorted(tokens)]

    def _own(self, ids: list[int], states: Vectors, lead: int) -> Tokens:
        kept = [place for place, number in enumerate(ids) if number not in self._special][lead:]
        return Tokens(tuple(ids[place] for place in kept), states[kept])

    def _run(self, ids: list[list[int]]) -> tuple[Vectors, Vectors]:
        """Encode together, padded on the right to the longest; pooled at unit length, and the state of every token."""
        tokens = np.full((len(ids), max(1, *map(len, ids))), self._pad, dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        states: Vectors = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        if self._pooling == "cls":
            pooled = states[:, 0]
        else:
            used = mask[:, :, None].astype(np.float32)
            pooled = (states * used).sum(axis=1) / np.maximum(used.sum(axis=1), 1)
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        unit: Vectors = (pooled / np.maximum(lengths, 1e-12)).astype(np.float32)
        return unit, states


def can_run(folder: Path) -> bool:
    """Whether the folder holds what OnnxEmbedder needs and nothing it would leave out (a Dense layer, say)."""
    needed = (_GRAPH, Path("tokenizer.json"), Path("config.json"), Path("modules.json"))
    if not all((folder / name).is_file() for name in needed):
        return False
    kinds = {module["type"].rpartition(".")[2] for module in read_json(folder / "modules.json")}
    return kinds <= {"Transformer", "Pooling", "Normalize"} and _pooling(folder) in _POOLINGS


def _runs(lengths: list[int]) -> list[list[int]]:
    """Rows grouped by like length, so that little is padded; longest first, so that memory is asked for once."""
    runs: list[list[int]] = []
    widest = 0
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        if runs and (len(runs[-1]) + 1) * widest <= _TOKENS_A_RUN:
            runs[-1].append(row)
        else:
            runs.append([row])
            widest = lengths[row]
    return runs


def _pooling(folder: Path) -> str:
    """The one pooling that the folder declares, "" for none or a mixture; both spellings of its file are in use."""
    path = folder / "1_Pooling" / "config.json"
    if not path.is_file():
        return ""
    declared = read_json(path)
    if isinstance(declared.get("pooling_mode"), str):
        return str(declared["pooling_mode"])
    flags = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    chosen = [key for key, value in declared.items() if key.startswith("pooling_mode_") and value]
    return flags.get(chosen[0], "") if len(chosen) == 1 else ""


def _longest_text(folder: Path) -> int:
    """In tokens, as SentenceTransformer limits it."""
    limits = [read_json(folder / "config.json").get("max_position_embeddings", 512)]
    for name, key in (("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length")):
        path = folder / name
        if path.is_file() and read_json(path).get(key):
            limits.append(read_json(path)[key])
    return int(min(limits))


def _session(graph: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cores()
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime raises its own kinds, all of them straight under Exception
        message = str(error).splitlines()[0]
        raise ModelError(f"cannot load {graph}: {message}; fetch the model anew ({MEND})") from error
