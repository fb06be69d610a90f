import numpy as np
import pytest
from fakes import FakeEmbedder

from corpus.bulletin import Section
from index import means


def section(title, mark=""):
    return Section(None, 1, mark, None, title, 0, len(title))


@pytest.mark.parametrize(
    ("title", "mark", "topic"),
    [
        ("(3)关于环保工作抓而不实问题", "(3)", "环保工作抓而不实"),
        ("（三）关于“四风”方面的问题。", "（三）", "“四风”"),
        ("1.供暖不热", "1.", "供暖不热"),
        ("问题", "", ""),
    ],
)
def test_a_topic_is_a_heading_without_its_frame(title, mark, topic):
    assert means.topic(section(title, mark)) == topic


def test_topics_are_different_and_spread_evenly():
    sections = [section(f"关于第{number // 2}件事问题") for number in range(4 * means.MOST_TOPICS)]
    found = means.topics(sections)
    assert len(found) == means.MOST_TOPICS
    assert found[:2] == ["第0件事", "第2件事"]


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


def test_a_corpus_without_headings_has_no_query_mean():
    found = means.query_means([], FakeEmbedder())
    assert set(found) == {"zh", "en"}
    assert not found["zh"].any()
    assert not found["en"].any()


def test_the_english_mean_is_the_chinese_one_moved_by_what_the_language_adds():
    embedder = FakeEmbedder()
    found = means.query_means(["供暖不热"], embedder)
    shift = embedder.queries(list(means.ENGLISH)).mean(0) - embedder.queries(list(means.CHINESE)).mean(0)
    assert np.allclose(found["en"] - found["zh"], shift, atol=1e-6)
