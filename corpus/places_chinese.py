"""In: a Chinese text. Out: the places it names, with 区/县/市 behind them or short; common nouns such as 小区 left out.

Knows the shapes of names and the gazetteer. Does not join superiors and inferiors (places.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.gazetteer import is_common, is_listed, is_only_name, is_word, longest_name, named, stem
from corpus.place_mention import PlaceMention, Rank

_RANKS: dict[str, Rank] = {
    "省": "province",
    "州": "city",
    "区": "district",
    "县": "district",
    "旗": "district",
    "镇": "town",
}

# What stands before 区/县/市/镇 in common nouns: 小区, 示范区, 全县, 城市, 乡镇.
_COMMON = re.compile(
    r"""(?:
    [小社园街辖全我市灾景校厂库矿牧农郊片老特军战选病院站场学考赛疫禁误盲雷地大各本该此分两三几某一二四五六七八九十个县省乡村东西南北网名]
    |示范|开发|高新|经开|高新技术产?业?|功能|保护|水源|水源地|生活|办公|接待|服务|窗口|等候|自助|停车|工业|产业|商务|商业|中心|核心|主城|建成|度假|旅游|风景|名胜|养殖|种植
    |灌溉|塌陷|沉降|危房|棚户|旧村|安置|回迁|改造|拆迁|征收|规划|控制|限制|禁养|禁燃|禁烧|禁放|限养|适养|隔离|污染|风险|封控|管控|防范|试验|试点|先导|先行|引领|协作|合作
    |经济|自贸|保税|综保|行政|自治|市辖|责任|网格|联系|教学|宿舍|门诊|诊疗|仓储|物流|加工|集聚|聚集|密集|集中|空白|舒适|深水|缓冲|过渡|湿地|沿海|近海|半岛|贫困|居民|居住|住宅
    |文教|科教|科技|创新|高发|多发|薄弱|重点|边缘|结合|城乡结合|生态|自然|风貌|历史|文化|贸易|自由贸易|出口加工|金融|实验|创业|孵化|展示|体验|休闲|活动|阅览|候诊|审批|办事|综合|公共
    |整治|治理|监测|排放|供水|供热|供暖|服务半径|人口|老龄化|上下|行政辖|所辖|直辖|试行|推广|样板|典范|主体|共建|聚居|种养|功能分|各地市?|周边|相邻|其他|其它|外地|兄弟|有关|部分|个别
    )$""",
    re.VERBOSE,
)
# 城, 山 … end names (云城区) as well as common nouns (老城区, 贫困山区).
_EITHER = re.compile(r"[城山林水湖海湾港新沙州]$")
_EITHER_BEFORE = re.compile(r"^$|[老新主心大小深沿全贫高低偏]$")
_COMMON_TOWN = re.compile(r"(?:[城乡村小集市重古各全本该我建中]|特色|中心|重点|示范|文化|旅游|产业|样板|美丽|强|名)$")
_COMMON_COUNTY = re.compile(
    r"(?:[全我本各该此郡区市强大小邻外知百贫]|贫困|示范|试点|先进|文明|旅游|百强|相邻|周边|外地|其他)$"
)
_COMMON_CITY = re.compile(
    r"(?:[城全我本各该此都超上股楼夜早集门菜开入强省县地级直罢利应本牛熊创州挂退花米马]|强|文明|智慧|大|旅游|海洋强|文化强|卫生|示范|试点|中心|滨海|滨海城|国际|其他|兄弟|周边|外地|跳蚤|批发)$"
)
_COMMON_BY_SUFFIX = {"区": _COMMON, "县": _COMMON_COUNTY, "市": _COMMON_CITY, "镇": _COMMON_TOWN}
# 区域, 市场, 县城域: the character belongs to the next word.
_NOT_A_SUFFIX = {
    "区": re.compile(r"[别域分间块划位段县]"),
    "市": re.compile(r"[场民容值况面井]"),
    "县": re.compile(r"[域市]"),
    "镇": re.compile(r"[静定痛压长]"),
    "州": re.compile(r"[^\W\d_](?<![的在有是委政怎如])"),
    "省": re.compile(r"[钱力事电级优时心水]"),
    "旗": re.compile(r"[下帜舰袍]"),
}
_HARD = (
    "的之在对跟从由去给请问那把被据是有了吗呢个些这哪各全我本该每几某何或者将已说查找列绍诉年月日号省市县区你您他她它"
)
_SOFT = "和与及同于为到向关按比像让至"
_LEFT = frozenset(_HARD + _SOFT + "中共下为以因但而且则若如")
_RIGHT = re.compile(
    r"(?:$|[^\u4e00-\u9fff]|[的是有在也怎如对和与及跟今去哪何为什呢吗做干办搞采区县市省委政]|整改|巡视|巡察|通报|公办|大班|老旧|旧村|教育|一共|总共|目前|现在|到底|投入|投资|完成|解决|落实|还|都|处理)"
)
_LONGER = re.compile(
    r"(?:[东西南北中]?[一二三四五]?(?:路|街(?!区)|巷)|[东西南北]?大道|大街|大学|学院|"
    r"[^的在有哪些是什么和与、,，？?]{0,2}(?:医院|集团|公司|银行|大学|学院)|港|机场|[东西南北火]?车?站|"
    r"铁路|高速|高铁|菜|话|啤酒|人(?!民|均|口|才|员|大)|河(?![道长流湖床段])|湖(?![库泊长])|山(?![区林体])|江|湾|岛|桥(?!梁)|号|籍|战略|经验|模式)"
)
_CARDINAL = re.compile(r"[东西南北]$")
_CARDINAL_RIGHT = re.compile(r"[段岸侧路街边部面站端坡麓方]")
_CLAUSE_START = re.compile(r"(?:^|[，。？！；、,?!;\s]|[在和与及对就]|请问|关于|了解|查询|知道|问问|介绍)$")
_FACILITY = re.compile(
    r"(?:中学|小学|学校|幼儿园|公园|广场|水库|社区|街道|大厦|小区|村|镇|乡|工业|开发区|园区|新区|大桥|河道|大街)"
)
_CHARACTER = re.compile(r"[\u4e00-\u9fff]")


def suffixed_names(text: str, held: frozenset[str]) -> Iterator[PlaceMention]:
    """Names that end in 省市区县州旗镇."""
    floor = 0
    for match in re.finditer(r"[省市区县州旗镇盟]", text):
        end, suffix = match.end(), match.group()
        not_suffix = _NOT_A_SUFFIX.get(suffix)
        split = not_suffix is not None and not_suffix.match(text, end) is not None
        start = _known_start(text, floor, end, suffix, held)
        if start is None and not split and suffix in _COMMON_BY_SUFFIX:
            start = _guessed_start(text, floor, end, suffix)
        if start is None or (split and suffix != "市"):
            continue
        name = text[start:end]
        divisions = () if suffix == "镇" else named(name) or named(name[:-1])
        rank = divisions[0].level if divisions else _RANKS.get(suffix, "city")
        yield PlaceMention(name, start, end, name, suffix, rank, divisions)
        floor = end


def _known_start(text: str, floor: int, end: int, suffix: str, held: frozenset[str]) -> int | None:
    """Where the longest known name that ends here starts."""
    for length in range(min(max(longest_name(), 6), end - floor), 2, -1):
        name = text[end - length : end]
        bare = name[:-1]
        first = end - length
        bounded = first == floor or text[first - 1] in _LEFT or not _CHARACTER.match(text[first - 1])
        if name in held:
            return first
        if named(name) and bounded:
            generic = suffix == "区" and _EITHER.search(bare) and _EITHER_BEFORE.search(bare[:-1])  # 老城区
            return None if generic and not (floor and first == floor) else first
        # 滨海城市 is not 海城市: a word that reaches over the start
        if named(name) and not is_word(bare) and not is_listed(text[first - 1 : first + 1]):
            return first
        # a kind that the gazetteer does not give this stem: a county that became a district, or chance (通城 + 市)
        if bounded and (bare in held or (named(bare) and stem(bare) == bare and not is_word(bare))):
            return first
    return None


def _guessed_start(text: str, floor: int, end: int, suffix: str) -> int | None:
    """Where an unknown name of two or three characters and a suffix starts; None for a common noun."""
    start = end - 1
    while start > floor and _CHARACTER.match(text[start - 1]) and text[start - 1] not in _HARD:
        start -= 1
    bare = text[start : end - 1]
    if _is_common_noun(bare, suffix):
        return None
    before = ""
    if len(bare) > 3:
        soft = max(bare.rfind(character) for character in _SOFT)
        cut = soft + 1 if 2 <= len(bare) - soft - 1 <= 3 else len(bare) - 2
        before, bare = bare[:cut], bare[cut:]
        if soft + 1 != cut and not is_listed(before[-2:]):
            return None  # no telling where the name starts
    elif len(bare) == 3 and bare[0] in _SOFT:
        before, bare = bare[:1], bare[1:]
    return start + len(before) if _is_name(bare) else None


def _is_common_noun(bare: str, suffix: str) -> bool:
    if _COMMON_BY_SUFFIX[suffix].search(bare):
        return True
    if not _EITHER.search(bare) or suffix not in "区市":
        return False
    before = bare[:-1]
    return bool(_EITHER_BEFORE.search(before) or named(before[-2:]) or (len(before) > 1 and is_common(before[-2:])))


def _is_name(bare: str) -> bool:
    """Whether two or three characters may be an unknown place: no everyday word, nor part of one."""
    parts = {bare, *(bare[start : start + 2] for start in range(len(bare) - 1))}
    if len(bare) < 2 or bare[0] in "里内外上下间时" or bare[-1] in _SOFT:
        return False  # 省里和市里
    return not any(is_common(part) for part in parts)


def short_names(text: str, held: frozenset[str], taken: set[int]) -> Iterator[PlaceMention]:
    """Short names without a suffix: 莱山, 烟台; cautious, because two characters may be part of any word."""
    position = 0
    while position < len(text):
        for length in (6, 5, 4, 3, 2):
            name = text[position : position + length]
            if len(name) < length or taken & set(range(position, position + length)):
                continue
            if _is_short_name(text, position, name, held):
                divisions = tuple(d for d in named(name) if stem(d.name) == name)
                rank: Rank = divisions[0].level if divisions else "district"
                yield PlaceMention(name, position, position + length, name, "", rank, divisions)
                position += length - 1
                break
        position += 1


def _is_short_name(text: str, start: int, name: str, held: frozenset[str]) -> bool:
    divisions = named(name)
    if (not divisions and name not in held) or is_word(name):
        return False
    end = start + len(name)
    if _LONGER.match(text, end):
        return False
    if text[start - 1 : start] in ("“", '"'):
        return False  # “双清”行动
    left = start == 0 or not _CHARACTER.match(text[start - 1]) or text[start - 1] in _LEFT
    right = _RIGHT.match(text, end) is not None
    if name in held:
        return left or right
    if _CARDINAL.search(name):
        return (left or right) and not _CARDINAL_RIGHT.match(text, end)
    if any(division.level != "district" for division in divisions):
        return True if len(name) > 2 else left or right
    return (left and right) or _is_subject(text, start, end)


def _is_subject(text: str, start: int, end: int) -> bool:
    """Whether the name begins its clause, or follows 在, and a whole word comes next: 在牟平打通了, 昌邑化解了."""
    if not (_CLAUSE_START.search(text[:start]) and is_only_name(text[start:end])):
        return False
    whole = any(is_listed(text[end : end + length]) for length in (2, 3, 4) if len(text) >= end + length)
    return whole and not _FACILITY.match(text, end) and not is_listed(text[end - 1 : end + 1])
