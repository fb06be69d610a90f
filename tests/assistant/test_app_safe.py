"""Safety in a real browser: hostile bulletins and questions change nothing, nothing is fetched from elsewhere."""

import json
from urllib.parse import urlsplit

import pytest
from browser import CHROMIUM, DESKTOP, FLAGS, Server, ask, profile, ready
from playwright.sync_api import expect

from index import embedding
from index.build import build
from index.settings import IndexSettings

pytestmark = pytest.mark.needs("chromium")

HOSTILE = (
    "<img src=x onerror=\"window.hurt='img'\">"
    "<script>window.hurt='script'</script></script></style></dialog>"
    "[点这里](javascript:window.hurt='link') ![图](http://evil.example/x.png) <!-- 藏起来 "
    "<a href=\"javascript:window.hurt='a'\" class=cite>[1]</a> [1] [2]\" onmouseover=\"window.hurt='attribute' "
    "${window.hurt='template'} {{constructor}} `window.hurt` &lt;b&gt; http://evil.example/ **粗** _斜_ # 标题 $x$"
)
BULLETIN = f"""中共甲市乙区委关于巡察整改进展情况的通报{HOSTILE}

一、教育方面{HOSTILE}

(1)关于“大班额”问题{HOSTILE}。今年投资3.8亿元{HOSTILE},新建小学5所。年内全部化解大班额。

(2)关于公办幼儿园数量少问题。新建公办幼儿园6所,提供学位1680个。

中共甲市乙区委{HOSTILE}

2020年7月31日
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, index_models):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "yiqu-2020.txt").write_text(BULLETIN, encoding="utf-8")
    settings = IndexSettings(folder=folder / "index", models=index_models, embedding_model="bundled-use")
    build(folder / "corpus", settings, embedding.load(settings), lambda step, done, total: None)
    server = Server(folder, ("--index", settings.model_dump_json(), "--record", str(folder / "record.txt"))).start()
    yield server
    server.kill()


def test_hostile_texts_change_nothing_and_are_shown_as_written(browser, hostile):
    page = hostile.open(browser)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    question = "大班额问题是怎么解决的？" + HOSTILE
    ask(page, question)
    expect(page.locator(".asked").first).to_be_attached()
    assert page.text_content(".asked") == question
    ask(page, "大班额问题是怎么解决的？")
    page.locator(".statement .cite").first.click()
    page.wait_for_selector(".card:focus")
    assert HOSTILE in page.text_content(".card .reading")
    page.locator(".card .open").first.click()
    page.wait_for_selector("dialog.document[open]")
    assert page.text_content("dialog .text").count(HOSTILE) == 5
    page.keyboard.press("Escape")
    page.click(".new")
    page.wait_for_selector(".welcome")
    page.click(".switch")
    page.wait_for_selector("#send:has-text('Send')")
    page.locator(".entry summary").first.click()
    page.click(".entry >> nth=0 >> [data-do=delete]")
    page.wait_for_selector("dialog.confirm")
    assert page.evaluate("window.hurt") is None
    made = "img, iframe, object, #thread script, #evidence script, #document script, [onerror], [onmouseover]"
    assert page.locator(made).count() == 0
    assert page.locator("a[href*='javascript'], a[href*='evil']").count() == 0
    assert [url for url in asked if urlsplit(url).hostname != "127.0.0.1"] == []
    page.context.close()


def test_only_real_citations_are_links(browser, hostile):
    page = hostile.open(browser)
    ask(page, "大班额问题是怎么解决的？")
    links = page.locator("#thread a").all()
    assert links
    for link in links:
        assert link.get_attribute("href").startswith("#cite-")
    page.context.close()


def test_the_sanitizer_is_on_beneath_our_own_escaping(browser, hostile):
    page = hostile.open(browser)
    config = page.evaluate("window.gradio_config.components.find((part) => part.type === 'chatbot').props")
    assert config["sanitize_html"] is True
    page.context.close()


def test_no_name_is_looked_up_by_server_or_browser(browser, hostile, tmp_path):
    log = tmp_path / "net.json"
    flags = [*FLAGS, f"--log-net-log={log}", "--net-log-capture-mode=Everything"]
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    page = profile(own, viewport=DESKTOP, locale="zh-CN").new_page()
    requested: list[str] = []
    page.context.on("request", lambda request: requested.append(request.url))
    page.goto(hostile.url)
    ready(page)
    ask(page, "大班额问题是怎么解决的？")
    page.locator(".cite").first.click()
    page.click(".card .open")
    page.wait_for_selector("dialog.document[open]")
    own.close()
    assert {urlsplit(url).hostname for url in requested if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert looked_up(json.loads(log.read_text(encoding="utf-8", errors="replace"))) == []
    record = hostile.folder / "record.txt"
    assert not record.exists() or record.read_text() == ""


# What Chromium asks for by itself, on an empty page too; named one by one, as a page may ask their neighbours.
CHROMIUMS_OWN = {
    "accounts.google.com",
    "clients2.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "update.googleapis.com",
}


def looked_up(net_log):
    """The hosts that were resolved, this machine and Chromium's own services aside."""
    hosts = [event.get("params", {}).get("host", "") for event in net_log["events"]]
    names = {urlsplit(host if "//" in host else f"//{host}").hostname or "" for host in hosts if host}
    return sorted(names - {"127.0.0.1"} - CHROMIUMS_OWN)


def test_analytics_history_and_footers_are_off(browser, hostile):
    page = hostile.open(browser)
    config = page.evaluate("window.gradio_config")
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert page.locator("footer").count() == 0
    assert page.evaluate("indexedDB.databases().then((found) => found.map((each) => each.name))") == []
    page.context.close()
