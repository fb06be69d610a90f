"""What a check found is told in the reader's language, whatever language the sentence had."""

import ast
from pathlib import Path

import pytest

from assistant.telling import told

CHECKS = Path(__file__).parent.parent.parent / "assistant" / "checks"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("引用[1]存在", "citation [1] exists"),
        ("“4.68亿元”：所引段落没有这个数字", "4.68亿元: is not in the cited paragraph"),
        ("“第三小学”：所引段落没有", "第三小学: not named in the cited paragraph"),
        ("“第三小学”：原文此处是“第八小学”", "第三小学: the source has 第八小学 there"),
        ("引文与原文一字不差", "the quotation is verbatim"),
        ("措辞有原文依据", "the wording is backed by the source"),
    ],
)
def test_a_detail_is_told_in_either_language(chinese, english):
    assert told(chinese, "en") == english
    assert told(chinese, "zh") == chinese
    assert told(english, "en") == english
    assert told(english, "zh") == chinese


def test_what_no_check_says_stays_as_it_is():
    assert told("model: {0} of {1}", "zh") == "model: {0} of {1}"


def test_all_that_the_checks_say_in_chinese_is_told_in_english():
    said = [text for path in sorted(CHECKS.glob("check_*.py")) for text in _said(ast.parse(path.read_text("utf-8")))]
    assert len(said) > 12
    assert [text for text in said if _is_chinese(told(text, "en"))] == []


def _said(tree):
    """The Chinese of `… if chinese else …` and of `_finding(slot, chinese, …)`, its blanks filled with a letter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp) and getattr(node.test, "id", "") == "chinese":
            yield from (text for text in [_filled(node.body)] if _is_chinese(text))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_finding":
            yield f"“X”：{_filled(node.args[2])}"


def _filled(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(piece.value if isinstance(piece, ast.Constant) else "X" for piece in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
