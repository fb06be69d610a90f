"""In: a question, sentences that may answer it, a language model. Out: what it wrote and verification let through.

Each sentence is verified when it is finished, before anybody sees it. Does not know what stands in when a model fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import compose
from assistant.answer import Citation, Dropped, Language, Statement
from assistant.checks.evidence import is_chinese
from assistant.extract import passages
from assistant.grounding import backed, resting_on
from assistant.handles import Sentences, Written
from assistant.model import LanguageModel, ModelFault
from assistant.privacy import mask, restore
from assistant.verify import Aids, verify
from assistant.words import say
from index.chunk import Hit
from index.tokens import count
from prompts.loader import Prompt, fenced, fill, numbered

_LONGEST = 1500  # characters without the end of a sentence: no longer an answer
_MARK_TOKENS = 8  # of a handle and a line break
_IN_A_ROW = 6  # sentences that fail before one is shown, or repeat what was said: no longer an answer


@dataclass(frozen=True, slots=True)
class Composed:
    """The verified sentences so far; `written` of them are the model's own words, the others the cited sentence's."""

    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    written: int = 0
    unknown_handles: int = 0


Shown = Callable[[Composed], None]
Place = tuple[str, int, int]


def sources(chosen: Sequence[Citation], hits: Sequence[Hit], budget: int) -> tuple[Citation, ...]:
    """What the model may read: the chosen sentences, then others of their bulletin, up to `budget` tokens."""
    more = (
        Citation("", hit.bulletin, hit.paragraph, passage.start, passage.end)
        for hit in hits
        if hit.bulletin.id in {citation.bulletin.id for citation in chosen}
        for passage in passages(hit)
    )
    kept: dict[Place, Citation] = {}
    spent = 0
    for citation in (*chosen, *more):
        cost = count(citation.quote) + _MARK_TOKENS
        if place(citation) not in kept and (spent + cost <= budget or not kept):
            kept[place(citation)] = replace(citation, label=str(len(kept) + 1))
            spent += cost
    return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be answered from what; of the `given` sentences the `chosen` ones may stand in for the model's."""

    question: str
    language: Language
    given: tuple[Citation, ...]
    chosen: tuple[Citation, ...]
    most: int  # sentences
    aids: Aids


def write(model: LanguageModel, task: Task, begun: Composed, shown: Shown) -> Composed:
    """What is begun, and what the model adds; a sentence that fails is replaced by the cited one if it was chosen."""
    masked = mask(task.question)
    prompt = _prompt(masked.text, task)
    so_far = begun
    failures = 0
    for sentence in _sentences(model, prompt):
        before = so_far
        so_far = _judged(replace(sentence, text=restore(sentence.text, masked.found)), so_far, task)
        if len(so_far.statements) > len(before.statements):
            failures = 0
            shown(so_far)
        else:
            failures += 1
        if failures >= _IN_A_ROW and so_far.written == 0:
            raise ModelFault("babbling", "one sentence after another that no source supports")
        if len(so_far.statements) >= task.most or failures >= _IN_A_ROW:
            break
    if len(so_far.statements) == len(begun.statements):
        raise ModelFault("not_citing" if so_far.dropped else "empty")
    return so_far


def _prompt(question: str, task: Task) -> Prompt:
    lines = []
    for citation in task.given:
        beside = compose.figures_in_english(citation.quote, citation.bulletin) if task.language == "en" else []
        lines.append((citation.label, citation.quote + (f" ({'; '.join(beside)})" if beside else "")))
    told = {"sources": fenced(numbered(lines)), "question": fenced(question), "most": str(task.most)}
    return fill("compose", task.language, **told)


def _sentences(model: LanguageModel, prompt: Prompt) -> Iterator[Written]:
    reading = Sentences()
    for piece in model.stream(prompt):
        yield from reading.feed(piece)
        if reading.unfinished > _LONGEST:
            raise ModelFault("babbling", "no end of a sentence")
    yield from reading.end()


def _judged(sentence: Written, so_far: Composed, task: Task) -> Composed:
    """One sentence more, or one more that was dropped and perhaps replaced."""
    by_label = {citation.label: citation for citation in task.given}
    meant = [by_label[handle] for handle in sentence.handles if handle in by_label]
    unknown = [handle for handle in sentence.handles if handle not in by_label]
    so_far = replace(so_far, unknown_handles=so_far.unknown_handles + len(unknown))
    if not meant:
        reason = say("no_such_source" if unknown else "cites_nothing", task.language)
        return _dropping(so_far, sentence.text, reason.format(handles="、".join(unknown)))
    if any(statement.text == sentence.text for statement in so_far.statements):
        return so_far
    if is_chinese(sentence.text) != (task.language == "zh"):
        return _instead(so_far, sentence.text, say("other_language", task.language), meant, task)
    verdict = verify(sentence.text, meant, meant[0].bulletin.issued_on, None, task.aids)
    if verdict.support == "supported" and not backed(sentence.text, meant, task.language, task.aids):
        return _instead(so_far, sentence.text, say("hardly_backed", task.language), meant, task)
    if verdict.support != "supported":
        reason = "; ".join(check.detail for check in verdict.checks if not check.ok)
        return _instead(so_far, sentence.text, reason, meant, task)
    resting = resting_on(sentence.text, meant, task.language, task.aids.translation)
    statement = Statement(sentence.text, (), verdict.support, verdict.modality, verdict.checks)
    return taking(replace(so_far, written=so_far.written + 1), statement, resting)


def _instead(so_far: Composed, text: str, reason: str, meant: Sequence[Citation], task: Task) -> Composed:
    """The cited sentence itself, once, where it belongs to the answer; what was written is kept as dropped."""
    so_far = _dropping(so_far, text, reason)
    told = {place(citation) for citation in so_far.citations}
    wanted = {place(citation) for citation in task.chosen} - told
    instead = next((citation for citation in meant if place(citation) in wanted), None)
    return quoted(so_far, instead, task.language) if instead else so_far


def quoted(so_far: Composed, citation: Citation, language: Language) -> Composed:
    """With the cited sentence itself as one more statement, verified like any other."""
    text = compose.statement_text(citation, language)
    verdict = verify(text, [citation], citation.bulletin.issued_on)
    if verdict.support == "unsupported":
        return so_far
    return taking(so_far, Statement(text, (), verdict.support, verdict.modality, verdict.checks), [citation])


def taking(so_far: Composed, statement: Statement, meant: Sequence[Citation]) -> Composed:
    """With one statement more; its citations get the labels 1, 2, … as they are first cited."""
    known = {place(one): one for one in so_far.citations}
    labels = []
    for citation in meant:
        one = known.setdefault(place(citation), replace(citation, label=str(len(known) + 1)))
        labels.append(one.label)
    statement = replace(statement, citations=tuple(dict.fromkeys(labels)))
    return replace(so_far, statements=(*so_far.statements, statement), citations=tuple(known.values()))


def _dropping(so_far: Composed, text: str, reason: str) -> Composed:
    return replace(so_far, dropped=(*so_far.dropped, Dropped(text, reason)))


def place(citation: Citation) -> Place:
    """Where the cited words stand: two citations of the same words are one."""
    return citation.bulletin.id, citation.start, citation.end
