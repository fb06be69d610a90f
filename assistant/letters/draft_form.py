"""In: a sentence as edited that stands where a template's stood. Out: whether it says only what the template may.

A blank may hold a name or a topic. A figure, a date, a title or a deed in it must be the letter's, or have stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from assistant.letters.draft import Part
from assistant.letters.draft_prose import year_words
from assistant.letters.draft_words import Words
from assistant.modality import clauses
from corpus import dates, figures
from corpus.bulletin import Bulletin

KEYS: dict[Part, tuple[str, ...]] = {
    "title": ("title",),
    "salutation": ("salutation",),
    "opening": ("thanks", "thanks_dated", "asked_none", "asked_none_thanks", "asked_one", "asked_many"),
    "heading": ("heading",),
    "lead": ("again", "again_see"),
    "missing": (
        "missing", "missing_attribute", "not_found", "not_held", "premise", "premise_otherwise", "premise_all",
        "refused", "failed", "department",
    ),
    "planned": ("planned",),
    "contact": ("contact", "no_contact"),
    "closing": ("closing",),
    "signature": ("no_office",),
    "date": ("no_date",),
}  # fmt: skip
_COURTEOUS = frozenset({"opening", "contact", "closing"})
_WAYS = {
    "telephone": r"[\d\s+\-—()（）、/,，转]{5,60}|（待填）|\(to be filled in\)",
    "email": r"[\w.+\-]+@[\w.\-]+",
    "address": r"(?P<address>[^。；;\n]{1,80})",
}
_NAMING = frozenset({"title", "signature"})  # parts whose words are the office's own, as long as they only name
_NAME = re.compile(r"[^。！？；，!?;,]{0,60}")
_ENDS = re.compile(r"(?<=[。！？!?])|(?<=\.)\s")
_VARIABLE = re.compile(r"\\{(\w+)\\}")
_QUOTED = r"[^”。！？\n]{1,120}?"  # a topic stands between quotation marks
_FREE = r"[^。！？；，”“!?;,（）()\n]{1,60}?"
_BLANKS = {"point": _QUOTED, "request": _QUOTED, "date": r"[^。！？；，\n]{1,30}?"}
_AS_BEFORE = frozenset({"reason", "title", "years", "figure"})  # words that only the program may put there


def fits(part: Part, text: str, before: str, letter: str, words: Words, bodies: frozenset[str] = frozenset()) -> bool:
    """Whether each sentence of the text is one of the part's templates, filled harmlessly, or a courtesy.

    `bodies`: departments that may be named, because the evidence, the letter or the office names them.
    """
    if part not in KEYS or not text.strip():
        return False
    if part == "date":
        return _is_date(text)
    if part in _NAMING and _NAME.fullmatch(text) and _harmless(text, before, letter):
        return True
    allowed = list(_sentences(part, words))
    courtesies = set(words("courtesies").splitlines()) if part in _COURTEOUS else set()
    return all(
        piece in courtesies or any(_is(pattern, piece, before, letter, bodies) for pattern in allowed)
        for piece in _split(text)
    )


def leads(text: str, bulletin: Bulletin, words: Words) -> bool:
    """Whether the text is the line that says which bulletin, as of when, with that bulletin's title and date."""
    issued = bulletin.issued_on
    values = {"title": bulletin.title or bulletin.id, "date": words.date(issued) if issued else ""}
    for key in ("lead", "lead_again") if issued else ("lead_undated", "lead_again_undated"):
        if text == words(key, **values):
            return True
    if issued is None:
        return False
    for key in ("lead_years", "lead_again_years"):
        before, _, after = words(key, years="\0", **values).partition("\0")
        if text.startswith(before) and text.endswith(after):
            told = text.removeprefix(before).removesuffix(after).split("，")
            return all(_meant(one, issued, words) for one in told)
    return False


def _meant(told: str, issued: date, words: Words) -> bool:
    """“今年”“年内”指2020年: what the words of the bulletin mean."""
    found = year_words([told.replace("“", "").replace("”", "，")], issued)
    return any(told == words("year", word=word, year=str(year)) for word, year in found)


def _sentences(part: Part, words: Words) -> Iterator[re.Pattern[str]]:
    for key in KEYS[part]:
        for piece in _split(words.templates[key]):
            yield re.compile(_VARIABLE.sub(lambda match: _blank(match[1]), re.escape(piece)))
    if part == "contact":
        for key in _WAYS:
            way = re.escape(words.templates[key]).replace(r"\{value\}", f"(?:{_WAYS[key]})")
            yield re.compile(f"{way}[。.；;]?")


def _blank(name: str) -> str:
    return f"(?P<{name}>{_BLANKS.get(name, _FREE)})"


def _split(text: str) -> list[str]:
    """The sentences; ways to reach the office each alone."""
    pieces = [piece.strip() for piece in _ENDS.split(text)]
    return [way.strip() for piece in pieces if piece for way in re.split(r"(?<=；)|(?<=;)", piece) if way.strip()]


def _is(pattern: re.Pattern[str], piece: str, before: str, letter: str, bodies: frozenset[str]) -> bool:
    match = pattern.fullmatch(piece)
    return match is not None and all(
        _may_stand(name, value, before, letter, bodies) for name, value in match.groupdict().items()
    )


def _may_stand(name: str, value: str, before: str, letter: str, bodies: frozenset[str]) -> bool:
    if name in _AS_BEFORE:
        return value in before
    if name == "department":
        return value in bodies
    if name == "date":
        return _is_date(value)
    if name == "address":
        return not _tells(value)
    return _harmless(value, before, letter)


def _harmless(value: str, before: str, letter: str) -> bool:
    """Without a figure, a date or a title; or words that stood there, or in the letter."""
    if value in before or value in letter:
        return True
    return not (figures.find(value) or dates.find(value) or "《" in value or _tells(value))


def _tells(value: str) -> bool:
    """Whether it says that something was done or will be: 已建成学校."""
    return any(clause.own != "stated" for clause in clauses(value, None))


def _is_date(text: str) -> bool:
    """A date, or a blank to fill in."""
    bare = re.sub(r"[\s　()（）年月日]|date", "", text)
    if not bare or dates.whole(text.strip()):
        return True
    try:
        datetime.strptime(text.strip(), "%d %B %Y")
    except ValueError:
        return False
    return True
