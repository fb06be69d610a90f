import json

import pytest

from index.errors import ModelError
from index.model_folder import Prefixes, declared_prompts, fingerprint, prefixes, read_json
from index.settings import IndexSettings

NONE = Prefixes("", "")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config.json").write_text('{"hidden_size": 8}')
    (tmp_path / "model.safetensors").write_bytes(bytes(300_000))
    return tmp_path


def test_the_settings_come_before_what_the_model_declares():
    settings = IndexSettings(query_prefix="Q:", passage_prefix="")
    assert prefixes(settings, {"query": "query: ", "passage": "passage: "}, "m") == Prefixes("Q:", "")


def test_the_model_declares_its_prompts_under_passage_or_document():
    assert prefixes(IndexSettings(), {"query": "q ", "passage": "p "}, "m") == Prefixes("q ", "p ")
    assert prefixes(IndexSettings(), {"query": "q ", "document": "d "}, "m") == Prefixes("q ", "d ")


def test_an_e5_model_that_declares_nothing_gets_its_own():
    empty = {"query": "", "document": ""}
    assert prefixes(IndexSettings(), empty, "intfloat/multilingual-e5-base") == Prefixes("query: ", "passage: ")
    assert prefixes(IndexSettings(), empty, "BAAI/bge-m3") == NONE
    assert prefixes(IndexSettings(), empty, "intfloat/multilingual-e5-large-instruct") == NONE


def test_declared_prompts_are_read_from_the_folder(folder):
    assert declared_prompts(folder) == {}
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": {"query": "q "}}))
    assert declared_prompts(folder) == {"query": "q "}


def test_the_fingerprint_changes_with_weights_configuration_and_passage_prefix(folder):
    seen = {fingerprint(folder, NONE)}
    assert fingerprint(folder, Prefixes("another query prefix", "")) in seen
    seen.add(fingerprint(folder, Prefixes("", "p ")))
    (folder / "config.json").write_text('{"hidden_size": 9}')
    seen.add(fingerprint(folder, NONE))
    trained = bytearray(300_000)
    trained[150_000:] = b"\x01" * 150_000
    (folder / "model.safetensors").write_bytes(trained)
    seen.add(fingerprint(folder, NONE))
    assert len(seen) == 4


def test_the_fingerprint_does_not_change_with_the_place_or_the_graph(folder):
    before = fingerprint(folder, NONE)
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(b"graph")
    moved = folder.rename(folder.with_name("moved"))
    assert fingerprint(moved, NONE) == before


def test_a_broken_file_is_told(folder):
    (folder / "config.json").write_text("{")
    with pytest.raises(ModelError, match=r"config\.json"):
        read_json(folder / "config.json")
