"""Totals, differences, shares and changes: computed only from certain operands, and refused when wrong."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from fakes import bulletin

from assistant.answer import Citation
from assistant.calculate import asked, calculate, unsure
from assistant.extract import Passage
from assistant.questions.question import want
from assistant.verify import verify
from index.chunk import Hit

ISSUED = date(2020, 7, 31)
SCHOOLS = "2019年投资4.86亿元,建成学校5所,今年又投资3.8亿元,启动学校3所。"
CLASSES = "已化解大班额32个,剩余12个大班额。"
RUINS = "全区共排查旧房104.36万平方米,已累计拆除68.13万平方米。"
WINDOWS = "大厅窗口数量由30个提升至47个。"
PLANNED = "去年投入6050万元修桥,今年计划投入2.5亿元修桥。"
BRANCHES = "合作社的村比例由19%提升到54%。"


def passages(*texts: str) -> list[Passage]:
    made = replace(bulletin("town-2020", *texts), signed_on=ISSUED)
    return [
        Passage(Hit(made, paragraph, 1.0, 1.0, ()), paragraph.start, paragraph.end, 1.0)
        for paragraph in made.paragraphs
    ]


def cited(found: Sequence[Passage]) -> list[Citation]:
    return [
        Citation(str(n), passage.hit.bulletin, passage.hit.paragraph, passage.start, passage.end)
        for n, passage in enumerate(found, 1)
    ]


@pytest.mark.parametrize(
    ("question", "text", "zh", "en"),
    [
        (
            "建学校一共投资多少钱？",
            SCHOOLS,
            "2019年投资4.86亿元，今年又投资3.8亿元，合计8.66亿元（4.86亿元 + 3.8亿元）",
            "“2019年投资4.86亿元” and “今年又投资3.8亿元”: "
            "486 million yuan + 380 million yuan = 866 million yuan in total",
        ),
        (
            "2019年和今年投资哪个多？",
            SCHOOLS,
            "2019年投资4.86亿元，今年又投资3.8亿元，相差1.06亿元（4.86亿元 > 3.8亿元）",
            "“2019年投资4.86亿元” and “今年又投资3.8亿元”: "
            "486 million yuan - 380 million yuan = 106 million yuan more in the first",
        ),
        ("大班额一共多少个？", CLASSES, "已化解大班额32个，剩余12个大班额，合计44个（32个 + 12个）",
         "“已化解大班额32个” and “剩余12个大班额”: 32 + 12 = 44 in total"),
        ("旧房拆除了几成？", RUINS,
         "全区共排查旧房104.36万平方米，已累计拆除68.13万平方米，"
         "后者占前者的65.3%（68.13万平方米 ÷ 104.36万平方米）",
         "“全区共排查旧房104.36万平方米” and “已累计拆除68.13万平方米”: "
         "681,300 square metres ÷ 1,043,600 square metres = 65.3% of the first"),
        ("窗口增加了多少个？", WINDOWS, "大厅窗口数量由30个提升至47个，增加17个（47个 - 30个）",
         "“大厅窗口数量由30个提升至47个”: 47 - 30 = 17 more"),
        ("比例提高了多少？", BRANCHES, "合作社的村比例由19%提升到54%，增加35个百分点（54% - 19%）",
         "“合作社的村比例由19%提升到54%”: 54% - 19% = 35 percentage points more"),
        ("去年和今年修桥一共投入多少钱？", PLANNED,
         "去年投入6050万元修桥，今年计划投入2.5亿元修桥，合计3.105亿元（6050万元 + 2.5亿元，其中计划2.5亿元）",
         "“去年投入6050万元修桥” and “今年计划投入2.5亿元修桥”: 60.5 million yuan + 250 million yuan = "
         "310.5 million yuan in total (250 million yuan planned)"),
    ],
)  # fmt: skip
def test_what_is_asked_is_computed_and_passes_verification(question: str, text: str, zh: str, en: str) -> None:
    found = passages(text)
    computed = calculate(want(question), found)
    assert computed is not None
    assert (computed.text("zh"), computed.text("en")) == (zh, en)
    for told in (zh, en):
        assert verify(told, cited(found), ISSUED).support == "supported"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SCHOOLS, "2019年投资4.86亿元，今年又投资3.8亿元，合计8.76亿元（4.86亿元 + 3.8亿元）"),
        (SCHOOLS, "2019年投资4.86亿元，今年又投资3.8亿元，相差1.06亿元（3.8亿元 > 4.86亿元）"),
        (CLASSES, "“已化解大班额32个” and “剩余12个大班额”: 32 + 12 = 45 in total"),
        (CLASSES, "“已化解大班额32个” and “剩余12个大班额”: 32 + 13 = 45 in total"),
        (CLASSES, "“已化解大班额32个” and “剩余12个大班额”: 32 - 12 = 20 more in the second"),
        (CLASSES, "“已化解大班额31个” and “剩余12个大班额”: 32 + 12 = 44 in total"),
        (RUINS, "“全区共排查旧房104.36万平方米” and “已累计拆除68.13万平方米”: "
                "681,300 square metres ÷ 1,043,600 square metres = 56.3% of the first"),
        (WINDOWS, "“大厅窗口数量由30个提升至47个”: 47 - 30 = 17 less"),
        (PLANNED, "“去年投入6050万元修桥” and “今年计划投入2.5亿元修桥”: 60.5 million yuan + 250 million yuan = "
                  "310.5 million yuan in total"),
    ],
)  # fmt: skip
def test_a_wrong_calculation_is_refused(text: str, told: str) -> None:
    assert verify(told, cited(passages(text)), ISSUED).support == "unsupported"


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("修路一共多少公里？", ["修路累计12公里,今年3公里。"]),  # the text states the total
        ("拆除了几成？", ["共排查旧房10处,拆除3处,占30%。"]),  # and the share
        ("修路一共投资多少钱？", ["2019年投资近2亿元,今年又投资3亿元。"]),  # 近 cannot be added
        ("修路一共投资多少钱？", ["2019年投资2亿元,2019年又投资1亿元,今年投资3亿元。"]),  # which of 2019's?
        ("有多少学校？", [SCHOOLS]),  # nothing to compute
        ("大班额一共多少个？", ["已化解大班额32个。剩余12处旧房。"]),  # not of one thing
    ],
)
def test_nothing_is_computed_from_what_is_stated_or_doubtful(question: str, texts: list[str]) -> None:
    assert calculate(want(question), passages(*texts)) is None


def test_amounts_of_two_bulletins_are_never_added() -> None:
    (first,), (second,) = passages("2019年投资2亿元。"), passages("今年投资3亿元。")
    elsewhere = replace(second, hit=replace(second.hit, bulletin=replace(second.hit.bulletin, id="city-2020")))
    question = want("2019年和今年一共投资多少钱？")
    assert calculate(question, [first, second]) is not None
    assert calculate(question, [first, elsewhere]) is None


def test_two_named_years_without_an_amount_each_are_unsure() -> None:
    assert unsure(want("2018年和今年一共投资多少钱？"), passages(SCHOOLS))
    assert not unsure(want("2019年和今年一共投资多少钱？"), passages(SCHOOLS))


def test_a_plain_question_asks_for_no_calculation() -> None:
    assert asked("旧桥是怎么修的？") is None
    assert asked("How many bridges were repaired?") is None


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("哪些区县的大班额已经全部化解？", None),  # 大 is of 大班额
        ("哪些老旧小区改造了？", None),
        ("这两年建了哪些学校？", None),
        ("两年投资多少？", "total"),
        ("哪个学校投资多？", "compare"),
        ("今年和去年哪年投资更大", "compare"),
    ],
)
def test_words_that_only_hold_a_comparing_character_compare_nothing(question: str, operation: str | None) -> None:
    assert asked(question) == operation
