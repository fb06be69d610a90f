"""A question of several parts becomes its parts; one question stays one."""

from pathlib import Path

import pytest

from assistant.questions.parts import wants
from evals.case import load

SETS = Path(__file__).parents[2] / "evals" / "sets"
# Cases of the set that ask two things although their kind is that of one.
# Cases of one kind that do ask two things.
TWO = {f"laishan-{number}" for number in (182, 187, 261, 262, 264, 269)}


def texts(question: str) -> list[str]:
    return [part.text for part in wants(question)]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("花了多少钱，什么时候完工？", ["花了多少钱", "什么时候完工"]),
        ("旧桥和路灯分别投入了多少？", ["旧桥投入了多少", "路灯投入了多少"]),
        ("2019年和今年修路分别投资了多少？", ["2019年修路投资了多少", "今年修路投资了多少"]),
        ("供水、供暖两个方面各采取了什么措施？", ["供水采取了什么措施", "供暖采取了什么措施"]),
        ("先说说旧桥修了几座，再说说路灯花了多少钱", ["旧桥修了几座", "路灯花了多少钱"]),
        ("路灯装了多少盏？年内目标呢？", ["路灯装了多少盏", "年内目标呢"]),
        ("How many were built and when will it open?", ["How many were built", "when will it open"]),
        (
            "How much was spent on roads and bridges respectively?",
            ["How much was spent on roads", "How much was spent on bridges"],
        ),
        ("How many were built, and what is their capacity?", ["How many were built", "what is their capacity"]),
    ],
)
def test_each_part_is_asked(question: str, parts: list[str]) -> None:
    assert texts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "关于旧桥，修了几座？",
        "各部门和单位分别制定了哪些制度？",
        "各街道采取了什么措施？",
        "桥到现在一座都没有修，是吗？",
        "查处了那么多人，为什么这么多？",
        "How many hotels and how many offices got surprise checks?",
        "What was done about stray dogs and cats?",
        "offices too big: who got punished and how",
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert len(wants(question)) == 1


def test_single_questions_of_the_set_are_not_split() -> None:
    single = [
        case
        for case in load(SETS / "laishan.jsonl")
        if case.kind in ("measures", "date", "who", "yesno", "list") and case.id not in TWO
    ]
    assert len(single) >= 60
    assert [case.question for case in single if len(wants(case.question)) > 1] == []


def test_a_part_without_a_topic_is_about_the_one_named_before() -> None:
    assert [part.standalone for part in wants("断头路打通了几条，花了多少钱？")] == [
        "断头路打通了几条",
        "断头路：花了多少钱",
    ]
    assert [part.standalone for part in wants("关于旧桥：花了多少钱，什么时候完成？")] == [
        "旧桥：花了多少钱",
        "旧桥：什么时候完成",
    ]


def test_a_part_that_only_names_asks_as_the_one_before() -> None:
    assert [part.kind for part in wants("清洁煤推广了多少吨，炉具呢？")] == ["number", "number"]
