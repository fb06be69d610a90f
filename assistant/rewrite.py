"""In: a question and the chat messages before it. Out: the same question made standalone, or as it was.

Works on the forms of follow-ups (pronouns, 那…呢, "what about"), not on topics. Looks at the last five user turns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.cues import EN_ASKING, EN_LEANS, NEW_TOPIC_EN, NEW_TOPIC_ZH, NTH, ZH_ASKING, ZH_LEANS
from assistant.errors import HistoryError
from assistant.question import language

_TURNS = 5


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message, as in the contract's `history`."""

    role: Literal["user", "assistant"]
    content: str


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


_PLACES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_PLACES |= {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_CITED_LINE = re.compile(r"^[·\-\s]*(?P<text>.+?)(?:\[\d+\])+\s*$", re.MULTILINE)
_TRIM = " ，,。.？?！!、；;：:"


def rewrite(question: str, history: Sequence[Message]) -> str:
    """The question with the topic of the turns before it, when it leans on them; else unchanged."""
    previous = ""
    users = [position for position, message in enumerate(history) if message.role == "user"][-_TURNS:]
    for position in users:
        previous = _standalone(history[position].content.strip(), previous, _reply_before(history, position))
    return _standalone(question, previous, _reply_before(history, len(history)))


def _reply_before(history: Sequence[Message], position: int) -> str:
    if position and history[position - 1].role == "assistant":
        return history[position - 1].content
    return ""


def _standalone(question: str, previous: str, reply: str) -> str:
    if not previous or not _leans(question):
        return question
    pointed = _pointed_at(question, reply)
    if pointed:
        return _about(pointed, question)
    renamed = (NEW_TOPIC_EN if language(question) == "en" else NEW_TOPIC_ZH).match(question)
    if renamed and topic(renamed["topic"]):
        return _swap(previous, renamed["topic"].strip(_TRIM), question)
    about = topic(previous)
    return _about(about, question) if about else question


def _leans(question: str) -> bool:
    pattern = EN_LEANS if language(question) == "en" else ZH_LEANS
    return bool(pattern.search(question)) or not topic(question)


def topic(question: str) -> str:
    """What a question is about: its words without interrogatives and pointers; "" when nothing is left."""
    about = previous_topic(question)
    if language(question) == "en":
        left = EN_ASKING.sub(" ", about)
        words = re.findall(r"[A-Za-z][A-Za-z'-]+|[\u3400-\u9fff]+|\d[\d,.]*", left)
        return " ".join(words)
    left = ZH_ASKING.sub(" ", about)
    pieces = [piece for piece in re.split(rf"[\s{re.escape(_TRIM)}]+", left) if len(piece) > 1]
    return " ".join(pieces)


def previous_topic(question: str) -> str:
    """The topic part of a question that this module itself made standalone, else the whole question."""
    made = re.match(r"^(?:关于|Regarding )(?P<topic>[^：:]+)[：:]", question)
    return made["topic"] if made else question


def _about(about: str, question: str) -> str:
    if language(question) == "en":
        return f"Regarding {about}: {question}"
    return f"关于{about}：{re.sub('^(?:那么?|其中|另外|还有|然后)[,，]?', '', question)}"


def _swap(previous: str, new_topic: str, question: str) -> str:
    """The question before, asked about another topic ("what about kindergartens?")."""
    old = topic(previous)
    if old and old in previous_topic(previous):
        asked = re.sub(r"^(?:关于|Regarding )[^：:]+[：:]\s*", "", previous)
        if asked == previous:
            return previous.replace(old, new_topic)
        return _about(new_topic, asked)
    return _about(new_topic, "what was done?" if language(question) == "en" else "采取了哪些措施？")


def _pointed_at(question: str, reply: str) -> str:
    """The beginning of the n-th cited line of the reply that "the second one" points at."""
    nth = NTH.search(question)
    if not nth or not reply:
        return ""
    word = (nth["zh"] or nth["en"]).lower()
    number = int(word) if word.isdigit() else _PLACES.get(word, 0)
    lines = [match["text"] for match in _CITED_LINE.finditer(reply)]
    if not 1 <= number <= len(lines):
        return ""
    return re.split(r"[，,。；;：:]", lines[number - 1].strip("“”· "))[0][:40]
