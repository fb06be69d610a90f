"""In: a type of answer and a text. Out: the stretches of the text that are values of this type: a price, a name, a day.

Figures come from corpus.figures, names from names.py, the rest has a shape. Does not know whether a value is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant import names
from assistant.questions.asked import Asked, Type
from corpus import figures
from corpus.figures import Figure

Span = tuple[int, int]
_KINDS: dict[Type, frozenset[str]] = {
    "date": frozenset({"date", "period"}),
    "duration": frozenset({"duration", "period"}),
    "money": frozenset({"money"}),
    "percent": frozenset({"percent", "point", "fraction"}),
    "area": frozenset({"area"}),
    "length": frozenset({"length"}),
    "weight": frozenset({"weight", "volume"}),
    "rank": frozenset({"rank", "ordinal"}),
}
_MEASURES = frozenset({"weight", "volume", "area", "length"})
_TIMES = frozenset({"date", "period", "duration"})
_SHAPE_TABLE: tuple[tuple[Type, str], ...] = (
        ("phone", r"\d{3,4}[-—－]\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)12\d{3}(?!\d)"),
        ("email", r"[\w.]+@[\w.]+"),
        ("clock", r"\d{1,2}[点时](?!间)[至到半\d]?|\d{1,2}[:：]\d{2}|周[一二三四五六日末]至|节假日"),
        ("address", r"[路街道巷]\d+号|位于[^，。；,;]+|坐落[^，。；,;]+|地处[^，。；,;]+|邮政信箱[:：][^，。；,;]+|邮政编码[:：]\d+"),
        ("place", r"[路街道巷]\d+号|位于[^，。；,;]+|坐落[^，。；,;]+|地处[^，。；,;]+|(?:在|到|于)[^，。；,;]{2,12}(?:召开|举行|举办|开展|建设|设立|任职)|用于[^，。；]+"),
        ("reason", r"因为|由于|因[^此而为]|鉴于|针对[^，。；,;]+|为了?[^，。；,;]{2,}|受[^，。；,;]{2,12}影响|以便|根源|的原因|优先|对[^，。；]{2,20}(?:批评|处理|问责)"),
        ("age", r"\d+(?:周)?岁|年龄[^，。；]{0,6}\d|\d{4}年\d{0,2}月?(?:出)?生"),
        ("price", r"元[/／]|每[^，。；,;]{1,6}\d[\d.]*元|免费|价格|收费|票价|学费|单价"),
        ("document", r"《[^》]+》|“[^”]+”"),
        ("thing", r"."),
)  # fmt: skip
_SHAPES = {type_: re.compile(pattern) for type_, pattern in _SHAPE_TABLE}
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LISTED = re.compile(
    r"[^，。；：,;:—]+(?:—[^，。；：,;:—]+){2,}|[^，。；：,;:]+(?:、[^，。；：,;:、]+)+|“[^”]+”|《[^》]+》"
)
# A noun whose things have names of their own, by what the names end like.
_SORTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(noun, re.IGNORECASE), endings)
    for noun, endings in (
        (r"学校|小学|中学|\bschools?\b", r"小学|中学|学校|学院|大学|幼儿园"),
        (r"幼儿园|\bkindergartens?\b", r"幼儿园|园"),
        (r"医院|\bhospitals?\b", r"医院|院|中心"),
        (r"银行|\bbanks?\b", r"银行|联社"),
        (r"单位|中标", r"公司|集团|控股|股份|银行|厂|设计院|研究院|研究所|工程局|事务所|中心|基金|局|委|办|院|会|部|室"),
        (r"船?厂[家商]?$|公司|企业|开发商|承包商|供应商|\b(?:compan(?:y|ies)|firms?|contractors?|enterprises?|developers?|suppliers?|shipyards?|business(?:es)?)\b",
         r"公司|集团|控股|股份|银行|厂|设计院|研究院|研究所|工程局|事务所|中心|基金"),
        (r"部门|机构|机关|(?<![格布结大全])局$|\b(?:departments?|bureaus?|agenc(?:y|ies)|bod(?:y|ies)|units?|office|institut\w*)\b", r"局|委|办|院|所|中心|会|部|组|政府|公司|集团|控股|基金|银行"),
        (r"路$|街|道路|\b(?:roads?|streets?)\b", r"路|街|大道|道"),
        (r"小区|社区|\b(?:compounds?|estates?|communit(?:y|ies)|neighbou?rhoods?)\b", r"小区|社区|山庄|花园|家园"),
        (r"村|\bvillages?\b", r"村|庄|家"),
        (r"酒店|宾馆|\bhotels?\b", r"酒店|宾馆"),
        (r"河|\brivers?\b", r"河|江"),
    )
)  # fmt: skip
_ROLE = re.compile(
    r"[^，。；：、,;:（）()]{0,12}(?:同志|负责人|领导|书记|主任|干部|人员|党员|开发商|企业|部门|党组|单位|常委会?|小组|工作组|工作专班|机构|委员会|代表)"
)


def values(asked: Asked, text: str, issued_on: date | None) -> list[tuple[Span, str]]:
    """The values of the asked type in the text, each with the words that belong to it (a figure's subject)."""
    return list(dict.fromkeys(_values(asked, text, issued_on)))


def _values(asked: Asked, text: str, issued_on: date | None) -> Iterator[tuple[Span, str]]:
    shape = _SHAPES.get(asked.type)
    if shape is not None:
        for match in shape.finditer(text):
            if asked.named != "mobile" or _MOBILE.fullmatch(match[0]):
                yield (match.start(), match.end()), ""
    elif asked.type in ("person", "identity", "agent", "name"):
        yield from ((span, "") for span in _named(asked, text))
    else:
        for figure in figures.find(text, issued_on):
            if _fits(asked, figure):
                yield (figure.start, figure.end), figure.subject


def _fits(asked: Asked, figure: Figure) -> bool:
    kinds = _KINDS.get(asked.type)
    if kinds is not None:
        return figure.kind in kinds and (
            asked.type != "duration" or figure.kind == "duration" or bool(re.search("[至到—-]", figure.text))
        )
    if figure.kind in _TIMES or figure.kind in ("ordinal",):
        return False
    if asked.type == "count":
        return (figure.kind == "count" or (figure.kind in _MEASURES and asked.unit in ("", figure.unit))) and countable(
            asked.unit, figure.unit
        )
    return True


# Classifiers that count different things; every other classifier counts things in general.
_CLASSES = (
    {"人", "名", "位", "人次", "people"},
    {"户", "households"},
    {"张", "beds"},
    {"吨"},
    {"册", "本"},
    {"辆"},
    {"分"},
    {"件"},
    {"部"},
    {"套", "台"},
    {"层"},
    {"类", "种"},
)


def countable(asked_unit: str, unit: str) -> bool:
    """Whether a figure counted by `unit` can answer "how many" with the classifier `asked_unit`."""
    if not asked_unit or not unit:
        return True
    return asked_unit == "个" or all((asked_unit in group) == (unit in group) for group in _CLASSES)


def is_sorted(noun: str) -> bool:
    """Whether the names of such things are known by how they end: schools, roads, banks."""
    return any(known.search(noun) for known, _ in _SORTS)


def _named(asked: Asked, text: str) -> Iterator[Span]:
    """Persons, bodies, or names of the asked sort that the question does not name itself."""
    own = "".join((*asked.focus, *asked.rest, asked.named))
    found = [name for name in names.find(text) if name not in own]
    if asked.type == "person":
        found = [name for name in found if names.is_person(name)]
    elif asked.type == "identity":
        found = [name for name in found if names.is_person(name) or names.kind(name) == "body"]
    elif asked.type == "agent":
        found = [name for name in found if names.is_person(name) or names.kind(name) == "body"]
        yield from (match.span() for match in _ROLE.finditer(text))
    else:
        endings = next((endings for noun, endings in _SORTS if noun.search(asked.named)), None)
        if endings is None:
            yield from (match.span() for match in _LISTED.finditer(text))
        else:
            found = [name for name in found if re.search(rf"(?:{endings})$", name) and name != asked.named]
            found += [match[0] for match in re.finditer(rf"[㐀-鿿“”•（）()—]{{2,14}}(?:{endings})(?=[等“（(])", text)]
    if asked.many and asked.type != "agent" and len(set(found)) == 1:
        return  # one name is no list
    for name in found:
        at = text.find(name)
        yield at, at + len(name)
