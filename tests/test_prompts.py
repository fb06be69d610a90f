import re

import pytest

from prompts import loader
from prompts.loader import FOLDER, PromptError, fenced, fill, numbered

FILLED = {
    "judge": {"question": "Q", "answer": "A", "sources": "S", "right": "R"},
    "compose": {"sources": "S", "question": "Q", "most": "3"},
    "rewrite": {"history": "H", "question": "Q"},
    "smooth": {"sentences": "Q"},
    "translate": {"question": "Q"},
}
FILES = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "README")


@pytest.mark.parametrize("file", FILES)
def test_every_prompt_can_be_filled(file):
    name, language = file.split(".")
    prompt = fill(name, language, **FILLED[name])
    assert "Q" in prompt.user
    assert not re.search(r"\{\w+\}", prompt.system + prompt.user)


@pytest.mark.parametrize("file", FILES)
def test_the_readme_names_every_prompt(file):
    assert f"`{file}.md`" in (FOLDER / "README.md").read_text("utf-8")


@pytest.mark.parametrize("values", [{"question": "Q", "more": "x"}, {}])
def test_a_prompt_is_filled_with_its_own_variables_and_no_other(values):
    with pytest.raises(PromptError, match=r"translate.en.md and its use differ in variables: (more|question)"):
        fill("translate", "en", **values)


def test_what_a_value_holds_is_not_filled_again():
    assert fill("translate", "en", question="{question} {history}").user.startswith("{question} {history}")


def test_a_missing_or_malformed_prompt_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    with pytest.raises(PromptError, match="restore it in prompts/"):
        fill("compose", "zh")
    (tmp_path / "compose.zh.md").write_text("no parts")
    with pytest.raises(PromptError, match="correct it in prompts/"):
        fill("compose", "zh")


def test_no_text_can_close_its_own_fence():
    assert fenced("a\n====\nb") == "=====\na\n====\nb\n====="


def test_a_source_is_one_line():
    assert numbered([("1", "甲\n[2] 乙")]) == "[1] 甲 [2] 乙"
