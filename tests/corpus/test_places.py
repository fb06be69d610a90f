"""Places named in questions, and whether they are a bulletin's place."""

from __future__ import annotations

import pytest

from corpus.bulletin import Place
from corpus.places import KnownNames, find, inferred, level_named

LAISHAN = Place(city="烟台市", district="莱山区")


def names(text: str, held: frozenset[str] = frozenset()) -> list[str]:
    return [mention.text for mention in find(text, KnownNames(held))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("莱山区的大班额怎么解决的", ["莱山区"]),
        ("烟台市莱山区的大班额", ["烟台市莱山区"]),
        ("山东省烟台市莱山区", ["山东省烟台市莱山区"]),
        ("莱山的大班额怎么解决的", ["莱山"]),
        ("青岛投资了多少", ["青岛"]),
        ("青岛河道清淤做了多长", ["青岛"]),
        ("牟平投入了多少钱建学校", ["牟平"]),
        ("请介绍青岛的做法", ["青岛"]),
        ("在牟平打通了多少条断头路", ["牟平"]),
        ("昌邑打通断头路多少条", ["昌邑"]),
        ("请问寿光供暖问题整改得怎么样", ["寿光"]),
        ("芝罘新建了几所学校", ["芝罘"]),
        ("我想了解牟平学位缺口", ["牟平"]),
        ("福山中学建好了吗", []),
        ("昌邑小区的供暖", []),
        ("和平新建了几所学校", []),
        ("通道建设了几条", []),
        ("黑水治理了多少公里", []),
        ("芝罘区和莱山区哪个更多", ["芝罘区", "莱山区"]),
        ("蓬莱市的房产证", ["蓬莱市"]),
        ("恩施土家族苗族自治州的乡村振兴", ["恩施土家族苗族自治州"]),
        ("内蒙古自治区呢", ["内蒙古自治区"]),
        ("忠县的断头路", ["忠县"]),
        ("西安的情况", ["西安"]),
        ("和平区的断头路", ["和平区"]),
        ("烟台市委做了什么", ["烟台市"]),
        ("烟台市区的断头路", ["烟台市"]),
        ("What did Laishan do about large classes?", ["Laishan"]),
        ("Laishan District's kindergartens", ["Laishan District"]),
        ("what did zhifu district do", ["zhifu district"]),
        ("Lai Shan District", ["Lai Shan District"]),
        ("How many roads were opened in Yantai?", ["Yantai"]),
        ("Which hospitals were built in Xi'an?", ["Xi'an"]),
        ("Is there anything about Shandong or Shaanxi?", ["Shandong", "Shaanxi"]),
        ("Inner Mongolia", ["Inner Mongolia"]),
    ],
)
def test_a_place_of_the_gazetteer_is_found_as_written(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青岚区怎么整改的", ["青岚区"]),
        ("去年青岚区投资多少", ["青岚区"]),
        ("请问一下碧水县的大班额", ["碧水县"]),
        ("整治白鹭区的黑臭水体", ["白鹭区"]),
        ("云山区的断头路", ["云山区"]),
        ("澜江市青岚区的幼儿园", ["澜江市青岚区"]),
        ("柳林镇的道路", ["柳林镇"]),
        ("What did Qinglan District do?", ["Qinglan District"]),
        ("clean coal in Bishui County", ["Bishui County"]),
    ],
)
def test_a_name_shaped_like_a_place_is_found_though_no_gazetteer_holds_it(text: str, expected: list[str]) -> None:
    assert names(text) == expected
    assert find(text)[0].divisions == ()


@pytest.mark.parametrize(
    "text",
    [
        "老旧小区改造了多少个",
        "城区、社区、园区、街区、辖区、全区、我区、市区",
        "高新区和开发区的项目",
        "贫困山区的学校",
        "主城区、老城区、新城区的道路",
        "建立区、街、村三级河长体系",
        "关于区委对党风廉政建设抓得不够紧",
        "先后召开区委常委会扩大会议",
        "样板示范区创建了几个",
        "典范之区",
        "省里和市里各提高了几位",
        "全省、全市、各县市区",
        "现代化国际滨海城市形象",
        "海洋强市建设目标",
        "超市、菜市场、农贸市场",
        "特色小镇、乡镇、城镇失业率",
        "贫困县脱贫",
        "和平的环境，合作的项目，公安的案件，资源的分配",
        "绿水青山就是金山银山",
        "平安建设和民主生活会",
        "“双清”行动",
        "外夹河南段的清淤",
        "枫林路24号，北京路和上海路",
        "区域规划和区级领导",
        "What was done about the same district's schools?",
        "the central district, the development district and the school district",
        "Song Lijun and Li Dongming were punished",
        "How many people were fined in one county?",
        "Wendeng Orthopedic Hospital and Binzhou Medical University",
        "clean coal, class sizes, dead-end roads",
        "Manage district finances",
        "Change district heads, name county officials",
        "Police District and Finance County",
        "Guide to naming and boxing",
    ],
)
def test_common_nouns_and_longer_names_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_held_place_is_known_by_its_short_name_and_by_pinyin() -> None:
    held = frozenset({"青岚区"})
    assert names("青岚的断头路", held) == ["青岚"]
    assert names("dead-end roads in Qinglan", held) == ["Qinglan"]
    assert names("dead-end roads in qinglan", held) == ["qinglan"]
    assert names("青岚的断头路") == []


def test_a_mention_knows_its_level_and_superiors() -> None:
    [mention] = find("莱山的幼儿园")
    assert (mention.full_name, mention.rank, mention.parents) == ("莱山区", "district", ("山东省", "烟台市"))


def test_a_name_of_several_places_has_no_certain_superior() -> None:
    [mention] = find("朝阳区的幼儿园")
    assert mention.parents == ()
    [mention] = find("北京市朝阳区的幼儿园")
    assert mention.parents == ("北京市",)


@pytest.mark.parametrize(
    ("text", "place", "level"),
    [
        ("莱山区", LAISHAN, "district"),
        ("莱山", LAISHAN, "district"),
        ("烟台市莱山区", LAISHAN, "district"),
        ("Laishan", LAISHAN, "district"),
        ("Laishan District", LAISHAN, "district"),
        ("烟台", LAISHAN, "city"),
        ("Yantai", LAISHAN, "city"),
        ("山东省", LAISHAN, "province"),  # known to contain it, though the bulletin does not say so
        ("Shandong", LAISHAN, "province"),
        ("Qinglan District", Place(city="澜江市", district="青岚区"), "district"),
        ("Lanjiang", Place(city="澜江市", district="青岚区"), "city"),
        ("蓬莱区", Place(district="蓬莱市"), "district"),  # a city that became a district
        ("Shaanxi", Place(province="陕西省"), "province"),
    ],
)
def test_the_level_of_a_place_that_a_mention_names(text: str, place: Place, level: str) -> None:
    [mention] = find(text, KnownNames(frozenset(place.levels().values())))
    assert level_named(mention, place) == level


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("芝罘区", LAISHAN),
        ("北京市朝阳区", Place(city="长春市", district="朝阳区")),
        ("北京市莱山区", LAISHAN),
        ("Zhifu District", LAISHAN),
        ("青岚县", Place(district="青岚区")),
        ("青岛市", LAISHAN),
        ("Shaanxi", Place(province="山西省")),
    ],
)
def test_another_place_names_no_level(text: str, place: Place) -> None:
    [mention] = find(text, KnownNames(frozenset(place.levels().values())))
    assert level_named(mention, place) is None


def test_superiors_are_inferred_only_when_certain() -> None:
    assert inferred(LAISHAN) == {"province": "山东省"}
    assert inferred(Place(district="莱山区")) == {"province": "山东省", "city": "烟台市"}
    assert inferred(Place(district="朝阳区")) == {}
    assert inferred(Place(district="青岚区")) == {}
    assert inferred(Place()) == {}
