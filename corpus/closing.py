"""In: the body lines of a bulletin. Out: from which line on it only closes: invitation, contacts, attachments.

What closes a bulletin belongs to none of its items. Knows no headings.
"""

from __future__ import annotations

import re

from corpus import marks
from corpus.normalize import Line
from corpus.particulars import is_contact

_LONGEST_APPENDIX = 20  # lines of a list of attachments at the end
_APPENDIX = re.compile(r"附件?\s*:|附件\s*\d*\s*:?$")
_INVITES = re.compile(
    r"欢迎[^。]{0,30}(?:监督|意见|反映|批评)|如有(?:意见|建议|异议|问题)|^[^。]{0,10}公示(?:期|时间)|特此(?:公告|通报|公示|报告)|"
    r"请(?:及时)?(?:与|向|同)[^。]{0,15}(?:联系|反映)|(?:comments|suggestions) (?:are )?welcome|welcome to supervise",
    re.IGNORECASE,
)
_LOOKS_AHEAD = re.compile(r"(?:下一步|下步|今后|接下来|下一阶段|下阶段),[^。]*(?:将|继续|持续)")


def begins(lines: list[Line]) -> int:
    """The index of the first line that only closes; len(lines) when none does."""
    first = appendix(lines)
    while first and _closes(lines[first - 1].folded):
        first -= 1
    if first and first < len(lines) and _LOOKS_AHEAD.match(lines[first - 1].folded):
        first -= 1
    return first


def appendix(lines: list[Line]) -> int:
    """Where the list of attachments begins; len(lines) without one. It lists files, not problems."""
    start = max(0, len(lines) - _LONGEST_APPENDIX)
    return next((at for at in range(start, len(lines)) if _APPENDIX.match(lines[at].folded)), len(lines))


def _closes(folded: str) -> bool:
    return not marks.read(folded) and (_INVITES.search(folded) is not None or is_contact(folded))
