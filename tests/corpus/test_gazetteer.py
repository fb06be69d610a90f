"""Divisions by characters and by pinyin."""

from __future__ import annotations

import pytest

from corpus.gazetteer import (
    Division,
    divisions,
    is_common,
    is_pinyin,
    is_syllable,
    latin_key,
    latin_named,
    named,
    readings,
    stem,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("莱山区", "莱山"),
        ("烟台市", "烟台"),
        ("山东省", "山东"),
        ("滨海新区", "滨海"),
        ("清新区", "清新"),
        ("紫林区", "紫林"),
        ("神农架林区", "神农架"),
        ("忠县", "忠县"),
        ("恩施土家族苗族自治州", "恩施"),
        ("新疆维吾尔自治区", "新疆"),
        ("内蒙古自治区", "内蒙古"),
        ("香港特别行政区", "香港"),
        ("阿克苏地区", "阿克苏"),
        ("烟台", "烟台"),
    ],
)
def test_the_stem_leaves_the_kind_out(name: str, expected: str) -> None:
    assert stem(name) == expected


def test_a_division_knows_what_contains_it() -> None:
    assert named("莱山区") == (Division("莱山区", "district", ("山东省", "烟台市")),)
    assert named("莱山") == named("莱山区")
    assert named("青岚区") == ()


def test_provinces_cities_and_districts_are_all_there() -> None:
    assert len([division for division in divisions() if division.level == "province"]) == 34
    assert {division.name for division in named("朝阳区")} == {"朝阳区"}
    assert len(named("朝阳区")) == 2  # 北京市, 长春市


def test_the_wider_of_two_namesakes_comes_first() -> None:
    assert named("西安")[0] == Division("西安市", "city", ("陕西省",))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Laishan", "莱山区"),
        ("Zhifu", "芝罘区"),
        ("Xi'an", "西安市"),
        ("Chongqing", "重庆市"),
        ("Lüliang", "吕梁市"),
        ("Lyuliang", "吕梁市"),
        ("Luliang", "吕梁市"),
        ("Shaanxi", "陕西省"),
        ("Inner Mongolia", "内蒙古自治区"),
    ],
)
def test_divisions_are_found_by_how_they_are_written_in_english(word: str, name: str) -> None:
    assert name in [division.name for division in latin_named(word)]


def test_shanxi_and_shaanxi_are_two_provinces() -> None:
    assert latin_named("Shaanxi")[0].name == "陕西省"
    assert len(latin_named("Shaanxi")) == 1
    assert "山西省" in [division.name for division in latin_named("Shanxi")]


def test_every_reading_of_a_character_counts() -> None:
    assert readings("长安") >= {"changan", "zhangan"}
    assert readings("青岚") >= {"qinglan"}
    assert readings("A区") == frozenset()


def test_a_latin_name_is_compared_without_case_tones_and_marks() -> None:
    assert latin_key("Xi’ān") == "xian"
    assert latin_key("Lái-Shān") == "laishan"


def test_pinyin_is_told_from_english() -> None:
    assert [word for word in ("Qinglan", "Laishan", "central", "school", "Business") if is_pinyin(word)] == [
        "Qinglan",
        "Laishan",
    ]
    assert is_syllable("Song")
    assert not is_syllable("What")


def test_everyday_words_are_told_from_possible_names() -> None:
    assert [word for word in ("召开", "关于", "建立", "青岚", "白鹭", "云溪") if is_common(word)] == [
        "召开",
        "关于",
        "建立",
    ]
