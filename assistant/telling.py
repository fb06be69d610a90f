"""In: what a check found, as it was written down. Out: the same in the reader's language.

A check speaks the language of the sentence it looks at; who reads it may have the page in the other. Quoted words stay.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.answer import Language

# What the checks say, in both languages. The first that fits is meant: the more telling ones stand first.
_SAID: tuple[tuple[str, str], ...] = (
    ("引用{0}不存在", "citation {0} does not exist"),
    ("引用{0}存在", "citation {0} exists"),
    ("没有引用", "cites nothing"),
    ("引文与原文一字不差", "the quotation is verbatim"),
    ("与原文不是一字不差：{0}", "not verbatim in the cited paragraph: {0}"),
    ("“{0}”：引文中没有这个数字", "{0}: is not a figure of the quotation"),
    ("与原文一致：{0}", "as in the source: {0}"),
    ("“{0}”：所引段落没有这个数字", "{0}: is not in the cited paragraph"),
    ("“{0}”：所引段落没有这个时间", "{0}: is not a date of the cited paragraph"),
    ("“{0}”：所引段落没有这样说", "{0}: the cited paragraph does not say so"),
    ("“{0}”：所引段落没有", "{0}: not named in the cited paragraph"),
    ("“{0}”：算得不对", "{0}: does not follow from the figures named"),
    ("“{0}”：原文此处是“{1}”", "{0}: the source has {1} there"),
    ("“{0}”：部分大于全体", "{0}: the part is larger than the whole"),
    ("“{0}”：升降相反", "{0}: changes the other way in the source"),
    ("“{0}”：原文是“{1}”", "{0}: the source says {1}"),
    ("时间不符：说的是“{0}”，原文是“{1}”", "{0}: the source says {1}"),
    ("{0}: 大小说反了", "{0}: the smaller is called the larger"),
    ("“{0}”：不是算式", "{0}: is not arithmetic"),
    ("“{0}”：由所引数字算不出", "{0}: does not follow from the figures quoted"),
    ("由所引数字算得：{0}", "follows from the figures quoted: {0}"),
    ("原文是计划：“{0}”", "the source tells a plan: {0}"),
    ("原文是已完成的事：“{0}”", "the source tells a result: {0}"),
    ("与原文相反：“{0}”", "the reverse of the source: {0}"),
    ("措辞有原文依据", "the wording is backed by the source"),
    ("措辞的原文依据不足", "too little of the wording is the source's"),
    ("引用的资料{0}不存在", "cites source {0}, which does not exist"),
    ("没有标明出处", "cites nothing"),
    ("不是提问的语言", "not in the language of the question"),
)


def told(detail: str, language: Language) -> str:
    """The detail of a check in the language; as it stands when it is in that language, or not one of the checks'."""
    wanted, other = (1, 0) if language == "en" else (0, 1)
    if _fitting(detail, wanted) is not None or (found := _fitting(detail, other)) is None:
        return detail
    pair, values = found
    return pair[wanted].format(*(value.replace("、", ", ") if wanted else value for value in values))


def _fitting(detail: str, which: int) -> tuple[tuple[str, str], tuple[str, ...]] | None:
    """The pair whose Chinese (0) or English (1) the detail is, and what stands in its blanks."""
    for pair, pattern in _patterns(which):
        if match := pattern.fullmatch(detail):
            return pair, match.groups()
    return None


@cache
def _patterns(which: int) -> tuple[tuple[tuple[str, str], re.Pattern[str]], ...]:
    def pattern(said: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\\{\d\\\}", "(.+?)", re.escape(said)), re.DOTALL)

    return tuple((pair, pattern(pair[which])) for pair in _SAID)
