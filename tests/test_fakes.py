import numpy as np
from fakes import FakeEmbedder


def test_vectors_are_unit_and_repeatable():
    vectors = FakeEmbedder().passages(["大班额", ""])
    assert vectors.shape == (2, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert np.array_equal(vectors, FakeEmbedder().queries(["大班额", ""]))


def test_shared_words_are_nearer_than_none():
    near, far, query = FakeEmbedder().passages(["化解大班额问题", "疏浚河道清淤", "大班额"])
    assert query @ near > query @ far
