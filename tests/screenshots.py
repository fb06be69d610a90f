"""Photographs the page's main states for the READMEs: `make screenshots` writes docs/images/*.png.

A real server over the index of settings.toml, a real Chromium; the pictures are the page as a user meets it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import PHONE, Server, ask, chromium, ready  # noqa: E402 - after the path is set
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

from corpus.settings import load  # noqa: E402
from index.settings import IndexSettings  # noqa: E402

IMAGES = ROOT / "docs" / "images"
COLOURS = 256  # of the palette: fewer lose the colours of the states
DESKTOP = {"width": 1280, "height": 800}
ZH: dict[str, object] = {"locale": "zh-CN", "viewport": DESKTOP}
EN: dict[str, object] = {"locale": "en-GB", "viewport": DESKTOP}
SMALL: dict[str, object] = {"viewport": PHONE, "device_scale_factor": 1.5}
LETTER = (
    "尊敬的领导：\n您好！我是莱山区居民，手机13805351234。请问大班额问题是怎么解决的？今年投入了多少钱？"
    "另外，断头路打通了多少条，是哪家公司修的？\n李敏 女士\n2020年8月25日"
)
CLASSES = {"zh": "大班额问题是怎么解决的？", "en": "What was done about large class sizes?"}


def welcome(page: Page) -> None:
    page.wait_for_selector(".example")


def answer(page: Page) -> None:
    """An answer with a cited sentence open beside it, and why the sentence counts as verified."""
    ask(page, CLASSES[page.evaluate("document.documentElement.lang").split("-")[0]])
    page.locator(".cite").nth(1).click()
    page.wait_for_selector(".card mark.at")
    page.mouse.move(0, 0)


def reasons(page: Page) -> None:
    answer(page)
    page.locator("button.state").nth(1).focus()
    page.wait_for_selector("#reasons:visible")


def missing(page: Page) -> None:
    ask(page, CLASSES["zh"])
    ask(page, "那公办幼儿园呢？")
    ask(page, "政务服务大厅由哪家公司承建？")
    page.mouse.move(0, 0)


def document(page: Page) -> None:
    answer(page)
    page.locator(".card .open").first.click()
    page.wait_for_selector("dialog.document[open] mark.at")


def drafted(page: Page) -> None:
    """A reply with a sentence whose figure was changed by hand: what is wrong with it, and its paragraph."""
    page.goto(page.url + "?place=draft")
    ready(page)
    page.fill("#draft-letter", LETTER)
    page.click("[data-do='draft-new']")
    page.wait_for_selector(".letter")
    page.locator(".line.is-supported:has(sup)").nth(1).click()
    page.wait_for_selector("#line-text")
    page.fill("#line-text", page.input_value("#line-text").replace("4.86", "4.68"))
    page.click("[data-do='bench-save']")
    page.wait_for_selector(".why-line .faulty")
    page.wait_for_selector("#notices:empty", state="attached")
    page.mouse.move(0, 0)


def plain_answer(page: Page) -> None:
    ask(page, CLASSES["zh"])


STATES: dict[str, tuple[Callable[[Page], None], dict[str, object]]] = {
    "answer-zh": (reasons, ZH),
    "answer-en": (answer, EN),
    "answer-en-dark": (answer, {**EN, "color_scheme": "dark"}),
    "missing-zh": (missing, ZH),
    "draft-zh": (drafted, {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}),
    "document-zh": (document, ZH),
    "welcome-en": (welcome, EN),
    "phone-answer-zh": (plain_answer, {**ZH, **SMALL}),
    "phone-evidence-en-dark": (answer, {**EN, **SMALL, "color_scheme": "dark"}),
}


@contextmanager
def served() -> Iterator[Server]:
    index = load("index", IndexSettings, None)
    index = index.model_copy(update={"folder": ROOT / index.folder, "models": ROOT / index.models})
    with tempfile.TemporaryDirectory() as folder:
        places = ("--evaluate", str(ROOT / "evals" / "sets" / "laishan.jsonl"), "--corpus")
        server = Server(Path(folder), ("--index", index.model_dump_json(), *places)).start()
        try:
            yield server
        finally:
            server.kill()


def photograph(browser: Browser, server: Server, name: str) -> Path:
    act, options = STATES[name]
    page = server.open(browser, **options)
    act(page)
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    file = IMAGES / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    page.context.close()
    with Image.open(file) as image:
        small = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    return file


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served() as server, chromium() as browser:
        for name in STATES:
            file = photograph(browser, server, name)
            print(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
