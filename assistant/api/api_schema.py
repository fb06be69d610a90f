"""The contract's JSON as types of the OpenAPI document: what is asked, an Answer, a hit, a bulletin, a refusal.

Values only; what they mean is said in DESIGN.md's contract and in assistant/answer.py.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(pattern=r"\S")]
Support = Literal["supported", "partly"]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChatMessage(_Asked):
    """One message of the chat before a question."""

    role: Literal["user", "assistant"]
    content: str


class ScopeBody(_Asked):
    """What the search is limited to."""

    bulletin_id: list[Text] = []
    place: list[Text] = []
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None

    def given(self) -> dict[str, Any]:
        """The contract's scope, without what was not given."""
        return {key: value for key, value in self.model_dump(mode="json", by_alias=True).items() if value}


class AskBody(_Asked):
    """A question with the chat before it."""

    question: Text
    history: list[ChatMessage] = Field(default=[], max_length=200)
    scope: ScopeBody | None = None


class SearchBody(_Asked):
    """A question for the search alone."""

    question: Text
    k: int = Field(default=10, ge=1, le=50, strict=True)
    scope: ScopeBody | None = None


class Check(BaseModel):
    kind: str
    ok: bool
    detail: str


class Statement(BaseModel):
    text: str
    citations: list[str]
    support: Support
    modality: Literal["done", "planned", "stated"]
    checks: list[Check]


class Citation(BaseModel):
    label: str
    bulletin_id: str
    title: str | None
    issuer: str | None
    place: dict[str, str]
    issued_on: date | None
    paragraph_id: str
    heading_path: list[str]
    paragraph_text: str
    quote: str
    start: int
    end: int


class Dropped(BaseModel):
    text: str
    reason: str
    citations: list[str]


class Hit(BaseModel):
    paragraph_id: str
    bulletin_id: str
    text: str
    score: float


class AnswerBody(BaseModel):
    """The contract's Answer."""

    question: str
    standalone_question: str
    language: Literal["zh", "en"]
    status: Literal["answered", "partial", "not_found", "refused", "failed"]
    reason: str | None
    lead: str
    text: str
    statements: list[Statement]
    citations: list[Citation]
    missing: list[str]
    suggestions: list[str]
    dropped: list[Dropped]
    hits: list[Hit]
    composer: str
    timings_ms: dict[str, float]


class FoundHit(Hit):
    heading_path: list[str]


class Found(BaseModel):
    """What a search found, best first."""

    hits: list[FoundHit]


class Held(BaseModel):
    """One bulletin without its text."""

    id: str
    title: str | None
    place: dict[str, str]
    issued_on: date | None
    published_on: date | None


class HeldParagraph(BaseModel):
    id: str
    heading_path: list[str]
    text: str
    start: int
    end: int


class Whole(Held):
    """One bulletin with its paragraphs; start and end count characters of its source text."""

    issuer: str | None
    source: str | None
    paragraphs: list[HeldParagraph]


class Index(BaseModel):
    corpus: str
    built_at: str
    bulletins: int
    paragraphs: int
    chunks: int
    model: str


class Health(BaseModel):
    """How the service is."""

    status: Literal["ok"]
    index: Index
    language_model: str | None
    users: int
    seconds_up: float


class Fault(BaseModel):
    message: str
    type: str
    code: str


class Problem(BaseModel):
    """Why a request was not done, and what to do."""

    error: Fault
