import json
import os

import pytest

from index import lexical, term_store
from index.lexical import Document
from index.lexical_terms import Analyzer
from index.term_store import TermStore

OLD = [Document(("一、道路",), ("打通断头路34条,投资1.5亿元。", "打通断头路34条,投资1.5亿元。")), Document((), ("",))]
NEW = [
    Document(("二、学校",), ("新建学校3所。",)),
    *OLD,
    Document(("一、道路",), ("打通断头路34条,投资1.5亿元。", "乱")),
]


def contents(folder):
    """All files by name, each as its bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_index_made_with_the_terms_of_an_older_one_is_equal_to_the_byte(tmp_path, monkeypatch):
    lexical.write(tmp_path / "old", OLD)
    lexical.write(tmp_path / "full", NEW)
    cut = []
    terms = Analyzer.terms
    monkeypatch.setattr(Analyzer, "terms", lambda self, text: cut.append(text) or terms(self, text))
    lexical.write(tmp_path / "new", NEW, tmp_path / "old")
    assert cut == ["新建学校3所。", "二、学校", "乱"]
    assert contents(tmp_path / "new") == contents(tmp_path / "full")


def test_terms_come_back_in_order_words_first(tmp_path):
    lexical.write(tmp_path / "old", OLD)
    words, others = TermStore(tmp_path / "old").get("打通断头路34条,投资1.5亿元。")
    assert words == ["打通", "断头", "路", "34", "条", "投资", "1.5", "亿元"]
    assert others[-1] == "=money:150000000"
    assert TermStore(tmp_path / "old").get("别的") is None


@pytest.mark.parametrize("harm", ["other code", "gone", "cut"])
def test_what_other_code_made_or_cannot_be_read_is_cut_anew(tmp_path, harm, monkeypatch):
    lexical.write(tmp_path / "old", OLD)
    if harm == "other code":
        monkeypatch.setattr(term_store, "_code", lambda: "another")
    elif harm == "gone":
        (tmp_path / "old" / "vocabulary.json").write_text(json.dumps([])[:1])
    else:
        os.truncate(tmp_path / "old" / "terms" / "ids.npy", 40)
    assert TermStore(tmp_path / "old").get(OLD[0].sentences[0]) is None
    lexical.write(tmp_path / "new", NEW, tmp_path / "old")


def test_without_an_older_index_nothing_is_known(tmp_path):
    assert TermStore(None).get("甲") is None
    assert TermStore(tmp_path / "none").get("甲") is None
