"""In: a text in Chinese or English and the date it speaks from. Out: its clauses, each done, planned or stated.

Knows grammar (将, 年内, 已, will, has been …), never a topic. Does not know sources.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answer import Modality

_OPENERS = {"《": "》", "“": "”", "（": "）", "(": ")", "「": "」", "〈": "〉", "【": "】"}
_LONG_QUOTE = 12  # characters; a longer quote with its own clauses is said, not named
_ENGLISH_BREAK = re.compile(
    r"\s(?:and|but|while|whereas)\s(?=(?:[\w%.,'-]+\s){0,5}?(?:will|shall|has|have|had|was|were|is|are|plans?|expects?)\b)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end] of the whole; `own` by its own words, `modality` with what governs it in its sentence."""

    text: str
    start: int
    end: int
    own: Modality
    modality: Modality
    ends_sentence: bool


def modality(text: str, issued_on: date | None) -> Modality:
    """Planned if any clause is; else done if any is; else stated."""
    found = {clause.modality for clause in clauses(text, issued_on)}
    return "planned" if "planned" in found else "done" if "done" in found else "stated"


def clauses(text: str, issued_on: date | None) -> tuple[Clause, ...]:
    """The clauses in order. A plan governs the clauses after it up to ； or 。 unless one says that it is done."""
    masked = mask(text)
    found = []
    governed = False
    for start, end, last in _spans(masked):
        part = masked[start:end]
        own, firm = _judge(part, issued_on)
        effective: Modality = "planned" if governed and own != "planned" and not firm else own
        found.append(Clause(text[start:end], start, end, own, effective, last))
        # What is under way says nothing about the clause after it; an intention does.
        governed = effective == "planned" and not last and not _ongoing(part)
    return tuple(found)


def mask(text: str) -> str:
    """The text with names, titles and asides blanked, same length: “莱山英才计划” plans nothing."""
    shown = list(text)
    for start, end in _enclosed(text):
        inside = text[start:end]
        spoken = text[start - 1] in "“「" and (
            (end - start > _LONG_QUOTE and re.search(r"[，,；;。]", inside)) or end - start >= len(text) / 2
        )
        if not spoken:
            shown[start:end] = "□" * (end - start)
    return "".join(shown)


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Spans inside outermost brackets and quotation marks; an unclosed one encloses nothing."""
    at = 0
    while at < len(text):
        closer = _OPENERS.get(text[at])
        end = text.find(closer, at + 1) if closer else -1
        if end < 0:
            at += 1
            continue
        yield at + 1, end
        # A quote that is spoken may hold titles of its own.
        at = at + 1 if text[at] in "“「" else end + 1


def _spans(masked: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, ends a sentence or a semicolon part) of each clause, punctuation left out."""
    breaks = [(m.start(), m.end(), m[0] not in "，,：:") for m in _PUNCTUATION.finditer(masked)]
    breaks += [(m.start(), m.end(), False) for m in _ENGLISH_BREAK.finditer(masked)]
    start = 0
    for stop, after, last in [*sorted(breaks), (len(masked), len(masked), True)]:
        if stop < start:
            continue
        part = masked[start:stop]
        left = len(part) - len(part.lstrip(" 　\n"))
        right = len(part.rstrip(" 　\n"))
        if right > left:
            yield start + left, start + right, last
        start = after


# A comma, colon or stop inside a figure (1,200; 3.5; 10:30) or an abbreviation is no break.
_PUNCTUATION = re.compile(
    r"[，；。！？：;!?\n]+[”」]?|(?<!\d),|,(?!\d)|(?<!\d):|:(?!\d)|(?<![A-Z\d])\.(?=\s|[”\"]|$)|(?<=\d)\.(?=\s|$)"
)

_TIME_WORD = r"(?:今年|明年|本年|全年|年内|年底|目前|近期|\d+月份?|\d+年|\d+日|季度|前|后|还|又|也|原|再|另|并|均|都)"
_BODY = r"(?:[区市县镇乡省街局委办校院所中心社村厂部厅站]|公司|单位|部门|政府|我们|集团|企业|各地)"
# 将 as 把 ("将2020年确定为…", "将…纳入…"): what follows is handled, nothing is foretold.
_HANDLED = (
    r"(?:纳入|列入|作为|列为|定为|确定|视为|转为|转化|变为|改为|改造[成为]|升级[成为]|调整[到至为]|分解|细化|移[交送]|交[由给办]|下放|延长|"
    r"予以|给予|进行|[做挺放摆贯落压]在|落实到|固化|贯穿|融入|置于|与[^，]*(?:相?结合|挂钩|衔接)|[并划接注引投编推]入|划归|"
    r"拨[付给]|下[达发]|[提降缩增减压]\w{0,2}[到至为]|推[向上]|统一|全部予以|公[布示开]|通报|报[送告])"
)
_AUXILIARY = (
    r"(?:会|要|于|在|对|按|以|由|从|通过|围绕|根据|依托|结合|针对|继续|进一步|全[面力]|加[快大强]|持续|不断|逐[步年项]|陆续|分[批期]|"
    r"适时|积极|认真|严格|深入|切实|坚[决持]|努力|着[力眼]|尽快|再(?!生)|重点|有|能|可|被|得到|为(?!民)|把|同步|不再?|"
    r"实现|完成|达到?|启动|建成|新[建增]|投[入用]|开[展工放通业]|推[进动出行]|组织|实施|举[办行]|召开|竣工|交付|正式|全部(?=完|竣|投|建|实|交|启|整))"
)
_FORETELLS = re.compile(
    rf"(?<![现即])将(?:{_AUXILIARY}|(?![^，]*{_HANDLED})(?![“《□其此该\d]|[今去明]年))|即将|[必还仍也都均]将"
)
_PLANS = re.compile(
    rf"(?:^|{_TIME_WORD}|{_BODY})计划(?=[^，\s》”、的书生中内外表]|$)(?!任务|目标|安排的|方案)|"
    r"(?<![模虚草比研])拟(?!定|订|制|稿|人|任|提任|提拔|聘|录用|晋升|转任|发展对象|调)|"
    r"力争(?!上游|主动)|争取(?=(?:在|到|于|今|明|年|早|尽|\d+[年月]))|预[计期](?=\S)|有望|打算|准备(?=再|新建|于|招|启动|投)|"
    r"^(?:[一二三四五六七八九十]是)?(?:下一?步|今后|接下来|下一阶段|后续|随后将)"
)
_ONGOING = re.compile(r"正在|正(?=抓紧|加紧|加快|积极|有序|按)")
_SOON = re.compile(
    r"(?<!近)年内|(?:明|后|来)年|下(?:个|一)?(?:季度|月|阶段)|"
    r"(?:年底|年末|月底|月末|季末|[开放]学|入[冬夏秋汛]|汛期|春节|国庆节?|元旦|中秋节?|五一|[供采]暖[季期]?|暑[假期]|寒假|到来)[之以]?前"
)
_FIRM = re.compile(r"(?<![不而])已(?!知|故|婚)|曾(?!经?祖)|(?<![为除罢明])了(?![解结望然却])|累计|截至")
_DONE = re.compile(
    r"(?:(?<![未待应需])完成(?!时限|率|目标|任务|后)|实现|达到|达(?=[\d近])|提升[到至]|提高[到至]|增[长至加]|下降|同比|荣获|"
    r"共(?=\w{1,6}\d)|先后|全部(?=\w{0,6}(?:到位|完成|复工|清退|整改))|建成|办结率|封顶|竣工)"
)
_AIMS = re.compile(
    r"努力|确保|力求|推动|着力|促进|引导|要求|督促|明确|争创|为[^，]{0,12}(?:实现|完成)|从而|以[^，]{0,8}实现"
)
_PAST = re.compile(r"去年|上年|今年以来|近年来|近[\d一二两三四五]+年|日前|此前|期间")
_DATED = re.compile(
    r"(?:(?P<year>20\d\d|[今去明前后上同])年)?(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])[日号])?|"
    r"(?P<quarter>[一二三四])季度|(?P<half>[上下])半年)|(?P<only>20\d\d)年"
)
_ENGLISH_PLANS = re.compile(
    r"\b(?:will|shall|would|going to|to be \w+ed|strives? to|seeks? to|next step|upcoming|forthcoming|"
    r"(?:plan|plans|planned|planning|intends?|intended|aims?|expects?|expected|scheduled|due|set) to|"
    r"(?:is|are|was|were|been) (?:planned|expected|scheduled|projected|anticipated)|(?:is|are) to (?!date)|"
    r"planned (?:investment|spending|completion))\b",
    re.IGNORECASE,
)
_ENGLISH_ONGOING = re.compile(
    r"\b(?:(?:is|are) (?:\w+ )?being|under ?way|in progress|(?:is|are) (?:\w+ )?(?:drafting|developing|formulating|"
    r"preparing|studying|building|renovating|improving|working|drawing up|investigating))\b",
    re.IGNORECASE,
)
_ENGLISH_SOON = re.compile(
    r"\b(?:(?:within|by the end of|before the end of|later|by) (?:the |this )?year(?:[- ]end)?|"
    r"next (?:year|month|quarter)|"
    r"before (?:the )?(?:\w+ )?(?:school year|school term|term|semester|winter|year[- ]end))\b",
    re.IGNORECASE,
)
_ENGLISH_FIRM = re.compile(
    r"\b(?:has|have|had)(?: \w+){0,2} \w+(?:ed|en|un|ut|lt|de|id|ne)\b|\balready\b|\bso far\b|\bto date\b",
    re.IGNORECASE,
)
_ENGLISH_PAST = re.compile(r"\b(?:was|were|has been|have been|had been)\b", re.IGNORECASE)
_ENGLISH_DONE = re.compile(
    r"\b(?:was|were|did|has|have|had|\w{3,}ed|built|began|set up|put|spent|held|made|took|gave|rose|fell|cut|became|"
    r"brought|found|got|went|sent|paid|won|drew|led|met|grew|saw)\b",
    re.IGNORECASE,
)
_MONTHS = tuple(calendar.month_name)[1:]
_ENGLISH_DATED = re.compile(
    rf"\b(?:(?P<month>{'|'.join(_MONTHS)})(?: \d{{1,2}})?,? ?)?(?P<year>20\d\d)\b|\b(?P<alone>{'|'.join(_MONTHS)})\b"
)


def _judge(clause: str, issued_on: date | None) -> tuple[Modality, bool]:
    """The modality by the clause's own words, and whether a word like 已 makes it proof against an earlier plan."""
    if not re.search(r"[㐀-鿿]", clause):
        return _judge_english(clause, issued_on)
    firm = bool(_FIRM.search(clause))
    # "计划改造的24个村居已有23个启动": the plan only says which ones are meant.
    said = re.sub(r"(?:计划|拟)[^，]{1,14}?的", "□", clause) if firm else clause
    if _FORETELLS.search(said) or _PLANS.search(said) or _ONGOING.search(said):
        return "planned", False
    ahead = _ahead(clause, issued_on)
    if not firm and (_SOON.search(clause) or ahead is True):
        return "planned", False
    if firm or ahead is False or _PAST.search(clause) or (_DONE.search(clause) and not _AIMS.search(clause)):
        return "done", firm
    return "stated", False


def _ongoing(clause: str) -> bool:
    """Under way now, and no more than that."""
    if _ENGLISH_ONGOING.search(clause):
        return not _ENGLISH_PLANS.search(clause)
    return bool(_ONGOING.search(clause)) and not (_FORETELLS.search(clause) or _PLANS.search(clause))


def _judge_english(clause: str, issued_on: date | None) -> tuple[Modality, bool]:
    firm = bool(_ENGLISH_FIRM.search(clause))
    if _ENGLISH_PLANS.search(clause) or _ENGLISH_ONGOING.search(clause):
        return "planned", False
    past = firm or bool(_ENGLISH_PAST.search(clause))
    if not past and (_ENGLISH_SOON.search(clause) or _ahead_english(clause, issued_on)):
        return "planned", False
    return ("done", firm) if firm or _ENGLISH_DONE.search(clause) else ("stated", False)


def _ahead(clause: str, issued_on: date | None) -> bool | None:
    """Whether the clause's latest dated point lies after the issue date; None without one, or when it is this year."""
    if issued_on is None:
        return None
    known = []
    year = issued_on.year
    for match in _DATED.finditer(clause):
        year = _year(match, issued_on, year)
        distance = _distance(match, year, issued_on)
        if distance:
            known.append(distance)
    return max(known) > 0 if known else None


def _year(match: re.Match[str], issued_on: date, last: int) -> int:
    """The year said, or the one said before it: "2019年9月18日至12月10日" ends in 2019."""
    offsets = {"今": 0, "去": -1, "上": -1, "明": 1, "前": -2, "后": 2}
    said = match["only"] or match["year"]
    if not said or said == "同":
        return last
    return int(said) if said.isdigit() else issued_on.year + offsets[said]


def _distance(match: re.Match[str], year: int, issued_on: date) -> int:
    """Days, roughly, from the issue date to the dated point; 0 when it cannot be told apart from it."""
    if match["only"]:
        return (year - issued_on.year) * 365
    if match["month"]:
        point = (year - issued_on.year) * 365 + (int(match["month"]) - issued_on.month) * 30
        return point + (int(match["day"]) - issued_on.day if match["day"] else 0)
    last = 3 * ("一二三四".index(match["quarter"]) + 1) if match["quarter"] else 6 if match["half"] == "上" else 12
    first = last - (2 if match["quarter"] else 5)
    months = (year - issued_on.year) * 12
    if months + first > issued_on.month:
        return (months + first - issued_on.month) * 30
    return min((months + last - issued_on.month) * 30, 0)


def _ahead_english(clause: str, issued_on: date | None) -> bool:
    if issued_on is None:
        return False
    years = re.findall(r"\b20\d\d\b", clause)
    for match in _ENGLISH_DATED.finditer(clause):
        year = int(match["year"] or (years[-1] if years else issued_on.year))
        name = match["month"] or match["alone"]
        month = _MONTHS.index(name) + 1 if name else None
        if year > issued_on.year or (year == issued_on.year and month is not None and month > issued_on.month):
            return True
    return False
