import numpy as np
import pytest

from index.errors import DamagedIndexError
from index.vector_file import VectorFile, VectorFileWriter

VECTORS = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [-1.0, 0.0]], dtype=np.float32)
MEAN = np.array([0.5, 0.0], dtype=np.float32)


@pytest.fixture
def held(tmp_path):
    writer = VectorFileWriter(tmp_path / "vectors", 2)
    writer.add(VECTORS[:1])
    writer.add(VECTORS[1:])
    writer.close(MEAN)
    return VectorFile(tmp_path / "vectors", 2, 4)


def test_vectors_come_back_raw_in_the_order_asked_for(held):
    assert held.read([2, 0]).tolist() == VECTORS[[2, 0]].tolist()
    assert held.read([]).shape == (0, 2)


def test_likeness_is_the_cosine_range_by_range(held):
    question = np.array([0.0, 1.0], dtype=np.float32)
    found = held.likeness(question, MEAN, 0.0, [(2, 4), (0, 1)])
    assert np.allclose(found, [0.8, 0.0, 0.0], atol=1e-6)


def test_the_share_of_the_mean_is_taken_away_before_the_lengths_are_made_one(held):
    # less the mean the rows are (.5, 0), (-.5, 1), (.1, .8), (-1.5, 0)
    found = held.likeness(np.array([0.0, 1.0], dtype=np.float32), MEAN, 1.0, [(0, 2), (2, 4)])
    assert np.allclose(found, [0.0, 1 / 1.25**0.5, 0.8 / 0.65**0.5, 0.0], atol=1e-6)


def test_a_vector_that_is_the_mean_is_like_nothing(tmp_path):
    writer = VectorFileWriter(tmp_path / "vectors", 2)
    writer.add(MEAN[None])
    writer.close(MEAN)
    held = VectorFile(tmp_path / "vectors", 2, 1)
    assert held.likeness(np.array([1.0, 0.0], dtype=np.float32), MEAN, 1.0, [(0, 1)]).tolist() == [0.0]


@pytest.mark.parametrize("name", ["vectors.float32", "products.float32"])
@pytest.mark.parametrize("harm", ["gone", "one row less", "not whole numbers"])
def test_a_file_that_is_not_whole_is_damage(tmp_path, held, name, harm):
    file = tmp_path / "vectors" / name
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[: -8 if harm == "one row less" else -3])
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        VectorFile(tmp_path / "vectors", 2, 4)
