"""Follow-ups become standalone questions; full questions stay as they are."""

import pytest

from assistant.errors import HistoryError
from assistant.rewrite import Message, messages, rewrite


def asked(*questions: str) -> list[Message]:
    return [Message("user", question) for question in questions]


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("旧桥是怎么处理的？", "那花了多少钱？", "关于旧桥：花了多少钱？"),
        ("旧桥问题是怎么解决的？", "路灯呢？", "路灯问题是怎么解决的？"),
        ("what was done about stray dogs", "what about street lights?", "what was done about street lights"),
        ("what was done about stray dogs", "how many are left?", "Regarding stray dogs: how many are left?"),
        ("旧桥修了几座？", "什么时候完成？", "关于旧桥修：什么时候完成？"),
    ],
)
def test_a_follow_up_takes_the_topic_before_it(before: str, question: str, standalone: str) -> None:
    assert rewrite(question, asked(before)) == standalone


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("旧桥是怎么处理的？", "路灯一共装了多少盏？"),
        ("what was done about stray dogs", "How many street lights were installed?"),
    ],
)
def test_a_full_question_is_left_alone(before: str, question: str) -> None:
    assert rewrite(question, asked(before)) == question


def test_the_topic_carries_over_several_turns() -> None:
    history = asked("旧桥是怎么处理的？", "那花了多少钱？")
    assert rewrite("什么时候完成？", history) == "关于旧桥：什么时候完成？"


def test_the_second_one_is_the_second_cited_line_of_the_reply() -> None:
    history = [Message("user", "民生做了什么"), Message("assistant", "截至今日：\n修桥三座。[1]\n装路灯，共九盏。[2]")]
    assert rewrite("第二条详细说说", history) == "关于装路灯：第二条详细说说"


def test_without_history_nothing_changes() -> None:
    assert rewrite("那花了多少钱？", []) == "那花了多少钱？"


def test_a_history_of_another_form_is_an_error_that_says_the_form() -> None:
    with pytest.raises(HistoryError, match=r"message 1 .* role"):
        messages([{"role": "system", "content": "x"}])
    with pytest.raises(HistoryError, match="not a list"):
        messages({"role": "user"})
