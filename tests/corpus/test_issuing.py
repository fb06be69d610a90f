import pytest

from corpus.bulletin import Place
from corpus.issuing import Body, body

CITY = Place(city="松陵市")


@pytest.mark.parametrize(
    ("issuer", "place", "name"),
    [
        ("松陵市教育局党组", CITY, "教育局"),
        ("中共松陵市第二人民医院委员会", CITY, "第二人民医院"),
        ("中共红岩集团有限公司委员会", Place(), "红岩集团有限公司"),
        ("中共望河镇委员会", Place(), "望河镇"),
        ("中共北苑区白桦街道工作委员会", Place(district="北苑区"), "白桦街道"),
        ("中共 松陵市 财政局党组、派驻纪检监察组", CITY, "财政局"),
    ],
)
def test_the_body_that_signed_without_its_place(issuer, place, name):
    signed = body(issuer, place)
    assert signed is not None
    assert signed.name == name


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("中共烟台市莱山区委", Place(city="烟台市", district="莱山区")),
        ("中共松陵市委员会", CITY),
        ("松陵市人民政府党组", CITY),
        ("中共云麓市高新区工作委员会", Place(city="云麓市", district="高新区")),
        (None, CITY),
    ],
)
def test_a_place_s_own_committee_is_no_body_below_it(issuer, place):
    assert body(issuer, place) is None


def test_a_firm_is_called_by_its_short_name_too_and_a_bureau_is_every_place_s():
    assert Body("红岩集团有限公司").names == ("红岩集团有限公司", "红岩集团")
    assert [Body(name).is_distinct for name in ("红岩集团有限公司", "白桦街道", "第二人民医院", "教育局")] == [
        True,
        True,
        True,
        False,
    ]
