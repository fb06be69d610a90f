import pytest

from corpus.oddities import find
from corpus.structure import parse

HEAD = "中共青河县委关于整改情况的通报\n发布时间：2020-08-03\n现予公布。\n"


@pytest.mark.parametrize(
    ("body", "oddities"),
    [
        ("一、甲\n完成。\n二、乙\n完成。", []),
        ("一、甲\n完成。\n三、丙\n完成。", ["三、丙 (level 1): numbering skips (after 一、)"]),
        ("一、甲\n完成。\n一、乙\n完成。", ["一、乙 (level 1): numbering repeats or turns back (after 一、)"]),
        ("二、甲\n完成。", ["二、甲 (level 1): numbering starts at 2"]),
        ("一、甲\n二、乙\n完成。", ["一、甲 (level 1): a heading with no text and no sub-heading"]),
        ("一、甲\n（一）子\n完成。\n二、乙\n（二）丑\n完成。", []),
        ("一、甲\n一是改。二是查。四是管。", ["points skip from 二是 to 四是"]),
    ],
)
def test_what_looks_odd(body, oddities):
    found = find(parse("b", HEAD + body))
    assert [oddity.partition(": ")[2] if oddity.startswith("b/") else oddity for oddity in found] == oddities


def test_what_is_missing_is_named():
    assert find(parse("b", "完成。")) == [
        "no title found",
        "no issuer found",
        "no place found",
        "no date of signature or publication found",
        "no heading found",
    ]
