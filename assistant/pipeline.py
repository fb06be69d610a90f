"""In: a question (with history and scope). Out: an Answer. The whole path reads here, top to bottom.

Needs an open Searcher; knows neither the shell nor the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from assistant import assembling, relevance, sufficiency
from assistant.answer import Answer
from assistant.computing import compute
from assistant.extract import extract
from assistant.fluent import fluent
from assistant.likeness import Cosines
from assistant.model import LanguageModel, open_model
from assistant.privacy import mask
from assistant.questions.parts import wants
from assistant.questions.question import Want, clean, language
from assistant.relevance import SpokenOf
from assistant.restate import in_chinese, standalone, together
from assistant.rewrite import Message, rewrite
from assistant.scope import Holdings, scope_of
from assistant.scoping.reach import Reached, by_place, reach, without_place
from assistant.screen import screen
from assistant.settings import AssistantSettings
from assistant.speaks import Words
from assistant.steps import Around, Clock, unwatched
from assistant.ties import Ties
from assistant.translation import Translation
from assistant.verify import Aids
from assistant.words import say
from corpus.errors import AppError
from index.chunk import Hit, Scope
from index.search import Searcher

_PLACES, _MOST_PLACES = 5, 60  # shown beside one another: when no place is named, and when all are asked for
_A_PLACE = 3  # sentences for each of them

Step = Callable[[str], None]  # told "search", "compose", "verify" as they begin
OnAnswer = Callable[[Answer], None]


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from one open index; safe to share between threads for reading."""

    searcher: Searcher
    holdings: Holdings
    settings: AssistantSettings
    model: LanguageModel | None = None
    aids: Aids = field(default_factory=Aids)  # what verification of a model's English sentences needs
    ties: Ties | None = None  # English words by what they mean

    @classmethod
    def over(cls, searcher: Searcher, settings: AssistantSettings) -> Assistant:
        """Raises ModelError when the settings name a language model that cannot be used."""
        aids = Aids(Translation(searcher.translations), Cosines(searcher.vectors))
        held = Holdings(tuple(searcher.holdings()))
        return cls(searcher, held, settings, open_model(settings.model), aids, Ties(searcher.words))

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
        clock = Clock(around or (self.model.step if self.model else unwatched))
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
        clock: Clock,
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
            texts = self.searcher
            scoped = scope_of(blank.standalone_question, self.holdings, scope, texts.mentions, texts.mentioning)
        on_step("search")
        with clock("search") as told:
            places = min(len(self.holdings.by_place), _MOST_PLACES) if scoped.each else 1
            plain = without_place(blank.standalone_question, self.holdings)
            search = partial(self._search, places=places, chinese=in_chinese(model, plain) if model else "")
            reached = reach(plain, scoped, search)
            told([hit.paragraph.id for hit in reached.hits])
        if scoped.unheld:
            return assembling.not_held(blank, scoped, reached.hits)
        if reached.lacking:
            return assembling.lacking(blank, scoped, reached.hits)
        on_step("compose")
        with clock("compose"):
            telling = tuple(by_place(reached.hits, blank.standalone_question))
            shown = telling[: _MOST_PLACES if scoped.each else _PLACES]
            findings = self._findings(blank.standalone_question, shown, reached)
        on_step("verify")
        with clock("verify"):
            answer = assembling.assemble(blank, findings, reached, scoped, self._words)
        if model:
            with clock("model"):
                answer = fluent(model, answer, reached.hits, self.settings.max_statements, self.aids, on_answer)
        return (
            answer
            if shown == telling
            else replace(answer, suggestions=assembling.elsewhere(blank, telling[len(shown) :]))
        )

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
        if len(parts) == 1:
            return [self._find(parts[0], hits)]
        whole = self._spoken_of(question, hits)
        found = []
        for want in parts:
            own = self._for_part(want, hits, reached)
            with_all = want.leans or (own and own[0].paragraph.id == hits[0].paragraph.id)
            found.append(self._find(want, own, spoken=whole if with_all and whole == "spoken" else None))
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
        return Words(self.searcher.translations, self.ties)

    def _spoken_of(self, text: str, hits: Sequence[Hit]) -> SpokenOf:
        if self.searcher.manifest.chunks < relevance.ENOUGH:
            return "spoken"
        return relevance.spoken_of(text, hits, self._words)

    def _find(
        self, want: Want, hits: tuple[Hit, ...], most: int | None = None, spoken: SpokenOf | None = None
    ) -> sufficiency.Finding:
        """The passages for one part of the question, and what of it they do not say; `spoken`: as the whole is."""
        words = self._words
        found_in, plain = [hit.paragraph.text for hit in hits], without_place(want.text, self.holdings)
        asked = sufficiency.asked_by(want, found_in, words, plain)
        passages = extract(want, hits, most or self.settings.max_statements, asked, words)
        spoken = spoken or self._spoken_of(want.standalone, hits)
        found = sufficiency.judge(want, passages, hits[0].coverage if hits else 0.0, asked, words, spoken)
        return compute(want, passages, found) if found.passages else found
