"""In: verified statements and their citations. Out: the same words as sentences of a letter, in paragraphs' order.

Marks become full width, a lone 二是 goes; nothing else changes, and who calls verifies again. Knows no template.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Language

_ORDINAL = re.compile(r"^(?P<number>[一二三四五六七八九十])(?:是|要)(?![否不])")
_ORDINALS = "一二三四五六七八九十"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_NARROW = re.compile(
    r"(?<=[㐀-鿿”》）)])[,;:?!]|(?<=\d)[,;](?=[㐀-鿿“《])|(?<=[A-Za-z%])[,;](?=[㐀-鿿“《])|[(](?=[㐀-鿿])|(?<=[㐀-鿿])[)]"
)
# Words that count from the bulletin's year, and how many years from it.
_YEARS = {"今年": 0, "去年": -1, "明年": 1, "年内": 0, "上半年": 0, "下半年": 0, "本年": 0, "年底": 0}
_YEAR_WORD = re.compile(
    r"今年|本年|去年(?!同期)|明年|(?<![\d年])年内|(?<![\d年今去明])(?:上半年|下半年)|(?<![\d年今去明])年底"
)


def sentences(texts: Sequence[str], language: Language) -> list[str]:
    """The statements as they stand in a letter; 一是, 二是 only where they count from one."""
    if language == "en":
        return list(texts)
    texts = [full_width(text.strip()) for text in texts]
    numbers = [match["number"] for text in texts if (match := _ORDINAL.match(text))]
    if numbers != list(_ORDINALS[: len(numbers)]) or len(numbers) < 2:
        texts = [_ORDINAL.sub("", text) for text in texts]
    return [text if text.endswith(("。", "！", "？", "”")) else text.rstrip("；，、;,") + "。" for text in texts]


def full_width(text: str) -> str:
    """Half-width marks between Chinese characters as an official document writes them."""
    return _NARROW.sub(lambda match: _WIDE[match[0]], text)


def year_words(texts: Sequence[str], issued_on: date | None) -> list[tuple[str, int]]:
    """(今年”“年内, 2020): the words of the texts that count from the bulletin's year, by the year they mean."""
    if issued_on is None:
        return []
    found = dict.fromkeys(match[0] for text in texts for match in _YEAR_WORD.finditer(text))
    years: dict[int, list[str]] = {}
    for word in found:
        years.setdefault(issued_on.year + _YEARS[word], []).append(word)
    return [("”“".join(words), year) for year, words in years.items()]
