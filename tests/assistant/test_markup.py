"""What the page shows of an answer, as HTML read back."""

from dataclasses import replace
from datetime import datetime

import pytest

from assistant.answer import Answer, Dropped
from assistant.page.conversations import Turn
from assistant.page.markup import answered

BLANK = Answer("校车有几辆?", "校车有几辆?", "zh", "partial", missing=("未提及：校车有几辆",))


def shown(answer, language="zh"):
    turn = Turn(7, "c", answer.question, {}, "done", answer.to_json(), datetime(2026, 1, 1))
    return str(answered(turn, language))


@pytest.mark.parametrize(
    ("language", "fold", "because"),
    [("zh", "未采用的句子（1）", "未采用，因为"), ("en", "Sentences not used (1)", "Not used, because")],
)
def test_a_sentence_that_was_not_used_is_folded_away_with_its_reason(language, fold, because):
    html = shown(replace(BLANK, dropped=(Dropped("新购校车<b>95辆</b>。", "95辆: 原文没有", ("1",)),)), language)
    assert f"<summary>{fold}</summary>" in html
    assert "新购校车&lt;b&gt;95辆&lt;/b&gt;。" in html
    assert because in html
    assert "95辆: 原文没有" in html


def test_nothing_is_folded_when_all_was_used():
    assert "dropped" not in shown(BLANK)


def test_the_question_as_understood_is_shown_only_when_it_was_rewritten():
    assert "understood" not in shown(BLANK)
    assert "关于幼儿园：有几所?" in shown(replace(BLANK, standalone_question="关于幼儿园：有几所?"))
