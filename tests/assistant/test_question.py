"""What a question asks for: language, parts, kinds."""

import pytest

from assistant.errors import QuestionError
from assistant.questions.question import clean, language, want


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("垃圾分类是怎么推进的？", "measures"),
        ("供水管网改造了多少公里？", "number"),
        ("桥什么时候通车？", "date"),
        ("谁负责河道清理？", "who"),
        ("新办了哪些证？", "list"),
        ("停车场建在哪里？", "where"),
        ("路灯修好了吗？", "fact"),
        ("为什么处分了他？", "why"),
        ("营商环境", "topic"),
        ("What was done about stray dogs?", "measures"),
        ("How many bridges were repaired?", "number"),
        ("When does the library open?", "date"),
        ("Which department handles complaints?", "who"),
        ("Is the dam finished?", "fact"),
        ("Why was the mayor criticised?", "why"),
        ("street lighting", "topic"),
    ],
)
def test_an_interrogative_decides_the_kind(question: str, kind: str) -> None:
    assert want(question).kind == kind


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("修桥花了多少钱？", {"money"}),
        ("持卡率是多少？", {"percent", "point"}),
        ("新增绿地多少平方米？", {"area"}),
        ("How much money was invested in the bridge?", {"money"}),
        ("What percentage of staff hold a card?", {"percent", "point"}),
    ],
)
def test_a_number_question_says_which_figures_could_answer(question: str, kinds: set[str]) -> None:
    assert want(question).figures == kinds


def test_the_classifier_asked_for_is_the_unit() -> None:
    assert want("新建了几所小学？").unit == "所"
    assert want("一共多少户受益？").unit == "户"


def test_the_language_is_that_of_most_words() -> None:
    assert language("what was done about 大班额") == "en"
    assert language("莱山的GDP是多少") == "zh"


def test_control_characters_are_dropped_and_an_empty_question_is_an_error() -> None:
    assert clean("路\x00灯\u202e ", 100) == "路灯"
    with pytest.raises(QuestionError, match="type a question"):
        clean(" \x07\n", 100)
    with pytest.raises(QuestionError, match="20000 characters, 2000 are allowed"):
        clean("长" * 20000, 2000)
