"""Access in a real browser: axe-core finds nothing, a phone scrolls one way only, text can be enlarged."""

import importlib.util
from pathlib import Path

import pytest
from browser import PHONE, ask
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")

CLASSES = "大班额问题是怎么解决的？"


@pytest.fixture(scope="module")
def axe():
    package = importlib.util.find_spec("axe_playwright_python")
    return (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe):
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} ({one['nodes'][0]['failureSummary']})" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_axe_finds_nothing_on_the_desktop(browser, served, axe, scheme, locale):
    page = served.open(browser, color_scheme=scheme, locale=locale)
    assert violations(page, axe) == []
    ask(page, CLASSES)
    ask(page, "昌邑市的大班额问题是怎么解决的？")
    page.locator(".cite").first.click()
    page.wait_for_selector(".card:focus")
    page.locator(".others summary").click()
    page.locator(".entry summary").first.click()
    assert violations(page, axe) == []
    page.locator(".card .open").first.click()
    page.wait_for_selector("dialog.document[open] mark.at")
    assert violations(page, axe) == []
    page.context.close()


def test_axe_finds_nothing_on_a_phone(browser, served, axe):
    page = served.open(browser, viewport=PHONE)
    ask(page, CLASSES)
    assert violations(page, axe) == []
    page.locator(".cite").first.click()
    page.wait_for_selector(".card:focus")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.click(".menu")
    assert violations(page, axe) == []
    page.context.close()


def sideways(page):
    """How many pixels the page, or a scrolling part of it, can be moved sideways."""
    return page.evaluate("""() => Math.max(...[document.documentElement, document.body,
        ...document.querySelectorAll('[role=log], .evidence, .text, .tree, .welcome, .lists')]
        .map((part) => part.scrollWidth - part.clientWidth))""")


def test_nothing_scrolls_sideways_on_a_phone_and_the_evidence_is_a_sheet(browser, served):
    page = served.open(browser, viewport=PHONE)
    assert sideways(page) == 0
    assert not page.locator(".conversations").is_visible()
    ask(page, CLASSES)
    assert sideways(page) == 0
    assert not page.locator(".evidence").is_visible()
    page.locator(".cite").first.click()
    page.wait_for_selector(".card:focus")
    assert page.locator(".evidence").bounding_box()["width"] == 390
    assert sideways(page) == 0
    page.click("[data-do='close-evidence']")
    expect(page.locator(".evidence")).to_be_hidden()
    page.locator(".cite").first.click()
    page.click(".card .open")
    page.wait_for_selector("dialog.document[open] mark.at")
    assert sideways(page) == 0
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    page.click(".menu")
    expect(page.locator(".conversations")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".conversations")).to_be_hidden()
    page.context.close()


def test_at_twice_the_size_everything_is_there(browser, served):
    """200% zoom halves what fits: a window of 1280 x 800 has 640 x 400 CSS pixels."""
    page = served.open(browser, viewport={"width": 640, "height": 400}, device_scale_factor=2)
    ask(page, CLASSES)
    assert sideways(page) == 0
    page.locator(".cite").first.click()
    page.wait_for_selector(".card mark.at")
    expect(page.locator(".card mark.at").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#send")).to_be_visible()
    page.context.close()


def test_dark_mode_follows_the_system(browser, served):
    page = served.open(browser, color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 27, 30)"
    page.emulate_media(color_scheme="light")
    page.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(251, 250, 247)'")
    page.context.close()


def test_bulletins_are_set_in_a_serif_with_chinese_forms(page):
    ask(page, CLASSES)
    assert page.evaluate("getComputedStyle(document.querySelector('.card .reading')).fontFamily").startswith(
        '"Noto Serif CJK SC"'
    )
    page.locator(".cite").first.click()
    page.click(".card .open")
    page.wait_for_selector("dialog.document[open]")
    width, size = page.evaluate(
        """() => { const paragraph = document.querySelector('.paragraph');
           return [paragraph.clientWidth, parseFloat(getComputedStyle(paragraph).fontSize)]; }"""
    )
    assert size == 17
    assert width / size <= 38
