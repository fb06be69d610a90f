"""Each statement is compared with the paragraph it cites: what differs is refused, with the reason."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.translation import Translation
from assistant.verify import Aids, verify
from corpus.bulletin import Bulletin, Paragraph, Place, Section
from index.lexical_terms import stem

ISSUED = date(2020, 7, 31)
SCHOOLS = (
    "(5)关于“大班额”问题。2019年投资4.86亿元,完成第二实验小学等5所学校改扩建,今年又投资3.8亿元,完成第八小学建设。"
    "通过班级调整等方式已化解大班额32个,剩余12个大班额,今年暑期开学前全部化解。每年新增学生2000余人。"
)
CASES = (
    "区纪委监委移交的问题线索办结率为83.3%,区信访局办理的信访案件办结率为100%。在曲家庄启动了首例整村拆迁项目。"
    "第一轮防控实现稳控,没有发生二次扩散。1-5月份受理举报162件,同比下降44%。对原科长宋立军立案审查,印发《信访工作办法》。"
)
REOPENED = (
    "对已完成的31个问题适时组织回头看,对未完成的12个问题,逐项明确时限。邀请了绿城控股实地考察,"
    "目前,已有国家级核电研发中心等140余家机构和企业入驻。13条背街小巷已整治完成7条,清理垃圾2.1万余方。"
    "继续实施13条道路建设,通车里程10公里。"
)
FARMS = "2019年以来,已按流程完成清洁煤推广1228.9吨。2020年将继续推进。"


def cite(text, *titles):
    section = None
    for title in titles:
        section = Section(section, 1, "", None, title, 0, 0)
    paragraph = Paragraph("made-up/00000000", section, text, 0, len(text), (), ())
    place = Place(city="烟台市", district="莱山区")
    bulletin = Bulletin(
        "made-up", text, "关于整改的通报", "中共莱山区委", place, None, None, ISSUED, None, None, (), (), (paragraph,)
    )
    return [Citation("1", bulletin, paragraph, 0, len(text))]


def refused(statement, text):
    verdict = verify(statement, cite(text), ISSUED)
    return verdict.support == "unsupported", {check.kind for check in verdict.checks if not check.ok}


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("已化解大班额32个,剩余12个大班额,今年暑期开学前全部化解。", SCHOOLS),
        ("剩余12个大班额,已化解大班额32个。", SCHOOLS),
        ("2019年投资４.８６亿元，完成第二实验小学等5所学校改扩建。", SCHOOLS),
        ("2019年投资48600万元,完成5所学校改扩建。", SCHOOLS),
        ("大班额已化解32个,还剩12个。", SCHOOLS),
        ("第一轮防控稳控,二次扩散没有发生。", CASES),
        ("区信访局办理的信访案件办结率为100%。", CASES),
    ],
)
def test_what_the_paragraph_says_is_supported(statement, text):
    verdict = verify(statement, cite(text), ISSUED)
    assert verdict.support == "supported", verdict.checks


@pytest.mark.parametrize(
    ("statement", "text", "kind"),
    [
        ("已化解大班额33个。", SCHOOLS, "figures"),
        ("2019年投资4.86万元,完成第二实验小学等5所学校改扩建。", SCHOOLS, "figures"),
        ("已化解大班额12个,剩余32个大班额。", SCHOOLS, "figures"),
        ("2019年投资3.8亿元,今年又投资4.86亿元。", SCHOOLS, "figures"),
        ("2018年投资4.86亿元。", SCHOOLS, "dates"),
        ("去年又投资3.8亿元,完成第八小学建设。", SCHOOLS, "frame"),
        ("剩余12个大班额已全部化解。", SCHOOLS, "modality"),
        ("计划化解大班额32个。", SCHOOLS, "modality"),
        ("完成第三小学建设。", SCHOOLS, "names"),
        ("第一轮防控实现稳控,发生了二次扩散。", CASES, "polarity"),
        ("在曲家庄没有启动整村拆迁项目。", CASES, "polarity"),
        ("在曲家庄完成了首例整村拆迁项目。", CASES, "polarity"),
        ("1-5月份受理举报162件,同比增长44%。", CASES, "polarity"),
        ("在福山区启动了首例整村拆迁项目。", CASES, "names"),
        ("区信访局移交的问题线索办结率为83.3%。", CASES, "names"),
        ("对原科长王立军立案审查。", CASES, "names"),
        ("印发《督查工作办法》。", CASES, "titles"),
        ("已化解大班额32个,家长普遍表示满意。", SCHOOLS, "wording"),
        ("2020年以来已推广清洁煤1228.9吨。", FARMS, "frame"),
        ("对未完成的31个问题适时组织回头看。", REOPENED, "figures"),
        ("目前,已有绿城控股等140余家机构和企业入驻。", REOPENED, "names"),
        ("2 of 13 back streets have been put in order.", REOPENED, "figures"),
        ("Another 10 road projects go on, opening 10 kilometres.", REOPENED, "figures"),
    ],
)
def test_what_differs_is_refused_and_the_check_says_where(statement, text, kind):
    unsupported, kinds = refused(statement, text)
    assert unsupported
    assert kind in kinds


def test_the_reason_names_what_the_source_has():
    verdict = verify("已化解大班额12个,剩余32个大班额。", cite(SCHOOLS), ISSUED)
    assert [check.detail for check in verdict.checks if not check.ok] == [
        "“12个”：原文此处是“32个”",
        "“32个”：原文此处是“12个”",
    ]


@pytest.mark.parametrize(
    ("true", "swapped"),
    [
        ("优良水质比例达到91%，此前是68%。", "优良水质比例达到68%，此前是91%。"),
        (
            "Satisfaction rose 20 places in the province and 3 in the city.",
            "Satisfaction rose 3 places in the province and 20 in the city.",
        ),
    ],
)
def test_two_figures_that_change_places_inside_a_clause_are_refused(true, swapped):
    text = "河流断面的优良水质比例由68%提高到91%。2019年居民满意度评价排名在省、市分别提高20个、3个位次。"
    words = {"places": "位次", "province": "省", "city": "市", "rose": "提高", "satisfaction": "满意"}
    terms = {stem(word): {term: 1.0} for word, term in words.items()}
    aids = Aids(Translation(lambda stems: {word: terms.get(word, {}) for word in stems}))
    assert verify(true, cite(text), ISSUED, None, aids).support == "supported"
    verdict = verify(swapped, cite(text), ISSUED, None, aids)
    assert verdict.support == "unsupported"
    assert {check.kind for check in verdict.checks if not check.ok} == {"figures"}


def test_an_unknown_label_is_refused():
    verdict = verify("已化解大班额32个[7]。", cite(SCHOOLS), ISSUED, known_labels={"1"})
    assert verdict.support == "unsupported"
    assert verdict.checks[0].kind == "labels"


def test_a_statement_that_cites_nothing_is_refused():
    assert verify("已化解大班额32个。", [], ISSUED).support == "unsupported"


def test_another_paragraph_does_not_support():
    assert verify("已化解大班额32个。", cite(CASES), ISSUED).support == "unsupported"
    assert verify("没有发生二次扩散。", cite(SCHOOLS), ISSUED).support == "unsupported"


def test_a_quotation_carries_its_figures_in_english():
    quote = "“2019年投资4.86亿元,完成第二实验小学等5所学校改扩建”"
    assert verify(f"{quote} (486 million yuan; 5 schools)", cite(SCHOOLS), ISSUED).support == "supported"
    assert verify(f"{quote} (4.86 billion yuan; 5 schools)", cite(SCHOOLS), ISSUED).support == "unsupported"
    altered = quote.replace("4.86", "4.68")
    assert verify(altered, cite(SCHOOLS), ISSUED).support == "unsupported"


def test_a_sum_passes_only_with_its_operands_and_when_it_is_right():
    named = "2019年投资4.86亿元,今年又投资3.8亿元,两年共投资"
    assert verify(f"{named}8.66亿元。", cite(SCHOOLS), ISSUED).support == "supported"
    assert verify(f"{named}8.76亿元。", cite(SCHOOLS), ISSUED).support == "unsupported"
    assert verify("两年共投资8.66亿元。", cite(SCHOOLS), ISSUED).support == "unsupported"


def test_a_number_told_more_exactly_than_the_source_is_partly_supported():
    assert verify("每年新增学生2000人。", cite(SCHOOLS), ISSUED).support == "partly"


def test_english_figures_dates_and_plans_are_compared():
    assert verify("In 2019, 486 million yuan went into five schools.", cite(SCHOOLS), ISSUED).support == "supported"
    assert verify("In 2019, 4.86 billion yuan went into five schools.", cite(SCHOOLS), ISSUED).support == "unsupported"
    assert verify("In 2018, 486 million yuan went into five schools.", cite(SCHOOLS), ISSUED).support == "unsupported"


def test_an_english_name_is_heard_in_the_source():
    assert verify("Song Lijun was placed under investigation in Laishan.", cite(CASES), ISSUED).support == "supported"
    assert verify("Wang Lijun was placed under investigation in Fushan.", cite(CASES), ISSUED).support == "unsupported"


def test_a_quoted_clause_keeps_the_plan_that_governs_it():
    text = "今年,将继续实施好13条道路建设,确保通车里程达到10公里以上。"
    verdict = verify("确保通车里程达到10公里以上。", cite(text), ISSUED)
    assert (verdict.support, verdict.modality) == ("supported", "planned")


def test_what_stands_under_next_steps_is_planned():
    verdict = verify("推动问题清零。", cite("推动问题清零。", "三、下一步打算"), ISSUED)
    assert (verdict.support, verdict.modality) == ("supported", "planned")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="已将未化解大班额32个4.86亿元今年，。；“”《》()[1] abcPlan%、第八小学", max_size=50))
def test_any_text_gets_a_verdict(text):
    assert verify(text, cite(SCHOOLS), ISSUED).support in ("supported", "partly", "unsupported")


def test_every_sentence_is_supported_by_its_own_paragraph():
    for sentence in [*SCHOOLS.split("。"), *CASES.split("。")]:
        if sentence:
            text = SCHOOLS if sentence in SCHOOLS else CASES
            assert verify(sentence, cite(text), ISSUED).support == "supported", sentence
