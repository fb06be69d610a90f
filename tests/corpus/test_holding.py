"""What is kept of a bulletin to answer before any search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes import bulletin

from corpus.bulletin import Period, Place
from corpus.holding import Holding, years_named


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018年签约19个项目", {2018}),
        ("2018-2020年累计投入", {2018, 2019, 2020}),
        ("2017年至2019年", {2017, 2018, 2019}),
        ("2017年—2018年", {2017, 2018}),
        ("烟发〔2016〕12号", {2016}),
        ("二〇一九年以来", {2019}),
        ("２０１８年", {2018}),
        ("2018、2019年", {2018, 2019}),
        ("投入2000万元，新增2015人，电话0535-6892022", set()),
        ("今年、去年", set()),
    ],
)
def test_the_years_that_a_text_names(text: str, years: set[int]) -> None:
    assert years_named(text) == years


def test_a_bulletin_is_of_the_years_of_its_dates_and_of_the_year_before() -> None:
    held = replace(
        bulletin("laishan", "2016年启动，明年完工。"),
        signed_on=date(2020, 7, 31),
        published_on=date(2020, 8, 3),
        inspection=Period(date(2018, 9, 18), date(2018, 12, 10)),
    )
    assert Holding.of(held).years == {2016, 2018, 2019, 2020, 2021}


def test_a_holding_comes_back_from_its_record() -> None:
    held = replace(
        bulletin("laishan", "2016年启动。"),
        place=Place(city="烟台市", district="莱山区"),
        signed_on=date(2020, 7, 31),
        inspection=Period(date(2019, 9, 18), date(2019, 12, 10)),
    )
    holding = Holding.of(held)
    assert Holding.from_record(holding.to_record()) == holding
    bare = Holding.of(bulletin("bare", "无日期。"))
    assert Holding.from_record(bare.to_record()) == bare
