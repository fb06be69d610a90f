import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index import bundled
from index.pieces import PieceTokenizer

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
NEAR = st.text(alphabet=st.sampled_from("大班额～~ａaz :<s>一🈻\u0301 \t\n"), max_size=30)


def both(folder: Path, longest: int):
    from tokenizers import Tokenizer

    whole = Tokenizer.from_file(str(folder / "tokenizer.json"))
    whole.enable_truncation(longest)
    return whole, PieceTokenizer(folder / "onnx", longest)


@pytest.fixture(scope="module")
def tiny(tiny_folder):
    return both(tiny_folder, 24)


@pytest.fixture(scope="module")
def real(bundled_settings):
    return both(bundled.expanded(bundled_settings.models), 512)


@given(st.lists(TEXTS | NEAR, max_size=4))
@example(["", " ", "<s>大班额</s><mask>", "a" * 100])
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_tiny_vocabulary_cuts_as_the_whole_tokenizer(tiny, texts):
    whole, pieces = tiny
    assert pieces.encode(texts) == [encoding.ids for encoding in whole.encode_batch(texts)]


@given(st.lists(TEXTS, max_size=4))
@example(["解决城镇学校“大班额”问题，投资1.5亿元～2亿元。", "what was done about large class sizes?", "한국어 ไทย Ⅳ①"])
@example(["大班额" * 400])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_the_bundled_vocabulary_cuts_as_the_whole_tokenizer(real, texts):
    whole, pieces = real
    assert pieces.encode(texts) == [encoding.ids for encoding in whole.encode_batch(texts)]


def test_ids_are_those_of_the_whole_vocabulary(tiny_folder, tiny):
    _, pieces = tiny
    with sqlite3.connect(tiny_folder / "onnx" / "pieces.sqlite") as table:
        ((number,),) = table.execute("select id from pieces where piece = '大班额'")
    assert pieces.encode(["大班额"]) == [[0, 4, number, 2]]


def test_a_folder_without_pieces_is_known(tmp_path, tiny_folder):
    assert PieceTokenizer.is_in(tiny_folder / "onnx")
    assert not PieceTokenizer.is_in(tmp_path)
