"""In: a true claim. Out: false versions of its text, by kind: digit, unit, swap, date, plan, negation, name, invented.

Independent of the verifier: plain rewriting rules of its own, Chinese and English.
"""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Iterator
from itertools import combinations

from corpus import figures
from corpus.figures import Figure
from evals.corrupt import Claim, Corruptor, Labels, found_figures

_DIGITS = re.compile(r"\d")
_MONTHS = calendar.month_name[1:]
_LATER = {month: _MONTHS[(at + 2) % 12] for at, month in enumerate(_MONTHS)}


def _put(text: str, figure: Figure, words: str) -> str:
    return text[: figure.start] + words + text[figure.end :]


def digit(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """One digit of an amount is another; no figure of the paragraph has the new value."""
    there = figures.find(claim.paragraph.text, claim.bulletin.issued_on)
    for figure in found_figures(claim):
        places = [match.start() for match in _DIGITS.finditer(figure.text)]
        if figure.is_time or not places:
            continue
        at = rng.choice(places)
        new = rng.choice([d for d in "123456789" if d != figure.text[at]])
        text = _put(claim.text, figure, figure.text[:at] + new + figure.text[at + 1 :])
        changed = [other for other in figures.find(text, claim.bulletin.issued_on) if other.start == figure.start]
        if changed and not any(figures.same(changed[0], other) for other in there):
            yield text


def unit(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """万 for 亿, nothing for 万, per cent for percentage points, billion for million."""
    swaps = (
        "million>billion billion>million yuan>US_dollars square_metres>hectares percentage_points>percent tonnes>kg"
        if claim.language == "en"
        else "亿>万 万>亿 万元>元 亿美元>亿元 个百分点>倍 公里>米 平方米>亩 吨>公斤 亩>平方米 个工作日>个月 万>"
    )
    for figure in found_figures(claim):
        for old, new in (pair.replace("_", " ").split(">") for pair in swaps.split()):
            if old in figure.text and not figure.is_time and not figure.text.startswith("万"):
                yield _put(claim.text, figure, figure.text.replace(old, new, 1))


def swap(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """Two amounts of one kind change places."""
    amounts = [figure for figure in found_figures(claim) if not figure.is_time and _DIGITS.search(figure.text)]
    for first, second in combinations(amounts, 2):
        alike = first.kind == second.kind and first.unit == second.unit
        if alike and first.value != second.value and second.start - first.end < 40:
            text = _put(claim.text, second, first.text)
            yield text[: first.start] + second.text + text[first.end :]


def date(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """Another year, month, day, quarter; 今年 for 去年."""
    words = "今年>去年 去年>今年 一季度>二季度 上半年>下半年 下半年>上半年 this_year>last_year last_year>this_year"
    for figure in found_figures(claim):
        if not figure.is_time:
            continue
        for old, new in (pair.replace("_", " ").split(">") for pair in words.split()):
            if old in figure.text:
                yield _put(claim.text, figure, figure.text.replace(old, new))
        for match in re.finditer(r"(?:19|20)\d\d", figure.text):
            for step in (-1, 1):
                year = str(int(match[0]) + step)
                yield _put(claim.text, figure, figure.text[: match.start()] + year + figure.text[match.end() :])
        for match in re.finditer(r"(\d+)(?=月)", figure.text):
            month = str(int(match[0]) % 12 + 1)
            yield _put(claim.text, figure, figure.text[: match.start()] + month + figure.text[match.end() :])
        for old, new in _LATER.items():
            if old in figure.text:
                yield _put(claim.text, figure, figure.text.replace(old, new))


_PLANNED = re.compile(r"将(?=\w)|计划|力争|预计|有望|拟(?!定|订|制)|年内|正在|即将|年底前|明年|争取")
_DONE_FOR_PLANNED = (
    (
        r"(?:年内)?(?:将|计划|力争|预计|有望|拟)(?:年内|全年|再)?(?=实现|完成|达到|投入|招聘|新建|建成|更换|安排|建设|加装|筹集|复工|通车|"
        r"推广|全部|主体|竣工)",
        "已",
    ),
    (r"年内(?=\w)(?!将|计划|力争|预计|有望|拟|已)", "已"),
    (r"正在(?:进行)?(?=\w)", "已完成"),
    (r"(?:年底|月底|暑期开学|采暖季|\d月\d*日?|月底)前(?=(?:全部|建成|通车|完成|投用|整治|交付))", "已"),
    (r"(?:将于|预计)[^，,；;。]{2,12}前", "已"),
)  # fmt: skip
_DONE_ENGLISH = (
    (r"\b(?:will|is to|are to|is due to|are due to|is expected to|are expected to) be\b", "has been"),
    (r"\bwill (?=have\b)", "now "),
    (r"\b(?:is|are) being\b", "has been"),
    (r"\bplans? to (?:recruit|hire)\b", "has recruited"),
    (r"\b(?:is|are) to be\b", "was"),
)


def plan(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """A plan told as done."""
    if claim.language == "en" and re.search(r"\b(?:has|have) been\b", claim.text):
        return  # tells a result already
    for pattern, done in _DONE_ENGLISH if claim.language == "en" else _DONE_FOR_PLANNED:
        for match in re.finditer(pattern, claim.text):
            text = claim.text[: match.start()] + done + claim.text[match.end() :]
            before = re.split(r"[，,；;。]", claim.text[: match.start()])[-1]
            after = re.split(r"[，,；;。]", claim.text[match.end() :])[0]
            if _PLANNED.search(claim.paragraph.text) and not _PLANNED.search(before + "。" + after):
                yield text


_DENIED = (
    (r"没有发生", "发生了"),
    (r"未(?:再)?(发生|出现|发现)", r"\1了"),
    (r"没有(出现|接到|发现)", r"\1了"),
    (r"无(?=超标准|新增|新贫)", "有"),
    (r"不再(?=对外|自行)", "继续"),
    (r"尚未", "已经"),
    (r"未(?=完成|到位)", "已"),
    (r"不予", "准予"),
)
_AFFIRMED = (
    (r"已(?!经)(?=化解|完成|封堵|拆除|启动|复工|整改|解决|兑付|清退|启动|开工|投入|建成|全部|筹集|开展)", "未"),
    (r"(?<![已未全])完成(?=注册|第|市民|白石|整改|了|14|\d)", "未完成"),
    (r"全部(?=复工|用于|整改|完成|公开|清退|纳入|退还)", "没有"),
    (r"(?<![未不没])(建成|开工|出台|印发|制定了?|启动|实现)(?=\w)", r"没有\1"),
    (r"同比下降", "同比增长"),
    (r"同比增长", "同比下降"),
    (r"提高到", "降低到"),
)
_DENIED_ENGLISH = (
    (r"\b(has|have|was|were|is|are|will|had) (?!not|no\b|to\b)", r"\1 not "),
    (r"\b[Nn]o (?=[a-z])", "one "),
    (r"\b(has|have|was|were|is|are|did|do|does) not\b", r"\1"),
    (r"\bAll\b", "None of the"),
    (r"\brose\b", "fell"),
    (r"\bfell\b", "rose"),
)


def negation(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """The reverse of what was said; a clause that denies something already is only turned once."""
    if claim.language == "en":
        for pattern, turned in _DENIED_ENGLISH:
            twice = " not " in turned and re.search(r"\b(?:no|none|without|never)\b", claim.text, re.IGNORECASE)
            if re.search(pattern, claim.text) and not twice:
                yield re.sub(pattern, turned, claim.text, count=1)
        return
    for pattern, turned in (*_DENIED, *_AFFIRMED):
        for match in re.finditer(pattern, claim.text):
            before = re.split(r"[，,；;。]", claim.text[: match.start()])[-1]
            after = re.split(r"[，,；;。]", claim.text[match.end() :])[0]
            if not re.search(r"[未没无不]|将|正在|努力|确保", before + after) or (pattern, turned) in _DENIED:
                yield claim.text[: match.start()] + match.expand(turned) + claim.text[match.end() :]


def name(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """A place, body or person is another, of elsewhere or of the same paragraph."""
    if claim.language == "en":
        for match in re.finditer(
            r"\b(?:Laishan|Yantai|Qujiazhuang|Gong Quan|Song Lijun|Guangdang|Binzhou)\b", claim.text
        ):
            yield claim.text[: match.start()] + rng.choice(labels.latin) + claim.text[match.end() :]
        return
    own = labels.names.get(claim.bulletin.id, {})
    context = claim.paragraph.text + "".join(claim.paragraph.heading_path) + (claim.bulletin.title or "")
    for kind, known in own.items():
        there = [word for word in known if word in claim.text]
        there = [word for word in there if not any(word != longer and word in longer for longer in there)]
        for word in there:
            others = [other for other in labels.foreign[kind] if other not in context]
            near = [
                w
                for w in known
                if w in claim.paragraph.text and w not in word and word not in w and w not in claim.text
            ]
            for other in (rng.choice(others), *near[:1]):
                yield claim.text.replace(word, other)


def invented(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    """A clause is added that the paragraph does not say: a made-up one."""
    clause = rng.choice(labels.invented[claim.language])
    body = claim.text.rstrip("。.；;，, ")
    yield f"{body} {clause}." if claim.language == "en" else f"{body}，{clause}。"


def _nothing(claim: Claim, labels: Labels, rng: random.Random) -> Iterator[str]:
    return iter(())  # the text stays: another paragraph is cited


KINDS: dict[str, Corruptor] = {
    "digit": digit,
    "unit": unit,
    "swap": swap,
    "date": date,
    "plan": plan,
    "negation": negation,
    "name": name,
    "citation": _nothing,
    "invented": invented,
}
