"""What a question asks for: the type of the value and the words that say of what, in both languages."""

import pytest

from assistant.question import want
from assistant.sufficiency import asked_by


@pytest.mark.parametrize(
    ("question", "type_", "focus"),
    [
        ("新医院有多少张床位?", "count", ("床位",)),
        ("大桥有多高?", "length", ("大桥", "高")),
        ("清洁煤一吨卖多少钱?", "price", ("清洁", "煤")),
        ("小学的校长叫什么名字?", "person", ("校长",)),
        ("大桥是谁设计的?", "agent", ("设计",)),
        ("公园什么时候开业?", "date", ("开业",)),
        ("企业一共被罚款多少万元?", "money", ("罚款",)),
        ("服务大厅几点上班?", "clock", ("服务", "大厅")),
        ("出台了哪个方案?", "document", ("出台",)),
        ("How many rooms will the hotel have?", "count", ("rooms",)),
        ("How high is the pier?", "length", ("high",)),
        ("Who is the architect of the hall?", "identity", ("architect",)),
        ("Which bank issues the cards?", "name", ("bank", "issues", "cards")),
        ("When will the garden open to visitors?", "date", ("open", "visitors")),
        ("What are the opening hours of the hall?", "clock", ()),
        ("What is the monthly fee at the school?", "price", ("fee",)),
    ],
)
def test_the_type_and_the_words_that_say_of_what(question: str, type_: str, focus: tuple[str, ...]) -> None:
    asked = asked_by(want(question))
    assert asked is not None
    assert (asked.type, asked.focus) == (type_, focus)


@pytest.mark.parametrize(
    "question",
    [
        "大班额问题是怎么解决的?",
        "谁也不敢批评谁,怎么改的",
        "疫情有没有扩散?",
        "what was done about large class sizes",
        "dead-end roads",
    ],
)
def test_what_was_done_or_whether_asks_for_no_value(question: str) -> None:
    assert asked_by(want(question)) is None


def test_a_missing_value_is_named_by_its_type_and_subject() -> None:
    beds = asked_by(want("新医院有多少张床位?"))
    bank = asked_by(want("How many rooms will the hotel have?"))
    assert beds is not None and bank is not None
    assert (beds.label, bank.label) == ("床位的数量（多少张）", "the number of rooms")
