"""In: passages and their bulletins. Out: the sentences shown: lead, statements with citations, in zh or en.

Without a model: every statement is a verbatim quote; in English the quote stays Chinese, with its figures in English.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation, Language
from assistant.extract import Passage
from assistant.words import say
from corpus import figures
from corpus.bulletin import Bulletin, Section
from corpus.gazetteer import is_exonym, readings, stem
from corpus.issuing import body

_LEVELS = {"省": "Province", "市": "City", "区": "District", "县": "County", "旗": "Banner"}


def citations(passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """One citation a passage, labelled in order of appearance; the same words twice share a label."""
    found: dict[tuple[str, int, int], Citation] = {}
    for passage in passages:
        key = (passage.hit.bulletin.id, passage.start, passage.end)
        if key not in found:
            found[key] = Citation(
                str(len(found) + 1), passage.hit.bulletin, passage.hit.paragraph, passage.start, passage.end
            )
    return tuple(found.values())


def statement_text(citation: Citation, language: Language) -> str:
    """The quote as a statement; in English between quotation marks, with its figures in English."""
    quote = citation.quote.strip()
    if language == "zh":
        return quote
    in_english = figures_in_english(quote, citation.bulletin)
    return f"“{quote}”" + (f" ({'; '.join(in_english)})" if in_english else "")


def figures_in_english(quote: str, bulletin: Bulletin) -> list[str]:
    """ "4.86亿元 = 486 million yuan" for each figure that an English reader could not take from its digits."""
    told: dict[str, None] = {}
    for figure in figures.find(quote, bulletin.issued_on):
        english = figures.in_english(figure)
        bare = (
            figure.kind == "count" and english is not None and english.replace(",", "").isdigit()
        )  # 三大, 两级: no noun
        if english and english not in figure.text and not bare:
            told.setdefault(f"{figure.text} = {english}")
    return list(told)


def lead(cited: Sequence[Citation], language: Language, earlier: bool = False, quoted: bool = True) -> str:
    """Which bulletin, of whom, as of which date, which item; of several place and date. From metadata only."""
    by_bulletin: dict[str, list[Citation]] = {}
    for citation in cited:
        by_bulletin.setdefault(citation.bulletin.id, []).append(citation)
    if len(by_bulletin) > 1:
        return _lead_by_place([group[0].bulletin for group in by_bulletin.values()], language)
    lines = [_lead_of(group, language, quoted) for group in by_bulletin.values()]
    return "".join(lines) + (say("earlier", language) if earlier else "")


def of_place(bulletin: Bulletin, language: Language) -> str:
    """Whose it is, before what is said or asked, where several places answer: 莱山区："""
    name = _place(bulletin)
    return f"{name}：" if language == "zh" else f"{name}: "


def _place(bulletin: Bulletin) -> str:
    signed = body(bulletin.issuer, bulletin.place)
    name = next(reversed(bulletin.place.levels().values()), "") + (signed.name if signed else "")
    return name or bulletin.title or bulletin.id


def _place_in_english(bulletin: Bulletin) -> str:
    """Laishan District; "" for a place that can be read in several ways, or is known by an English name."""
    name = next(reversed(bulletin.place.levels().values()), "")
    ways = readings(stem(name)) if name else frozenset()
    sound = next(iter(ways), "")
    if len(ways) != 1 or name[-1] not in _LEVELS or is_exonym(sound):
        return ""
    return f"{sound.capitalize()} {_LEVELS[name[-1]]}"


def _day(bulletin: Bulletin, language: Language) -> str:
    day = bulletin.issued_on
    if day is None:
        return say("no_date", language)
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B} {day.year}"


def _lead_by_place(bulletins: Sequence[Bulletin], language: Language) -> str:
    told = [
        say("place_as_of", language).format(place=_place(bulletin), date=_day(bulletin, language))
        for bulletin in bulletins
    ]
    return say("by_place", language).format(places=("；" if language == "zh" else "; ").join(told))


def _lead_of(group: list[Citation], language: Language, quoted: bool) -> str:
    bulletin = group[0].bulletin
    places = list(dict.fromkeys(item_label(citation.paragraph.section, language) for citation in group))
    issued = bulletin.issued_on
    title = bulletin.title or bulletin.id
    if language == "zh":
        as_of = f"截至{issued.year}年{issued.month}月{issued.day}日，" if issued else ""
        where = "、".join(place for place in places if place)
        return f"{as_of}《{title}》{where}：" if where else f"{as_of}《{title}》："
    as_of = f"As of {issued.day} {issued:%B} {issued.year}, " if issued else ""
    issuer = f" by {bulletin.issuer}" if bulletin.issuer else ""
    where = ", ".join(place for place in places if place)
    item = f", {where}," if where else ""
    named = _place_in_english(bulletin)
    whose = f" of {named}," if named else ""
    how = " (quoted in Chinese, figures in English)" if quoted else ""
    text = f"{as_of}the bulletin{whose}《{title}》{issuer}{item} says{how}:"
    return text[0].upper() + text[1:]


def item_label(section: Section | None, language: Language) -> str:
    """Where an item stands: 二、(四)1.(5) in Chinese, "item 2 › 4 › 1 › 5" in English; "" before the first heading."""
    chain: list[Section] = []
    while section is not None:
        chain.append(section)
        section = section.parent
    numbered = [part for part in reversed(chain) if part.mark]
    if language == "zh":
        return "".join(part.mark.strip() for part in numbered)
    numbers = [str(part.number) for part in numbered if part.number is not None]
    return f"item {' › '.join(numbers)}" if numbers else ""
