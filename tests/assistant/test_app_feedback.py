"""What a reader says of an answer, in a real browser: verdicts, the correction form, a case made of it."""

import json

import pytest
from browser import PHONE, ask, ready, violations
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")

CLASSES = "我的电话是13812345678，大班额问题是怎么解决的？"


def turn_of(page):
    return page.locator(".answer.done").last.get_attribute("id").removeprefix("turn-")


def test_a_verdict_is_pressed_survives_a_refresh_and_is_taken_back(page):
    ask(page, CLASSES)
    good, bad = (f"#{name}_answer-{turn_of(page)}" for name in ("good", "bad"))
    page.focus(good)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{good}[aria-pressed=true]")
    page.wait_for_selector(f"{bad}[aria-pressed=false]")
    page.click(bad)
    page.wait_for_selector(f"{bad}[aria-pressed=true]")
    page.wait_for_selector(f"{good}[aria-pressed=false]")
    page.reload()
    ready(page)
    page.wait_for_selector(f"{bad}[aria-pressed=true]")
    page.click(bad)
    page.wait_for_selector(f"{bad}[aria-pressed=false]")


def test_a_correction_becomes_a_case_with_the_picked_paragraph_and_without_the_telephone(page, served):
    ask(page, CLASSES)
    button = f"correct_answer-{turn_of(page)}"
    assert not page.locator(".pick").first.is_visible()
    page.click(f"#{button}")
    page.wait_for_selector("#correction-title:focus")
    assert violations(page) == []
    page.get_by_label("依据不对").check()
    page.get_by_label("补充说明").fill("应引用这一段，回电13812345678")
    other = page.locator(".other").first
    picked = other.locator(".pick").get_attribute("data-pick")
    other.locator(".pick").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".picked:has-text('已选 1 段')")
    expect(other.locator(".pick")).to_have_attribute("aria-pressed", "true")
    page.click("[data-do='make-case']")
    page.wait_for_selector("#notices:has-text('已做成评测题')")
    page.wait_for_selector(f"#{button}:focus")
    expect(page.locator(".correction")).to_have_count(0)
    line = json.loads((served.folder / "sets" / "from-chat.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert line["gold"] == [picked]
    assert line["question"] == "我的电话是〔手机号A〕，大班额问题是怎么解决的？"
    assert line["note"] == "bad; citation; 应引用这一段，回电〔手机号A〕"
    assert "reviewed" not in line
    page.click(f"#{button}")  # what was said is there again
    page.wait_for_selector("#correction-title:focus")
    expect(page.get_by_label("依据不对")).to_be_checked()
    expect(page.locator(".pick[aria-pressed=true]")).to_have_count(1)


def test_without_the_right_paragraph_no_case_is_made_and_nothing_typed_is_lost(page):
    ask(page, CLASSES)
    page.click(f"#correct_answer-{turn_of(page)}")
    page.wait_for_selector("#correction-title:focus")
    page.get_by_label("数字").check()
    page.get_by_label("补充说明").fill("数字不对")
    page.click("[data-do='make-case']")
    page.wait_for_selector("#notices:has-text('请先选出')")
    assert page.get_by_label("补充说明").input_value() == "数字不对"


def test_another_browser_can_neither_judge_nor_correct(browser, served, page):
    ask(page, CLASSES)
    turn = turn_of(page)
    stranger = served.open(browser)
    for wish in (f"do: 'judge', turn: {turn}, verdict: 'bad'", f"do: 'correct', turn: {turn}"):
        parts = stranger.evaluate(f"desk.call({{{wish}}})")
        assert list(parts) == ["letter"]
        assert "不属于这个浏览器" in parts["letter"]["text"]
    stranger.context.close()


def test_on_a_phone_the_form_opens_with_the_evidence_and_fits(browser, served):
    page = served.open(browser, viewport=PHONE, locale="en-GB", color_scheme="dark")
    ask(page, "What was done about large class sizes?")
    page.get_by_role("button", name="Correct it").click()
    page.wait_for_selector("#correction-title:focus")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("#correction").evaluate("part => part.scrollWidth - part.clientWidth") == 0
    assert violations(page) == []
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector(".correction", state="detached")
    page.wait_for_selector(".evidence", state="hidden")
    page.context.close()
