"""The words of the page: every place's own, none of them lost to another's of the same name."""

import ast
from collections import Counter
from pathlib import Path

from assistant.page import interface_words


def test_no_word_of_a_place_takes_the_place_of_anothers():
    tables = Path(interface_words.__file__).parent.glob("*words.py")
    found = [
        node for path in tables for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Dict)
    ]
    keys = Counter(key.value for table in found for key in table.keys if isinstance(key, ast.Constant))
    assert interface_words.WORDS.keys() <= keys.keys()
    assert [key for key, count in keys.items() if count > 1] == []
