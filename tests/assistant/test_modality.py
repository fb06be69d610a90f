"""A plan is never told as a result: what counts as done, planned or neither, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.modality import clauses, modality

ISSUED = date(2020, 7, 31)


@pytest.mark.parametrize(
    "text",
    [
        "年内将完成6个小区的房产证办理工作",
        "我局将新建3所学校",
        "建成后服务窗口将达到130个",
        "将于10月完工",
        "项目即将动工",
        "今年计划招聘教师150人",
        "学校计划新建3栋教学楼",
        "计划于9月底前完工",
        "拟投资3亿元",
        "力争年内全部竣工验收",
        "争取明年春季开学",
        "年内预计推广5000吨",
        "年内有望开工建设",
        "正在研究制定《三年规划》",
        "今年暑期开学前全部化解",
        "11月全部完成",
        "9月份正式招生",
        "2021年全面铺开",
        "下一步加大力度",
        "四季度投入使用",
        "By November all of them will be completed",
        "The district plans to recruit 150 teachers",
        "The hall is expected to open in October",
        "Work is under way on the third school",
        "The hall is to open in October",
        "The rest are to be resolved before the new school year",
    ],
)
def test_what_lies_ahead_is_planned(text):
    assert modality(text, ISSUED) == "planned"


@pytest.mark.parametrize(
    "text",
    [
        "已化解大班额32个",
        "年内已完成全部工程",
        "3月2日前全部复工",
        "5月份下水交付使用",
        "2019年9月18日至12月10日开展巡视",
        "累计投入24亿元",
        "去年下半年投入使用",
        "目前,全区计划改造的24个村居已有23个启动",
        "对相关单位进行了严肃问责",
        "32 large classes have been broken up",
        "the plan was completed in 2019",
        "The bureau spent 3 million yuan",
    ],
)
def test_what_has_happened_is_done(text):
    assert modality(text, ISSUED) == "done"


@pytest.mark.parametrize(
    "text",
    [
        "将2020年确定为大干之年",
        "将区内企业纳入监管",
        "将其列入重点督查事项",
        "将服务沟通做在平时",
        "将整改任务分解到责任单位",
        "现将整改情况予以公布",
        "将“莱山英才计划”再延长3年",
        "把英才计划作为抓手",
        "按计划推进",
        "拟定《养老服务设施规划配建方案》",
        "对拟提任干部的档案逐一审核",
        "争取和落实扶持资金4.6亿元",
        "模拟演练常态化",
        "加强日常监管",
        "The measure applies to every school",
    ],
)
def test_words_that_look_like_a_plan_or_a_result_are_only_stated(text):
    assert modality(text, ISSUED) == "stated"


def test_one_planned_clause_makes_the_statement_planned():
    assert modality("已化解大班额32个,剩余12个大班额,今年暑期开学前全部化解。", ISSUED) == "planned"
    assert modality("32 classes have been resolved and the other 12 will be resolved in August.", ISSUED) == "planned"


def test_a_plan_governs_the_clauses_after_it_up_to_the_semicolon():
    found = clauses("年内计划投入350万元,完成46个小区的改造;清理死角1130处。", ISSUED)
    assert [clause.text for clause in found] == ["年内计划投入350万元", "完成46个小区的改造", "清理死角1130处"]
    assert [clause.own for clause in found] == ["planned", "done", "stated"]
    assert [clause.modality for clause in found] == ["planned", "planned", "stated"]


def test_a_clause_that_says_it_is_done_is_not_governed_by_the_plan_before_it():
    found = clauses("今年计划改造21个小区,大部分小区已完成招标", ISSUED)
    assert [clause.modality for clause in found] == ["planned", "done"]


def test_the_same_month_is_past_or_ahead_by_the_issue_date():
    assert modality("9月份正式招生", date(2020, 7, 31)) == "planned"
    assert modality("9月份正式招生", date(2020, 12, 31)) == "done"


def test_a_quoted_statement_is_judged_by_what_it_quotes():
    assert modality("“今年计划招聘高层次教师150人” (150 people)", ISSUED) == "planned"
    assert modality("“已化解大班额32个” (32)", ISSUED) == "done"


def test_commas_in_figures_and_titles_do_not_split_a_clause():
    found = clauses("投入1,200万元, 印发《关于学校,医院建设的意见》", ISSUED)
    assert [clause.text for clause in found] == ["投入1,200万元", "印发《关于学校,医院建设的意见》"]


@given(st.text(alphabet="将已年内计划，。；“”《》()12月前abc ,.", max_size=60))
def test_any_text_is_split_into_clauses_that_stand_where_they_say(text):
    for clause in clauses(text, ISSUED):
        assert text[clause.start : clause.end] == clause.text
