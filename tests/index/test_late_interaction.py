import numpy as np
import pytest

from index import late_interaction
from index.late_interaction import Tokens, packed

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]


def vectors(*rows):
    return np.array(rows, dtype=np.float32)


def test_each_token_of_the_question_counts_with_its_nearest_in_the_chunk():
    both, east = vectors(EAST, NORTH), vectors(EAST)
    question, weights = vectors(EAST, NORTH), np.array([0.75, 0.25], dtype=np.float32)
    found = late_interaction.likeness(question, weights, packed([both, east, east]), vectors([0, 0])[0])
    assert found.tolist() == pytest.approx([1.0, 0.75, 0.75], abs=0.01)


def test_the_mean_of_all_tokens_is_taken_away_first():
    # (3, 1) - (2, 1) = (1, 0) and (2, 3) - (2, 1) = (0, 2): at right angles, though the raw ones are not
    chunks = packed([vectors([3, 1]), vectors([2, 3])])
    found = late_interaction.likeness(vectors(NORTH), np.ones(1, np.float32), chunks, vectors([2, 1])[0])
    assert found.tolist() == pytest.approx([0.0, 1.0], abs=0.02)


def test_a_zero_vector_is_like_nothing():
    found = late_interaction.likeness(
        vectors(EAST), np.ones(1, np.float32), packed([vectors([0, 0])]), vectors([0, 0])[0]
    )
    assert found.tolist() == [0.0]


def test_packing_keeps_a_number_to_a_127th_of_the_largest_of_its_vector():
    given = np.random.default_rng(0).normal(size=(5, 8)).astype(np.float32)
    small = packed([given[:2], given[2:]])
    assert small.counts == (2, 3)
    assert small.numbers.dtype == np.int8
    error = np.abs(small.numbers * small.scales[:, None] - given)
    assert (error <= np.abs(given).max(axis=1, keepdims=True) / 254 + 1e-6).all()


def test_a_token_that_every_question_has_asks_next_to_nothing():
    usual = late_interaction.habit([Tokens((1, 2), vectors(EAST, NORTH)), Tokens((1, 3), vectors(EAST, EAST))])
    assert usual.mean == (0.75, 0.25)
    assert dict(usual.held) == {1: 2, 2: 1, 3: 1}
    # ln(3/3) -> 0.05, ln(3/2) = 0.405, ln(3/1) = 1.099: in all 1.554
    assert usual.weights((1, 2, 99)).tolist() == pytest.approx([0.032, 0.261, 0.707], abs=0.001)
