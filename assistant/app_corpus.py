"""The place 语料 of the page: the bulletins held, adding and removing them, the index kept up to date meanwhile.

In: the corpus folder and its settings. Out: four parts and the wishes they answer. All may look, admins change.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant import app_corpus_markup, app_corpus_work
from assistant.access.person import Role
from assistant.app_corpus_markup import AREA_MARK
from assistant.app_frame import Frame
from assistant.page import markup_desk
from assistant.page.corpus_list import STATES, CorpusList, Wanted
from assistant.page.updating import Do, Updating, Work
from assistant.page.wish import Parts, Wish, letter
from assistant.pipeline import Assistant
from corpus import aside, fetching
from corpus.errors import FetchError, ReadError
from index.embedder import Embedder
from index.settings import IndexSettings

_PATIENCE = 10.0  # seconds that a browser waits for news before it asks again
_MOST_ADDRESSES = 100
_CHANGES: dict[str, Do] = {"corpus-remove": "remove", "corpus-reread": "reread"}


class Corpus:
    """The place: a value of PLACES that knows the folder it lists and the index it keeps up to date."""

    NAME = "corpus"
    ROLE: Role = "asker"

    def __init__(
        self,
        folder: Path,
        allow_private_hosts: Collection[str],
        index: IndexSettings,
        load: Callable[[IndexSettings], Embedder],
    ) -> None:
        self._folder = folder
        self._list = CorpusList(folder)
        self._updating = Updating(folder, allow_private_hosts, index, load)
        self._assistant: Callable[[], Assistant]

    def build(self, frame: Frame) -> None:
        """Lay the place out; it is filled when it is looked at."""
        import gradio as gr

        self._assistant = frame.desk.assistant
        with gr.Row(elem_id="shelf-place"):
            with gr.Column(elem_id="corpus-main"):
                frame.html("corpus_list")
            with gr.Column(elem_id="corpus-side"):
                for name in ("corpus_work", "corpus_add", "corpus_removed"):
                    frame.html(name)
        frame.answers |= {"corpus": self._everything, "corpus-follow": self._follow}
        changes: dict[str, Callable[[Wish], Parts]] = {
            "corpus-upload": self._upload,
            "corpus-fetch": self._fetch,
            "corpus-remove": self._change,
            "corpus-reread": self._change,
            "corpus-restore": self._restore,
            "corpus-update": self._update,
            "corpus-stop": self._stop,
            "corpus-dismiss": self._dismiss,
        }
        frame.answers |= changes
        frame.needs |= dict.fromkeys(changes, "admin")

    def _everything(self, wish: Wish) -> Parts:
        """All of the place, the list as its address says."""
        side = {"corpus_add": app_corpus_work.adding(_may(wish), wish.language)}
        work = self._updating.now  # before the files are looked at: what ends in between is followed to its end
        shown = letter("corpus-shown", focus=wish.text("focus"), work=not work.ended)
        return {**side, **self._work(wish, work), **self._listed(wish), **shown}

    def _listed(self, wish: Wish) -> Parts:
        assistant = self._assistant()
        area = tuple(part for part in wish.text("area").split(AREA_MARK) if part)
        state = wish.text("state") if wish.text("state") in STATES else ""
        wanted = Wanted(area, wish.text("words").strip(), state, max(1, wish.number("page")))
        found = self._list.listed(assistant.searcher, assistant.holdings.all, wanted)
        return {"corpus_list": app_corpus_markup.listing(found, _may(wish), wish.language)}

    def _work(self, wish: Wish, work: Work) -> Parts:
        recent = datetime.now(UTC) - timedelta(days=aside.KEPT_DAYS)
        removed = [one for one in aside.removed(self._folder) if one.at > recent]
        return {
            "corpus_work": app_corpus_work.progress(work, _may(wish), wish.language),
            "corpus_removed": app_corpus_work.removed(removed, _may(wish), wish.language),
        }

    def _follow(self, wish: Wish) -> Parts:
        """News of the work, as soon as there is some; its end brings the list, and what other places show of it."""
        work = self._updating.news(wish.number("told"), _PATIENCE)
        if not work.ended:
            shown: Parts = {"corpus_work": app_corpus_work.progress(work, _may(wish), wish.language)}
            if work.stage != wish.text("stage"):  # what was added stands in the list, and waits
                shown |= self._listed(wish)
            return {**shown, "told": work.told, "stage": work.stage, "more": True}
        scope = markup_desk.scope(self._assistant().holdings.all, wish.language)
        return {**self._work(wish, work), **self._listed(wish), "scope": scope, **letter("corpus-ended")}

    def _upload(self, wish: Wish) -> Parts:
        """A piece of a file, or all of one; when it is whole it is read and added in the background."""
        name = Path(wish.text("name").replace("\\", "/")).name
        try:
            data = base64.b64decode(wish.text("data"), validate=True)
        except binascii.Error:
            data = b""
        more = wish.text("more") == "yes"
        self._updating.upload(name or "bulletin", data, wish.owner + wish.text("key"), wish.number("at"), more)
        return {} if more else self._begun(wish)

    def _fetch(self, wish: Wish) -> Parts:
        lines = [line.strip() for line in wish.text("addresses").splitlines() if line.strip()]
        if not lines:
            raise FetchError("there is no address; give one that begins with http:// or https://, one a line")
        if len(lines) > _MOST_ADDRESSES:
            raise ReadError(f"more than {_MOST_ADDRESSES} addresses at once; give the rest when those are done")
        addresses = [line if fetching.is_address(line) else f"https://{line}" for line in lines]
        self._updating.put([("address", address, address) for address in dict.fromkeys(addresses)])
        return {**self._begun(wish), **letter("corpus-fetching")}

    def _change(self, wish: Wish) -> Parts:
        bulletin = wish.text("bulletin")
        self._updating.put([(_CHANGES[wish.do], bulletin, bulletin)])
        return self._begun(wish)

    def _restore(self, wish: Wish) -> Parts:
        key = wish.text("key")
        name = next((one.path.name for one in aside.removed(self._folder) if one.key == key), key)
        self._updating.put([("restore", key, name)])
        return self._begun(wish)

    def _update(self, wish: Wish) -> Parts:
        self._updating.put([])
        return self._begun(wish)

    def _stop(self, wish: Wish) -> Parts:
        self._updating.stop()
        return {}

    def _dismiss(self, wish: Wish) -> Parts:
        self._updating.dismiss()
        return self._work(wish, self._updating.now)

    def _begun(self, wish: Wish) -> Parts:
        return {**self._work(wish, self._updating.now), **letter("corpus-begun")}


def _may(wish: Wish) -> bool:
    return wish.person.may("admin")
