"""An answer that only fits the topic which a request was given does not stand under that request. Made-up letters."""

from pathlib import Path

from assistant.letters.draft_compose import draft
from assistant.letters.draft_words import Words
from assistant.letters.inquiry import read
from assistant.settings import OfficeSettings


def told(letter, assistant, request):
    """(part, text) of each sentence under a request."""
    inquiry = read(letter)
    made = draft(inquiry, assistant, OfficeSettings(), Words.load(Path("prompts/letters"), inquiry.language))
    return [(one.part, one.text) for one in made.sentences if one.request == request and one.part != "heading"]


def test_what_is_not_spoken_of_is_named_in_the_letters_words_and_nothing_told_of_its_topic(shipped):
    [(part, text)] = told("请问公务卡办了多少张？怎么挂失？", shipped, 1)
    assert (part, text[:7]) == ("missing", "关于“怎么挂失")
    [(part, text)] = told("How many windows does the hall have? What is said about parrots and penguins?", shipped, 1)
    assert part == "missing" and "parrots and penguins" in text


def test_an_event_that_the_sentence_does_not_speak_of_is_named_beside_it(shipped):
    parts = told("请问妇幼保健服务中心哪天揭牌？", shipped, 0)
    assert any(part == "missing" and text.startswith("关于“妇幼保健服务中心哪天揭牌”") for part, text in parts)
    assert any("妇幼保健服务中心项目年内完工" in text for _, text in parts)
    assert "missing" not in dict(told("请问妇幼保健服务中心哪天完工？", shipped, 0))


def test_what_is_the_writers_own_is_not_answered_by_what_holds_for_all(shipped):
    assert "missing" in dict(told("请问我们小区在不在今年改造的老旧小区里？", shipped, 0))
    assert "missing" not in dict(told("我们小区很旧，今年全区计划改造多少个老旧小区？", shipped, 0))


def test_what_counts_is_left_to_the_value_that_was_found(shipped):
    assert "fact" in dict(told("请问年内办几个小区的房产证？惠及多少户？", shipped, 1))


def test_the_date_of_something_else_is_no_answer_to_when(shipped):
    [(part, text)] = told("请问逛荡河清淤清了几公里？什么时候全部清完？", shipped, 1)
    assert part == "missing" and "什么时候全部清完" in text
