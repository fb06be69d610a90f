import pytest

from corpus.numerals import to_int


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("三十一", 31),
        ("九十九", 99),
        ("一百零五", 105),
        ("一百二十", 120),
        ("二〇二〇", 2020),
        ("二○二一", 2021),
        ("两千", 2000),
        ("12", 12),
        ("007", 7),
    ],
)
def test_whole_numbers(text, value):
    assert to_int(text) == value


@pytest.mark.parametrize("text", ["", "甲", "一甲", "十百", "1.5", "-1", "一 二", "一二十"])
def test_anything_else_is_no_number(text):
    assert to_int(text) is None
