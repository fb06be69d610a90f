"""The command `serve` as a process: it wants a user, tells its address, loses no answer when it is stopped."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from browser import PHONE, ask, profile, ready, violations
from playwright.sync_api import Browser

from assistant.__main__ import main
from assistant.access.users import Users
from index.settings import IndexSettings

PASSWORD = "correct horse 9"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path) -> Path:
    """Settings that keep everything in a folder."""
    file = folder / "settings.toml"
    file.write_text(
        f'[assistant]\nconversations = "{folder}/conversations.sqlite"\n'
        f'[assistant.service]\nfolder = "{folder}/service"\n',
        encoding="utf-8",
    )
    return file


def test_without_a_user_it_does_not_start(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--settings", str(settings)]) == 2
    assert capsys.readouterr().err == (
        "error: there is no user yet, so nobody could log in; add one: "
        "python -m assistant user add NAME --role admin --password-stdin\n"
    )


@pytest.mark.parametrize("port", ["taken", "99999"])
def test_a_port_that_cannot_be_had_is_bad_input(settings: Path, capsys: pytest.CaptureFixture[str], port: str) -> None:
    Users(settings.parent / "service" / "users.sqlite").add("wang", "admin", PASSWORD, 8)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = str(taken.getsockname()[1]) if port == "taken" else port
        assert main(["serve", "--settings", str(settings), "--port", number]) == 2
    assert "name another port with --port" in capsys.readouterr().err


class Served:
    """A running `serve`; no look-up and no call to the outside is allowed to it."""

    def __init__(self, settings: Path, index: IndexSettings, token: str) -> None:
        self.folder, self.token = settings.parent, token
        self.record = self.folder / "record.txt"
        self.record.touch()
        refusing = Path(__file__).parents[1] / "no_network.py"
        command = [sys.executable, str(refusing), str(self.record), "-m", "assistant", "serve", "--port", "0"]
        command += ["--settings", str(settings), "--index", str(index.folder)]
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert "http://127.0.0.1:" in line, (self.folder / "log").read_text()
        self.url = "http" + line.strip().partition("http")[2]

    def ask(self, question: str) -> tuple[int, str]:
        headers = {"authorization": f"Bearer {self.token}"}
        reply = httpx.post(f"{self.url}/api/ask", json={"question": question}, headers=headers, timeout=120)
        return reply.status_code, reply.json()["status"]

    def at_work(self) -> int:
        figures = httpx.get(f"{self.url}/metrics", headers={"authorization": f"Bearer {self.token}"}, timeout=60).text
        return int(float(figures.rpartition("bulletin_requests_at_work ")[2].split()[0]))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shipped_index: IndexSettings) -> Iterator[Served]:
    settings = written(tmp_path_factory.mktemp("served"))
    users = Users(settings.parent / "service" / "users.sqlite")
    users.add("wang", "admin", PASSWORD, 8)
    made = Served(settings, shipped_index, users.new_token("wang"))
    yield made
    made.process.kill()
    made.process.wait()


@pytest.mark.needs("chromium")
def test_a_person_logs_in_by_keyboard_asks_and_leaves(served: Served, browser: Browser) -> None:
    page = profile(browser, viewport=PHONE, locale="en-GB").new_page()
    page.goto(f"{served.url}/?place=ask")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.wait_for_selector("#name:focus")
    page.keyboard.type("wang")
    page.keyboard.press("Tab")
    page.keyboard.type("a wrong password")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]:has-text('Name or password is wrong.')")
    page.wait_for_selector("#password:focus")  # the name is kept
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    ready(page)
    assert page.url == f"{served.url}/?place=ask"
    assert "32" in ask(page, "how many oversized classes were resolved?")
    assert page.locator(".logged-in button").inner_text() == "Log out"
    page.click(".logged-in button")
    page.wait_for_selector("#password")
    page.go_back()
    page.wait_for_selector("#password")


def test_it_answers_and_stops_without_losing_an_answer(served: Served) -> None:
    assert httpx.get(f"{served.url}/healthz", timeout=60).json() == {"status": "ok"}
    assert httpx.post(f"{served.url}/api/ask", json={"question": "大班额？"}, timeout=60).status_code == 401
    assert served.ask("大班额问题是怎么解决的？") == (200, "answered")
    with httpx.Client(base_url=served.url, follow_redirects=True, timeout=120) as browser:
        assert browser.post("/login", data={"name": "wang", "password": PASSWORD}).status_code == 200
        bridge = next(
            one["id"] for one in browser.get("/config").json()["components"] if one["props"].get("elem_id") == "bridge"
        )
        wish = {"session_hash": "hash", "component_id": bridge, "fn_name": "serve"}
        questions = ["断头路打通了多少条？", "大班额化解了多少个？", "投资4.86亿元做了什么？"]
        with ThreadPoolExecutor(3) as pool:
            asking = [pool.submit(served.ask, question) for question in questions]
            while served.at_work() < 4 and not all(one.done() for one in asking):  # three, and the looking itself
                time.sleep(0.01)
            for question in questions:
                sent = {**wish, "data": {"do": "ask", "question": question}}
                assert browser.post("/gradio_api/component_server", json=sent).json()["work"]
            served.process.send_signal(signal.SIGTERM)
            assert [one.result() for one in asking] == [(200, "answered")] * 3
    assert served.process.wait(timeout=120) == 0
    with sqlite3.connect(served.folder / "conversations.sqlite") as db:
        turns = db.execute("SELECT state, answer FROM turns").fetchall()
    done = [(state, json.loads(answer)["status"]) for state, answer in turns]
    assert done[-3:] == [("done", "answered")] * 3
    assert served.record.read_text() == ""
    log = (served.folder / "log").read_text()
    assert "断头路" not in log
    assert all(json.loads(line)["level"] == "INFO" for line in log.splitlines())
