"""In: a wish of a browser about drafts. Out: the parts of the place 拟复 that change: lists, letters, tables, files.

Every step goes through the store, which checks the reader. Knows no Gradio; changing a draft is draft_desk_edit.py.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Language
from assistant.errors import DraftError, DraftRefusedError, LetterError
from assistant.letters import draft_batch
from assistant.letters.draft_batch import Line, file_name
from assistant.letters.draft_command import understood
from assistant.letters.draft_kept import Head
from assistant.letters.draft_sheet import Sheet, sheet
from assistant.letters.draft_states import Reader
from assistant.letters.draft_words import Words
from assistant.letters.drafting import Drafting
from assistant.letters.drafts import Drafts
from assistant.letters.inquiry import Given
from assistant.letters.inquiry_file import letter_in
from assistant.letters.inquiry_table import Row as Letter
from assistant.letters.inquiry_table import table_in
from assistant.letters.reply_docx import document, target
from assistant.page import markup_draft, markup_draft_history, markup_draft_letter
from assistant.page.desk import Desk
from assistant.page.draft_reasons import reason
from assistant.page.draft_view import View
from assistant.page.interface_words import word
from assistant.page.markup import Markup
from assistant.page.wish import Parts, Wish, letter

Answer = Callable[[Wish], Parts]
_PATIENCE = 10.0  # seconds that a browser waits for news of a draft before it asks again
_NAME = 40  # characters of a typed name
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class DraftDesk:
    """The page's services for drafts: the store, and the drafts in work."""

    desk: Desk
    store: Drafts
    work: Drafting

    def answers(self) -> dict[str, Answer]:
        """What answers each wish that opens, makes or takes along; a refusal is told in the page's language."""
        told: dict[str, Answer] = {
            "draft": self.everything,
            "draft-new": self._new,
            "draft-table": self._table,
            "draft-follow": self._follow,
            "draft-again": self._again,
            "draft-stop": self._stop,
            "draft-delete": self._delete,
            "draft-export": self._export,
            "draft-summary": self._summary,
            "draft-zip": self._zip,
        }
        return {name: refusing(answer) for name, answer in told.items()}

    def retained(self, answer: Answer) -> Answer:
        """The same answer; drafts that nobody has changed for long go first."""

        def answered(wish: Wish) -> Parts:
            self.store.retain(self.desk.settings.retention_days)
            return answer(wish)

        return answered

    def everything(self, wish: Wish) -> Parts:
        """All of the place, as its address says: a draft, its history, a table; nothing yet."""
        parts: Parts = {"draft_bench": markup_draft.teach(wish.language), "draft_progress": ""}
        follow = ""
        try:
            if wish.text("draft"):
                opened = self._draft(wish)
            elif wish.text("batch"):
                opened = self._batch(wish)
            else:
                opened = {"draft_side": self._lists(wish), "draft_main": markup_draft.start(wish.language)}
            follow = str(opened.pop("follow", ""))
        except DraftRefusedError as refused:
            told = markup_draft.refused(word(f"refused_{refused.key}", wish.language), wish.language)
            opened = {"draft_side": self._lists(wish), "draft_main": told}
        return {**parts, **opened, **letter("draft-shown", focus=wish.text("focus"), follow=follow)}

    def view(self, wish: Wish, head: Head, of: Sheet) -> View:
        reader = reader_of(wish)
        steps = tuple(self.store.steps(reader, head.id))
        return View(head, of, steps, reader, bool(wish.person.name), wish.language)

    def open(self, wish: Wish, number: int | None = None) -> tuple[Head, Sheet]:
        """A draft that is made, and its sheet at a version; the newest unless one is named."""
        reader, name = reader_of(wish), wish.text("draft")
        head = self.store.head(reader, name)
        version = self.store.version(reader, name, head.version if number is None else number)
        return head, sheet(self.store.material(reader, name), version.lines)

    def _draft(self, wish: Wish) -> Parts:
        news = self.work.news(wish.text("draft"), 0, 0)  # before it is read: what ends in between is read as ended
        head = self.store.head(reader_of(wish), wish.text("draft"))
        if head.work != "done":
            return {
                "draft_side": self._lists(wish),
                "draft_main": markup_draft.unmade(head, news, wish.language),
                "draft_progress": markup_draft.progress(news, wish.language, head.id),
                "follow": head.id if news else "",
            }
        view = self.view(wish, *self.open(wish))
        if wish.text("view") == "history":
            main = markup_draft_history.history(view, self.store.versions(view.reader, head.id))
        else:
            main = markup_draft_letter.main(view)
        from assistant.page.markup_draft_bench import bench

        return {
            "draft_side": markup_draft.requests(view),
            "draft_main": main,
            "draft_bench": bench(view, None, ()),
        }

    def _batch(self, wish: Wish) -> Parts:
        news = self.work.news(wish.text("batch"), 0, 0)  # before it is read, as above
        found, rows = self.store.rows(wish.owner, wish.text("batch"))
        return {
            "draft_side": self._lists(wish),
            "draft_main": markup_draft.batch(found, rows, news, wish.language),
            "draft_progress": markup_draft.progress(news, wish.language, found.id, batch=True),
            "follow": found.id if news else "",
        }

    def _lists(self, wish: Wish) -> Markup:
        reader = reader_of(wish)
        heads, batches = self.store.of(reader), self.store.batches(wish.owner)
        return markup_draft.lists(heads, batches, reader, self.desk.settings.retention_days, wish.language)

    def _new(self, wish: Wish) -> Parts:
        """Take a letter, pasted or uploaded; it is masked before anything of it is kept."""
        text, given = wish.text("text"), Given()
        if wish.text("data"):
            file = letter_in(_bytes(wish), Path(wish.text("name")).name)
            text, given = file.text, file.given
        if not text.strip():
            return letter("notice", text=word("draft_empty_letter", wish.language))
        return letter("draft-begun", draft=self.work.take(wish.owner, understood(text, given, self.desk.assistant())))

    def _table(self, wish: Wish) -> Parts:
        name = Path(wish.text("name")).name
        rows = table_in(_bytes(wish), name)
        return letter("draft-begun", batch=self.work.take_rows(wish.owner, name, rows))

    def _follow(self, wish: Wish) -> Parts:
        """News of a draft or a table in work, as soon as there is some; its end brings what came of it."""
        name = wish.text("draft") or wish.text("batch")
        news = self.work.news(name, wish.number("told"), _PATIENCE)
        if news is None:
            ended = self.everything(wish)
            if ended["letter"]["follow"]:  # begun again meanwhile, in another tab
                return ended
            return {**ended, **letter("draft-made", text=word("draft_ready", wish.language))}
        parts: Parts = {"told": news.told, "more": True}
        parts["draft_progress"] = markup_draft.progress(news, wish.language, name, batch=bool(wish.text("batch")))
        if wish.text("batch") and not wish.text("reading"):  # a table that has the keyboard stays as it is
            found, rows = self.store.rows(wish.owner, name)
            parts["draft_main"] = markup_draft.batch(found, rows, news, wish.language)
        return parts

    def _again(self, wish: Wish) -> Parts:
        if batch := wish.text("batch"):
            self.store.rows(wish.owner, batch)
            self.work.go_on(wish.owner, batch)
        else:
            head = self.store.head(reader_of(wish), wish.text("draft"))
            self.store.again(wish.owner, head.id)
            self.work.begin(wish.owner, head.id)
        return self.everything(wish)

    def _stop(self, wish: Wish) -> Parts:
        self.work.stop(wish.owner, wish.text("draft") or wish.text("batch"))
        return {}

    def _delete(self, wish: Wish) -> Parts:
        self._stop(wish)
        if wish.text("draft"):
            self.store.delete(wish.owner, wish.text("draft"))
        else:
            self.store.delete_batch(wish.owner, wish.text("batch"))
        return letter("draft-deleted")

    def _export(self, wish: Wish) -> Parts:
        """The Word file as the command writes it; a clean copy only when nothing in it is open."""
        head, of = self.open(wish)
        clean = bool(wish.text("clean"))
        if clean and of.open_lines:
            raise DraftRefusedError("open_lines", "some sentences are not supported; mend them or sign them off")
        words = Words.load(self.desk.settings.office.templates, of.inquiry.language)
        made = of.draft
        data = document(made, words, clean, "、".join(of.signatures))
        plain = "".join(one if one.isalnum() else "-" for one in head.title).strip("-")[:24]
        name = target(Path(f"reply-{plain}.docx" if plain else "reply.docx"), made, words, clean).name
        return _file(name, _WORD, data)

    def _summary(self, wish: Wish) -> Parts:
        found, rows = self.store.rows(wish.owner, wish.text("batch"))
        page = wish.text("page") if wish.text("page").startswith(("http://", "https://")) else ""
        links = [f"{page}?place=draft&draft={row.id}" if page else "" for row in rows]
        lines = [_summed(row, link, wish.language) for row, link in zip(rows, links, strict=True)]
        return _file(f"{Path(found.name).stem}-summary.xlsx", _WORKBOOK, draft_batch.workbook(lines))

    def _zip(self, wish: Wish) -> Parts:
        """Every reply of a table as the command would write it."""
        found, rows = self.store.rows(wish.owner, wish.text("batch"))
        file, taken = io.BytesIO(), set[str]()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for row in rows:
                if row.work != "done":
                    continue
                _, of = self.open(replace(wish, given={"draft": row.id}))
                words = Words.load(self.desk.settings.office.templates, of.inquiry.language)
                name = target(Path(file_name(Letter(row.row, row.row_id), taken)), of.draft, words).name
                archive.writestr(name, document(of.draft, words))
        return _file(f"{Path(found.name).stem}.zip", "application/zip", file.getvalue())


def reader_of(wish: Wish) -> Reader:
    """Who asks: the name of who logged in, else what was typed as one's name."""
    typed = " ".join(wish.text("signer").split())[:_NAME]
    return Reader(wish.owner, wish.person.name or typed, wish.person.may("writer"))


def refusing(answer: Answer) -> Answer:
    """The same answer; what is not allowed or a letter that is not taken becomes a notice in the page's language."""

    def answered(wish: Wish) -> Parts:
        try:
            return answer(wish)
        except DraftRefusedError as refused:
            return letter("notice", text=word(f"refused_{refused.key}", wish.language))
        except (LetterError, DraftError) as fault:
            return letter("notice", text=reason(str(fault), wish.language))

    return answered


def _summed(row: Head, link: str, language: Language) -> Line:
    done = row.work == "done"
    told = {name: row.counts.get(name, 0) for name in ("requests", "answered", "missing", "unsupported")}
    state = {"done": "drafted", "bad": "bad"}.get(row.work, "failed")
    return Line(row.row, row.row_id, "", state, **told, file=link if done else "", note=reason(row.note, language))


def _bytes(wish: Wish) -> bytes:
    try:
        return base64.b64decode(wish.text("data"), validate=True)
    except binascii.Error:
        return b""


def _file(name: str, kind: str, data: bytes) -> Parts:
    return letter("file", name=name, type=kind, data=base64.b64encode(data).decode())
