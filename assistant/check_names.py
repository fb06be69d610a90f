"""In: a statement and what it cites, as sides. Out: whether each title, term and name is the source's.

A name must stand where the source has it: of two bodies in one paragraph, the one of the same clause is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from assistant import names
from assistant.evidence import Part, Side, fold, is_chinese, likeness, supporting
from assistant.finding import Finding
from assistant.translation import Translation

_TITLE = re.compile(r"[《〈]([^《》〈〉]+)[》〉]")
_QUOTED = re.compile(r"[“「]([^“”「」]{2,40})[”」]")
_LOOSE = re.compile(r"^[各该本全某等和与及对在由将被把为的了个名所家我其有]+|[等的了内里中上]+$")
_ALIKE = 0.5  # of a clause's letters: below it the clauses are too different to say which name stands for which
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z'’-]+\b")


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
        own = names.find(part.text)
        for name in own:
            if not _held(name, sources) and not _pieced(name, sources):
                yield name, ""
        if own:
            yield from _misplaced(part, own, sources)


def _pieced(name: str, sources: Sequence[Side]) -> bool:
    """Whether the name is put together from words of the source: 莱山区 of the title + 水利局 of the text."""
    rest = _LOOSE.sub("", fold(name))
    while rest:
        size = next((n for n in range(len(rest), 1, -1) if _held(rest[:n], sources)), 0)
        if not size:
            return False
        rest = rest[size:]
    return True


def _misplaced(part: Part, own: Sequence[str], sources: Sequence[Side]) -> Iterator[tuple[str, str]]:
    """A name where the source has another of its kind."""
    source = next(iter(supporting(part, sources, most=1)), None)
    if source is None or likeness(part, source) < _ALIKE:
        return
    theirs = [name for name in names.find(source.text) if fold(name) not in part.folded]
    for name in own:
        instead = next((other for other in theirs if names.kind(other) == names.kind(name)), None)
        if fold(name) not in source.folded and instead and not _overlap(name, instead):
            yield name, instead


def _overlap(a: str, b: str) -> bool:
    return fold(a) in fold(b) or fold(b) in fold(a)


def _latin(statement: Side, sources: Sequence[Side], translation: Translation) -> Iterator[tuple[str, str]]:
    """Capitalised words must be heard or translated in the source: Laishan, Gong Quan, Binzhou Medical University."""
    for match in _LATIN_NAME.finditer(statement.text):
        word = re.sub(r"['’]s?$", "", match[0])
        opens = not statement.text[: match.start()].strip(" “\"'(") or statement.text[
            : match.start()
        ].rstrip().endswith((".", "!", "?"))
        if word.lower() in names.ENGLISH_COMMON or (opens and not translation.sounds_chinese(word)):
            continue
        if not translation.names(word, sources):
            yield word, ""


def _missing(kind: str, name: str, chinese: bool, instead: str = "") -> Finding:
    if chinese:
        detail = f"“{name}”：" + (f"原文此处是“{instead}”" if instead else "所引段落没有")
    else:
        detail = f"{name}: " + (f"the source has {instead} there" if instead else "not named in the cited paragraph")
    return Finding(kind, False, detail)
