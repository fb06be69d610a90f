"""Made-up bulletins as other offices write them: trees, dates and places below were written by hand from the files."""

from datetime import date
from pathlib import Path

import bulletin_forms
import pytest

from corpus import form
from corpus.bulletin import Bulletin, Period, Place
from corpus.figures import find as figures
from corpus.oddities import find
from corpus.structure import parse

FOLDER = Path(__file__).parent.parent / "data" / "look-alikes"

TREES = {
    "baihua-jiedao.table.txt": """
一、整改总体情况
二、整改情况一览表
三、下一步打算
""",
    "dier-yiyuan.txt": """
一、基本情况
  （一）组织领导
  （二）完成情况
二、突出问题整改
  （一）行业作风方面
    1.大型医用设备采购不规范
    2.药品耗材占比偏高
    3.医务人员收受“红包”问题
  （二）医疗服务方面
    1.患者候诊时间长
    2.急诊急救能力弱
三、下一步措施
""",
    "eren-qi.txt": """
一、压实责任，推动整改
二、主要问题整改情况
  1、关于草原生态保护责任不实的问题
  2、关于牧区饮水安全保障不足的问题
  3、关于苏木卫生院人才短缺的问题
三、下一步打算
""",
    "hongyan-jituan.txt": """
一、立行立改事项
  1.压减法人层级
  2.清退违规发放津补贴
  3.规范公务用车
二、限期整改事项
  1.应收账款清收不力问题
  2.安全生产投入不足问题
  3.棚户区改造进展缓慢问题
三、长期坚持事项
  1.常态化开展警示教育
  2.深化三项制度改革
  3.加强境外资产监管
""",
    "jingshan-qu.txt": """
一、提高政治站位，扛牢整改责任
二、坚持问题导向，逐项整改落实
  （一）聚焦耕地保护不力问题
  （二）聚焦城市内涝治理滞后问题
  （三）聚焦学前教育资源不足问题
  （四）聚焦基层减负不到位问题
三、注重标本兼治，巩固整改成果
""",
    "linhu-jingkai.txt": """
（一）贯彻落实党中央决策部署方面
  问题1：落实“放管服”改革要求有差距，企业办事多头跑
  问题2：污水集中处理设施建设滞后
（二）维护群众利益方面
  问题3：拖欠被征地农民过渡安置费
  问题4：园区公交线路少，职工出行难
（三）基层党组织建设方面
  问题5：非公企业党组织覆盖率低
""",
    "longzhou-shi.txt": """
一 、整改工作组织情况
二、反馈问题整改情况
  (ー)关于乡村振兴推进不力问题
    １．高标准农田建设进度慢
    ２．农村公路养护差
  (二 )关于营商环境不优问题
    l.招商引资承诺不兑现
    2.中介服务不规范
  (三）关于社会治安防控薄弱问题
    ⒈视频监控覆盖不全
    ⒉社区警务力量不足
三、今后整改打算
""",
    "qingxi-zhou.txt": """
一、州委履行巡视整改主体责任情况
  （一）提高政治站位
  （二）强化督查问效
二、巡视反馈重点问题整改落实情况
  （一）关于“脱贫攻坚政策落实有偏差”问题
    1.关于易地扶贫搬迁后续扶持跟不上问题
    2.关于控辍保学压力大问题
  （二）关于“生态环境保护责任落实不到位”问题
    1.关于青溪河锰污染治理迟缓问题
    2.关于自然保护区违规建设问题
三、下步工作
""",
    "songling-jiaoyu.txt": """
一、聚焦党组领导作用发挥
  1.关于“第一议题”制度落实不严格的问题
  2.关于意识形态阵地管理薄弱的问题
二、聚焦群众身边问题
  1.关于中小学超标准班额的问题
  2.关于校外培训治理不彻底的问题
  3.关于校园食堂管理不规范的问题
三、聚焦基层党组织建设
  1.关于党员教育管理宽松软的问题
  2.关于干部轮岗交流不及时的问题
""",
    "wanghe-zhen.html": """
一、党委履行主体责任情况
二、具体问题整改情况
三、今后工作打算
""",
    "yongning-english.txt": """
I. Overall situation of rectification
II. Rectification of the problems fed back
  (1) Regarding the problem of "inadequate rural sewage treatment"
  (2) Regarding the problem of "oversized classes in primary schools"
  (3) Regarding the problem of "arrears of wages of migrant workers"
III. Next steps
""",
    "yunlu-gaoxin.txt": """
一、整改工作总体情况
二、主要问题整改情况
  （一）贯彻新发展理念方面
    1.关于产业集聚度不高的问题
      （1）针对“主导产业不突出”问题
      （2）针对“闲置土地处置慢”问题
    2.关于科技创新支撑不足的问题
      （1）高新技术企业数量偏少
      （2）孵化器作用发挥不够
  （二）服务保障民生方面
    1.关于人才公寓分配不及时的问题
      （1）公寓建成后长期空置
      （2）分配办法不公开
三、下一步工作打算
""",
}

AROUND = [  # file, issuer, place, issued, published, inspection, feedback, contacts
    (
        "baihua-jiedao.table.txt",
        "中共北苑区白桦街道工作委员会",
        Place(district="北苑区"),
        "2024-04-08",
        None,
        "2023-09-11/2023-10-27",
        "2023-11-30",
        2,
    ),
    (
        "dier-yiyuan.txt",
        "中共松陵市第二人民医院委员会",
        Place(city="松陵市"),
        "2023-12-05",
        None,
        "2023-04-03/2023-05-26",
        "2023-07-11",
        4,
    ),
    (
        "eren-qi.txt",
        "中共额仁旗委员会",
        Place(district="额仁旗"),
        "2022-06-17",
        None,
        "2021-08-16/2021-10-15",
        "2021-12-07",
        1,
    ),
    (
        "hongyan-jituan.txt",
        "中共红岩集团有限公司委员会",
        Place(),
        "2021-01-15",
        "2021-01-18",
        "2020-04-20/2020-06-18",
        "2020-08-31",
        3,
    ),
    (
        "jingshan-qu.txt",
        "中共天澜市锦山区委",
        Place(city="天澜市", district="锦山区"),
        "2024-02-01",
        "2024-02-06",
        "2023-02-13/2023-04-14",
        "2023-05-30",
        2,
    ),
    (
        "linhu-jingkai.txt",
        "中共临湖经济技术开发区工作委员会",
        Place(district="临湖经济技术开发区"),
        "2021-08-16",
        None,
        "2020-11-02/2020-12-30",
        "2021-02-26",
        1,
    ),
    (
        "longzhou-shi.txt",
        "中共龙洲市委员会",
        Place(city="龙洲市"),
        "2018-12-20",
        None,
        "2018-03-12/2018-05-11",
        "2018-07-03",
        2,
    ),
    (
        "qingxi-zhou.txt",
        "中共青溪苗族自治州委员会",
        Place(city="青溪苗族自治州"),
        "2019-10-25",
        "2019-10-29",
        "2018-09-03/2018-11-02",
        "2019-01-09",
        3,
    ),
    (
        "songling-jiaoyu.txt",
        "松陵市教育局党组",
        Place(city="松陵市"),
        "2022-09-28",
        "2022-09-30",
        "2021-10-08/2021-12-03",
        "2022-01-14",
        4,
    ),
    (
        "wanghe-zhen.html",
        "中共望河镇委员会",
        Place(),
        "2020-12-22",
        "2020-12-25",
        "2020-05-11/2020-06-30",
        "2020-08-04",
        2,
    ),
    (
        "yongning-english.txt",
        "Yongning County Committee of the Communist Party of China",
        Place(district="Yongning County"),
        "2021-07-05",
        "2021-07-09",
        "2020-09-07/2020-11-06",
        "2020-12-28",
        3,
    ),
    (
        "yunlu-gaoxin.txt",
        "中共云麓市高新技术产业开发区工作委员会",
        Place(city="云麓市", district="高新技术产业开发区"),
        "2023-11-15",
        "2023-11-20",
        "2023-03-06/2023-05-12",
        "2023-06-28",
        3,
    ),
]


def read(name: str) -> Bulletin:
    data = (FOLDER / name).read_bytes()
    if name.endswith(".table.txt"):
        return parse("b", form.extract(bulletin_forms.as_docx_with_tables(data.decode()), ".docx"))
    return parse("b", form.extract(data, Path(name).suffix))


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def paragraphs(name: str, words: str) -> list[str]:
    return [one.text for one in read(name).paragraphs if words in one.text]


@pytest.mark.parametrize("name", TREES)
def test_headings_nest_as_a_reader_sees_them(name):
    sections = read(name).sections
    assert "\n".join("  " * (one.level - 1) + one.title for one in sections) == TREES[name].strip()


@pytest.mark.parametrize("name, issuer, place, issued, published, inspection, feedback, contacts", AROUND)
def test_what_stands_around_is_read(name, issuer, place, issued, published, inspection, feedback, contacts):
    bulletin = read(name)
    assert (bulletin.issuer, bulletin.place) == (issuer, place)
    assert (bulletin.issued_on, bulletin.published_on) == (day(issued), day(published))
    assert bulletin.inspection == Period(*map(date.fromisoformat, inspection.split("/")))
    assert (bulletin.feedback_on, len(bulletin.contacts)) == (day(feedback), contacts)
    assert find(bulletin) in ([], ["no place found"])


@pytest.mark.parametrize("name", TREES)
def test_opening_closing_contacts_and_attachments_are_of_no_item(name):
    bulletin = read(name)
    for words in ("反馈了巡", "反馈意见。", "inspection team fed back", "联系", "电话", "E-mail", "清单", "台账"):
        for paragraph in bulletin.paragraphs:
            if words in paragraph.text and not paragraph.text.startswith(("1.", "整改情况")):
                assert len(paragraph.heading_path) <= 1, (words, paragraph.text)
                assert not any(title.endswith("问题") for title in paragraph.heading_path)


def test_the_paper_s_own_lines_are_no_text():
    assert not [one for one in read("dier-yiyuan.txt").paragraphs if "页" in one.text]
    assert not [one for one in read("longzhou-shi.txt").paragraphs if one.text.startswith("--")]


def test_a_heading_glued_behind_a_sentence_begins_its_own_paragraph():
    [glued] = paragraphs("jingshan-qu.txt", "城市内涝")
    assert glued == "（二）聚焦城市内涝治理滞后问题。改造雨污管网68.5公里，消除易涝点22处，剩余6处2024年汛期前消除。"
    [before] = paragraphs("jingshan-qu.txt", "耕地保护")
    assert before.endswith("追责问责19人。")


def test_numbers_in_a_sentence_are_no_glued_headings():
    text = "一、整改情况\n（一）关于学校问题。新建（一）期3所。（二）期2所在建。\n（二）关于道路问题。打通5条。\n"
    assert [one.text for one in parse("b", text).paragraphs] == text.splitlines()[1:]


@pytest.mark.parametrize("form_of_table", ["html", "docx"])
def test_a_cell_over_several_rows_stands_in_each(form_of_table):
    rows = [
        ["1", "厕所改造慢", "清理垃圾1870吨"],
        ["1", "厕所改造慢", "改造户厕416座"],
        ["2", "账目乱", "清理合同73份"],
    ]
    if form_of_table == "html":
        cells = "<tr><td rowspan=2>1<td rowspan=2>厕所改造慢<td>清理垃圾1870吨<tr><td>改造户厕416座"
        cells += "<tr><td>2<td>账目乱<td>清理合同73份"
        page = f"<html><body><p>整改情况如下。</p><table>{cells}</table><p>继续推进。</p></body></html>"
        text = form.extract(page.encode(), ".html")
    else:
        text = form.extract(
            bulletin_forms.as_docx_with_tables("整改情况如下。\n" + bulletin_forms.table(rows, merge=True)), ".docx"
        )
    assert text.splitlines()[1:4] == ["\t".join(row) for row in rows]


def test_figures_in_full_width_digits_are_read():
    [roads] = paragraphs("longzhou-shi.txt", "农村公路")
    assert [(one.value, one.unit) for one in figures(roads)] == [(320_000, "m"), (95_000, "m")]
    [meetings] = paragraphs("longzhou-shi.txt", "领导小组")
    assert not figures(meetings)  # l2次 is 12 or 2: not guessed


def test_measures_are_found_behind_a_label():
    [classes] = [one for one in read("songling-jiaoyu.txt").paragraphs if "大班额" in one.text]
    assert [one.number for one in classes.measures] == [1, 2, 3]
