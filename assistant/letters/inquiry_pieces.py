"""In: the text of a letter. Out: its sentences and, within them, the pieces that may each ask something, with offsets.

Numbered lists and enumerations (一是, 1.) are the writer's own parting and are kept. Knows no request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Language
from assistant.letters.inquiry_cues import ANNOUNCES, ASKS, INTERROGATIVE, MEASURING


@dataclass(frozen=True, slots=True)
class Piece:
    """letter[start:end] == text; `listed`: an item of the writer's enumeration; `announced`: by a line that asks."""

    text: str
    start: int
    end: int
    sentence: int
    mark: str = ""  # the mark that ends its sentence: "？", "。", ""
    listed: bool = False
    announced: bool = False
    leads: bool = False  # stands before a colon: what is asked follows


_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(
    r"\s*(?:[-*·•●]\s*|[（(]?\d{1,2}(?:[.、)）．](?!\d)|\s*[:：])\s*|[（(][一二三四五六七八九十]{1,2}[)）]\s*|[一二三四五六七八九十]{1,2}、|"
    r"(?:第[一二三四五六七八九十]|问题[一二三四五六七八九十\d])[，,、：:])"
)
_ZH_END = re.compile(r"[。！？!?；;…]+[”’」』）)]*")
_EN_END = re.compile(r"(?:[.!?]+[\"”')]*(?=\s|$)|;)")
_EN_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|e\.g|i\.e|etc|vs|approx|[A-Z])\.$")
_ZH_ENUMERATED = re.compile(r"(?:(?<=[，,；;：:。、\s])|^)(?:[一二三四五六]是|第[一二三四五六](?:[是，,、]))")
_ZH_CUT = re.compile(r"[，,、]|(?:以及|并且|还有|另外)(?=[^，,、])")
_EN_CUT = re.compile(
    r"[,:]\s*(?:and\s+|or\s+)?(?:also\s+)?(?=(?:(?:by|over|in|at|to|for|from|on|of|with|under)\s+)?(?:how|what|when|where|who|whom|whose|which|why|whether)\b)|"
    r"\s+(?:and|or)\s+(?:also\s+)?(?=(?:(?:by|over|in|at|to|for|from|on|of|with|under)\s+)?(?:how|what|when|where|who|whom|whose|which|why|whether)\b)|"
    r"[,]\s+(?:and|but)\s+(?=(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)\b)|"
    r"\s+and\s+(?=(?:is|are|was|were|did|does|do|has|have|had|will)\s+(?:the|any|there|it|they|you)\b)|"
    r"[,]?\s+and\s+(?=(?:please|kindly|could you|would you|can you|let (?:me|us) know|tell (?:me|us))\b)",
    re.IGNORECASE,
)
# A verb of telling, its person, and an aside between commas: what is told follows.
_PARENTHESIS_EN = re.compile(
    r"\b(?:(?:tell|let|inform|show) (?:me|us)(?: know)?|explain|confirm|say|know|ask), [^,?]{2,40},\s*$",
    re.IGNORECASE,
)


def pieces(text: str, language: Language) -> tuple[Piece, ...]:
    """The pieces of a letter in order."""
    found: list[Piece] = []
    number = 0
    announced = False
    for line in _LINE.finditer(text):
        marked = _MARK.match(line[0])
        begin = line.start() + (marked.end() if marked else 0)
        in_list = bool(marked) or (announced and len(line[0]) < 80)
        for start, end, mark in _sentences(text, begin, line.end(), language):
            cut = _enumerated(text, start, end) if language == "zh" else None
            parts = cut or ([(start, end)] if marked else list(_cut(text, start, end, language)))
            for first, last in parts:
                if piece := _piece(text, first, last):
                    leads = language == "en" and text[first:last].rstrip().endswith(":")
                    found.append(Piece(*piece, number, mark, bool(marked) or bool(cut), announced and in_list, leads))
            number += 1
        asks = bool(ANNOUNCES[language].search(line[0])) and bool(re.search(r"[:：]\s*$", line[0]))
        announced = asks or (announced and in_list)
    return tuple(found)


def _piece(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    while start < end and text[start] in " \t　，,、；;：:。.":
        start += 1
    while start < end and text[end - 1] in " \t　，,、；;：:":
        end -= 1
    if trailing := re.search(r"[,\s]+(?:and|or)$", text[start:end]):
        end = start + trailing.start()
    return (text[start:end], start, end) if start < end else None


def _sentences(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int, str]]:
    """(start, end with its mark, mark) of each sentence of a line."""
    ends = _ZH_END if language == "zh" else _EN_END
    at = start
    for match in ends.finditer(text, start, end):
        if language == "en" and _EN_ABBREVIATION.search(text[at : match.end()]):
            continue
        yield at, match.end(), match[0][0]
        at = match.end()
    if text[at:end].strip():
        yield at, end, ""


def _enumerated(text: str, start: int, end: int) -> list[tuple[int, int]] | None:
    """一是…，二是…: the items, with what stands before the first one as its own piece."""
    starts = [match.start() for match in _ZH_ENUMERATED.finditer(text, start, end)]
    if len(starts) < 2:
        return None
    bounds = ([start] if starts[0] > start else []) + starts
    return list(zip(bounds, [*bounds[1:], end], strict=True))


def _cut(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Parts that each hold an interrogative of their own; the rest stays with the part that follows, or the last."""
    cuts = _ZH_CUT if language == "zh" else _EN_CUT
    bounds = [
        start,
        *(match.end() if language == "en" else _after(match) for match in cuts.finditer(text, start, end)),
        end,
    ]
    spans = [(first, last) for first, last in pairwise(bounds) if first < last]
    waiting: int | None = None
    grown: list[tuple[int, int]] = []
    for first, last in spans:
        begin = first if waiting is None else waiting
        if language == "en" and text[:last].rstrip().endswith(":"):
            grown.append((begin, last))  # what stands before a colon only leads to what is asked
            waiting = None
            continue
        if language == "en" and last < end and _PARENTHESIS_EN.search(text[begin:last]):
            waiting = begin  # "Could you tell us, in plain words, | how far …"
            continue
        if _asks(text[begin:last], text[first:last], language):
            grown.append((begin, last))
            waiting = None
        else:
            waiting = begin
    if waiting is not None:
        if grown and language == "zh":
            grown[-1] = (grown[-1][0], end)
        else:
            grown.append((waiting, end))
    yield from grown


def _after(match: re.Match[str]) -> int:
    """A comma ends the part before it; 以及 or 另外 begins the part after it."""
    return match.end() if match[0] in "，,、" else match.start()


def _asks(whole: str, own: str, language: Language) -> bool:
    if language == "en":
        return bool(INTERROGATIVE["en"].search(own) or MEASURING["en"].search(own) or ASKS["en"].search(whole))
    return bool(INTERROGATIVE["zh"].search(own))
