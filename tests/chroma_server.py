"""A real Chroma server on a free loopback port, to be killed, stopped and started again by tests."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
from ports import free_port

PROGRAM = Path(sys.executable).with_name("chroma")


class ChromaServer:
    """Runs `chroma run` over a folder; the port stays the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        command = [PROGRAM, "run", "--path", self._folder, "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(1200):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/api/v2/heartbeat", timeout=10).is_success:
                    return
            assert self._process.poll() is None, "the Chroma server ended at once"
            time.sleep(0.1)
        raise AssertionError("the Chroma server does not answer")

    def kill(self) -> None:
        """As a power cut would; nothing when it does not run."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextlib.contextmanager
    def asleep(self):
        """It takes connections and answers none."""
        os.kill(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._process.pid, signal.SIGCONT)

    def collections(self) -> set[str]:
        import chromadb
        from chromadb.config import Settings

        client = chromadb.HttpClient("127.0.0.1", self.port, settings=Settings(anonymized_telemetry=False))
        return {collection.name for collection in client.list_collections()}
