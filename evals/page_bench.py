"""In: the settings of an index and a corpus. Out: what the page costs a user in Chromium, as medians.

A server of its own over the corpus and one long bulletin more; milliseconds are of the machine that ran it.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from assistant.page.conversations import Conversations
from evals.table import markdown
from index.settings import IndexSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS = 5
TURNS = 100
CHARACTERS = 50_000
BOX = "#question-box textarea"
# The longest time between two frames while a part is scrolled from end to end in 60 frames.
_SCROLL = """selector => new Promise((resolve) => {
  const part = document.querySelector(selector);
  let frame = 0, before = 0, longest = 0;
  const step = (now) => {
    if (frame > 1) longest = Math.max(longest, now - before);
    before = now;
    part.scrollTop = (part.scrollHeight - part.clientHeight) * (frame / 60);
    if (frame++ < 60) requestAnimationFrame(step); else resolve(longest);
  };
  requestAnimationFrame(step);
})"""
# Milliseconds from a letter typed to the frame that shows it.
_TYPE = """selector => new Promise((resolve) => {
  const box = document.querySelector(selector);
  const begun = performance.now();
  box.value += '字';
  box.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
})"""


def report(index: IndexSettings, corpus: Path, question: str) -> str:
    """The table; without a Chromium a line that says so."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return "The page was not measured: there is no Chromium; run make system-packages as root."
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        _served(index, corpus, Path(folder)) as (url, store),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        rows = _measure(browser, url, store, question)
        browser.close()
    return markdown(
        ["the page in Chromium", f"median of {ROUNDS}"], [[name, f"{spent:.0f} ms"] for name, spent in rows]
    )


def long_bulletin(text: str) -> str:
    """A bulletin of at least CHARACTERS characters: the given one, again and again under headings of its own."""
    lines = text.splitlines()
    body = "\n".join(lines[1:])
    parts = [lines[0]]
    while sum(map(len, parts)) < CHARACTERS:
        parts.append(f"第{len(parts)}部分\n{body}")
    return "\n".join(parts)


@contextmanager
def _served(index: IndexSettings, corpus: Path, folder: Path) -> Iterator[tuple[str, Conversations]]:
    """The address of the page over the corpus and the long bulletin, and where it keeps its conversations."""
    shutil.copytree(corpus, folder / "corpus")
    longest = max((folder / "corpus").glob("*.txt"), key=lambda file: file.stat().st_size)
    (folder / "corpus" / "long.txt").write_text(long_bulletin(longest.read_text(encoding="utf-8")), encoding="utf-8")
    kept = folder / "conversations.sqlite"
    settings = folder / "settings.toml"
    settings.write_text(
        f"[assistant]\nconversations = {json.dumps(str(kept))}\n"
        f"[index]\nfolder = {json.dumps(str(folder / 'index'))}\nmodels = {json.dumps(str(index.models.absolute()))}\n"
        f"embedding_model = {json.dumps(index.embedding_model)}\n",
        encoding="utf-8",
    )
    options = ["--settings", str(settings), "--corpus", str(folder / "corpus")]
    subprocess.run([sys.executable, "-m", "index", "build", *options], check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "assistant", "chat", "--port", str(port), *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        server.stdout.readline()  # the address, printed when it can be opened
        yield f"http://127.0.0.1:{port}/", Conversations(kept)
    finally:
        server.kill()
        server.wait()


def _measure(browser: Browser, url: str, store: Conversations, question: str) -> list[tuple[str, float]]:
    opened = [_open(browser, url) for _ in range(ROUNDS)]
    paints = [float(page.evaluate(_PAINT)) for page, _ in opened]
    page = opened[-1][0]
    answers = [_ask(page, question) for _ in range(ROUNDS)]
    owner, asked = page.evaluate("[desk.state.owner, desk.state.conversation]")
    answer: Any = store.turns(owner, asked)[-1].answer
    long = store.start(owner, question).id
    for _ in range(TURNS):
        store.finish(owner, store.ask(owner, long, question, {}).id, answer)
    reopened = [_spent(page, lambda: _reopen(page, f"{url}?c={long}")) for _ in range(ROUNDS)]
    typed = [float(page.evaluate(_TYPE, BOX)) for _ in range(ROUNDS)]
    scrolled = [float(page.evaluate(_SCROLL, "#thread [role=log]")) for _ in range(ROUNDS)]
    page.fill(BOX, "")
    more = [_ask(page, question) for _ in range(ROUNDS)]
    documents = [_spent(page, lambda: _document(page)) for _ in range(ROUNDS)]
    read = [float(page.evaluate(_SCROLL, "dialog .text")) for _ in range(ROUNDS)]
    return [
        ("first paint", median(paints)),
        ("the page whole, ready for a question", median(spent for _, spent in opened)),
        ("from Enter to the answer, the first", answers[0]),
        ("the same, later ones", median(answers[1:])),
        (f"a conversation of {TURNS} turns opens", median(reopened)),
        ("in it: from a letter typed to the frame that shows it", median(typed)),
        ("in it: longest frame while scrolling from end to end", median(scrolled)),
        ("in it: from Enter to the answer", median(more)),
        (f"a bulletin of {CHARACTERS:,} characters opens", median(documents)),
        ("in it: longest frame while scrolling from end to end", median(read)),
    ]


_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def _spent(page: Page, act: Callable[[], None]) -> float:
    begun = float(page.evaluate("Date.now()"))
    act()
    return float(page.evaluate("new Promise(requestAnimationFrame).then(() => Date.now())")) - begun


def _open(browser: Browser, url: str) -> tuple[Page, float]:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.set_default_timeout(120_000)
    page.goto(url)
    page.wait_for_selector("body[data-ready]", state="attached")
    return page, float(page.evaluate("performance.now()"))


def _reopen(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("body[data-ready]", state="attached")
    page.wait_for_function(f"document.querySelectorAll('.answer').length >= {TURNS}")


def _ask(page: Page, question: str) -> float:
    shown = page.locator(".answer.done").count()

    def act() -> None:
        page.fill(BOX, question)
        page.press(BOX, "Enter")
        page.locator(".answer.done").nth(shown).wait_for()

    return _spent(page, act)


def _document(page: Page) -> None:
    page.evaluate("document.querySelector('dialog.document[open]')?.close()")
    page.evaluate("desk.goTo('long')")
    page.wait_for_selector("dialog.document[open] .paragraph")
