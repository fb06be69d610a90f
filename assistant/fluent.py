"""In: an extractive answer, its hits, a language model. Out: the answer as the model put it, or as it was and why.

The extractive answer is whole before a model is asked: whatever the model does, there is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import get_args

from assistant import compose
from assistant.answer import Answer, Citation
from assistant.model import LanguageModel, ModelFault, Reason
from assistant.verify import Aids
from assistant.words import say
from assistant.writing import Composed, Task, place, quoted, sources, taking, write
from index.chunk import Hit

_FEW = 2  # chosen sentences: the answer to one fact; more are a list, of which half must be told


def fluent(
    model: LanguageModel, answer: Answer, hits: Sequence[Hit], most: int, aids: Aids, shown: Callable[[Answer], None]
) -> Answer:
    """The answer composed by the model; `shown` is told each time one more verified statement is there."""
    if len({citation.bulletin.id for citation in answer.citations}) != 1:
        return answer  # nothing to say, or places beside one another, which a model might mix
    chosen = _quotes(answer)
    given = sources(chosen, hits, model.settings.context_tokens)
    task = Task(answer.standalone_question, answer.language, given, tuple(chosen), most, aids)
    try:
        composed = write(
            model,
            task,
            _computed(answer, chosen),
            lambda so_far: shown(_with(answer, so_far, model.settings.name)),
        )
    except ModelFault as fault:
        return _without(answer, fault)
    if composed.written == 0:
        return replace(_without(answer, ModelFault("babbling")), dropped=(*answer.dropped, *composed.dropped))
    return _with(answer, _completed(composed, chosen, answer), model.settings.name)


def _quotes(answer: Answer) -> list[Citation]:
    """What the statements cite, in their order."""
    by_label = {citation.label: citation for citation in answer.citations}
    cited = dict.fromkeys(label for statement in answer.statements for label in statement.citations)
    return [by_label[label] for label in cited]


def _computed(answer: Answer, chosen: Sequence[Citation]) -> Composed:
    """The statements that are no quotation (a sum, a correction): they stay, and stay first."""
    quotations = {compose.statement_text(citation, answer.language) for citation in chosen}
    by_label = {citation.label: citation for citation in chosen}
    kept = Composed()
    for statement in answer.statements:
        if statement.text not in quotations:
            kept = taking(kept, statement, [by_label[label] for label in statement.citations])
    return kept


def _completed(composed: Composed, chosen: Sequence[Citation], answer: Answer) -> Composed:
    """With the chosen sentences that the model left out, when it left out what was asked."""
    told = {place(citation) for citation in composed.citations}
    left = [citation for citation in chosen if place(citation) not in told]
    covered = len(chosen) - len(left)
    enough = covered > 0 if len(chosen) <= _FEW else 2 * covered >= len(chosen)
    if enough:
        return composed
    for citation in left:
        composed = quoted(composed, citation, answer.language)
    return composed


def _with(answer: Answer, composed: Composed, composer: str) -> Answer:
    return replace(
        answer,
        lead=compose.lead(composed.citations, answer.language, _of_an_earlier_round(answer), quoted=False),
        statements=composed.statements,
        citations=composed.citations,
        dropped=composed.dropped,
        composer=composer,
    )


def _of_an_earlier_round(answer: Answer) -> bool:
    return answer.lead.endswith(say("earlier", answer.language))


def _without(answer: Answer, fault: ModelFault) -> Answer:
    return replace(answer, lead=f"{say(f'model_{fault.reason}', answer.language)}\n{answer.lead}")


def fault_of(answer: Answer) -> str | None:
    """Why the model did not compose an answer, as its first line says it; None when it did, or was not asked."""
    first = answer.lead.split("\n", 1)[0]
    return next((reason for reason in get_args(Reason) if say(f"model_{reason}", answer.language) == first), None)
