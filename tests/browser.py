"""A served page and a real Chromium for the browser tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
CHROMIUM = shutil.which("chromium") or "chromium"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
BOX = "#question-box textarea"


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Server:
    """The page over one folder; it can be stopped, killed and started again on the same port."""

    folder: Path
    options: tuple[str, ...] = ()
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> Server:
        script = Path(__file__).with_name("page_server.py")
        command = [sys.executable, str(script), str(self.folder), str(self.port), *self.options]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert self.url.rstrip("/") in line, (self.folder / "server.log").read_text()
        return self

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    @contextmanager
    def held(self, step: str) -> Iterator[None]:
        """Within the block every answer waits at a step: "search", "compose" or "verify"."""
        hold = self.folder / "hold"
        (self.folder / "hold.new").write_text(step)
        (self.folder / "hold.new").rename(hold)  # at once whole: the server reads it at any moment
        try:
            yield
        finally:
            hold.unlink(missing_ok=True)

    def open(self, browser: Browser, path: str = "", **options: object) -> Page:
        """A new browser profile on the page, ready to be asked."""
        options = {"viewport": DESKTOP, "locale": "zh-CN", **options}
        page = browser.new_context(**options).new_page()
        page.set_default_timeout(60_000)  # a machine under load is slow, not wrong
        page.goto(self.url + path)
        ready(page)
        return page


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(page: Page) -> None:
    """The server has filled the page."""
    page.wait_for_selector("body[data-ready]", state="attached")
    page.wait_for_selector("#send:has-text('发送'), #send:has-text('Send')", state="attached")


def another_tab(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    ready(page)
    return page


def ask(page: Page, question: str) -> str:
    """Type, send, wait for the whole answer; returns its text."""
    answered = page.locator(".answer.done").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    last = page.locator(".answer.done").nth(answered)
    last.wait_for()
    turn = (last.get_attribute("id") or "").removeprefix("turn-")
    if last.locator(".cite").count():
        page.wait_for_selector(f".evidence[data-turn='{turn}']", state="attached")
    return last.inner_text()


def focused(page: Page) -> str:
    """Where the keyboard is: the id or the classes of the focused element."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is."""
    package = importlib.util.find_spec("axe_playwright_python")
    assert package and package.origin
    page.evaluate((Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} ({one['nodes'][0]['failureSummary']})" for one in found]
