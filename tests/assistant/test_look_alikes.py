"""Twelve made-up bulletins of towns, bureaus, firms and zones beside each other: who is asked about answers."""

from pathlib import Path

import bulletin_forms
import pytest
import small_corpus

from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from index import embedding
from index.build import build
from index.search import Searcher
from index.settings import IndexSettings

FOLDER = Path(__file__).parent.parent / "data" / "look-alikes"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, index_models: Path) -> Assistant:
    folder = tmp_path_factory.mktemp("look-alikes")
    corpus = folder / "corpus"
    corpus.mkdir()
    for path in FOLDER.iterdir():
        if path.name.endswith(".table.txt"):
            word = bulletin_forms.as_docx_with_tables(path.read_text("utf-8"))
            (corpus / f"{path.name.split('.')[0]}.docx").write_bytes(word)
        elif path.name != "README.md":
            (corpus / path.name).write_bytes(path.read_bytes())
    settings = IndexSettings(folder=folder / "index", models=index_models, embedding_model="bundled-use")
    build(corpus, settings, embedding.load(settings), small_corpus.no_report)
    return Assistant.over(Searcher.open(settings), AssistantSettings())


@pytest.mark.parametrize(
    ("question", "bulletin", "words"),
    [
        ("云麓高新区闲置土地收回了多少亩？", "yunlu-gaoxin", "收回380亩"),
        ("松陵市教育局公开招聘了多少教师？", "songling-jiaoyu", "招聘教师312名"),
        ("松陵市第二人民医院的药占比降到多少？", "dier-yiyuan", "由34.6%降至26.1%"),
        ("临湖经开区第二污水处理厂投资多少？", "linhu-jingkai", "投资2.36亿元"),
        ("白桦街道加装了多少部电梯？", "baihua-jiedao", "完成加装电梯34部"),
        ("望河镇剩余的农村户厕什么时候改造完？", "wanghe-zhen", "剩余95座2021年3月底前完成"),
        ("红岩集团逾期账款清收了多少？", "hongyan-jituan", "清收逾期账款4.72亿元"),
        ("青溪州锰矿关闭了多少家？", "qingxi-zhou", "关闭锰矿企业23家"),
        ("额仁旗打了多少眼机电井？", "eren-qi", "新打机电井127眼"),
        ("龙洲市招商引资欠账兑现了多少钱？", "longzhou-shi", "1.27亿元"),
        ("锦山区消除了多少处易涝点？", "jingshan-qu", "消除易涝点22处"),
        ("How many oversized classes are left in Yongning County?", "yongning-english", "from 52 to 9"),
    ],
)
def test_the_bulletin_that_is_asked_about_answers(asked, question, bulletin, words):
    answer = asked.ask(question)
    assert {citation.bulletin.id for citation in answer.citations} == {bulletin}
    assert any(words in statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "question",
    [
        "锦山区给老旧小区加装了多少部电梯？",  # 白桦街道 did
        "海陵市关闭了多少家锰矿？",  # only 龙洲市 speaks of 海陵市
        "红岩集团新建了几所幼儿园？",
        "松陵市教育局新购了几辆救护车？",  # the hospital of that city did
        "望河镇的第二污水处理厂投资多少？",
        "青山集团清退了多少津补贴？",
    ],
)
def test_what_one_body_lacks_is_not_told_of_another(asked, question):
    answer = asked.ask(question)
    assert (answer.status, answer.statements) == ("not_found", ())


def test_an_older_bulletin_of_another_body_of_the_same_city_is_not_called_earlier(asked):
    answer = asked.ask("松陵市校外培训压减了多少家机构？")
    assert {citation.bulletin.id for citation in answer.citations} == {"songling-jiaoyu"}
    assert "较早" not in answer.lead
