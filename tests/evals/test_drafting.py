"""The measures of drafts, on a draft small enough to count by hand; the set itself is sound."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.letters.draft import Answered, Draft, Sentence
from assistant.letters.draft_words import Words
from assistant.letters.inquiry import read
from assistant.letters.reply_docx import document
from evals import drafting
from evals.drafting import Drafted, Gold, Letter
from evals.errors import SetError

WORDS = Words.load(Path("prompts/letters"), "zh")
TEXT = "请问修了几条路？何时完工？电话13805351234。难道没人管？"


@pytest.fixture
def drafted():
    inquiry = read(TEXT)
    sentences = (
        Sentence("答复", "template", "title"),
        Sentence("共34条。", "answer", "fact", 0, ("1",), "supported"),
        Sentence("关于何时完工，未载明。", "template", "missing", 1),
    )
    answered = tuple(
        Answered(one, one.text, Answer(one.text, one.text, "zh", "answered"), ()) for one in inquiry.requests
    )
    letter = Letter(
        id="a",
        lang="zh",
        kind="",
        letter=TEXT,
        requests=(
            Gold(text="修了几条路", facts=(("34条", "34 roads"), ("24亿元",))),
            Gold(text="何时完工", must_name_missing=(("完工", "时间"), ("竣工",))),
            Gold(text="难道没人管"),
        ),
        personal=("13805351234",),
    )
    draft = Draft(inquiry, answered, sentences)
    return Drafted(letter, draft, document(draft, WORDS), document(draft, WORDS, clean=True))


def test_requests_facts_and_missing_points_are_counted_under_their_request(drafted):
    assert drafting.matches(drafted) == {0: 0, 1: 1}
    assert drafting.facts(drafted) == [True, False]
    assert drafting.missing(drafted) == [True, False]


def test_a_personal_number_is_found_wherever_it_leaves(drafted):
    assert drafting.leaks(drafted) == []
    assert drafting.leaks(replace(drafted, other=("asked: 13805351234",))) == ["13805351234"]


def test_an_unsupported_sentence_in_a_clean_copy_is_counted(drafted):
    assert drafting.unsupported(drafted) == 0
    doubtful = tuple(replace(one, support="partly") if one.part == "fact" else one for one in drafted.draft.sentences)
    assert drafting.unsupported(replace(drafted, draft=replace(drafted.draft, sentences=doubtful))) == 1


def test_the_report_gives_each_share_with_its_interval(drafted):
    lines = drafting.report([drafted], 100, 0).splitlines()
    assert "| facts in the reply        | 0.500 (0.00-1.00), 2 " in lines[4]
    assert lines[-1] == "personal numbers leaked: 0 of 1"


def test_the_set_of_letters_is_whole_and_made_up():
    letters = drafting.load(Path("evals/sets/letters.jsonl"))
    assert len(letters) >= 25
    assert {letter.author for letter in letters} == {"made up"}
    assert sum(letter.held_out for letter in letters) * 3 >= len(letters)


def test_a_gold_request_that_is_not_in_the_letter_is_told(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"id":"a","lang":"zh","kind":"","letter":"问好","requests":[{"text":"几时"}]}', "utf-8"
    )
    with pytest.raises(SetError, match="line 1: '几时' is not in the letter"):
        drafting.load(tmp_path / "a.jsonl")
