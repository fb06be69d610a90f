import json

import pytest
from fakes import FakeEmbedder

from evals import public
from evals.__main__ import main
from evals.errors import PublicDataError
from index import embedding

PASSAGES = [
    "首页>新闻>港口清理码头垃圾三百吨,处罚企业四家",
    "黑豹队的防守只丢了308分,在联赛中排名第六。",
    "梵語的發展可以考察印度教其它文本。",
]


@pytest.fixture
def data(tmp_path):
    questions = [
        {"id": 1, "q": "黑豹队的防守丢了多少分?", "q_en": "黑豹队 308?", "gold": [1], "answerable": True},
        {"id": 2, "q": "梵語的發展可以考察什麼文本?", "gold": [2], "answerable": True},
        {"id": 3, "q": "没有答案的问题?", "gold": [], "answerable": False},
    ]
    record = {"name": "tiny", "licence": "CC0", "passages": PASSAGES, "questions": questions}
    (tmp_path / "tiny.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return tmp_path


def test_a_public_set_is_searched_by_every_way_and_language(data, monkeypatch, capsys):
    monkeypatch.setattr(embedding, "load", lambda settings: FakeEmbedder(1024))
    monkeypatch.chdir(data)
    assert main(["bench", "tiny", "--data", str(data), "--no-recipe"]) == 0
    told = capsys.readouterr().out
    assert "3 passages, 2 zh, 1 en questions" in told
    assert "1 questions of the set cannot be answered" in told
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in told.splitlines() if line.startswith("|")]
    assert [row[1] for row in rows if row[0] == "zh"] == [
        "dense only", "lexical only", "fused by reciprocal ranks", "fused, as configured",
    ]  # fmt: skip
    assert all(row[2].startswith("1.000") for row in rows if row[1] == "fused, as configured")


def test_a_passage_that_looks_like_navigation_is_indexed_all_the_same(data):
    from corpus.reader import read_folder

    folder = public.write_corpus(public.load(data, "tiny"), data / "corpus")
    texts = [" ".join(paragraph.text for paragraph in one.paragraphs) for one in read_folder(folder).bulletins]
    assert "清理码头垃圾三百吨" in texts[0]


def test_a_set_that_is_not_there_names_those_that_are(data):
    with pytest.raises(PublicDataError, match="sets in that folder: tiny"):
        public.load(data, "large")
    (data / "bad.json").write_text("[]", "utf-8")
    with pytest.raises(PublicDataError, match="another shape"):
        public.load(data, "bad")
