import numpy as np

from index.fusion import fuse, paragraphs

DENSE = np.array([0.9, 0.5, 0.1], dtype=np.float32)
NOTHING = np.zeros(3, dtype=np.float32)


def order(dense, lexical, dense_weight, lexical_weight):
    return np.argsort(-fuse(np.float32(dense), np.float32(lexical), dense_weight, lexical_weight)).tolist()


def test_without_lexical_evidence_the_vectors_decide():
    assert order(DENSE, NOTHING, 0.5, 0.5) == [0, 1, 2]


def test_both_legs_are_brought_to_one_scale():
    # z(dense) = 1.22, 0, -1.22; z(lexical) = -1.22, 0, 1.22: with equal weights they cancel out.
    assert np.allclose(fuse(DENSE, np.float32([0.0, 0.5, 1.0]), 0.5, 0.5), 0, atol=1e-5)


def test_the_weights_decide_between_the_legs():
    lexical = [0.0, 0.5, 1.0]
    assert order(DENSE, lexical, 0.8, 0.2) == [0, 1, 2]
    assert order(DENSE, lexical, 0.2, 0.8) == [2, 1, 0]


def test_a_nearly_empty_lexical_list_does_not_overrule_the_vectors():
    # One stray word worth 1% of the question: as a plain z-score it would count as much as the whole dense leg.
    assert order(DENSE, [0.0, 0.0, 0.01], 0.5, 0.5) == [0, 1, 2]


def test_equal_scores_are_no_division_by_zero():
    assert np.array_equal(fuse(NOTHING, NOTHING, 0.5, 0.5), NOTHING)


def test_a_paragraph_is_like_its_best_sentence_and_a_little_like_its_second():
    # 0.5 + 0.3 * 0.4, 0.6 + 0.3 * 0.1, and a single sentence: 0.55 + 0.3 * (0.55 - 0.1)
    found = paragraphs(np.float32([0.1, 0.5, 0.4, 0.6, 0.1, 0.55]), [3, 2, 1])
    assert np.allclose(found, [0.62, 0.63, 0.685])
