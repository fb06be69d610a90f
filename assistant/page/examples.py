"""In: bulletins. Out: a few questions worth asking, made from their own headings.

Works on the form of headings (关于…问题), never on topics.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Language
from assistant.page.interface_words import word
from corpus.bulletin import Bulletin, Item

COUNT = 3
_LONGEST = 22  # characters of a topic that still reads as a question
_CLAUSE = re.compile("[,，;；]")
_ABOUT = re.compile(r"^(?:关于|针对|对于)?(?P<topic>.+?)(?:等|有关|方面|的)*(?:问题)?[。.：:；;，,]*$")


def topic(item: Item) -> str:
    """What an item's heading is about: without its mark, 关于 and 问题."""
    title = item.section.title.removeprefix(item.section.mark).strip()
    found = _ABOUT.match(title)
    return found["topic"].strip() if found else title


def examples(bulletins: Sequence[Bulletin], language: Language) -> list[str]:
    """Up to three questions, spread over the bulletins and over each bulletin's items; items with figures first."""
    chosen: list[str] = []
    share = max(1, -(-COUNT // max(1, len(bulletins))))
    for bulletin in bulletins:
        named = [item for item in bulletin.items if item.section.level > 1 and _reads_well(topic(item))]
        telling = [item for item in named if any(letter.isdigit() for letter in _told(item))] or named
        step = max(1, len(telling) // share)
        chosen += [
            word("example", language, topic=_quoted(topic(item), language))
            for item in telling[step // 2 :: step][:share]
        ]
        if len(chosen) >= COUNT:
            break
    return chosen[:COUNT]


def _quoted(about: str, language: Language) -> str:
    """English sets a topic in quotation marks: those within it become single ones."""
    return about.translate({ord("“"): "‘", ord("”"): "’"}) if language == "en" else about


def _reads_well(about: str) -> bool:
    return 4 <= len(about) <= _LONGEST and not _CLAUSE.search(about)


def _told(item: Item) -> str:
    return "".join(paragraph.text.removeprefix(item.section.title) for paragraph in item.paragraphs)
