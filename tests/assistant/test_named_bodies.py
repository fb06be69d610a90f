"""Bodies, facilities and documents named in questions, with the forms that a text may hold."""

from __future__ import annotations

import pytest

from assistant.scoping.named_bodies import bodies, documents, facilities


@pytest.mark.parametrize(
    ("question", "text", "probe"),
    [
        ("省委第三巡视组反馈了什么", "省委第三巡视组", "省委第三巡视组"),
        ("山东省委第3巡视组", "山东省委第3巡视组", "省委第三巡视组"),
        ("第十二巡察组什么时候来的", "第十二巡察组", "第12巡察组"),
        ("中央巡视组来过吗", "中央巡视组", "中央第"),
        ("教育部提了什么要求", "教育部", "教育部"),
        ("国家税务总局的反馈", "国家税务总局", "国家税务总局"),
        ("What did the Third Inspection Team find?", "Third Inspection Team", "第三巡察组"),
        ("the 8th provincial inspection team", "8th provincial inspection team", "省委第八巡视组"),
        ("What did the Central Inspection Team say?", "Central Inspection Team", "中央巡视"),
        ("What did the World Bank recommend?", "World Bank", "世界银行"),
    ],
)
def test_a_body_is_found_with_the_forms_of_its_name(question: str, text: str, probe: str) -> None:
    [body] = bodies(question)
    assert body.text == text
    assert probe in body.probes


@pytest.mark.parametrize(
    "question",
    [
        "区教育局做了什么",  # a district's own bureau may go by another word in the text
        "教育部门采取了什么措施",
        "司法部门、公安部队",
        "巡视组反馈了几个问题",
        "国家级核电研发中心入驻了吗",
        "国家局势和国家安全",
        "Which team inspected the district?",
        "the central district",
    ],
)
def test_what_is_not_surely_a_body_is_left(question: str) -> None:
    assert bodies(question) == []


def test_a_document_is_looked_for_by_its_title_and_its_core() -> None:
    [document] = documents("《莱山区关于规范村级组织工作的意见（试行）》里写了什么")
    assert document.text == "《莱山区关于规范村级组织工作的意见（试行）》"
    assert "规范村级组织工作" in document.probes
    [short] = documents("《党建工作要点》")
    assert short.probes == ("党建工作要点",)  # a core of four characters would match anything
    assert documents("没有书名号的办法") == []


def test_facilities_are_found_in_both_languages() -> None:
    assert [facility.text for facility in facilities("图书馆有多少册书，地铁几号线")] == ["图书馆", "地铁"]
    assert [facility.text for facility in facilities("How many books does the Library have?")] == ["Library"]
    assert facilities("Which schools and hospitals were built?") == []
