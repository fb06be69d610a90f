import pytest

from corpus.bulletin import Place
from corpus.gazetteer import divisions
from corpus.jurisdiction import find, read


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("中共烟台市莱山区委", {"city": "烟台市", "district": "莱山区"}),
        ("中共山东省委", {"province": "山东省"}),
        ("中共内蒙古自治区赤峰市红山区委", {"province": "内蒙古自治区", "city": "赤峰市", "district": "红山区"}),
        ("中共北京市朝阳区委", {"province": "北京市", "district": "朝阳区"}),
        ("中共重庆市委", {"province": "重庆市"}),
        ("中共延边朝鲜族自治州委", {"city": "延边朝鲜族自治州"}),
        ("中共锡林郭勒盟委", {"city": "锡林郭勒盟"}),
        (
            "中共新疆维吾尔自治区喀什地区莎车县委",
            {"province": "新疆维吾尔自治区", "city": "喀什地区", "district": "莎车县"},
        ),
        ("中共双江拉祜族佤族布朗族傣族自治县委", {"district": "双江拉祜族佤族布朗族傣族自治县"}),
        ("中共莫力达瓦达斡尔族自治旗委", {"district": "莫力达瓦达斡尔族自治旗"}),
        ("中共龙口市委", {"city": "龙口市"}),
        ("中共烟台市龙口市委", {"city": "烟台市", "district": "龙口市"}),
        ("中共荆州市沙市区委", {"city": "荆州市", "district": "沙市区"}),
        ("中共聊城市东昌府区委", {"city": "聊城市", "district": "东昌府区"}),
        ("中共太原市委", {"city": "太原市"}),
        ("中共莱州市委", {"city": "莱州市"}),
        ("中共成都市委", {"city": "成都市"}),
        ("中共天津市滨海新区委", {"province": "天津市", "district": "滨海新区"}),
        ("中共烟台经济技术开发区工作委员会", {"district": "烟台经济技术开发区"}),
        ("烟台市政府办公室", {"city": "烟台市"}),
        ("中共烟台市直机关工作委员会", {"city": "烟台市"}),
        ("烟台市城市管理局", {"city": "烟台市"}),
        ("中共烟台市市场监督管理局党组", {"city": "烟台市"}),
        ("中共烟台市委市直机关工作委员会", {"city": "烟台市"}),
        ("国家税务总局烟台市税务局", {"city": "烟台市"}),
        ("莱山区人民政府", {"district": "莱山区"}),
        ("关于烟台市莱山区巡视整改情况的通报", {"city": "烟台市", "district": "莱山区"}),
        ("中共山东大学委员会", {}),
        ("松江化工集团有限公司党委关于省委巡视整改情况的公告", {}),
        ("中国人民银行烟台市中心支行", {}),
        ("北京城市学院", {}),
        ("青河大学党委关于十二届省委第八轮巡视整改进展情况的通报", {}),
        ("中共市委", {}),
        ("我市教育局", {}),
        ("", {}),
    ],
)
def test_a_body_s_name_gives_the_levels_it_names(name, levels):
    assert read(name).levels() == levels


def test_the_intro_completes_what_the_issuer_left_out():
    intro = "省委第八巡视组对烟台市莱山区开展了巡视。"
    assert find(["中共莱山区委"], intro) == Place(city="烟台市", district="莱山区")


def test_a_county_level_city_moves_below_the_city_that_the_intro_names():
    assert find(["中共龙口市委"], "对烟台市龙口市进行了巡察") == Place(city="烟台市", district="龙口市")


def test_an_inspected_district_is_not_the_place_of_the_city_that_signs():
    assert find(["中共烟台市委"], "对烟台市莱山区开展巡视") == Place(city="烟台市")


def test_another_place_in_the_intro_changes_nothing():
    assert find(["中共莱山区委"], "对烟台市芝罘区开展巡视") == Place(district="莱山区")


def test_without_an_issuer_the_inspected_place_counts():
    assert find([], "根据安排,市委第二巡察组对青河县进行了巡察") == Place(district="青河县")


def test_every_division_of_the_mainland_is_read_alone_and_below_its_superiors():
    for division in divisions():
        if division.name.endswith("特别行政区"):
            continue
        assert division.name in read(f"中共{division.name}委").levels().values()
        chain = [*dict.fromkeys([*division.parents, division.name])]
        assert list(read(f"中共{''.join(division.parents)}{division.name}委员会").levels().values()) == chain
