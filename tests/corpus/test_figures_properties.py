"""What is written is read back, for every unit of both languages, and no text breaks the finder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import amounts, figures, numerals, units
from corpus.english_times import MONTH_NAMES
from corpus.figures import Figure

ISSUED = date(2020, 7, 31)
_UNITS_FILE = Path(units.__file__).parent / "data" / "units.txt"
_ROWS = [
    line.split(maxsplit=4)
    for line in _UNITS_FILE.read_text(encoding="utf-8").splitlines()
    if line[:3] in ("zh ", "en ")
]
# A unit that says its number's size in another way, or only after certain numbers, is tested by literal cases.
_SAID_OTHERWISE = {"times", "元人民币", "人民币", "成", "分钟时间"}
HAN = [
    (kind, base, factor, name) for lang, kind, base, factor, names in _ROWS if lang == "zh" for name in names.split(",")
]
ENGLISH = [
    (kind, base, factor, name) for lang, kind, base, factor, names in _ROWS if lang == "en" for name in names.split(",")
]
CLASSIFIERS = [
    name
    for line in _UNITS_FILE.read_text(encoding="utf-8").splitlines()
    if line.startswith("classifiers ")
    for name in line.split()[1:]
    if name != "级"
]

numbers = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(999999), places=2).filter(
    lambda number: not (number == int(number) and 1000 <= number < 2100)  # 1900年 is a year
)
wholes = st.integers(min_value=1, max_value=9_999_999).filter(lambda n: not 1000 <= n < 2100)
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))


def single(text: str) -> Figure:
    found = figures.find(text, ISSUED)
    assert len(found) == 1, (text, [figure.text for figure in found])
    return found[0]


def said(number: Decimal) -> str:
    """Without trailing zeros, as it is written: 3.50 -> 3.5."""
    return f"{number.normalize():f}"


@pytest.mark.parametrize(("kind", "base", "factor", "name"), [row for row in HAN if row[3] not in _SAID_OTHERWISE])
@settings(max_examples=20)
@given(number=numbers)
def test_every_chinese_unit_is_read_back(kind: str, base: str, factor: str, name: str, number: Decimal) -> None:
    figure = single(f"共计{said(number)}{name}。")
    assert (figure.kind, figure.unit, figure.value) == (kind, base, number * Decimal(factor))


@pytest.mark.parametrize(("scale", "size"), [("万", 10**4), ("亿", 10**8), ("万亿", 10**12)])
@given(number=numbers)
def test_ten_thousands_and_hundred_millions_belong_to_the_number(scale: str, size: int, number: Decimal) -> None:
    assert single(f"投资{said(number)}{scale}元").value == number * size


@pytest.mark.parametrize("name", CLASSIFIERS)
@settings(max_examples=20)
@given(number=wholes)
def test_every_classifier_is_read_back(name: str, number: int) -> None:
    figure = single(f"现有{number}{name}。")
    assert (figure.kind, figure.unit, figure.value) == ("count", name, number)


@pytest.mark.parametrize(("kind", "base", "factor", "name"), [row for row in ENGLISH if row[3] not in _SAID_OTHERWISE])
@settings(max_examples=20)
@given(number=numbers)
def test_every_english_unit_is_read_back(kind: str, base: str, factor: str, name: str, number: Decimal) -> None:
    figure = single(f"There were {number:,} {name} in all.")
    assert (figure.kind, figure.unit, figure.value) == (kind, base, number * Decimal(factor))


@pytest.mark.parametrize(("word", "size"), [("thousand", 10**3), ("million", 10**6), ("billion", 10**9)])
@given(number=numbers)
def test_english_scales_multiply(word: str, size: int, number: Decimal) -> None:
    assert single(f"It cost {said(number)} {word} yuan.").value == number * size


@given(number=st.integers(min_value=2, max_value=99_999_999))
def test_a_number_in_chinese_numerals_is_read_back(number: int) -> None:
    assert single(f"发放{in_han(number)}元。").value == number
    assert amounts.han(in_han(number)) == number


def in_han(number: int) -> str:
    """The standard numeral, written digit by digit from the rules: 十 leads without 一, gaps take one 零."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return (
            in_han(number // 10_000)
            + "万"
            + (gap + in_han(rest).replace("十", "一十", int(10 <= rest < 20)) if rest else "")
        )
    text, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + unit
            zero = False
        else:
            zero = True
    return text[1:] if text.startswith("一十") else text


@given(number=st.integers(min_value=1, max_value=9999))
def test_both_readers_of_whole_numerals_agree(number: int) -> None:
    assert numerals.to_int(in_han(number)) == number == amounts.han(in_han(number))


@given(day=days)
def test_a_day_is_read_back_in_every_form(day: date) -> None:
    month = MONTH_NAMES[day.month - 1]
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
    ):
        figure = single(f"{text}")
        assert (figure.kind, figure.begins, figure.ends) == ("date", day.isoformat(), day.isoformat())


@given(first=days, last=days)
def test_a_span_of_days_is_read_back(first: date, last: date) -> None:
    if first >= last:
        first, last = last, first
    if first == last:
        return
    figure = single(f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日")
    assert (figure.begins, figure.ends) == (first.isoformat(), last.isoformat())


@given(
    number=st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99999), places=2),
    scale=st.sampled_from(["", "万", "亿"]),
)
def test_money_put_in_english_says_the_same(number: Decimal, scale: str) -> None:
    figure = single(f"投资{number}{scale}元")
    english = figures.in_english(figure)
    assert english is not None
    assert figures.same(figure, single(english))


@given(
    number=wholes,
    unit=st.sampled_from(
        ["户", "人", "平方米", "公里", "吨", "亩", "公顷", "%", "个百分点", "个工作日", "年", "个月", "小时"]
    ),
    approx=st.sampled_from([("", ""), ("近", ""), ("约", ""), ("", "以上"), ("至少", ""), ("", "左右")]),
)
def test_what_is_put_in_english_says_the_same_as_strongly(number: int, unit: str, approx: tuple[str, str]) -> None:
    figure = next(f for f in figures.find(f"共计{approx[0]}{number}{unit}{approx[1]}。") if not f.is_time)
    english = figures.in_english(figure)
    if english is not None:
        back = single(f"a total of {english}.")
        assert figures.same(figure, back) and figures.same_strength(figure, back)


@given(day=days, bound=st.sampled_from(["", "前", "以来"]))
def test_a_date_put_in_english_is_the_same_date(day: date, bound: str) -> None:
    figure = single(f"{day.year}年{day.month}月{day.day}日{bound}")
    english = figures.in_english(figure)
    assert english is not None
    back = figures.find(f"It happened {english}.", ISSUED)
    assert len(back) == 1 and figures.same(figure, back[0]) and figures.same_strength(figure, back[0])


_CHARACTERS = (
    "0123456789.,-—–~:/+%()（）[]〔〕“”《》 \n、。，；"
    "零一二三四五六七八九十百千万亿两半几数多余"
    "年月日号内前后初底末至到第首个"
)
_WORDS = (
    "亿元 个月 百分之 分之 季度 今年 去年 上半年 近 约 以上 从 由 提升 翻 番 家 户 人次 等奖 倒数 31日 2月 2019 "
    "RMB ¥ $ million yuan one a dozen half first quarter May September between by to of and the top No."
)
_PIECES = st.sampled_from([*_CHARACTERS, *_WORDS.split()])


@given(text=st.lists(_PIECES, max_size=40).map("".join), issued=st.one_of(st.none(), days))
def test_no_mixture_of_numbers_and_units_breaks_the_finder(text: str, issued: date | None) -> None:
    check(text, issued)


@given(text=st.text(max_size=60), issued=st.one_of(st.none(), days))
def test_no_text_breaks_the_finder(text: str, issued: date | None) -> None:
    check(text, issued)


def check(text: str, issued: date | None) -> None:
    """Figures stand in order, do not overlap, point into the text, equal themselves, and can be asked for English."""
    end = 0
    for figure in figures.find(text, issued):
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        assert figures.same(figure, figure) or (figure.begins is None and figure.value is None)
        figures.in_english(figure)
        end = figure.end


@pytest.mark.parametrize(
    "text",
    [
        "9" * 20_000,
        "一" * 20_000,
        "亿" * 5_000,
        "1,111" * 5_000,
        "2019年" * 5_000,
        "a1" * 10_000,
        "(1" * 10_000,
        "1亿" * 5_000,
        "一、" * 5_000,
    ],
)
def test_long_repetitions_are_read_without_an_error(text: str) -> None:
    check(text, ISSUED)
