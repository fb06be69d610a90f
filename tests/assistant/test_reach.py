"""Look-alike bulletins of two places, one of them inspected twice: the right place and the right round answer."""

from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.scoping.holdings import Holdings
from assistant.scoping.reach import without_place
from assistant.settings import AssistantSettings
from index import embedding
from index.build import build
from index.search import Searcher
from index.settings import IndexSettings

FRAME = """中共甲州市{place}委关于巡察整改进展情况的通报

根据市委统一部署,市委第二巡察组对{place}开展了巡察,并反馈了巡察意见。现将整改情况予以公布。

一、聚焦民生保障方面

{items}

中共甲州市{place}委

{day}
"""
CLASSES = "(1)关于大班额化解不力问题。新建学校{schools}所,已化解大班额{gone}个。"
ROADS = "(2)关于“断头路”问题。打通断头路5条,总长8.2公里。"
HEATING = "(2)关于供暖不热问题。更换供热管网31公里。"
PARKING = "(2)关于停车难问题。新增停车泊位640个。"
BULLETINS = {
    "yunqi-2019": ("云栖县", "2019年6月28日", [CLASSES.format(schools=3, gone=12), ROADS]),
    "yunqi-2021": ("云栖县", "2021年11月12日", [CLASSES.format(schools=6, gone=41), HEATING]),
    "qingpan-2020": ("青畔区", "2020年4月20日", [CLASSES.format(schools=4, gone=27), PARKING]),
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory, index_models: Path) -> Assistant:
    folder = tmp_path_factory.mktemp("province")
    (folder / "corpus").mkdir()
    for name, (place, day, items) in BULLETINS.items():
        text = FRAME.format(place=place, day=day, items="\n\n".join(items))
        (folder / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = IndexSettings(folder=folder / "index", models=index_models)
    build(folder / "corpus", settings, embedding.load(settings), lambda step, done, total: None)
    return Assistant.over(Searcher.open(settings), AssistantSettings())


def cited(answer):
    return [citation.bulletin.id for citation in answer.citations]


@pytest.mark.parametrize(
    "question",
    ["云栖县化解了多少个大班额?", "云栖的大班额化解了多少个?", "How many large classes did Yunqi County dissolve?"],
)
def test_the_newest_bulletin_of_the_named_place_answers(province, question):
    answer = province.ask(question)
    assert answer.status == "answered"
    assert set(cited(answer)) == {"yunqi-2021"}
    assert "41个" in answer.text


def test_the_round_that_is_named_answers(province):
    answer = province.ask("2019年的通报里,云栖县化解了多少个大班额?")
    assert set(cited(answer)) == {"yunqi-2019"}
    assert "12个" in answer.text


def test_what_only_an_earlier_bulletin_tells_is_called_earlier(province):
    answer = province.ask("云栖县打通了几条断头路?")
    assert set(cited(answer)) == {"yunqi-2019"}
    assert "较早的通报" in answer.lead


@pytest.mark.parametrize(
    ("question", "named"),
    [("青畔区打通了几条断头路?", "青畔区"), ("How many dead-end roads were opened up in Qingpan District?", "青畔区")],
)
def test_what_the_bulletins_of_a_place_lack_is_not_taken_from_another(province, question, named):
    answer = province.ask(question)
    assert answer.status == "not_found"
    assert answer.citations == ()
    assert named in answer.missing[0]


def test_without_a_place_each_place_answers_for_itself(province):
    answer = province.ask("大班额化解了多少个?")
    told = {statement.text.partition("：")[0]: statement for statement in answer.statements}
    assert set(told) == {"云栖县", "青畔区"}
    assert "41个" in told["云栖县"].text
    assert "27个" in told["青畔区"].text
    assert all(len(statement.citations) == 1 for statement in answer.statements)
    assert "云栖县截至2021年11月12日" in answer.lead


def test_a_place_beyond_those_shown_is_offered_as_a_question(province, monkeypatch):
    monkeypatch.setattr("assistant.pipeline._PLACES", 1)
    answer = province.ask("大班额化解了多少个?")
    (offered,) = answer.suggestions
    assert offered in ("云栖县：大班额化解了多少个?", "青畔区：大班额化解了多少个?")
    assert offered.partition("：")[0] not in answer.lead
    assert province.ask(offered).status == "answered"


def test_which_places_is_answered_with_one_row_a_place(province):
    answer = province.ask("哪些区县化解了大班额?")
    assert sorted(set(cited(answer))) == ["qingpan-2020", "yunqi-2021"]


def test_a_filter_chosen_by_hand_stays_as_chosen(province):
    from index.chunk import Scope

    answer = province.ask("大班额化解了多少个?", scope=Scope(bulletin_ids=("yunqi-2019",)))
    assert set(cited(answer)) == {"yunqi-2019"}
    assert "12个" in answer.text


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("甲州市云栖县的断头路打通了几条?", "断头路打通了几条?"),
        ("How many roads were opened in Yunqi County?", "How many roads were opened ?"),
        ("What are Yunqi County's plans?", "What are  plans?"),
        ("云栖县?", "云栖县?"),
        ("断头路打通了几条?", "断头路打通了几条?"),
    ],
)
def test_the_place_is_left_out_of_what_is_searched(province, question, searched):
    assert without_place(question, Holdings.of(province.searcher.bulletins())) == searched
