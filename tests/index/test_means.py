import numpy as np
from fakes import FakeEmbedder

from index import means
from index.lexical_terms import is_chinese


def test_the_mean_taken_away_leaves_unit_vectors():
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    # (1, 0) - (0.5, 0.5) = (0.5, -0.5), which has length 0.7071
    assert np.allclose(
        means.centred(vectors, np.array([0.5, 0.5], dtype=np.float32)),
        [[0.7071, -0.7071], [-0.7071, 0.7071]],
        atol=1e-4,
    )


def test_a_vector_that_is_the_mean_becomes_zero_not_nan():
    vectors = np.array([[1.0, 0.0]], dtype=np.float32)
    assert means.centred(vectors, vectors[0]).tolist() == [[0.0, 0.0]]


def test_each_language_has_the_mean_of_its_own_questions():
    found = means.query_means(FakeEmbedder())
    assert set(found) == {"zh", "en"}
    assert np.allclose(found["en"], FakeEmbedder().queries(list(means.ENGLISH)).mean(axis=0))
    assert not np.allclose(found["zh"], found["en"])


def test_the_parallel_questions_are_pairs_in_their_languages():
    assert len(means.CHINESE) == len(means.ENGLISH) == 40
    assert all(is_chinese(question) for question in means.CHINESE)
    assert not any(is_chinese(question) for question in means.ENGLISH)
