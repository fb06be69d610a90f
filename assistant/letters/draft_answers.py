"""In: an Inquiry and an open Assistant. Out: each request with the question asked for it, its answer, what is missing.

A request that leans on the letter gets its topic; a place of the letter that is not held is named. Writes no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from assistant.answer import Answer
from assistant.errors import ScopeError
from assistant.letters.draft import Answered
from assistant.letters.draft_missing import unlabelled
from assistant.letters.draft_own import owned
from assistant.letters.inquiry import Inquiry, Request
from assistant.letters.inquiry_question import Before, fit, standalone
from assistant.pipeline import Assistant
from assistant.scope import scope_from_json, scope_of
from assistant.settings import OfficeSettings
from assistant.speaks import Words
from assistant.sufficiency import named
from assistant.words import say
from index.chunk import Scope


def answers(inquiry: Inquiry, assistant: Assistant, office: OfficeSettings) -> Iterator[Answered]:
    labels: dict[tuple[str, int, int], str] = {}
    topics: dict[str, str] = {}  # a request's words -> the topic that they were given
    home = inquiry.place or office.place
    spoken = Words(assistant.searcher.translations)
    letters = _scope(home, assistant)
    for request in inquiry.requests:
        scope = None if _names_a_place(request.text, assistant) else letters
        search = partial(assistant.searcher.search, k=10, scope=scope)
        before = [Before(text, topics.get(text, "")) for text in request.before]
        after = [Before(text) for text in request.after]
        question = standalone(request.text, before, after, inquiry.language, search)
        topics[request.text] = question.topic
        asked_here = question.text if scope is None and letters else _placed(question.text, inquiry, assistant)
        found = owned(request.text, question.topic, _near(assistant.ask(asked_here, scope=scope)), spoken)
        answer = _relabelled(found, labels)
        if scope is not None:  # the question does not name the place, the letter does
            nowhere = say("no_place", answer.language)
            answer = replace(answer, missing=tuple(line.replace(nowhere, home) for line in answer.missing))
        yield Answered(request, question.text, answer, tuple(_points(answer, request, question.topic)))


# A near miss that is less like the request than this is about something else (docs/measurements.md).
_LEAST_FIT = 0.23


def _near(answer: Answer) -> Answer:
    """The answer without what it found, when all that was asked is missing and that is hardly like it.

    So too when the whole question is doubted (relevance.py): under its heading in a letter, what is nearest misleads.
    """
    points = [unlabelled(line, answer) for line in answer.missing]
    if answer.status != "partial" or None in points:
        return answer
    if named(answer.standalone_question) not in points and fit(answer.hits) >= _LEAST_FIT:
        return answer
    return replace(answer, status="not_found", lead="", statements=(), citations=())


def _scope(place: str, assistant: Assistant) -> Scope | None:
    """The bulletins about the place of the letter, or of the office, where some are held."""
    if not place or len(assistant.holdings.by_place) < 2:
        return None
    try:
        return scope_from_json({"place": [place]}, assistant.holdings)
    except ScopeError:
        return None


def _names_a_place(request: str, assistant: Assistant) -> bool:
    """Whether the request says itself of which place it asks: that counts before the letter's."""
    named = scope_of(request, assistant.holdings, None, assistant.searcher.mentions)
    return bool(named.places) or any(unheld.kind == "place" for unheld in named.unheld)


def _placed(question: str, inquiry: Inquiry, assistant: Assistant) -> str:
    """The question with the letter's place, when that is none of the bulletins' and the question does not name it."""
    place = inquiry.place
    if not place or place in question:
        return question
    if not scope_of(place, assistant.holdings, None, assistant.searcher.mentions).unheld:
        return question
    return f"{place}：{question}" if inquiry.language == "zh" else f"In {place}: {question}"


def _relabelled(answer: Answer, labels: dict[tuple[str, int, int], str]) -> Answer:
    """The answer with labels that count through the draft; the same words keep theirs."""
    new = {}
    for citation in answer.citations:
        key = (citation.bulletin.id, citation.start, citation.end)
        new[citation.label] = labels.setdefault(key, str(len(labels) + 1))
    return replace(
        answer,
        citations=tuple(replace(citation, label=new[citation.label]) for citation in answer.citations),
        statements=tuple(
            replace(statement, citations=tuple(new[label] for label in statement.citations))
            for statement in answer.statements
        ),
        dropped=tuple(
            replace(one, citations=tuple(new.get(label, label) for label in one.citations)) for one in answer.dropped
        ),
    )


def _points(answer: Answer, request: Request, topic: str) -> Iterator[str]:
    """The missing points in the letter's words, without the topic that was put before them."""
    for line in () if answer.status == "refused" else answer.missing:
        point = unlabelled(line, answer)
        if point is None:
            yield line.rstrip("。.")
            continue
        for added in (f"关于{topic}：", f"Regarding {topic}: ") if topic else ():
            point = point.replace(added, "")
        yield point or request.text
