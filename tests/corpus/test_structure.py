"""The shipped bulletin by literal figures, and properties that hold for any text."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.bulletin import Bulletin, Period, Place
from corpus.normalize import fold
from corpus.reader import read
from corpus.structure import paragraph_hash, parse

SHIPPED = Path(__file__).parents[2] / "corpus" / "bulletins" / "laishan-2020-07-31.txt"


@pytest.fixture(scope="module")
def shipped() -> Bulletin:
    return read(SHIPPED)


def test_shipped_bulletin_s_metadata(shipped):
    assert shipped.id == "laishan-2020-07-31"
    assert shipped.title == "中共烟台市莱山区委关于巡视整改进展情况的通报"
    assert shipped.issuer == "中共烟台市莱山区委"
    assert shipped.place == Place(city="烟台市", district="莱山区")
    assert shipped.source == "山东省纪委监委网站"
    assert shipped.published_on == date(2020, 8, 3)
    assert shipped.signed_on == shipped.issued_on == date(2020, 7, 31)
    assert shipped.inspection == Period(date(2019, 9, 18), date(2019, 12, 10))
    assert shipped.feedback_on == date(2020, 3, 24)
    assert shipped.contacts == (
        "联系电话:0535-6891160",
        "邮政信箱:山东省烟台市莱山区枫林路24号区委督查室,邮政编码:264003"
        "(信封请注明“对莱山区委关于巡视整改情况的意见建议”)",
        "电子邮箱:lsqwbdck@163.com",
    )


def test_shipped_bulletin_has_68_headings(shipped):
    assert Counter(section.level for section in shipped.sections) == {1: 3, 2: 5, 3: 15, 4: 45}
    assert [section.title for section in shipped.sections if section.level < 3] == [
        "一、整改工作基本情况",
        "二、省委巡视组反馈意见整改进展情况",
        "(一)关于“贯彻落实中央重大决策部署和省委工作要求不到位,推动高质量发展存在差距”方面问题",
        "(二)关于“落实全面从严治党政治责任不到位,压力传导比较弱”方面问题",
        "(三)关于“党的建设抓得不实,基层党建工作薄弱,干部队伍建设不够有力”方面问题",
        "(四)关于“贯彻落实党的群众路线不到位,服务群众意识需要进一步增强”方面问题",
        "(五)关于巡视移交问题线索和信访件办理情况",
        "三、今后整改工作打算",
    ]


def test_shipped_bulletin_s_items_stand_under_their_parents(shipped):
    children = Counter((section.path[1][:3], section.path[2][:2]) for section in shipped.sections if section.level == 4)
    assert children == {
        ("(一)", "1."): 5,
        ("(一)", "2."): 3,
        ("(一)", "3."): 3,
        ("(二)", "1."): 4,
        ("(二)", "2."): 3,
        ("(二)", "3."): 3,
        ("(三)", "1."): 2,
        ("(三)", "2."): 3,
        ("(三)", "3."): 2,
        ("(三)", "4."): 3,
        ("(四)", "1."): 6,
        ("(四)", "2."): 2,
        ("(四)", "3."): 3,
        ("(四)", "4."): 3,
    }


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("根据省委统一部署", ()),
        ("省委巡视组此次巡视", ("一、整改工作基本情况",)),
        ("三是坚持标本兼治,推动巡视整改成果长效化", ("一、整改工作基本情况",)),
        (
            "已化解大班额32个",
            (
                "二、省委巡视组反馈意见整改进展情况",
                "(四)关于“贯彻落实党的群众路线不到位,服务群众意识需要进一步增强”方面问题",
                "1.关于服务群众不够积极主动,民生事业存在短板问题",
                "(5)关于中小学教育资源不足,部分城区学校仍存在“大班额”问题",
            ),
        ),
        (
            "关于意识形态工作理论学习不经常问题。",
            (
                "二、省委巡视组反馈意见整改进展情况",
                "(一)关于“贯彻落实中央重大决策部署和省委工作要求不到位,推动高质量发展存在差距”方面问题",
                "4.关于政治敏锐性不够强,意识形态工作存在薄弱环节问题",
            ),
        ),
        (
            "移交区纪委监委办理的问题线索办结率为83.3%",
            ("二、省委巡视组反馈意见整改进展情况", "(五)关于巡视移交问题线索和信访件办理情况"),
        ),
        ("欢迎广大干部群众", ("三、今后整改工作打算",)),
    ],
)
def test_shipped_bulletin_s_heading_paths(shipped, words, path):
    [paragraph] = [paragraph for paragraph in shipped.paragraphs if words in paragraph.text]
    assert paragraph.heading_path == path


def test_shipped_bulletin_s_40_points_33_of_them_inside_items(shipped):
    points = [(paragraph, point) for paragraph in shipped.paragraphs for point in paragraph.measures]
    assert len(points) == 40
    assert sum(point.start == paragraph.start for paragraph, point in points) == 7
    [classes] = [paragraph for paragraph in shipped.paragraphs if "大班额32个" in paragraph.text]
    assert [(point.number, point.text[:13], point.text[-9:]) for point in classes.measures] == [
        (1, "一是加快学校配套建设。20", "期开学前全部化解。"),
        (2, "二是加强教师队伍建设。加大", "教育实现均衡发展。"),
    ]


def test_shipped_bulletin_s_body_has_58_paragraphs_and_272_sentences(shipped):
    assert len(shipped.paragraphs) == 58
    assert sum(len(paragraph.sentences) for paragraph in shipped.paragraphs) == 272
    assert len(shipped.items) == 49
    body = "".join(paragraph.text for paragraph in shipped.paragraphs)
    assert "首页>" not in body
    assert "来源:" not in body
    assert not body.endswith(("莱山区委", "7月31日"))


def test_a_paragraph_id_is_the_hash_of_its_text_without_white_space(shipped):
    [paragraph] = [paragraph for paragraph in shipped.paragraphs if paragraph.text.startswith("(3)关于违规经商")]
    assert re.fullmatch(r"laishan-2020-07-31/[0-9a-f]{8}", paragraph.id)
    assert paragraph_hash("大 班\t额\n") == paragraph_hash("大班额") == "4571ff28"


def test_repeated_paragraphs_are_told_apart_in_order():
    bulletin = parse("b", "一、甲\n已完成整改。\n二、乙\n已完成整改。\n三、丙\n已 完成整改。")
    first, second, third = (paragraph.id for paragraph in bulletin.paragraphs)
    assert (second, third) == (f"{first}-2", f"{first}-3")


def rewritten(pattern: str, replacement: str):
    return lambda text: re.sub(pattern, replacement, text, flags=re.MULTILINE)


REWRITTEN = {
    "full width": lambda text: text.translate(str.maketrans(",;:()", "，；：（）")),
    "dots to 、": rewritten(r"^(\s*\d)\.(?=关于)", r"\1、"),
    "full-width dots": rewritten(r"^(\s*\d)\.(?=关于)", r"\1．"),
    "circled": lambda text: re.sub(r"(?m)^(\s*)\((\d)\)", lambda m: m[1] + "①②③④⑤⑥"[int(m[2]) - 1], text),
    "parts": rewritten(r"^(\s*)([一二三])、", r"\1第\2部分 "),
    "heading on its own line": rewritten(r"^(\s*\(\d\)关于.*?)。", r"\1\n"),
    "the same with its full stop": rewritten(r"^(\s*\(\d\)关于.*?。)", r"\1\n"),
    "colon after the heading": rewritten(r"^(\s*\(\d\)关于.*?问题)。", r"\1："),
    "blanks after the heading": rewritten(r"^(\s*\(\d\)关于.*?问题)。", r"\1  "),
    "的问题": rewritten(r"^(\s*\(\d\)关于.*?)问题。", r"\1的问题。"),
    "no 关于": rewritten(r"^(\s*(?:\(.\)|\d\.))关于", r"\1"),
    "no marks on items": rewritten(r"^(\s*)\(\d\)(?=关于)", r"\1"),
    "no indents": rewritten(r"^[ \t]+", ""),
    "no blank lines": rewritten(r"\n\n+", "\n"),
}


@pytest.mark.parametrize("way", REWRITTEN)
def test_the_shipped_bulletin_written_another_way_keeps_its_structure(shipped, way):
    text = REWRITTEN[way](shipped.text)
    assert text != shipped.text
    other = parse("b", text)
    assert [section.level for section in other.sections] == [section.level for section in shipped.sections]
    assert [len(paragraph.measures) for paragraph in other.paragraphs] == [
        len(paragraph.measures) for paragraph in shipped.paragraphs
    ]
    assert (other.issuer, other.place, other.issued_on) == (shipped.issuer, shipped.place, shipped.issued_on)
    assert (other.inspection, other.feedback_on) == (shipped.inspection, shipped.feedback_on)


# ---- any tree in any style -----------------------------------------------------------------------------------------

CHINESE = "一二三四五六七八九"
STYLES = {
    "第部分": lambda n: f"第{CHINESE[n - 1]}部分 ",
    "第章": lambda n: f"第{CHINESE[n - 1]}章 ",
    "一、": lambda n: f"{CHINESE[n - 1]}、",
    "（一）": lambda n: f"（{CHINESE[n - 1]}）",
    "(一)": lambda n: f"({CHINESE[n - 1]})",
    "1.": lambda n: f"{n}.",
    "1. ": lambda n: f"{n}. ",
    "１．": lambda n: f"{chr(0xFF10 + n)}．",
    "1、": lambda n: f"{n}、",
    "（1）": lambda n: f"（{n}）",
    "(1)": lambda n: f"({n})",
    "1)": lambda n: f"{n})",
    "①": lambda n: chr(0x2460 + n - 1),
    "⑴": lambda n: chr(0x2474 + n - 1),
}
LEVELS = [
    ["第部分", "第章"],
    ["一、"],
    ["（一）", "(一)"],
    ["1.", "1. ", "１．", "1、"],
    ["（1）", "(1)", "⑴"],
    ["1)"],
    ["①"],
]
TOPICS = st.sampled_from(
    ["大班额", "河道治理", "“双招双引”", "2020年预算", "干部档案", "作风、纪律", "3.5亿元工程", "选人用人"]
)
TITLES = st.one_of(
    TOPICS.map(lambda topic: f"关于{topic}不到位问题"),
    TOPICS.map(lambda topic: f"{topic}整改情况"),
    TOPICS.map(lambda topic: f"聚焦{topic}，落实责任方面"),
)
TEXTS = st.sampled_from(
    [
        "区委召开会议3次，投资1.5亿元。",
        "一是抓部署。召开会议。二是抓落实。已完成12项。",
        "2020年6月底前完成。联系1、2号楼居民（一）至（三）批。",
        "“大班额”已化解32个；其余12个年内完成。",
    ]
)


@st.composite
def trees(draw, depth: int = 0, deepest: int = 4):
    """[(title, runs on, texts, children)], at most three a level."""
    if depth == deepest:
        return []
    nodes = []
    for _ in range(draw(st.integers(1 if depth == 0 else 0, 3))):
        children = draw(trees(depth + 1, deepest))
        runs_on = draw(st.booleans())
        texts = draw(st.lists(TEXTS, min_size=0 if runs_on or children else 1, max_size=2))
        nodes.append((draw(TITLES), draw(TEXTS) if runs_on else None, texts, children))
    return nodes


def write(nodes, styles, path=()):
    """The lines of a tree and, for each heading, the path of titles that a reader sees."""
    lines, paths = [], []
    for number, (title, run_on, texts, children) in enumerate(nodes, start=1):
        heading = STYLES[styles[len(path)]](number) + title
        lines.append(heading + (f"。{run_on}" if run_on else ""))
        lines.extend(texts)
        paths.append((*path, heading))
        below, paths_below = write(children, styles, (*path, heading))
        lines.extend(below)
        paths.extend(paths_below)
    return lines, paths


@st.composite
def styles(draw):
    """One style a level, in the conventional order, any of them left out."""
    chosen = sorted(draw(st.sets(st.integers(0, len(LEVELS) - 1), min_size=4, max_size=4)))
    return [draw(st.sampled_from(LEVELS[level])) for level in chosen]


@settings(max_examples=150, deadline=None)
@given(trees(), styles(), st.sampled_from(["", "  ", "　　"]), st.sampled_from(["\n", "\n\n"]))
def test_any_tree_in_any_style_is_parsed_back(nodes, styles, indent, between):
    lines, paths = write(nodes, styles)
    bulletin = parse(
        "b", between.join(indent + line for line in ["中共青河县委关于整改情况的通报", "现予公布。", *lines])
    )
    assert [section.path for section in bulletin.sections] == paths
    assert_offsets_hold(bulletin)


def test_a_long_row_of_headings_is_counted_past_ten():
    marks = [*"一二三四五六七八九十", "十一", "十二"]
    text = "\n".join(f"{mark}、关于第{mark}类事项问题。已办结。" for mark in marks)
    assert [section.number for section in parse("b", text).sections] == list(range(1, 13))


@settings(max_examples=100, deadline=None)
@given(trees(deepest=3))
def test_any_markdown_tree_is_parsed_back(nodes):
    def lines(nodes, depth):
        for title, run_on, texts, children in nodes:
            yield f"{'#' * depth} {title}"
            yield from [*texts, *([run_on] if run_on else [])]
            yield from lines(children, depth + 1)

    def paths(nodes, above=()):
        for title, _, _, children in nodes:
            yield (*above, title)
            yield from paths(children, (*above, title))

    bulletin = parse("b", "\n\n".join(["# 某某局关于整改情况的通报", "现予公布。", *lines(nodes, 2)]))
    assert [section.path for section in bulletin.sections] == list(paths(nodes))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TOPICS, TEXTS, st.booleans()), min_size=2, max_size=6))
def test_unmarked_headings_in_a_row_are_parsed_back(rows):
    headings = [f"关于{topic}不到位问题" for topic, _, _ in rows]
    lines = [
        f"{heading}。{text}" if on else f"{heading}\n{text}"
        for heading, (_, text, on) in zip(headings, rows, strict=True)
    ]
    bulletin = parse("b", "\n".join(["中共青河县委关于整改情况的通报", "现予公布。", *lines]))
    assert [(section.title, section.level) for section in bulletin.sections] == [(heading, 1) for heading in headings]


@settings(max_examples=60, deadline=None)
@given(trees(deepest=3), st.permutations(["一、", "（一）", "1.", "（1）", "①"]))
def test_a_style_out_of_the_usual_order_nests_where_numbering_shows_it(nodes, styles):
    """Every level has two headings and a first child, so the numbering leaves no doubt."""
    full = [("甲整改情况", None, ["已完成。"], [("乙整改情况", None, [], [("丙整改情况", None, ["已完成。"], [])])])]
    lines, paths = write([*full, *nodes, ("丁整改情况", None, ["已完成。"], [])], styles)
    bulletin = parse("b", "\n".join(["中共青河县委关于整改情况的通报", "现予公布。", *lines]))
    assert [section.path for section in bulletin.sections] == paths


# ---- any text at all -----------------------------------------------------------------------------------------------

MARKS = ["一、", "（一）", "1.", "(1)", "①", "第一部分", "## ", "附件:", "一是", "二要", "**"]
WORDS = ["关于", "问题", "2020年7月31日", "2020-08-03", "来源:", "发布时间:", "中共", "区委", "1.5亿元"]
SNIPPETS = st.sampled_from([*MARKS, *WORDS, *"《》“”()。；:\n\r\u3000 ｡"])
UGLY = st.one_of(st.text(max_size=200), st.lists(st.one_of(SNIPPETS, st.text(max_size=3)), max_size=80).map("".join))


def assert_offsets_hold(bulletin: Bulletin) -> None:
    text, end = bulletin.text, 0
    for section in bulletin.sections:
        assert text[section.start : section.end] == section.title != ""
        assert section.title.startswith(section.mark)
        assert section.parent is None or section.parent in bulletin.sections
    for paragraph in bulletin.paragraphs:
        assert text[paragraph.start : paragraph.end] == paragraph.text == paragraph.text.strip() != ""
        assert paragraph.start >= end
        end = paragraph.end
        inner = paragraph.start
        for sentence in paragraph.sentences:
            assert text[sentence.start : sentence.end] == sentence.text != ""
            assert inner <= sentence.start < sentence.end <= paragraph.end
            inner = sentence.end
        words = "".join(sentence.text for sentence in paragraph.sentences)
        assert fold(words).replace(" ", "") == fold(paragraph.text).replace(" ", "")
        for measure in paragraph.measures:
            assert text[measure.start : measure.end] == measure.text
            assert paragraph.start <= measure.start < measure.end <= paragraph.end
    assert len({paragraph.id for paragraph in bulletin.paragraphs}) == len(bulletin.paragraphs)


@settings(max_examples=300, deadline=None)
@given(UGLY)
@example("")
@example("一、")
@example("# ")
@example("中共青河县委\n关于")
@example("2020年2月30日")
@example("(" * 3000 + "》" * 3000)
@example("一是" * 2000)
@example("1." * 2000)
@example("\ud800")
def test_any_text_gives_a_bulletin_whose_offsets_hold(text):
    assert_offsets_hold(parse("b", text))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 15427), st.integers(0, 15427))
def test_any_piece_of_the_shipped_bulletin_gives_a_bulletin(first, last):
    text = SHIPPED.read_text("utf-8")
    assert_offsets_hold(parse("b", text[min(first, last) : max(first, last)]))
