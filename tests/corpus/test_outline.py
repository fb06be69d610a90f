import pytest

from corpus.normalize import lines
from corpus.outline import build


def outline(text: str) -> list[str]:
    """Headings indented by level; paragraphs as "- text" under theirs."""
    shown, seen = [], set()
    for placed in build(lines(text)):
        level = placed.section.level if placed.section else 0
        if placed.section and placed.section.start not in seen:
            seen.add(placed.section.start)
            shown.append("  " * (level - 1) + placed.section.title)
        if placed.is_paragraph:
            shown.append("  " * level + "- " + placed.line.text)
    return shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一、甲\n文。", ["一、甲", "  - 文。"], id="a heading line alone is no paragraph"),
        pytest.param(
            "一、甲。文。", ["一、甲", "  - 一、甲。文。"], id="a heading that runs on is part of its paragraph"
        ),
        pytest.param("1.整改目标：常态化。", ["1.整改目标", "  - 1.整改目标：常态化。"], id="a colon ends a heading"),
        pytest.param(
            "1.问题：松。整改：严。", ["1.问题：松", "  - 1.问题：松。整改：严。"], id="a bare label is no heading"
        ),
        pytest.param(
            "（一）甲\n1.召开会议；\n2.印发文件；\n3.追责5人。",
            ["（一）甲", "  - 1.召开会议；", "  - 2.印发文件；", "  - 3.追责5人。"],
            id="numbered prose is paragraphs",
        ),
        pytest.param(
            "（一）甲\n1.完成招标\n2.拆迁32户\n3.追责5人",
            ["（一）甲", "  - 1.完成招标", "  - 2.拆迁32户", "  - 3.追责5人"],
            id="counted results without full stops are paragraphs",
        ),
        pytest.param(
            "1.召开会议3次，投资3.2亿元。\n此外，招聘教师。",
            ["1.召开会议3次，投资3.2亿元", "  - 1.召开会议3次，投资3.2亿元。", "  - 此外，招聘教师。"],
            id="a sentence that tells figures is a paragraph even when text follows",
        ),
        pytest.param(
            "1.总体\n1.1 学习\n文。\n1.2 落实\n1.5亿元到位。\n2.打算\n2.1 监督\n文。",
            [
                "1.总体",
                "  1.1 学习",
                "    - 文。",
                "  1.2 落实",
                "    - 1.5亿元到位。",
                "2.打算",
                "  2.1 监督",
                "    - 文。",
            ],
            id="a decimal is a heading only in its row",
        ),
        pytest.param(
            "一、甲\n单位\n数量\n教育局\n32\n卫健局\n15\n二、乙\n文。",
            [
                "一、甲",
                *(f"  - {cell}" for cell in ["单位", "数量", "教育局", "32", "卫健局", "15"]),
                "二、乙",
                "  - 文。",
            ],
            id="cells of a table are no headings",
        ),
        pytest.param(
            "一、甲\n县委成立了由县委书记任组长、其他常委任副组长的整改工作领\n导小组\n文。",
            ["一、甲", "  - 县委成立了由县委书记任组长、其他常委任副组长的整改工作领", "  - 导小组", "  - 文。"],
            id="the short end of a wrapped line is no heading",
        ),
        pytest.param(
            "一、甲\n关于子问题。文。", ["一、甲", "  - 关于子问题。文。"], id="a lone unmarked opening is no heading"
        ),
        pytest.param(
            "一、甲\n关于子问题。文。\n关于丑问题。文。",
            ["一、甲", "  关于子问题", "    - 关于子问题。文。", "  关于丑问题", "    - 关于丑问题。文。"],
            id="a row of unmarked openings is a level",
        ),
        pytest.param(
            "1.准备。\n2.启动。\n一、甲\n1.子\n文。\n二、乙\n文。",
            [
                "1.准备",
                "  - 1.准备。",
                "2.启动",
                "  - 2.启动。",
                "一、甲",
                "  1.子",
                "    - 文。",
                "二、乙",
                "  - 文。",
            ],
            id="a list before the first chapter does not hold it",
        ),
        pytest.param(
            "1.甲\n一、子\n文。\n二、丑\n文。\n2.乙\n一、寅\n文。",
            ["1.甲", "  一、子", "    - 文。", "  二、丑", "    - 文。", "2.乙", "  一、寅", "    - 文。"],
            id="numbering beats convention",
        ),
        pytest.param(
            "一、甲\n1.子\n文。\n2、丑\n文。\n二、乙\n1、寅\n文。",
            ["一、甲", "  1.子", "    - 文。", "  2、丑", "    - 文。", "二、乙", "  1、寅", "    - 文。"],
            id="one level may be written with a dot and with 、",
        ),
        pytest.param(
            "一、甲\n文。\n附件：1.清单\n2.台账",
            ["一、甲", "  - 文。", "  - 附件：1.清单", "  - 2.台账"],
            id="a list of attachments has no headings",
        ),
    ],
)
def test_how_lines_are_placed(text, expected):
    assert outline(text) == expected
