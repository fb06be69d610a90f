"""Asking in a real browser: both languages, keys, input methods, steps, stop."""

import pytest
from browser import BOX, ask, ready
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")


def test_the_flagship_question_in_chinese(page):
    said = ask(page, "大班额问题是怎么解决的？")
    assert "4.86亿元" in said
    assert "已化解大班额32个,剩余12个大班额" in said
    assert "已核实" in said
    assert page.locator(".statement", has_text="剩余12个大班额").locator(".state-planned").inner_text() == "计划中"


def test_the_flagship_question_in_english(page):
    said = ask(page, "What was done about large class sizes?")
    assert "4.86亿元" in said
    assert "486 million yuan" in said
    assert page.locator(".card .source").first.inner_text() == "中共烟台市莱山区委 · 2020-07-31"


def test_what_the_corpus_does_not_say_is_said_to_be_missing(page):
    said = ask(page, "昌邑市的大班额问题是怎么解决的？")
    assert "未提及" in said
    assert page.locator(".answer .cite").count() == 0


def test_shift_enter_breaks_the_line_and_enter_sends(page):
    page.fill(BOX, "大班额")
    page.press(BOX, "Shift+Enter")
    page.type(BOX, "是怎么解决的")
    assert page.input_value(BOX) == "大班额\n是怎么解决的"
    assert page.locator(".question").count() == 0
    page.press(BOX, "Enter")
    page.wait_for_selector(".answer.done")
    expect(page.locator(BOX)).to_have_value("")


def test_the_enter_that_confirms_an_input_method_does_not_send(page):
    client = page.context.new_cdp_session(page)
    page.focus(BOX)
    client.send("Input.imeSetComposition", {"text": "daban", "selectionStart": 5, "selectionEnd": 5})
    confirm = {"windowsVirtualKeyCode": 229, "key": "Process", "code": "Enter"}
    client.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **confirm})
    client.send("Input.insertText", {"text": "大班额"})
    # Safari tells the same key as a plain Enter with keyCode 229, Firefox as one that is composing.
    for told in ({"key": "Enter", "keyCode": 229}, {"key": "Enter", "keyCode": 13, "isComposing": True}):
        page.evaluate(
            """([selector, told]) => ['keydown', 'keypress'].forEach((kind) => document.querySelector(selector)
               .dispatchEvent(new KeyboardEvent(kind, {...told, bubbles: true, cancelable: true})))""",
            [BOX, told],
        )
    page.evaluate("desk.wish({do: 'find'})")  # whatever was sent before it has been answered
    assert page.input_value(BOX) == "大班额"
    assert page.locator(".question").count() == 0
    page.press(BOX, "Enter")
    page.wait_for_selector(".answer.done")


def test_the_empty_page_teaches_and_its_examples_answer(page):
    assert page.locator(".held").inner_text() == "中共烟台市莱山区委关于巡视整改进展情况的通报"
    examples = page.locator(".example")
    expect(examples).to_have_count(3)
    assert page.locator(".welcome .to-place").inner_text() == "到“语料”中添加 Word、PDF、网页或文本"
    question = examples.first.inner_text()
    examples.first.click()
    page.wait_for_selector(".answer.done .cite")
    assert page.locator(".asked").inner_text() == question
    expect(page.locator(".welcome")).to_have_count(0)


def test_a_follow_up_is_told_how_it_was_understood(page):
    ask(page, "大班额问题是怎么解决的？")
    said = ask(page, "那公办幼儿园呢？")
    assert "理解为" in said
    assert "幼儿园" in said


def test_a_question_that_is_too_long_is_not_sent_and_not_lost(page):
    page.fill(BOX, "问" * 2001)
    page.press(BOX, "Enter")
    page.wait_for_selector("#notices p")
    assert "2001" in page.inner_text("#notices")
    assert len(page.input_value(BOX)) == 2001


def test_the_steps_are_told_in_words_and_can_be_stopped(page, served):
    with served.held("compose"):
        page.fill(BOX, "大班额问题是怎么解决的？")
        page.press(BOX, "Enter")
        page.wait_for_selector(".step.now:has-text('成文')")
        assert page.locator(".step").all_inner_texts() == ["检索", "成文", "核对"]
        page.fill(BOX, "公办幼儿园建了几所？")
        page.press(BOX, "Enter")  # while an answer is in work, Enter keeps what was typed
        assert page.input_value(BOX) == "公办幼儿园建了几所？"
        page.click("#stop")
        page.wait_for_selector(".answer.stopped")
        page.wait_for_function("document.activeElement.matches('#question-box textarea')")  # the button is gone
    page.press(BOX, "Enter")
    page.wait_for_selector(".answer.done .cite")
    stopped = page.locator(".answer.stopped")
    assert stopped.inner_text().startswith("已停止，没有答复。")
    stopped.locator("button:has-text('重试')").click()
    page.wait_for_selector(".answer.done .cite >> nth=2")
    page.wait_for_selector(".asked >> nth=1 >> text=大班额问题是怎么解决的？")
    expect(page.locator(".question")).to_have_count(2)


def test_a_sentence_is_shown_as_soon_as_it_is_verified(page, served):
    with served.held("sentence"):
        page.fill(BOX, "大班额问题是怎么解决的？")
        page.press(BOX, "Enter")
        page.wait_for_selector(".answer.working .statement .cite")
        assert page.locator(".answer.working .statement").count() == 1
        assert page.locator(".answer.working .step.now").count() == 1
    page.wait_for_selector(".answer.done .cite")
    expect(page.locator(".answer.done .statement")).to_have_count(5)
    assert page.locator(".answer").count() == 1


def test_leaving_and_coming_back_finds_the_answer(page, served):
    with served.held("compose"):
        page.fill(BOX, "大班额问题是怎么解决的？")
        page.press(BOX, "Enter")
        page.wait_for_selector(".answer.working")
        page.reload()
        ready(page)
        page.wait_for_selector(".answer.working .step.now:has-text('成文')")
    page.wait_for_selector(".answer.done .cite")
    assert page.locator(".answer").count() == 1
