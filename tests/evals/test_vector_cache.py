import numpy as np
import pytest
from fakes import FakeEmbedder, FakeTokenEmbedder

from evals.vector_cache import CachedEmbedder
from index import late_interaction

TEXTS = ["新建小学5所。", "打通断头路34条。", "新建小学5所。"]


class Counting(FakeTokenEmbedder):
    def __init__(self):
        super().__init__()
        self.seen = []

    def passages_by_token(self, texts):
        self.seen += texts
        return super().passages_by_token(texts)


def test_vectors_and_tokens_are_those_of_the_encoder_as_the_index_packs_them(tmp_path):
    held = CachedEmbedder(FakeTokenEmbedder(), tmp_path)
    vectors, tokens = held.passages_by_token(TEXTS)
    expected, own = FakeTokenEmbedder().passages_by_token(TEXTS)
    assert np.array_equal(vectors, expected)
    for found, wanted in zip(tokens, own, strict=True):
        assert np.allclose(found.vectors, wanted.vectors, atol=1e-6)
        first, again = late_interaction.packed([wanted.vectors]), late_interaction.packed([found.vectors])
        assert np.array_equal(first.numbers, again.numbers)


def test_a_passage_is_encoded_once_however_many_runs_ask_for_it(tmp_path):
    first = Counting()
    CachedEmbedder(first, tmp_path).passages_by_token(TEXTS)
    assert first.seen == TEXTS[:2]
    later = Counting()
    held = CachedEmbedder(later, tmp_path)
    vectors, _ = held.passages_by_token(["打通断头路34条。", "新的一句。"])
    assert later.seen == ["新的一句。"]
    assert np.array_equal(vectors, FakeEmbedder().passages(["打通断头路34条。", "新的一句。"]))
    assert held.spent.texts == 3


@pytest.mark.parametrize("name", ["keys", "vectors", "ends", "numbers", "scales"])
def test_what_a_killed_run_had_half_written_is_encoded_again(tmp_path, name):
    CachedEmbedder(FakeTokenEmbedder(), tmp_path).passages_by_token(TEXTS)
    file = tmp_path / name
    file.write_bytes(file.read_bytes()[:-3])
    held = CachedEmbedder(FakeTokenEmbedder(), tmp_path)
    for _ in range(2):
        vectors, tokens = held.passages_by_token(TEXTS)
        assert np.array_equal(vectors, FakeEmbedder().passages(TEXTS))
        assert np.allclose(tokens[1].vectors, FakeTokenEmbedder().passages_by_token(TEXTS)[1][1].vectors, atol=1e-6)


def test_an_encoder_without_tokens_and_its_questions_pass_through(tmp_path):
    held = CachedEmbedder(FakeEmbedder(), tmp_path)
    assert held.token_dimension == 0
    assert np.array_equal(held.passages(TEXTS), FakeEmbedder().passages(TEXTS))
    assert np.array_equal(held.queries(["几所小学"]), FakeEmbedder().queries(["几所小学"]))
