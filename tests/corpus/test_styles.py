"""Made-up bulletins of other styles: the trees below were written by hand from the files."""

from datetime import date
from pathlib import Path

import pytest

from corpus.bulletin import Bulletin, Period, Place
from corpus.oddities import find
from corpus.reader import read

STYLES = Path(__file__).parent.parent / "data" / "styles"

TREES = {
    "full-width.txt": """
一、整改总体情况
二、重点问题整改情况
  （一）聚焦党中央决策部署贯彻落实方面
    １．关于理论学习不够深入的问题
    ２．关于产业发展缓慢的问题
  （二）聚焦群众身边不正之风方面
    １．关于污水治理不到位的问题
      （1）责任压得不实
      （2）设施建得不快
    ２．关于欠薪问题
三、下步工作打算
""",
    "digits-on-top.txt": """
1. 主动接受监督
2. 逐项整改
  （1）经营风险防控方面
    ①清理低效投资
    ②规范招标采购
  （2）选人用人方面
    ①补齐档案材料
    ②纠正程序瑕疵
3. 持续推进
""",
    "markdown.md": """
一、总体情况
二、整改情况
  （一）河道管护不力问题
    1. 非法采砂
    2. 岸线侵占
  （二）资金使用不规范问题
三、下一步计划
""",
    "parts.txt": """
第一部分 整改工作开展情况
第二部分 具体问题整改情况
  一、关于营商环境不优的问题
    整改措施
    整改成效
  二、关于就业帮扶不实的问题
    整改措施
    整改成效
第三部分 今后打算
""",
    "without-marks.txt": """
关于师德师风建设不实问题
关于科研经费管理不严问题
关于食堂承包不规范问题
关于宿舍维修缓慢问题
今后工作打算
""",
    "skipped-levels.txt": """
（一）工作开展情况
（二）整改落实情况
  1、项目审批慢
    ⑴精简材料
    ⑵压缩时限
  2、项目监管弱
  4、储备粮轮换不及时
（三）下一步打算
""",
    "prose-points.txt": """
一、贯彻新发展理念有差距
  （一）环境治理有短板
  （二）招商质量不高
二、全面从严治党有差距
""",
    "english.txt": """
1. Overview
2. Large class sizes
  (1) Build schools
  (2) Hire teachers
""",
}


def tree(bulletin: Bulletin) -> str:
    return "\n".join(f"{'  ' * (section.level - 1)}{section.title}" for section in bulletin.sections)


def measures(bulletin: Bulletin) -> list[str]:
    return [measure.text for paragraph in bulletin.paragraphs for measure in paragraph.measures]


@pytest.mark.parametrize("name", TREES)
def test_headings_nest_as_a_reader_sees_them(name):
    bulletin = read(STYLES / name)
    assert tree(bulletin) == TREES[name].strip()
    for section in bulletin.sections:
        assert bulletin.text[section.start : section.end] == section.title


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("full-width.txt", 11),
        ("digits-on-top.txt", 11),
        ("markdown.md", 8),
        ("parts.txt", 6),
        ("without-marks.txt", 7),
        ("skipped-levels.txt", 9),
        ("prose-points.txt", 12),
        ("english.txt", 4),
    ],
)
def test_every_text_and_no_heading_line_is_a_paragraph(name, count):
    assert len(read(STYLES / name).paragraphs) == count


def test_full_width_bulletin_with_nested_marks_and_a_signature_in_chinese_numerals():
    bulletin = read(STYLES / "full-width.txt")
    assert bulletin.title == "中共云海市青河县委关于市委第三巡察组反馈意见整改进展情况的通报"
    assert bulletin.issuer == "中共云海市青河县委"
    assert bulletin.place == Place(city="云海市", district="青河县")
    assert bulletin.source == "青河县融媒体中心"
    assert bulletin.published_on == date(2022, 3, 1)
    assert bulletin.signed_on == bulletin.issued_on == date(2022, 2, 28)
    assert bulletin.inspection == Period(date(2021, 3, 1), date(2021, 4, 30))
    assert bulletin.feedback_on == date(2021, 6, 15)
    assert bulletin.contacts == ("联系电话：0999－1234567", "电子邮箱：qhx@example.cn")
    assert measures(bulletin) == [
        "一是抓学习。开展“第一议题”学习16次。",
        "二是抓督查。制定《学习考核办法（试行）》，全县共督查3轮；",
        "三是抓转化。形成调研报告9篇。",
        "一要压实责任。",
        "二要建章立制。",
    ]
    assert bulletin.paragraphs[5].heading_path == (
        "二、重点问题整改情况",
        "（二）聚焦群众身边不正之风方面",
        "１．关于污水治理不到位的问题",
        "（2）设施建得不快",
    )
    assert find(bulletin) == []


def test_state_firm_without_a_place_dated_below_its_title():
    bulletin = read(STYLES / "digits-on-top.txt")
    assert bulletin.issuer == "松江化工集团有限公司党委"
    assert bulletin.place == Place()
    assert (bulletin.signed_on, bulletin.published_on) == (date(2019, 8, 9), None)
    assert bulletin.inspection == Period(date(2018, 11, 5), date(2018, 12, 20))
    assert bulletin.feedback_on == date(2019, 1, 10)
    assert bulletin.contacts == ("监督电话：010-55556666",)
    last = [paragraph.text for paragraph in bulletin.paragraphs if paragraph.heading_path == ("3. 持续推进",)]
    assert last[:4] == [
        "2.5亿元以下的项目由公司自行评审。",
        "3月底前完成全部收尾工作。",
        "12345热线继续受理职工意见。",
        "2020年计划开展“回头看”1次。",
    ]


def test_markdown_bulletin_of_a_department():
    bulletin = read(STYLES / "markdown.md")
    assert bulletin.title == "东岭县水利局党组关于巡察整改进展情况的通报"
    assert bulletin.issuer == "东岭县水利局党组"
    assert bulletin.place == Place(district="东岭县")
    assert (bulletin.source, bulletin.published_on) == ("东岭县人民政府网", date(2023, 5, 6))
    assert bulletin.signed_on == date(2023, 5, 4)
    assert bulletin.inspection == Period(date(2022, 9, 1), date(2022, 9, 30))
    assert bulletin.feedback_on == date(2022, 11, 8)
    assert [sentence.text for sentence in bulletin.paragraphs[2].sentences] == ["**整改措施。**", "清理河道43公里。"]
    assert bulletin.paragraphs[3].heading_path == ("二、整改情况", "（一）河道管护不力问题", "1. 非法采砂")


def test_a_season_at_the_start_of_a_line_is_no_heading():
    bulletin = read(STYLES / "parts.txt")
    assert bulletin.paragraphs[-1].text == "第一季度完成复核。一、二季度各开展一次检查。"
    assert bulletin.paragraphs[-1].heading_path == ("第三部分 今后打算",)
    assert bulletin.paragraphs[2].heading_path == (
        "第二部分 具体问题整改情况",
        "一、关于营商环境不优的问题",
        "整改成效",
    )


def test_what_a_bulletin_does_not_say_is_not_guessed():
    bulletin = read(STYLES / "without-marks.txt")
    assert bulletin.title == "关于校党委巡视整改情况的通报"
    assert (bulletin.issuer, bulletin.place, bulletin.source) == (None, Place(), None)
    assert (bulletin.signed_on, bulletin.published_on, bulletin.issued_on) == (None, None, None)
    assert (bulletin.inspection, bulletin.feedback_on, bulletin.contacts) == (None, None, ())
    assert measures(bulletin) == ["一是供暖管线8处，", "二是门窗410扇。"]


def test_skipped_number_attachments_and_two_signatories():
    bulletin = read(STYLES / "skipped-levels.txt")
    assert find(bulletin) == ["4、储备粮轮换不及时 (level 2): numbering skips (after 2、)"]
    assert [paragraph.text for paragraph in bulletin.paragraphs[-3:]] == ["附件：", "1.问题清单", "2.责任清单"]
    assert bulletin.issuer == "中共龙门市发展和改革局党组、中共龙门市纪委监委派驻纪检监察组"
    assert bulletin.place == Place(city="龙门市")
    assert bulletin.signed_on == date(2020, 1, 2)
    assert measures(bulletin) == []


def test_numbered_prose_belongs_to_the_heading_above_it():
    bulletin = read(STYLES / "prose-points.txt")
    paths = [paragraph.heading_path for paragraph in bulletin.paragraphs[1:5]]
    assert (
        paths
        == [("一、贯彻新发展理念有差距", "（一）环境治理有短板")] * 2
        + [("一、贯彻新发展理念有差距", "（二）招商质量不高")] * 2
    )
    assert bulletin.issuer == "中共金沙市委员会"
    assert bulletin.place == Place(city="烟岭市", district="金沙市")
    assert bulletin.signed_on == date(2018, 2, 6)
    assert bulletin.feedback_on == date(2017, 7, 28)
    assert measures(bulletin) == [
        "一是严肃问责，共处理19人；",
        "二是严格管理，建立制度7项；",
        "三是严明纪律。开展检查（含暗访）33次。",
        "一是暗访20次，",
        "二是明查13次。",
    ]


def test_english_sentences_end_at_full_stops_but_not_in_abbreviations_or_decimals():
    bulletin = read(STYLES / "english.txt")
    assert bulletin.title == "Bulletin on Rectification after the Inspection of Riverside District"
    assert bulletin.published_on == date(2021, 4, 5)
    assert [sentence.text for paragraph in bulletin.paragraphs for sentence in paragraph.sentences] == [
        "The inspection took place from March to May 2020.",
        "Findings were handed over later, i.e. in June.",
        "The district spent 3.5 million yuan on schools.",
        "It opened 4 kindergartens!",
        "Two schools were finished in 2020.",
        "No. 3 School follows in 2021.",
        "Will 150 teachers be hired?",
        "The plan says so (see e.g. Section 1.2).",
    ]
