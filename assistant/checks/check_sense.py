"""In: a statement and what it cites, as sides. Out: whether modality, polarity and governing times agree.

Compares each clause with the source clauses that hold its words. Does not look at single figures or names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from assistant.checks.evidence import Part, Side, likeness
from assistant.checks.finding import Finding
from assistant.modality import modality as judge
from corpus import figures
from corpus.figures import Figure

Support = Callable[[Part], Sequence[Part]]
_STRONG = 0.5  # share of a clause's letters: from here on the two clauses say the same thing
_SHARE = 0.2
_SAME_RUN = 3  # letters in a row

_NOT = (
    r"没有|没能|没(?=[发出再收接完])|"
    r"未(?=[^来知成必雨])|尚无|无(?=[^锡为人锋棣极机线论疑私偿障愧缝数限接])|毫无|"
    r"不(?!断|仅|但|同|少|久|管|论|动产|忘|折不扣|遗余力|足|良|力|得不|时|等|平衡|只|光|愧|惜|懈|可|锈|便|利|妨|法|明|定|当|"
    r"正|合|实|严|到位|够|强|高|多|规范|充分|全|彻底|健全|完善|到|超|低|满|及|符|清|便于)|从未|并未|并非|严禁|禁止|杜绝"
)
_NEGATED = re.compile(_NOT)
_NEGATED_ENGLISH = re.compile(
    r"\b(?:no|not|never|none|without|nobody|nothing|neither|nor|cannot|fail(?:s|ed)?|zero|free of|unable)\b|"
    r"n['’]t\b",
    re.IGNORECASE,
)
_LACK_ENGLISH = re.compile(
    r"\b(?:avoid|stop|stopp|suspen|prevent|prohibit|ban|bann|refus|exempt|halt|terminat|cancel|lack|end|ended|before)\w*\b|"
    r"\b(?:un|non-?|in|dis|ir)\w{4,}|\bless\b|\bonly\b|\bsteady\b|\bfree\b",
    re.IGNORECASE,
)
_OPPOSITES = tuple(
    (re.compile(a), re.compile(b))
    for a, b in (
        (
            r"增长|上升|提高|提升|增加|扩大|升至|升高|增至|上涨|新增",
            r"下降|降低|减少|压减|缩小|回落|降至|缩短|压缩|减至|下滑|下调",
        ),
        (r"(?<!未)通过|合格|达标", r"不合格|未通过|不达标|超标"),
        (r"开工|启动|复工|开放|恢复", r"停工|暂停|关闭|停止"),
        (r"优于|高于|超过|以上", r"低于|劣于|不足|以下|不到"),
        (r"公开", r"秘密|不公开"),
        (r"准予|允许|准许|可以|能够", r"不予|不得|不准|不许|严禁|禁止"),
        (r"首位|第一|前列", r"末位|倒数|后列"),
    )
)
# What was begun is not finished. Both stand side by side in such texts, so only the likest clause tells.
_FINISHED = re.compile(r"完成|建成|竣工|完工|落成|建好")
_BEGUN = re.compile(r"启动|开工|动工|着手|开始|筹建")
_FINISHED_ENGLISH = re.compile(r"\b(?:complet|finish)\w*\b", re.IGNORECASE)
_OPPOSITES_ENGLISH = (
    re.compile(r"\b(?:rose|rise|risen|increas\w+|grew|grow\w*|up|climb\w*|higher|improv\w+)\b", re.IGNORECASE),
    re.compile(r"\b(?:fell|fall\w*|declin\w+|decreas\w+|drop\w*|down|shr[aiu]nk|lower|reduc\w+|cut)\b", re.IGNORECASE),
)


# A clause that adds up what was named before it speaks of all those times.
_SUMMED = re.compile(r"合计|总计|共计|共|两年|相差|平均|\b(?:total|altogether|together|combined|both)\b", re.IGNORECASE)


def modality(statement: Side, sources: Sequence[Side], support: Support, chinese: bool) -> Iterator[Finding]:
    """A plan must not be told as a result, nor a result as a plan."""
    planned = {part.sentence for part in statement.parts if part.modality == "planned"}
    for part in statement.parts:
        found = [other for other in support(part) if not other.heading]
        if any(other.folded == part.folded for other in found):
            continue
        ahead = [other for other in found if other.own == "planned" and _rests_on(part, other, found)]
        if chinese and part.own == "done":
            ahead += _ahead_of(part, found, sources)
        if ahead and (part.own == "done" or (part.modality != "planned" and part.sentence not in planned)):
            told = ahead[0].text
            yield Finding("modality", False, f"原文是计划：“{told}”" if chinese else f"the source tells a plan: {told}")
        elif part.own == "planned" and not ahead and _told_as_past(part, found):
            told = found[0].text
            detail = f"原文是已完成的事：“{told}”" if chinese else f"the source tells a result: {told}"
            yield Finding("modality", False, detail)


def _ahead_of(part: Part, found: Sequence[Part], sources: Sequence[Side]) -> list[Part]:
    """Planned clauses, and only such, that say the predicate: 完成装修 where the same sentence has 正在进行装修."""
    predicate = part.folded[-2:]
    for source in sources:
        sentences = {other.sentence for other in source.parts if other in found}
        holding = [other for other in source.parts if other.sentence in sentences and predicate in other.folded]
        if holding and all(_plans(other, predicate) for other in holding):
            return holding
    return []


def _plans(other: Part, words: str) -> bool:
    """Whether the item that holds the words is planned: 6所已开工、5所正在办理 says two things."""
    if other.own != "planned" or "、" not in other.text:
        return other.own == "planned"
    pieces = [piece for piece in other.text.split("、") if words in piece]
    return not pieces or any(judge(piece, None) == "planned" for piece in pieces)


def _rests_on(part: Part, other: Part, found: Sequence[Part]) -> bool:
    """Whether the clause says what the planned one says, not only a word of it."""
    shared = [theirs for theirs in other.figures if any(figures.same(mine, theirs) for mine in part.figures)]
    if shared and not all(figure.is_time for figure in shared):
        return any(_plans(other, figure.text) for figure in shared)
    if other is found[0]:
        return True
    matcher = SequenceMatcher(None, part.folded, other.folded, autojunk=False)
    return matcher.find_longest_match().size >= _SAME_RUN


def _told_as_past(part: Part, found: Sequence[Part]) -> bool:
    if not found or found[0].own != "done" or not re.search(r"已|了|累计|完成", found[0].text):
        return False
    amounts = [figure for figure in part.figures if not figure.is_time]
    return not amounts or any(figures.same(mine, theirs) for mine in amounts for theirs in found[0].figures)


def polarity(statement: Side, support: Support, chinese: bool) -> Iterator[Finding]:
    """没有发生 against 发生, 增长 against 下降."""
    for part in statement.parts:
        found = [other for other in support(part) if not other.heading]
        if not found or any(other.folded == part.folded for other in found):
            continue
        told = (_flipped if chinese else _flipped_english)(part, found)
        if told:
            yield Finding(
                "polarity", False, f"与原文相反：“{told}”" if chinese else f"the reverse of the source: {told}"
            )


def _flipped(part: Part, found: Sequence[Part]) -> str:
    """The source clause that the part turns round, or an empty string."""
    alike = [other for other in found if likeness(part, other) >= _SHARE]
    theirs = "|".join(other.text for other in alike)
    mine = _negated(part.text)
    denied = [(objects, other) for other in alike for objects in _negated(other.text)]
    for objects in mine:
        affirmed = next((other for other in alike if any(word in other.text for word in objects)), None)
        if affirmed and not any(_same_objects(objects, others) for others, _ in denied):
            return affirmed.text
    if alike and likeness(part, alike[0]) >= _STRONG and mine and not _NEGATED.search(theirs):
        return alike[0].text
    for objects, other in denied:
        if any(word in part.text for word in objects) and not any(_same_objects(objects, own) for own in mine):
            return other.text
    if alike and likeness(part, alike[0]) >= _STRONG and _finishes(part.text, alike[0].text, _FINISHED):
        return alike[0].text
    for up, down in _OPPOSITES:
        for a, b in ((up, down), (down, up)):
            if a.search(part.text) and not b.search(part.text):
                turned = [other for other in alike if b.search(other.text)]
                if turned and not any(a.search(other.text) for other in alike):
                    return turned[0].text
    return ""


def _finishes(said: str, told: str, finished: re.Pattern[str]) -> bool:
    """Whether what the source has begun is told as finished."""
    begun = _BEGUN.search(told) and not _FINISHED.search(told)
    return bool(begun and finished.search(said) and not _BEGUN.search(said))


def _negated(text: str) -> list[tuple[str, ...]]:
    """What each negation denies: the next two characters, also without 发生, 存在, 再 and the like."""
    found = []
    for match in _NEGATED.finditer(text):
        after = text[match.end() :]
        bare = re.sub(r"^(?:能|会|再|予|给|得|准|许|让|有|曾|发生|出现|存在)+", "", after)
        found.append(tuple(word[:2] for word in (after, bare) if len(word) > 1))
    return found


def _same_objects(a: Sequence[str], b: Sequence[str]) -> bool:
    return any(x[0] == y[0] for x in a for y in b)


def _flipped_english(part: Part, found: Sequence[Part]) -> str:
    theirs = found[0].text
    says_no = bool(_NEGATED_ENGLISH.search(part.text))
    denied = [other for other in found if _NEGATED.search(other.text)]
    if says_no and not denied and not re.search(r"[零无不未非]|没|缺", theirs):
        return found[0].text
    if not says_no and denied and denied[0] is found[0] and not _LACK_ENGLISH.search(part.text):
        return denied[0].text
    if _finishes(part.text, theirs, _FINISHED_ENGLISH) and not re.search(r"\b(?:start|beg[aiu]n|launch)\w*", part.text):
        return theirs
    up, down = _OPPOSITES_ENGLISH
    zh_up, zh_down = _OPPOSITES[0]
    for mine, reverse, same_, turned in ((up, down, zh_up, zh_down), (down, up, zh_down, zh_up)):
        if (
            mine.search(part.text)
            and not reverse.search(part.text)
            and turned.search(theirs)
            and not same_.search(theirs)
        ):
            return next(other.text for other in found if turned.search(other.text))
    return ""


def frame(statement: Side, sources: Sequence[Side], support: Support, chinese: bool) -> Iterator[Finding]:
    """The time that governs a clause must be one that governs it in the source: 今年 is not 去年."""
    theirs = {id(part): times for source in sources for part, times in _governed(source)}
    for part, times in _governed(statement):
        yield from _recompared(statement, part, support(part), chinese)
        if not times or (_SUMMED.search(part.text) and not any(figure.is_time for figure in part.figures)):
            continue
        found = [other for other in support(part) if not other.heading and _alike(part, other, chinese)]
        meant = next((theirs[id(other)] for other in found if theirs.get(id(other))), ())
        if meant and not any(_agree(a, b) for a in times for b in meant):
            said, told = times[-1].text, meant[-1].text
            detail = f"时间不符：说的是“{said}”，原文是“{told}”" if chinese else f"{said}: the source says {told}"
            yield Finding("frame", False, detail)


def _recompared(statement: Side, part: Part, found: Sequence[Part], chinese: bool) -> Iterator[Finding]:
    """比今年 where the source says 比去年."""
    told = [time for other in found for time in other.figures if time.is_time]
    for time in part.figures:
        if time.is_time and told and _compared(statement.text, time) and not any(figures.same(time, o) for o in told):
            said, meant = time.text, told[-1].text
            detail = f"时间不符：说的是“{said}”，原文是“{meant}”" if chinese else f"{said}: the source says {meant}"
            yield Finding("frame", False, detail)


def _alike(part: Part, other: Part, chinese: bool) -> bool:
    return not chinese or other.folded == part.folded or likeness(part, other) >= _SHARE


def _governed(side: Side) -> Iterator[tuple[Part, tuple[Figure, ...]]]:
    """Each clause with the dates and periods that it speaks of: its own, else the last ones of its sentence."""
    last: tuple[Figure, ...] = ()
    sentence = -1
    for part in side.parts:
        if part.sentence != sentence:
            last, sentence = (), part.sentence
        last = tuple(f for f in part.figures if f.is_time and not _compared(side.text, f)) or last
        yield part, last


def _compared(text: str, figure: Figure) -> bool:
    """Whether the time is only what another is compared with: 比去年, than in 2017."""
    return bool(re.search(r"(?:[比较同]|than(?: in)?|compared (?:with|to)|over|from) ?$", text[: figure.start]))


def _agree(said: Figure, meant: Figure) -> bool:
    """The same time, or one inside the other; an unknown one agrees with all."""
    if figures.same(said, meant):
        return True
    if None in (said.begins, said.ends, meant.begins, meant.ends):
        return True
    if said.strength == meant.strength == "since":  # 2020年以来 lies inside 2019年以来 and is another time
        return said.begins == meant.begins
    if "--" in (said.begins or "")[:2] + (meant.begins or "")[:2]:
        return False
    return (said.begins <= meant.begins and meant.ends <= said.ends) or (  # type: ignore[operator]
        meant.begins <= said.begins and said.ends <= meant.ends  # type: ignore[operator]
    )
