"""A scripted server of OpenAI's chat protocol on loopback: says what a test tells it to, and fails as it is told.

`with served(Reply("…"), Reply(status=429)) as server:` answers the requests in that order, the last one for ever.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.settings import ModelSettings


@dataclass(frozen=True)
class Reply:
    """What one request gets: the text in pieces, or a fault."""

    text: str = ""
    status: int = 200
    pieces: int = 4  # characters at once
    silent: bool = False  # says nothing and hangs
    hangs_after: int | None = None  # pieces after which nothing more comes
    cut_after: int | None = None  # pieces after which the connection is closed


@dataclass
class Server:
    """What was asked of it, and where it is."""

    replies: list[Reply]
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    leaving: threading.Event = field(default_factory=threading.Event)

    def settings(self, **changes: Any) -> ModelSettings:
        return ModelSettings(
            **{"name": "scripted", "base_url": self.address, "timeout": 120.0, "retries": 0, "translate": False}
            | changes
        )

    def sent(self) -> str:
        """Everything that was sent to the model."""
        return "\n".join(message["content"] for request in self.asked for message in request["messages"])


@contextmanager
def served(*replies: Reply) -> Iterator[Server]:
    server = Server(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = server.replies[min(len(server.asked), len(server.replies) - 1)]
            server.asked.append(request)
            server.keys.append(self.headers.get("Authorization", ""))
            _say(self, server, reply)

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"object": "list", "data": [{"id": "scripted"}]}')

        def log_message(self, *words: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.address = f"http://127.0.0.1:{http.server_address[1]}/v1"
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.leaving.set()
        http.shutdown()
        http.server_close()


def _say(handler: BaseHTTPRequestHandler, server: Server, reply: Reply) -> None:
    if reply.silent:
        server.leaving.wait(60)
        return
    handler.send_response(reply.status)
    if reply.status != 200:
        handler.end_headers()
        handler.wfile.write(json.dumps({"error": {"message": "scripted fault"}}).encode())
        return
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    pieces = [reply.text[at : at + reply.pieces] for at in range(0, len(reply.text), reply.pieces)]
    for number, piece in enumerate(pieces):
        if number == reply.cut_after:
            return
        if number == reply.hangs_after:
            server.leaving.wait(60)
            return
        _event(handler, {"content": piece}, None)
    _event(handler, {}, "stop")
    handler.wfile.write(b"data: [DONE]\n\n")


def _event(handler: BaseHTTPRequestHandler, delta: dict[str, str], finish: str | None) -> None:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [choice]}
    handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
    handler.wfile.flush()
