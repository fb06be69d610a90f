"""In: a statement and what it cites, as sides. Out: whether each title, term and name is the source's.

A name must stand where the source has it: of two bodies in one paragraph, the one of the same clause is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial

from assistant import names
from assistant.checks.evidence import Part, Side, fold, grams, is_chinese
from assistant.checks.finding import Finding
from assistant.translation import Translation
from corpus.gazetteer import latin_named as named_in_latin

_TITLE = re.compile(r"[《〈]([^《》〈〉]+)[》〉]")
_QUOTED = re.compile(r"[“「]([^“”「」]{2,40})[”」]")
_LOOSE = re.compile(r"^[各该本全某等和与及对在由将被把为的了个名所家我其有]+|[等的了内里中上]+$")
_ALIKE = 0.5  # of a clause's letters: below it the clauses are too different to say which name stands for which
_VERY_ALIKE = 0.6
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z'’]{2,}\b")


def check(statement: Side, sources: Sequence[Side], chinese: bool, translation: Translation) -> Iterator[Finding]:
    """A finding for each title or name that is not the source's."""
    held = partial(_held, sources=sources)
    for pattern, kind in ((_TITLE, "titles"), (_QUOTED, "titles")):
        for match in pattern.finditer(statement.text):
            inside = match[1]
            if (is_chinese(inside) or pattern is _TITLE) and not held(inside) and not _translated(inside, translation):
                yield _missing(kind, inside, chinese)
    found = _chinese(statement, sources) if chinese else _latin(statement, sources, translation)
    for name, instead in found:
        yield _missing("names", name, chinese, instead)


def _held(words: str, sources: Sequence[Side]) -> bool:
    return any(source.holds(words) for source in sources)


def _translated(title: str, translation: Translation) -> bool:
    """An English title in 《》 is judged with the wording."""
    return not is_chinese(title) and translation.able


def _chinese(statement: Side, sources: Sequence[Side]) -> Iterator[tuple[str, str]]:
    verbatim = {part.folded for source in sources for part in source.parts}
    for part in statement.parts:
        if part.folded in verbatim:
            continue
        unknown = [name for name in names.find(part.text) if not _known(name, sources)]
        for name in unknown:
            yield name, ""
        if not unknown:
            yield from _misplaced(part, statement, sources)


def _known(name: str, sources: Sequence[Side]) -> bool:
    if names.kind(name) == "scope":  # 在省、市分别提高 speaks of 全省
        alone = re.compile(rf"[在、和及]{name[1:]}(?=[、,，和及分])")
        return _held(name, sources) or any(alone.search(source.text) for source in sources)
    return _held(name, sources) or _pieced(name, sources)


def _pieced(name: str, sources: Sequence[Side]) -> bool:
    """Whether the name is put together from words of the source: 莱山区 of the title + 水利局 of the text."""
    rest = _LOOSE.sub("", fold(name))
    while rest:
        size = next((n for n in range(len(rest), 1, -1) if _held(rest[:n], sources)), 0)
        if not size:
            return False
        rest = rest[size:]
    return True


def _misplaced(part: Part, statement: Side, sources: Sequence[Side]) -> Iterator[tuple[str, str]]:
    """A name, or words that no source has, where the alike clause of the source has another name."""
    mine = _names(part)
    rest = _without(part, mine)
    source = _likest(rest, sources)
    if source is None:
        return
    yield from _rescoped(part, source)
    theirs = [name for name in _names(source) if name not in statement.folded]
    if SequenceMatcher(None, rest, _without(source, theirs), autojunk=False).ratio() < _ALIKE:
        return
    for name in mine:
        alike = (other for other in theirs if names.kind(other) == names.kind(name))
        instead = next((other for other in alike if _same_neighbour(part, name, source, other)), "")
        if instead and name not in source.folded and not any(name in other or other in name for other in theirs):
            yield name, instead
            return
    yield from _replaced(part, source, statement, sources, theirs)


def _same_neighbour(part: Part, name: str, source: Part, other: str) -> bool:
    """Whether both names have the same letter before or after them."""
    before, _, after = part.folded.replace("的", "").partition(name)
    before_other, _, after_other = source.folded.replace("的", "").partition(other)
    return bool(after and after[:1] == after_other[:1]) or bool(before and before[-1:] == before_other[-1:])


def _replaced(
    part: Part, source: Part, statement: Side, sources: Sequence[Side], theirs: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """New words where the source has a name, or a body of elsewhere in the source where it has other words."""
    matcher = SequenceMatcher(None, part.folded, source.folded, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        said, meant = _words(part.folded[i1:i2]), _words(source.folded[j1:j2])
        if tag != "replace" or len(said) < 2 or len(meant) < 2:
            continue
        if not _held(said, sources):
            named = (
                name for name in theirs if source.folded.find(name) < j2 and j1 < source.folded.find(name) + len(name)
            )
            if instead := next(named, ""):
                yield said, instead
        elif (
            (_like_a_name(part.folded[i1 : i2 + 2], len(said)) or _like_a_name(source.folded[j1 : j2 + 2], len(meant)))
            and meant not in statement.folded
            and matcher.ratio() >= _VERY_ALIKE
        ):
            yield said, meant


def _like_a_name(folded: str, least: int) -> bool:
    """Whether the letters, or one or two more, end as a place or a body does: 逛荡 + 河."""
    return any(names.kind(folded[:end]) != "person" for end in range(least, len(folded) + 1))


def _words(folded: str) -> str:
    return re.sub(r"[\d.%个]", "", folded)


def _likest(rest: str, sources: Sequence[Side]) -> Part | None:
    """The source clause that holds most of what is said about the names."""
    own = grams(rest)
    parts = [part for source in sources for part in source.parts if own & part.grams]
    return max(parts, key=lambda part: (len(own & part.grams), -len(part.grams)), default=None)


def _rescoped(part: Part, source: Part) -> Iterator[tuple[str, str]]:
    """全市 where the source clause has 全区."""
    mine, theirs = set(names.scopes(part.text)), set(names.scopes(source.text))
    if mine and theirs and not mine & theirs:
        yield min(mine), min(theirs)


def _names(part: Part) -> list[str]:
    return [fold(name) for name in names.find(part.text, doubtful=True) if names.kind(name) != "scope"]


def _without(part: Part, found: Sequence[str]) -> str:
    """The clause's letters without the names in it."""
    rest = part.folded
    for name in found:
        rest = rest.replace(name, "")
    return rest


def _latin(statement: Side, sources: Sequence[Side], translation: Translation) -> Iterator[tuple[str, str]]:
    """Capitalised words must be heard or translated in the source: Laishan, Gong Quan, Binzhou Medical University."""
    for match in _LATIN_NAME.finditer(statement.text):
        word = re.sub(r"['’]s?$", "", match[0])
        before = statement.text[: match.start()].rstrip(" “\"'(‘")
        opens = not before or before[-1] in ".!?:;"
        alone = not re.match(r"\s[A-Z]", statement.text[match.end() :])
        if word.lower() in names.ENGLISH_COMMON or (opens and alone and not named_in_latin(word)):
            continue
        if not translation.names(word, sources):
            yield word, ""


def _missing(kind: str, name: str, chinese: bool, instead: str = "") -> Finding:
    if chinese:
        detail = f"“{name}”：" + (f"原文此处是“{instead}”" if instead else "所引段落没有")
    else:
        detail = f"{name}: " + (f"the source has {instead} there" if instead else "not named in the cited paragraph")
    return Finding(kind, False, detail)
