"""The place 评测 in a real browser: runs that survive a refresh and a kill, cases side by side, sets in and out."""

import io
import json

import openpyxl
import pytest
import small_corpus
from browser import PHONE, Server, ready, violations
from playwright.sync_api import expect

from index import embedding
from index.build import build
from index.settings import IndexSettings

pytestmark = pytest.mark.needs("chromium")

CASES = [
    {"id": "roads", "lang": "zh", "kind": "number", "question": "打通断头路多少条？", "gold": ["打通断头路34条"],
     "facts": [["34条"]], "reviewed": True},
    {"id": "wrong", "lang": "zh", "kind": "number", "question": "更换供热管网多少公里？",
     "gold": ["新建公办幼儿园6所"]},
    {"id": "absent", "lang": "zh", "kind": "near miss", "question": "断头路由哪家公司施工？", "answerable": False},
]  # fmt: skip
START, RUN = "[data-do='eval-start']", ".view[data-view='run']"


@pytest.fixture(scope="module")
def office(tmp_path_factory, index_models):
    """The page over the small corpus, with a set of three cases; `wrong` has the wrong gold."""
    folder = tmp_path_factory.mktemp("office")
    corpus = small_corpus.write(folder / "corpus")
    settings = IndexSettings(folder=folder / "index", models=index_models, embedding_model="bundled-use")
    build(corpus, settings, embedding.load(settings), small_corpus.no_report)
    (folder / "shipped").mkdir()
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in CASES)
    (folder / "shipped" / "small.jsonl").write_text(lines, encoding="utf-8")
    options = ("--index", settings.model_dump_json(), "--evaluate", str(folder / "shipped" / "small.jsonl"))
    server = Server(folder, options).start()
    yield server
    server.kill()


def opened(browser, office, path="?place=evaluate", **options):
    page = office.open(browser, path, **options)
    page.wait_for_selector("#eval-set")
    return page


def finished(page):
    page.wait_for_selector(f"{RUN} .charts")
    page.wait_for_selector(START)
    shows(page, 3)


def shows(page, number):
    """So many cases are listed, the filter applied."""
    expect(page.locator(".case:visible")).to_have_count(number)


def test_a_run_survives_a_refresh_and_shows_what_failed(browser, office):
    page = opened(browser, office)
    with office.held("compose"):
        page.click(START)
        page.wait_for_url("**run=**")
        page.reload()
        ready(page)
        page.wait_for_selector(".run-in-work:has-text('已答 0/3 题')")
        assert page.locator("[role=progressbar]").get_attribute("aria-valuemax") == "3"
        assert page.locator(START).count() == 0  # one run at a time
    finished(page)
    page.select_option("#filter-failure", "found, not cited")
    expect(page.locator(".case:visible .open-case")).to_have_text(["更换供热管网多少公里？"])
    page.locator(".case:visible .open-case").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#view-title:focus:has-text('wrong')")
    expect(page.locator(".side")).to_have_count(4)
    sides = page.locator(".side").all_inner_texts()
    assert [side.splitlines()[0] for side in sides] == ["问题", "答复", "标准段落", "依据"]
    assert "更换供热管网12公里" in sides[1]
    assert "新建公办幼儿园6所" in sides[2]
    assert page.locator(".side mark").inner_text() == "更换供热管网12公里,受理投诉80件。"
    page.reload()  # the case stands in the address
    page.wait_for_selector("#view-title:has-text('wrong')")
    page.go_back()
    page.wait_for_selector(f"{RUN} .charts")
    page.select_option("#filter-failure", "found, not cited")
    page.locator(".case:visible .open-case").click()
    page.click("[data-do='eval-back']")
    page.wait_for_selector(f"{RUN} .charts")
    shows(page, 1)  # the filter is kept
    with page.expect_download() as download:
        page.click("[data-do='eval-report']")
    assert "default-src 'none'" in download.value.path().read_text(encoding="utf-8")
    page.context.close()


def test_gold_is_mended_by_a_click_and_the_shipped_set_stays(browser, office):
    page = opened(browser, office, "?place=evaluate&set=small&case=wrong")
    box = page.locator("#gold-labels")
    box.fill("没有这句话")
    page.click("[data-do='eval-save']")
    page.wait_for_selector("#notices:has-text('no paragraph holds')")
    assert box.input_value() == "没有这句话"
    box.fill("更换供热管网12公里")
    page.click("[data-do='eval-save']")
    page.wait_for_selector("#notices:has-text('已保存')")
    expect(page.locator(".side").nth(1)).to_contain_text("更换供热管网12公里")
    expect(page.locator("#view-title .failure")).to_have_count(0)  # reviewed
    own = (office.folder / "sets" / "small.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(own[1])["reviewed"] is True
    assert "reviewed" not in (office.folder / "shipped" / "small.jsonl").read_text(encoding="utf-8").splitlines()[1]
    page.context.close()


def test_a_workbook_is_taken_in_with_its_faults_told_and_taken_out_again(browser, office):
    page = opened(browser, office)
    book = openpyxl.Workbook()
    book.active.append(["id", "lang", "kind", "question", "gold"])
    book.active.append(["n1", "zh", "number", "处罚企业几家？", "处罚企业4家"])
    book.active.append(["n2", "fr", "number", "<b>Combien</b>?", "处罚企业4家"])
    held = io.BytesIO()
    book.save(held)
    page.set_input_files("#eval-file", {"name": "ports.xlsx", "mimeType": "", "buffer": held.getvalue()})
    page.wait_for_selector(".faults")
    assert page.locator(".faults li").all_inner_texts() == ["第 3 行 B 列 (lang): 只能是 zh 或 en"]
    expect(page.locator("#eval-set")).to_have_value("ports")
    with page.expect_download() as download:
        page.click("[data-do='eval-bad']")
    rows = list(openpyxl.load_workbook(download.value.path().open("rb")).active.iter_rows(values_only=True))
    assert rows[1][:4] == ("n2", "fr", "number", "<b>Combien</b>?")
    with page.expect_download() as download:
        page.click("[data-do='eval-workbook']")
    assert download.value.suggested_filename == "ports.xlsx"
    page.click("[data-do='eval-set']")
    page.wait_for_selector(".open-case:has-text('处罚企业几家？')")
    page.context.close()


def test_drafts_wait_for_review_and_are_accepted_or_rejected(browser, office):
    page = opened(browser, office)
    page.click("[data-do='eval-draft']")
    page.wait_for_selector("#view-title:has-text('drafts')")
    page.select_option("#filter-failure", "unreviewed")
    waiting = page.locator(".case:visible").count()
    assert waiting > 3
    page.locator(".open-case").first.click()
    page.click("[data-do='eval-save']:has-text('审核通过')")
    page.wait_for_selector("#notices:has-text('已保存')")
    page.click("[data-do='eval-back']")
    page.wait_for_selector(".cases")
    page.select_option("#filter-failure", "unreviewed")
    shows(page, waiting - 1)
    page.locator(".case:visible .open-case").first.click()
    page.click("[data-do='eval-reject']")
    shows(page, waiting - 2)
    page.click("[data-do='eval-draft']")  # what was rejected does not come back
    page.wait_for_selector("#notices:has-text('已草拟 0 道题')")
    page.context.close()


def test_a_run_that_was_killed_is_taken_up_again(browser, office):
    page = opened(browser, office)
    page.select_option("#eval-set", "small")
    with office.held("compose"):
        page.click(START)
        page.wait_for_selector(".run-in-work")
        office.restart()
        page.reload()
        ready(page)
        page.wait_for_selector("[data-do='eval-resume']")
        expect(page.locator(".run-in-work")).to_have_count(0)
        page.click("[data-do='eval-resume']")
        page.wait_for_selector(".run-in-work")
    finished(page)
    page.context.close()


@pytest.mark.parametrize(
    "options", [{"locale": "zh-CN"}, {"locale": "en-GB", "viewport": PHONE, "color_scheme": "dark"}]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, office, options):
    page = opened(browser, office, **options)
    assert violations(page) == []
    page.locator(".open-run").first.click()
    page.wait_for_selector(f"{RUN} .charts")
    assert violations(page) == []
    page.locator(".open-case").first.click()
    page.wait_for_selector(".sides")
    assert violations(page) == []
    for part in ("html", "#place-evaluate"):
        assert page.locator(part).evaluate("part => part.scrollWidth - part.clientWidth") == 0
    if options["locale"] == "en-GB":
        own = page.locator("#eval-side, .buttons, .side h3, label").all_inner_texts()
        assert {letter for letter in "".join(own) if "\u4e00" <= letter <= "\u9fff"} == set()
    page.context.close()


def test_a_name_from_a_browser_opens_no_other_file(browser, office):
    page = opened(browser, office)
    for wish in ("do: 'eval-report', run: '../sets'", "do: 'eval-workbook', set: '../shipped/small'"):
        parts = page.evaluate(f"desk.call({{{wish}}})")
        assert parts["letter"]["kind"] == "notice"
    page.context.close()
