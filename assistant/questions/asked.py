"""In: a part of a question (Want). Out: what it asks for: the type of the value, the words that say of what, a name for it.

A taxonomy of answer types in the sense of Li & Roth (2002), both languages; never a topic. Does not know the corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Language
from corpus import figures

Type = Literal[
    "phone", "email", "clock", "address", "place", "reason", "age", "price", "person", "identity", "agent", "name", "document",
    "date", "duration", "money", "percent", "area", "length", "weight", "rank", "count", "number", "thing",
]  # fmt: skip

# What the type is called when it is missing: {0} are the words that say of what.
_LABELS: dict[Type, tuple[str, str, str, str]] = {
    "phone": ("{0}电话号码", "电话号码", "the telephone number ({0})", "the telephone number"),
    "email": ("{0}电子邮箱", "电子邮箱", "the e-mail address ({0})", "the e-mail address"),
    "clock": ("{0}开放（办公）时间，几点", "开放（办公）时间", "the opening hours ({0})", "the opening hours"),
    "address": ("{0}地址（所在位置）", "地址（所在位置）", "the address or location ({0})", "the address or location"),
    "place": ("{0}的地点", "地点，在哪里", "the place of it ({0})", "where it is"),
    "reason": ("{0}的原因", "原因", "why, the reason ({0})", "the reason why"),
    "age": ("{0}的年龄", "年龄", "the age, how old ({0})", "the age, how old"),
    "price": ("{0}的价格（收费标准）", "价格（收费标准）", "the price, fee or cost ({0})", "the price, fee or cost"),
    "person": ("{0}的姓名", "姓名", "the name of the person, who ({0})", "the name of the person"),
    "agent": ("{0}：由谁或哪家（公司、单位、个人的名称）", "由谁或哪家（名称）", "who: the person, company or body ({0})", "who it is"),
    "identity": ("{0}是谁（名称）", "是谁（哪家）", "who it is, the name ({0})", "who it is"),
    "name": ("{0}的具体名称（名单）", "具体名称（名单）", "which, the names ({0})", "the names"),
    "document": ("{0}的名称", "文件名称", "the title of the document ({0})", "the title of the document"),
    "date": ("{0}的时间（何时）", "时间（何时）", "when, the date ({0})", "when, the date"),
    "duration": ("{0}的时长（多久）", "时长（多久）", "how long ({0})", "how long"),
    "money": ("{0}的金额（多少钱）", "金额（多少钱）", "the amount of money, how much ({0})", "the amount of money, how much"),
    "percent": ("{0}的比例", "比例", "the rate, share or percentage ({0})", "the rate, share or percentage"),
    "area": ("{0}的面积", "面积", "the area, size ({0})", "the area, size"),
    "length": ("{0}（长度、高度等尺寸）", "长度（高度等尺寸）", "the measure ({0})", "the measure"),
    "weight": ("{0}的重量（体积）", "重量（体积）", "the weight or volume ({0})", "the weight or volume"),
    "rank": ("{0}的名次", "名次", "the rank ({0})", "the rank"),
    "count": ("{0}的数量", "数量", "the number of {0}", "the number, how many"),
    "number": ("{0}的数值", "数值", "the figure ({0})", "the figure"),
    "thing": ("{0}", "所问内容", "{0}", "what was asked"),
}  # fmt: skip

_SEVERAL = 3  # from so many on, one name is no list of them


def several(text: str) -> bool:
    """Whether the question says that it asks for the names of several."""
    return any(figure.kind == "count" and (figure.value or 0) >= _SEVERAL for figure in figures.find(text))


@dataclass(frozen=True, slots=True)
class Asked:
    """What one part of a question wants to know.

    `focus`: the words that say of what (住户, rooms; 设计); `rest`: its other words that carry a subject.
    """

    type: Type
    language: Language
    focus: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    unit: str = ""  # the classifier asked for
    named: str = ""  # of names: the noun whose names are wanted
    must: tuple[str, ...] = ()  # words of the focus without which no value counts: how *high*
    many: bool = False  # the names of several are wanted
    head: str = ""  # the noun whose number or names are wanted: not spoken of at all, no value counts
    entities: tuple[str, ...] = ()  # the persons, bodies and things with a name of which it asks
    text: str = ""  # the part of the question as asked: its times limit what may answer it
    found_elsewhere: tuple[str, ...] = ()  # those that some paragraph found for the question tells of

    @property
    def label(self) -> str:
        """The asked point as it is named when it is missing."""
        zh_with, zh, en_with, en = _LABELS[self.type]
        if self.language == "zh" and self.type == "count" and self.unit:
            return f"{''.join(self.focus)}的数量（多少{self.unit}）" if self.focus else f"数量（多少{self.unit}）"
        if self.type == "name" and self.language == "zh":
            focus = "".join(self.focus)
            return zh_with.format(focus if self.named in focus else f"{focus}{self.named}") if focus else zh
        if self.language == "zh":
            return zh_with.format("".join(self.focus)) if self.focus else zh
        return en_with.format(" ".join(self.focus)) if self.focus else en
