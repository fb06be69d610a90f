"""The place 语料 in a real browser: adding, removing, putting back in the background; the list, roles, nothing held."""

import pytest
import small_corpus
from browser import PHONE, Server, ask, ready, violations
from playwright.sync_api import expect

from index import generations

pytestmark = pytest.mark.needs("chromium")

NEW = small_corpus.YIQU.replace("甲市乙区", "烟台市牟平区").replace("34条", "35条")
HOSTILE = "<img src=x onerror=document.title=1>.txt"
ROW = "tr[data-bulletin='{}']"
DONE = ".corpus-work.stage-current"


@pytest.fixture(scope="module")
def office(tmp_path_factory, index_models):
    """The page over the small corpus; files to add beside it."""
    folder = tmp_path_factory.mktemp("corpus-office")
    settings = small_corpus.indexed(folder, index_models)
    files = folder / "files"
    files.mkdir()
    (files / "muping.txt").write_text(NEW, encoding="utf-8")
    (files / "again.txt").write_text(small_corpus.YIQU, encoding="utf-8")
    (files / "bad.docx").write_bytes(b"PK\x03\x04")
    (files / HOSTILE).write_text(NEW.replace("牟平", "<b>福山</b>"), encoding="utf-8")
    server = Server(folder, ("--index", settings.model_dump_json(), "--corpus")).start()
    yield server
    server.kill()


def opened(browser, office, path="?place=corpus", **options):
    page = office.open(browser, path, **options)
    page.wait_for_selector("#corpus-title")
    return page


def chosen(page, office, *names):
    page.set_input_files("#corpus-files", [office.folder / "files" / name for name in names])


def act(page, bulletin, do):
    page.locator(f"{ROW.format(bulletin)} .actions summary").press("Enter")
    page.locator(f"{ROW.format(bulletin)} [data-do={do}]").press("Enter")


def test_files_are_added_in_the_background_and_the_old_index_answers_meanwhile(browser, office):
    page = opened(browser, office)
    before = generations.current(office.folder / "index")
    with office.held("encode"):
        chosen(page, office, "muping.txt", "again.txt", "bad.docx")
        page.wait_for_selector(".stage-indexing .task.is-added:has-text('muping.txt')")
        page.wait_for_selector(f"{ROW.format('muping')}:has-text('等待入索引')")
        page.wait_for_selector(".task:has-text('bad.docx')")  # all have arrived
        page.reload()  # the server goes on with it
        ready(page)
        page.wait_for_selector(".task:has-text('again.txt')")
        page.click(".tab[data-place=ask]")
        assert "没有收录关于牟平区的通报" in ask(page, "牟平区打通断头路多少条？")
        assert generations.current(office.folder / "index") == before
        page.click(".tab[data-place=corpus]")
    page.wait_for_selector(f"{DONE}:has-text('已添加 1，没有添加 2')")
    page.wait_for_selector(".task.is-refused:has-text('again.txt'):has-text('与已收录的 yiqu-2020 正文相同')")
    page.wait_for_selector(".task.is-refused:has-text('bad.docx'):has-text('已损坏')")
    page.wait_for_selector(f"{ROW.format('muping')}:has-text('已入索引')")
    cells = page.locator(f"{ROW.format('muping')} td").all_inner_texts()
    assert cells[1:6] == ["山东省 › 烟台市 › 牟平区", "2020-07-31", "—", "4", "文本"]
    page.click(".tab[data-place=ask]")
    assert "35条" in ask(page, "牟平区打通断头路多少条？")
    page.context.close()


def test_a_bulletin_is_opened_removed_and_put_back_by_keyboard(browser, office):
    page = opened(browser, office)
    page.locator(f"{ROW.format('yiqu-2020')} a.held").press("Enter")
    page.wait_for_selector("dialog.document[open]:has-text('打通断头路34条')")
    page.keyboard.press("Escape")
    page.wait_for_selector("a[href='#yiqu-2020']:focus")
    act(page, "yiqu-2020", "corpus-remove")
    page.wait_for_selector(f"{DONE}:has-text('已移出')")
    page.wait_for_selector(ROW.format("yiqu-2020"), state="detached")
    page.wait_for_selector("#corpus-title:focus")
    page.reload()
    ready(page)
    page.locator("[data-do=corpus-restore]").press("Enter")
    page.wait_for_selector(f"{ROW.format('yiqu-2020')}:has-text('已入索引')")
    expect(page.locator("[data-do=corpus-restore]")).to_have_count(0)
    act(page, "yiqu-2020", "corpus-reread")
    page.wait_for_selector(f"{DONE}:has-text('没有变化')")
    page.locator("[data-do=corpus-dismiss]").press("Enter")
    page.wait_for_selector(DONE, state="detached")
    page.context.close()


def test_the_list_is_limited_by_words_place_and_state_and_the_address_keeps_it(browser, office):
    page = opened(browser, office)
    page.locator("#corpus-words").press_sequentially("dingxian")
    page.wait_for_selector(".counted:has-text('符合条件 1 份')")
    page.wait_for_selector("#corpus-words:focus")
    assert page.locator("tr.entry").count() == 1
    page.reload()
    ready(page)
    page.wait_for_selector(ROW.format("dingxian-2021"))
    expect(page.locator("#corpus-words")).to_have_value("dingxian")
    page.fill("#corpus-words", "")
    page.wait_for_selector(ROW.format("yiqu-2020"))
    page.select_option("#corpus-area", "甲市/乙区")
    page.wait_for_selector(ROW.format("dingxian-2021"), state="detached")
    page.select_option("#corpus-area", "")
    page.wait_for_selector(ROW.format("dingxian-2021"))
    page.select_option("#corpus-state", "odd")
    page.wait_for_selector("p:has-text('没有符合条件的通报')")
    page.go_back()
    page.wait_for_selector(ROW.format("dingxian-2021"))
    page.context.close()


def test_hostile_names_and_titles_are_shown_and_nothing_else(browser, office):
    page = opened(browser, office)
    chosen(page, office, HOSTILE)
    page.wait_for_selector(f"{DONE} .is-added")
    page.wait_for_selector("tr.entry:has-text('onerror'):has-text('已入索引')")
    row = page.locator("tr.entry", has_text="onerror")
    assert row.locator("small").inner_text() == "img src=x onerror=document.title=1.txt"
    row.locator(".odd summary").click()
    assert "没有找到" in row.locator(".odd").inner_text()
    assert page.locator("#place-corpus img, #place-corpus b").count() == 0
    assert page.title() == "通报问答"
    for name, shown in (("../../x.txt", "x.txt"), ("a\u202etxt.exe", "txt.exe"), ("", "bulletin")):
        page.evaluate("name => desk.wish({do: 'corpus-upload', name, data: 'AAEC', key: name})", name)
        page.wait_for_selector(f"{DONE} .is-refused:has-text('{shown}')")
    assert not (office.folder / "x.txt").exists()
    page.context.close()


def test_an_address_is_fetched_or_its_fault_told(browser, office):
    page = opened(browser, office)
    page.click("[data-do=corpus-fetch]")
    page.wait_for_selector("#notices:has-text('no address')")
    page.fill("#corpus-addresses", f"{office.url}nothing-there\nftp://127.0.0.1/x\nhttp://10.0.0.1/a")
    page.click("[data-do=corpus-fetch]")
    page.wait_for_selector(f"{DONE} .outcome:has-text('404')")  # not what an earlier test left
    told = page.locator(".task .outcome").all_inner_texts()
    assert "404" in told[0]
    assert "http://" in told[1]
    assert "allow_private_hosts" in told[2]
    expect(page.locator("#corpus-addresses")).to_have_value("")
    page.context.close()


def test_only_an_admin_changes_what_is_held(browser, office):
    (office.folder / "role").write_text("evaluator")
    try:
        page = opened(browser, office)
        assert page.locator(ROW.format("yiqu-2020")).count() == 1
        assert page.locator("#corpus-files, .bulletins .actions, [data-do=corpus-restore]").count() == 0
        for wish in ("do: 'corpus-remove', bulletin: 'yiqu-2020'", "do: 'corpus-upload', name: 'a.txt', data: ''"):
            parts = page.evaluate(f"desk.call({{{wish}}})")
            assert (parts["letter"]["kind"], "corpus_work" in parts) == ("notice", False)
        page.context.close()
    finally:
        (office.folder / "role").unlink()
    assert (office.folder / "corpus" / "yiqu-2020.txt").exists()


@pytest.mark.parametrize(
    "options", [{"locale": "zh-CN"}, {"locale": "en-GB", "viewport": PHONE, "color_scheme": "dark"}]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, office, options):
    page = opened(browser, office, **options)
    page.locator(".bulletins .actions summary").first.click()
    assert violations(page) == []
    for part in ("html", "#place-corpus"):
        assert page.locator(part).evaluate("part => part.scrollWidth - part.clientWidth") == 0
    if options["locale"] == "en-GB":
        own = page.locator("#corpus-side h2, #corpus-side label, .quiet, .filters label, .of-state").all_inner_texts()
        assert {letter for letter in "".join(own) if "\u4e00" <= letter <= "\u9fff"} == set()
    page.context.close()


def test_a_file_that_is_too_large_is_not_sent_and_an_empty_corpus_teaches(browser, office):
    page = opened(browser, office)
    page.wait_for_selector("#corpus-files")
    page.evaluate("document.querySelector('#corpus-files').dataset.most = '0.00001'")
    chosen(page, office, "muping.txt")
    page.wait_for_selector("#notices:has-text('muping.txt 超过'):has-text('没有上传')")
    held = [row.get_attribute("data-bulletin") for row in page.locator("tr.entry").all()]
    for bulletin in held:
        page.evaluate("bulletin => desk.wish({do: 'corpus-remove', bulletin})", bulletin)
    page.wait_for_selector("#corpus-title:has-text('还没有收录通报')")
    page.wait_for_selector(DONE)
    expect(page.locator(".teach li")).to_have_count(3)
    expect(page.locator("[data-do=corpus-restore]")).to_have_count(len(held))
    page.click(".tab[data-place=ask]")
    assert "没有找到" in ask(page, "打通断头路多少条？")
    page.context.close()
