import pytest

from corpus.measures import find


def points(*texts: str) -> list[list[str]]:
    starts = [0] * len(texts)
    return [[measure.text for measure in found] for found in find(list(texts), starts)]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("一是抓学习。开会3次。二是抓督查。", ["一是抓学习。开会3次。", "二是抓督查。"]),
        ("(1)关于甲问题。一是改；二是查；三是管。", ["一是改；", "二是查；", "三是管。"]),
        ("做到：一是改,二是查。", ["一是改,", "二是查。"]),
        ("一要改。二要查。", ["一要改。", "二要查。"]),
        ("一是甲。二是乙。在管理上，一是丙。二是丁。", ["一是甲。", "二是乙。在管理上，", "一是丙。", "二是丁。"]),
        ("一是甲，一要子，二要丑。二是乙。", ["一是甲，一要子，二要丑。", "二是乙。"]),
        ("一是甲。三是丙。", ["一是甲。", "三是丙。"]),
        ("一是甲。", ["一是甲。"]),
        ("坚持说一是一、说二是二。", []),
        ("要求“一是改。二是查。”落实。", []),
        ("十一是节日。二是二。", []),
        ("其中，一是甲。", []),
        ("二是乙。三是丙。", []),
        ("第一，学习。第二，督查。", []),
    ],
)
def test_points_of_a_paragraph(text, measures):
    assert points(text) == [measures]


def test_a_row_past_ten_is_counted_on():
    numbers = [*"一二三四五六七八九十", "十一", "十二"]
    [found] = find(["".join(f"{number}是完成{number}项。" for number in numbers)], [0])
    assert [measure.number for measure in found] == list(range(1, 13))


def test_a_row_runs_over_paragraphs_and_ends_at_each():
    assert points("下一步：", "一是甲。子。", "二是乙。", "欢迎监督。") == [[], ["一是甲。子。"], ["二是乙。"], []]


def test_offsets_count_in_the_source():
    [[first, second]] = find(["(1)甲。一是乙。二是丙。"], [50])
    assert (first.number, first.start, first.end) == (1, 55, 59)
    assert (second.number, second.start, second.end) == (2, 59, 63)
