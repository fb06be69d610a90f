"""What the page shows of an answer, as HTML read back."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from assistant.answer import Answer, Dropped
from assistant.app_evaluate_markup import taken, why_ended
from assistant.app_evaluate_report import named
from assistant.page.conversations import Turn
from assistant.page.interface_words import joined
from assistant.page.markup import answered
from assistant.page.markup_evidence import panel
from corpus.bulletin import Bulletin, Paragraph, Place
from evals.case import Case, resolve
from evals.errors import GoldError
from evals.shelf import Taken
from evals.spreadsheet import Fault

SETS = Path(__file__).parent.parent.parent / "evals" / "sets"
BLANK = Answer("校车有几辆?", "校车有几辆?", "zh", "partial", missing=("未提及：校车有几辆",))


def shown(answer, language="zh"):
    turn = Turn(7, "c", answer.question, {}, "done", answer.to_json(), datetime(2026, 1, 1))
    return str(answered(turn, language))


@pytest.mark.parametrize(
    ("language", "fold", "because"),
    [("zh", "未采用的句子（1）", "未采用，因为"), ("en", "Sentences not used (1)", "Not used, because")],
)
def test_a_sentence_that_was_not_used_is_folded_away_with_its_reason(language, fold, because):
    html = shown(replace(BLANK, dropped=(Dropped("新购校车<b>95辆</b>。", "95辆: 原文没有", ("1",)),)), language)
    assert f"<summary>{fold}</summary>" in html
    assert "新购校车&lt;b&gt;95辆&lt;/b&gt;。" in html
    assert because in html
    assert "95辆: 原文没有" in html


def test_nothing_is_folded_when_all_was_used():
    assert "dropped" not in shown(BLANK)


def test_the_question_as_understood_is_shown_only_when_it_was_rewritten():
    assert "understood" not in shown(BLANK)
    assert "关于幼儿园：有几所?" in shown(replace(BLANK, standalone_question="关于幼儿园：有几所?"))


def test_a_refusal_has_nothing_to_take_along_and_an_answer_without_citations_no_sources():
    refused = shown(replace(BLANK, status="refused", reason="off_topic", missing=("这不在我能回答的范围内。",)))
    assert "复制" not in refused
    assert "没帮助" in refused
    assert "复制答复</button>" in shown(BLANK)
    assert "复制答复与依据" not in shown(BLANK)


def test_a_paragraph_that_is_no_evidence_is_not_called_relevant_and_names_its_bulletin():
    hit = {"paragraph_id": "one/00000000", "bulletin_id": "one", "text": "校车八辆。", "score": 1.0}
    turn = Turn(7, "c", "校车有几辆?", {}, "done", {**BLANK.to_json(), "hits": [hit]}, datetime(2026, 1, 1))
    html = str(panel(turn, "zh", {"one": "莱山区 · 2020-07-31"}))
    assert "最接近的段落，没有用作依据（1）" in html
    assert "其他相关段落" not in html
    assert "莱山区 · 2020-07-31" in html


def test_every_kind_of_the_shipped_questions_has_words_and_a_kind_of_ones_own_stays():
    lines = [line for path in SETS.glob("laishan*.jsonl") for line in path.read_text("utf-8").splitlines()]
    kinds = {json.loads(line)["kind"] for line in lines}
    assert [kind for kind in sorted(kinds) if named("kind", kind, "zh") == kind] == []
    assert named("kind", "我们的类型", "en") == "我们的类型"


def test_a_set_that_does_not_fit_the_bulletins_is_told_in_the_language_of_the_page():
    paragraphs = [Paragraph(f"made-up/{at:08}", None, "投入24亿元。", 0, 7, (), ()) for at in range(2)]
    bulletin = Bulletin("made-up", "", "", "", Place(), None, None, None, None, None, (), (), tuple(paragraphs))
    told = []
    for label in ("24亿元", "没有的话"):
        case = Case(id="a-1", lang="zh", kind="number", question="?", gold=[label])
        with pytest.raises(GoldError) as error:
            resolve(case, [bulletin])
        told.append(why_ended(str(error.value), "zh"))
    assert told == [
        "题目 a-1 的标准段落“24亿元”不止一处有；请换成更长的原文片段或段落编号",
        "题目 a-1 的标准段落“没有的话”在现有通报中找不到；请核对通报是否仍在“语料”中",
    ]
    fault = Fault(9, "", "", "lang: field required, kind: field required")
    assert "缺少 lang, kind" in str(taken(Taken("own", 1, 0, (fault,), None), "zh"))


def test_no_place_of_the_page_takes_the_words_of_another():
    with pytest.raises(ValueError, match="work_failed"):
        joined(
            {"stop": ("停止", "Stop"), "work_failed": ("未完成", "not finished")}, {"work_failed": ("出错", "fault")}
        )
