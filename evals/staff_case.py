"""In: an answer of the chat and what its reader said of it. Out: a case for a test set, personal numbers masked.

The case waits for a person to review it. Does not know where feedback is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.page.asking import messages
from assistant.page.conversations import Turn
from assistant.page.feedback import Said
from assistant.privacy import Found, mask
from assistant.questions.question import language
from evals.case import Case
from evals.errors import SetError

SET = "from-chat"
AUTHOR = "staff"


def case_of(turn: Turn, conversation: Sequence[Turn], said: Said) -> Case:
    """The question with the turns before it; gold is what was picked, or what a good answer cites. Raises SetError."""
    if turn.answer is None:
        raise SetError("this question has no answer yet; wait for it, then judge it")
    absent = "absent" in said.faults or (said.verdict == "good" and not turn.answer["citations"])
    gold = () if absent else _gold(turn.answer, said)
    if not absent and not gold:
        raise SetError(
            "pick the paragraph that answers the question, or tick that the bulletins do not say it; "
            "without it no case can be made"
        )
    public = [one["paragraph_text"] for one in turn.answer["citations"]] + [one["text"] for one in turn.answer["hits"]]
    known: tuple[Found, ...] = ()
    history = []
    for message in messages(conversation, before=turn.id):
        masked = mask(message.content, known, public)
        known = masked.found
        history.append({"role": message.role, "content": masked.text})
    question = mask(turn.question, known, public)
    note = mask(said.note, question.found, public)
    told = "; ".join(part for part in (said.verdict, *said.faults, note.text) if part)
    return Case(
        id=f"chat-{_short(turn, history)}",
        lang=language(turn.question),
        kind="chat",
        question=question.text,
        gold=gold,
        answerable=not absent,
        expect=(turn.answer["status"],) if said.verdict == "good" else (),
        history=tuple(history) if turn.answer["standalone_question"] != turn.answer["question"] else (),
        scope=turn.scope or None,
        note=told,
        author=AUTHOR,
    )


def _gold(answer: dict[str, object], said: Said) -> tuple[str, ...]:
    """The picked paragraphs, as far as the answer held them out to be picked."""
    offered = offered_paragraphs(answer)
    if said.paragraphs:
        return tuple(name for name in dict.fromkeys(said.paragraphs) if name in offered)
    citations = answer["citations"] if said.verdict == "good" else []
    assert isinstance(citations, list)
    return tuple(dict.fromkeys(one["paragraph_id"] for one in citations))


def offered_paragraphs(answer: dict[str, object]) -> set[str]:
    """The ids of the paragraphs that stand beside an answer: cited, or other relevant ones."""
    shown = [answer["citations"], answer["hits"]]
    return {one["paragraph_id"] for list_ in shown if isinstance(list_, list) for one in list_}


def _short(turn: Turn, history: Sequence[dict[str, str]]) -> str:
    """The same question after the same turns is the same case."""
    asked = "\n".join([*(one["content"] for one in history), turn.question])
    return hashlib.sha256(asked.encode()).hexdigest()[:10]
