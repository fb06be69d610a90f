"""Lines as a printer sets them: 10 points a character, 30 characters a line, margins at 100 and 400."""

from corpus.page_lines import running_text
from corpus.printed import PrintedLine, PrintedPage


def line(text: str, row: int, left: float = 100, right: float | None = None, height: float = 10) -> PrintedLine:
    width = 10 * len(text) if right is None else right - left
    return PrintedLine(left, 100 + 15 * row, left + width, 100 + 15 * row + height, text)


def page(*lines: PrintedLine, head: str = "", foot: str = "") -> PrintedPage:
    edges = [PrintedLine(200, 20, 300, 30, head)] if head else []
    edges_below = [PrintedLine(240, 970, 260, 980, foot)] if foot else []
    return PrintedPage(1000, (*edges, *lines, *edges_below))


FULL = "区委召开常委会会议研究部署整改工作并逐项明确责任单位和完成时限要"  # 30 characters and no more


def paragraph(first: str, row: int) -> list[PrintedLine]:
    return [line(first[:28], row, left=120), line(FULL[:30], row + 1), line("求。", row + 2)]


def test_lines_broken_by_the_paper_are_one_paragraph_and_indents_begin_the_next():
    text = running_text([page(*paragraph("甲" * 28, 0), *paragraph("乙" * 28, 3), *paragraph("丙" * 28, 6))])
    assert text.splitlines() == [f"{one * 28}{FULL[:30]}求。" for one in "甲乙丙"]


def test_running_heads_and_page_numbers_are_left_out_and_a_paragraph_goes_on_over_the_page():
    first = page(*paragraph("甲" * 28, 0), line("乙" * 28, 3, left=120), head="某区委文件", foot="— 1 —")
    second = page(line(FULL[:30], 0), line("完。", 1), *paragraph("丙" * 28, 2), head="某区委文件", foot="— 2 —")
    assert running_text([first, second]).splitlines() == [
        f"{'甲' * 28}{FULL[:30]}求。",
        f"{'乙' * 28}{FULL[:30]}完。",
        f"{'丙' * 28}{FULL[:30]}求。",
    ]


def test_a_year_alone_in_the_margin_of_the_text_is_no_page_number():
    rows = [*paragraph("甲" * 28, 0), line("2020", 3, left=120), *paragraph("乙" * 28, 4)]
    assert running_text([page(*rows)]).splitlines()[1] == "2020"


def test_without_indents_a_short_line_ends_its_paragraph_and_a_mark_begins_one():
    rows = [
        line(FULL[:30], 0),
        line("完成。", 1),
        line(FULL[:29] + "。", 2),
        line("二、" + FULL[:28], 3),
        line("完成。", 4),
    ]
    more = [line(FULL[:30], 5), line(FULL[:30], 6), line("完。", 7)]
    assert running_text([page(*rows, *more)]).splitlines() == [
        f"{FULL[:30]}完成。",
        f"{FULL[:29]}。",
        f"二、{FULL[:28]}完成。",
        f"{FULL[:30]}{FULL[:30]}完。",
    ]


def test_a_line_left_short_by_an_unbreakable_address_goes_on():
    rows = [line(FULL[:20], 0), line("lsqwbdck@163.com" + FULL[:15], 1, right=400), line(FULL[:30], 2), line("完。", 3)]
    [first] = running_text([page(*rows)]).splitlines()
    assert first.startswith(f"{FULL[:20]}lsqwbdck@163.com")


def test_a_number_that_word_counts_stands_at_its_words():
    assert running_text([page(line("(1)\t关于大班额问题", 0))]) == "(1)关于大班额问题\n"
