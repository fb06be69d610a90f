"""Every message about a letter or a table is said in the language of the page."""

import ast
import re
from pathlib import Path

import pytest

from assistant.page.draft_reasons import reason

READERS = ("inquiry", "inquiry_file", "inquiry_table", "draft_words")


def messages():
    """What the readers raise, and what a bad row is told, with 7 for each value."""
    for name in READERS:
        tree = ast.parse(Path(f"assistant/letters/{name}.py").read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            raised = getattr(call.func, "id", "") in ("LetterError", "DraftError")
            told = [*(call.args[:1] if raised else ()), *(one.value for one in call.keywords if one.arg == "error")]
            for text in told:
                parts = text.values if isinstance(text, ast.JoinedStr) else [text]
                yield "".join(part.value if isinstance(part, ast.Constant) else "7" for part in parts)


@pytest.mark.parametrize("message", sorted(set(messages())))
def test_each_message_has_its_chinese(message):
    said = reason(message, "zh")
    assert re.search("[㐀-鿿]{2}", said) and not re.search("[a-z]{4} [a-z]{2}", said)
    assert reason(message, "en") == message


def test_names_rows_and_numbers_are_kept():
    assert reason("row 3: the letter is empty; fill in its text or delete the row", "zh") == (
        "第3行：来信是空的，请填写内容，或删去这一行"
    )
    assert reason("甲 乙.docx carries macros; save it as .docx without macros", "zh") == (
        "甲 乙.docx 带有宏，请另存为不带宏的 .docx"
    )
    assert reason("something else", "zh") == "something else"
