"""In: a question. Out: the attributes it asks for (a telephone number, a price, a name …), each with what would give it.

A taxonomy of answer types in the sense of Li & Roth (2002), both languages; never a topic. Does not know the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant import names

Gives = Callable[[str, str], bool]  # (passage, question) -> whether the passage gives the attribute


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be asked of a subject: how it is asked for, and what would give it."""

    zh: str
    en: str
    asked: re.Pattern[str]
    given: Gives

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def _shape(pattern: str) -> Gives:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda passage, question: bool(compiled.search(passage))


def _company(passage: str, question: str) -> bool:
    """A named company, institute or bank that the question does not name itself."""
    return any(_COMPANY.search(name) and name not in question for name in names.find(passage))


def _person(passage: str, question: str) -> bool:
    return any(names.kind(name) == "person" and name not in question for name in names.find(passage))


def _listed(passage: str, question: str) -> bool:
    """Names of the sort that is asked for: documents in 《》, or names that end like the asked noun."""
    noun = _NOUN.search(question)
    if noun is None:
        return bool(names.find(passage)) or "《" in passage
    last = noun["noun"]
    if _DOCUMENTS.search(last):
        return "《" in passage
    endings = next((endings for nouns, endings in _SORTS if last.endswith(nouns)), (last[-2:],))
    return any(name.endswith(endings) and len(name) > len(last) for name in names.find(passage))


_COMPANY = re.compile(r"(?:公司|集团|控股|银行|厂|设计院|研究院|研究所|工程局|事务所|中心)$")
_NOUN = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{1,8}?)(?:[都各]|分别|具体)*(?:叫(?:什么|啥)|名单|的?名称|的?名字|是哪(?:几|些))"
)
_DOCUMENTS = re.compile(r"(?:制度|办法|方案|文件|规定|意见|规划|通知|条例|办法)$")
_SORTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("学校",), ("小学", "中学", "学校", "学院", "大学", "幼儿园")),
    (("医院",), ("医院", "院")),
    (("机构", "单位", "部门", "企业", "公司"), ("局", "委", "办", "公司", "集团", "中心", "院", "银行", "基金", "厂")),
    (("路", "街", "道路"), ("路", "街", "大道")),
    (("村", "村居"), ("村", "庄", "家")),
)


def _attribute(zh: str, en: str, asked: str, given: str | Gives) -> Attribute:
    compiled = re.compile(asked, re.IGNORECASE)
    return Attribute(zh, en, compiled, _shape(given) if isinstance(given, str) else given)


# A narrow attribute stands before a wide one: the first that is asked for and not given is named as missing.
ATTRIBUTES: tuple[Attribute, ...] = (
    _attribute(
        "电话号码",
        "the telephone number",
        r"电话|手机号|联系方式|热线|\b(?:tele)?phone\b|\bhotline\b|contact (?:number|details)|number to call",
        r"\d{3,4}[-—－]\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)12\d{3}(?!\d)",
    ),
    _attribute("电子邮箱", "the e-mail address", r"邮箱|电子邮件|\be-?mail\b", r"[\w.]+@[\w.]+|邮政信箱|信箱"),
    _attribute(
        "地址",
        "the address",
        r"地址|在哪条路|什么位置|具体位置|门牌|\baddress\b|\blocated\b|which street|what street",
        r"[路街道巷]\d+号|位于|坐落|地处|地址",
    ),
    _attribute(
        "开放（办公）时间",
        "the opening hours",
        r"几点|营业时间|开放时间|上班时间|办公时间|作息|周末.{0,4}(?:开|上班|办)|opening hours|open on (?:weekends|sunday|saturday)|"
        r"\bhours of\b|what time (?:does|do|is)|business hours|office hours",
        r"\d{1,2}[点时][至到半\d]|\d{1,2}[:：]\d{2}|周[一二三四五六日末]至?|节假日",
    ),
    _attribute(
        "设计者",
        "the designer",
        r"设计(?:师|者|方|单位|公司)|谁(?:来)?设计|\barchitects?\b|\bdesigner\b|\bwho (?:designed|drew)\b|\bdesigned by\b",
        r"设计院|设计师|由.{2,20}设计|设计单位|设计方",
    ),
    _attribute(
        "公司（单位）名称",
        "the company or contractor",
        r"(?:哪|什么)(?:一?家|一?个)?(?:公司|船厂|厂家|厂商|施工队|施工单位|承包商|供应商|开发商|银行)|谁(?:承建|施工|中标|承包|供货|造的|建的|修的)|"
        r"(?:which|what) (?:company|firm|contractor|supplier|shipyard|bank|developer|vendor|bidder)|\bcontractor\b|"
        r"\bwho (?:built|dredged|constructed|supplies|won the|(?:is|was) the (?:developer|contractor|supplier|builder))|"
        r"\bname of the (?:company|firm|developer|bidder)",
        _company,
    ),
    _attribute(
        "价格或收费标准",
        "the price or fee",
        r"价格|价钱|单价|售价|房价|票价|学费|收费|租金|手续费|(?:一|每)(?:吨|张|套|个月|月|平方米|平米|平|次|台|公里|斤|床).{0,6}多少钱|"
        r"\bprice|\bfees?\b|\bfare\b|\btuition\b|\brent\b|\bper (?:tonne|month|square met|head|night|person)|"
        r"\bcost (?:a|per|each|me|to)\b|\bcost\b.{0,30}\b(?:a|per) (?:month|tonne|day|year|night)\b|\bcharge[ds]?\b",
        r"元[/／]|每[^，。；,;]{1,6}\d[\d.]*元|价格|收费|学费|单价|租金|票价|免费",
    ),
    _attribute("补偿标准", "the compensation", r"补偿|赔偿|赔多少|compensat", r"补偿|赔偿"),
    _attribute("工资待遇", "the pay", r"工资|薪[酬水资]|待遇|年薪|\bsalar|\bwages?\b", r"工资|薪|待遇|津贴"),
    _attribute(
        "所需材料",
        "the papers needed",
        r"(?:什么|哪些|啥)(?:材料|证件|手续|资料)|(?:带|交|准备|提供)(?:什么|哪些|啥)|what (?:papers|documents|materials)|"
        r"which (?:papers|documents)|need to bring",
        r"需?提交|须?提供|所需材料|证件|身份证|户口",
    ),
    _attribute(
        "刑期",
        "the prison sentence",
        r"判(?:了|刑|几|多少)|刑期|坐牢|蹲几年|\bprison\b|\bjail\b|\bsentenced?\b",
        r"判处|有期徒刑|刑期|判决",
    ),
    _attribute(
        "涉案金额",
        "the amount of money taken",
        r"(?:受贿|贪污?|收受|侵吞|挪用)了?多少|收了(?:人家)?多少(?:钱|贿)|涉案金额|"
        r"how much (?:money )?did \w+(?: \w+)? (?:take|steal|receive|embezzle|pocket)",
        r"(?:受贿|贪污|收受|涉案|侵占|挪用)[^。；]{0,12}\d",
    ),
    _attribute(
        "姓名",
        "the name of the person",
        r"(?:人|官|干部|书记|校长|院长|局长|主任|负责人|领导|老板|经理)[^，。？]{0,6}(?:叫什么|姓名|名字|是谁|姓什么)|姓名|哪几个人|"
        r"(?:叫什么|名字).{0,6}(?:人|干部)|names? of the (?:officials?|people|person|head|principal|director)|"
        r"who (?:is|was|are|were) the (?:head|principal|director|secretary|mayor|boss|leader|official)",
        _person,
    ),
    _attribute(
        "名称（名单）",
        "the names",
        r"(?<!人)(?:都|分别|各)?叫(?:什么|啥)|什么名字|名单|具体名称|都是哪(?:几|些)|是哪几[条个家所座]|"
        r"\b(?:what are|list|give me) (?:the|their) names\b|\bnames of\b|\bby name\b|what (?:is|are) .{0,40} called",
        _listed,
    ),
    _attribute("高度", "the height", r"多高|高度|how (?:high|tall)\b|\bheight\b", r"高度?(?:约|达|为)?\d|\d(?:米|m)高"),
    _attribute("深度", "the depth", r"多深|深度(?:是|有|多)|how deep\b|\bdepth\b", r"深度?(?:约|达|为)?\d"),
    _attribute(
        "原因",
        "the reason",
        r"为什么|为何|为啥|什么原因|原因是|\bwhy\b|\breason for\b|what (?:caused|was the cause)",
        r"因为|由于|因[^此而为]|鉴于|针对|为了?[^，。]{2,}|受[^，。]{2,12}影响|以便|根源|的原因",
    ),
)


def asked(question: str) -> tuple[Attribute, ...]:
    """The attributes that the question asks for by name or form; the narrow ones stand before the wide ones."""
    return tuple(attribute for attribute in ATTRIBUTES if attribute.asked.search(question))
