"""Whether the bulletins speak of what is asked at all: likeness of the nearest sentence, and words it shares."""

from dataclasses import replace

import pytest

from assistant.pipeline import Assistant
from assistant.relevance import nearness, spoken_of
from assistant.speaks import LETTERS
from index.chunk import Hit


def hit(assistant: Assistant, likeness: float) -> Hit:
    """The paragraph about dead-end roads, its sentence with the figures as like as that, the others not at all."""
    (found,) = assistant.searcher.search("断头路打通了多少条？", 1)
    chunks = [replace(one, dense=likeness if "34条" in one.chunk.text else -1.0) for one in found.chunks]
    return replace(found, chunks=tuple(chunks))


def test_each_word_that_is_spoken_of_adds_to_the_likeness(assistant: Assistant) -> None:
    near = hit(assistant, 0.30)  # 累计投入24亿元,打通断头路34条。
    assert nearness("打通", [near], LETTERS) == pytest.approx(0.45)  # 0.30 + 0.15 * 1
    assert nearness("食堂", [near], LETTERS) == pytest.approx(0.30)
    assert nearness("怎么办", [near], LETTERS) == pytest.approx(0.405)  # no word of a subject: 0.7


@pytest.mark.parametrize(("likeness", "found"), [(0.20, "unspoken"), (0.26, "doubtful"), (0.40, "spoken")])
def test_what_is_hardly_like_anything_is_doubted_or_not_spoken_of(
    assistant: Assistant, likeness: float, found: str
) -> None:
    assert spoken_of("食堂", [hit(assistant, likeness)], LETTERS) == found
    assert spoken_of("食堂", [], LETTERS) == "unspoken"


@pytest.mark.parametrize(
    "question",
    [
        "医保基金被骗的问题查了没有",
        "秸秆焚烧怎么管",
        "建了多少个充电桩",
        "文物保护做了哪些工作",
        "村级债务化解了多少",
        "What was done about private tutoring centres?",
        "How many cases of bid rigging were punished?",
        "How many hectares of farmland were upgraded?",
    ],
)
def test_a_topic_that_the_bulletin_does_not_speak_of_is_said_to_be_missing(shipped: Assistant, question: str) -> None:
    answer = shipped.ask(question)
    assert answer.status in ("not_found", "partial")
    assert answer.missing


def test_of_two_topics_the_one_that_is_not_spoken_of_is_named(shipped: Assistant) -> None:
    answer = shipped.ask("断头路打通了几条？秸秆焚烧怎么管？")
    assert answer.status == "partial"
    assert "打通了34条断头路" in answer.text
    assert answer.missing == ("未提及：秸秆焚烧怎么管",)


def test_a_part_that_leans_on_the_others_is_not_judged_alone(shipped: Assistant) -> None:
    assert shipped.ask("清洁煤推广了多少吨,炉子发了多少台,年内目标呢?").status == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "村集体没钱,怎么帮村里挣钱",
        "小巷子又脏又乱,收拾了几条",
        "房子盖起来了吗,拆迁户今年能住进去吗",
        "can old folks get a cheap meal somewhere nearby",
    ],
)
def test_everyday_words_for_what_it_speaks_of_find_it(shipped: Assistant, question: str) -> None:
    assert shipped.ask(question).statements
