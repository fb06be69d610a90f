"""Replies that come late, in another order or to something that was left, in a real browser: none is shown there."""

from contextlib import contextmanager

import pytest
import small_corpus
from browser import BOX, Server, another_tab, ask
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")

WISHES = "**/component_server/"
ROADS, HEATING = "断头路问题是怎么解决的？", "供暖不热问题是怎么解决的？"
LETTER = "请问打通断头路多少条？"
FACT, LINE = ".line.is-supported:has(sup)", "#line-text"


@pytest.fixture(scope="module")
def office(tmp_path_factory, index_models):
    """The page over the small corpus."""
    folder = tmp_path_factory.mktemp("late")
    settings = small_corpus.indexed(folder, index_models)
    server = Server(folder, ("--index", settings.model_dump_json(), "--corpus")).start()
    yield server
    server.kill()


def sends(page, do):
    return page.expect_request(lambda request: f'"do":"{do}"' in (request.post_data or ""))


@contextmanager
def late(page, do):
    """What is wished first within the block reaches the server after it; then the page has shown the reply, or not."""
    waiting = []

    def take(route):
        if f'"do":"{do}"' in (route.request.post_data or "") and not waiting:
            waiting.append(route)
        else:
            route.continue_()

    page.route(WISHES, take)
    yield
    with page.expect_response(lambda reply: f'"do":"{do}"' in (reply.request.post_data or "")):
        waiting[0].continue_()
    page.unroute(WISHES)
    page.evaluate("desk.wish({do: 'evidence', turn: 0}).then(() => new Promise(requestAnimationFrame))")


def drafting(browser, office):
    page = office.open(browser, "?place=draft")
    page.fill("#draft-letter", LETTER)
    page.click("[data-do='draft-new']")
    page.wait_for_selector(".letter")
    return page


def picked(page):
    page.locator(FACT).click()
    page.wait_for_selector(".line[aria-pressed='true']")
    page.wait_for_selector(LINE)


def test_a_citation_goes_to_its_card_after_an_answer_was_selected_and_left(browser, office):
    page = office.open(browser)
    ask(page, ROADS)
    ask(page, HEATING)
    with late(page, "evidence"):
        with sends(page, "evidence"):
            page.locator(".answer .lead").first.click()
        page.click(".new")
        page.wait_for_selector(".welcome")
    ask(page, ROADS)
    page.locator(".cite").first.click()
    page.wait_for_selector(".card:focus")


def test_of_two_searches_for_conversations_the_last_one_is_shown(browser, office):
    page = office.open(browser)
    ask(page, ROADS)
    with late(page, "find"):
        with sends(page, "find"):
            page.fill(".find", "没有这样的问题")
        with page.expect_response(lambda reply: '"do":"find"' in (reply.request.post_data or "")):
            page.fill(".find", "")
    expect(page.locator(".entry")).to_have_count(1)


def test_a_menu_stays_open_when_its_list_comes_anew(browser, office):
    page = office.open(browser)
    ask(page, ROADS)
    with late(page, "rename"):
        page.locator(".entry summary").click()
        page.click(".entry [data-do=rename]")
        page.keyboard.type("断头路")
        with sends(page, "rename"):
            page.keyboard.press("Enter")
        page.locator(".entry summary").click()
    page.click(".entry [data-do=delete]")
    page.wait_for_selector("dialog.confirm")


def test_a_conversation_deleted_in_another_tab_leaves_a_page_that_can_be_asked(browser, office):
    page = office.open(browser)
    with office.held("compose"):
        page.fill(BOX, ROADS)
        page.press(BOX, "Enter")
        page.wait_for_selector(".answer.working")
        other = another_tab(page.context, office.url)
        other.locator(".entry summary").click()
        other.click(".entry [data-do=delete]")
        other.click("dialog.confirm .danger")
        expect(other.locator(".entry")).to_have_count(0)
    page.wait_for_selector(".welcome")
    assert "供热管网12公里" in ask(page, HEATING)


def test_a_stop_that_is_refused_leaves_a_page_that_can_be_asked(browser, office):
    page = office.open(browser)
    with office.held("compose"):
        page.fill(BOX, ROADS)
        page.press(BOX, "Enter")
        page.wait_for_selector(".answer.working")
        page.evaluate("desk.call({do: 'delete', wanted: desk.state.conversation})")
        page.click("#stop")
        page.wait_for_selector("#notices:has-text('不属于这个浏览器')")
    page.wait_for_selector(".welcome")
    assert "供热管网12公里" in ask(page, HEATING)


def test_a_draft_that_was_left_is_not_shown_in_the_place_of_the_list(browser, office):
    page = drafting(browser, office)
    page.click("[data-do='draft-all']")
    page.wait_for_selector("#draft-letter")
    with late(page, "draft"):
        with sends(page, "draft"):
            page.locator(".draft-lists .open-run").first.click()
        page.go_back()
        page.wait_for_function("!location.search.includes('draft=')")
    expect(page.locator("#draft-letter")).to_be_visible()
    expect(page.locator(".letter")).to_have_count(0)


def test_two_changes_of_one_person_are_made_one_after_the_other(browser, office):
    page = drafting(browser, office)
    picked(page)
    with late(page, "draft-change"):
        page.fill(LINE, "打通断头路34条。")
        with sends(page, "draft-change"):
            page.click("[data-do='bench-save']")
        page.click("[data-do='bench-remove']")
    page.wait_for_selector("#draft_main [data-version='3']")
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.locator("#draft_main .line", has_text="断头路34条")).to_have_count(0)


def test_what_is_typed_while_a_sentence_is_saved_stays(browser, office):
    page = drafting(browser, office)
    picked(page)
    with late(page, "draft-change"):
        page.fill(LINE, "打通断头路34条。")
        with sends(page, "draft-change"):
            page.click("[data-do='bench-save']")
        page.fill(LINE, "打通断头路34条。群众")
    page.wait_for_selector("#bench-title:focus")
    expect(page.locator(LINE)).to_have_value("打通断头路34条。群众")


def test_a_draft_that_is_made_while_the_language_changes_is_shown_in_the_new_one(browser, office):
    page = office.open(browser, "?place=draft")
    with late(page, "draft-follow"):
        page.fill("#draft-letter", LETTER)
        with sends(page, "draft-follow"), office.held("compose"):
            page.click("[data-do='draft-new']")
            page.wait_for_selector(".run-in-work")
        made = "desk.call({do: 'draft', draft: new URLSearchParams(location.search).get('draft')})"
        while page.evaluate(made)["letter"]["follow"]:
            page.wait_for_timeout(200)
        page.click(".switch")
        page.wait_for_selector("[data-do='draft-history']:has-text('History')")
    page.wait_for_function("!document.querySelector('#draft_progress').textContent.trim()")
    expect(page.locator("[data-do='draft-history']")).to_have_text("History")


def test_an_update_that_is_begun_as_the_last_one_ends_is_followed(browser, office):
    page = office.open(browser, "?place=corpus")
    page.wait_for_selector("#corpus-title")
    ended = []  # the reply that tells the end, until another update was begun

    def take(route):
        reply = route.fetch()
        if '"corpus-ended"' in reply.text() and not ended:
            ended.append((route, reply))
        else:
            route.fulfill(response=reply)

    page.route("**/component_server/", take)
    page.evaluate("desk.wish({do: 'corpus-update'})")
    for _ in range(600):
        if ended:
            break
        page.wait_for_timeout(100)
    page.evaluate("desk.wish({do: 'corpus-update'}).then(() => new Promise((go) => setTimeout(go, 200)))")
    with sends(page, "corpus-follow"):
        ended[0][0].fulfill(response=ended[0][1])
    page.unroute("**/component_server/")
    expect(page.locator(".corpus-work:not([data-ended])")).to_have_count(0)
