"""In: the settings. Out: findings: what would leave the machine, whether what is needed works, how the index stands.

Sends one short request to the language model, if one is configured, and nothing else. Changes nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from assistant.model import ModelFault, open_model
from assistant.settings import AssistantSettings, ModelSettings
from assistant.upkeep import doctor_machine
from assistant.upkeep.doctor_machine import Finding
from assistant.upkeep.kept import Place
from corpus.errors import AppError, EmptyCorpusError
from corpus.reader import fingerprint
from index import generations
from index.search import Searcher
from index.settings import IndexSettings
from prompts.loader import Prompt

_PING = Prompt("doctor", "Reply with the word ok.", "ok?")
_PATIENCE = 30.0  # seconds
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_UPDATE = "make index (python -m index sync)"


def examine(
    index: IndexSettings, settings: AssistantSettings, corpus: Path, places: Sequence[Place] = ()
) -> list[Finding]:
    """Everything that was found, faults included; raises nothing of its own."""
    return [
        doctor_machine.encoder(index),
        *_index(index, corpus),
        doctor_machine.disk(index),
        doctor_machine.port(settings),
        *doctor_machine.databases(places),
        *doctor_machine.users(settings),
        *doctor_machine.restored(),
        *_model(settings.model),
        _vectors(index),
        _tracing(settings.model),
    ]


def _index(settings: IndexSettings, corpus: Path) -> Iterator[Finding]:
    try:
        searcher = Searcher.open(settings)
    except AppError as error:
        yield Finding("index", False, str(error))
        return
    held = searcher.manifest
    generation = generations.current(settings.folder).name
    detail = (
        f"{settings.folder}: {held.bulletins} bulletins, {held.chunks} sentences; schema {held.schema}, {generation}"
    )
    yield Finding("index", True, f"{detail}, vectors {searcher.store}")
    try:
        stale = fingerprint(corpus) != held.corpus
    except EmptyCorpusError as error:
        yield Finding("corpus", False, str(error))
        return
    detail = f"{corpus} has changed since it was indexed" if stale else f"{corpus} is as it was indexed"
    yield Finding("corpus", not stale, detail, _UPDATE)


def _vectors(index: IndexSettings) -> Finding:
    """Where vectors and the vectors of questions go."""
    if not index.chroma_url:
        return Finding("vectors", True, f"embedded in {index.folder}; they do not leave the machine")
    host = urlsplit(index.chroma_url).hostname
    away = "on this machine" if host in _LOOPBACK else "vectors of sentences and questions leave the machine, no text"
    return Finding("vectors", True, f"on the Chroma server at {index.chroma_url}: {away}")


def _model(settings: ModelSettings | None) -> Iterator[Finding]:
    if settings is None:
        yield Finding("language model", True, "off: no [assistant.model] in the settings; nothing leaves this machine")
        return
    where = settings.base_url or f"the own address of {settings.provider}"
    host = urlsplit(settings.base_url or "").hostname
    away = "this machine only" if host in _LOOPBACK else "this text leaves the machine"
    yield Finding("language model", True, f"{settings.name} ({settings.provider}) at {where}: {away}")
    yield Finding("sent there", True, "; ".join(_sent(settings)))
    key = settings.api_key_env
    given = bool(key and os.environ.get(key, "").strip())
    yield Finding("key", given or not key, _key(key, given))
    yield _reached(settings)


def _sent(settings: ModelSettings) -> Iterator[str]:
    yield f"the question, with up to {settings.context_tokens} tokens of bulletin text, to compose the answer"
    if settings.rewrite:
        yield "a follow-up with the last five questions, to make it standalone"
    if settings.translate:
        yield "an English question, to search in Chinese"
    if settings.smooth:
        yield "sentences of bulletins, to join them in a reply to a letter; nothing of the letter"
    yield "never: answers, ids, other conversations; personal numbers are masked first"


def _key(variable: str | None, given: bool) -> str:
    if variable is None:
        return "none is sent"
    return f"from the environment variable {variable}" + ("" if given else ", which is not set; set it")


def _reached(settings: ModelSettings) -> Finding:
    begun = time.monotonic()
    try:
        quick = {"timeout": min(settings.timeout, _PATIENCE), "retries": 0, "callbacks": ()}
        if model := open_model(settings.model_copy(update=quick)):
            model.complete(_PING, 5)
    except ModelFault as fault:
        return Finding("model reached", False, f"{fault.reason}: {fault}; check base_url, name and key")
    except AppError as error:
        return Finding("model reached", False, str(error))
    return Finding("model reached", True, f"it answered in {time.monotonic() - begun:.1f} s")


def _tracing(settings: ModelSettings | None) -> Finding:
    asked = any(
        os.environ.get(name, "").lower() in ("true", "1")
        for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING")
    )
    if settings and settings.langsmith:
        return Finding("traces", True, "LangSmith may be sent traces, as its environment variables say")
    handlers = ", ".join(settings.callbacks) if settings else ""
    off = "LangSmith's variables are set and not followed: langsmith is off in the settings" if asked else "none"
    return Finding("traces", True, f"to {handlers}" if handlers else off)
