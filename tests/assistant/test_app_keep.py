"""Keeping in a real browser: refresh, restart, rebuilt index, other browsers, faults in the middle of an answer."""

import pytest
import small_corpus
from browser import BOX, Server, another_tab, ask, ready
from playwright.sync_api import expect

from index import embedding
from index.build import build
from index.settings import IndexSettings

pytestmark = pytest.mark.needs("chromium")


class Library:
    """A small corpus of its own, indexed by the fastest bundled encoder, and the page over it."""

    def __init__(self, folder, models):
        self.corpus = small_corpus.write(folder / "corpus")
        self.settings = IndexSettings(folder=folder / "index", models=models, embedding_model="bundled-use")
        self.embedder = embedding.load(self.settings)
        self.rebuild()
        self.server = Server(folder, ("--index", self.settings.model_dump_json())).start()

    def rebuild(self):
        build(self.corpus, self.settings, self.embedder, small_corpus.no_report)


@pytest.fixture(scope="module")
def library(tmp_path_factory, index_models):
    made = Library(tmp_path_factory.mktemp("library"), index_models)
    yield made
    made.server.kill()


@pytest.fixture
def small(library):
    return library.server


def sees_the_answer(page):
    page.wait_for_selector(".answer.done .cite")
    page.locator(".cite").first.click()
    page.wait_for_selector(".card mark.at")
    return page.inner_text(".card .reading")


ROADS = "断头路问题是怎么解决的？"
PARAGRAPH = "(1)关于“断头路”问题。累计投入24亿元,打通断头路34条。"


def test_a_refresh_and_another_tab_keep_the_conversation(browser, small):
    page = small.open(browser)
    ask(page, ROADS)
    page.reload()
    assert sees_the_answer(page) == PARAGRAPH
    tab = another_tab(page.context, small.url)
    tab.click(".open-conversation")
    assert sees_the_answer(tab) == PARAGRAPH


def test_a_restarted_server_keeps_the_conversation_and_goes_on_with_it(browser, small):
    page = small.open(browser)
    ask(page, ROADS)
    small.restart()
    assert "供热管网12公里" in ask(page, "供暖不热问题是怎么解决的？")
    page.reload()
    page.wait_for_selector(".answer.done >> nth=1")
    assert sees_the_answer(page) == PARAGRAPH


def test_a_rebuilt_index_without_the_bulletin_keeps_the_evidence(browser, small, library):
    page = small.open(browser)
    ask(page, ROADS)
    held = library.corpus / "yiqu-2020.txt"
    held.unlink()
    library.rebuild()
    held.write_text(small_corpus.YIQU, encoding="utf-8")  # for the tests that come after
    page.reload()
    assert sees_the_answer(page) == PARAGRAPH
    page.click(".card .open")
    page.wait_for_selector("dialog.document[open] .notice")
    assert "已不在语料中" in page.inner_text("dialog")
    library.rebuild()


def test_the_running_page_picks_up_a_new_bulletin(browser, small, library):
    page = small.open(browser)
    expect(page.locator(".held")).to_have_count(2)
    text = small_corpus.YIQU.replace("甲市乙区", "戊市己区").replace("34条", "56条")
    (library.corpus / "jiqu-2022.txt").write_text(text, encoding="utf-8")
    library.rebuild()
    assert "56条" in ask(page, "己区的断头路问题是怎么解决的？")
    page.click(".new")
    page.wait_for_selector(".held >> nth=2")
    (library.corpus / "jiqu-2022.txt").unlink()
    library.rebuild()


def test_another_browser_cannot_read_a_conversation(browser, small):
    page = small.open(browser)
    ask(page, ROADS)
    page.wait_for_function("new URL(location.href).searchParams.get('c')")
    stranger = small.open(browser, page.url.removeprefix(small.url))
    expect(stranger.locator(".welcome")).to_have_count(1)
    assert stranger.locator(".entry, .question").count() == 0
    turn = page.locator(".answer").get_attribute("id").removeprefix("turn-")
    asked = page.evaluate("new URL(location.href).searchParams.get('c')")
    for wish in (
        {"do": "evidence", "turn": turn, "label": "1"},
        {"do": "copy", "turn": turn},
        {"do": "export", "wanted": asked, "form": "md"},
        {"do": "rename", "wanted": asked, "title": "mine"},
        {"do": "delete", "wanted": asked},
        {"do": "open", "wanted": asked},
    ):
        stranger.evaluate("() => document.querySelector('#notices')?.replaceChildren()")
        stranger.evaluate("wish => desk.wish(wish)", wish)
        stranger.wait_for_selector("#notices:has-text('不属于这个浏览器')")
    assert stranger.locator(".card, .question").count() == 0
    page.reload()
    page.wait_for_selector(f".entry:has-text('{ROADS}')")


def test_the_browser_keeps_only_a_random_id(browser, small):
    page = small.open(browser)
    ask(page, ROADS)
    kept = page.evaluate("Object.keys(localStorage).filter(key => key.includes('desk'))")
    assert kept == ["bulletin-desk-owner"]
    assert "断头路" not in page.evaluate("JSON.stringify(localStorage)")
    assert page.context.cookies() == []


def test_conversations_are_found_renamed_and_deleted(browser, small):
    page = small.open(browser)
    ask(page, ROADS)
    page.click(".new")
    page.wait_for_selector(".welcome")
    ask(page, "供暖不热问题是怎么解决的？")
    page.wait_for_selector(".entry >> nth=1")
    page.fill(".find", "断头路")
    expect(page.locator(".entry .open-conversation")).to_have_text([ROADS])
    page.fill(".find", "")
    page.wait_for_selector(".entry >> nth=1")
    page.locator(".entry").first.locator("summary").click()
    page.click(".entry >> nth=0 >> [data-do=rename]")
    page.keyboard.type("冬季供暖")
    page.keyboard.press("Enter")
    page.wait_for_selector(".open-conversation:has-text('冬季供暖')")
    page.locator(".entry", has_text="冬季供暖").locator("summary").click()
    page.click(".entry:has-text('冬季供暖') [data-do=delete]")
    page.click("dialog.confirm .danger")
    page.wait_for_selector(".welcome")
    page.reload()
    ready(page)
    expect(page.locator(".open-conversation")).to_have_text([ROADS])


def test_a_server_killed_in_the_middle_of_an_answer_is_told_and_retry_works(browser, small):
    page = small.open(browser)
    with small.held("compose"):
        page.fill(BOX, ROADS)
        page.press(BOX, "Enter")
        page.wait_for_selector(".answer.working")
        small.kill()
    page.wait_for_selector("#notices:has-text('连接已中断')")
    small.start()
    page.wait_for_selector(".answer.interrupted:has-text('服务曾中断')")
    page.click("button:has-text('重试')")
    assert sees_the_answer(page) == PARAGRAPH
    expect(page.locator(".question")).to_have_count(1)


@pytest.mark.parametrize("late", ["ask", "follow"])
def test_an_answer_goes_to_the_conversation_it_was_asked_in(browser, small, late):
    page = small.open(browser)
    on_their_way = []  # replies that arrive only after the page went to something else

    def delay(route):
        if f'"do":"{late}"' in route.request.post_data:
            on_their_way.append(route)
        else:
            route.continue_()

    page.route("**/component_server/", delay)
    page.fill(BOX, ROADS)
    with page.expect_request(lambda request: f'"do":"{late}"' in (request.post_data or "")):
        page.press(BOX, "Enter")
    with page.expect_response(lambda reply: '"do":"new"' in (reply.request.post_data or "")):
        page.click(".new")
    page.wait_for_selector(".welcome")
    with page.expect_response(lambda reply: f'"do":"{late}"' in (reply.request.post_data or "")):
        on_their_way.pop().continue_()
    page.unroute("**/component_server/")
    page.wait_for_selector(".entry")  # the list is told of it, the conversation is not
    assert page.evaluate("desk.wish({do: 'find'}).then(() => document.querySelectorAll('.answer').length)") == 0
    expect(page.locator(".welcome")).to_be_visible()
    page.click(".open-conversation")
    assert sees_the_answer(page) == PARAGRAPH
