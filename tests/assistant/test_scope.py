"""Which bulletins a question means, and what it names that none holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import bulletin

from assistant.errors import ScopeError
from assistant.scope import Holdings, Scoped, scope_from_json, scope_from_options, scope_of
from corpus.bulletin import Bulletin, Period, Place
from corpus.reader import read
from index.chunk import Scope

SHIPPED = Path("corpus/bulletins/laishan-2020-07-31.txt")
LAISHAN = "laishan-2020-07-31"


def made(name: str, place: Place, issued: date, text: str = "大班额已化解。") -> Bulletin:
    return replace(bulletin(name, text), place=place, signed_on=issued)


QINGLAN = Place(city="澜江市", district="青岚区")
BISHUI = Place(city="澜江市", district="碧水县")
HEPING = Place(province="天津市", district="和平区")
MANY = (
    made("qinglan-2019", QINGLAN, date(2019, 6, 1), "2018年化解大班额12个。"),
    replace(
        made("qinglan-2021", QINGLAN, date(2021, 7, 15), "2020年化解大班额30个。"),
        inspection=Period(date(2020, 9, 1), date(2020, 11, 30)),
    ),
    made("bishui-2021", BISHUI, date(2021, 8, 1), "2019年清淤3公里，赴青岛招商。"),
    made("heping-2022", HEPING, date(2022, 3, 1), "按照《公办园管理办法》，引进上海均和集团。"),
)


def says(*bulletins: Bulletin) -> Callable[[str], bool]:
    return lambda words: any(words in held.text for held in bulletins)


def many(question: str, explicit: Scope | None = None) -> Scoped:
    return scope_of(question, Holdings.of(MANY), explicit, says(*MANY))


@pytest.fixture(scope="module")
def shipped() -> Callable[[str], Scoped]:
    held = read(SHIPPED)
    holdings = Holdings.of([held])
    return lambda question: scope_of(question, holdings, None, says(held))


def unheld(scoped: Scoped) -> list[tuple[str, str]]:
    return [(missing.kind, missing.name) for missing in scoped.unheld]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("青岚区的大班额化解了多少", ("qinglan-2019", "qinglan-2021")),
        ("青岚的大班额化解了多少", ("qinglan-2019", "qinglan-2021")),
        ("澜江市青岚区的大班额", ("qinglan-2019", "qinglan-2021")),
        ("How many large classes did Qinglan dissolve?", ("qinglan-2019", "qinglan-2021")),
        ("large classes in Qinglan District, Lanjiang City", ("qinglan-2019", "qinglan-2021")),
        ("青岚区和碧水县哪个更多", ("qinglan-2019", "qinglan-2021", "bishui-2021")),
        ("澜江市哪些区县化解了大班额", ("qinglan-2019", "qinglan-2021", "bishui-2021")),
        ("What was done in Lanjiang?", ("qinglan-2019", "qinglan-2021", "bishui-2021")),
        ("天津和平区的情况", ("heping-2022",)),
        ("Heping District's large classes", ("heping-2022",)),
        ("青岚区最新通报里大班额有多少", ("qinglan-2021",)),
        ("What does the latest Qinglan bulletin say about large classes?", ("qinglan-2021",)),
        ("青岚区2021年的通报里大班额有多少", ("qinglan-2021",)),
        ("青岚区2020年的通报里大班额有多少", ("qinglan-2021",)),  # inspected then, and no other was issued then
        ("最新的情况怎么样", ("qinglan-2021", "bishui-2021", "heping-2022")),
        ("青岚区2019年的通报里大班额有多少", ("qinglan-2019",)),
        ("2021年7月的通报里大班额有多少", ("qinglan-2021",)),
        ("2020年巡察整改通报说了什么", ("qinglan-2021",)),  # inspected in 2020
        ("the 2022 bulletin on large classes", ("heping-2022",)),
        ("bishui-2021 里怎么说", ("bishui-2021",)),
        ("大班额化解了多少", ()),
        ("和平的环境怎么样", ()),  # an everyday word
        ("青岚区2018年化解了多少", ("qinglan-2019", "qinglan-2021")),  # a year of the content, not of the bulletin
    ],
)
def test_places_times_and_ids_narrow_the_search(question: str, ids: tuple[str, ...]) -> None:
    scoped = many(question)
    assert scoped.unheld == ()
    assert scoped.scope == Scope(bulletin_ids=ids)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("白鹭区的大班额化解了多少", [("place", "白鹭区")]),
        ("莱山区的大班额化解了多少", [("place", "莱山区")]),
        ("澜江市白鹭区的大班额", [("place", "澜江市白鹭区")]),
        ("How many large classes did Laishan dissolve?", [("place", "Laishan (莱山区)")]),
        ("large classes in Bailu District", [("place", "Bailu District")]),
        ("北京市和平区的大班额", [("place", "北京市和平区")]),  # another one than Tianjin's
        ("上海的大班额怎么样了", []),  # 上海 stands in a text: it may be meant
        ("上海老旧小区改造了多少", [("place", "上海")]),  # but only as part of a firm's name
        ("How much did Shanghai spend on large classes?", [("place", "Shanghai (上海市)")]),
        ("上海均和集团引进了吗", []),
        ("在青岛招商的成果", []),  # a text speaks of 赴青岛招商
        ("济南的大班额", [("place", "济南")]),
        ("2015年化解了多少", [("year", "2015年")]),
        ("How many were dissolved in 2015?", [("year", "2015")]),
        ("碧水县2018年化解了多少", [("year", "2018年")]),  # only the other place's bulletin names 2018
        ("青岚区2016年的通报", [("bulletin", "2016年")]),
        ("the 2016 bulletin", [("bulletin", "2016")]),
        ("中央第三巡视组反馈了什么", [("body", "中央第三巡视组")]),
        ("What did the Third Inspection Team find?", [("body", "Third Inspection Team")]),
        ("教育部提了什么要求", [("body", "教育部")]),
        ("《农村公路管理办法》规定了什么", [("document", "《农村公路管理办法》")]),
        ("《公办园管理办法》规定了什么", []),
        ("《青岚区公办园管理办法》规定了什么", []),
        ("图书馆有多少册书", [("body", "图书馆")]),
        ("Which city has an airport?", [("body", "airport")]),
        ("去年化解了多少，明年呢", []),
        ("How many last year?", []),
        ("投入了2000万元，还是2015万元", []),
        ("Was it 2015 people or 2030 yuan?", []),
    ],
)
def test_what_is_named_and_not_held_is_told(question: str, expected: list[tuple[str, str]]) -> None:
    assert unheld(many(question)) == expected


def test_a_place_not_held_beside_a_held_one_does_not_stop_the_answer() -> None:
    scoped = many("青岚区和白鹭区哪个化解得多")
    assert scoped.unheld == ()
    assert [(missing.kind, missing.name) for missing in scoped.absent] == [("place", "白鹭区")]
    assert scoped.scope.bulletin_ids == ("qinglan-2019", "qinglan-2021")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("来巡视青岚区的是省委第五巡视组吧?", "省委第五巡视组"),
        ("大班额是2015年全部化解的，对吗", "2015年"),
        ("All classes were dissolved in 2015, right?", "2015"),
        ("听说教育部来检查过?", "教育部"),
    ],
)
def test_a_premise_to_confirm_is_left_to_the_text(question: str, name: str) -> None:
    scoped = many(question)
    assert scoped.unheld == ()
    assert [missing.name for missing in scoped.absent] == [name]


def test_what_is_not_held_is_said_in_the_language_of_the_question() -> None:
    scoped = many("白鹭区的大班额")
    assert scoped.words("zh") == ("没有收录关于白鹭区的通报。",)
    assert scoped.words("en") == ("No bulletin about 白鹭区 is held here.",)


def test_held_bulletins_are_offered_neighbours_first() -> None:
    assert many("澜江市白鹭区的大班额").held("zh") == (
        "澜江市碧水县（2021-08-01）",
        "澜江市青岚区（2021-07-15）",
        "澜江市青岚区（2019-06-01）",
        "天津市和平区（2022-03-01）",
    )


def test_of_many_bulletins_five_are_offered_and_the_rest_counted() -> None:
    held = [made(f"qinglan-{year}", QINGLAN, date(year, 1, 1)) for year in range(2013, 2021)]
    scoped = scope_of("白鹭区的大班额", Holdings.of(held), None, says(*held))
    assert scoped.held("en")[0] == "澜江市青岚区 (2020-01-01)"
    assert scoped.held("en")[-1] == "and 3 more bulletins"


def test_the_scope_is_shown_in_words() -> None:
    assert many("青岚区最新通报里的大班额").label("zh") == "澜江市青岚区 · 最新一期通报"
    assert many("大班额", Scope(issued_from=date(2021, 1, 1))).label("en") == "issued from 2021-01-01"
    assert many("大班额").label("zh") == ""


def test_the_users_filter_limits_every_question() -> None:
    assert many("大班额", Scope(places=("碧水县",))).scope.bulletin_ids == ("bishui-2021",)
    assert many("大班额", Scope(places=("澜江市",), issued_from=date(2021, 1, 1))).scope.bulletin_ids == (
        "qinglan-2021",
        "bishui-2021",
    )
    scoped = many("青岚区的大班额", Scope(places=("碧水县",)))
    assert unheld(scoped) == [("filter", "澜江市青岚区")]


@pytest.mark.parametrize(
    "question",
    [
        "莱山区大班额怎么解决的",
        "烟台市的大班额怎么解决的",
        "山东省委巡视组反馈了什么",
        "烟台山医院莱山新院怎么样了",
        "黄海明珠山庄小区配套幼儿园怎么整改的",
        "曲家庄的安置项目",
        "文登整骨烟台医院投入使用了吗",
        "滨州医学院幼儿园有多少学位",
        "逛荡河清淤了多少公里",
        "上海均和集团来考察了吗",
        "烟台总部经济基地入驻了多少家",
        "省委第八巡视组什么时候来的",
        "第八巡视组什么时候来的",
        "2018年签约的项目开工了几个",
        "《公办幼儿园管理办法》是谁制定的",
        "《村级组织工作规则》修订了吗",
        "《“十四五”海洋经济发展规划》编好了吗",
        "宋立军怎么处理的",
        "全市第一的指标有几项",
        "老旧小区、城区、街区、辖区的整治",
        "When was the Wendeng Orthopedic Hospital in Yantai opened?",
        "What did the Eighth Provincial Inspection Team do in Laishan?",
        "How many of the 2018 projects started construction?",
        "What happened to Song Lijun?",
        "Which firms from Shanghai came to visit?",
        "How long is the coastline of the district?",
        "What was done at Qujiazhuang?",
        "How was the Guangdang River dredged?",
        "What is planned by the end of the year?",
    ],
)
def test_what_the_shipped_bulletin_mentions_is_never_refused(question: str, shipped: Callable[[str], Scoped]) -> None:
    assert unheld(shipped(question)) == []


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("芝罘区的大班额怎么解决的", "芝罘区"),
        ("烟台市芝罘区的大班额怎么解决的", "烟台市芝罘区"),
        ("文登区的大班额怎么解决的", "文登区"),  # only a hospital bears the name there
        ("What did Yantai's Zhifu District do?", "Zhifu District (芝罘区)"),
        ("省委第三巡视组反馈了什么", "省委第三巡视组"),
        ("2023年老旧小区改造了多少个", "2023年"),
        ("牟平打通了几条断头路", "牟平"),
        ("昌邑化解大班额多少个", "昌邑"),
    ],
)
def test_what_the_shipped_bulletin_does_not_hold_is_named(
    question: str, name: str, shipped: Callable[[str], Scoped]
) -> None:
    assert [missing.name for missing in shipped(question).unheld] == [name]


def test_options_and_json_give_the_same_scope() -> None:
    holdings = Holdings.of(MANY)
    expected = Scope(("qinglan-2021",), ("青岚区",), date(2021, 1, 1), date(2021, 12, 31))
    options = ["bulletin_id=qinglan-2021", "place=青岚区", "from=2021-01-01", "to=2021-12-31"]
    raw = {"bulletin_id": ["qinglan-2021"], "place": "青岚区", "from": "2021-01-01", "to": "2021-12-31"}
    assert scope_from_options(options, holdings) == expected
    assert scope_from_json(raw, holdings) == expected
    assert scope_from_json({}, holdings) == Scope()


@pytest.mark.parametrize("place", ["青岚", "Qinglan", "澜江市", "Qinglan District"])
def test_a_filter_takes_any_form_of_a_held_place(place: str) -> None:
    assert scope_from_options([f"place={place}"], Holdings.of(MANY)).places == (place,)


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (["place"], "KEY=VALUE"),
        (["place="], "KEY=VALUE"),
        (["places=青岚区"], "did you mean place?"),
        (["colour=red"], "use one of bulletin_id, place, from, to"),
        (["place=莱山区"], "held: 澜江市青岚区、澜江市碧水县、天津市和平区"),
        (["bulletin_id=qinglan-2020"], "did you mean qinglan-20"),
        (["from=2021"], "YYYY-MM-DD"),
        (["from=2021-13-01"], "YYYY-MM-DD"),
        (["from=2021-05-01", "to=2021-04-01"], "swap them"),
        (["from=2021-05-01", "from=2021-04-01"], "leave one"),
    ],
)
def test_a_bad_filter_says_what_to_do(options: list[str], hint: str) -> None:
    with pytest.raises(ScopeError, match=hint.replace("?", r"\?")):
        scope_from_options(options, Holdings.of(MANY))


@pytest.mark.parametrize(
    "raw", [[], "青岚区", {"place": 3}, {"place": [""]}, {"from": ["2021-01-01", "2021-02-01"]}, {"where": "青岚区"}]
)
def test_bad_json_scopes_are_told(raw: object) -> None:
    with pytest.raises(ScopeError):
        scope_from_json(raw, Holdings.of(MANY))


def test_traditional_script_is_read_alike() -> None:
    assert many("青嵐區的大班額").scope.bulletin_ids == ("qinglan-2019", "qinglan-2021")
    assert unheld(many("萊山區的大班額")) == [("place", "莱山区")]


def test_the_year_of_a_bulletin_is_that_of_its_issue_before_that_of_another_rounds_inspection():
    earlier = made("bishui-2020", BISHUI, date(2020, 8, 1))
    later = replace(
        made("bishui-2022", BISHUI, date(2022, 2, 1)), inspection=Period(date(2020, 9, 1), date(2020, 11, 30))
    )
    scoped = scope_of("碧水县2020年的通报里说了什么", Holdings.of((earlier, later)), None, says())
    assert scoped.scope.bulletin_ids == ("bishui-2020",)


def test_a_place_in_pinyin_is_the_one_usually_read_so():
    ximei, qimei = (
        made(name, Place(city="澜江市", district=district), date(2021, 1, 1))
        for name, district in (("ximei-2021", "汐湄区"), ("qimei-2021", "栖湄区"))  # 栖 is also read xi, in one word
    )
    for question, own in (("What was done in Ximei District?", "ximei-2021"), ("Qimei", "qimei-2021")):
        assert scope_of(question, Holdings.of((qimei, ximei)), None, says()).scope.bulletin_ids == (own,)
    alone = scope_of("What was done in Ximei District?", Holdings.of((qimei,)), None, says())
    assert not alone.unheld


BUREAU = replace(
    made("jiaoyu-2019", Place(city="松陵市"), date(2019, 5, 1), "招聘教师3名。"), issuer="松陵市教育局党组"
)
HOSPITAL = replace(
    made("yiyuan-2022", Place(city="松陵市"), date(2022, 5, 1), "海陵市来访。"), issuer="中共松陵市第二人民医院委员会"
)
FIRM = replace(made("hongyan-2020", Place(), date(2020, 5, 1), "清退63万元。"), issuer="中共红岩集团有限公司委员会")
TOWN = replace(made("wanghe-2021", Place(), date(2021, 5, 1), "改厕9座。"), issuer="中共望河镇委员会")
BODIES = (BUREAU, HOSPITAL, FIRM, TOWN)


def of_bodies(question: str) -> Scoped:
    def mentioning(words: str) -> frozenset[str]:
        return frozenset(held.id for held in BODIES if words in held.text)

    return scope_of(question, Holdings.of(BODIES), None, says(*BODIES), mentioning)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("松陵市教育局招聘了多少教师", {"jiaoyu-2019"}),
        ("红岩集团清退了多少", {"hongyan-2020"}),
        ("望河镇改厕多少座", {"wanghe-2021"}),
        ("海陵市谁来访", {"yiyuan-2022"}),  # no bulletin of its own: only who writes of it can tell
        ("松陵市做了什么", {"jiaoyu-2019", "yiyuan-2022"}),
        ("教育局招聘了多少教师", set()),  # every place has one
    ],
)
def test_the_body_below_a_place_that_is_named_is_where_to_search(question, ids):
    scoped = of_bodies(question)
    assert (set(scoped.scope.bulletin_ids), unheld(scoped)) == (ids, [])


def test_bodies_of_one_city_do_not_replace_each_other_as_the_newest():
    assert set(of_bodies("松陵市最新情况").scope.bulletin_ids) == {"jiaoyu-2019", "yiyuan-2022"}


@pytest.mark.parametrize(
    ("question", "names"), [("青山集团清退了多少", ["青山集团"]), ("各集团清退了多少", []), ("哪家集团好", [])]
)
def test_a_firm_that_no_text_mentions_is_not_held(question, names):
    assert unheld(of_bodies(question)) == [("body", name) for name in names]
