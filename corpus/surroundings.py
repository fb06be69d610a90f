"""What stands around a number: 近 or about before it, rise or fall, from or to, and the words that it counts.

In: folded text and the spans of its numbers. Out: words as written. Does not know what the numbers mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.figure import Change

_BEFORE = re.compile(
    r"(?:不超过|不低于|不少于|不多于|不高于|不到|不足|将近|接近|大约|大概|超过|高于|低于|少于|多于|大于|小于|至少|至多|最多|"
    r"(?<!附)(?<!最)(?<!邻)(?<!临)近|(?<![节预签违制公合条特邀续集契解履])约|逾|超|突破)$"
)
_BEFORE_ENGLISH = re.compile(
    r"(?:(?<![A-Za-z])(?:no (?:more|less|fewer) than|not (?:more|less) than|(?:more|less|fewer) than|at (?:least|most)|"
    r"up to|close to|upwards of|in excess of|just over|nearly|almost|about|around|approximately|some|roughly|over|"
    r"above|under|below|exceeding|within)|~) ?$",
    re.IGNORECASE,
)
AFTER_ENGLISH = re.compile(
    r"-(?:plus|odd)(?![A-Za-z])| ?(?:or (?:more|above|less|fewer|so)(?![A-Za-z])|\+(?![\dA-Za-z]))", re.IGNORECASE
)

_RISE = "增长|增加|提高|提升|上升|上涨|增幅|扩大|攀升|增|升"
_FALL = "下降|减少|降低|压减|压缩|缩短|下滑|回落|降幅|下跌|精简|降|减"
_MOVES = f"{_RISE}|{_FALL}|扩展|优化|调整|提速|拓展|发展|延长|升格"
_TO = re.compile(rf"(?:(?:{_MOVES})|(?:由|从)[^,，。;；、:：]{{1,20}})(?:到了?|至|为)$")
_UP = re.compile(rf"(?:{_RISE})(?:幅度)?(?:了|达|约|近|为|超过)?$")
_DOWN = re.compile(rf"(?:{_FALL})(?:幅度)?(?:了|达|约|近|为|超过)?$")
_FROM = re.compile(r"(?:由|从)[^,，。;；、:：]{0,16}$")
_EARLIER = re.compile(
    r"(?:此前|先前|早前|原来|原先|原本|过去|以前|(?<![年月日底末初])之前)[仅只才就]?(?:是|为|有|达)到?$"
)
_NEXT_TO = re.compile(rf"[^,，。;；、:：\d]{{0,4}}?(?:{_MOVES})?(?:到了?|至|为)")
_RISE_WORDS = frozenset(
    (
        "rose",
        "risen",
        "rising",
        "increase",
        "increased",
        "increasing",
        "grew",
        "grown",
        "growing",
        "climbed",
        "up",
        "growth",
    )
)
_FALL_WORDS = frozenset(
    ("fell", "fallen", "falling", "decrease", "decreased", "decreasing", "declined", "dropped", "drop", "down", "cut")
) | {"reduced", "reducing", "reduction"}
_EARLIER_WORDS = ("previously", "formerly")
_BY_WORDS = frozenset(("improved", "gained", "expanded", "raised")), frozenset(("lowered", "shortened", "shrank"))
_AFTER_RISE = frozenset(("increase", "rise", "growth", "higher", "up", "longer"))
_AFTER_FALL = frozenset(("decrease", "drop", "fall", "reduction", "decline", "lower", "down", "cut", "shorter"))
_MANNER = frozenset(("year-on-year", "sharply", "further", "steadily"))

_CLAUSE = re.compile(r"[,，。;；:：、!！?？()（）\n]")
_CLAUSE_ENGLISH = re.compile(r"[,.;:!?()\n]")
_LEFT_FILLER = re.compile(
    r"(?:累计|共计|总计|达到了?|提升|提高|增加|增长|上升|下降|降低|减少|压缩|压减|缩短|同比|环比|"
    r"分别|数量|提速|其中|降|升|增|减|达|为|共|至|到|由|从|有|约|近|的|了|已|仅|“|《|、)+$"
)
_WORDS = re.compile(r"[A-Za-z0-9'’-]+")
_ENDS = frozenset(("and", "but", "while", "which", "who", "that"))
_BREAKS = frozenset(("with", "in", "on", "at", "from", "to", "by", "before", "after"))
_SMALL_WORDS = frozenset(
    ("the", "a", "an", "of", "was", "were", "is", "are", "be", "been", "has", "have", "had", "will", "for")
)


def approximation(text: str, start: int) -> tuple[str, int] | None:
    """The word of approximation right before a number, and where it begins."""
    before = text[start - 1 : start]
    if before and before in "上过" and text[start] in "百千万亿半":  # 上百家, 过半数
        return before, start - 1
    pattern, reach = (_BEFORE_ENGLISH, 16) if before.isascii() else (_BEFORE, 4)
    found = pattern.search(text, max(0, start - reach), start)
    return (found[0].strip(), found.start()) if found else None


def change(text: str, start: int, end: int, english: bool) -> Change | None:
    """Whether the number is a rise, a fall, or an end of from … to …, by the words beside it."""
    if english:
        return _english_change(text, start, end)
    low = max(0, start - 24)
    if _TO.search(text, low, start):
        return "to"
    if _FROM.search(text, low, start) and _NEXT_TO.match(text, end):
        return "from"
    if _EARLIER.search(text, low, start):
        return "from"
    if _UP.search(text, low, start):
        return "rise"
    return "fall" if _DOWN.search(text, low, start) else None


def _english_change(text: str, start: int, end: int) -> Change | None:
    words = [
        word for word in _last_clause(text[max(0, start - 48) : start], True).lower().split() if word not in _MANNER
    ]
    last = words[-1] if words else ""
    if last in ("from", *_EARLIER_WORDS) or (last in ("was", "were") and words[0] in _EARLIER_WORDS):
        return "from"
    before = words[-2] if len(words) > 1 else ""
    linked = last in ("by", "of", "to")
    verb = before if linked else last
    rise = verb in _RISE_WORDS or (linked and verb in _BY_WORDS[0])
    fall = verb in _FALL_WORDS or (linked and verb in _BY_WORDS[1])
    if last == "to":
        return "to" if rise or fall or "from" in words else None
    after = _WORDS.search(text, end, end + 16)
    then = after[0].lower() if after else ""
    if rise or then in _AFTER_RISE:
        return "rise"
    return "fall" if fall or then in _AFTER_FALL else None


def left_words(text: str, floor: int, start: int, english: bool) -> str:
    """The words of the clause before a number, back to the last figure (`floor`): at most 14 characters, 4 words."""
    before = _last_clause(text[max(floor, start - (48 if english else 14)) : start], english)
    if english:
        return " ".join(reversed(_content(reversed(_WORDS.findall(before)))[:4]))
    return _LEFT_FILLER.sub("", before.strip())


def right_words(text: str, end: int, ceiling: int, english: bool) -> str:
    """The words of the clause after a number, up to the next figure (`ceiling`): at most 12 characters, 5 words."""
    after = text[end : min(ceiling, end + (60 if english else 12))]
    found = (_CLAUSE_ENGLISH if english else _CLAUSE).search(after)
    after = after[: found.start()] if found else after
    if english:
        return " ".join(_content(_WORDS.findall(after))[:5])
    return after.strip().removeprefix("的").strip("“”《》")


def _content(words: Iterable[str]) -> list[str]:
    """The words up to the first that opens another phrase, prepositions before them and small words left out."""
    kept: list[str] = []
    for word in words:
        lower = word.lower()
        if lower in _ENDS or (lower in _BREAKS and kept):
            break
        if lower not in _BREAKS and lower not in _SMALL_WORDS:
            kept.append(word)
    return kept


def same_clause(text: str, start: int, end: int) -> bool:
    """Whether no punctuation but 、 parts two figures."""
    return end - start <= 24 and not _CLAUSE.search(text[start:end].replace("、", ""))


def _last_clause(before: str, english: bool) -> str:
    cut = 0
    for found in (_CLAUSE_ENGLISH if english else _CLAUSE).finditer(before):
        cut = found.end()
    return before[cut:]
