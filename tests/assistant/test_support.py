"""How far a passage gives what is asked: a value of the type, beside the words that say of what."""

from datetime import date

import pytest

from assistant.questions.question import want
from assistant.speaks import LETTERS, Words
from assistant.sufficiency import asked_by
from assistant.support import beside, enough, support

JULY = date(2020, 7, 31)
CANAL = "投资1500万元,实施河道改造工程,已完成3.5公里河段清淤,处罚企业4家。"


def given(question: str, text: str, words: Words = LETTERS) -> bool:
    asked = asked_by(want(question))
    assert asked is not None
    return enough(asked, support(asked, text, "", JULY, words).share)


@pytest.mark.parametrize(
    ("question", "gives"),
    [
        ("河道改造投资多少钱?", True),
        ("处罚了多少家企业?", True),
        ("河道改造是哪家公司施工的?", False),
        ("河道里有多少张床位?", False),
        ("河道有多深?", False),
        ("清淤清出了多少吨淤泥?", False),
        ("明年处罚多少家企业?", False),
        ("处罚了多少套房子?", False),  # 4家 counts no flats
        ("河道清淤的停车位有几个?", False),  # a part of the words is there, what is counted is not
        ("处罚了多少名干部?", False),  # nor people
        ("债务处罚了多少?", False),  # the thing that stands before its verb is not there
        ("2018年处罚了多少家企业?", True),  # the text names no year that contradicts
    ],
)
def test_a_value_counts_only_beside_the_words_that_say_of_what(question: str, gives: bool) -> None:
    assert given(question, CANAL) is gives


def test_a_value_of_another_year_is_not_what_is_asked() -> None:
    assert not given("2018年处罚了多少家企业?", "2019年处罚企业4家。")
    assert given("2019年处罚了多少家企业?", "2019年处罚企业4家。")


def test_a_value_of_something_else_in_the_paragraph_is_not_that_of_the_one_named() -> None:
    told = "启动第六小学建设。"
    other = "化解大班额32个。"
    asked = asked_by(want("第六小学有几个班?"))
    assert asked is not None and asked.entities == ("第六小学",)
    assert support(asked, other, told + other, JULY, LETTERS).value is None
    assert support(asked, "第六小学有12个班。", told + other, JULY, LETTERS).value is not None


def test_a_value_of_a_paragraph_that_does_not_tell_of_the_one_named_is_not_his() -> None:
    asked = asked_by(want("宋立军收了多少钱?"))
    assert asked is not None and asked.entities == ("宋立军",)
    other = "公司收了3万元。"
    assert support(asked, other, other, JULY, LETTERS).value is not None
    known = beside(asked, ["对宋立军立案审查。", other], LETTERS, asked.text)
    assert support(known, other, other, JULY, LETTERS).value is None


def test_who_did_it_stands_beside_what_was_done() -> None:
    asked = asked_by(want("大酒店由谁来运营?"))
    assert asked is not None
    apart = support(asked, "区政府推进大酒店项目。", "另有运营中心一处。", JULY, LETTERS)
    assert not enough(asked, apart.share)


def test_a_deputy_is_not_the_one_he_stands_in_for() -> None:
    assert given("小组的组长是谁?", "由王建国同志任组长。")
    assert not given("小组的副组长是谁?", "由王建国同志任组长。")


def test_an_english_word_is_spoken_of_by_the_terms_that_translate_it() -> None:
    def translate(stems: object) -> dict[str, dict[str, float]]:
        return {"firm": {"企业": 1.0}}

    assert given("How many firms were fined?", CANAL, Words(translate))
    assert not given("How many beds are there?", CANAL, Words(translate))


def test_another_word_of_the_same_meaning_counts() -> None:
    assert Words().spoken(["补助"], "发放工资3万元")["补助"] == 0.0
    assert Words().spoken(["补助"], "发放补贴3万元")["补助"] == 0.75
