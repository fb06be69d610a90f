"""In: a request with its answer, and the words of a reply. Out: the sentences that name what the bulletins do not say.

Each point is told in the letter's own words and by what kind of thing is not there. Knows no department.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer import Answer
from assistant.letters.draft import Answered
from assistant.letters.draft_words import KINDS, Words, quoted
from assistant.questions.asked import Type
from assistant.questions.parts import wants
from assistant.sufficiency import asked_by
from assistant.words import say

_ATTRIBUTE = re.compile(r"(?P<attribute>.+)(?:——|: )“(?P<point>.+)”")


def missing(one: Answered, words: Words, name: str = "") -> Iterator[str]:
    """One sentence a point; why nothing at all is there is said once. `name`: the sender's, not to be quoted."""
    answer = one.answer
    lines = list(zip(answer.missing, one.missing, strict=True))
    if not one.tells and lines:
        lines = [max(lines, key=lambda pair: len(pair[0]))]
    told = (_sentence(line, point, one, words, name) for line, point in lines)
    yield from dict.fromkeys(told)


def _sentence(line: str, point: str, one: Answered, words: Words, name: str) -> str:
    answer = one.answer
    asked = quoted(one.request.text, name)
    if (figure := claimed(line, answer)) is not None:
        return words("premise", figure=figure)
    if (key := _otherwise(line, answer)) is not None:
        return words(key)
    attribute = _ATTRIBUTE.fullmatch(point)
    if attribute and one.tells and (kind := _kind(attribute["attribute"], answer)) in KINDS:
        return words("missing_attribute", point=quoted(attribute["point"], name), attribute=words(f"kind_{kind}"))
    if attribute:
        point = attribute["point"]
    if unlabelled(line, answer) is not None:
        return words("missing" if one.tells else "not_found", point=quoted(point, name))
    if line == say("not_found", answer.language):
        return words("not_found", point=asked)
    return words("not_held", reason=line.rstrip("。."), point=asked)


def _kind(attribute: str, answer: Answer) -> Type | None:
    """The type of value that the missing point is called by."""
    for want in wants(answer.standalone_question):
        asked = asked_by(want)
        if asked is not None and asked.label == attribute:
            return asked.type
    return None


def unlabelled(line: str, answer: Answer) -> str | None:
    """The point of a line "未提及：…"; None for another sentence about what is not there."""
    label = say("missing", answer.language).format(point="")
    return line.removeprefix(label) if line.startswith(label) else None


def claimed(line: str, answer: Answer) -> str | None:
    """The figure that a line about a false premise names."""
    return _filled("premise", "figure", line, answer)


def _otherwise(line: str, answer: Answer) -> str | None:
    """The template for a line that says that the letter has it otherwise than the text."""
    if _filled("premise_check", "detail", line, answer) is not None:
        return "premise_otherwise"
    return "premise_all" if line == say("premise_all", answer.language) else None


def _filled(key: str, variable: str, line: str, answer: Answer) -> str | None:
    before, _, after = say(key, answer.language).partition(f"{{{variable}}}")
    match = re.fullmatch(f"{re.escape(before)}(.+?){re.escape(after)}", line, re.DOTALL)
    return match[1] if match else None
