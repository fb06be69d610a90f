"""In: a wish of a browser to change an open draft. Out: the parts of the place 拟复 that change, or both texts.

A change is made on the version that the browser saw; another's change of the same sentence is never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant import telling
from assistant.errors import StaleDraftError
from assistant.letters import draft_edit
from assistant.letters.draft_check import Kit, bodies
from assistant.letters.draft_kept import Head
from assistant.letters.draft_sheet import Line, Sheet, lines_record, sheet
from assistant.letters.draft_states import Step
from assistant.letters.drafting import counts
from assistant.page import markup_draft_bench, markup_draft_letter
from assistant.page.draft_desk import DraftDesk, reader_of, refusing
from assistant.page.draft_view import Conflict, state
from assistant.page.interface_words import word
from assistant.page.wish import Parts, Wish, letter
from assistant.privacy import mask

Change = Callable[[Sheet, Wish, Kit], Sheet]
CHANGES: Mapping[str, Change] = {
    "rewrite": lambda of, wish, kit: draft_edit.rewrite(of, wish.text("line"), wish.text("text"), kit),
    "cite": lambda of, wish, kit: draft_edit.cite(of, wish.text("line"), wish.text("paragraph"), kit),
    "quote": lambda of, wish, kit: draft_edit.quote(of, wish.text("line"), kit),
    "department": lambda of, wish, kit: draft_edit.department(of, wish.text("line"), wish.text("body"), kit),
    "insert": lambda of, wish, kit: draft_edit.insert(of, wish.text("line"), wish.text("text"), kit),
    "remove": lambda of, wish, kit: draft_edit.remove(of, wish.text("line")),
    "accept": lambda of, wish, kit: draft_edit.accept(of, wish.text("line"), reader_of(wish).name),
    "unaccept": lambda of, wish, kit: draft_edit.unaccept(of, wish.text("line")),
}
_STEPS: tuple[Step, ...] = ("send", "approve", "back")


@dataclass(frozen=True)
class Editing:
    """What changes an open draft."""

    drafts: DraftDesk

    def answers(self) -> dict[str, Callable[[Wish], Parts]]:
        told: dict[str, Callable[[Wish], Parts]] = {
            "draft-pick": self._pick,
            "draft-change": self._change,
            "draft-undo": self._undo,
            "draft-restore": self._restore,
            "draft-step": self._step,
        }
        return {name: refusing(self._newest_if_stale(answer)) for name, answer in told.items()}

    def _newest_if_stale(self, answer: Callable[[Wish], Parts]) -> Callable[[Wish], Parts]:
        def answered(wish: Wish) -> Parts:
            try:
                return answer(wish)
            except StaleDraftError:
                told = letter("notice", text=word("stale", wish.language))
                return {**self.drafts.everything(wish), **told}

        return answered

    def _pick(self, wish: Wish) -> Parts:
        """One sentence with its evidence."""
        head, of = self.drafts.open(wish)
        return {
            "draft_bench": self._bench(wish, head, of, of.line(wish.text("line"))),
            **letter("draft-picked", line=wish.text("line")),
        }

    def _change(self, wish: Wish) -> Parts:
        """Change a sentence and verify it again; what changed elsewhere meanwhile is kept."""
        head, now = self.drafts.open(wish)
        seen, name = wish.number("version"), wish.text("line")
        change = CHANGES.get(wish.text("kind"))
        if change is None:
            return {}
        if seen != head.version:
            _, was = self.drafts.open(wish, seen)
            if (conflict := self._conflict(wish, was, now)) is not None:
                return self._both(wish, head, now, conflict)
        done = change(now, wish, self.drafts.work.kit(now.inquiry.language))
        if done == now:
            return self._shown(wish, head, now, name, "")
        self._keep(wish, head, done, wish.text("kind"))
        shown = self._after(now, done, name)
        merged = word("merged", wish.language) if seen != head.version else ""
        head, done = self.drafts.open(wish)
        return self._shown(wish, head, done, shown, merged)

    def _conflict(self, wish: Wish, was: Sheet, now: Sheet) -> Conflict | None:
        """Both wordings, when the sentence is not as the browser saw it."""
        name = wish.text("line")
        old = was.line(name)
        new = next((line for line in now.lines if line.id == name), None)
        if new == old or (new is not None and wish.text("kind") == "insert"):
            return None
        versions = self.drafts.store.versions(reader_of(wish), wish.text("draft"))
        who = next((one.who for one in versions if one.line == name), "")
        mine = wish.text("text") or old.sentence.text
        return Conflict(who, new.sentence.text if new else None, mine)

    def _both(self, wish: Wish, head: Head, now: Sheet, conflict: Conflict) -> Parts:
        view = self.drafts.view(wish, head, now)
        name = wish.text("line")
        if conflict.theirs is None:
            bench = markup_draft_bench.gone(conflict, wish.language)
        else:
            line = now.line(name)
            bench = markup_draft_bench.bench(view, line, self._bodies(now, line), conflict)
        return {
            "draft_main": markup_draft_letter.main(view),
            "draft_bench": bench,
            **letter("draft-conflict", line=name if conflict.theirs is not None else ""),
        }

    def _undo(self, wish: Wish) -> Parts:
        """Back to what stood there before the last change that was not undone."""
        head, _ = self.drafts.open(wish)
        _seen(wish, head)
        reader = reader_of(wish)
        target = self.drafts.store.version(reader, head.id, head.version).previous
        earlier = self.drafts.store.version(reader, head.id, target)
        if target < head.version:
            self._put(wish, head, earlier.lines, "undo", earlier.previous)
        return self.drafts.everything(wish)

    def _restore(self, wish: Wish) -> Parts:
        head, _ = self.drafts.open(wish)
        _seen(wish, head)
        earlier = self.drafts.store.version(reader_of(wish), head.id, wish.number("number"))
        self._put(wish, head, earlier.lines, "restore", None)
        return self.drafts.everything(wish)

    def _step(self, wish: Wish) -> Parts:
        step = next((one for one in _STEPS if one == wish.text("step")), None)
        if step is None:
            return {}
        note = mask(" ".join(wish.text("note").split())[:200]).text
        self.drafts.store.step(reader_of(wish), wish.text("draft"), wish.number("version"), step, note)
        return self.drafts.everything(wish)

    def _keep(self, wish: Wish, head: Head, done: Sheet, what: str) -> None:
        self.drafts.store.change(
            reader_of(wish),
            head.id,
            head.version,
            lines_record(done),
            counts(done),
            len(done.open_lines),
            what,
            wish.text("line"),
        )

    def _put(self, wish: Wish, head: Head, lines: Mapping[str, Any], what: str, previous: int | None) -> None:
        """The lines of an earlier version as a new one."""
        reader = reader_of(wish)
        of = sheet(self.drafts.store.material(reader, head.id), lines)
        open_lines = len(of.open_lines)
        self.drafts.store.change(reader, head.id, head.version, lines, counts(of), open_lines, what, previous=previous)

    def _shown(self, wish: Wish, head: Head, of: Sheet, name: str, merged: str) -> Parts:
        """The reply and the sentence after a change, and what came of it in words."""
        line = next((one for one in of.lines if one.id == name), None)
        told = [word("planned", wish.language)] if line and line.modality == "planned" else []
        if line and state(line) != "template":
            name_of = word("signed_by", wish.language, name=line.signed) if state(line) == "signed" else ""
            told.insert(0, name_of or word(state(line), wish.language))
            told += [telling.told(check.detail, wish.language) for check in line.checks if not check.ok][:2]
        return {
            "draft_main": markup_draft_letter.main(self.drafts.view(wish, head, of)),
            "draft_bench": self._bench(wish, head, of, line),
            **letter("draft-changed", line=line.id if line else "", text=" · ".join(told), merged=merged),
        }

    def _bench(self, wish: Wish, head: Head, of: Sheet, line: Line | None) -> str:
        view = self.drafts.view(wish, head, of)
        return markup_draft_bench.bench(view, line, self._bodies(of, line) if line and view.editable else ())

    def _bodies(self, of: Sheet, line: Line) -> list[str]:
        """Departments that may be chosen, the responsible one first; only where a point can be left to one."""
        if line.sentence.request is None:
            return []
        kit = self.drafts.work.kit(of.inquiry.language)
        first = kit.words("responsible")
        return [first, *sorted(bodies(of, kit) - {first})]

    @staticmethod
    def _after(before: Sheet, after: Sheet, name: str) -> str:
        """The sentence to show: the new one where one came, else the one that was changed."""
        known = {line.id for line in before.lines}
        return next((line.id for line in after.lines if line.id not in known), name)


def _seen(wish: Wish, head: Head) -> None:
    if wish.number("version") != head.version:
        raise StaleDraftError(f"version {head.version} has come since; look at it first")
