import numpy as np
import pytest
from fakes import FakeEmbedder, FakeTokenEmbedder

from index import embedding
from index.embedding_joined import JoinedEmbedder
from index.settings import IndexSettings

TEXTS = ["化解大班额", "河道清淤"]


class Fixed:
    """Answers with the vectors it was given."""

    def __init__(self, name, query, passage):
        self.name = name
        self.dimension = len(query)
        self._query, self._passage = (np.array([vector], dtype=np.float32) for vector in (query, passage))

    def queries(self, texts):
        return self._query

    def passages(self, texts):
        return self._passage


def test_the_likeness_is_the_weighed_sum_of_both():
    alike, unlike = Fixed("alike", [1, 0], [1, 0]), Fixed("unlike", [1, 0, 0], [0, 1, 0])
    joined = JoinedEmbedder([(alike, 0.75), (unlike, 0.25)])
    assert joined.dimension == 5
    assert (joined.queries(["q"]) @ joined.passages(["p"]).T).item() == pytest.approx(0.75)


def test_vectors_stay_unit():
    joined = JoinedEmbedder([(FakeEmbedder(16), 0.9), (FakeEmbedder(32), 0.1)])
    assert np.allclose(np.linalg.norm(joined.passages(TEXTS), axis=1), 1)
    assert joined.passages([]).shape == (0, 48)


def test_the_name_tells_parts_and_weights():
    joined = JoinedEmbedder([(FakeEmbedder(name="one"), 0.9), (FakeEmbedder(name="two"), 0.1)])
    assert joined.name == "0.9 one + 0.1 two"


def test_both_bundled_encoders_are_joined_by_the_setting(bundled_settings):
    both = embedding.load(IndexSettings(models=bundled_settings.models, embedding_model="bundled-both"))
    e5 = embedding.load(bundled_settings)
    assert both.dimension == 384 + 512
    assert e5.name in both.name
    vectors = both.passages(TEXTS)
    assert np.allclose(vectors[:, :384] / np.sqrt(0.9), e5.passages(TEXTS), atol=1e-5)


def test_tokens_are_the_first_encoders():
    first = FakeTokenEmbedder(16)
    joined = JoinedEmbedder([(first, 0.9), (FakeEmbedder(32), 0.1)])
    vectors, tokens = joined.passages_by_token(TEXTS)
    assert joined.token_dimension == 32
    assert np.array_equal(vectors, joined.passages(TEXTS))
    assert [text.ids for text in tokens] == [tuple(map(ord, text)) for text in TEXTS]
    assert JoinedEmbedder([(FakeEmbedder(16), 0.9), (first, 0.1)]).token_dimension == 0
