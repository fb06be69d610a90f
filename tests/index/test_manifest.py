import json
from dataclasses import replace

import pytest
from fakes import FakeEmbedder

from index import manifest
from index.errors import DamagedIndexError, ForeignIndexError
from index.late_interaction import Habit
from index.manifest import Manifest
from index.settings import IndexSettings

MADE = Manifest(
    schema=manifest.SCHEMA,
    model="fake",
    dimension=64,
    encoder="bundled-both",
    corpus="abc",
    built_at="2026-11-22T00:00:00+00:00",
    bulletins=1,
    paragraphs=2,
    chunks=3,
    unread=("x.txt is empty",),
    passage_mean=(0.5, 0.25),
    query_means={"zh": (1.0, 0.0), "en": (0.0, 1.0)},
    token_mean=(0.5,),
    habits={"zh": Habit(2, (0.25,), {7: 2, 9: 1}), "en": Habit(2, (0.75,), {})},
)


def test_what_is_written_is_read(tmp_path):
    MADE.write(tmp_path)
    assert manifest.read(tmp_path) == MADE


@pytest.mark.parametrize(
    ("schema", "told"),
    [(manifest.SCHEMA - 1, "older version .*make index, or run: python -m index build"), (99, "update the program")],
)
def test_another_schema_is_foreign_and_says_what_to_do(tmp_path, schema, told):
    replace(MADE, schema=schema).write(tmp_path)
    with pytest.raises(ForeignIndexError, match=told):
        manifest.read(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", json.dumps({"schema": manifest.SCHEMA}), "\xff"])
def test_an_unreadable_manifest_is_damage(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content, encoding="latin-1")
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        manifest.read(tmp_path)


def test_the_encoder_that_built_it_is_welcome():
    MADE.check(IndexSettings(), None)
    MADE.check(IndexSettings(), FakeEmbedder())


@pytest.mark.parametrize("changed", [{"embedding_model": "BAAI/bge-m3"}, {"query_prefix": "ask: "}])
def test_settings_that_name_another_encoder_are_told_before_it_is_loaded(changed):
    with pytest.raises(ForeignIndexError, match=r"built with bundled-both.*python -m index build"):
        MADE.check(IndexSettings(**changed), None)


@pytest.mark.parametrize("other", [FakeEmbedder(name="other"), FakeEmbedder(dimension=32)])
def test_another_model_is_foreign(other):
    with pytest.raises(ForeignIndexError, match=r"built with fake \(64 dimensions\).*python -m index build"):
        MADE.check(IndexSettings(), other)
