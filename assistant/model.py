"""In: [assistant.model] and a filled prompt. Out: what a language model says, whole or as it comes, within its time.

The door to LangChain's chat models. Every fault becomes a ModelFault. Does not know questions, sources or answers.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import SecretStr

from assistant.errors import ModelError
from assistant.settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.language_models import BaseChatModel

    from prompts.loader import Prompt

Reason = Literal["down", "slow", "busy", "refused", "cut", "babbling", "empty", "not_citing"]
_News = queue.SimpleQueue[str | BaseException | None]
_OPENAI = "https://api.openai.com/v1"  # named, so that no variable of the environment leads elsewhere
_NO_KEY = "none"
_ENDED = ("finish_reason", "stop_reason", "done_reason")


class ModelFault(Exception):  # noqa: N818 - a fault is what it is called everywhere
    """The model did not answer as it should; never shown as such, the extractive answer takes over."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason: Reason = reason


class LanguageModel(Protocol):
    """What the answer path needs of a language model."""

    @property
    def settings(self) -> ModelSettings: ...

    def begin(self) -> LanguageModel:
        """The same model with its time for one question running from now."""

    def complete(self, prompt: Prompt, most_tokens: int) -> str:
        """The whole reply. Raises ModelFault."""

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """The reply as it comes. Raises ModelFault, also after some of it came."""

    def step(self, name: str, given: dict[str, Any]) -> AbstractContextManager[Callable[[Any], None]]:
        """Tells the configured callbacks of a step; the value is called with what came out of it."""


def open_model(settings: ModelSettings | None) -> ChatModel | None:
    """The model that the settings name, or None. Raises ModelError when they name what is not there."""
    if settings is None:
        return None
    return ChatModel(settings, _chat(settings, _key(settings)), tuple(map(_handler, settings.callbacks)))


@dataclass(frozen=True)
class ChatModel:
    """A LangChain chat model on a leash; safe to share between threads."""

    settings: ModelSettings
    chat: BaseChatModel
    handlers: tuple[BaseCallbackHandler, ...] = ()
    until: float | None = None  # time.monotonic() at which the question in hand must be done

    def begin(self) -> ChatModel:
        return replace(self, until=time.monotonic() + self.settings.timeout)

    def complete(self, prompt: Prompt, most_tokens: int) -> str:
        text = "".join(self._pieces(prompt, most_tokens)).strip()
        if not text:
            raise ModelFault("empty")
        return text

    def stream(self, prompt: Prompt) -> Iterator[str]:
        return self._pieces(prompt, self.settings.answer_tokens)

    def step(self, name: str, given: dict[str, Any]) -> AbstractContextManager[Callable[[Any], None]]:
        return step(name, given, self.handlers, self.settings.langsmith)

    def _pieces(self, prompt: Prompt, most_tokens: int) -> Iterator[str]:
        """The reply's pieces; the reading is done in a thread of its own, so that no server can hold us."""
        deadline = self.until or time.monotonic() + self.settings.timeout
        news: _News = queue.SimpleQueue()
        left = threading.Event()
        told = (self._read, prompt, most_tokens, news, left)
        threading.Thread(target=copy_context().run, args=told, daemon=True, name="model").start()
        try:
            while True:
                try:
                    piece = news.get(timeout=max(deadline - time.monotonic(), 0.001))
                except queue.Empty:
                    raise ModelFault("slow", f"no whole answer within {self.settings.timeout:g} s") from None
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise _fault(piece) from piece
                yield piece
        finally:
            left.set()

    def _read(
        self,
        prompt: Prompt,
        most_tokens: int,
        news: _News,
        left: threading.Event,
    ) -> None:
        from langsmith import tracing_context

        try:
            with ExitStack() as around:
                if not self.settings.langsmith:
                    around.enter_context(tracing_context(enabled=False))
                ended = False
                limits: dict[str, Any] = {"max_tokens": most_tokens}
                for chunk in self.chat.stream(
                    [("system", prompt.system), ("user", prompt.user)], {"run_name": prompt.name}, **limits
                ):
                    if left.is_set():
                        return
                    ended = ended or any(chunk.response_metadata.get(key) for key in _ENDED)
                    if text := chunk.text:
                        news.put(text)
                news.put(None if ended else ModelFault("cut", "the reply ended in the middle"))
        except BaseException as fault:
            news.put(fault)


def _chat(settings: ModelSettings, key: str) -> BaseChatModel:
    limits: dict[str, Any] = {"temperature": 0, "timeout": settings.timeout, "max_retries": settings.retries}
    try:
        if settings.provider == "openai":
            from langchain_openai import ChatOpenAI

            return ChatOpenAI(
                model=settings.name,
                base_url=settings.base_url or _OPENAI,
                api_key=SecretStr(key),
                use_responses_api=False,
                stream_usage=False,
                **limits,
            )
        from langchain.chat_models import init_chat_model

        if settings.base_url:
            limits["base_url"] = settings.base_url
        if settings.api_key_env:
            limits["api_key"] = key
        chat: BaseChatModel = init_chat_model(settings.name, model_provider=settings.provider, **limits)
        return chat
    except ImportError as error:
        raise ModelError(
            f"[assistant.model] provider {settings.provider!r} needs a package that is not installed ({error}); "
            f"run: .venv/bin/pip install langchain-{settings.provider}"
        ) from error
    except ValueError as error:
        raise ModelError(f"[assistant.model] {error}; correct provider, name or base_url in the settings") from error


def _key(settings: ModelSettings) -> str:
    """The key from the environment, where the settings say that it is."""
    if not settings.api_key_env:
        return _NO_KEY
    key = os.environ.get(settings.api_key_env, "").strip()
    if not key:
        raise ModelError(
            f"the environment variable {settings.api_key_env} is not set ([assistant.model] api_key_env); "
            f"set it to the key of {settings.name}, or remove [assistant.model] to work without a model"
        )
    return key


def _handler(path: str) -> BaseCallbackHandler:
    module, _, name = path.partition(":")
    try:
        handler: BaseCallbackHandler = getattr(import_module(module), name)()
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise ModelError(
            f"[assistant.model] callbacks: {path!r} cannot be used ({error}); "
            "name a LangChain handler as package.module:Class"
        ) from error
    return handler


def _fault(error: BaseException) -> ModelFault:
    """What went wrong, told from the client's errors without importing a client."""
    if isinstance(error, ModelFault):
        return error
    status = getattr(error, "status_code", None)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if status == 429:
        return ModelFault("busy", str(error))
    if isinstance(status, int) and 400 <= status < 500:
        return ModelFault("refused", str(error))
    if any("Timeout" in kind for kind in kinds):
        return ModelFault("slow", str(error))
    if kinds & {"RemoteProtocolError", "ReadError", "IncompleteRead"}:
        return ModelFault("cut", str(error))
    return ModelFault("down", str(error))


@contextmanager
def step(
    name: str, given: dict[str, Any], handlers: tuple[BaseCallbackHandler, ...] = (), langsmith: bool = False
) -> Iterator[Callable[[Any], None]]:
    """A step of the answer path as a LangChain run: what runs inside is its child, callbacks see it begin and end."""
    from langchain_core.callbacks import CallbackManager
    from langchain_core.runnables.config import var_child_runnable_config
    from langsmith import tracing_context

    above = var_child_runnable_config.get()
    with ExitStack() as around:
        if not langsmith and above is None:
            around.enter_context(tracing_context(enabled=False))
        inherited = above.get("callbacks") if above else list(handlers)
        run = CallbackManager.configure(inheritable_callbacks=inherited).on_chain_start(None, given, name=name)
        outcome: list[Any] = []
        token = var_child_runnable_config.set({**(above or {}), "callbacks": run.get_child()})
        try:
            yield outcome.append
        except BaseException as error:
            run.on_chain_error(error)
            raise
        finally:
            var_child_runnable_config.reset(token)
        run.on_chain_end({"output": outcome[-1] if outcome else None})
