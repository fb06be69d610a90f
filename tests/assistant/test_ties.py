"""English words that an encoder ties to Chinese ones, and when they are asked for."""

import numpy as np
import pytest

from assistant.pipeline import Assistant
from assistant.speaks import Words
from assistant.ties import Ties
from index.embedder import Vectors

MEANT = {"stoves": (1.0, 0.0), "炉具": (0.8, 0.6), "发放": (0.6, 0.8), "debt": (0.0, -1.0)}


def test_words_whose_vectors_lie_close_are_tied_and_each_is_encoded_once() -> None:
    asked: list[str] = []

    def encode(words: list[str]) -> Vectors:
        asked.extend(words)
        return np.array([MEANT[word] for word in words], dtype=np.float32)

    ties = Ties(encode)
    assert ties.tied(["stoves", "debt"], ["炉具", "发放"]) == {"stoves"}  # cosines .8, -.6
    assert ties.tied(["stoves"], ["发放"]) == set()  # .6
    assert asked == ["stoves", "debt", "炉具", "发放"]


def test_an_encoder_that_cannot_tell_words_ties_none() -> None:
    assert Ties(lambda words: None).tied(["stoves"], ["炉具"]) == set()


def test_only_words_that_the_dictionary_leaves_are_asked_of_the_encoder() -> None:
    def translate(stems: object) -> dict[str, dict[str, float]]:
        return {"stove": {"炉具": 1.0}}

    def encode(words: list[str]) -> Vectors:
        raise AssertionError(words)

    assert Words(translate, Ties(encode)).told(["stoves"], "发放炉具9台") == {"stoves": 1.0}


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("people can't see a doctor nearby - how many clinics are there now", "102个"),
        ("How much rubbish and rubble has been carted away from back streets?", "2.1万余方"),
    ],
)
def test_an_english_word_without_an_entry_finds_its_figure(shipped: Assistant, question: str, fact: str) -> None:
    answer = shipped.ask(question)
    assert answer.status == "answered"
    assert fact in answer.text
