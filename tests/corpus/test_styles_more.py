"""Styles met in the wild that once broke the reading: each text is made up, each tree was written by hand."""

from datetime import date

import pytest

from corpus.bulletin import Place
from corpus.oddities import find
from corpus.structure import parse


def tree(text: str) -> list[str]:
    return [f"{'  ' * (section.level - 1)}{section.title}" for section in parse("b", text).sections]


def test_bare_numbers_are_headings_where_decimals_count_below_them():
    text = "某厅党组关于整改情况的公告\n1 基本情况\n已整改。\n2 落实情况\n2.1 政治方面\n2.1.1 学习不深入\n学习12次。\n"
    text += "3 打算\n3.1 抓长效\n继续。"
    assert tree(text) == [
        "1 基本情况",
        "2 落实情况",
        "  2.1 政治方面",
        "    2.1.1 学习不深入",
        "3 打算",
        "  3.1 抓长效",
    ]


def test_the_rows_of_a_table_written_as_text_are_paragraphs_and_its_head_is_no_heading():
    text = "一、任务\n序号\t问题\t整改情况\n1\t污水厂滞后\t新建2座\n2\t油烟扰民\t安装310套\n二、安排\n加快推进。"
    bulletin = parse("b", text)
    assert tree(text) == ["一、任务", "二、安排"]
    assert [paragraph.text for paragraph in bulletin.paragraphs][1] == "1\t污水厂滞后\t新建2座"


def test_older_marks_nest_as_the_usual_ones_do():
    body = "{}、基本情况\n县委高度重视。\n{}、整改情况\n(甲)关于学校问题\n新建3所。\n"
    body += "(乙)关于道路问题\n打通5条。\n{}、打算\n继续。\n"
    for row in ("壹贰叁", "甲乙丙", "一二三"):
        sections = parse("b", body.format(*row)).sections
        assert [(section.level, section.title) for section in sections] == [
            (1, f"{row[0]}、基本情况"),
            (1, f"{row[1]}、整改情况"),
            (2, "(甲)关于学校问题"),
            (2, "(乙)关于道路问题"),
            (1, f"{row[2]}、打算"),
        ]


@pytest.mark.parametrize(
    "line", ["甲、乙两家企业已关停。", "壹、贰两个标段已完工。", "丁某被处分。", "丁、戊两村通了公路。"]
)
def test_parties_and_lots_that_open_a_line_are_no_headings(line):
    bulletin = parse("b", f"一、整改情况\n{line}\n二、打算\n继续。")
    assert [section.title for section in bulletin.sections] == ["一、整改情况", "二、打算"]
    assert bulletin.paragraphs[0].text == line


def test_a_seal_between_body_and_date_belongs_to_the_signature():
    bulletin = parse("b", "关于整改情况的通报\n一、甲\n完成。\n中共雨山县委员会\n（代章）\n2021年3月30日")
    assert (bulletin.issuer, bulletin.signed_on) == ("中共雨山县委员会", date(2021, 3, 30))
    assert [paragraph.text for paragraph in bulletin.paragraphs] == ["完成。"]


def test_a_printed_circular_ends_with_its_office_its_date_and_its_copies():
    text = "关于整改情况的通报\n一、甲\n完成。\n长岭县委办公室\n2022年5月12日印发\n抄送：县人大常委会。"
    bulletin = parse("b", text)
    assert (bulletin.issuer, bulletin.signed_on) == ("长岭县委办公室", date(2022, 5, 12))
    assert len(bulletin.paragraphs) == 1


def test_an_address_without_a_long_number_is_a_contact_line():
    bulletin = parse("b", "一、甲\n完成。\n地址：雨山县政务中心501室")
    assert bulletin.contacts == ("地址：雨山县政务中心501室",)


def test_what_a_county_carries_out_is_no_province():
    bulletin = parse("b", "黑河县贯彻落实省环境保护督察反馈意见整改情况\n一、甲\n完成。")
    assert bulletin.place == Place(district="黑河县")


def test_points_across_lines_and_in_an_open_row_are_measures():
    bulletin = parse(
        "b", "一、关于监督问题\n一是谈话35人次；\n二是检查12次；\n三是通报4起。\n二、打算\n一是抓整改。二是抓问责。"
    )
    assert [len(paragraph.measures) for paragraph in bulletin.paragraphs] == [1, 1, 1, 2]
    assert find(bulletin)[:1] == ["no title found"]
