"""In: a place that no bulletin is about, and a test for words in held texts. Out: whether a text may speak of it.

In doubt it does: an answerable question wrongly refused is worse than a search in vain.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.gazetteer import stem
from corpus.places import PlaceMention

# Where a text speaks of a place as a place, not as part of a firm's or a hospital's name.
_AS_PLACE = (
    "在{}",
    "到{}",
    "赴{}",
    "往{}",
    "从{}",
    "与{}",
    "和{}",
    "{}市",
    "{}的",
    "{}等",
    "{}、",
    "{}举",
    "{}开",
    "{}召",
)
_EN_SUBJECT = re.compile(r"\b(?:in|did|does|has|was|were|is|at)\s+(?:the\s+)?$", re.IGNORECASE)
_ZH_START = re.compile(r"^(?:请问|请介绍|介绍一?下|那么?|问一?下|在)?[\s,，]*$")


def is_mentioned(mention: PlaceMention, question: str, mentions: Callable[[str], bool]) -> bool:
    """Whether some held text mentions what the question names there."""
    forms = _forms(mention)
    if not any(mentions(form) for form in forms):
        return False
    if mention.kind or not _is_subject(mention, question):
        return True
    if not mention.latin and mentions(question[mention.start : mention.end + 1]):
        return True  # 上海均…: the question goes on as the text does
    return any(mentions(pattern.format(form)) for form in forms for pattern in _AS_PLACE)


def _forms(mention: PlaceMention) -> set[str]:
    """How a Chinese text may write it: a full name in full, a short one short."""
    if not mention.latin:
        return {mention.name}
    if mention.kind:
        return {division.name for division in mention.divisions}
    return {stem(division.name) for division in mention.divisions}


def _is_subject(mention: PlaceMention, question: str) -> bool:
    before, after = question[: mention.start], question[mention.end :]
    if mention.latin:
        return bool(_EN_SUBJECT.search(before)) or after.startswith(("'s", "’s"))
    return bool(_ZH_START.match(before)) and not after.startswith("的")
