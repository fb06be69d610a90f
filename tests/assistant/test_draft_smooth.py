"""Smoothing by a scripted model: what it may change, and what brings the original sentence back."""

from dataclasses import replace
from pathlib import Path

import pytest
from model_server import Reply, served

from assistant.letters.draft_compose import draft
from assistant.letters.draft_smooth import smooth
from assistant.letters.draft_words import Words
from assistant.letters.inquiry import read
from assistant.model import open_model
from assistant.settings import OfficeSettings
from assistant.verify import Aids

LETTER = "我叫刘志强，手机13805351234。请问“大班额”问题是怎么解决的？\n刘志强"
BUILDS = (
    "一是加快学校配套建设。2019年投资4.86亿元，完成第二实验小学等5所学校改扩建，今年又投资3.8亿元，"
    "完成第八小学建设，启动第六小学等3所学校建设。"
)
DISSOLVES = "通过班级调整、毕业年级学生自愿分流等方式已化解大班额32个，剩余12个大班额，今年暑期开学前全部化解。"


@pytest.fixture(scope="module")
def plain(shipped):
    return draft(read(LETTER), shipped, OfficeSettings(), Words.load(Path("prompts/letters"), "zh"))


def facts(sentences):
    return [one.text for one in sentences if one.part == "fact"]


def smoothed(plain, *replies, **settings):
    cited = {citation.label: citation for citation in plain.citations}
    with served(*replies) as server:
        model = open_model(server.settings(**settings))
        return smooth(plain.sentences, cited, "zh", model, Aids()), server


def answering(plain, **changed):
    """The model's reply: every fact as it is, but those changed by their number (n1=…); None leaves one out."""
    lines = {f"n{number}": text for number, text in enumerate(facts(plain.sentences), 1)} | changed
    return Reply("\n".join(f"[{name[1:]}] {text}" for name, text in lines.items() if text is not None))


def at(plain, text):
    return f"n{facts(plain.sentences).index(text) + 1}"


def test_the_letter_has_the_sentences_that_the_cases_change(plain):
    assert {BUILDS, DISSOLVES} <= set(facts(plain.sentences))


def test_connectives_and_wording_may_change_and_the_citations_stay(plain):
    joined = f"同时，{DISSOLVES}"
    told, server = smoothed(plain, answering(plain, **{at(plain, DISSOLVES): joined}))
    [one] = [sentence for sentence in told if sentence.text == joined]
    [before] = [sentence for sentence in plain.sentences if sentence.text == DISSOLVES]
    assert (one.citations, one.support, one.role) == (before.citations, "supported", "answer")
    assert [sentence.text for sentence in told if sentence is not one] == [
        sentence.text for sentence in plain.sentences if sentence is not before
    ]
    assert "刘志强" not in server.sent()
    assert "13805351234" not in server.sent()
    assert LETTER[20:30] not in server.sent()


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [
        (DISSOLVES, DISSOLVES.replace("32个", "92个")),
        (DISSOLVES, DISSOLVES.replace("，剩余12个大班额", "")),
        (
            DISSOLVES,
            "通过班级调整、毕业年级学生自愿分流等方式已化解大班额32个，剩余12个大班额已于今年暑期开学前全部化解。",
        ),
        (DISSOLVES, f"{DISSOLVES}我们承诺绝不反弹。"),
        (DISSOLVES, "大班额问题已得到妥善解决，群众十分满意。"),
        (DISSOLVES, "32 oversized classes were dissolved and 12 are left."),
        (DISSOLVES, None),
        (BUILDS, BUILDS.replace("第八小学", "第九小学")),
        (BUILDS, BUILDS.replace("启动第六小学等3所学校建设", "完成第六小学等3所学校建设")),
        (BUILDS, BUILDS.replace("2019年", "2018年")),
    ],
    ids=(
        "another figure",
        "a figure left out",
        "a plan as done",
        "a promise",
        "praise",
        "another language",
        "left out",
        "another name",
        "begun as done",
        "another year",
    ),
)
def test_a_sentence_that_says_something_else_stays_as_it_was(plain, sentence, instead):
    told, _ = smoothed(plain, answering(plain, **{at(plain, sentence): instead}))
    assert told == plain.sentences


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(silent=True),
        Reply("[1] 半句", cut_after=1),
        Reply("好的，以下是润色后的内容："),
        Reply(""),
    ],
    ids=["down", "silent", "cut", "no numbers", "nothing"],
)
def test_whatever_fault_the_model_has_the_reply_stands(plain, reply):
    told, _ = smoothed(plain, reply, timeout=1.5)
    assert told == plain.sentences


def test_two_lines_with_one_number_are_none(plain):
    lines = facts(plain.sentences)
    told, _ = smoothed(plain, Reply(f"[1] {lines[0]}\n[1] 同时，{lines[0]}"))
    assert told == plain.sentences


def test_a_draft_with_a_model_that_talks_nonsense_is_the_draft_without_one(plain, shipped):
    with served(Reply("今天天气很好。")) as server:
        assistant = replace(shipped, model=open_model(server.settings()))
        told = draft(read(LETTER), assistant, OfficeSettings(), Words.load(Path("prompts/letters"), "zh"))
    assert [one.text for one in told.sentences] == [one.text for one in plain.sentences]
    assert any("润色" in message["content"] for request in server.asked for message in request["messages"])
    assert "13805351234" not in server.sent()
