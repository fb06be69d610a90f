import importlib.util
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import tokens
from index.errors import VocabularyError

# "hello" and " world" are one token each in Qwen's vocabulary; it counts every digit by itself.
HELLO, DIGITS = "hello world", "1234"


def test_counts_as_qwen_does():
    assert tokens.count("") == 0
    assert tokens.count(HELLO) == 2
    assert tokens.count(DIGITS) == 4


def test_a_special_token_in_the_text_is_plain_text():
    assert tokens.count("<|endoftext|>") > 1


def test_a_text_within_the_budget_is_not_touched():
    assert tokens.truncate(HELLO, 2) == HELLO


def test_a_text_beyond_the_budget_loses_its_end():
    assert tokens.truncate(HELLO, 1) == "hello"
    assert tokens.truncate(DIGITS, 3) == "123"
    assert tokens.truncate(HELLO, 0) == ""


def test_a_character_of_several_tokens_is_kept_whole_or_not_at_all():
    rare = "🈻"
    pieces = tokens.count(rare)
    assert pieces > 1
    assert tokens.truncate(f"{rare}{rare}", 2 * pieces - 1) == rare


def test_a_long_run_of_one_character_does_not_overflow():
    assert tokens.count("a" * 300_000) > 30_000


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60), st.integers(0, 20))
def test_what_is_kept_is_a_beginning_within_the_budget(text, budget):
    kept = tokens.truncate(text, budget)
    assert text.startswith(kept)
    assert tokens.count(kept) <= budget


def test_the_package_that_carries_the_vocabulary_is_not_imported():
    code = "import sys; from index import tokens; tokens.count('大班额'); print('dashscope' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


@pytest.fixture
def no_cached_vocabulary():
    tokens._encoding.cache_clear()
    yield
    tokens._encoding.cache_clear()


@pytest.mark.usefixtures("no_cached_vocabulary")
def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(VocabularyError, match="pip install dashscope"):
        tokens.count("大班额")


@pytest.mark.usefixtures("no_cached_vocabulary")
def test_a_damaged_vocabulary_says_how_to_mend_it(monkeypatch, tmp_path):
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "qwen.tiktoken").write_text("not a rank file\n")
    found = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: found)
    with pytest.raises(VocabularyError, match="reinstall dashscope"):
        tokens.count("大班额")
