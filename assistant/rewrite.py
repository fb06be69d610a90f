"""In: a question and the chat messages before it. Out: the same question made standalone, or as it was.

Works on the forms of follow-ups (pronouns, 那…呢, "what about"), not on topics. Refused turns do not carry over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.errors import HistoryError
from assistant.questions import topics
from assistant.questions.cues import (
    EN_HEAD,
    EN_POINTS,
    EN_THEY,
    NEW_TOPIC_EN,
    NEW_TOPIC_ZH,
    NTH,
    ZH_HEAD,
    ZH_POINTS,
)  # fmt: skip
from assistant.questions.question import language, want
from assistant.questions.topics import Phrase
from assistant.screen import screen
from assistant.words import declined
from corpus.numerals import to_int

_TURNS = 5  # of these a topic is taken


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message, as in the contract's `history`."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question that was asked, made standalone, and what was replied."""

    standalone: str
    reply: str
    answered: bool


def messages(raw: object) -> tuple[Message, ...]:
    """The contract's history as Messages, oldest first. Raises HistoryError for anything else."""
    hint = 'give a list of {"role": "user" or "assistant", "content": "…"}, oldest first'
    if not isinstance(raw, list):
        raise HistoryError(f"the history is not a list; {hint}")
    found = []
    for number, entry in enumerate(raw, 1):
        if not isinstance(entry, dict) or entry.get("role") not in ("user", "assistant"):
            raise HistoryError(f"message {number} of the history has no role user or assistant; {hint}")
        if not isinstance(entry.get("content"), str):
            raise HistoryError(f"message {number} of the history has no text; {hint}")
        found.append(Message(entry["role"], entry["content"]))
    return tuple(found)


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CITED_LINE = re.compile(r"^[·\-\s]*(?P<text>.+?)\s*(?:\[\d+\])+[^\[\]\n]{0,12}$", re.MULTILINE)
_MADE = re.compile(r"^(?:关于|Regarding )(?P<topic>[^：:]+)[：:]\s*(?P<asked>.*)$", re.DOTALL)
_PLACE_SHAPE = re.compile(r"[\u3400-\u9fff]{1,7}(?:省|市|(?<![小社校园景城片地库厂新])区|县|旗|自治州|镇|乡|街道)")
_TRIM = " ，,。.？?！!、；;：:"
_BREAK = re.compile(r"[,，;；。?？:：]|\b(?:and|because|that|which|if|when|now|but)\b|[和并]")
_MEASURE_MARK = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[是要]|[(（]?\d{1,2}[)）.、])\s*")
_ASKS = re.compile(
    r"(?:what|which|who|how|when|where|why|is|are|was|were|do|does|did|has|have|will|can)\b", re.IGNORECASE
)
_LONG_TOPIC = 5  # words; "what about" with more says itself what it asks
_LONG_ENOUGH = 8  # letters that tell which line is meant
_BARE = 2  # letters of a noun that the reply explains


def rewrite(question: str, history: Sequence[Message]) -> str:
    """The question with the topic of the turns before it, when it leans on them; else unchanged."""
    turns: list[_Turn] = []
    for asked, reply in _pairs(history):
        verdict = declined(reply)
        if verdict != "refused" and screen(asked) is None:
            turns.append(_Turn(_standalone(asked, turns), reply, verdict is None))
    return _standalone(question, turns)


def _pairs(history: Sequence[Message]) -> list[tuple[str, str]]:
    """Each user message with all that was replied to it."""
    pairs: list[tuple[str, str]] = []
    for message in history:
        if message.role == "user" and message.content.strip():
            pairs.append((message.content.strip(), ""))
        elif message.role == "assistant" and pairs:
            asked, reply = pairs[-1]
            pairs[-1] = (asked, f"{reply}\n{message.content}".strip())
    return pairs


def _standalone(question: str, turns: Sequence[_Turn]) -> str:
    answered = [turn for turn in turns if turn.answered][-_TURNS:]
    if not turns:
        return question
    previous = answered[-1] if answered else turns[-1]
    english = language(question) == "en"
    bare = (EN_HEAD if english else ZH_HEAD).sub("", question).strip()
    if pointed := _pointed_at(question, previous.reply):
        return _about(f"“{pointed}”", _without_pointer(bare, english), english)
    if new := _renamed(question, bare, english):
        if _only_time(new):
            return _at(topics.time, previous.standalone, new, english)
        if _only_place(new):
            return _at(topics.place, turns[-1].standalone, new, english)
        if topics.topic(new):
            return _swap(turns[-1].standalone, new, english)
    if not _leans(bare, previous, english):
        return question
    about = _topic(previous.standalone)
    return _about(about, bare, english) if about else question


def _renamed(question: str, bare: str, english: bool) -> str:
    """What the question names instead of the topic before: X of "what about X?", 那X呢; "" when it asks something."""
    form = NEW_TOPIC_EN.match(question) if english else NEW_TOPIC_ZH.match(bare)
    new = form["topic"] if form else bare if bare != question and not english else ""
    new = re.sub(r"^(?:其中|那么?)的?|\s+there$", "", new.strip(_TRIM))
    if not new or want(new).kind != "topic":
        return ""
    return "" if english and (_ASKS.match(new) or len(new.split()) > _LONG_TOPIC) else new


def _only_time(words: str) -> bool:
    return topics.time(words) is not None and topics.topic(words) is None


def _only_place(words: str) -> bool:
    found = topics.place(words)
    left = words if found is None else words[: found.start] + words[found.end :]
    return bool(_PLACE_SHAPE.fullmatch(words)) or (
        found is not None and not re.sub(r"(?i)\b(?:in|the|for)\b|\W", "", left)
    )


def _at(part: Callable[[str], Phrase | None], before: str, new: str, english: bool) -> str:
    """The question before, asked of another time or place."""
    if old := part(before):
        asked = before[: old.start] + new + before[old.end :]
    elif english:
        joined = new if part is topics.time or new.lower().startswith("in ") else f"in {new}"
        asked = f"{before.rstrip(_TRIM)} {joined}?"
    elif (made := _MADE.match(before)) and part is topics.time:
        asked = _about(made["topic"], new + made["asked"], english)
    elif made:
        asked = _about(new + made["topic"], made["asked"], english)
    else:
        asked = new + before
    return asked.replace("了", "") if not english and re.search("计划|打算|预计", new) else asked


def _swap(before: str, new: str, english: bool) -> str:
    """The question before, asked about another topic ("what about kindergartens?"); its place stays."""
    if made := _MADE.match(before):
        where = None if topics.place(new) else topics.place(made["topic"])
        return _about(_in_place(new, where, english), made["asked"], english)
    old = topics.topic(before)
    if old is None:
        return _about(new, "what was done?" if english else "采取了哪些措施？", english)
    where = topics.place(before) if topics.place(new) else None
    if where and not old.start <= where.start < old.end:
        before = before[: where.start] + before[where.end :]
        old = topics.topic(before) or old
    return before[: old.start] + new + before[old.end :]


def _in_place(phrase: str, place: Phrase | None, english: bool) -> str:
    if place is None:
        return phrase
    return f"{phrase} in {place.text}" if english else place.text + phrase


def _leans(bare: str, previous: _Turn, english: bool) -> bool:
    """Whether the question needs the turn before it to be understood."""
    own = topics.phrases(bare)
    pointer = (EN_POINTS if english else ZH_POINTS).search(bare)
    if pointer and not any(_meant(phrase, pointer.start(), bare) for phrase in own):
        return True
    if not own:
        return True
    said = [word for phrase in own for word in phrase.text.split()]
    if english:
        return bool(EN_THEY.search(bare)) and len(said) < 2
    known = _topic(previous.standalone)
    return len("".join(said)) <= _BARE and said[0] in previous.reply and said[0] not in known


def _meant(phrase: Phrase, pointer: int, bare: str) -> bool:
    """Whether a pointer means what the question itself named before it: 学校怎么建，它…; 山庄那个幼儿园."""
    between = bare[phrase.end : pointer]
    return phrase.end <= pointer and (between in ("", "的") or bool(_BREAK.search(between)))


def _topic(standalone: str) -> str:
    """What a standalone question is about, with the place it names."""
    if made := _MADE.match(standalone):
        return made["topic"]
    phrase, place = topics.topic(standalone), topics.place(standalone)
    if phrase is None:
        return place.text if place else ""
    if place is None or phrase.start <= place.start < phrase.end:
        return phrase.text
    return _in_place(phrase.text, place, language(standalone) == "en")


def _about(about: str, question: str, english: bool) -> str:
    return f"Regarding {about}: {question}" if english else f"关于{about}：{question}"


def _pointed_at(question: str, reply: str) -> str:
    """The beginning of the n-th cited line of the reply that "the second one" points at."""
    nth = NTH.search(question)
    lines = [match["text"] for match in _CITED_LINE.finditer(reply)]
    if not nth or not lines:
        return ""
    number = _number(nth, len(lines))
    return _beginning(lines[number - 1]) if 1 <= number <= len(lines) else ""


def _number(nth: re.Match[str], last: int) -> int:
    word = (nth["en"] or nth["en_bare"] or "").lower()
    if nth["zh_last"] or word == "last":
        return last
    if word:
        return _ORDINALS.index(word) + 1
    return to_int(nth["zh"] or nth["digits"] or nth["label"]) or 0


def _beginning(line: str) -> str:
    """The first clauses of a line, as many as it takes to tell it from others."""
    clauses = re.split(r"(?<=[，,。；;：:])", _MEASURE_MARK.sub("", line.strip("“”· ")))
    told = ""
    for clause in clauses:
        told += clause
        if len(told) >= _LONG_ENOUGH:
            break
    return re.split(r"[”\[]", told)[0].strip(_TRIM)[:60]


def _without_pointer(bare: str, english: bool) -> str:
    if not english:
        return NTH.sub("", bare).strip(_TRIM.replace("？", "").replace("?", "")) or bare
    left = re.sub(r"\s+", " ", NTH.sub(" it", bare)).strip()
    return re.sub(r"^it\s+(?!(?:is|was|will|has)\b)", "", left) or bare
