"""What a question asks for: the type of the value and the words that say of what, in both languages."""

import pytest

from assistant.questions.question import want
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
        ("国企监管靠哪个方案?", "document", ("国企", "监管")),
        ("失业率", "percent", ("失业率",)),
        ("医院床位数", "count", ("床位",)),
        ("减免额", "money", ("减免",)),
        ("意见寄到什么地方?", "address", ()),
        ("大桥的设计单位是哪一家?", "name", ("设计",)),
        ("修桥的预算是多少?", "money", ("修桥",)),
        ("拆违由哪家公司承包?", "name", ("拆违",)),
        ("村级债务化解了多少?", "number", ("村级", "债务", "化解")),
        ("书记一个月发多少工资?", "money", ("工资", "发")),
        ("How many cases of domestic violence were handled?", "count", ("cases", "domestic", "violence")),
        ("How many people were vaccinated?", "count", ("vaccinated",)),
        ("How many hectares of farmland were upgraded?", "area", ("farmland",)),
        ("How much did the new flats cost to build?", "money", ("new", "flats")),
        ("What portion of the bridges is repaired?", "percent", ("bridges", "repaired")),
        ("Which plan was drafted for the harbour?", "document", ("harbour",)),
        ("Who were the five committee members?", "person", ("five", "committee", "members")),
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


def test_places_in_a_list_are_not_persons() -> None:
    risen, present = asked_by(want("满意度提高了几位?")), asked_by(want("来了几位专家?"))
    assert risen is not None and present is not None
    assert (risen.unit, present.unit) == ("", "位")


def test_people_are_counted_by_head_and_families_by_household() -> None:
    pupils, families = asked_by(want("新学校能招多少学生?")), asked_by(want("多少人家能拿上房产证?"))
    english = asked_by(want("How many pupils will the school take?"))
    assert pupils is not None and families is not None and english is not None
    assert (pupils.unit, families.unit, english.unit) == ("人", "户", "人")


def test_a_name_written_as_it_sounds_is_what_the_english_question_is_about() -> None:
    dredged = asked_by(want("Which company dredged the Guangdang River?"))
    assert dredged is not None
    assert dredged.entities == ("Guangdang",)


def test_the_askers_own_story_names_nothing_that_is_asked_about() -> None:
    classes = asked_by(want("我孩子今年上小学，听说班里都六七十人，请问大班额问题什么时候能解决"))
    assert classes is not None
    assert (classes.focus, classes.entities) == (("大班额",), ())


def test_bodies_of_a_sort_are_missing_by_the_name_of_the_sort() -> None:
    builder = asked_by(want("拆违由哪家公司承包?"))
    assert builder is not None
    assert builder.label == "拆违公司的具体名称（名单）"


def test_a_missing_value_is_named_by_its_type_and_subject() -> None:
    beds = asked_by(want("新医院有多少张床位?"))
    bank = asked_by(want("How many rooms will the hotel have?"))
    assert beds is not None and bank is not None
    assert (beds.label, bank.label) == ("床位的数量（多少张）", "the number of rooms")


@pytest.mark.parametrize(
    ("question", "unit"),
    [("老旧小区改造惠及多少户居民?", "户"), ("培训了多少名学员?", "人"), ("惠及多少户?", "户"), ("有多少学生?", "人")],
)
def test_the_classifier_says_what_is_counted_and_else_who_it_is(question, unit):
    asked = asked_by(want(question))
    assert asked is not None and asked.unit == unit


def test_how_far_a_thing_reaches_is_asked_of_the_thing():
    asked = asked_by(want("老旧小区改造惠及多少户居民?"))
    assert asked is not None and asked.focus == ("改造",) and "小区" in asked.rest


def test_a_common_word_that_the_tagger_lacks_is_no_place():
    asked = asked_by(want("老旧小区改造惠及多少户?"))
    assert asked is not None and asked.entities == ()
