"""In: a standalone question. Out: its parts in order, each with what it asks for and, when it names none, the topic.

Splits at forms only: marks, "and when …", A和B分别…, 先…再…. One question stays one. Does not know the corpus.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.questions import topics
from assistant.questions.cues import EN_BREAK, EN_POINTS, TIME_ZH, ZH_BREAK, ZH_GENERIC
from assistant.questions.question import Want, language, want

_MADE = re.compile(r"^(?:关于|Regarding )(?P<topic>[^：:]+)[：:]\s*")
_STEP_ZH = re.compile(
    r"^(?:首先|先|再|然后|接着|最后|另外|还有)?(?:请|麻烦)?[你您]?(?:告诉我|说说|讲讲|介绍一下|说一下|回答)[,，]?"
)
_TAG = re.compile(
    r"(?:为什么会?这么.{1,3}|是吗|对吗|对不对|是不是|行吗|可以吗|好吗|是真的吗|"
    r"right|isn['’]t it|is it|is that (?:right|true|so)|how)",
    re.IGNORECASE,
)
_ASKS_EN = re.compile(r"(?:and\s+)?(?:how|what|when|where|who|which|why)\b", re.IGNORECASE)
_COUNT_EN = re.compile(r"(?:and\s+)?how (?:many|much)\b", re.IGNORECASE)
_VERB_EN = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|do|does|will|can|been|got|get|\w+ed|made|took|held|spent|cost|left|remain|hold|spoke|live)\b",
    re.IGNORECASE,
)
# A和B分别…: what is asked of each. 各 only before what is done or had, not in 各部门.
_EACH_ZH = re.compile(
    r"^(?P<items>[^,，。？?]+?)(?:这?[两二三四](?:个方面|个领域|方面|项|者|个))?(?:工作|问题)?"
    r"(?:分别|各自|各(?=[有采投花是做怎建完用占达安增化整改处查取]))(?P<asked>[^,，]+)$"
)
_EACH_EN = re.compile(
    r"^(?P<asked>.+?\b(?:on|in|for|about|to|of|with)\s)"
    r"(?P<items>[^,]+?(?:, [^,]+?)* and [^,]+?)(?:,? respectively|,? each)\s*[?.]?$",
    re.IGNORECASE,
)
_ITEMS_ZH = re.compile(r"[、和与及]|以及")
_ITEMS_EN = re.compile(r",? and |, ")
_SHORT = 6  # words of "how many into the province's", which has no verb and shares that of the part before
_TRIM = " ，,。.？?！!；;、"


def wants(text: str) -> tuple[Want, ...]:
    """The parts of a question in order; a part without an interrogative joins its neighbour."""
    english = language(text) == "en"
    made = _MADE.match(text)
    body = (text[made.end() :] if made else text).strip()
    texts = _each(body, english) or [
        item for piece in _pieces(body, english) for item in _each(piece, english) or [piece]
    ]
    if len(texts) < 2:
        return (want(text),)
    return _told(texts, made["topic"] if made else "", english)


def _pieces(text: str, english: bool) -> list[str]:
    """The question cut at its breaks; what asks nothing by itself stays with what stands before it, as written."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in [*(EN_BREAK if english else ZH_BREAK).finditer(text), re.search(r"\Z", text)]:
        assert match is not None
        piece = text[start : match.start()].strip(_TRIM)
        if (
            piece
            and spans
            and (_is_bare(piece, english, False) or _is_bare(text[slice(*spans[-1])].strip(_TRIM), english))
        ):
            spans[-1] = (spans[-1][0], match.start())
        elif piece:
            spans.append((start, match.start()))
        start = match.end()
    pieces = [text[slice(*span)].strip(_TRIM) for span in spans]
    return pieces if english else [_STEP_ZH.sub("", piece) or piece for piece in pieces]


def _is_bare(piece: str, english: bool, first: bool = True) -> bool:
    """Whether a piece asks nothing by itself: no interrogative, only a tag (是吗), or "how many" without a verb."""
    if _TAG.fullmatch(piece):
        return True
    if english and _COUNT_EN.match(piece):
        return not _VERB_EN.search(piece) and (first or len(piece.split()) <= _SHORT)
    if want(piece).kind != "topic":
        return False
    return not (_ASKS_EN.match(piece) if english else piece.endswith("呢"))


def _each(part: str, english: bool) -> list[str]:
    """A和B分别投入多少 as one question of each item; empty when it is not of that form."""
    part = part.strip(_TRIM)
    found = (_EACH_EN if english else _EACH_ZH).match(part)
    if not found:
        return []
    items = [item.strip() for item in (_ITEMS_EN if english else _ITEMS_ZH).split(found["items"]) if item.strip()]
    if len(items) < 2:
        return []
    if english:
        return [found["asked"] + item for item in items]
    last = TIME_ZH.match(items[-1])
    if last and all(TIME_ZH.fullmatch(item) for item in items[:-1]):  # 去年和今年建校: the last item has the topic
        items = [item + items[-1][last.end() :] for item in items[:-1]] + [items[-1]]
    elif any(item.lstrip("各全本") in ZH_GENERIC for item in items):
        return []
    return [item + found["asked"] for item in items]


def _told(texts: list[str], about: str, english: bool) -> tuple[Want, ...]:
    """Each part with what it asks for; a part that names nothing is about what was named before it."""
    found: list[Want] = []
    for text in texts:
        asked = want(text)
        if asked.kind == "topic" and found and not english:  # 年内目标呢: asks as the part before it
            asked = replace(found[-1], text=text, about="")
        own = topics.topic(text)
        leans = own is None or (english and EN_POINTS.search(text) is not None)
        found.append(replace(asked, about=about) if leans and about else asked)
        about = own.text if own and not leans else about
    return tuple(found)
