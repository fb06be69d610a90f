"""The place 拟复 in a real browser: a letter drafted, every sentence traced, edits verified, reviewed, taken out."""

import io

import openpyxl
import pytest
import small_corpus
from browser import PHONE, Server, another_tab, ready, violations
from docx import Document
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")

LETTER = "领导好：\n我的手机13805351234。请问打通断头路多少条？断头路由哪家公司施工？\n李敏 女士\n2020年8月25日"
FACT = ".line.is-supported:has(sup)"
TRUE, FALSE = "累计投入24亿元，打通断头路34条。", "累计投入24亿元，打通断头路43条。"
OPEN = ".line.is-unverified"
BOX = "#line-text"


@pytest.fixture(scope="module")
def office(tmp_path_factory, index_models):
    """The page over the small corpus."""
    folder = tmp_path_factory.mktemp("office")
    settings = small_corpus.indexed(folder, index_models)
    server = Server(folder, ("--index", settings.model_dump_json())).start()
    yield server
    server.kill()


def opened(browser, office, path="?place=draft", **options):
    page = office.open(browser, path, **options)
    page.wait_for_selector("#draft-title")
    return page


def drafted(browser, office, letter=LETTER, **options):
    """A new browser profile with the draft of a letter open."""
    page = opened(browser, office, **options)
    page.fill("#draft-letter", letter)
    page.click("[data-do='draft-new']")
    page.wait_for_selector(".letter")
    return page


def press(page, line):
    page.locator(line).first.click()
    page.wait_for_selector(".line[aria-pressed='true']")
    page.wait_for_selector(BOX)


def at_version(page, number):
    page.wait_for_selector(f"#draft_main [data-version='{number}']")


def rewrite(page, text):
    version = int(page.get_attribute("#draft_main [data-version]", "data-version"))
    page.fill(BOX, text)
    page.click("[data-do='bench-save']")
    at_version(page, version + 1)


def taken(page, button):
    with page.expect_download() as download:
        page.click(button)
    return download.value


def words(download):
    return "\n".join(paragraph.text for paragraph in Document(download.path()).paragraphs)


def test_a_pasted_letter_is_drafted_and_every_sentence_opens_its_paragraph(browser, office):
    page = opened(browser, office)
    with office.held("compose"):
        page.fill("#draft-letter", LETTER)
        page.click("[data-do='draft-new']")
        page.wait_for_selector(".run-in-work:has-text('第 1/2 个事项')")
        page.reload()  # it goes on without the browser, and its address finds it again
        ready(page)
        page.wait_for_selector(".run-in-work")
    page.wait_for_selector(".letter")
    expect(page.locator(".requests .state")).to_have_text(["已答", "部分"])
    assert "尊敬的李敏女士：" in page.inner_text(".letter")
    assert "13805351234" not in page.content()
    assert page.locator(".whole-letter .quiet").text_content() == "已隐去：手机号 1"
    assert page.locator(".whole-letter mark").all_text_contents() == [
        "请问打通断头路多少条？",
        "断头路由哪家公司施工？",
    ]
    press(page, FACT)
    expect(page.locator(".bench mark")).to_have_text("累计投入24亿元,打通断头路34条。")
    expect(page.locator(".why-line")).to_contain_text("✓ 与原文一致")
    assert "未提及" in page.inner_text(".line.is-missing")
    page.click(".bench .open")
    page.wait_for_selector("dialog.document[open] mark")
    assert "13805351234" not in (office.folder / "server.log").read_text(encoding="utf-8")
    assert b"13805351234" not in b"".join(path.read_bytes() for path in office.folder.glob("*.sqlite*"))


def test_a_false_edit_stays_marked_and_leaves_only_mended_or_signed(browser, office):
    page = drafted(browser, office)
    press(page, FACT)
    rewrite(page, FALSE)
    expect(page.locator(".why-line")).to_contain_text("43条”：所引段落没有这个数字")
    assert page.locator("#draft_main [data-clean='yes']").count() == 0
    refused = page.evaluate(
        "desk.call({do: 'draft-export', draft: new URLSearchParams(location.search).get('draft'), clean: 'yes'})"
    )
    assert refused["letter"]["kind"] == "notice"
    marked = taken(page, "[data-do='draft-export']")
    assert marked.suggested_filename == "reply-打通断头路多少条（未核实）.docx"
    assert words(marked).startswith("【未核实】本稿有1句")
    page.click("[data-do='bench-sign']")  # without a name it is not signed
    page.wait_for_selector("#notices:has-text('请先填写您的姓名')")
    page.fill("#bench-name", "王主任")
    page.click("[data-do='bench-sign']")
    page.wait_for_selector(".line.is-signed")
    clean = taken(page, "[data-clean='yes']")
    assert FALSE in words(clean)
    assert Document(clean.path()).core_properties.comments == "signed off: 王主任"
    page.click("[data-do='bench-quote']")
    at_version(page, 4)
    expect(page.locator(f"{OPEN}, .line.is-signed")).to_have_count(0)
    expect(page.locator(BOX)).to_have_value(TRUE)


def test_a_sentence_is_left_to_a_department_added_taken_out_and_undone(browser, office):
    page = drafted(browser, office)
    press(page, FACT)
    page.click("[data-do='bench-department']")
    page.wait_for_selector(".line.is-missing:has-text('关于“打通断头路多少条”，由相关责任部门进一步核实后答复。')")
    page.click("[data-do='draft-undo']")
    at_version(page, 3)
    press(page, FACT)
    page.click("[data-do='bench-insert']")
    page.fill("#new-line", "群众非常满意。")
    page.click("[data-do='bench-add']")
    page.wait_for_selector(f"{OPEN}:has-text('群众非常满意。')")
    page.click("[data-do='bench-remove']")
    page.wait_for_selector(".all-sound")
    page.click("[data-do='draft-undo']")
    page.wait_for_selector(f"{OPEN}:has-text('群众非常满意。')")
    page.click("[data-do='draft-undo']")
    page.wait_for_selector(".all-sound")


def test_two_tabs_never_overwrite_each_other_unseen(browser, office):
    page = drafted(browser, office)
    other = another_tab(page.context, page.url)
    other.wait_for_selector(".letter")
    for tab in (page, other):
        press(tab, FACT)
    rewrite(page, "打通断头路34条。")
    other.fill(BOX, FALSE)
    other.click("[data-do='bench-save']")
    other.wait_for_selector(".conflict")
    expect(other.locator(".conflict .wording")).to_have_text(["打通断头路34条。", FALSE])
    assert FALSE not in other.inner_text(".letter")
    other.click("[data-do='bench-take']")
    other.wait_for_selector(f"{OPEN}:has-text('43条')")
    # another sentence changed meanwhile: both changes stand
    page.locator(".line", has_text="特此答复").click()
    expect(page.locator(BOX)).to_have_value("特此答复。")
    page.fill(BOX, "此复。")
    page.click("[data-do='bench-save']")
    page.wait_for_selector(".line:has-text('此复。')")
    expect(page.locator(OPEN)).to_contain_text("43条")
    # and what is sent is what was seen
    other.fill("#draft-name", "张三")
    other.click("[data-step='send']")
    other.wait_for_selector("#notices:has-text('又有改动')")
    expect(other.locator(".stage")).to_have_text("草稿")


def test_a_draft_is_sent_reviewed_by_another_and_its_history_shows_who_changed_what(browser, office):
    page = drafted(browser, office)
    page.fill("#draft-name", "张三")
    press(page, FACT)
    rewrite(page, "打通断头路34条。")
    page.click("[data-step='send']")
    page.wait_for_selector(".stage-review")
    expect(page.locator(".draft-state")).to_contain_text("张三 送审")
    reviewer = opened(browser, office, "?place=draft")  # another browser
    reviewer.click(".draft-lists .open-run:has-text('打通断头路多少条')")
    reviewer.wait_for_selector(".stage-review")
    reviewer.fill("#draft-name", "张三")
    reviewer.click("[data-step='approve']")
    reviewer.wait_for_selector("#notices:has-text('不能审核自己的拟复')")
    reviewer.fill("#draft-name", "李四")
    reviewer.fill("#draft-note", "可以")
    reviewer.click("[data-step='approve']")
    reviewer.wait_for_selector(".stage-reviewed")
    page.reload()
    ready(page)
    page.wait_for_selector(".draft-state:has-text('李四 审核通过'):has-text('“可以”')")
    press(page, FACT)
    rewrite(page, TRUE)
    expect(page.locator(".draft-head .stage")).to_have_text("草稿")
    page.click("[data-do='draft-history']")
    page.wait_for_selector(".moments")
    expect(page.locator(".stage")).to_have_text(["草稿", "已审", "送审"])
    change = page.locator(".change").nth(1)
    assert change.locator("del").all_inner_texts() == ["累计投入24亿元，"]
    assert "改写 · 张三" in page.locator(".moment:has(del) .about").first.inner_text()
    page.reload()  # the history stands in the address
    page.wait_for_selector(".moments")
    page.click("[data-do='draft-restore'][data-number='2']")
    at_version(page, 4)
    page.click("[data-do='draft-letter']")
    page.wait_for_selector(f"{FACT} >> text=打通断头路34条。")


def test_a_draft_belongs_to_its_browser_until_it_is_sent(browser, office):
    page = drafted(browser, office)
    name = page.url.partition("draft&draft=")[2]
    stranger = office.open(browser, f"?place=draft&draft={name}")
    stranger.wait_for_selector("#draft_main .notice:has-text('不属于您')")
    for wish in ("draft-export", "draft-pick", "draft-change", "draft-step", "document"):
        told = stranger.evaluate(
            f"desk.call({{do: '{wish}', draft: '{name}', line: '7', version: 1, kind: 'remove', step: 'send'}})"
        )
        assert told["letter"]["kind"] == "notice"
    page.click("[data-do='draft-delete']")
    page.click("dialog.confirm .danger")
    page.wait_for_selector("#draft-letter")
    expect(page.locator(".draft-list .open-run")).to_have_count(0)


def test_a_table_of_letters_becomes_drafts_and_a_summary(browser, office):
    book = openpyxl.Workbook()
    for row in (["编号", "来信内容"], ["甲-1", "请问打通断头路多少条？"], ["甲-2", " "], ["甲-3", "处罚企业几家？"]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    page = opened(browser, office)
    page.set_input_files("#draft-table", {"name": "letters.xlsx", "mimeType": "", "buffer": held.getvalue()})
    page.wait_for_selector("#draft_main [role=status]:has-text('3/3 封已处理')")
    rows = [row.locator("th, td").all_inner_texts() for row in page.locator("tbody tr").all()]
    assert rows[0] == ["2", "甲-1", "打通断头路多少条", "草稿", "1", "1", "0", "0"]
    assert rows[1][:4] == ["3", "甲-2", "第3行：来信是空的，请填写内容，或删去这一行", "不能用"]
    summary = openpyxl.load_workbook(taken(page, "[data-do='draft-summary']").path().open("rb")).active
    assert [cell.value for cell in summary[2]][:3] == [2, "甲-1", "drafted"]
    assert "?place=draft&draft=" in summary.cell(2, 8).hyperlink.target
    page.locator(".open-case").nth(1).click()
    page.wait_for_selector(".letter:has-text('处罚企业4家')")


def test_a_bad_file_is_told_and_a_stopped_draft_goes_on(browser, office):
    page = opened(browser, office)
    page.set_input_files(
        "#draft-file", {"name": "a.docx", "mimeType": "", "buffer": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}
    )
    page.wait_for_selector("#notices:has-text('旧版或有密码的 Office 文件')")
    with office.held("compose"):
        page.set_input_files("#draft-file", {"name": "a.txt", "mimeType": "", "buffer": LETTER.encode()})
        page.wait_for_selector("[data-do='draft-stop']")
        office.restart()
        page.reload()
        ready(page)
        page.wait_for_selector("#draft_main .notice:has-text('没有完成')")
    page.click("[data-do='draft-again']")
    page.wait_for_selector(".letter")


@pytest.mark.parametrize(
    "options", [{"locale": "zh-CN"}, {"locale": "en-GB", "viewport": PHONE, "color_scheme": "dark"}]
)
def test_axe_finds_nothing_the_keyboard_does_all_and_nothing_scrolls_sideways(browser, office, options):
    page = opened(browser, office, **options)
    assert violations(page) == []
    page.fill(
        "#draft-letter",
        "Dear Sir,\nHow many dead-end roads were opened up?\nYours,\nAnn Lee",
    )
    page.press("#draft-letter", "Control+Enter")
    page.wait_for_selector(".letter")
    page.locator(FACT).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#bench-title:focus")
    assert violations(page) == []
    if "viewport" in options:  # on a telephone a sheet at the foot, wherever the letter is scrolled to
        page.locator("#drafting").evaluate("it => it.scrollTo(0, it.scrollHeight)")
        assert page.locator(".bench").evaluate("it => Math.abs(it.getBoundingClientRect().bottom - innerHeight)") <= 1
        ends, begins = (page.locator(f"#draft-{name}").bounding_box() for name in ("side", "middle"))
        assert ends["y"] + ends["height"] <= begins["y"] + 1
    page.locator(BOX).fill("99 roads were opened up.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"{OPEN}[aria-pressed='true']")
    page.wait_for_selector("#bench-title:focus")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.id.startsWith('line-')")
    for part in ("html", "#place-draft", "#drafting", "#draft-middle", ".bench"):
        assert page.locator(part).evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    page.click("[data-do='draft-history']")
    page.wait_for_selector(".moments")
    assert violations(page) == []
    if options["locale"] == "en-GB":
        own = page.locator("#draft-side, #draft_main button, .about, .bench button, label").all_inner_texts()
        assert {letter for letter in "".join(own) if "\u4e00" <= letter <= "\u9fff"} == set()
