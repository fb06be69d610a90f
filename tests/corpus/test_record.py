import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reader import read
from corpus.record import from_record, to_record
from corpus.structure import parse

FILES = [
    *(Path(__file__).parents[2] / "corpus" / "bulletins").glob("*.txt"),
    *(Path(__file__).parents[1] / "data" / "styles").glob("*.txt"),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_record_gives_back_the_same_bulletin(path):
    bulletin = read(path)
    assert from_record(json.loads(json.dumps(to_record(bulletin)))) == bulletin


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["一、甲", "（一）乙", "完成3项。", "一是改。二是查。", "2020年1月2日", " "])).map(
        "\n".join
    )
)
def test_any_bulletin_survives_json(text):
    bulletin = parse("b", text)
    assert from_record(json.loads(json.dumps(to_record(bulletin)))) == bulletin


def test_the_source_text_is_held_once():
    bulletin = parse("b", "一、甲\n大班额全部化解。")
    assert json.dumps(to_record(bulletin), ensure_ascii=False).count("大班额全部化解") == 1


def test_something_else_is_no_record():
    with pytest.raises(KeyError):
        from_record({"id": "b"})
