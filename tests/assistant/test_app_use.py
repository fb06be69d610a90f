"""Taking along in a real browser: clipboard, print, files; the language of the page."""

import io

import pytest
from browser import ask, ready
from docx import Document
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")

CLASSES = "大班额问题是怎么解决的？"
QUOTE = "通过班级调整、毕业年级学生自愿分流等方式已化解大班额32个,剩余12个大班额,今年暑期开学前全部化解。"


@pytest.fixture
def page(browser, served):
    """A browser that lets the page write to the clipboard, as a click in an ordinary one does."""
    opened = served.open(browser, permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    yield opened
    opened.context.close()


def clipboard(page, kind):
    return page.evaluate("async kind => (await (await navigator.clipboard.read())[0].getType(kind)).text()", kind)


def test_an_answer_is_copied_with_its_sources_plain_and_rich(page):
    ask(page, CLASSES)
    page.click("button:has-text('复制答复与依据')")
    page.wait_for_selector("#notices:has-text('已复制')")
    plain = clipboard(page, "text/plain")
    assert f"· {QUOTE} [3] (已核实, 计划中)" in plain
    assert "[1][2][3][4][5] 《中共烟台市莱山区委关于巡视整改进展情况的通报》 › 中共烟台市莱山区委 › 2020-07-31" in plain
    rich = clipboard(page, "text/html")
    assert "<mark" in rich
    assert "<li>" in rich


def test_a_paragraph_is_copied_as_it_stands(page):
    ask(page, CLASSES)
    page.click("[data-do='copy-paragraph']")
    page.wait_for_selector("#notices:has-text('已复制')")
    copied = clipboard(page, "text/plain")
    assert copied.startswith("(5)关于中小学教育资源不足,部分城区学校仍存在“大班额”问题。针对中心城区")
    assert QUOTE in copied


def test_one_answer_is_printed_with_its_sources_and_nothing_else(page):
    ask(page, CLASSES)
    page.evaluate("window.print = () => { window.printed = document.body.className; }")
    page.click("button:has-text('打印')")
    page.wait_for_function("window.printed === 'printing-one'")
    page.emulate_media(media="print")
    expect(page.locator("#print-sheet")).to_be_visible()
    assert QUOTE in page.inner_text("#print-sheet")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("#question-row")).to_be_hidden()


def exported(page, form):
    page.locator(".entry summary").first.click()
    with page.expect_download() as download:
        page.click(f".entry [data-do='export-{form}']")
    return download.value


def test_a_conversation_is_exported_to_word_with_its_citations(page):
    ask(page, CLASSES)
    download = exported(page, "docx")
    assert download.suggested_filename == "大班额问题是怎么解决的.docx"
    document = Document(io.BytesIO(download.path().read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert QUOTE in text
    assert "(laishan-2020-07-31/d431ed48)" in text
    marked = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.font.highlight_color]
    assert QUOTE in marked


def test_a_conversation_is_exported_to_markdown(page):
    ask(page, CLASSES)
    text = exported(page, "md").path().read_text(encoding="utf-8")
    assert text.startswith("# 大班额问题是怎么解决的？")
    assert f"- {QUOTE} \\[3\\] (已核实, 计划中)" in text
    assert "> (5)关于中小学教育资源不足" in text


CONTENT = (
    "[lang=zh-CN], .said, .lead, .asked, .card h3, .source, .of, .missing, .open-conversation, #announcer, "
    "#thread .icon-button-wrapper, script, style"  # Gradio's own buttons, which the page does not show
)


def chinese_words_of_the_page(page):
    """Chinese characters that are neither a bulletin's nor a user's nor an answer's."""
    own = page.evaluate(
        """content => {
            const page = document.body.cloneNode(true);
            page.querySelectorAll(content).forEach((part) => part.remove());
            page.querySelectorAll('.card, summary').forEach((part) => part.removeAttribute('aria-label'));
            const named = [...page.querySelectorAll('[aria-label], [placeholder]')];
            const words = named.map((node) => [node.getAttribute('aria-label'), node.getAttribute('placeholder')]);
            return page.textContent + words.flat().join(' ');
        }""",
        CONTENT,
    )
    return {letter for letter in own if "\u4e00" <= letter <= "\u9fff"}


def test_every_word_of_the_page_changes_language_and_stays_changed(page):
    ask(page, CLASSES)
    page.click(".switch")
    page.wait_for_selector("#send:has-text('Send')")
    expect(page).to_have_title("Bulletin desk")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".state").first).to_have_text("Verified")
    assert chinese_words_of_the_page(page) <= set("中文“”")  # the switch back
    page.reload()
    ready(page)
    expect(page.locator("#send")).to_have_text("Send")
    expect(page.locator(".state").first).to_have_text("Verified")
    page.click(".switch")
    page.wait_for_selector("#send:has-text('发送')")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_browser_in_english_opens_in_english(browser, served):
    page = served.open(browser, locale="en-GB")
    assert page.inner_text(".welcome h2") == "Ask the bulletins"
    assert page.locator(".example").first.inner_text().startswith("What was done about")
    page.context.close()
