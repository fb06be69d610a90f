"""In: a bulletin's paragraphs. Out: what they tell about it: inspection period, feedback day, contact lines.

As written; what is not said stays None. Knows nothing of titles, signatures or headings.
"""

from __future__ import annotations

import re
from datetime import date

from corpus import dates
from corpus.bulletin import Period
from corpus.normalize import fold
from corpus.sentences import clauses, split

_CONTACT = re.compile(
    r"(?:联系|举报|监督|值班|咨询|传真|办公)?(?:电话|热线|传真|方式|人)|(?:电子)?(?:邮箱|邮件|信箱)|邮政(?:信箱|编码)|邮编|"
    r"(?:通[讯信]|联系|邮寄|来信|办公)?地址|网址|微信(?:公众号)?|e-?mail|tel(?:ephone)?|phone|fax|address",
    re.IGNORECASE,
)
_CONTACT_START = re.compile(
    rf"[^,;。:]{{0,12}}?(?:{_CONTACT.pattern})\s*(?:[^,;。:]{{0,10}}:|\d|[^,;。:]{{0,3}}[\w.-]+@)", re.IGNORECASE
)
_POSTCODE = re.compile(r"邮政编码|邮编|post(?:al )?code", re.IGNORECASE)
_REACHABLE = re.compile(r"\d{5}|@|[网地]址\s*:|https?://|www\.")
_FEEDBACK = re.compile(
    r"^[^,;]{0,15}反馈|(?:向[^,;]{1,40}|组|正式|集中|进行了?|一对一|当面)反馈|反馈了|反馈会|"
    r"fed back|feedback|hand(?:ed)? over"
)
_NOT_FEEDBACK = re.compile(r"研究|传达|印发|学习|制定|成立|部署|落实|整改")
_INSPECTION = re.compile(r"巡视|巡察|督察|督导|督查|检查|审计|考核|评估|调研|inspect", re.IGNORECASE)


def contacts(paragraphs: list[str]) -> tuple[str, ...]:
    """The contact lines as written: clauses that begin with 联系电话, 邮箱, 地址 and the like."""
    found: list[str] = []
    for text in paragraphs:
        if not _REACHABLE.search(fold(text)):
            continue
        pieces = [part for sentence in split(text) for clause in clauses(sentence) for part in _parts(clause.text)]
        found.extend(piece for piece in pieces if _CONTACT_START.match(fold(piece)))
    return tuple(found)


def is_contact(folded: str) -> bool:
    """Whether a line begins by telling how to get in touch: 联系电话:…, 请拨打电话…"""
    return bool(_REACHABLE.search(folded)) and any(_CONTACT_START.match(part) for part in _parts(folded))


def _parts(clause: str) -> list[str]:
    """A clause, parted where a way to get in touch begins; a postcode stays at its address."""
    folded = fold(clause)
    cuts = [0, *(match.end() for match in re.finditer(",", folded) if _is_next(folded, match.end()))]
    ends = [*(cut - 1 for cut in cuts[1:]), len(clause)]
    return [clause[start:end].strip().rstrip("。；;. ") for start, end in zip(cuts, ends, strict=True)]


def _is_next(folded: str, start: int) -> bool:
    return bool(_CONTACT_START.match(folded, start)) and not _POSTCODE.match(folded, start)


def inspection(intro: list[str]) -> Period | None:
    """When the inspection took place: the first span of days in a sentence that speaks of one."""
    for text in intro:
        for sentence in split(text):
            spans = dates.find_spans(sentence.text)
            if spans and _INSPECTION.search(sentence.text):
                return spans[0][0]
    return None


def feedback(intro: list[str], issued_on: date | None) -> date | None:
    """When the findings were handed over: the date before 向…反馈 or 反馈了 in its sentence, or right before 反馈."""
    for text in intro:
        folded = fold(text)
        spans = [range(start, end) for _, start, end in dates.find_spans(folded)]
        days = [day for day in dates.find(folded, issued_on) if not any(day.start in span for span in spans)]
        for day, following in zip(days, [*(later.start for later in days[1:]), len(folded)], strict=False):
            sentence = re.split("[。!?]", folded[day.end : following])[0]
            match = _FEEDBACK.search(sentence)
            if match and not _NOT_FEEDBACK.search(sentence, 0, match.start()):
                return day.day
    return None
