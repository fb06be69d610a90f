"""Units and classifiers, Chinese and English, as data: kind, base unit and factor of each.

In: the words after a number. Out: the Unit they begin with. Knows nothing of numbers or dates.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal[
    "money", "count", "area", "length", "weight", "volume", "power", "energy",
    "concentration", "percent", "point", "duration",
    "date", "period", "rank", "ordinal", "multiple", "fraction",
]  # fmt: skip


class Unit(NamedTuple):
    """A unit of measure: value in `base` = number * factor; a classifier is its own base, factor 1."""

    kind: Kind
    base: str
    factor: Decimal


def _table(rows: str) -> dict[str, Unit]:
    """Rows of "kind base factor word,word,…"."""
    table = {}
    for row in rows.strip().splitlines():
        kind, base, factor, names = row.split(maxsplit=3)
        for name in names.split(","):
            table[name.strip()] = Unit(kind, base, Decimal(factor))  # type: ignore[arg-type]
    return table


_HAN = """
money CNY 1 元,元人民币,块钱,人民币
money USD 1 美元,美金
money EUR 1 欧元
money GBP 1 英镑
money HKD 1 港元,港币
money JPY 1 日元
area m2 1 平方米,平米,平方,㎡,m²,m2
area m2 1000000 平方公里,平方千米,km²,km2
area m2 10000 公顷
area mu 1 亩
length m 1000 公里,千米,km,KM,Km
length m 500 华里
length m 1 米,延米,延长米,m
length m 0.01 厘米,公分,cm
length m 0.001 毫米,mm
length m 1852 海里
weight kg 1000 吨
weight kg 1 公斤,千克,kg,KG
weight kg 0.5 斤,市斤
weight kg 0.001 克,g
volume m3 1 立方米,方,立方,m³,m3
volume m3 0.001 升
power kW 1 千瓦,kW
power kW 1000 兆瓦,MW
energy kWh 1 千瓦时,度电
concentration ug/m3 1 微克/立方米,微克每立方米
concentration mg/L 1 毫克/升,毫克每升
percent percent 1 %
percent percent 0.1 ‰
percent percent 10 成
point point 1 个百分点,百分点
point point 0.1 个千分点
duration month 12 年,周年,个年头
duration month 3 个季度
duration month 1 个月
duration day 7 周,个星期,个周
duration day 1 天,个昼夜,个自然日
duration workday 1 个工作日,工作日
duration minute 60 小时,个小时,个钟头
duration minute 1 分钟,分钟时间
duration second 1 秒,秒钟
multiple times 1 倍
"""
_CLASSIFIERS = (
    "个 家 户 户次 人 人次 名 位 员 所 条 项 项次 次 处 起 件 件次 张 台 台次 台套 座 栋 幢 套 间 辆 辆次 艘 架 架次 "
    "篇 本 部 册 份 批 批次 场 场次 期 轮 轮次 只 头 株 棵 尾 羽 眼 支 组 门 类 种 级 宗 笔 例 桩 片 块 段 层 幅 面 枚 粒 "
    "颗 根 床 盏 字 页 村次 车次 班次 班 股 道 副 把 孔 具 袋 箱 瓶 桶 盒 包 节 门次 课时 学时 岁 分 大 村 镇 乡 县 市 省 校 企"
)
_ENGLISH = """
money CNY 1 yuan,renminbi,rmb,cny
money USD 1 us dollars,us dollar,u.s. dollars,u.s. dollar,usd,dollars,dollar
money EUR 1 euros,euro,eur
money GBP 1 pounds sterling,gbp
money HKD 1 hong kong dollars,hk dollars,hkd
money JPY 1 yen,japanese yen,jpy
area m2 1 square metres,square metre,square meters,square meter,sq m,sqm,sq. m,m²,m2
area m2 1000000 square kilometres,square kilometre,square kilometers,square kilometer,sq km,sq. km,km²,km2
area m2 10000 hectares,hectare,ha
area mu 1 mu
length m 1000 kilometres,kilometre,kilometers,kilometer,km,kms
length m 1 metres,metre,meters,meter,m
length m 0.01 centimetres,centimetre,centimeters,centimeter,cm
length m 0.001 millimetres,millimetre,millimeters,millimeter,mm
length m 1852 nautical miles,nautical mile
weight kg 1000 tonnes,tonne,tons,ton,metric tons,metric ton
weight kg 1 kilograms,kilogram,kilogrammes,kilos,kg,kgs
weight kg 0.001 grams,gram,g
volume m3 1 cubic metres,cubic metre,cubic meters,cubic meter,m³,m3
volume m3 0.001 litres,litre,liters,liter
power kW 1 kilowatts,kilowatt,kw
power kW 1000 megawatts,megawatt,mw
energy kWh 1 kilowatt-hours,kilowatt-hour,kilowatt hours,kwh
concentration ug/m3 1 micrograms per cubic metre,micrograms per cubic meter,μg/m³,ug/m3
concentration mg/L 1 milligrams per litre,mg/l
percent percent 1 percent,per cent,%
percent percent 0.1 ‰
point point 1 percentage points,percentage point,percentage-points,percentage-point,pp
duration month 12 years,year
duration month 3 quarters
duration month 1 months,month
duration day 7 weeks,week
duration day 1 calendar days,calendar day,days,day
duration workday 1 working days,working day,working-days,working-day,workdays,workday,business days,business day
duration minute 60 hours,hour
duration minute 1 minutes,minute
duration second 1 seconds
multiple times 1 times
count 户 1 households,household,families,family
count 人 1 people,persons,person,individuals,residents
count 人次 1 person-times,person-time,person times,person-visits,visits by people
"""

_HAN_UNITS = _table(_HAN) | {name: Unit("count", name, Decimal(1)) for name in _CLASSIFIERS.split()}
_LONGEST = max(map(len, _HAN_UNITS))
_ENGLISH_UNITS = _table(_ENGLISH)
_ENGLISH_UNIT = re.compile(
    r"(?:(?:[ -]|\b|(?=[%‰]))("
    + "|".join(re.escape(n) for n in sorted(_ENGLISH_UNITS, key=len, reverse=True))
    + r"))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
CURRENCIES = {"¥": "CNY", "￥": "CNY", "rmb": "CNY", "cny": "CNY", "$": "USD", "us$": "USD", "usd": "USD", "hk$": "HKD",
              "hkd": "HKD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP"}  # fmt: skip

# What a unit word turns into when the next character belongs to it: 3部门 counts 部门, 一名单 counts nothing.
_OTHER_WORDS = {
    "个": "别体性", "名": "单称誉义牌", "家": "庭长园属具", "人": "民员才大口均士力", "处": "理置罚分", "件": "次",
    "条": "件例", "次": "日要全", "起": "草来步", "部": "门分署队委", "级": "别", "场": "所馆", "期": "间限", "份": "额",
    "位": "于置次", "所": "有属以在", "张": "贴", "层": "面级", "种": "植养", "类": "别似", "篇": "幅", "支": "部持付出",
    "组": "织成", "门": "店诊", "道": "路德", "批": "评准示复", "片": "区", "段": "落", "分": "之别类管局析", "大": "量力多家",
    "面": "向对", "头": "部", "本": "级地区科", "方": "面案式位向针法便", "天": "然津", "年": "轻龄度代级", "周": "边期",
    "成": "立功为果员效都本绩熟长品", "升": "级", "度": "过", "米": "饭", "元": "素旦", "项": "目", "节": "约能点",
    "班": "子", "间": "接隔", "座": "谈", "包": "括", "村": "民庄级",
    "市": "场民区级", "县": "级域区", "镇": "级", "省": "级会", "校": "园", "企": "业", "字": "号",
    "股": "东份", "床": "位", "台": "账湾", "页": "岩", "套": "餐",
}  # fmt: skip


def after(text: str, at: int) -> tuple[str, Unit, int] | None:
    """The Chinese unit or classifier as written at `at`, longest first, with its Unit and end; None if there is none."""
    for size in range(_LONGEST, 0, -1):
        word = text[at : at + size]
        unit = _HAN_UNITS.get(word)
        if unit is None or len(word) < size:
            continue
        follows = text[at + size : at + size + 1]
        if word.isascii() and word != "%" and follows.isascii() and follows.isalnum():
            continue
        return word, unit, at + size
    return None


def belongs_to_next(word: str, follows: str) -> bool:
    """Whether a unit's last character makes a longer word with what follows: 名 + 单, 方 + 面, 年 + 度."""
    return bool(follows) and follows in _OTHER_WORDS.get(word, "")


def english_after(text: str, at: int) -> tuple[str, Unit, int] | None:
    """The English unit as written at `at` (a space or hyphen before it is skipped), with its Unit and end."""
    found = _ENGLISH_UNIT.match(text, at)
    return (found[1], _ENGLISH_UNITS[found[1].lower()], found.end()) if found else None


# Classifiers of one family count the same things; 个 and "" (English) count anything but people's visits and households.
_FAMILIES = (
    "人 名 位 员",
    "家 所 座 处",
    "起 件 宗 例 项 条 桩",
    "次 场 场次 轮 轮次 回 批次 批",
    "台 辆 艘 架 套 台套",
    "栋 幢 座",
    "篇 本 部 册",
)
_NEVER_GENERIC = frozenset(["户", "人次", "次", "户次", "车次"])


def compatible(a: str, b: str) -> bool:
    """Whether two classifiers may count the same thing; "" is an English number without one."""
    if a == b or not a or not b:
        return True
    if "个" in (a, b):
        return a not in _NEVER_GENERIC and b not in _NEVER_GENERIC
    return any(a in family.split() and b in family.split() for family in _FAMILIES)
