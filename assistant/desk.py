"""In: what a browser asks for, and whose it is. Out: the parts of the page that change, as values.

Every step goes through the store, which checks the owner. Knows no Gradio.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from assistant import export, markup, markup_desk, markup_document, markup_evidence
from assistant.answer import Language
from assistant.asking import Asking
from assistant.conversations import Conversations, Turn, new_owner
from assistant.errors import ConversationError
from assistant.examples import examples
from assistant.interface_words import word
from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from corpus.errors import AppError, UnknownBulletinError
from index.chunk import Scope

Parts = dict[str, Any]  # names of parts of the page -> their new values
_numbers = count()
_FROM = 3  # bulletins that examples are made from
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
    corpus: Path

    def load(self, owner: str, preferred: Language, context: Mapping[str, Any]) -> Parts:
        """A browser opens the page; a new one gets its owner id."""
        self.store.retain(self.settings.retention_days)
        known = owner or new_owner()
        language = self.store.language(known) or preferred
        parts = self.everything(known, str(context.get("conversation", "")), language)
        return parts if owner else {**parts, "owner": known}

    def everything(self, owner: str, conversation: str, language: Language, searched: str = "") -> Parts:
        """All parts for a conversation; one that is not the owner's shows as an empty page."""
        try:
            turns = self._turns(owner, conversation) if conversation else []
        except ConversationError:
            conversation, turns = "", []
        return {
            "conversation": conversation,
            "language": language,
            "top": markup_desk.top(language),
            "side": self._side(owner, conversation, searched, language),
            "scope": markup_desk.scope(self.assistant().holdings.all, language),
            "thread": self._thread(turns, language),
            "evidence": markup_evidence.panel(_last_answered(turns), language),
            "welcome": "" if turns else self._welcome(language),
            "work": str(turns[-1].id) if turns and turns[-1].state == "asking" else "",
        }

    def ask(
        self, owner: str, conversation: str, question: str, language: Language, context: Mapping[str, Any]
    ) -> Iterator[Parts]:
        """Keep a question, then follow its answer."""
        asked = question.strip()
        if not asked:
            return
        if len(asked) > self.settings.max_question_characters:
            text = word("too_long", language, most=self.settings.max_question_characters, count=len(asked))
            yield _courier("notice", text=text)
            return
        try:
            self.store.get(owner, conversation)
        except ConversationError:
            conversation = self.store.start(owner, asked).id
        wanted = str(context.get("scope", ""))
        turn = self.store.ask(owner, conversation, asked, {"bulletin_id": [wanted]} if wanted else {})
        self.asking.begin(owner, turn, _scope(turn))
        parts = {"box": "", "conversation": conversation, "welcome": ""}
        side = self._side(owner, conversation, str(context.get("searched", "")), language)
        yield {**parts, "side": side, "thread": self._thread(self._turns(owner, conversation), language)}
        yield from self._follow(owner, turn, language)

    def retry(self, owner: str, turn: int, language: Language) -> Iterator[Parts]:
        """Ask a question anew that got no answer."""
        old = self.store.turn(owner, turn)
        self.store.forget_turn(owner, turn)
        scope = {"scope": "".join(old.scope.get("bulletin_id", []))}
        yield from self.ask(owner, old.conversation, old.question, language, scope)

    def watch(self, owner: str, work: str, language: Language) -> Iterator[Parts]:
        """Follow the answer that the page shows to be in work, if it shows one."""
        if work:
            yield from self._follow(owner, self.store.turn(owner, int(work)), language)

    def _follow(self, owner: str, turn: Turn, language: Language) -> Iterator[Parts]:
        """The steps of a turn, then its statements one by one; it may be done already."""
        earlier = [one for one in self._turns(owner, turn.conversation) if one.id < turn.id]
        before = [*self._thread(earlier, language), _said("user", markup.question(turn, language))]
        for step in self.asking.steps(turn.id):
            yield {"thread": [*before, _said("assistant", markup.working(turn, step, language))]}
        turn = self.store.turn(owner, turn.id)
        for shown in range(1, len(turn.answer["statements"]) if turn.answer else 0):
            yield {"thread": [*before, _said("assistant", markup.answered(turn, language, shown))]}
        done = [*before, _said("assistant", markup.answered(turn, language))]
        yield {"thread": done, "evidence": markup_evidence.panel(turn, language), **_courier("answered", turn=turn.id)}

    def stop(self, owner: str, conversation: str, language: Language) -> Parts:
        """End what is in work in a conversation."""
        for turn in self._turns(owner, conversation):
            if turn.state == "asking":
                self.asking.stop(owner, turn.id)
        return {"thread": self._thread(self._turns(owner, conversation), language)}

    def act(self, wish: Mapping[str, Any], owner: str, conversation: str, language: Language) -> Parts:
        """What a click asks for; a wish that cannot be met becomes a notice."""
        searched = str(wish.get("searched", ""))
        try:
            match wish.get("do"):
                case "evidence":
                    turn = self.store.turn(owner, int(wish["turn"]))
                    card = _courier("card", turn=turn.id, label=wish.get("label", ""))
                    return {"evidence": markup_evidence.panel(turn, language), **card}
                case "document":
                    return self._document(owner, str(wish["address"]), wish.get("turn"), language)
                case "copy" | "print" as kind:
                    turn = self.store.turn(owner, int(wish["turn"]))
                    return _courier(kind, plain=export.plain(turn, language), html=export.rich(turn, language))
                case "export":
                    return self._export(owner, str(wish["conversation"]), str(wish["form"]), language)
                case "find":
                    return {"side": self._side(owner, conversation, searched, language)}
                case "rename":
                    self.store.rename(owner, str(wish["conversation"]), str(wish["title"]))
                    return {"side": self._side(owner, conversation, searched, language)}
                case "delete":
                    self.store.delete(owner, str(wish["conversation"]))
                    if wish["conversation"] != conversation:
                        return {"side": self._side(owner, conversation, searched, language)}
                    return self.everything(owner, "", language, searched)
                case "open":
                    self.store.get(owner, str(wish["conversation"]))
                    return self.everything(owner, str(wish["conversation"]), language, searched)
                case "language":
                    chosen: Language = "en" if wish.get("language") == "en" else "zh"
                    self.store.choose_language(owner, chosen)
                    return self.everything(owner, conversation, chosen, searched)
                case "new":
                    return self.everything(owner, "", language, searched)
                case _:
                    return self.everything(owner, conversation, language, searched)
        except ConversationError:
            return _courier("notice", text=word("not_yours", language))
        except AppError as fault:
            return _courier("notice", text=word("fault", language, fault=fault))

    def _turns(self, owner: str, conversation: str) -> list[Turn]:
        """The turns, none of them waiting for an answer that nobody is computing."""
        turns = self.store.turns(owner, conversation)
        lost = [turn for turn in turns if turn.state == "asking" and not self.asking.running(turn.id)]
        for turn in lost:
            self.store.end(owner, turn.id, "interrupted")  # changes nothing if the answer came in between
        return self.store.turns(owner, conversation) if lost else turns

    def _thread(self, turns: Sequence[Turn], language: Language) -> list[dict[str, str]]:
        messages = []
        for turn in turns:
            messages.append(_said("user", markup.question(turn, language)))
            waiting = turn.state == "asking"
            reply = markup.working(turn, "search", language) if waiting else markup.answered(turn, language)
            messages.append(_said("assistant", reply))
        return messages

    def _side(self, owner: str, conversation: str, searched: str, language: Language) -> str:
        found = self.store.of(owner, searched)
        return markup_desk.conversations(found, conversation, searched, self.settings.retention_days, language)

    def _welcome(self, language: Language) -> str:
        assistant = self.assistant()
        held = assistant.holdings.all
        few = [assistant.searcher.bulletin(holding.id) for holding in held[:_FROM]]
        return markup_desk.welcome(held, examples(few, language), self.corpus, language)

    def _document(self, owner: str, address: str, turn: object, language: Language) -> Parts:
        """A whole bulletin at `bulletin/paragraph`, what the turn cites of it marked."""
        bulletin_id, _, paragraph = address.partition("/")
        try:
            bulletin = self.assistant().searcher.bulletin(bulletin_id)
        except UnknownBulletinError:
            return {"document": markup_document.gone(bulletin_id, language), **_courier("document", address=address)}
        answer = self.store.turn(owner, int(str(turn))).answer if turn else None
        cited = markup_document.cited(bulletin, (answer or {}).get("citations", ()))
        shown = markup_document.document(bulletin, address if paragraph else None, cited, language)
        return {"document": shown, **_courier("document", address=address)}

    def _export(self, owner: str, conversation: str, form: str, language: Language) -> Parts:
        exported = self.store.get(owner, conversation)
        turns = self.store.turns(owner, conversation)
        if form == "docx":
            data = export.docx(exported, turns, language)
        else:
            form, data = "md", export.markdown(exported, turns, language).encode()
        name = "".join(letter if letter.isalnum() else "-" for letter in exported.title).strip("-") or "export"
        encoded = base64.b64encode(data).decode()
        return _courier("file", name=f"{name}.{form}", type=_TYPES[form], data=encoded)


def _said(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": str(content)}


def _courier(kind: str, **values: object) -> Parts:
    """A message to the page's script; its number makes the same message twice two messages."""
    return {"courier": json.dumps({"kind": kind, "number": next(_numbers), **values}, ensure_ascii=False)}


def _scope(turn: Turn) -> Scope | None:
    bulletins = turn.scope.get("bulletin_id")
    return Scope(bulletin_ids=tuple(bulletins)) if bulletins else None


def _last_answered(turns: Sequence[Turn]) -> Turn | None:
    return next((turn for turn in reversed(turns) if turn.answer), None)
