"""Runs a Python command in a fresh process in which every look-up and connection is recorded and refused.

In a test: `lookups("-m", "index", "build")` or `lookups("-c", "code")`. Unix sockets stay allowed.
"""

import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

_LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_CALLS = ("socket.connect", "socket.sendto", "socket.sendmsg")


def lookups(*arguments: str) -> list[str]:
    """What the command tried to reach, e.g. ["socket.getaddrinfo ('example.org', 443)"]. Raises AssertionError."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.txt"
        record.touch()
        done = subprocess.run([sys.executable, __file__, str(record), *arguments], capture_output=True, text=True)
        tried = record.read_text().splitlines()
    assert tried or done.returncode == 0, done.stderr
    return tried


def _refuse(record: Path) -> None:
    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _LOOKUPS:
            tried = arguments[:2]
        elif event in _CALLS and isinstance(arguments[-1], tuple):  # an address pair; a Unix socket has a path
            tried = arguments[-1][:2]
        else:
            return
        with record.open("a") as file:
            file.write(f"{event} {tried}\n")
        raise OSError(f"the network is refused in this test: {event} {tried}")

    sys.addaudithook(hook)


if __name__ == "__main__":
    _refuse(Path(sys.argv[1]))
    sys.path[0] = str(Path.cwd())
    kind, what, *rest = sys.argv[2:]
    if kind == "-m":
        sys.argv = [what, *rest]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv = ["-c", *rest]
        exec(compile(what, "<test>", "exec"), {"__name__": "__main__"})
