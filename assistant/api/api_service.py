"""In: the settings and the assistant. Out: what page and API share: who is who, limits, audit, metrics.

Knows neither FastAPI nor Gradio.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant import fluent
from assistant.access.audit import Audit, digest
from assistant.access.person import Person, Role
from assistant.access.sessions import Sessions
from assistant.access.users import Users, ready
from assistant.answer import Answer
from assistant.api.api_limits import Limits
from assistant.api.api_metrics import Metrics
from assistant.api.api_refusal import Refusal, too_fast
from assistant.page.interface_words import word
from assistant.page.wish import Parts, Wish
from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings

_DRAFTING = ("draft-new", "draft-again", "draft-table")  # wishes that have letters answered
_ASKING = ("ask", "retry", *_DRAFTING)  # wishes of the page that put questions
_LEAVING = ("file", "copy", "print")  # letters to the page's script that carry an answer or a file away
_SHORT, _FEW = 200, 12  # of what came with an administrator's wish: characters, and how many of them
_NOT_KEPT = ("do", "owner", "conversation", "language", "searched", "data")


@dataclass(frozen=True)
class Service:
    """The services of one running server; safe to share between threads."""

    settings: AssistantSettings
    assistant: Callable[[], Assistant]
    users: Users
    sessions: Sessions
    audit: Audit
    limits: Limits
    metrics: Metrics
    room: threading.BoundedSemaphore  # entered around each answer and search: so many are computed at once

    @classmethod
    def over(cls, assistant: Callable[[], Assistant], settings: AssistantSettings) -> Service:
        """Raises ServiceError while there is no user, UserError when they cannot be read."""
        users = ready(settings.service)
        sessions = Sessions(users, settings.service.session_hours)
        audit = Audit(settings.service.audit, settings.service.audit_days)
        metrics = Metrics(lambda: version(assistant()), lambda: sum(user.sessions for user in users.all()))
        room = threading.BoundedSemaphore(settings.service.answers_at_once)
        return cls(settings, assistant, users, sessions, audit, Limits(settings.service), metrics, room)

    def may_ask(self, person: Person) -> None:
        """Counts a question of the API. Raises Refusal when the minute is full."""
        if wait := self.limits.question(person.id):
            raise too_fast(word("too_many_questions", "en", **self._pace(wait)), wait)

    def refuse(self, wish: Wish) -> str:
        """Why a wish of the page is not answered now; "" when it is."""
        if wish.do in _ASKING and (wait := self.limits.question(wish.person.id)):
            return word("too_many_questions", wish.language, **self._pace(wait))
        return ""

    def answered(self, by: str, where: str, answer: Answer, assistant: Assistant) -> None:
        """Keep in audit and metrics what was asked and what became of it. Raises AuditError."""
        self.audit.answered(by, where, answer.to_json(), version(assistant)["corpus"])
        self.metrics.answered(where, answer, fluent.fault_of(answer) if self.settings.model else None)

    def answered_on_page(self, owner: str, answer: Answer, assistant: Any) -> None:
        """The same, told by the thread that answers the page's questions."""
        self.answered(self.users.name_of_owner(owner), "page", answer, assistant)

    def told(self, wish: Wish, parts: Parts, needed: Role) -> None:
        """Keep in the audit log what leaves the page as a file, a copy or a print, and what only administrators do."""
        letter = parts.get("letter") or {}
        if letter.get("kind") in _LEAVING:
            carried = str(letter.get("data") or letter.get("plain") or "")
            about = {"name": letter.get("name"), "turn": letter.get("turn"), "content": digest(carried.encode())}
            self.audit.note("export", wish.person.name, wish=wish.do, **{k: v for k, v in about.items() if v})
        if wish.do in _DRAFTING and letter.get("kind") != "notice":
            self.audit.note("draft", wish.person.name, wish=wish.do, draft=letter.get("draft") or wish.text("draft"))
        if needed == "admin" and not wish.text("more"):  # a piece of a file is not yet a change
            given = {key: str(value)[:_SHORT] for key, value in wish.given.items() if key not in _NOT_KEPT}
            self.audit.note("change", wish.person.name, wish=wish.do, given=dict(list(given.items())[:_FEW]))

    def _pace(self, wait: int) -> dict[str, int]:
        return {"most": self.settings.service.questions_per_minute, "seconds": wait}


def version(assistant: Assistant) -> dict[str, str]:
    """Which index answers: the fingerprint of its corpus, when it was built."""
    held = assistant.searcher.manifest
    return {"corpus": held.corpus[:16], "built_at": held.built_at}


def refused(person: Person, needed: str) -> Refusal:
    """403: the role does not allow it."""
    return Refusal(
        403, "role", f"this needs the role {needed}, {person.name} is {person.role}; ask an administrator for it"
    )
