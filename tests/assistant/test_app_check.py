"""Checking in a real browser: citation -> card -> whole bulletin -> mark, and back."""

import re

import pytest
from browser import BOX, ask, focused, ready
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")

CLASSES = "大班额问题是怎么解决的？"
ADDRESS = re.compile(r"#laishan-2020-07-31/[0-9a-f]{8}$")


def test_a_citation_opens_its_card_with_the_quoted_words_marked(page):
    ask(page, CLASSES)
    cite = page.locator(".statement", has_text="剩余12个大班额").locator(".cite")
    assert cite.get_attribute("title").startswith("依据3：中共烟台市莱山区委 · 2020-07-31 · (5)关于中小学教育资源不足")
    cite.click()
    page.wait_for_selector(".card mark.at")
    card = page.locator(".card:focus")
    assert card.locator("h3").inner_text() == "[1][2][3][4][5] 中共烟台市莱山区委关于巡视整改进展情况的通报"
    assert card.locator(".source").inner_text() == "中共烟台市莱山区委 · 2020-07-31"
    assert card.locator(".path li").all_inner_texts()[0] == "二、省委巡视组反馈意见整改进展情况"
    assert len(card.locator(".path li").all()) == 4
    assert card.locator("mark.at").inner_text() == (
        "通过班级调整、毕业年级学生自愿分流等方式已化解大班额32个,剩余12个大班额,今年暑期开学前全部化解。"
    )


def test_escape_goes_back_to_the_citation(page):
    ask(page, CLASSES)
    page.locator(".cite").nth(1).click()
    page.wait_for_selector(".card:focus")
    page.keyboard.press("Escape")
    expect(page.locator(".cite:focus")).to_have_text("[2]")


def test_a_card_leads_to_the_marked_paragraph_in_the_whole_bulletin(page):
    ask(page, CLASSES)
    page.locator(".cite").first.click()
    page.click(".card .open")
    page.wait_for_selector("dialog.document[open] mark.at")
    text = page.text_content("dialog .text")
    assert "根据省委统一部署,2019年9月18日至12月10日" in text  # from the first paragraph
    assert text.rstrip().endswith("2020年7月31日")  # to the signature
    expect(page).to_have_url(ADDRESS)
    box = page.locator("dialog mark.at").bounding_box()
    assert 64 < box["y"] < 900
    assert page.locator(".paragraph.current").inner_text().startswith("(5)关于中小学教育资源不足")
    assert page.locator(".tree a").count() == 68


def test_keys_go_from_one_cited_passage_to_the_next(page):
    ask(page, CLASSES)
    page.locator(".cite").first.click()
    page.click(".card .open")
    page.wait_for_selector(".cited-count:has-text('1/5')")
    page.keyboard.press("n")
    expect(page.locator(".cited-count")).to_have_text("引用 2/5")
    assert page.inner_text("dialog mark.at").startswith("一是加快学校配套建设。")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(page.locator(".cited-count")).to_have_text("引用 5/5")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.wait_for_selector(".tool.open:focus")
    page.wait_for_function("location.hash === ''")


def test_the_same_bulletin_opens_again(page):
    page.click(".held")
    page.wait_for_selector("dialog.document[open]")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.click(".held")
    page.wait_for_selector("dialog.document[open]")


def test_the_address_of_a_paragraph_opens_it_again_in_another_browser(browser, served, page):
    ask(page, CLASSES)
    page.locator(".cite").first.click()
    page.click(".card .open")
    page.wait_for_selector("dialog.document[open]")
    address = page.evaluate("location.hash")
    other = served.open(browser, address)
    other.wait_for_selector("dialog.document[open] .paragraph.current")
    assert other.inner_text(".paragraph.current").startswith("(5)关于中小学教育资源不足")
    other.click(".tree a:has-text('断头路')")
    expect(other.locator(".paragraph.current strong").first).to_have_text(re.compile("“断头路”整改差距较大问题$"))
    assert other.evaluate("location.hash") != address
    other.context.close()


def test_cards_of_an_older_answer_come_back_when_it_is_selected(page):
    ask(page, CLASSES)
    ask(page, "公办幼儿园建了几所？")
    assert page.locator(".card h3").count() >= 1
    first = page.locator(".answer").first
    turn = first.get_attribute("id").removeprefix("turn-")
    first.locator(".lead").click()
    page.wait_for_selector(f".evidence[data-turn='{turn}']")
    assert CLASSES in page.inner_text(".evidence .of")
    page.wait_for_selector(f"#turn-{turn}.selected")


def test_words_selected_in_an_answer_are_found_in_the_evidence(page):
    ask(page, CLASSES)
    page.evaluate("""() => {
        const text = document.querySelectorAll('.said')[1].firstChild;
        const from = text.data.indexOf('2019年投资4.86亿元');
        getSelection().setBaseAndExtent(text, from, text, from + '2019年投资4.86亿元'.length);
    }""")
    page.wait_for_selector("#notices:has-text('找到 1 处')")
    found = page.evaluate("[...CSS.highlights.get('selected-words')].map(range => range.toString())")
    assert found == ["2019年投资4.86亿元"]


def test_other_relevant_paragraphs_are_folded_under_the_cards(page):
    ask(page, CLASSES)
    others = page.locator(".others")
    assert others.locator("summary").inner_text() == "其他相关段落（9）"
    assert not others.locator(".other").first.is_visible()
    others.locator("summary").click()
    others.locator(".open").first.click()
    page.wait_for_selector("dialog.document[open] .paragraph.current")


def test_everything_from_question_to_mark_by_keyboard_alone(page):
    page.keyboard.type(CLASSES)  # the question box has the focus from the start
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer.done")
    reach(page, "a.cite")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    page.wait_for_selector(".card:focus")
    reach(page, "a.tool.open")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.document[open] mark.at")
    page.keyboard.press("n")
    reach(page, "[data-do='copy-address']")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    reach(page, BOX)


def reach(page, selector):
    """Press Tab until the focus is on what the selector names."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab; the focus is on {focused(page)}")


def test_answers_are_announced_politely_once(page):
    page.evaluate("""() => {
        window.heard = [];
        new MutationObserver(() => {
            const text = document.querySelector('#announcer')?.textContent;
            if (text && text !== heard.at(-1)) heard.push(text);
        }).observe(document.body, {childList: true, subtree: true, characterData: true});
    }""")
    ask(page, CLASSES)
    page.wait_for_selector("#announcer:has-text('答复完成')", state="attached")
    heard = page.evaluate("heard")
    assert len(heard) == 1
    assert "剩余12个大班额" in heard[0]
    assert page.get_attribute("#announcer", "role") == "status"
    assert page.get_attribute("#thread [role=log]", "aria-live") == "off"


def test_the_evidence_is_a_labelled_region(page):
    ask(page, CLASSES)
    expect(page.get_by_role("region", name="依据", exact=True).locator(".card")).to_have_count(1)
    page.reload()
    ready(page)
    expect(page.get_by_role("log", name="问答")).to_have_count(1)


def test_why_a_sentence_counts_as_verified_is_told_on_hover_and_by_keyboard(page):
    ask(page, CLASSES)
    state = page.locator("button.state-supported").nth(1)
    state.hover()
    page.wait_for_selector("#reasons:visible")
    assert page.locator("#reasons span").first.inner_text() == "本句已与所引段落逐项核对："
    assert "4.86亿元" in page.inner_text("#reasons")
    page.mouse.move(0, 0)
    page.wait_for_selector("#reasons", state="hidden")
    reach(page, "button.state-planned")
    page.wait_for_selector("#reasons:visible")
    assert page.inner_text("#reasons") == "原文说的是计划，不是已有的结果。"
    page.wait_for_function(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby'))?.textContent"
    )
    page.keyboard.press("Escape")
    page.wait_for_selector("#reasons", state="hidden")


def test_what_is_missing_stands_apart_with_its_state_word(page):
    ask(page, "政务服务大厅由哪家公司承建？")
    block = page.locator(".absent")
    assert block.locator(".state-missing").inner_text() == "未提及"
    assert "公司" in block.inner_text()
    assert page.locator(".statement .cite").count() == 1
