from __future__ import annotations

from typing import Any, cast

from assistant.access.person import Person
from assistant.app_frame import Frame
from assistant.page.wish import Parts, Wish


class Shelf:
    NAME = "corpus"
    ROLE = "evaluator"

    @staticmethod
    def build(frame: Frame) -> None:
        frame.answers["look"] = lambda wish: {"seen_by": wish.owner}
        frame.answers["language"] = _language
        frame.needs["language"] = "asker"


def _language(wish: Wish) -> Parts:
    return {"language": wish.language}


def _frame() -> Frame:
    frame = Frame(cast(Any, None), cast(Any, None), cast(Any, None))
    frame.add(Shelf)
    return frame


def test_a_wish_that_the_role_does_not_allow_becomes_a_notice() -> None:
    assert _frame().reply({"do": "look", "language": "en"}, Person("wang", "writer")) == {
        "letter": {"kind": "notice", "text": "Your account may not do this; ask an administrator."}
    }


def test_who_has_logged_in_is_the_owner_whatever_the_browser_sends() -> None:
    sent = {"do": "look", "owner": "user:li"}
    assert _frame().reply(sent, Person("wang", "evaluator")) == {"seen_by": "user:wang"}
    assert _frame().reply(sent, Person("", "admin")) == {"seen_by": ""}
    assert _frame().reply({"do": "look", "owner": "dGVzdA"}, Person("", "admin")) == {"seen_by": "dGVzdA"}


def test_the_bar_shows_the_places_that_the_role_may_see() -> None:
    frame = _frame()
    frame.places["ask"] = "asker"
    seen = frame.reply({"do": "language", "language": "en"}, Person("wang", "evaluator"))["top"]
    unseen = frame.reply({"do": "language", "language": "en"}, Person("li", "writer"))["top"]
    assert 'data-place="corpus"' in seen
    assert 'data-place="corpus"' not in unseen
