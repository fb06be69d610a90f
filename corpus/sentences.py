"""In: text and its offset in the source. Out: its sentences, and the clauses of a sentence, with offsets.

Knows brackets and quotes (《》“”（）「」): nothing ends inside a closed pair; an unclosed one is ignored.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from corpus.bulletin import Sentence
from corpus.normalize import fold

_PAIRS = {
    "《": "》",
    "〈": "〉",
    "“": "”",
    "‘": "’",
    "(": ")",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
    "[": "]",
}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_DEEPEST = 64  # open marks remembered; keeps rubbish such as 100,000 brackets linear
_CJK = r"\u3400-\u9fff"
# A full stop ends an English sentence before a blank, and a Chinese one that was typed with a half-width dot.
_END = re.compile(
    rf"[。!?]+[*_]*|\n|(?<=[A-Za-z0-9)\]”\"'%])\.+(?=\s|$)|(?<=[{_CJK}”》)])\.(?=[\s{_CJK}“《(]|$)",
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|Mr|Mrs|Ms|Dr|Prof|No|Nos|Art|Fig|Co|Ltd|Inc|St|U\.S|U\.K|[A-Z])$", re.IGNORECASE
)
_IN_ADDRESS = re.compile(r"[!-~]\?[A-Za-z0-9]")
_LIST_MARK = re.compile(r"\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\Z")
# A quote that closes right after its full stop ends the sentence (他说:“要改。”), unless the sentence goes on.
_SPEECH_END = re.compile(r"。[”」』](?![的之等、,;:。!?)])")


def enclosed(text: str) -> list[int]:
    """For each character, how many closed pairs of quotes or brackets it stands in (the marks themselves included)."""
    steps = [0] * (len(text) + 1)
    open_at: list[tuple[str, int]] = []
    for position, character in enumerate(fold(text)):
        if character in _PAIRS:
            open_at = [*open_at[-_DEEPEST:], (character, position)]
        elif opener := _CLOSERS.get(character):
            depth = next((i for i in range(len(open_at) - 1, -1, -1) if open_at[i][0] == opener), None)
            if depth is not None:
                steps[open_at[depth][1]] += 1
                steps[position + 1] -= 1
                del open_at[depth:]  # what was opened inside and not closed is ignored
        elif character == "\n":
            open_at.clear()
    return list(accumulate(steps[:-1]))


def split(text: str, start: int = 0) -> tuple[Sentence, ...]:
    """The sentences of `text`, whose first character stands at `start` in the source; blank ends are left out."""
    folded = fold(text)
    inside = enclosed(text)
    cuts = [0]
    for match in _END.finditer(folded):
        if _ends(folded, inside, match):
            cuts.append(match.end())
    for match in _SPEECH_END.finditer(folded):
        if inside[match.start() + 1] == 1:
            cuts.append(match.end())
    return _pieces(text, folded, start, cuts)


def clauses(sentence: Sentence) -> tuple[Sentence, ...]:
    """The parts of a sentence between ；, each fit to be quoted alone; the sentence itself when it has none."""
    folded = fold(sentence.text)
    inside = enclosed(sentence.text)
    cuts = [0] + [i + 1 for i, character in enumerate(folded) if character == ";" and not inside[i]]
    return _pieces(sentence.text, folded, sentence.start, cuts)


def _ends(folded: str, inside: list[int], match: re.Match[str]) -> bool:
    if inside[match.start()]:
        return False
    before = folded[max(0, match.start() - 12) : match.start()]
    if match[0].startswith("."):
        return not _ABBREVIATION.search(before) and not _LIST_MARK.match(folded, 0, min(match.start(), 8))
    if match[0][0] in "!?":  # not the ? of an address
        return not _IN_ADDRESS.match(folded, max(0, match.start() - 1))
    return True


def _pieces(text: str, folded: str, start: int, cuts: list[int]) -> tuple[Sentence, ...]:
    pieces = []
    for first, last in pairwise([*sorted(set(cuts)), len(text)]):
        piece = folded[first:last]
        left = first + len(piece) - len(piece.lstrip())
        right = first + len(piece.rstrip())
        if left < right:
            pieces.append(Sentence(text[left:right], start + left, start + right))
    return tuple(pieces)
