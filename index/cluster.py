"""The only door to Ray. In: batches of texts, out: their vectors in the same order, encoded by a cluster's workers.

A batch whose worker or machine dies is encoded again by another. Knows no index.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import AppError
from index import embedding
from index.embedder import Embedder, Encode, Encoded, encoded
from index.errors import ClusterError
from index.settings import IndexSettings

_ROOT = Path(__file__).parent.parent
_NOT_SENT = [
    "var",
    ".venv",
    ".git",
    "docs",
    "tests",
    "corpus/bulletins",
]  # of the checkout, which workers get a copy of
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
_TRIES = 20  # of a batch; one that kills twenty workers would kill any
_AHEAD = 2  # batches a worker has waiting, so that none is idle and the driver's memory stays small
_KNOCK = 10.0  # seconds for a cluster to take a connection
_START = "RAY_USAGE_STATS_ENABLED=0 ray start --head, and ray start --address=HOST:6379 on the other machines"


@contextmanager
def workers(address: str, settings: IndexSettings) -> Iterator[Encode]:
    """The workers of the cluster at `address` ("auto": the one of this machine), each with the settings' encoder.

    Raises ClusterError when there is none or it is lost, and what loading the encoder raises on a worker.
    """
    os.environ.update(_QUIET)  # read when ray is imported
    try:
        import ray
    except ImportError as error:
        raise ClusterError("Ray is not installed; run: .venv/bin/python -m pip install '.[cluster]'") from error
    environment = {"working_dir": str(_ROOT), "excludes": _NOT_SENT, "env_vars": _QUIET}
    try:
        _knock(address)
        ray.init(address, runtime_env=environment, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ClusterError(f"no Ray cluster answers at {address} ({said}); start one: {_START}") from error
    try:
        yield lambda batches: _in_order(ray, batches, _sent(settings))
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raises OSError when nothing listens there: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdecimal() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=_KNOCK).close()


def _in_order(ray: Any, batches: Iterable[list[str]], settings: str) -> Iterator[Encoded]:
    task = ray.remote(num_cpus=1, max_retries=_TRIES)(_encode)
    width = _AHEAD * max(int(ray.cluster_resources().get("CPU", 1)), 1)
    waiting: deque[Any] = deque()
    try:
        for texts in batches:
            waiting.append(task.remote(settings, texts))
            if len(waiting) > width:
                yield ray.get(waiting.popleft())
        while waiting:
            yield ray.get(waiting.popleft())
    except ray.exceptions.RayTaskError as error:
        cause = error.cause
        raise (
            cause if isinstance(cause, AppError) else ClusterError(f"a worker failed: {cause!r}; see its log")
        ) from error
    except ray.exceptions.RayError as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ClusterError(f"the Ray cluster was lost ({said}); start it again, then: index build --ray") from error


def _sent(settings: IndexSettings) -> str:
    """The settings as a worker needs them: it runs in another folder, so paths are whole."""
    model = Path(settings.embedding_model)
    named = str(model.absolute()) if model.is_dir() else settings.embedding_model
    record = settings.model_copy(update={"models": settings.models.absolute(), "embedding_model": named})
    return record.model_dump_json()


def _encode(settings: str, texts: list[str]) -> Encoded:
    return encoded(_embedder(settings), texts)


@lru_cache(maxsize=1)  # a worker's process lives from batch to batch, and loading takes longer than encoding one
def _embedder(settings: str) -> Embedder:
    return embedding.load(IndexSettings(**json.loads(settings)))
