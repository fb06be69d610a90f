"""A case made of an answer in the chat: what is gold, what is masked."""

from datetime import UTC, datetime

import pytest
from made_results import GOLD, OTHER, OTHER_TEXT, answer

from assistant.page.conversations import Turn
from assistant.page.feedback import Said
from evals.case import PARAGRAPH_ID
from evals.errors import SetError
from evals.staff_case import case_of

HITS = [
    {"paragraph_id": name, "bulletin_id": "yiqu-2020", "text": text, "score": 1.0}
    for name, text in ((GOLD.paragraph_id, GOLD.text), (OTHER, OTHER_TEXT))
]


def turn(number, question, given):
    return Turn(number, "c", question, {}, "done", given, datetime(2026, 11, 25, tzinfo=UTC))


def test_a_picked_paragraph_is_gold_and_the_case_waits_for_review():
    asked = turn(1, "更换管网多少公里?", answer("新建小学5所", hits=HITS))
    made = case_of(asked, [asked], Said("bad", ("citation",), (OTHER,), "应是第二段"))
    assert made.gold == (OTHER,)
    assert PARAGRAPH_ID.fullmatch(OTHER)
    assert (made.answerable, made.reviewed, made.lang) == (True, False, "zh")
    assert made.note == "bad; citation; 应是第二段"


def test_a_paragraph_that_the_answer_did_not_offer_is_no_gold():
    asked = turn(1, "更换管网多少公里?", answer("新建小学5所", hits=HITS))
    with pytest.raises(SetError, match="pick the paragraph"):
        case_of(asked, [asked], Said("bad", ("citation",), ("elsewhere/00000001",)))


def test_what_the_bulletins_do_not_say_becomes_an_unanswerable_case():
    asked = turn(1, "小学校长叫什么?", answer("新建小学5所"))
    made = case_of(asked, [asked], Said("bad", ("absent",), (GOLD.paragraph_id,)))
    assert (made.answerable, made.gold) == (False, ())


def test_a_good_answer_keeps_what_it_cites_and_its_status():
    asked = turn(1, "新建小学多少所?", answer("新建小学5所", status="partial"))
    made = case_of(asked, [asked], Said("good"))
    assert made.gold == (GOLD.paragraph_id,)
    assert made.expect == ("partial",)


def test_personal_numbers_are_masked_alike_in_question_history_and_note():
    first = turn(1, "我的电话13812345678,新建小学多少所?", answer("新建小学5所"))
    first.answer["standalone_question"] = first.question
    second = turn(2, "那13812345678打得通吗?13987654321呢?", answer("新建小学5所", standalone_question="还有吗"))
    made = case_of(second, [first, second], Said("good", note="回电13987654321"))
    assert made.question == "那〔手机号A〕打得通吗?〔手机号B〕呢?"
    assert [one["content"] for one in made.history] == ["我的电话〔手机号A〕,新建小学多少所?", "新建小学5所"]
    assert made.note == "good; 回电〔手机号B〕"


def test_a_question_without_an_answer_is_no_case():
    asked = turn(1, "新建小学多少所?", None)
    with pytest.raises(SetError, match="no answer yet"):
        case_of(asked, [asked], Said("good"))
