"""Calendar years in questions, and whether one says which bulletin is meant."""

from __future__ import annotations

import pytest

from assistant.scoping.named_years import years


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2019年投资多少", [2019]),
        ("二〇二一年投资多少", [2021]),
        ("2019年9月18日至12月10日", [2019]),
        ("2018-2020年累计投入", [2018, 2020]),
        ("2018年和2019年哪个多", [2018, 2019]),
        ("How much was spent in 2019?", [2019]),
        ("What was 2019's total?", [2019]),
        ("By 2021, what is planned?", [2021]),
        ("between March 2019 and the end of 2020", [2019, 2020]),
        ("去年投资多少，今年呢", []),
        ("last year and this year", []),
        ("投入2000万元", []),
        ("新增2000余人", []),
        ("for 2000 people", []),
        ("Was it 2015 people?", []),
        ("《2020年日常监督工作要点》里写了什么", []),  # part of a title
        ("2020年代", []),
        ("电话0535-6892022", []),
    ],
)
def test_years_are_told_from_other_numbers(question: str, expected: list[int]) -> None:
    assert [year.year for year in years(question)] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2021年的通报", True),
        ("2020年7月的整改通报里", True),
        ("2020年巡察整改进展情况的通报", True),
        ("2020年7月31日发布的通报", True),
        ("the 2021 bulletin", True),
        ("the bulletin issued in 2021", True),
        ("2019年荣获一等奖", False),
        ("2019年被通报批评的有几个", False),
        ("2019年通报了几起案件", False),
        ("in 2021", False),
    ],
)
def test_a_year_may_say_which_bulletin_is_meant(question: str, expected: bool) -> None:
    [year] = years(question)
    assert year.of_bulletin is expected


def test_a_month_of_a_bulletin_bounds_its_days() -> None:
    [year] = years("2020年2月的通报")
    assert (year.first.isoformat(), year.last.isoformat()) == ("2020-02-01", "2020-02-29")
    [year] = years("2020年12月的通报")
    assert (year.first.isoformat(), year.last.isoformat()) == ("2020-12-01", "2020-12-31")
    [year] = years("2020年的通报")
    assert (year.first.isoformat(), year.last.isoformat()) == ("2020-01-01", "2020-12-31")
