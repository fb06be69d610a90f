"""In: what a model writes, piece by piece. Out: its finished sentences, each with the handles it cites.

A half marker ("…5所[") is held back. 【1】, ［1］, (1), [S1], [1-3] are understood. Knows neither sources nor truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = r"(?:来源|资料|依据|source|sources|s|ref)?"
_NUMBERS = rf"{_WORD}\s?\d{{1,3}}(?:\s?[,，、;；和\-–—~至]\s?{_WORD}\s?\d{{1,3}}){{0,9}}"
_MARKER = re.compile(rf"[\[【［〔]\s?(?P<square>{_NUMBERS})\s?[\]】］〕]", re.IGNORECASE)
# In round brackets a number is a marker only where a sentence ends: (1) may begin a list, (2019) is a year.
_ROUND = re.compile(rf"[(（]\s?(?P<round>{_NUMBERS})\s?[)）](?=\s*(?:[。.！!？?；;]|$))", re.IGNORECASE)
_HALF = re.compile(rf"\s*[\[【［〔(（]\s?(?:{_NUMBERS})?\s?[,，、]?\s?(?:来源|资料|依据|sources?|s)?$", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:[-*•·#>]+\s+|\d{1,2}[.)、．]\s*(?!\d)|[（(]\d{1,2}[)）]\s*)+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_END = re.compile(r"[。！？!?]+[”」’\"']?|(?<![\s.])\.[”\"’']?(?=\s)|\n")
_ABBREVIATED = re.compile(r"(?:\b(?:No|Nos|Mr|Mrs|Ms|Dr|St|Co|Ltd|Inc|approx|vs|etc|e\.g|i\.e|[A-Z])|^\s*\d{1,2})$")
_MARKERS_AFTER = re.compile(rf"(?:\s*{_MARKER.pattern.replace('?P<square>', '?:')})*\s*[。.；;，,]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A finished sentence without its markers, and the handles that stood in it, in order."""

    text: str
    handles: tuple[str, ...]


class Sentences:
    """Cuts a stream into sentences. A sentence is finished when what follows it can no longer be its marker."""

    def __init__(self) -> None:
        self._open = ""
        self._waiting: list[str] = []  # sentences without a marker: one at the end of their line speaks for them too

    @property
    def unfinished(self) -> int:
        """Characters that wait for the end of their sentence."""
        return len(self._open)

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that this piece finished."""
        self._open += piece
        while (cut := self._cut()) is not None:
            sentence, self._open = self._open[:cut], self._open[cut:]
            yield from self._finished(sentence)

    def end(self, whole: bool = True) -> Iterator[Written]:
        """What is left when nothing more comes; the last sentence only when the reply was whole."""
        rest, self._open = (_HALF.sub("", self._open), "")
        if whole or _END.search(rest):
            yield from self._finished(rest)
        yield from self._without_marker()

    def _cut(self) -> int | None:
        """Where the first finished sentence ends, the markers after its full stop included."""
        for match in _END.finditer(self._open):
            if match[0].startswith(".") and _ABBREVIATED.search(self._open[: match.start()]):
                continue
            after = _MARKERS_AFTER.match(self._open, match.end())
            end = after.end() if after else match.end()
            if match[0] == "\n":
                return match.end()
            rest = self._open[end:]
            if not rest.strip(" ") or _HALF.match(rest):
                return None  # a marker may still come
            return end
        return None

    def _finished(self, sentence: str) -> Iterator[Written]:
        text, handles = read(sentence)
        if text and not handles:
            self._waiting.append(text)
        elif handles:
            for waiting in [*self._waiting, *([text] if text else [])]:
                yield Written(waiting, handles)
            self._waiting = []
        if sentence.endswith("\n"):
            yield from self._without_marker()

    def _without_marker(self) -> Iterator[Written]:
        for waiting in self._waiting:
            yield Written(waiting, ())
        self._waiting = []


def read(sentence: str) -> tuple[str, tuple[str, ...]]:
    """A sentence without list marks, emphasis and markers, and the handles of its markers, each once."""
    plain = _EMPHASIS.sub("", _LIST_MARK.sub("", sentence))
    handles: dict[str, None] = {}
    for pattern, group in ((_MARKER, "square"), (_ROUND, "round")):
        for match in pattern.finditer(plain):
            handles.update(dict.fromkeys(_numbers(match[group])))
        plain = pattern.sub("", plain)
    text = re.sub(r"\s+([。.，,；;！!？?])", r"\1", " ".join(plain.split()))
    return re.sub(r"([。.；;])[。.；;]+$", r"\1", text), tuple(handles)


def _numbers(said: str) -> Iterator[str]:
    """ "1-3, 5" -> 1, 2, 3, 5."""
    for part in re.split(r"[,，、;；和]", said):
        found = [int(number) for number in re.findall(r"\d+", part)]
        last = found[-1] if len(found) == 2 and found[0] < found[1] <= found[0] + 9 else found[0]
        yield from (str(number) for number in range(found[0], last + 1))
