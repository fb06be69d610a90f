"""In: the settings, questions, a number of users and seconds. Out: what a served load showed: faults, waits, memory.

Half of the users ask in the page (log-in, wishes, news of the answer), half by the API (ask, search, OpenAI's stream),
each with a moment of thought in between. The service runs as `serve` in a process and a folder of its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from assistant.access.users import Users
from assistant.errors import ServiceError
from assistant.settings import AssistantSettings, ServiceSettings
from corpus.settings import Table
from evals.table import markdown
from index.settings import IndexSettings

PASSWORD = "a password for the load test"
_THOUGHT = (1.0, 4.0)  # seconds between an answer and the next question, at least and at most
_PATIENCE = 180.0  # seconds for one reply
_STOPPING = 90.0
_MEBIBYTE = 2**20


@dataclass
class Load:
    """What was seen: seconds by kind of request, faults in words, resident memory by the second."""

    users: int
    seconds: float = 0.0
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds since the start, MiB
    processor: list[float] = field(default_factory=list)  # seconds it used since it was begun, by the second
    exit_code: int | None = None

    def note(self, kind: str, begun: float) -> None:
        self.waits[kind].append(time.monotonic() - begun)

    @property
    def answers(self) -> int:
        return sum(len(self.waits[kind]) for kind in ("page: answer", "api: ask", "api: stream"))

    @property
    def growth(self) -> float:
        """How much more memory the last quarter took than the second one, as a share; means of each."""
        quarter = len(self.memory) // 4
        if not quarter:
            return 0.0
        second, last = self.memory[quarter : 2 * quarter], self.memory[-quarter:]
        before = sum(mebibytes for _, mebibytes in second) / len(second)
        return sum(mebibytes for _, mebibytes in last) / len(last) / before - 1


def run(index: IndexSettings, corpus: Path, questions: Sequence[str], users: int, seconds: float) -> Load:
    """Serve, let the users ask for so long, stop. Raises ServiceError when the service does not start."""
    load = Load(users)
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder), index, corpus, users) as (url, tokens, process):
        begun = time.monotonic()
        asyncio.run(_all(load, url, tokens, questions, seconds))
        load.seconds = time.monotonic() - begun
        process.terminate()
        load.exit_code = process.wait(_STOPPING)
    return load


def report(load: Load) -> str:
    """The load as Markdown."""
    rows = [
        [kind, str(len(waits)), *(f"{wait:.2f}" for wait in np.percentile(waits, [50, 95, 100]))]
        for kind, waits in sorted(load.waits.items())
    ]
    used = load.processor[-1] - load.processor[0] if load.processor else 0.0
    lines = [
        f"{load.users} users, {load.seconds:.0f} s: {load.answers} answers, {len(load.faults)} faults; "
        f"stopped with exit code {load.exit_code}",
        "",
        markdown(["request", "times", "p50 s", "p95 s", "longest s"], rows),
        "",
        f"processor: {used:.0f} s, {used / max(load.answers, 1):.2f} s an answer with all that goes with it",
        f"resident memory, MiB: {_curve(load.memory)}; last quarter against the second: {load.growth:+.1%}",
        *(f"fault: {fault}" for fault in sorted(set(load.faults))[:10]),
    ]
    return "\n".join(lines)


def _curve(memory: Sequence[tuple[float, float]]) -> str:
    """Nine points of it."""
    points = [memory[round(part * (len(memory) - 1) / 8)] for part in range(9)] if memory else []
    return ", ".join(f"{mebibytes:.0f} at {at:.0f} s" for at, mebibytes in points)


@contextmanager
def _served(
    folder: Path, index: IndexSettings, corpus: Path, users: int
) -> Iterator[tuple[str, list[str], subprocess.Popen[str]]]:
    """Address, tokens and process of a service with its own users; the first is an administrator."""
    settings = AssistantSettings(
        conversations=folder / "conversations.sqlite", service=ServiceSettings(folder=folder / "service")
    )
    store = Users(settings.service.users)
    for number in range(users):
        store.add(_name(number), "asker" if number else "admin", PASSWORD, 8)
    tokens = [store.new_token(_name(number)) for number in range(users)]
    file = folder / "settings.toml"
    tables = [*_toml("index", index), *_toml("assistant", settings), *_toml("assistant.service", settings.service)]
    file.write_text("\n".join(tables), encoding="utf-8")
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0"]
    command += ["--settings", str(file), "--corpus", str(corpus)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        if "http" not in line:
            raise ServiceError(f"the service did not start: {(folder / 'log').read_text()[-500:]}; try make serve")
        yield "http" + line.strip().partition("http")[2], tokens, process
    finally:
        process.kill()
        process.wait()


def _toml(name: str, table: Table) -> Iterator[str]:
    """The table's own keys as TOML; those that are None are left out, tables in it too."""
    yield f"[{name}]"
    for key, value in table.model_dump(mode="json").items():
        if value is not None and not isinstance(value, dict):
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"


def _name(number: int) -> str:
    return f"user{number}"


async def _all(load: Load, url: str, tokens: Sequence[str], questions: Sequence[str], seconds: float) -> None:
    begun = time.monotonic()
    until = begun + seconds
    watching = asyncio.create_task(_watch(load, url, tokens[0], begun))
    users = []
    for number, token in enumerate(tokens):
        dice = random.Random(number)
        asking = _page_user if number % 2 == 0 else _api_user
        users.append(_guarded(load, asking(load, url, number, token, questions, until, dice)))
    await asyncio.gather(*users)
    watching.cancel()


async def _guarded(load: Load, user: Any) -> None:
    try:
        await user
    except Exception as fault:
        load.faults.append(f"{type(fault).__name__}: {fault}"[:300])


async def _watch(load: Load, url: str, token: str, begun: float) -> None:
    """The memory of the service as its own /metrics tell it."""
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE) as client:
        while True:
            figures = (await client.get("/metrics", headers={"Authorization": f"Bearer {token}"})).text
            told = dict(line.rsplit(" ", 1) for line in figures.splitlines() if line.startswith("process_"))
            load.memory.append((time.monotonic() - begun, float(told["process_resident_memory_bytes"]) / _MEBIBYTE))
            load.processor.append(float(told["process_cpu_seconds_total"]))
            await asyncio.sleep(1.0)


async def _page_user(
    load: Load, url: str, number: int, token: str, questions: Sequence[str], until: float, dice: random.Random
) -> None:
    """Logs in, opens the page, asks in one conversation, follows each answer, reads its evidence; logs out."""
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE, follow_redirects=True) as client:
        await asyncio.sleep(dice.uniform(0, 5))
        begun = time.monotonic()
        _well(load, await client.post("/login", data={"name": _name(number), "password": PASSWORD}))
        load.note("page: log-in", begun)
        config = (await client.get("/config")).json()
        bridge = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "bridge")

        async def wish(do: str, **given: Any) -> dict[str, Any]:
            data = {"do": do, "language": "zh", **given}
            sent = {"session_hash": f"load{number}", "component_id": bridge, "fn_name": "serve", "data": data}
            reply: dict[str, Any] = _well(load, await client.post("/gradio_api/component_server", json=sent)).json()
            if reply.get("letter", {}).get("kind") == "notice":
                load.faults.append(f"the page: {reply['letter']['text']}")
            return reply

        await wish("load")
        conversation = ""
        while time.monotonic() < until:
            begun = time.monotonic()
            asked = await wish("ask", conversation=conversation, question=dice.choice(questions))
            conversation, turn, told = asked.get("conversation", ""), asked.get("work", 0), 0
            while turn:
                news = await wish("follow", conversation=conversation, turn=turn, told=told)
                told = news.get("told", told)
                if not news.get("work"):
                    break
            load.note("page: answer", begun)
            begun = time.monotonic()
            await wish("evidence", conversation=conversation, turn=turn, label="1")
            load.note("page: evidence", begun)
            await asyncio.sleep(dice.uniform(*_THOUGHT))
        _well(load, await client.post("/logout"), 401)  # the log-in form again


async def _api_user(
    load: Load, url: str, number: int, token: str, questions: Sequence[str], until: float, dice: random.Random
) -> None:
    """A program: asks, searches, asks by OpenAI's protocol with a stream, in turn."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE, headers=headers) as client:
        await asyncio.sleep(dice.uniform(0, 5))
        while time.monotonic() < until:
            question = dice.choice(questions)
            begun = time.monotonic()
            answer = _well(load, await client.post("/api/ask", json={"question": question}))
            load.note("api: ask", begun)
            if answer.status_code == 200 and answer.json()["status"] == "failed":
                load.faults.append(f"failed: {answer.json()['reason']}")
            begun = time.monotonic()
            _well(load, await client.post("/api/search", json={"question": question, "k": 5}))
            load.note("api: search", begun)
            await asyncio.sleep(dice.uniform(*_THOUGHT))
            begun = time.monotonic()
            body = {"stream": True, "messages": [{"role": "user", "content": dice.choice(questions)}]}
            streamed = _well(load, await client.post("/v1/chat/completions", json=body))
            load.note("api: stream", begun)
            if not streamed.text.endswith("data: [DONE]\n\n"):
                load.faults.append("a stream had no end")
            await asyncio.sleep(dice.uniform(*_THOUGHT))


def _well(load: Load, reply: httpx.Response, wanted: int = 200) -> httpx.Response:
    if reply.status_code != wanted:
        load.faults.append(f"{reply.request.method} {reply.request.url.path}: {reply.status_code} {reply.text[:200]}")
    return reply
