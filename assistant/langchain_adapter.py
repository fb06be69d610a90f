"""Search as a LangChain retriever, answering as a Runnable, the encoder as Embeddings: for programs built on LangChain.

Callbacks given in a config see every step of an answer. Nothing here knows how questions are answered.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import AsyncIterator, Iterator
from contextvars import Context, copy_context
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import ensure_config, run_in_executor, var_child_runnable_config
from pydantic import ConfigDict

from assistant.answer import Answer
from assistant.model import step
from assistant.pipeline import Assistant
from assistant.rewrite import Message, messages
from assistant.scope import scope_from_json
from index import embedding
from index.chunk import Hit, Scope
from index.embedder import Embedder
from index.search import Searcher
from index.settings import IndexSettings

Question = str | dict[str, Any]  # the question, or {"question", "history"?, "scope"?} as a line of a batch file has it


class BulletinRetriever(BaseRetriever):
    """The best paragraphs for a question as Documents, best first; `k` of them."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    searcher: Searcher
    k: int = 10
    scope: Scope | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        return [document(hit) for hit in self.searcher.search(query, self.k if k is None else k, self.scope)]


def document(hit: Hit) -> Document:
    """A paragraph with what is needed to cite it; its id is the paragraph's."""
    paragraph, bulletin = hit.paragraph, hit.bulletin
    issued = bulletin.issued_on
    about = {
        "paragraph_id": paragraph.id,
        "bulletin_id": bulletin.id,
        "title": bulletin.title,
        "issuer": bulletin.issuer,
        "issued_on": issued.isoformat() if issued else None,
        "heading_path": list(paragraph.heading_path),
        "start": paragraph.start,
        "end": paragraph.end,
        "score": hit.score,
    }
    return Document(paragraph.text, id=paragraph.id, metadata=about)


class BulletinEmbeddings(Embeddings):
    """The encoder that the settings of the index name; unit vectors."""

    def __init__(self, settings: IndexSettings | None = None, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or embedding.load(settings or IndexSettings())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [] if not texts else [[float(value) for value in row] for row in self._embedder.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self._embedder.queries([text])[0]]


class AnswerRunnable(Runnable[Question, dict[str, Any]]):
    """Answers as the contract's JSON object.

    `stream` gives {"step"}, then the answer so far as {"partial"} with each verified sentence of a language model, and
    at last {"answer"}. Errors of bad input are raised as they are anywhere else.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> dict[str, Any]:
        return _within(config).run(self._ask, input).to_json()

    async def ainvoke(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> dict[str, Any]:
        return await run_in_executor(config, self.invoke, input, config)

    def stream(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[dict[str, Any]]:
        news: queue.SimpleQueue[dict[str, Any] | BaseException] = queue.SimpleQueue()

        def work() -> None:
            try:
                answer = self._ask(
                    input,
                    on_step=lambda name: news.put({"step": name}),
                    on_answer=lambda partial: news.put({"partial": partial.to_json()}),
                )
                news.put({"answer": answer.to_json()})
            except BaseException as error:
                news.put(error)

        threading.Thread(target=_within(config).run, args=(work,), daemon=True, name="answering").start()
        while True:
            piece = news.get()
            if isinstance(piece, BaseException):
                raise piece
            yield piece
            if "answer" in piece:
                return

    async def astream(
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[dict[str, Any]]:
        pieces = self.stream(input, config)
        while (piece := await run_in_executor(config, next, pieces, None)) is not None:
            yield piece

    def _ask(self, asked: Question, **told: Any) -> Answer:
        question = asked if isinstance(asked, str) else asked["question"]
        history: tuple[Message, ...] = ()
        scope = None
        if isinstance(asked, dict):
            history = messages(asked.get("history") or [])
            scope = scope_from_json(asked["scope"], self._assistant.holdings) if asked.get("scope") else None
        return self._assistant.ask(question, history, scope, around=step, **told)


def _within(config: RunnableConfig | None) -> Context:
    """A context in which LangChain's parts are told of the config: its callbacks see what runs there."""
    context = copy_context()
    context.run(var_child_runnable_config.set, ensure_config(config))
    return context
