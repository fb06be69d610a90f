"""In: the bundled weights. Out: the encoder as an ONNX graph (input_ids, attention_mask -> last_hidden_state).

Word vectors stay in 4 bit (decoded as they are looked up, to the same values); texts must be padded on the right.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.bundled_weights import BLOCK, Blocks, Weights

_FUSED = "com.microsoft"  # ONNX Runtime's fused operators, all of them computed in float32
_OPSET, _FUSED_OPSET, _IR = 21, 1, 10
_EXTERNAL = 1024  # bytes; larger tensors go into the data file beside the graph, which is mapped, not read


def save(weights: Weights, path: Path) -> None:
    """Write the graph to `path` and its tensors to `path` + "_data"."""
    onnx.save_model(
        model(weights),
        str(path),
        save_as_external_data=True,
        location=f"{path.name}_data",
        size_threshold=_EXTERNAL,
    )


def model(weights: Weights) -> onnx.ModelProto:
    """The encoder with all its weights inside."""
    graph = _Graph()
    state = _embeddings(graph, weights)
    lengths = graph.node(
        "ReduceSum", graph.node("Cast", "attention_mask", to=TensorProto.INT32), graph.constant("one", [1]), keepdims=0
    )
    for number in range(weights.sizes.layers):
        state = _layer(graph, weights, f"l{number}", state, lengths)
    graph.nodes.append(helper.make_node("Identity", [state], ["last_hidden_state"]))
    shape = ["batch", "tokens"]
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, weights.sizes.hidden])],
        graph.tensors,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, _FUSED_OPSET)]
    return helper.make_model(made, opset_imports=opsets, ir_version=_IR)


class _Graph:
    """Nodes and tensors in the order they are made; every value is named by what made it."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def constant(self, name: str, values: Any) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.nodes_out(kind, *inputs, outputs=1, domain=domain, **attributes)[0]

    def nodes_out(self, kind: str, *inputs: str, outputs: int, domain: str = "", **attributes: Any) -> list[str]:
        names = [f"{kind}_{len(self.nodes)}_{n}" for n in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names


def _embeddings(graph: _Graph, weights: Weights) -> str:
    """Word + position + type, normalised."""
    word = weights.matrices["emb.word"]
    table = onnx.TensorProto(name="emb.word", data_type=TensorProto.INT4, dims=word.levels.shape, raw_data=_int4(word))
    graph.tensors.append(table)
    words = graph.node(
        "GatherBlockQuantized",
        *(table.name, "input_ids", graph.constant("emb.word.scales", word.scales)),
        domain=_FUSED,
        gather_axis=0,
        quantize_axis=1,
        block_size=BLOCK,
    )
    hidden = weights.sizes.hidden
    positions = weights.vectors["emb.pos"].reshape(-1, hidden) + weights.vectors["emb.type"].reshape(-1, hidden)[0]
    length = graph.node("Shape", "input_ids", start=1, end=2)
    used = graph.node("Slice", graph.constant("emb.pos", positions), graph.constant("zero", [0]), length)
    scale, shift = (graph.constant(name, weights.vectors[name]) for name in ("emb.ln.w", "emb.ln.b"))
    total = graph.node("Add", words, used)
    return graph.node("LayerNormalization", total, scale, shift, axis=-1, epsilon=weights.sizes.epsilon)


def _layer(graph: _Graph, weights: Weights, layer: str, state: str, lengths: str) -> str:
    """One transformer layer: attention, feed forward, each added to what came in and normalised."""

    def times(value: str, *names: str) -> str:
        matrix = np.concatenate([weights.matrices[f"{layer}.{name}.w"].dense() for name in names])
        return graph.node("MatMul", value, graph.constant(f"{layer}.{'+'.join(names)}.w", matrix.T))

    def vector(*names: str, end: str = "b") -> str:
        values = np.concatenate([weights.vectors[f"{layer}.{name}.{end}"] for name in names])
        return graph.constant(f"{layer}.{'+'.join(names)}.{end}", values)

    def added(value: str, before: str, norm: str, dense: str) -> str:
        inputs = (value, before, vector(norm, end="w"), vector(norm), vector(dense))
        return graph.node("SkipLayerNormalization", *inputs, domain=_FUSED, epsilon=weights.sizes.epsilon)

    projected = graph.node("Add", times(state, "q", "k", "v"), vector("q", "k", "v"))
    parts = graph.nodes_out("Split", projected, outputs=3, axis=-1, num_outputs=3)
    attended = graph.node("MultiHeadAttention", *parts, "", lengths, domain=_FUSED, num_heads=weights.sizes.heads)
    state = added(times(attended, "ao"), state, "aln", "ao")
    inner = graph.node("BiasGelu", times(state, "fi"), vector("fi"), domain=_FUSED)
    return added(times(inner, "fo"), state, "oln", "fo")


def _int4(blocks: Blocks) -> bytes:
    """Levels 0..15 as two's complement -8..7, two a byte, the first in the low half (ONNX's INT4)."""
    signed = blocks.levels ^ np.uint8(8)
    return (signed[:, 0::2] | (signed[:, 1::2] << 4)).tobytes()
