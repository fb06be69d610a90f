"""In: a Word document and its paragraphs in order. Out: the mark before each that Word counts itself: 一、 （一） 1. ①

Knows Word's numbering part and styles; nothing of what a mark means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_MOST_STYLES = 20  # a style based on a style based on …


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int


class Numbering:
    """Counts on as the paragraphs are asked for, one after the other."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}  # number id -> (abstract id, starts given anew)
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        self._read_lists(document)
        self._read_styles(document)

    def mark(self, paragraph: Any) -> str:
        """The mark that Word would show before this paragraph; "" for none and for bullets."""
        number, depth = self._of(paragraph)
        if number is None or number not in self._lists:
            return ""
        abstract, starts = self._lists[number]
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.style in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(abstract, {})
        if depth in starts and (number, depth) not in self._started:
            counts[depth] = starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._started.add((number, depth))
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return _PLACE.sub(lambda place: self._number(levels, counts, int(place[1]) - 1), level.text)

    def _number(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        return _written(counts.get(depth, level.start), level.style)

    def _of(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None, 0
        number, depth = _numbering(properties)
        style = properties.find(f"{_W}pStyle")
        name = style.get(f"{_W}val") if style is not None else None
        for _ in range(_MOST_STYLES):
            if (number is not None and depth is not None) or name not in self._styles:
                break
            own_number, own_depth, name = self._styles[name]
            number = number if number is not None else own_number
            depth = depth if depth is not None else own_depth
        return (None if number == "0" else number), depth or 0

    def _read_lists(self, document: Any) -> None:
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.iterchildren(f"{_W}abstractNum"):
            levels = {_integer(level, "ilvl"): _level(level) for level in abstract.iterchildren(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId")] = levels
        for number in root.iterchildren(f"{_W}num"):
            reference = number.find(f"{_W}abstractNumId")
            if reference is None:
                continue
            starts = {}
            for override in number.iterchildren(f"{_W}lvlOverride"):
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    starts[_integer(override, "ilvl")] = _integer(start, "val", 1)
            self._lists[number.get(f"{_W}numId")] = (reference.get(f"{_W}val"), starts)

    def _read_styles(self, document: Any) -> None:
        for style in document.styles.element.iterchildren(f"{_W}style"):
            properties = style.find(f"{_W}pPr")
            number, depth = _numbering(properties) if properties is not None else (None, None)
            based = style.find(f"{_W}basedOn")
            self._styles[style.get(f"{_W}styleId")] = (
                number,
                depth,
                based.get(f"{_W}val") if based is not None else None,
            )


def _numbering(properties: Any) -> tuple[str | None, int | None]:
    found = properties.find(f"{_W}numPr")
    if found is None:
        return None, None
    number, depth = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
    return (number.get(f"{_W}val") if number is not None else None), (
        _integer(depth, "val") if depth is not None else None
    )


def _level(level: Any) -> _Level:
    style, text, start = (level.find(f"{_W}{name}") for name in ("numFmt", "lvlText", "start"))
    return _Level(
        style=style.get(f"{_W}val", "decimal") if style is not None else "decimal",
        text=text.get(f"{_W}val", "") if text is not None else "",
        start=_integer(start, "val", 1) if start is not None else 1,
    )


def _integer(element: Any, name: str, default: int = 0) -> int:
    value = element.get(f"{_W}{name}") or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else default


def _written(number: int, style: str) -> str:
    """A number as Word's numFmt of that name writes it; what is not known is written in digits."""
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return _counted(number, _DIGITS, "十百千")
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _counted(number, _CAPITALS, "拾佰仟")
    if style in ("ideographTraditional", "ideographZodiac"):
        row = _STEMS if style == "ideographTraditional" else _BRANCHES
        return row[(number - 1) % len(row)] if number > 0 else str(number)
    if style in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr(ord("a" if style == "lowerLetter" else "A") + number - 1)
    if style == "decimalZero":
        return f"{number:02d}"
    if style in ("lowerRoman", "upperRoman") and 1 <= number < 40:
        roman = "x" * (number // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
        return roman if style == "lowerRoman" else roman.upper()
    return str(number)


def _counted(number: int, digits: str, units: str) -> str:
    """十一, 二十, 一百零五; in digits from ten thousand on."""
    if not 0 < number < 10_000:
        return str(number)
    written = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            written = digits[int(digit)] + (units[place - 1] if place else "") + written
        elif written and written[0] not in "零〇":
            written = "零" + written
    return written[1:] if written.startswith(digits[1] + units[0]) and number < 20 else written
