"""Pages as printed: 10 points a character, columns of 20 characters at 100 and 330, a gutter of 30 points."""

import pytest

from corpus.columns import in_columns
from corpus.page_lines import running_text
from corpus.printed import Piece, PrintedLine, PrintedPage, Rule

WORDS = "区委召开常委会会议研究部署整改工作并逐"  # 19 characters
LEFT, RIGHT = 100, 330


def piece(text: str, left: float, row: float) -> Piece:
    return Piece(left, 150 + 15 * row, left + 10 * len(text), 160 + 15 * row, text)


def row(*pieces: Piece) -> PrintedLine:
    """What a PDF has at one height, whatever column it stands in."""
    own = pieces if len(pieces) > 1 else ()
    words = "\t".join(one.text for one in pieces)
    return PrintedLine(pieces[0].left, pieces[0].top, pieces[-1].right, pieces[-1].bottom, words, own)


def column(mark: str, lines: int) -> list[str]:
    """A paragraph of so many lines, its first indented by two characters."""
    return [mark * 18, *([f"{WORDS}{mark}"] * (lines - 2)), "完。"]


def beside(left: list[str], right: list[str], shift: float = 0) -> list[PrintedLine]:
    """Two columns; with a shift their lines do not stand at one height."""
    sides = []
    for edge, texts, down in ((LEFT, left, 0), (RIGHT, right, shift)):
        sides.append([piece(text, edge + 20 * (len(text) == 18), at + down) for at, text in enumerate(texts)])
    if shift:
        return sorted((row(one) for side in sides for one in side), key=lambda line: line.top)
    return [row(*pair) for pair in zip(*sides, strict=True)]


def page(*lines: PrintedLine, rules: tuple[Rule, ...] = ()) -> PrintedPage:
    foot = PrintedLine(310, 970, 320, 980, "3")
    return PrintedPage(1000, (*lines, foot), rules)


def whole(mark: str, lines: int) -> str:
    return "".join(column(mark, lines))


@pytest.mark.parametrize("shift", [0, 0.5])
def test_two_columns_are_read_one_after_the_other(shift):
    left, right = [*column("甲", 5), *column("乙", 5)], [*column("丙", 6), *column("丁", 4)]
    text = running_text([page(*beside(left, right, shift))])
    assert text.splitlines() == [whole("甲", 5), whole("乙", 5), whole("丙", 6), whole("丁", 4)]


def test_a_title_across_the_columns_and_a_number_above_the_right_one_come_first():
    title = PrintedLine(180, 100, 480, 116, "关于巡察整改进展情况的通报")
    number = row(piece("莱发〔2020〕5号", 440, -1.5))
    text = running_text([page(title, number, *beside(column("甲", 10), column("乙", 10)))])
    assert text.splitlines() == ["关于巡察整改进展情况的通报", "莱发〔2020〕5号", whole("甲", 10), whole("乙", 10)]


def test_a_paragraph_goes_on_in_the_next_column_and_a_short_last_page_has_the_columns_of_the_others():
    first, second = ["甲" * 18] + [f"{WORDS}甲"] * 9, [f"{WORDS}甲"] * 10
    last = beside([f"{WORDS}甲", "完。"], column("乙", 2))
    text = running_text([page(*beside(first, second)), page(*last)])
    assert text.splitlines() == ["甲" * 18 + f"{WORDS}甲" * 20 + "完。", whole("乙", 2)]


def test_what_stands_across_between_two_pairs_of_columns_parts_them():
    upper = beside(column("甲", 8), column("乙", 8))
    lower = beside(column("丙", 8), column("丁", 8))
    down = [
        PrintedLine(
            one.left,
            one.top + 150,
            one.right,
            one.bottom + 150,
            one.text,
            one.pieces and tuple(Piece(p.left, p.top + 150, p.right, p.bottom + 150, p.text) for p in one.pieces),
        )
        for one in lower
    ]
    across = PrintedLine(200, 280, 460, 290, "二、横贯两栏的标题不分左右一并读出来")
    assert running_text([page(*upper, across, *down)]).splitlines() == [
        whole("甲", 8),
        whole("乙", 8),
        "二、横贯两栏的标题不分左右一并读出来",
        whole("丙", 8),
        whole("丁", 8),
    ]


def test_a_table_is_no_columns():
    cells = [row(piece("大班额问题突出", LEFT, at), piece("新建学校两所", RIGHT, at)) for at in range(10)]
    full = beside([f"{WORDS}甲"] * 10, [f"{WORDS}乙"] * 10)
    rules = tuple(Rule(95, 540, 145 + 30 * at) for at in range(6))
    cut_rules = tuple(Rule(*edges, 145 + 30 * at) for at in range(6) for edges in ((95, 315), (315, 540)))
    four = [
        row(*(piece("建学校两所整改", left, at) for left in (LEFT, LEFT + 110, RIGHT, RIGHT + 110))) for at in range(10)
    ]
    for lines, ruled in ((cells, ()), (full, rules), (full, cut_rules), (four, ())):
        before = [page(*lines, rules=ruled)]
        assert in_columns(before) == before


def test_one_column_comes_back_as_it_is():
    lines = [row(piece(WORDS * 2, LEFT, at)) for at in range(20)]
    short = [row(piece("完。", LEFT, at)) for at in range(20, 24)]
    before = [page(*lines, *short)]
    assert in_columns(before) == before
