"""The places of the page in a real browser: tabs, addresses, words in both languages, wishes of their own."""

import pytest
from browser import PHONE, Server, ask, ready
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def places(tmp_path_factory, shipped_index):
    folder = tmp_path_factory.mktemp("places")
    server = Server(folder, ("--index", shipped_index.model_dump_json(), "--second-place")).start()
    yield server
    server.kill()


def test_a_tab_shows_its_place_and_the_address_keeps_it(browser, places):
    page = places.open(browser)
    ask(page, "大班额问题是怎么解决的？")
    expect(page.locator(".tab").first).to_have_text("问答")
    expect(page.locator("#shelf")).to_be_hidden()
    page.get_by_role("link", name="语料").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shelf")).to_be_visible()
    expect(page.locator("#desk")).to_be_hidden()
    expect(page.locator(".tab[data-place=corpus]")).to_have_attribute("aria-current", "page")
    page.reload()
    ready(page)
    expect(page.locator("#shelf")).to_be_visible()
    page.click(".switch")
    page.wait_for_selector("#count:has-text('en')")
    page.evaluate("desk.wish({do: 'count', upto: 3})")
    page.wait_for_selector("#shelf:has-text('counted 3')")
    page.get_by_role("link", name="Ask").click()
    expect(page.locator(".answer.done .cite").first).to_be_visible()
    page.go_back()
    expect(page.locator("#shelf")).to_be_visible()
    page.context.close()


def test_tabs_fit_a_phone(browser, places):
    page = places.open(browser, "?place=corpus", viewport=PHONE)
    expect(page.locator("#shelf")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for tab in page.locator(".tab").all():
        box = tab.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.context.close()
