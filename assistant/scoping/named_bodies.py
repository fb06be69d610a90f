"""In: a question. Out: the inspection teams, central bodies and documents that it names, with forms a text may hold.

Only names that are surely such: a district's own bureau is not among them. Does not know what the bulletins hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import to_int


@dataclass(frozen=True, slots=True)
class Named:
    """A body or a document as written; `probes` = forms of its name, any of which a text may hold."""

    text: str
    probes: tuple[str, ...]


_NAME = r"(?:(?![的是由被对和与向从来让请])[\u4e00-\u9fff]){0,3}"
_TEAM = re.compile(
    rf"(?P<level>中央|{_NAME}省委|自治区党?委|{_NAME}市委|区委|县委)?"
    r"第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<kind>巡[视察])组"
)
_CENTRAL_TEAM = re.compile(r"中央(?:纪委)?巡视组")
_MINISTRY = re.compile(
    r"(?:教育|公安|财政|民政|司法|商务|文化和旅游|农业农村|生态环境|自然资源|住房和?城乡建设|交通运输|水利|科学技术|工业和信息化|"
    r"人力资源和?社会保障|应急管理|退役军人事务|外交)部(?![门分队署长级件落位])"
)
_NATIONAL = re.compile(r"国务院|世界银行|联合国|国家[\u4e00-\u9fff]{2,4}?(?:总局|委员会|[局署])(?![部限势面域])")
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_NUMERALS = "一二三四五六七八九十"
_EN_TEAM = re.compile(
    rf"\b(?:(?P<ordinal>{'|'.join(_ORDINALS)})|(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|(?:no\.?|number)\s*(?P<plain>\d{{1,2}}))\s+"
    r"(?P<level>(?:(?:central|provincial|municipal|district|county|party|committee|discipline)\s+)*)"
    r"inspection\s+(?:team|group)\b",
    re.IGNORECASE,
)
_EN_CENTRAL = re.compile(
    r"\bcentral\s+(?:government\s+|party\s+|committee\s+)*inspection\s+(?:team|group)\b", re.IGNORECASE
)
_EN_BODY_NAMES = {
    "World Bank": "世界银行",
    "United Nations": "联合国",
    "State Council": "国务院",
    "Ministry of Education": "教育部",
    "Ministry of Finance": "财政部",
    "Ministry of Public Security": "公安部",
    "Ministry of Civil Affairs": "民政部",
    "Ministry of Justice": "司法部",
    "Ministry of Commerce": "商务部",
    "Ministry of Transport": "交通运输部",
    "Ministry of Water Resources": "水利部",
    "Ministry of Ecology and Environment": "生态环境部",
    "Ministry of Agriculture": "农业农村部",
}
_EN_BODIES = re.compile(rf"\b(?:{'|'.join(_EN_BODY_NAMES)})\b")
_LEVELS = {"central": "中央", "provincial": "省委", "municipal": "市委"}


def bodies(question: str) -> list[Named]:
    """Inspection teams with a number or of the centre, and central bodies: the names that are surely bodies."""
    found = [
        _team(match["level"] or "", match["number"], match["kind"], match.group()) for match in _TEAM.finditer(question)
    ]
    for match in _CENTRAL_TEAM.finditer(question):
        found.append(Named(match.group(), _central_probes()))
    for pattern in (_MINISTRY, _NATIONAL):
        found.extend(Named(match.group(), (match.group(),)) for match in pattern.finditer(question))
    return [*found, *_english_bodies(question)]


def _team(level: str, number: str, kind: str, text: str) -> Named:
    numeral = _numeral(int(number)) if number.isdigit() else number
    issuing = level[-2:] if level else ""
    forms = {f"第{numeral}{kind}组", f"第{to_int(numeral)}{kind}组"}
    return Named(text, tuple(sorted(issuing + form for form in forms)))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十") + (
        _NUMERALS[ones - 1] if ones else ""
    )


def _central_probes() -> tuple[str, ...]:
    return ("中央巡视", "中央纪委巡视", "中央第")


def _english_bodies(question: str) -> list[Named]:
    found = []
    for match in _EN_TEAM.finditer(question):
        number = (
            _ORDINALS.index(match["ordinal"].lower()) + 1
            if match["ordinal"]
            else int(match["digits"] or match["plain"])
        )
        level = next((chinese for word, chinese in _LEVELS.items() if word in match["level"].lower()), "")
        kinds = [_team(level, str(number), kind, match.group()) for kind in ("巡视", "巡察")]
        found.append(Named(match.group(), kinds[0].probes + kinds[1].probes))
    for match in _EN_CENTRAL.finditer(question):
        found.append(Named(match.group(), _central_probes()))
    for match in _EN_BODIES.finditer(question):
        found.append(Named(match.group(), (_EN_BODY_NAMES[match.group()],)))
    return found


# Public buildings and lines that a text calls by one name: if it never says the name, it says nothing about them.
_FACILITIES = {
    "图书馆": (r"\blibrar(?:y|ies)\b", ("图书馆", "图书室", "书屋", "书房", "阅览")),
    "博物馆": (r"\bmuseums?\b", ("博物馆", "纪念馆", "展览馆", "展馆", "美术馆")),
    "地铁": (r"\bsubways?\b|\bmetro\b", ("地铁", "轨道交通", "轻轨")),
    "机场": (r"\bairports?\b", ("机场", "航空港", "空港")),
    "动物园": (r"\bzoos?\b", ("动物园",)),
    "体育馆": (r"\bstadiums?\b", ("体育馆", "体育场", "体育中心")),
    "剧院": (r"\btheat(?:re|er)s?\b|\bcinemas?\b", ("剧院", "剧场", "影院", "影剧")),
}
_FACILITY = re.compile("|".join(f"{name}|{english}" for name, (english, _) in _FACILITIES.items()), re.IGNORECASE)


def facilities(question: str) -> list[Named]:
    """Public buildings and lines that the question names."""
    found = []
    for match in _FACILITY.finditer(question):
        for name, (english, probes) in _FACILITIES.items():
            if match.group() == name or re.fullmatch(english, match.group(), re.IGNORECASE):
                found.append(Named(match.group(), probes))
    return found


_TITLE = re.compile(r"《([^《》]{2,80})》")
_LEADING = re.compile(r"^(?:关于|印发|转发|进一步|[\u4e00-\u9fff]{2,6}[省市区县](?:委|政府)?)+")
_TYPE = re.compile(
    r"(?:的)?(?:通知|意见|方案|办法|规定|条例|细则|制度|规划|清单|要点|规则|计划|报告|决定|安排)?(?:[(（](?:试行|暂行)[)）])?$"
)
_SHORTEST_CORE = 5


def documents(question: str) -> list[Named]:
    """Documents in 《》, with forms a text may hold: the title, and its core without 关于…的通知."""
    found = []
    for match in _TITLE.finditer(question):
        title = re.sub(r"\s", "", match[1])
        core = _TYPE.sub("", _LEADING.sub("", title))
        probes = dict.fromkeys([title, _LEADING.sub("", title), *([core] if len(core) >= _SHORTEST_CORE else [])])
        found.append(Named(match.group(), tuple(probe for probe in probes if probe)))
    return found
