import numpy as np
import pytest

from index.errors import DamagedIndexError
from index.store import VectorStore

VECTORS = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]], dtype=np.float32)
IDS = ["a/1#1", "a/1#2", "b/2#1"]


@pytest.fixture
def store(tmp_path):
    VectorStore.create(tmp_path).add(IDS, VECTORS, ["a", "a", "b"])
    return VectorStore.open(tmp_path)


def test_the_largest_inner_product_comes_first(store):
    # inner products of (0, 2) with the three: 0, 2, 1.6; a vector longer than one shows that it is no cosine
    assert store.nearest(np.array([0.0, 2.0], dtype=np.float32), 2) == ["a/1#2", "b/2#1"]


def test_a_search_can_be_kept_to_bulletins(store):
    assert store.nearest(np.array([0.0, 1.0], dtype=np.float32), 3, ["a"]) == ["a/1#2", "a/1#1"]


@pytest.mark.parametrize("content", [None, b"", b"this is no database" * 100])
def test_a_missing_or_broken_store_is_damage(tmp_path, content):
    folder = tmp_path / "chroma"
    folder.mkdir()
    if content is not None:
        (folder / "chroma.sqlite3").write_bytes(content)
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        VectorStore.open(tmp_path)
