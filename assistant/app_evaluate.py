"""The place 评测 of the page: sets, runs in the background, what they showed, cases side by side.

In: the settings of all packages. Out: three parts and the wishes they answer. Sets and runs are the office's, not one
browser's; evaluation is imported when the place is first looked at.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import app_evaluate_case, app_evaluate_markup, app_evaluate_report
from assistant.access.person import Role
from assistant.app_frame import Frame
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h
from assistant.page.wish import Parts, Wish, letter
from assistant.pipeline import Assistant
from corpus.errors import AppError

if TYPE_CHECKING:
    from evals.background import Background, Progress
    from evals.case import Case
    from evals.opening import Tables
    from evals.result import Gold
    from evals.runs import Run
    from evals.shelf import Shelf
    from evals.summary import Scored, Summary

_PATIENCE = 10.0  # seconds that a browser waits for news of a run before it asks again
_LISTED = 12  # runs shown
_DRAFTS, _MOST = "drafts", 40  # the set that drafts go to, so many of each sort and bulletin
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OTHER = "application/octet-stream"


class Evaluate:
    """The place: a value of PLACES that knows the settings it measures with."""

    NAME = "evaluate"
    ROLE: Role = "evaluator"

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._assistant: Callable[[], Assistant]
        self._read: dict[tuple[str, int], tuple[Run, Summary, list[Scored]]] = {}  # the run read last, by its length

    def build(self, frame: Frame) -> None:
        """Lay the place out; it is filled when it is looked at."""
        import gradio as gr

        self._assistant = frame.desk.assistant
        with gr.Row(elem_id="evaluation"):
            with gr.Column(elem_id="eval-side"):
                for name in ("eval_work", "eval_sets", "eval_runs"):
                    frame.html(name)
            with gr.Column(elem_id="eval-main"):
                frame.html("eval_view")
        frame.answers |= {
            "eval": self._everything,
            "eval-start": self._begin,
            "eval-resume": self._take_up,
            "eval-stop": self._stop,
            "eval-follow": self._follow,
            "eval-upload": self._upload,
            "eval-draft": self._draft,
            "eval-save": self._save,
            "eval-reject": self._reject,
            "eval-report": self._report,
            "eval-workbook": self._workbook,
            "eval-bad": self._bad,
        }

    @cached_property
    def _shelf(self) -> Shelf:
        from evals.shelf import Shelf

        return Shelf(self._tables.evals.set.parent, self._tables.assistant.own_sets)

    @cached_property
    def _background(self) -> Background:
        from evals.background import Background

        return Background(self._tables, self._assistant)

    def _everything(self, wish: Wish) -> Parts:
        """All of the place, as its address says: a set, a run, one case of either; nothing yet."""
        now = self._background.now  # before the results are read: a run that ends in between is followed to its end
        try:
            view = self._view(wish)
        except AppError as fault:
            view = h("p", {"class": "notice"}, word("fault", wish.language, fault=fault))
        shown = letter("evaluated", focus=wish.text("focus"), work=_busy(now))
        return {**self._side(wish, now), "eval_view": view, **shown}

    def _side(self, wish: Wish, now: Progress | None) -> Parts:
        """The left side, with the run in work as it was when it was looked at."""
        chosen = wish.text("set") or wish.text("chosen") or self._tables.evals.set.stem
        return {
            "eval_work": app_evaluate_markup.progress(now, wish.language),
            "eval_sets": app_evaluate_markup.sets(
                self._shelf.listed(), chosen, wish.text("part"), _busy(now), wish.language
            ),
            "eval_runs": self._runs(wish, now),
        }

    def _runs(self, wish: Wish, now: Progress | None) -> Markup:
        from evals import runs
        from evals.errors import RunError

        kept = []
        for name in reversed(runs.listed(self._tables.evals.runs)[-_LISTED:]):
            try:
                record = runs.read_record(self._tables.evals.runs, name)
            except RunError:
                continue
            kept.append((record, runs.answered(self._tables.evals.runs / name)))
        return app_evaluate_markup.runs(kept, wish.text("run"), now.run if now and _busy(now) else "", wish.language)

    def _view(self, wish: Wish) -> Markup:
        from evals import runs

        name, case = wish.text("run"), wish.text("case")
        now = self._background.now
        if name and now and now.run == name and name not in runs.listed(self._tables.evals.runs):
            return h("p", {"class": "notice"}, word("eval_nothing_yet", wish.language))  # its labels are being read
        if name:
            found, summary, scored = self._results(name)
            if case:
                return self._case_of_run(found, scored, case, wish)
            if not found.results:
                return h("p", {"class": "notice"}, word("eval_nothing_yet", wish.language))
            return app_evaluate_report.run(found, summary, scored, wish.language)
        if wish.text("set") and case:
            held = self._shelf.case(wish.text("set"), case)
            return app_evaluate_case.case(case, held, self._gold(held), None, True, wish.language)
        if wish.text("set"):
            return app_evaluate_report.set_(wish.text("set"), self._shelf.cases(wish.text("set")), wish.language)
        return app_evaluate_report.welcome(wish.language)

    def _results(self, name: str) -> tuple[Run, Summary, list[Scored]]:
        from evals import runs
        from evals.errors import RunError
        from evals.summary import score, summarise

        if name not in runs.listed(self._tables.evals.runs):  # an id, never a path
            raise RunError(f"there is no run {name}; choose one from the list")
        found = runs.open_run(self._tables.evals.runs, name)
        key = (name, len(found.results))
        if key not in self._read:
            scored = score(found.results)
            self._read = {key: (found, summarise(scored, self._tables.evals), scored)}
        return self._read[key]

    def _case_of_run(self, found: Run, scored: list[Scored], case: str, wish: Wish) -> Markup:
        """The case as it was asked; when its set is still on the shelf, its gold as it is now, to edit."""
        from evals.errors import SetError

        one = next((one for one in scored if one.result.id == case), None)
        if one is None:
            raise SetError(f"this run holds no case {case}; open one from its list")
        try:
            held = self._shelf.case(one.result.set, case)
        except SetError:
            return app_evaluate_case.case(case, one.result.case, one.result.gold, one, False, wish.language)
        return app_evaluate_case.case(case, held, self._gold(held), one, True, wish.language)

    def _gold(self, case: Case) -> tuple[Gold, ...]:
        """The paragraphs that the labels name; none when one of them names no paragraph of the corpus as it is."""
        from evals.errors import GoldError
        from evals.run import gold_of

        try:
            return gold_of(case, self._assistant().searcher.bulletins())
        except (GoldError, KeyError):
            return ()

    def _begin(self, wish: Wish) -> Parts:
        name = wish.text("set")
        part: Any = wish.text("part") if wish.text("part") in app_evaluate_markup.PARTS else "all"
        run = self._background.begin([self._shelf.path(name)], part)
        shown = replace(wish, given={**wish.given, "run": run})
        return {**self._side(shown, self._background.now), **letter("running", run=run)}

    def _take_up(self, wish: Wish) -> Parts:
        self._background.take_up(wish.text("run"))
        return {**self._side(wish, self._background.now), **letter("running", run=wish.text("run"))}

    def _stop(self, wish: Wish) -> Parts:
        self._background.stop()
        return {}

    def _follow(self, wish: Wish) -> Parts:
        """News of the run in work, as soon as there is some; its end brings what it showed."""
        now = self._background.news(wish.number("told"), _PATIENCE)
        if now is None or now.ended:
            text = word("stage_done", wish.language) if now and now.stage == "done" else ""
            return {**self._side(wish, now), **letter("ran", run=now.run if now else "", text=text)}
        return {"eval_work": app_evaluate_markup.progress(now, wish.language), "told": now.done, "more": True}

    def _upload(self, wish: Wish) -> Parts:
        """Take a file in; its faults are told by row and column, its bad rows kept."""
        try:
            data = base64.b64decode(wish.text("data"), validate=True)
        except binascii.Error:
            data = b""
        taken = self._shelf.take(wish.text("name"), data)
        shown = replace(wish, given={"set": taken.name})
        told = app_evaluate_markup.taken(taken, wish.language)
        return {
            **self._side(shown, self._background.now),
            "eval_view": told,
            **letter("uploaded", set=taken.name if taken.added or taken.changed else ""),
        }

    def _draft(self, wish: Wish) -> Parts:
        """Draft cases from the bulletins into a set of one's own; what stands there already is kept."""
        from evals.errors import SetError
        from evals.generate import drafts

        try:
            held = {case.id for case in self._shelf.cases(_DRAFTS)}
        except SetError:
            held = set()
        held |= self._shelf.rejected(_DRAFTS)
        made = drafts(self._assistant().searcher.bulletins(), _MOST)
        added, _ = self._shelf.put(_DRAFTS, [case for case in made if case.id not in held])
        shown = replace(wish, given={"set": _DRAFTS, "focus": "view"})
        notice = word("eval_drafted", wish.language, count=added, set=_DRAFTS)
        return {**self._everything(shown), **letter("drafted", set=_DRAFTS, text=notice)}

    def _save(self, wish: Wish) -> Parts:
        """Give a case the gold that was typed or picked, and count it as reviewed."""
        of = wish.text("set")
        if wish.text("run"):
            _, _, scored = self._results(wish.text("run"))
            of = next((one.result.set for one in scored if one.result.id == wish.text("case")), of)
        labels = [line.strip() for line in wish.text("gold").splitlines() if line.strip()]
        self._shelf.mend(of, wish.text("case"), labels, self._assistant().searcher.bulletins())
        notice = word("eval_saved", wish.language, case=wish.text("case"), set=of)
        return {**self._everything(wish), **letter("saved", text=notice)}

    def _reject(self, wish: Wish) -> Parts:
        """Take a case that waits for review out of its set; it is kept aside."""
        self._shelf.reject(wish.text("set"), wish.text("case"))
        text = word("eval_rejected", wish.language, case=wish.text("case"))
        return {**self._side(wish, self._background.now), **letter("rejected", text=text)}

    def _report(self, wish: Wish) -> Parts:
        from evals.keeping import PAGE
        from evals.report_page import page

        found, summary, scored = self._results(wish.text("run"))
        data = page(found, summary, scored).encode()
        return _file(f"{found.record.id}-{PAGE}", "text/html;charset=utf-8", data)

    def _workbook(self, wish: Wish) -> Parts:
        name = wish.text("set")
        return _file(f"{name}.xlsx", _WORKBOOK, self._shelf.as_workbook(name))

    def _bad(self, wish: Wish) -> Parts:
        name, data = self._shelf.bad_rows(Path(wish.text("name")).name)
        return _file(name, _OTHER, data)


def _busy(now: Progress | None) -> bool:
    return now is not None and not now.ended


def _file(name: str, kind: str, data: bytes) -> Parts:
    return letter("file", name=name, type=kind, data=base64.b64encode(data).decode())
