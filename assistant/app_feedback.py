"""What a reader says of an answer, in the place 问答: good or bad, what is wrong, a case made of it.

In: the frame. Out: two parts and the wishes they answer; evaluation is imported when a case is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.app_frame import Frame
from assistant.page import markup_feedback
from assistant.page.conversations import Turn
from assistant.page.desk import Desk
from assistant.page.feedback import Feedback, Said
from assistant.page.interface_words import word
from assistant.page.wish import Parts, Wish, letter

_SHOWS_A_THREAD = ("load", "refresh", "new", "open", "language", "retry", "delete")


def build(frame: Frame) -> None:
    """Add the form above the evidence, and the verdicts to whatever shows another thread."""
    frame.html("correction")
    frame.html("verdicts")
    panel = Panel(frame.desk, Feedback(frame.desk.settings.conversations))
    for name in _SHOWS_A_THREAD:
        frame.answers[name] = panel.with_verdicts(frame.answers[name])
    frame.needs["make-case"] = "evaluator"
    frame.answers |= {
        "judge": panel.judge,
        "correct": panel.correct,
        "save-correction": panel.save,
        "make-case": panel.make_case,
        "cancel-correction": panel.close,
    }


@dataclass(frozen=True)
class Panel:
    """The desk, and the store of what is said; both check the owner."""

    desk: Desk
    feedback: Feedback

    def with_verdicts(self, answer: Callable[[Wish], Parts]) -> Callable[[Wish], Parts]:
        """The same answer, with the verdicts on the thread that it shows; a form for another thread closes."""

        def answered(wish: Wish) -> Parts:
            parts = answer(wish)
            if "thread" not in parts:
                return parts
            given = self.feedback.verdicts(parts.get("owner", wish.owner), parts["conversation"])
            return {"verdicts": markup_feedback.verdicts(given), "correction": "", **parts}

        return answered

    def judge(self, wish: Wish) -> Parts:
        """Call an answer good or bad; saying the same again takes it back."""
        turn = self._turn(wish)
        verdict = wish.text("verdict")
        held = self.feedback.of(wish.owner, turn.id)
        if held and held.verdict == verdict:
            self.feedback.unsay(wish.owner, turn.id)
        else:
            self.feedback.say(wish.owner, turn.id, Said(verdict))
        return self._verdicts(wish, turn)

    def correct(self, wish: Wish) -> Parts:
        """Open the form for an answer, its evidence beneath."""
        turn = self._turn(wish)
        return {
            "correction": markup_feedback.form(turn, self.feedback.of(wish.owner, turn.id), wish.language),
            "evidence": self.desk.panel(turn, wish.language),
            **letter("correcting", turn=turn.id),
        }

    def save(self, wish: Wish) -> Parts:
        """Keep what the form holds."""
        turn = self._turn(wish)
        self._keep(wish, turn)
        told = letter("corrected", turn=turn.id, text=word("correction_kept", wish.language))
        return {**self._verdicts(wish, turn), "correction": "", **told}

    def make_case(self, wish: Wish) -> Parts:
        """Keep what the form holds, and make a case of it in a set of one's own."""
        from evals.errors import SetError
        from evals.shelf import Shelf
        from evals.staff_case import SET, case_of

        turn = self._turn(wish)
        said = self._keep(wish, turn)
        try:
            case = case_of(turn, self.desk.store.turns(wish.owner, turn.conversation), said)
        except SetError:
            return letter("notice", text=word("pick_first", wish.language))
        own = self.desk.settings.own_sets
        Shelf(own, own).put(SET, [case])
        text = word("case_made", wish.language, case=case.id, set=SET)
        return {**self._verdicts(wish, turn), "correction": "", **letter("corrected", turn=turn.id, text=text)}

    def close(self, wish: Wish) -> Parts:
        """Close the form; what it held is not kept."""
        return {"correction": "", **letter("corrected", turn=wish.number("turn"), text="")}

    def _turn(self, wish: Wish) -> Turn:
        return self.desk.store.turn(wish.owner, wish.number("turn"))

    def _keep(self, wish: Wish, turn: Turn) -> Said:
        answer = turn.answer or {"citations": [], "hits": []}
        offered = {one["paragraph_id"] for one in [*answer["citations"], *answer["hits"]]}
        picked = tuple(name for name in _texts(wish, "paragraphs") if name in offered)
        faults = tuple(_texts(wish, "faults"))
        held = self.feedback.of(wish.owner, turn.id)
        verdict = "good" if held and held.verdict == "good" and not faults else "bad"
        said = Said(verdict, faults, picked, wish.text("note").strip())
        self.feedback.say(wish.owner, turn.id, said)
        return said

    def _verdicts(self, wish: Wish, turn: Turn) -> Parts:
        return {"verdicts": markup_feedback.verdicts(self.feedback.verdicts(wish.owner, turn.conversation))}


def _texts(wish: Wish, name: str) -> list[str]:
    """A list of texts that a browser sent; anything else counts as empty."""
    sent = wish.given.get(name)
    return [one for one in sent if isinstance(one, str)] if isinstance(sent, list) else []
