"""A service that is told to stop before it listens to signals stops all the same."""

import signal
import socket

import pytest
import uvicorn

from assistant.api import application
from assistant.settings import ServiceSettings


@pytest.fixture
def signals():
    """The handlers of this process, as they were before."""
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    yield
    for sign, handler in before.items():
        signal.signal(sign, handler)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_stopped_while_it_begins_ends(signals, monkeypatch, sign):
    ended = []

    def begins(server, sockets):
        signal.raise_signal(sign)
        ended.append(server.should_exit)

    monkeypatch.setattr(uvicorn.Server, "run", begins)
    monkeypatch.setattr(application, "log_as_json", lambda: None)
    monkeypatch.setattr("sys.setswitchinterval", lambda seconds: None)
    app = application.Application(None, None, None, lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        application.run(app, taken, ServiceSettings())
    assert ended == [True]
