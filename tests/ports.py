"""A port for a server of a test, which nothing else takes until the server listens or while it is started again."""

from __future__ import annotations

import itertools
import os
import random
import socket

_PORTS = range(20_000, 30_000)  # below those that the system gives to outgoing connections
_SHARE = 1_000  # ports of one process of a run in several
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % (len(_PORTS) // _SHARE)
_next = itertools.count(random.SystemRandom().randrange(_SHARE))


def free_port() -> int:
    """Never the same twice in a process, never one of another process of this run, and nobody listens there."""
    for number in itertools.islice(_next, _SHARE):
        port = _PORTS[_worker * _SHARE + number % _SHARE]
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError(f"no port from {_PORTS.start} to {_PORTS.stop} is free")
