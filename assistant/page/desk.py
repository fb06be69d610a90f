"""In: a wish of a browser, and whose it is. Out: the parts of the page that change, as values.

Every step goes through the store, which checks the owner. Knows no Gradio.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import Language
from assistant.errors import ConversationError
from assistant.page import export, markup, markup_desk, markup_document, markup_evidence
from assistant.page.asking import Asking, News
from assistant.page.conversations import Conversations, Turn, new_owner
from assistant.page.examples import examples
from assistant.page.interface_words import word
from assistant.page.wish import Parts, Wish, letter
from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from corpus.errors import UnknownBulletinError

_FROM = 3  # bulletins that examples are made from
_PATIENCE = 10.0  # seconds that a browser waits for news of an answer before it asks again
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown;charset=utf-8",
}


@dataclass(frozen=True)
class Desk:
    """The page's services: the assistant as it is now, the store, and the answers in work."""

    assistant: Callable[[], Assistant]
    store: Conversations
    asking: Asking
    settings: AssistantSettings

    def answers(self) -> dict[str, Callable[[Wish], Parts]]:
        """What answers each wish of the place 问答. Raises ConversationError for what is not the owner's."""
        return {
            "load": self.load,
            "refresh": self.everything,
            "new": lambda wish: self.everything(replace(wish, conversation="")),
            "open": self._open,
            "language": self._choose_language,
            "ask": self.ask,
            "retry": self.retry,
            "follow": self.follow,
            "stop": self.stop,
            "evidence": self._evidence,
            "document": self._document,
            "copy": self._take_along,
            "print": self._take_along,
            "export": self._export,
            "find": lambda wish: {"side": self._side(wish)},
            "rename": self._rename,
            "delete": self._delete,
        }

    def load(self, wish: Wish) -> Parts:
        """A browser opens the page; a new one gets its owner id."""
        self.store.retain(self.settings.retention_days)
        owner = wish.owner or new_owner()
        parts = self.everything(replace(wish, owner=owner, language=self.store.language(owner) or wish.language))
        return parts if wish.owner else {**parts, "owner": owner}

    def everything(self, wish: Wish) -> Parts:
        """All parts for a conversation; one that is not the owner's shows as an empty page."""
        turns: list[Turn] = []
        if wish.conversation:
            try:
                turns = self._turns(wish.owner, wish.conversation)
            except ConversationError:
                wish = replace(wish, conversation="")
        return {
            "conversation": wish.conversation,
            "language": wish.language,
            "side": self._side(wish),
            "scope": markup_desk.scope(self.assistant().holdings.all, wish.language),
            "thread": [_shown(turn, wish.language) for turn in turns],
            "evidence": self.panel(_last_answered(turns), wish.language),
            "welcome": "" if turns else self._welcome(wish),
            "work": turns[-1].id if turns and turns[-1].state == "asking" else 0,
        }

    def ask(self, wish: Wish) -> Parts:
        """Keep a question and begin to answer it; `follow` tells how it goes."""
        asked = wish.text("question").strip()
        if not asked:
            return {}
        if len(asked) > self.settings.max_question_characters:
            text = word("too_long", wish.language, most=self.settings.max_question_characters, count=len(asked))
            return letter("notice", text=text)
        try:
            conversation = self.store.get(wish.owner, wish.conversation).id
        except ConversationError:
            conversation = self.store.start(wish.owner, asked).id
        scope = wish.text("scope")
        turn = self.asking.begin(wish.owner, conversation, asked, {"bulletin_id": [scope]} if scope else {})
        return {
            "asked": asked,
            "conversation": conversation,
            "welcome": "",
            "side": self._side(replace(wish, conversation=conversation)),
            "turn": _shown(turn, wish.language),
            "work": turn.id,
        }

    def retry(self, wish: Wish) -> Parts:
        """Ask a question anew that got no answer."""
        old = self.store.turn(wish.owner, wish.number("turn"))
        self.store.forget_turn(wish.owner, old.id)
        scope = "".join(old.scope.get("bulletin_id", []))
        again = replace(wish, conversation=old.conversation, given={"question": old.question, "scope": scope})
        thread = [_shown(turn, wish.language) for turn in self._turns(wish.owner, old.conversation)]
        return {**self.ask(again), "thread": thread}

    def follow(self, wish: Wish) -> Parts:
        """News of an answer in work, as soon as there is more than the browser was `told`; its end brings the whole."""
        turn = self.store.turn(wish.owner, wish.number("turn"))
        news = self.asking.news(turn.id, wish.number("told"), _PATIENCE)
        if news is not None:
            return {"turn": _shown(turn, wish.language, news), "told": news.told, "work": turn.id}
        turn = self._lost(wish.owner, self.store.turn(wish.owner, turn.id))
        panel = self.panel(turn, wish.language)
        return {"turn": _shown(turn, wish.language), "evidence": panel, "work": 0, **letter("answered", turn=turn.id)}

    def stop(self, wish: Wish) -> Parts:
        """End what is in work in a conversation."""
        for turn in self._turns(wish.owner, wish.conversation):
            if turn.state == "asking":
                self.asking.stop(wish.owner, turn.id)
        turns = self._turns(wish.owner, wish.conversation)
        return {"thread": [_shown(turn, wish.language) for turn in turns], "work": 0}

    def panel(self, turn: Turn | None, language: Language) -> str:
        """The evidence of a turn; where several bulletins are held, each paragraph that is not cited names its own."""
        held = self.assistant().holdings.all
        names = {one.id: markup_desk.name_of(one) for one in held} if len(held) > 1 else {}
        return markup_evidence.panel(turn, language, names)

    def _open(self, wish: Wish) -> Parts:
        opened = self.store.get(wish.owner, wish.text("wanted"))
        return self.everything(replace(wish, conversation=opened.id))

    def _choose_language(self, wish: Wish) -> Parts:
        chosen: Language = "en" if wish.text("wanted") == "en" else "zh"
        self.store.choose_language(wish.owner, chosen)
        return self.everything(replace(wish, language=chosen))

    def _evidence(self, wish: Wish) -> Parts:
        turn = self.store.turn(wish.owner, wish.number("turn"))
        panel = self.panel(turn, wish.language)
        return {"evidence": panel, **letter("card", turn=turn.id, label=wish.text("label"), aim=wish.text("aim"))}

    def _take_along(self, wish: Wish) -> Parts:
        turn = self.store.turn(wish.owner, wish.number("turn"))
        rich = export.rich(turn, wish.language)
        return letter(wish.do, turn=turn.id, plain=export.plain(turn, wish.language), html=rich)

    def _rename(self, wish: Wish) -> Parts:
        self.store.rename(wish.owner, wish.text("wanted"), wish.text("title"))
        return {"side": self._side(wish)}

    def _delete(self, wish: Wish) -> Parts:
        gone = wish.text("wanted")
        self.store.delete(wish.owner, gone)
        return self.everything(replace(wish, conversation="") if gone == wish.conversation else wish)

    def _turns(self, owner: str, conversation: str) -> list[Turn]:
        """The turns, none of them waiting for an answer that nobody is computing."""
        return [self._lost(owner, turn) for turn in self.store.turns(owner, conversation)]

    def _lost(self, owner: str, turn: Turn) -> Turn:
        """A turn in work that no thread of this server works on was interrupted."""
        if turn.state != "asking" or self.asking.running(turn.id):
            return turn
        self.store.end(owner, turn.id, "interrupted")  # changes nothing if the answer came in between
        return self.store.turn(owner, turn.id)

    def _side(self, wish: Wish) -> str:
        found = self.store.of(wish.owner, wish.searched)
        days = self.settings.retention_days
        return markup_desk.conversations(found, wish.conversation, wish.searched, days, wish.language)

    def _welcome(self, wish: Wish) -> str:
        assistant = self.assistant()
        held = assistant.holdings.all
        few = [assistant.searcher.bulletin(holding.id) for holding in held[:_FROM]]
        may_add = wish.person.may("admin")
        return markup_desk.welcome(held, examples(few, wish.language), may_add, wish.language)

    def _document(self, wish: Wish) -> Parts:
        """A whole bulletin at `bulletin/paragraph`, what the turn cites of it marked."""
        address = wish.text("address")
        bulletin_id, _, paragraph = address.partition("/")
        try:
            bulletin = self.assistant().searcher.bulletin(bulletin_id)
        except UnknownBulletinError:
            shown = markup_document.gone(bulletin_id, wish.language)
            return {"document": shown, **letter("document", address=address)}
        answer = self.store.turn(wish.owner, wish.number("turn")).answer if wish.text("turn") else None
        cited = markup_document.cited(bulletin, (answer or {}).get("citations", ()))
        shown = markup_document.document(bulletin, address if paragraph else None, cited, wish.language)
        return {"document": shown, **letter("document", address=address)}

    def _export(self, wish: Wish) -> Parts:
        exported = self.store.get(wish.owner, wish.text("wanted"))
        turns = self.store.turns(wish.owner, exported.id)
        form = "docx" if wish.text("form") == "docx" else "md"
        if form == "docx":
            data = export.docx(exported, turns, wish.language)
        else:
            data = export.markdown(exported, turns, wish.language).encode()
        name = "".join(letter if letter.isalnum() else "-" for letter in exported.title).strip("-") or "export"
        encoded = base64.b64encode(data).decode()
        return letter("file", name=f"{name}.{form}", type=_TYPES[form], data=encoded)


def _shown(turn: Turn, language: Language, news: News | None = None) -> Mapping[str, Any]:
    """A question and its reply as the thread shows them; of an answer in work the sentences that are verified."""
    if turn.state != "asking":
        reply = markup.answered(turn, language)
    else:
        step = news.step if news else "search"
        sofar = replace(turn, answer=news.answer) if news else turn
        reply = markup.working(sofar, step, language)
    return {"id": turn.id, "question": markup.question(turn, language), "answer": reply}


def _last_answered(turns: Sequence[Turn]) -> Turn | None:
    return next((turn for turn in reversed(turns) if turn.answer), None)
