from datetime import date

import pytest

from corpus.bulletin import Period
from corpus.dates import find, find_spans, whole


@pytest.mark.parametrize(
    "text",
    [
        "2020年7月31日",
        "２０２０年７月３１日",
        "2020 年 7 月 31 日",
        "二〇二〇年七月三十一日",
        "二○二○年七月三十一日",
        "二0二0年七月三十一日",
        "2020-07-31",
        "2020/7/31",
        "2020.7.31",
        "（2020年7月31日）",
        "2020-07-31 10:22:05",
    ],
)
def test_a_date_alone_in_any_way_of_writing(text):
    assert whole(text) == date(2020, 7, 31)


@pytest.mark.parametrize("text", ["2020年2月30日", "2020年13月1日", "7月31日", "2020年7月31日印发", "0535-6891160", ""])
def test_no_date_alone(text):
    assert whole(text) is None


def test_a_date_without_a_year_takes_the_one_before_it():
    days = [found.day for found in find("2019年9月18日进驻，12月10日结束，2020年3月24日反馈，次年1月5日复核。")]
    assert days == [date(2019, 9, 18), date(2019, 12, 10), date(2020, 3, 24), date(2021, 1, 5)]


def test_an_earlier_day_without_a_year_stays_unknown():
    assert [found.day for found in find("2019年12月10日结束，3月24日反馈")] == [date(2019, 12, 10)]


def test_this_year_is_the_bulletin_s():
    assert [found.day for found in find("今年3月24日反馈", date(2020, 7, 31))] == [date(2020, 3, 24)]
    assert find("今年3月24日反馈") == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019年9月18日至12月10日", Period(date(2019, 9, 18), date(2019, 12, 10))),
        ("2019年9月18日—25日", Period(date(2019, 9, 18), date(2019, 9, 25))),
        ("2019年11月18日至2020年1月10日", Period(date(2019, 11, 18), date(2020, 1, 10))),
        ("2019年11月18日至次年1月10日", Period(date(2019, 11, 18), date(2020, 1, 10))),
        ("2019-09-18至2019-12-10", Period(date(2019, 9, 18), date(2019, 12, 10))),
        ("二〇一九年九月十八日到十二月十日", Period(date(2019, 9, 18), date(2019, 12, 10))),
    ],
)
def test_spans_with_parts_left_out(text, period):
    assert [span for span, _, _ in find_spans(f"于{text}开展")] == [period]
    assert [(start, end) for _, start, end in find_spans(f"于{text}开展")] == [(1, 1 + len(text))]


@pytest.mark.parametrize("text", ["2019年9月至11月", "2019年9月18日", "2020年3月1日至2月1日", "9月18日至12月10日"])
def test_no_span(text):
    assert find_spans(text) == []
