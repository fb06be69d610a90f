"""In: a question. Out: the phrase that says what it is about, and the place and time it names.

Chinese by jieba's tags, English by leaving out the words of asking. Does not know the corpus or other turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.questions.cues import EN_ASKING, TIME_EN, TIME_ZH, ZH_ASKING, ZH_GENERIC
from assistant.questions.question import language
from corpus import places
from index.lexical_tags import tagged

_NAMED = re.compile(r"《[^》]+》|[“\"][^”\"]+[”\"]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[\u3400-\u9fff]+")
_INNER = re.compile(r"^(?:\s+(?:of|for|and|the|to|in|on)){0,2}\s+$")  # may stand inside an English phrase: of the
_ADJECTIVE = re.compile(r"old|new|large|small|big|high|open|government|city|district|first|second", re.IGNORECASE)
_MODIFIERS = ("a", "b", "z", "s", "f", "vn", "j", "k", "ng", "ag", "v", "eng")


@dataclass(frozen=True, slots=True)
class Phrase:
    """text[start:end] of a question: a run of words that names something."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    tag: str  # "n" names something, "m" may stand beside such a word, "" neither

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def topic(question: str) -> Phrase | None:
    """The longest phrase that names something, without places and times; None when the question names nothing."""
    found = phrases(question)
    return max(found, key=lambda phrase: len(phrase.text), default=None)


def phrases(question: str) -> list[Phrase]:
    """All runs of words that name something, in order."""
    return list(_english(question) if language(question) == "en" else _chinese(question))


def place(question: str) -> Phrase | None:
    """The first place that the question names."""
    return next((Phrase(found.text, found.start, found.end) for found in places.find(question)), None)


def time(question: str) -> Phrase | None:
    """The first time that the question names: 今年, in 2019."""
    found = (TIME_EN if language(question) == "en" else TIME_ZH).search(question)
    return Phrase(found[0], found.start(), found.end()) if found else None


def _chinese(question: str) -> Iterator[Phrase]:
    tokens = list(_tokens(question))
    run: list[_Token] = []
    for position, token in enumerate([*tokens, _Token("", len(question), "")]):
        if token.tag or (token.text == "的" and run and _continues(tokens, position)):
            run.append(token)
            continue
        if phrase := _phrase(question, run, token):
            yield phrase
        run = []


def _continues(tokens: list[_Token], position: int) -> bool:
    return position + 1 < len(tokens) and bool(tokens[position + 1].tag)


def _phrase(question: str, run: list[_Token], following: _Token) -> Phrase | None:
    """The run as a phrase: up to its last noun, and a verb after it that is used as one (旧村改造 | 进展)."""
    last = max((n for n, token in enumerate(run) if token.tag == "n"), default=-1)
    if last < 0 and len(run) > 1 and not following.text.startswith("的"):  # 违建拆除: the first verb is the subject
        last = 0
    elif last < 0 and run and following.text in ZH_GENERIC:  # 供暖问题
        last = len(run) - 1
    if last < 0:
        return None
    rest = run[last + 1 :]
    nominal = len(rest) == 1 and (following.text in ZH_GENERIC or bool(ZH_ASKING.fullmatch(following.text)))
    if nominal and following.text not in ("了", "得", "的", "过", "到", "是", "完成"):
        last += 1
    kept = run[: last + 1]
    text = question[kept[0].start : kept[-1].end].strip('“”" ')
    start = question.index(text, kept[0].start)
    return Phrase(text, start, start + len(text)) if len(text) > 1 else None


def _tokens(question: str) -> Iterator[_Token]:
    named = [match.span() for match in _NAMED.finditer(question)]
    left_out = [match.span() for match in TIME_ZH.finditer(question)]
    left_out += [(found.start, found.end) for found in places.find(question) if found.kind]
    position = 0
    for word, tag in tagged(question):
        start, position = position, position + len(word)
        if any(a <= start < b for a, b in named):
            yield _Token(word, start, "n")
        elif any(a < position and start < b for a, b in left_out):
            yield _Token(word, start, "")
        else:
            yield _Token(word, start, _kind(word, tag))


def _kind(word: str, tag: str) -> str:
    if word in ZH_GENERIC or ZH_ASKING.fullmatch(word):
        return ""
    if tag.startswith(("n", "i", "l")) and tag not in ("ng", "nrt"):
        return "n"
    return "m" if tag.startswith(_MODIFIERS) else ""


def _english(question: str) -> Iterator[Phrase]:
    left_out = [match.span() for match in TIME_EN.finditer(question)]
    left_out += [(found.start, found.end) for found in places.find(question)]
    words = [match for match in _WORD.finditer(question) if not any(a <= match.start() < b for a, b in left_out)]
    naming = [match for n, match in enumerate(words) if _names(match, words[n + 1] if n + 1 < len(words) else None)]
    run: list[re.Match[str]] = []
    for match in naming:
        if (
            run
            and not _INNER.match(question[run[-1].end() : match.start()])
            and question[run[-1].end() : match.start()] != " "
        ):
            yield Phrase(question[run[0].start() : run[-1].end()], run[0].start(), run[-1].end())
            run = []
        run.append(match)
    if run:
        yield Phrase(question[run[0].start() : run[-1].end()], run[0].start(), run[-1].end())


def _names(word: re.Match[str], following: re.Match[str] | None) -> bool:
    """Whether an English word names something; an adjective or participle does beside a noun: oversized offices."""
    said = word[0]
    modifies = bool(_ADJECTIVE.fullmatch(said)) or (said.islower() and said.endswith(("ed", "ing")))
    if modifies:
        return following is not None and following.start() == word.end() + 1 and _names(following, None)
    return len(said) > 2 and not EN_ASKING.fullmatch(said)
