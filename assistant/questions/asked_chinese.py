"""In: a part of a Chinese question. Out: what it asks for (Asked), from its interrogative and the words beside it.

Interrogatives and word classes only (jieba's tags), never a topic. Does not know the corpus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant import names
from assistant.questions.asked import Asked, Type, several
from assistant.questions.asked_chinese_forms import CLASSIFIERS, FORMS, SENT
from assistant.questions.asked_empty import EMPTY_ZH
from assistant.questions.cues import ZH_ASKING
from assistant.questions.question import Want
from assistant.questions.values import is_sorted
from index.lexical_tags import tagged
from index.lexical_terms import CHINESE_STOP

_TITLED = re.compile(r"(?:方案|办法|制度|文件|规定|意见|规划|通知|条例|清单|要点|细则)$")
_HOLDS = re.compile(r"(?<=.)[是为有达]+$")  # 率为, 比是: as jieba cuts them
# Who is counted by head, by how such words end.
_HUMANS = re.compile(r"(?:人|员|师|者|客|民|干部|书记|职工|民工|(?<![卫民养再人发产])生)$")
_OF_PERSONS = ("", "个", "名", "位", "人")  # classifiers of persons, and none
_CLAUSE_ENDS = ("，", ",", "。", "；", "！", "？")
_SENTENCE_ENDS = ("。", "；", "！", "？", "!", "?")
_MONEY = re.compile(r"[费价款额金资薪]$|收入|工资|待遇|成本|造价|预算|经费|补[贴偿助]")
# What is done with a document: a passage may use any of these verbs.
_MADE = re.compile(
    r"(?:研究|联合|专门)?(?:制定|制订|出台|印发|下发|制发|编制|拟定|修订|完善|发布|颁布|公布|靠|依据|按照|遵照|根据)|专门"
)
_ANYONE = re.compile(r"谁[也都]")  # asks nothing
_MEASURED = {"高": "高", "深": "深", "宽": "宽", "厚": "厚", "重": "重"}
_NOUNS = frozenset("n nz ns nr nrt nt vn an j l ng s i b a eng zg nrfg f z".split())
_THING = re.compile(r"n(?!s)|vn|an|j|l")  # no place, no property
_VERBS = frozenset("v vd vi vq".split())
_LIGHT = frozenset(
    "惠及 涉及 涵盖 覆盖 受益 受惠 是 有 叫 为 共 要 会 能 用 花 投 投入 投资 花费 达 达到 占 得 来 做 干 弄 搞 让 给 到 在 出 去 上 下 卖 成 算 行 打 打算 准备 想 "
    "一共 总共 都 了 过 还 再 又 就 现在 目前 已经 每 各 自己 其中 具体 到底 究竟 大概 需要 拿 拿出 安排 剩 剩下 还剩 剩余 总 建 办 开 "
    "砸 耗 拨 预算 经费 弄完 干完 做完 搞完 办好 办完 弄好 能办 能通 排 交 查 看 说 跑 以前 之前 后来 高 低 多 少 快 慢 大 小 个 家 所 名 项 钱 资金 里 中 内 这 那 哪 些 从 把 被 对 由 与 和 及".split()
)
_OF_KIND: tuple[tuple[Type, str], ...] = (
    ("percent", "percent"), ("money", "money"), ("area", "area"), ("length", "length"), ("weight", "weight"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    tag: str
    start: int
    end: int

    @property
    def empty(self) -> bool:
        return self.text in _LIGHT or self.text in CHINESE_STOP or bool(EMPTY_ZH.fullmatch(self.text))

    @property
    def noun(self) -> bool:
        return self.tag in _NOUNS

    @property
    def verb(self) -> bool:
        return self.tag in _VERBS


def analyse(want: Want) -> Asked | None:
    """What the part asks for; None when it asks for no value (what was done, whether, a topic)."""
    text = want.text
    for type_, form in FORMS:
        match = form.search(text)
        if match and not (type_ == "agent" and _ANYONE.search(text)):
            return _asked(type_, match, text, want)
    return None


def _asked(type_: Type, match: re.Match[str], text: str, want: Want) -> Asked | None:
    words = _words(text)
    after = _following(words, match.end())
    if match[0][-1] == "户" and after and _HUMANS.search(after[-1].text):
        after = []  # 多少户居民: households, whoever lives there
    if match[0][-1] in "人户家" and match[0][0] in "多几" and after and text[match.end() : after[0].start].strip("的"):
        after = []  # 多少人家|能拿上房产证: they are what is counted
    before = _clipped(words, match, type_) or _preceding(words, match.start())
    of_bodies = type_ == "agent"
    type_, after = _narrowed(type_, match, after, before, want)
    focus = _focus(type_, match, words, after, before)
    said = tuple(dict.fromkeys(word.text for word in focus))
    if type_ == "length" and match[0][-1] in _MEASURED:
        said = (*said, _MEASURED[match[0][-1]])
    rest = tuple(
        word.text for word in words if (word.noun or word.verb) and not word.empty and word.text not in said and not match.start() <= word.start < match.end()
    )  # fmt: skip
    said_of = after if after or (match[0][0] in "哪什啥" and not of_bodies) else before
    named = "".join(word.text for word in said_of if word.noun)
    if type_ == "phone" and "手机" in match[0]:
        named = "mobile"
    if type_ == "name" and match[0][0] in "哪什啥" and not is_sorted(named):
        return None
    if type_ == "name":
        said = tuple(word for word in said if not is_sorted(word)) or said  # the value itself is of the sort
    must = said[-1:] if type_ == "length" and match[0][-1] in _MEASURED else ()
    return Asked(
        type_, "zh", said, rest, _unit(match, want, _by_head(type_, after)), named, must, several(text[_clause(text, match.start()) :]), _head(type_, [word for word in focus if word in after or word.end <= match.start()], said),
        _entities(text, words, match.span()), text[_clause(text, match.start(), _SENTENCE_ENDS) :],
    )  # fmt: skip


def _entities(text: str, words: list[_Word], asked: tuple[int, int]) -> tuple[str, ...]:
    """What the question names: persons and bodies; things that jieba holds for names where it asks; not places.

    What is told before the asking clause may be the asker's own story: 我孩子今年上小学，请问….
    """
    begin = _clause(text, asked[0])
    found = [name for name in names.find(text) if names.kind(name) in ("body", "person")]
    inside = "".join(found)
    return (
        *found,
        *(
            word.text
            for word in words
            if word.tag == "nz" and word.start >= begin and word.text not in inside and not word.empty
        ),
    )


def _clause(text: str, at: int, ends: tuple[str, ...] = _CLAUSE_ENDS) -> int:
    """Where the clause (or the sentence) around `at` begins."""
    return max(text.rfind(mark, 0, at) for mark in ends) + 1


def _narrowed(
    type_: Type, match: re.Match[str], after: list[_Word], before: list[_Word], want: Want
) -> tuple[Type, list[_Word]]:
    """The type by the nouns beside the interrogative: 哪家 of a sort of bodies asks for names, 多少 of a fee for money."""
    beside = "".join(word.text for word in after or before)
    if type_ == "count" and match[0] in ("多少", "几"):
        if not after:
            return _figure_type(want, match), after
        if _MONEY.search(after[-1].text):  # 发多少工资
            return "money", after
    if type_ == "agent" and "哪" in match[0] and is_sorted(beside):
        return "name", after
    if type_ == "name" and match[0][0] in "哪什啥" and after and _TITLED.search(after[-1].text):
        return "document", []
    return type_, after


def _focus(
    type_: Type, match: re.Match[str], words: list[_Word], after: list[_Word], before: list[_Word]
) -> list[_Word]:
    """The words that say of what, by the type that is asked."""
    if type_ in ("count", "name", "money") and after:
        return [*after, *(word for word in before if word.verb)]
    if type_ in ("count", "number") and len(before) == 1 and not before[0].noun:  # 债务 | 化解了多少
        fronted = _preceding(words, before[0].start)
        return [*fronted, *before] if all(_THING.match(word.tag) for word in fronted) else before
    if type_ == "count" and match[0] not in ("多少", "几") and _drops_a_noun(words, match.end()):
        return [word for word in before if word.verb]
    if type_ in ("phone", "email") or (type_ == "address" and re.match(SENT, match[0])):
        return []
    if type_ == "thing":
        return before[-1:]
    if type_ == "document":  # issued, drawn up, made: these verbs say the same
        told = [word for word in words if word.end <= match.start() and (word.noun or word.verb) and not word.empty]
        return [word for word in told if not _MADE.fullmatch(word.text)] or before
    if type_ in ("date", "agent", "place", "reason"):
        return _following(words, match.end(), verbs=True) or before
    if type_ == "count" and match[0] not in ("多少", "几"):  # 多少人报名
        return _following(words, match.end(), verbs=True) or before
    if type_ == "price":
        own = [word for word in words if match.start() <= word.start < match.end() and word.noun and not word.empty]
        return own or before
    return after if type_ in ("number", "percent") and after else before


def _head(type_: Type, focus: list[_Word], said: tuple[str, ...]) -> str:
    """The last noun of what is counted or measured."""
    things = [word for word in focus if word.noun and word.text in said]
    nouns = [word.text for word in things if word.tag != "vn"] or [word.text for word in things]
    return nouns[-1] if nouns and type_ in ("count", "number") else ""


def _clipped(words: list[_Word], match: re.Match[str], type_: Type) -> list[_Word]:
    """The word that the match is the end of, without its property: 床位|数, 减免|额; a rate keeps its name."""
    cut = [word for word in words if word.start < match.start() < word.end <= match.end()]
    if type_ == "percent":
        named = [replace(word, text=_HOLDS.sub("", word.text)) for word in cut]
        return [word for word in named if len(word.text) > 1]
    return [replace(word, text=word.text[: match.start() - word.start], end=match.start()) for word in cut]


def _by_head(type_: Type, after: list[_Word]) -> str:
    """人 when it is people that are counted: 多少学生."""
    return "人" if type_ == "count" and after and _HUMANS.search(after[-1].text) else ""


def _unit(match: re.Match[str], want: Want, by_head: str) -> str:
    """The classifier asked for, else that of what is counted: 多少户居民 wants 户, 多少名学生 人.

    位 after a person's noun counts persons, at the end of the question places in a list.
    """
    if match[0].endswith("人家"):
        return "户"
    unit = want.unit or (match[0][-1] if match[0][-1] in CLASSIFIERS and match[0][0] in "多几" else "")
    if by_head and unit in _OF_PERSONS:
        return by_head
    return "" if unit == "位" and re.match(r"次|[?？。]|$", match.string[match.end() :]) else unit


def _figure_type(want: Want, match: re.Match[str]) -> Type:
    """多少 without classifier or noun: any figure, unless the words beside it say of what kind."""
    if _MONEY.search(re.sub(r"[是为有达到约要的]+$", "", match.string[: match.start()])):
        return "money"
    return next((type_ for type_, kind in _OF_KIND if kind in want.figures), "number")


def _drops_a_noun(words: list[_Word], end: int) -> bool:
    """Whether a noun follows that says nothing of what is counted: 52项具体问题."""
    following = next((word for word in words if word.start >= end and word.tag not in ("x", "q")), None)
    return following is not None and following.empty


def subject_words(text: str) -> list[str]:
    """The words of a question that carry a subject."""
    words = [word for word in _words(text) if (word.noun or word.verb) and not word.empty]
    return [word.text for word in words if not ZH_ASKING.fullmatch(word.text)]


def _words(text: str) -> list[_Word]:
    words, at = [], 0
    for word, tag in tagged(text):
        words.append(_Word(word, tag, at, at + len(word)))
        at += len(word)
    return words


def _following(words: list[_Word], end: int, verbs: bool = False) -> list[_Word]:
    """The noun (or, of an event, the first verb and its noun) that stands right behind the interrogative."""
    found: list[_Word] = []
    for word in words:
        if word.start < end:
            continue
        if word.tag == "x":
            break
        if word.empty or word.tag in ("q", "m", "d", "ul", "uj", "uz", "y"):
            if found:
                break
            continue
        if word.noun or (verbs and word.verb):
            found.append(word)
        elif found or not word.verb:
            break
        else:
            break
        if len(found) == 3:
            break
    return found


def _preceding(words: list[_Word], start: int) -> list[_Word]:
    """The nearest word before the interrogative that carries a subject, with the nouns it is compounded with."""
    found: list[_Word] = []
    for word in reversed(words):
        if word.end > start:
            continue
        if word.empty or word.tag in ("x", "q", "m", "d", "p", "c", "r", "t"):
            if found:
                break
            continue
        if found and not (word.noun and found[0].noun):
            break
        if not (word.noun or word.verb):
            if found:
                break
            continue
        found.insert(0, word)
        if len(found) == 2:
            break
    return found
