from datetime import date

import pytest

from corpus.metadata import surroundings
from corpus.normalize import lines

BODY = "根据统一部署，现将整改情况予以公布。\n一、总体情况\n已完成整改12项。\n"
TITLE = "中共青河县委关于巡视整改进展情况的通报\n"


def read(text: str):
    return surroundings(lines(text))


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (TITLE, "中共青河县委关于巡视整改进展情况的通报"),
        ("中共青河县委\n关于巡视整改进展情况的通报\n", "中共青河县委关于巡视整改进展情况的通报"),
        (
            "中共青河县委关于省委第一巡视组\n反馈意见整改情况的公告\n",
            "中共青河县委关于省委第一巡视组反馈意见整改情况的公告",
        ),
        ("# 关于整改情况的报告\n", "关于整改情况的报告"),
        ("青河县人民政府\n首页 > 公告\n" + TITLE, "中共青河县委关于巡视整改进展情况的通报"),
        ("关于整改情况的通报（摘要）\n", "关于整改情况的通报（摘要）"),
        ("青河县狠抓巡视整改\n", "青河县狠抓巡视整改"),
        ("网站首页\n通知公告\n政务公开\n" + TITLE, "中共青河县委关于巡视整改进展情况的通报"),
        ("附件1\n" + TITLE, "中共青河县委关于巡视整改进展情况的通报"),
        ("", None),
        ("关于理论学习不实问题\n", None),
    ],
)
def test_the_title_stands_before_the_body(head, title):
    assert read(head + BODY).title == title


@pytest.mark.parametrize(
    ("line", "source", "published_on"),
    [
        ("来源:山东省纪委监委网站发布时间:2020-08-03", "山东省纪委监委网站", date(2020, 8, 3)),
        ("发布日期：2020年8月3日  信息来源：县融媒体中心  浏览次数：12", "县融媒体中心", date(2020, 8, 3)),
        ("2020-08-03 09:10:11 来源：青河县水利局 【字体：大 中 小】", "青河县水利局", date(2020, 8, 3)),
        ("【时间：2020/8/3】", None, date(2020, 8, 3)),
        ("来源：清风青河 2020-08-03 08:30", "清风青河", date(2020, 8, 3)),
        ("发布时间 2020-08-03", None, date(2020, 8, 3)),
        ("来源：  作者：佚名", None, None),
        ("更新时间：2020-08-03", None, None),
        ("2020-08-03 10:00", None, date(2020, 8, 3)),
    ],
)
def test_the_source_line_and_its_date(line, source, published_on):
    around = read(TITLE + line + "\n" + BODY)
    assert (around.source, around.published_on, around.signed_on) == (source, published_on, None)


@pytest.mark.parametrize(
    "signature",
    [
        "中共青河县委\n2020年7月31日",
        "中共青河县委\n二〇二〇年七月三十一日",
        "中共青河县委 2020年7月31日",
        "中共青河县委2020年7月31日",
        "中共青河县委\n2020年7月31日\n【打印】 【关闭】\n上一篇：某公告",
        "中共青河县委\n2020年7月31日\n（此件公开发布）",
        "中共青河县委\n2020年7月31日\n联系电话：0532-1234567",
    ],
)
def test_the_signature_and_its_date(signature):
    around = read(TITLE.replace("中共青河县委", "") + BODY + signature)
    assert (around.issuer, around.signed_on, around.published_on) == ("中共青河县委", date(2020, 7, 31), None)


def test_a_signature_with_a_month_only_has_a_body_and_no_day():
    around = read("关于整改情况的通报\n" + BODY + "中共青河县委\n2020年7月")
    assert (around.issuer, around.signed_on) == ("中共青河县委", None)


@pytest.mark.parametrize("below", ["（2020年7月31日）\n中 共 青 河 县 委\n", "中共青河县委\n2020年7月31日\n"])
def test_a_signature_may_stand_below_the_title(below):
    around = read("关于整改情况的通报\n" + below + BODY)
    assert (around.issuer, around.signed_on) == ("中共青河县委", date(2020, 7, 31))


def test_the_site_that_published_it_is_not_the_issuer():
    around = read("关于整改情况的通报\n来源：青河县纪委监委网站\n" + BODY + "2020年7月31日")
    assert (around.issuer, around.source, around.signed_on) == (None, "青河县纪委监委网站", date(2020, 7, 31))


def test_without_a_signature_the_title_names_the_issuer():
    assert read(TITLE + BODY).issuer == "中共青河县委"


def test_a_title_without_a_body_s_name_names_no_issuer():
    assert read("关于巡视整改进展情况的通报\n" + BODY).issuer is None


def test_a_date_of_the_body_is_no_signature():
    around = read(TITLE + BODY + "2020年7月31日，完成整改。")
    assert around.signed_on is None


def test_an_impossible_date_is_none():
    assert read(TITLE + BODY + "中共青河县委\n2020年2月30日").signed_on is None
