"""In: names of bodies and a description of who was inspected. Out: the Place they name, level by level.

Reads names by their form (X省, X市, X区), from the start of a name only; it completes nothing from a gazetteer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.bulletin import Place
from corpus.gazetteer import is_syllable
from corpus.normalize import fold

_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
# Letters that end a body's name stand in no place name, so a name cannot reach across "税务总局烟台市".
_LETTER = r"[\u4e00-\u9fff](?<![委局厅院司组省届])(?<!政府)"
_PROVINCE = re.compile(rf"(?:{_LETTER}){{2,8}}?(?:省|自治区)|北京市|天津市|上海市|重庆市")
_CITY_MARK = r"市(?![区县场学]|市(?:委|人民|政|纪|\Z))"  # not in 沙市区, 津市市
_CITY = re.compile(
    rf"(?:{_LETTER}){{1,5}}?{_CITY_MARK}|(?:{_LETTER}){{2,12}}?(?:自治州|地区)"
    rf"|(?:{_LETTER}){{2,5}}?(?:盟|州)(?=委|人民|纪|政|监|行政公署|(?:{_LETTER}){{1,7}}?[县市旗])"
)
_DISTRICT = re.compile(
    rf"(?:{_LETTER}){{1,5}}?(?:区(?![域划])|县(?![区级市])|旗(?![区县舰])|{_CITY_MARK})"
    rf"|(?:{_LETTER}){{2,14}}?(?:新区|开发区|族区|自治[县旗]|旗)"
)
_NO_PLACE = re.compile(
    r"(?:城市|都市|超市|门市|集市|[全我本该某各县]级?[省市区县州旗]|.*(?:(?:产业|工业|科技|示范)园|[社小校辖景库灾片战])区)\Z"
)
_BEFORE = re.compile(r"(?:中共|中国共产党|共青团|政协|中国人民政治协商会议)+")
_ENGLISH = re.compile(
    r"\b(?!The\b)(?:(?P<first>[A-Z][a-z]{0,5}) )?(?P<name>[A-Z][A-Za-z'-]+) "
    r"(?P<kind>Province|City|Municipality|Prefecture|District|County|Banner)\b"
)
_ENGLISH_LEVELS = {"Province": "province", "City": "city", "Municipality": "city", "Prefecture": "city"}
_ABOUT = re.compile("关于|贯彻|落实|整改")  # a body's name ends here: 某县贯彻落实省级要求 names no province
_BOUNDARY = re.compile(r"(?<=[局厅委会])")
_INSPECTED = re.compile(r"(?:对|向)(?P<whom>[^,;。:()]{2,40}?)(?:进行|开展|实施|反馈)")


def find(names: list[str], intro: str) -> Place:
    """The place that the first telling name gives; the intro (对X开展巡视) fills levels that the name left out."""
    place = next((found for name in names if (found := read(name)) != Place()), Place())
    for match in _INSPECTED.finditer(fold(intro)):
        place = _fill(place, read(match["whom"]))
    return place


def read(name: str) -> Place:
    """The levels that a body's name starts with: 中共烟台市莱山区委 -> city 烟台市, district 莱山区.

    In English, the levels that stand in it: Yongning County Committee -> district Yongning County.
    """
    if name.isascii():
        return _read_english(name)
    issuer, *subject = _ABOUT.split(re.sub(r"\s", "", fold(name)), maxsplit=1)
    place = _read(issuer)
    return place if place != Place() or not subject else _read(subject[0])


def _read_english(name: str) -> Place:
    levels: dict[str, str] = {}
    for match in _ENGLISH.finditer(name):
        first = f"{match['first']} " if match["first"] and is_syllable(match["first"]) else ""  # Lai Shan District
        levels.setdefault(_ENGLISH_LEVELS.get(match["kind"], "district"), f"{first}{match['name']} {match['kind']}")
    return Place(**levels)


def _read(folded: str) -> Place:
    start = match.end() if (match := _BEFORE.match(folded)) else 0
    for begin in [start, *(boundary.start() for boundary in _BOUNDARY.finditer(folded, start + 1))]:
        place = _levels(folded, begin)
        if place != Place():
            return place
    return Place()


def _levels(text: str, start: int) -> Place:
    province, start = _level(_PROVINCE, text, start)
    city, start = _level(_CITY, text, start)
    if city in _MUNICIPALITIES:
        province, city = city, None
    district, _ = _level(_DISTRICT, text, start)
    return Place(province, city, district)


def _level(pattern: re.Pattern[str], text: str, start: int) -> tuple[str | None, int]:
    match = pattern.match(text, start)
    if not match or (_NO_PLACE.match(match[0]) and not match[0].endswith(("地区", "山区"))):
        return None, start
    return match[0], match.end()


def _fill(place: Place, other: Place) -> Place:
    """`place` with the levels that only `other` names, if both speak of one place."""
    if other == Place():
        return place
    if place == Place():
        return other
    if place.city and place.city == other.district and not place.district:
        return other  # a county-level city signs alone: 中共龙口市委, of 烟台市龙口市
    known, told = place.levels(), other.levels()
    shared = known.keys() & told.keys()
    if not shared or any(known[level] != told[level] for level in shared):
        return place
    if place.district is None and other.district is not None:
        return place  # the issuer stands above: its district was only one of those inspected
    return replace(other, **known)
