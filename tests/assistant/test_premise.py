"""What a question takes for granted is compared with what is cited: figures, dates, plans, all of it."""

from datetime import date

import pytest

from assistant.answer import Citation
from assistant.premise import corrections
from assistant.translation import Translation
from assistant.verify import Aids
from corpus.bulletin import Bulletin
from corpus.structure import parse

TEXT = (
    "中共甲市乙区委关于巡察整改进展情况的通报\n\n1.关于大班额问题。已化解大班额32个,剩余12个大班额,今年暑期开学前全部化解。"
    "年内预计推广清洁煤5000吨。\n\n中共甲市乙区委\n2020年7月31日\n"
)


@pytest.fixture(scope="module")
def cited() -> tuple[Citation, ...]:
    bulletin: Bulletin = parse("yiqu-2020", TEXT)
    paragraph = next(one for one in bulletin.paragraphs if "大班额" in one.text)
    assert bulletin.issued_on == date(2020, 7, 31)
    return (Citation("1", bulletin, paragraph, paragraph.start, paragraph.end),)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("大班额化解了44个吧?", "44个"),
        ("大班额是2018年9月化解的吧?", "2018年9月"),
        ("清洁煤已经推广了5000吨了吧?", "年内预计推广清洁煤5000吨"),
        ("大班额全部化解完了吧?", "今年暑期开学前全部化解"),
    ],
)
def test_a_claim_that_the_text_has_otherwise_is_corrected(
    cited: tuple[Citation, ...], question: str, told: str
) -> None:
    assert told in " ".join(corrections(question, cited, Aids()))


@pytest.mark.parametrize(
    "question",
    ["大班额已化解32个吧?", "大班额化解了多少个?", "剩余12个大班额怎么办?", "听说班里都六七十人,大班额什么时候化解?"],
)
def test_what_agrees_with_the_text_is_not_corrected(cited: tuple[Citation, ...], question: str) -> None:
    assert corrections(question, cited, Aids()) == ()


def test_an_english_claim_is_corrected_in_english(cited: tuple[Citation, ...]) -> None:
    aids = Aids(Translation(lambda stems: {}))
    told = corrections("Is it true that 44 large classes were cleared?", cited, aids)
    assert told[0].startswith("The question has it otherwise than the cited text: 44")
