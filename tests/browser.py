"""A served page and a real Chromium for the browser tests."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from ports import free_port

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
PATIENCE = 60_000  # milliseconds: a machine under load is slow, not wrong
# A brief notice stays until the test has seen it, however slow the machine is.
STAYS = """{ const later = setTimeout;
    window.setTimeout = (act, wait, ...rest) => later(act, wait === 4000 ? 1e6 : wait, ...rest); }"""

expect.set_options(timeout=PATIENCE)


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
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    served: bool = False  # pages know its port since

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> Server:
        """Returns when it listens: at its port, or at another one when that was taken before it was ever there."""
        script = Path(__file__).with_name("page_server.py")
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        for _ in range(3):
            command = [sys.executable, str(script), str(self.folder), str(self.port), *self.options]
            with (self.folder / "server.log").open("a") as log:
                self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
            assert self.process.stdout
            if self.url.rstrip("/") in self.process.stdout.readline():
                self.served = True
                return self
            self.kill()
            if self.served or "empty port" not in (self.folder / "server.log").read_text():
                break
            self.port = free_port()
        raise AssertionError((self.folder / "server.log").read_text())

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
        page = profile(browser, **options).new_page()
        page.goto(self.url + path)
        ready(page)
        return page


def profile(browser: Browser, **options: object) -> BrowserContext:
    """A new browser profile whose pages wait long enough and let a notice be seen."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_init_script(STAYS)
    return context


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
    expect(last).to_have_text(re.compile(r"\S"), use_inner_text=True)  # it is laid out
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
