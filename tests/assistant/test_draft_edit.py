"""A sentence that somebody edited is verified again: what its paragraph does not say is not supported."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import DraftError
from assistant.letters import draft_edit
from assistant.letters.draft_check import Kit, begun
from assistant.letters.draft_compose import draft
from assistant.letters.draft_words import Words
from assistant.letters.inquiry import read
from assistant.settings import OfficeSettings

WORDS = Words.load(Path("prompts/letters"), "zh")
KIT = Kit(WORDS)
LETTER = "请问大班额问题今年投资多少？断头路由哪家公司施工？\n李敏 女士"


@pytest.fixture(scope="module")
def sheet(assistant):
    """Over the small corpus: 今年投资3.8亿元,新建小学5所。年内全部化解大班额。"""
    return begun(draft(read(LETTER), assistant, OfficeSettings(), WORDS), KIT)


def fact(sheet, words="3.8亿元"):
    return next(line for line in sheet.lines if line.sentence.part == "fact" and words in line.sentence.text)


def part(sheet, name):
    return next(line for line in sheet.lines if line.sentence.part == name)


def edited(sheet, line, text):
    return draft_edit.rewrite(sheet, line.id, text, KIT).line(line.id)


def failed(line):
    return {check.kind for check in line.checks if not check.ok}


def test_a_fresh_draft_has_its_checks_and_nothing_open(sheet):
    assert sheet.open_lines == ()
    assert all(line.checks for line in sheet.lines if line.sentence.part == "fact")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("今年投资4.8亿元，新建小学5所。", "figures"),
        ("2019年投资3.8亿元，新建小学5所。", "dates"),
        ("今年投资3.8亿元，新建中学5所。", "names"),
        ("福山区今年投资3.8亿元，新建小学5所。", "names"),
        ("大班额已全部化解。", "modality"),
        ("大班额问题已基本解决。", "wording"),
    ],
)
def test_a_changed_figure_year_name_or_a_plan_told_as_done_is_not_supported(sheet, text, kind):
    line = edited(sheet, fact(sheet), text)
    assert line.sentence.support in ("unsupported", "partly")
    assert kind in failed(line), line.checks
    assert line.is_open


def test_the_same_in_other_words_is_supported_and_cites_the_sentence_that_says_it(sheet):
    changed = draft_edit.rewrite(sheet, fact(sheet).id, "年内全部化解大班额。", KIT)
    line = changed.line(fact(sheet).id)
    assert (line.sentence.support, line.modality) == ("supported", "planned")
    assert [citation.quote for citation in changed.cited(line)] == ["年内全部化解大班额。"]
    assert {citation.label for citation in changed.draft.citations} >= set(line.sentence.citations)


def test_an_edited_line_is_neither_accepted_nor_signed_any_more(sheet):
    wrong = draft_edit.rewrite(sheet, fact(sheet).id, "今年投资9亿元。", KIT)
    signed = draft_edit.accept(wrong, fact(sheet).id, "王主任")
    assert (signed.open_lines, signed.signatures) == ((), ("王主任",))
    again = draft_edit.rewrite(signed, fact(sheet).id, "今年投资8亿元。", KIT)
    assert (len(again.open_lines), again.signatures) == (1, ())


def test_what_is_not_supported_is_signed_off_by_name_only(sheet):
    wrong = draft_edit.rewrite(sheet, fact(sheet).id, "今年投资9亿元。", KIT)
    with pytest.raises(DraftError, match="by name"):
        draft_edit.accept(wrong, fact(sheet).id, " ")
    assert draft_edit.accept(sheet, fact(sheet).id, "").line(fact(sheet).id).accepted  # supported: only read
    taken_back = draft_edit.unaccept(draft_edit.accept(wrong, fact(sheet).id, "王主任"), fact(sheet).id)
    assert len(taken_back.open_lines) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("opening", "您好！我区已建成学校50所。"),
        ("closing", "特此答复，大班额已全部化解。"),
        ("contact", "如需进一步了解情况，请与我们联系。我区群众满意度位居第一。"),
        ("salutation", "尊敬的李敏女士：我区已建成学校50所。"),
        ("signature", "某区信访局，2020年已建成学校"),
        ("missing", "断头路由宏远公司施工。"),
        ("missing", "关于“断头路由哪家公司施工”，由某某建设局进一步核实后答复。"),
        ("heading", "二、关于“断头路已打通50条”"),
        ("date", "2020年建成学校50所"),
        ("title", "大班额问题已全部解决"),
        ("signature", "乙区人民政府已建成学校"),
        ("contact", "如需进一步了解情况，请与我们联系。联系电话：我区已建成50所学校。"),
        ("missing", "关于“施工单位”，前述通报未载明名称（实为宏远公司），由相关责任部门进一步核实后答复。"),
        ("lead", "根据《中共甲市乙区委关于巡察整改进展情况的通报》，截至2021年7月31日，有关情况如下。"),
    ],
)
def test_a_claim_does_not_slip_in_where_a_template_stood(sheet, name, text):
    assert edited(sheet, part(sheet, name), text).is_open


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("salutation", "尊敬的李老师："),
        ("opening", "您好！感谢您的来信。"),
        ("opening", "您好！您2020年8月3日的来信收悉。"),
        ("contact", "如需进一步了解情况，请与我们联系。联系电话：0535-6891234；电子邮箱：xf@example.gov.cn。"),
        ("signature", "乙区信访局"),
        ("date", "2020年8月25日"),
        ("heading", "一、关于“大班额问题”"),
        ("missing", "关于“断头路的施工单位”，前述通报未载明，由相关责任部门进一步核实后答复。"),
        ("lead", "根据前述通报，截至2020年7月31日，有关情况如下（“今年”指2020年）。"),
    ],
)
def test_what_the_office_fills_in_needs_no_citation(sheet, name, text):
    line = edited(sheet, part(sheet, name), text)
    assert not line.is_open, line.checks
    assert line.sentence.text == text


def test_a_personal_number_typed_into_the_letter_is_masked(sheet):
    assert "13805351234" not in edited(sheet, fact(sheet), "今年投资3.8亿元，电话13805351234。").sentence.text


def test_a_sentence_is_replaced_by_what_it_cites(sheet):
    wrong = draft_edit.rewrite(sheet, fact(sheet).id, "今年投资9亿元，新建小学5所。", KIT)
    line = draft_edit.quote(wrong, fact(sheet).id, KIT).line(fact(sheet).id)
    assert (line.sentence.text, line.sentence.support) == (fact(sheet).sentence.text, "supported")


def test_a_point_is_left_to_the_responsible_department_never_to_an_invented_one(sheet):
    line = draft_edit.department(sheet, fact(sheet).id, "", KIT).line(fact(sheet).id)
    assert line.sentence.text == "关于“大班额问题今年投资多少”，由相关责任部门进一步核实后答复。"
    assert (line.sentence.role, line.sentence.citations, line.is_open) == ("template", (), False)
    with pytest.raises(DraftError, match="named in neither"):
        draft_edit.department(sheet, fact(sheet).id, "教育魔法局", KIT)


def test_a_department_that_the_letter_names_may_be_chosen(sheet):
    asked = replace(sheet, inquiry=replace(sheet.inquiry, text="区水利局也没有回复。"))
    line = draft_edit.department(asked, fact(sheet).id, "区水利局", KIT).line(fact(sheet).id)
    assert "由区水利局进一步核实后答复" in line.sentence.text


def test_another_paragraph_that_was_found_can_be_cited(sheet):
    line = fact(sheet)
    other = next(
        hit.paragraph for one in sheet.answered for hit in one.answer.hits if "公办幼儿园" in hit.paragraph.text
    )
    wrong = draft_edit.rewrite(sheet, line.id, "新建公办幼儿园6所，提供学位1680个。", KIT)
    assert wrong.line(line.id).is_open
    mended = draft_edit.cite(wrong, line.id, other.id, KIT)
    assert mended.line(line.id).sentence.support == "supported"
    [citation] = mended.cited(mended.line(line.id))
    assert (citation.paragraph.id, citation.quote) == (other.id, "新建公办幼儿园6所,提供学位1680个。")
    assert citation in mended.draft.citations  # so that it stands in the annex


def test_a_label_typed_into_a_sentence_chooses_its_citation(sheet):
    assert "引用[99]不存在" in str(edited(sheet, fact(sheet), "今年投资3.8亿元，新建小学5所。[99]").checks)


def test_a_line_is_added_and_taken_out_but_not_one_that_every_letter_has(sheet):
    line = fact(sheet)
    grown = draft_edit.insert(sheet, line.id, "群众都很满意。", KIT)
    assert [one.sentence.text for one in grown.open_lines] == ["群众都很满意。"]
    assert draft_edit.remove(grown, grown.open_lines[0].id) == sheet
    with pytest.raises(DraftError, match="every reply has this part"):
        draft_edit.remove(sheet, part(sheet, "salutation").id)


def test_a_line_that_announces_goes_with_the_last_sentence_that_follows_it(sheet):
    bare = sheet
    for line in [one for one in sheet.lines if one.sentence.part == "fact" and one.sentence.request == 0]:
        bare = draft_edit.remove(bare, line.id)
    assert not [one for one in bare.lines if one.sentence.part == "lead" and one.sentence.request == 0]
