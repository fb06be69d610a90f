"""In: a question (with history and scope). Out: an Answer. The whole path reads here, top to bottom.

Needs an open Searcher; knows neither the shell nor the page.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from assistant import compose, sufficiency
from assistant.answer import Answer, Citation, Dropped, Statement
from assistant.computing import compute
from assistant.extract import Passage, extract
from assistant.fluent import fluent
from assistant.likeness import Cosines
from assistant.model import LanguageModel, open_model
from assistant.parts import wants
from assistant.premise import corrections
from assistant.privacy import mask
from assistant.question import Want, clean, language
from assistant.reach import Reached, by_place, reach, without_place
from assistant.restate import in_chinese, standalone, together
from assistant.rewrite import Message, rewrite
from assistant.scope import Holdings, Scoped, scope_of
from assistant.screen import screen
from assistant.settings import AssistantSettings
from assistant.speaks import Words
from assistant.translation import Translation
from assistant.verify import Aids, verify
from assistant.words import say
from corpus.errors import AppError
from index.chunk import Hit, Scope
from index.search import Searcher

_PLACES, _MOST_PLACES = 5, 60  # shown beside one another: when no place is named, and when all are asked for
_A_PLACE = 3  # sentences for each of them

Step = Callable[[str], None]  # told "search", "compose", "verify" as they begin
OnAnswer = Callable[[Answer], None]
Told = Callable[[Any], None]
Around = Callable[[str, dict[str, Any]], AbstractContextManager[Told]]  # a step's name and what it is given


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from one open index; safe to share between threads for reading."""

    searcher: Searcher
    holdings: Holdings
    settings: AssistantSettings
    model: LanguageModel | None = None
    aids: Aids = field(default_factory=Aids)  # what verification of a model's English sentences needs

    @classmethod
    def over(cls, searcher: Searcher, settings: AssistantSettings) -> Assistant:
        """Raises ModelError when the settings name a language model that cannot be used."""
        aids = Aids(Translation(searcher.translations), Cosines(searcher.vectors))
        return cls(searcher, Holdings.of(searcher.bulletins()), settings, open_model(settings.model), aids)

    def ask(
        self,
        question: str,
        history: Sequence[Message] = (),
        scope: Scope | None = None,
        on_step: Step = lambda step: None,
        on_answer: OnAnswer = lambda answer: None,
        around: Around | None = None,
    ) -> Answer:
        """The answer to one question; a fault inside becomes status `failed`, bad input raises a typed error.

        `on_answer` is given the answer so far whenever a language model's next sentence is verified.
        """
        clock = _Clock(around or (self.model.step if self.model else _unwatched))
        asked = clean(question, self.settings.max_question_characters)
        blank = Answer(asked, asked, language(asked), "not_found")
        try:
            with clock("ask", question=mask(asked).text) as told:
                answer = self._answer(blank, history, scope, on_step, on_answer, clock)
                told({"status": answer.status, "text": mask(answer.text).text})
        except AppError:
            raise
        except Exception as fault:
            answer = replace(
                blank,
                status="failed",
                reason=type(fault).__name__,
                missing=(say("failed", blank.language).format(fault=f"{type(fault).__name__}: {fault}"),),
            )
        return replace(answer, timings_ms=clock.spent())

    def _answer(
        self,
        blank: Answer,
        history: Sequence[Message],
        scope: Scope | None,
        on_step: Step,
        on_answer: OnAnswer,
        clock: _Clock,
    ) -> Answer:
        model = self.model.begin() if self.model else None
        with clock("screen"):
            refusal = screen(blank.question)
        if refusal:
            return replace(blank, status="refused", reason=refusal.reason, missing=(refusal.text(blank.language),))
        with clock("rewrite"):
            asked = rewrite(blank.question, history)
            if model:
                asked = standalone(model, blank.question, [m.content for m in history if m.role == "user"], asked)
            blank = replace(blank, standalone_question=asked)
        with clock("scope"):
            scoped = scope_of(blank.standalone_question, self.holdings, scope, self.searcher.mentions)
        on_step("search")
        with clock("search") as told:
            places = min(len(self.holdings.by_place), _MOST_PLACES) if scoped.each else 1
            plain = without_place(blank.standalone_question, self.holdings)
            search = partial(self._search, places=places, chinese=in_chinese(model, plain) if model else "")
            reached = reach(plain, scoped, search)
            told([hit.paragraph.id for hit in reached.hits])
        if scoped.unheld:
            return _not_held(blank, scoped, reached.hits)
        if reached.lacking:
            return _lacking(blank, scoped, reached.hits)
        on_step("compose")
        with clock("compose"):
            telling = tuple(by_place(reached.hits, blank.standalone_question))
            shown = telling[: _MOST_PLACES if scoped.each else _PLACES]
            findings = self._findings(blank.standalone_question, shown, reached)
        on_step("verify")
        with clock("verify"):
            answer = _assemble(blank, findings, reached, scoped, self._words)
        if model:
            with clock("model"):
                answer = fluent(model, answer, reached.hits, self.settings.max_statements, self.aids, on_answer)
        return answer if shown == telling else replace(answer, suggestions=_elsewhere(blank, telling[len(shown) :]))

    def _search(self, question: str, scope: Scope, places: int = 1, chinese: str = "") -> tuple[Hit, ...]:
        """The hits of a question, and of the same in Chinese; each place that is asked about needs room for its own."""
        most = max(self.settings.hits, 10) * places
        hits = tuple(self.searcher.search(question, most, scope))
        return together(hits, self.searcher.search(chinese, most, scope)) if chinese else hits

    def _findings(
        self, question: str, places: Sequence[tuple[Hit, ...]], reached: Reached
    ) -> list[sufficiency.Finding]:
        """What each part of the question finds; place by place where several tell of it, never mixed."""
        parts = wants(question)
        if len(places) > 1:
            found = [self._find(want, hits, _A_PLACE) for hits in places for want in parts]
            return [one for one in found if one.passages and not one.missing] or found[:1]
        hits = places[0] if places else ()
        found = [self._find(want, hits if len(parts) == 1 else self._for_part(want, hits, reached)) for want in parts]
        return sufficiency.shared(parts, found, self._words)

    def _for_part(self, want: Want, whole: tuple[Hit, ...], reached: Reached) -> tuple[Hit, ...]:
        """Hits of one part of a question; what the whole question found counts too, as parts are often elliptical."""
        found = {hit.paragraph.id: hit.score for hit in whole}
        least = min(found.values(), default=0.0)
        own = self._search(without_place(want.standalone, self.holdings), reached.scope)
        scored = [replace(hit, score=hit.score + found.get(hit.paragraph.id, least)) for hit in own]
        return tuple(sorted(scored, key=lambda hit: -hit.score))

    @property
    def _words(self) -> Words:
        return Words(self.searcher.translations)

    def _find(self, want: Want, hits: tuple[Hit, ...], most: int | None = None) -> sufficiency.Finding:
        """The passages for one part of the question, and what of it they do not say."""
        asked, words = sufficiency.asked_by(want), self._words
        passages = extract(want, hits, most or self.settings.max_statements, asked, words)
        found = sufficiency.judge(want, passages, hits[0].coverage if hits else 0.0, asked, words)
        return compute(want, passages, found) if found.passages else found


def _assemble(
    blank: Answer, findings: Sequence[sufficiency.Finding], reached: Reached, scoped: Scoped, words: Words
) -> Answer:
    """Verified statements in order, what is missing, and the status that follows from both."""
    hits = reached.hits
    passages = _in_order(findings)
    cited = compose.citations(passages)
    statements, dropped = _verified(cited, blank)
    results, refused = _computed(findings, cited, blank)
    statements, dropped = (*results, *statements), (*dropped, *refused)
    missing = (*_missing(blank, findings, cited, words), *scoped.words(blank.language))
    if refused:  # a calculation that verification does not pass is missing, not answered
        missing = (*missing, say("missing", blank.language).format(point=sufficiency.named(blank.standalone_question)))
    if not statements:
        return _nothing(blank, hits)
    shown = {label for statement in statements for label in statement.citations}
    kept = tuple(citation for citation in cited if citation.label in shown)
    return replace(
        blank,
        status="partial" if missing else "answered",
        lead=compose.lead(kept, blank.language, reached.earlier),
        statements=statements,
        citations=kept,
        missing=missing,
        dropped=dropped,
        hits=hits,
    )


def _missing(
    blank: Answer, findings: Sequence[sufficiency.Finding], cited: Sequence[Citation], words: Words
) -> tuple[str, ...]:
    """What is not there, point by point: what was asked, and what the question says and the text has otherwise."""
    points = dict.fromkeys(point for finding in findings for point in finding.missing)
    return (
        *(say("missing", blank.language).format(point=point) for point in points),
        *corrections(blank.standalone_question, cited, Aids(words.known)),
    )


def _in_order(findings: Sequence[sufficiency.Finding]) -> list[Passage]:
    """Passages of all parts, each once, the parts in the order they were asked."""
    seen: set[tuple[str, int, int]] = set()
    passages = []
    for finding in findings:
        for passage in finding.passages:
            key = (passage.hit.bulletin.id, passage.start, passage.end)
            if key not in seen:
                seen.add(key)
                passages.append(passage)
    return passages


def _verified(cited: Sequence[Citation], blank: Answer) -> tuple[tuple[Statement, ...], tuple[Dropped, ...]]:
    """Each citation as a statement that has been compared with its paragraph; what fails is dropped with the reason."""
    statements, dropped = [], []
    several = len({citation.bulletin.id for citation in cited}) > 1
    for citation in cited:
        text = compose.statement_text(citation, blank.language)
        verdict = verify(text, [citation], citation.bulletin.issued_on)
        if verdict.support == "unsupported":
            reason = "; ".join(check.detail for check in verdict.checks if not check.ok)
            dropped.append(Dropped(text, reason, (citation.label,)))
        else:
            text = compose.of_place(citation.bulletin, blank.language) + text if several else text
            statements.append(Statement(text, (citation.label,), verdict.support, verdict.modality, verdict.checks))
    return tuple(statements), tuple(dropped)


def _computed(
    findings: Sequence[sufficiency.Finding], cited: Sequence[Citation], blank: Answer
) -> tuple[tuple[Statement, ...], tuple[Dropped, ...]]:
    """What was computed from the citations, verified like any statement."""
    statements, dropped = [], []
    several = len({citation.bulletin.id for citation in cited}) > 1
    results = {finding.computed.text(blank.language): finding.computed for finding in findings if finding.computed}
    for text, computed in results.items():  # two parts may ask for the same
        operands = {(passage.hit.bulletin.id, passage.start) for passage in computed.passages}
        sources = [citation for citation in cited if (citation.bulletin.id, citation.start) in operands]
        labels = tuple(citation.label for citation in sources)
        verdict = verify(text, sources, sources[0].bulletin.issued_on)
        if verdict.support == "unsupported":
            dropped.append(Dropped(text, "; ".join(check.detail for check in verdict.checks if not check.ok), labels))
        else:
            whose = compose.of_place(sources[0].bulletin, blank.language) if several else ""
            statements.append(Statement(whose + text, labels, verdict.support, verdict.modality, verdict.checks))
    return tuple(statements), tuple(dropped)


def _elsewhere(blank: Answer, places: Sequence[tuple[Hit, ...]]) -> tuple[str, ...]:
    """The same question of places that tell of it too and are not shown."""
    names = dict.fromkeys(compose.of_place(hits[0].bulletin, blank.language) for hits in places)
    return tuple(f"{name}{blank.standalone_question}" for name in names)[:3]


def _not_held(blank: Answer, scoped: Scoped, hits: tuple[Hit, ...]) -> Answer:
    """The question names a place, year, body or document that the corpus does not hold."""
    return replace(
        _nothing(blank, hits), missing=tuple(scoped.words(blank.language)), suggestions=scoped.held(blank.language)
    )


def _lacking(blank: Answer, scoped: Scoped, hits: tuple[Hit, ...]) -> Answer:
    """The named place has a bulletin, and it does not tell of what is asked."""
    where = "、".join(scoped.places) or say("no_place", blank.language)
    return replace(_nothing(blank, hits), missing=(say("lacking", blank.language).format(place=where),))


def _nothing(blank: Answer, hits: tuple[Hit, ...]) -> Answer:
    """Nothing relevant: says so, and offers the nearest headings."""
    nearest = dict.fromkeys(hit.paragraph.heading_path[-1] for hit in hits if hit.paragraph.heading_path)
    return replace(
        blank,
        status="not_found",
        missing=(say("not_found", blank.language),),
        suggestions=tuple(nearest)[:3],
        hits=hits,
    )


@contextmanager
def _unwatched(step: str, given: dict[str, Any]) -> Iterator[Told]:
    """Nobody is told of the step."""
    yield lambda value: None


class _Clock:
    """Milliseconds per step, and in total; whoever watches is told of each step."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._begun = time.perf_counter()
        self._spent: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str, **given: Any) -> Iterator[Told]:
        begun = time.perf_counter()
        try:
            with self._around(step, given) as told:
                yield told
        finally:
            self._spent[step] = self._spent.get(step, 0.0) + (time.perf_counter() - begun) * 1000

    def spent(self) -> dict[str, float]:
        steps = {step: spent for step, spent in self._spent.items() if step != "ask"}
        return {**steps, "total": (time.perf_counter() - self._begun) * 1000}
