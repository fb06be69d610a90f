"""Drafts over the shipped bulletin: every sentence has a role and its support; what is not there is named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from assistant.__main__ import main
from assistant.errors import DraftError
from assistant.letters.draft_command import make
from assistant.letters.draft_compose import addressee, draft, quoted
from assistant.letters.draft_prose import full_width, sentences, year_words
from assistant.letters.draft_words import Words
from assistant.letters.inquiry import NOTHING, read
from assistant.settings import OfficeSettings

TEMPLATES = Path("prompts/letters")
LETTER = """领导好：
身份证370602197508123417，手机13805351234。
请问断头路打通了多少条，花了多少钱，是哪家公司修的？难道没人管吗？
何晓东 先生
2020年8月25日"""


@pytest.fixture(scope="module")
def made(shipped):
    office = OfficeSettings(name="某区信访局", telephone="0535-0000000")
    return draft(read(LETTER), shipped, office, Words.load(TEMPLATES, "zh"))


def texts(draft, part):
    return [sentence.text for sentence in draft.sentences if sentence.part == part]


def test_the_letter_has_its_parts_in_order(made):
    assert texts(made, "salutation") == ["尊敬的何晓东先生："]
    assert texts(made, "opening")[0] == "您好！您2020年8月25日的来信收悉。感谢您对我们工作的关心和监督。"
    assert texts(made, "heading")[:2] == ["一、关于“断头路打通了多少条”", "二、关于“花了多少钱”"]
    assert texts(made, "contact") == ["如需进一步了解情况，请与我们联系。联系电话：0535-0000000。"]
    assert (texts(made, "signature"), texts(made, "date")) == (["某区信访局"], ["　　年　月　日"])


def test_each_request_is_answered_under_its_heading_and_nothing_is_told_twice(made):
    first, second = (
        [one for one in made.sentences if one.request == number and one.part == "fact"] for number in (0, 1)
    )
    assert "打通了34条断头路、丁字路" in first[0].text
    assert [one.text for one in second] == ["全区累计投入24亿元。"]
    assert "如第一项所述：" in texts(made, "lead")
    assert second[0].citations == first[0].citations
    facts = texts(made, "fact")
    assert len(set(facts)) == len(facts)


def test_what_is_not_there_is_named_for_the_responsible_department(made):
    [missing] = [one for one in made.sentences if one.part == "missing" and one.request == 2]
    assert missing.text == ("关于“是哪家公司修的”，前述通报未载明具体名称，由相关责任部门进一步核实后答复。")
    assert made.answered[2].missing


def test_a_sentence_cites_unless_it_is_a_templates(made):
    known = {citation.label for citation in made.citations}
    for sentence in made.sentences:
        assert (sentence.role == "template") == (not sentence.citations)
        assert set(sentence.citations) <= known
        assert sentence.support == ("supported" if sentence.role == "answer" else None)


def test_labels_count_through_the_draft_and_name_the_citations_of_their_answer(made):
    data = made.to_json("a.docx")
    for sentence in data["sentences"]:
        if sentence["citations"]:
            answer = data["requests"][sentence["request"]]["answer"]
            assert set(sentence["citations"]) <= {citation["label"] for citation in answer["citations"]}
    assert [citation.label for citation in made.citations] == [str(n + 1) for n in range(len(made.citations))]


def test_no_personal_number_leaves_and_they_are_counted(made):
    data = json.dumps(made.to_json("a.docx"), ensure_ascii=False)
    assert "370602" not in data
    assert "13805351234" not in data
    assert made.to_json("a.docx")["masked"] == [{"kind": "id_card", "count": 1}, {"kind": "mobile", "count": 1}]


def test_a_request_that_asks_for_no_value_of_a_told_sentence_is_sent_to_where_it_stands(shipped):
    letter = read("请问区法院的宋立军是怎么处理的？宋立军的问题是如何查处的？")
    reply = draft(letter, shipped, OfficeSettings(), Words.load(TEMPLATES, "zh"))
    [second] = [one for one in reply.sentences if one.request == 1 and one.part == "lead"]
    assert second.text == "有关情况详见第一项。"
    assert second.citations


def test_what_the_letter_has_otherwise_is_said_without_blame(shipped):
    letter = read("听说法院的宋立军只给了个警告处分就没事了，真的假的？")
    reply = draft(letter, shipped, OfficeSettings(), Words.load(TEMPLATES, "zh"))
    assert "开除党籍" in " ".join(texts(reply, "fact"))
    assert texts(reply, "missing") == ["来信所述与前述通报所载不尽一致的，请以通报原文为准。"]


def test_a_topic_that_is_not_spoken_of_brings_nothing_of_another(shipped):
    letter = "领导：\n请问断头路打通了多少条？秸秆焚烧怎么管？\n王敏\n2020年9月1日"
    made = draft(read(letter), shipped, OfficeSettings(), Words.load(TEMPLATES, "zh"))
    assert [(one.part, one.text) for one in made.sentences if one.request == 1] == [
        ("heading", "二、关于“秸秆焚烧怎么管”"),
        ("missing", "关于“秸秆焚烧怎么管”，收录的通报未载明，由相关责任部门进一步核实后答复。"),
    ]


def test_a_near_miss_about_something_else_is_not_told(shipped):
    letter = read("Dear all, what does one square metre of a new flat cost? Regards, Tom")
    reply = draft(letter, shipped, OfficeSettings(), Words.load(TEMPLATES, "en"))
    assert texts(reply, "fact") == []
    assert reply.citations == ()  # nor does it stand in the annex
    assert "new flat cost" in texts(reply, "missing")[0]


def test_a_place_that_is_not_held_is_said_and_nothing_of_another_place_told(shipped):
    letter = read("我是福山区居民。请问打通了多少条断头路？")
    reply = draft(letter, shipped, OfficeSettings(), Words.load(TEMPLATES, "zh"))
    assert not reply.citations
    assert any("福山区" in text for text in texts(reply, "missing"))


def test_an_english_letter_gets_an_english_reply_that_quotes(shipped):
    letter = read("Dear Sir,\nHow many dead-end roads were opened up?\nYours sincerely,\nDr. Ann Lee")
    reply = draft(letter, shipped, OfficeSettings(), Words.load(TEMPLATES, "en"))
    assert texts(reply, "salutation") == ["Dear Dr. Lee,"]
    assert any(text.startswith("“") and "34条" in text and "2.4 billion yuan" in text for text in texts(reply, "fact"))


def test_a_letter_that_asks_nothing_gets_a_reply_that_says_so(shipped):
    reply = draft(read("给你们点个赞！感谢！"), shipped, OfficeSettings(), Words.load(TEMPLATES, "zh"))
    assert texts(reply, "opening")[-1] == "来信未提出需要答复的具体事项，所述情况已收悉。"


@pytest.mark.parametrize(
    ("name", "title", "shown"),
    [
        ("何晓东", "先生", "何晓东先生"),
        ("王", "女士", "王女士"),
        ("老周", "", "周同志"),
        ("李敏", "", "李敏同志"),
        ("Li Min", "", "Li Min"),
        ("", "", ""),
    ],
)
def test_nobodys_sex_is_guessed_in_the_salutation(name, title, shown):
    assert addressee(replace(read("问好。"), name=name, title=title)) == shown


def test_an_ordinal_stays_only_where_it_counts_from_one():
    assert sentences(["二是拆除违建。"], "zh") == ["拆除违建。"]
    assert sentences(["一是修路。", "二是种树。"], "zh") == ["一是修路。", "二是种树。"]


def test_marks_become_full_width_between_chinese_only():
    assert full_width("投资1,500万元,新建(含改建)5所;2020年完工") == "投资1,500万元，新建（含改建）5所；2020年完工"


def test_words_that_count_from_the_bulletins_year_are_told_by_the_year_they_mean():
    from datetime import date

    assert year_words(["今年完成", "去年启动,年内投用"], date(2020, 7, 31)) == [("今年”“年内", 2020), ("去年", 2019)]


def test_a_heading_quotes_on_one_line_without_handles():
    assert quoted("我的〔手机号A〕\n何时“恢复”") == "我的×× 何时‘恢复’"
    assert quoted("我叫刘志强，几时办好", "刘志强") == "我叫××，几时办好"


def test_a_template_with_an_unknown_variable_is_refused(tmp_path):
    text = (TEMPLATES / "reply.zh.md").read_text("utf-8").replace("特此答复。", "特此答复{when}。")
    (tmp_path / "reply.zh.md").write_text(text, "utf-8")
    with pytest.raises(DraftError, match=r"# closing has the unknown variable \{when\}"):
        Words.load(tmp_path, "zh")


# ---- the command ----


@pytest.fixture
def at(shipped_index):
    return ["--index", str(shipped_index.folder)]


def test_the_command_writes_the_file_and_prints_the_contracts_json(at, tmp_path, capsys):
    (tmp_path / "a.txt").write_text(LETTER, "utf-8")
    out = tmp_path / "new" / "reply.docx"
    assert main(["draft", *at, str(tmp_path / "a.txt"), "--out", str(out), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"requests", "sentences", "masked", "path"}
    assert set(data["requests"][0]) == {"text", "answer", "missing"}
    assert set(data["sentences"][0]) == {"text", "role", "request", "citations", "support"}
    assert data["path"] == str(out)
    assert Document(str(out)).paragraphs[0].text == "关于来信所询事项的答复"


@pytest.mark.parametrize(
    ("name", "content", "out", "sentence"),
    [
        ("a.txt", " \n", "r.docx", "is empty; give a file with the text of a letter"),
        ("a.txt", "请问何时完工？" * 5000, "r.docx", "35000 characters, 20000 are allowed"),
        ("a.txt", "请问何时完工？", "r.pdf", "let --out end with .docx"),
        ("a.txt", "请问何时完工？", "a.txt/r.docx", "cannot write into"),
    ],
)
def test_bad_input_is_one_sentence_and_code_2_and_leaves_no_file(at, tmp_path, capsys, name, content, out, sentence):
    (tmp_path / name).write_text(content, "utf-8")
    assert main(["draft", *at, str(tmp_path / name), "--out", str(tmp_path / out)]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert len(told.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_sum_that_the_assistant_computed_does_not_stand_in_a_letter(shipped):
    reply = draft(read("现在清洁煤一共推了多少吨？"), shipped, OfficeSettings(), Words.load(TEMPLATES, "zh"))
    assert "1228.9吨" in " ".join(texts(reply, "fact"))
    assert not any("6228.9" in text for text in texts(reply, "fact"))


# ---- several bulletins: 乙区 and 丁县 ----


def drafted(letter, assistant):
    return make(letter, NOTHING, assistant)


def whose(reply, request):
    labels = {label for one in reply.sentences if one.request == request for label in one.citations}
    return {citation.bulletin.id for citation in reply.citations if citation.label in labels}


def test_the_place_of_the_letter_answers_and_another_places_figures_stay_out(assistant):
    reply = drafted("我是丁县的渔民，请问向渔民发放了多少补贴？打通了多少条断头路？", assistant)
    assert texts(reply, "heading")[0] == "一、关于“向渔民发放了多少补贴”"
    assert texts(reply, "fact") == ["向渔民发放补贴1500万元。"]
    assert whose(reply, 0) == {"dingxian-2021"}
    assert whose(reply, 1) == set()
    assert texts(reply, "missing")[-1] == (
        "因丁县的通报没有提到所问的事项，“打通了多少条断头路”由相关责任部门进一步核实后答复。"
    )


def test_a_request_that_names_its_place_is_answered_from_there(assistant):
    reply = drafted("请问乙区打通了多少条断头路？另外丁县清理了多少吨码头垃圾？", assistant)
    assert (whose(reply, 0), whose(reply, 1)) == ({"yiqu-2020"}, {"dingxian-2021"})
    assert ["34条" in text for text in texts(reply, "fact")] == [True, False]
    assert all(not text.startswith("根据前述通报") for text in texts(reply, "lead"))


def test_every_sentence_cites_bulletins_of_one_place_when_no_place_is_named(assistant):
    reply = drafted("请问投入了多少钱？清理了什么？", assistant)
    of = {citation.label: citation.bulletin.id for citation in reply.citations}
    assert all(len({of[label] for label in one.citations}) == 1 for one in reply.sentences if one.citations)
    assert not any(text.startswith(("乙区：", "丁县：")) for text in texts(reply, "fact"))
    assert all(one.support == "supported" for one in reply.sentences if one.role == "answer")
