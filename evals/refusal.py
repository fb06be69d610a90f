"""In: cases and the answers given to them. Out: was what cannot be answered declined, and what can be answered.

Scores of one case are pure functions of case and answer. Does not ask the questions itself, except through a callable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from evals.case import Case
from evals.facts import Said
from evals.measures import word_named
from evals.table import markdown
from evals.verification import wilson

PREMISE = "false_premise"
NEAR_MISS = "near_miss"


@dataclass(frozen=True, slots=True)
class Asked:
    """One case and what was answered; `gold` are the ids of the paragraphs that hold the answer or come nearest."""

    case: Case
    answer: Answer
    gold: frozenset[str]


def holds(fact: Sequence[str], text: str, issued_on: date | None = None) -> bool:
    """Whether the text says the fact in one of its spellings (facts.py)."""
    return Said.of(text, issued_on).holds(fact)


def shown_facts(asked: Asked) -> tuple[bool, ...]:
    """For each fact of the case whether a statement of the answer says it."""
    text = "\n".join(statement.text for statement in asked.answer.statements)
    issued_on = asked.answer.citations[0].bulletin.issued_on if asked.answer.citations else None
    return tuple(holds(fact, text, issued_on) for fact in asked.case.facts)


def names_missing(case: Case, answer: Answer) -> bool:
    """Whether what is called missing names the asked point (measures.py)."""
    asked = (answer.question, answer.standalone_question)
    return word_named(case.must_name_missing, answer.missing, asked) is not None


def declined(asked: Asked) -> bool:
    """Whether an unanswerable question was declined in an expected way; partly answered, the missing point is named."""
    case, answer = asked.case, asked.answer
    if case.expect and answer.status not in case.expect:
        return False
    if answer.status == "partial" and case.must_name_missing:
        return names_missing(case, answer)
    return answer.status in ("partial", "not_found", "refused")


def cites_gold(asked: Asked) -> bool:
    """Whether a near miss is shown with what the right paragraph does say."""
    return any(citation.paragraph.id in asked.gold for citation in asked.answer.citations)


def nothing_shown(asked: Asked) -> bool:
    """An answerable question to which no statement was shown."""
    return not asked.answer.statements


def wrongly_missing(asked: Asked) -> bool:
    """An answerable question of whose answer something is called missing."""
    return asked.answer.status == "partial" and "partial" not in asked.case.expect


def corrected(asked: Asked) -> bool:
    """A false premise: every right fact is shown, and the answer says that the question has it otherwise."""
    return all(shown_facts(asked)) and asked.answer.status == "partial" and bool(asked.answer.missing)


Score = Callable[[Asked], bool]
_UNANSWERABLE: tuple[tuple[str, Score], ...] = (("declined or missing point named", declined),)
_NEAR: tuple[tuple[str, Score], ...] = (*_UNANSWERABLE, ("the right paragraph cited", cites_gold))
_PREMISE: tuple[tuple[str, Score], ...] = (
    ("the right facts shown", lambda asked: all(shown_facts(asked))),
    ("facts shown and corrected", corrected),
)
_ANSWERABLE: tuple[tuple[str, Score], ...] = (
    ("all facts shown", lambda asked: all(shown_facts(asked))),
    ("nothing shown", nothing_shown),
    ("called missing though there", wrongly_missing),
    ("false refusal, either", lambda asked: nothing_shown(asked) or wrongly_missing(asked)),
)
_BY_KIND = frozenset(name for group in (_UNANSWERABLE, _PREMISE, _ANSWERABLE[::3]) for name, _ in group)


def scores(asked: Asked) -> tuple[tuple[str, Score], ...]:
    """What a case is scored by, after its kind."""
    if asked.case.kind == PREMISE:
        return _PREMISE
    if asked.case.answerable:
        return _ANSWERABLE
    return _NEAR if asked.case.kind == NEAR_MISS else _UNANSWERABLE


def report(asked: Sequence[Asked]) -> str:
    """Two tables: what was measured over all, and by kind and language; tuning and held-out apart."""
    groups: dict[tuple[str, str, str], list[tuple[Asked, bool]]] = {}
    for one in asked:
        for name, score in scores(one):
            if name == "all facts shown" and not one.case.facts:
                continue
            result = (one, score(one))
            side = "answerable" if one.case.answerable else "unanswerable"
            side = "false premise" if one.case.kind == PREMISE else side
            for language in ("all", one.case.lang):
                groups.setdefault((name, side, language), []).append(result)
            if name in _BY_KIND:
                groups.setdefault((name, f"· {one.case.kind}", one.case.lang), []).append(result)
    whole = [key for key in groups if not key[1].startswith("·")]
    parts = [key for key in sorted(groups) if key[1].startswith("·")]
    header = ["share of", "questions", "language", "n", "tuning", "95%", "n", "held out", "95%"]
    return "\n\n".join(markdown(header, [_row(key, groups[key]) for key in keys]) for keys in (whole, parts))


def _row(key: tuple[str, str, str], group: Sequence[tuple[Asked, bool]]) -> list[str]:
    cells = list(key)
    for held_out in (False, True):
        part = [right for one, right in group if one.case.held_out == held_out]
        low, high = wilson(sum(part), len(part))
        share = f"{sum(part) / len(part):.3f}" if part else "-"
        cells += [str(len(part)), share, f"{low:.2f}-{high:.2f}" if part else "-"]
    return cells


def misses(asked: Sequence[Asked], held_out: bool = False) -> list[str]:
    """What went wrong, one line a case: which score, the question, the status, what was called missing and shown."""
    lines = []
    for one in asked:
        if one.case.held_out != held_out:
            continue
        wanted_false = {"nothing shown", "called missing though there"}
        wrong = [
            name
            for name, score in scores(one)
            if name != "false refusal, either" and score(one) == (name in wanted_false)
        ]
        if wrong:
            answer = one.answer
            shown = " / ".join(citation.quote[:40] for citation in answer.citations)
            told = " ".join(answer.missing)
            lines.append(f"{one.case.id} [{'; '.join(wrong)}] {one.case.question} -> {answer.status}: {told} | {shown}")
    return lines
