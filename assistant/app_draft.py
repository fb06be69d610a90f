"""The place 拟复 of the page: letters and drafts left, the reply in the middle, its evidence right.

In: the frame. Out: four parts and the wishes they answer; what they hold is the draft desk's.
"""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from assistant.access.person import Role
from assistant.app_frame import Frame
from assistant.letters.drafting import Drafting
from assistant.letters.drafts import Drafts
from assistant.page import markup_document
from assistant.page.draft_desk import DraftDesk, refusing
from assistant.page.draft_desk_edit import Editing
from assistant.page.wish import Parts, Wish, letter
from corpus.errors import UnknownBulletinError

NAME = "draft"
ROLE: Role = "writer"


def build(frame: Frame) -> None:
    """Lay the place out; it is filled when it is looked at."""
    desk = frame.desk
    store = Drafts(desk.settings.conversations)
    work = Drafting(desk.assistant, store, desk.settings.office, desk.asking.room)
    drafts = DraftDesk(desk, store, work)
    with gr.Row(elem_id="drafting"):
        with gr.Column(elem_id="draft-side"):
            frame.html("draft_side")
        with gr.Column(elem_id="draft-middle"):
            frame.html("draft_progress")
            frame.html("draft_main")
        with gr.Column(elem_id="draft-right"):
            frame.html("draft_bench")
    frame.answers |= {**drafts.answers(), **Editing(drafts).answers()}
    frame.answers["load"] = drafts.retained(frame.answers["load"])
    frame.answers["document"] = _with_drafts(drafts, frame.answers["document"])


def _with_drafts(drafts: DraftDesk, answer: Callable[[Wish], Parts]) -> Callable[[Wish], Parts]:
    """A bulletin asked for beside a draft has the draft's citations marked."""

    def answered(wish: Wish) -> Parts:
        if not wish.text("draft"):
            return answer(wish)
        _, of = drafts.open(wish)
        address = wish.text("address")
        name, _, paragraph = address.partition("/")
        try:
            bulletin = drafts.desk.assistant().searcher.bulletin(name)
        except UnknownBulletinError:
            return answer(wish)
        cited = markup_document.cited(bulletin, [citation.to_json() for citation in of.draft.citations])
        shown = markup_document.document(bulletin, address if paragraph else None, cited, wish.language)
        return {"document": shown, **letter("document", address=address)}

    return refusing(answered)
