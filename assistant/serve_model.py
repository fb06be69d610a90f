"""In: a GGUF file. Out: its model served on 127.0.0.1 in OpenAI's protocol, and the settings that use it.

The door to xllamacpp (extra `local-llm`). Nothing is fetched. Does not know questions or answers.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import ModelError
from assistant.settings import ModelSettings

HOST = "127.0.0.1"
_CONTEXT = 8192  # tokens of prompt and reply
_PATIENCE = 300.0  # seconds until a model must have loaded


def serve(file: Path, port: int, threads: int | None = None) -> None:
    """Serve until stopped. Raises ModelError when the file, the port or the extra is not there."""
    _check(file)
    try:
        from xllamacpp import CommonParams, Server
    except ImportError as error:
        raise ModelError(
            "serving a model file needs the extra local-llm; run: .venv/bin/pip install '.[local-llm]'"
        ) from error
    with socket.socket() as trial:
        if trial.connect_ex((HOST, port)) == 0:
            raise ModelError(f"port {port} is in use; choose another one with --port")
    params = CommonParams()
    params.model.path = str(file)
    params.model_alias = {file.stem}
    params.hostnames = [HOST]
    params.port = port
    params.n_ctx, params.n_parallel = _CONTEXT, 1
    params.offline = True
    params.cors_origins = f"http://{HOST}:{port}"  # llama.cpp's default lets any web page ask the model
    for use in (params.cpuparams, params.cpuparams_batch):
        use.n_threads = threads or os.cpu_count() or 1
        use.poll = 0  # a thread that waits leaves its core to others
    server = Server(params)
    print(f"{file.name}: {server.listening_address}/v1 (Ctrl-C stops it)", flush=True)
    while True:
        time.sleep(60)


@contextlib.contextmanager
def served(file: Path) -> Iterator[ModelSettings]:
    """The settings of the model while it is served by a process of its own, on a free port."""
    _check(file)
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve-model", str(file.resolve()), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(server, port, file)
        yield ModelSettings(name=file.stem, base_url=f"http://{HOST}:{port}/v1", timeout=120)
    finally:
        server.terminate()
        server.wait()


def _check(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            magic = opened.read(4)
    except OSError as error:
        raise ModelError(f"cannot read the model {file}: {error.strerror}; give the path of a GGUF file") from error
    if magic != b"GGUF":
        raise ModelError(f"{file} is not a GGUF file; give the path of a model in that form")


def _wait(server: subprocess.Popen[bytes], port: int, file: Path) -> None:
    """Until the model has loaded."""
    until = time.monotonic() + _PATIENCE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), opener.open(f"http://{HOST}:{port}/v1/models", timeout=5):
            return
        time.sleep(0.3)
    raise ModelError(f"the model {file.name} could not be loaded; see the lines above, or try a smaller file")
