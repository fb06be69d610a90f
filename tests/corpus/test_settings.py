from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.errors import SettingsError
from corpus.settings import CorpusSettings, Table, load


class Inner(Table):
    depth: int = 1


class Sample(Table):
    name: str = "default"
    inner: Inner = Inner()


def write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_values_come_from_the_table_and_defaults_fill_the_rest(tmp_path):
    path = write(tmp_path, "[index]\nname = 'x'\n[corpus]\nfolder = 'other'\n")
    assert load("index", Sample, path) == Sample(name="x", inner=Inner(depth=1))
    assert load("corpus", CorpusSettings, path).folder == Path("other")


def test_a_missing_table_means_defaults(tmp_path):
    assert load("index", Sample, write(tmp_path, "")) == Sample()


def test_a_missing_default_file_means_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load("corpus", CorpusSettings) == CorpusSettings(folder=Path("corpus/bulletins"))


def test_the_default_file_is_read_when_it_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "[corpus]\nfolder = 'mine'\n")
    assert load("corpus", CorpusSettings).folder == Path("mine")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[index]\nnaem = 'x'\n", "unknown key naem in [index]; did you mean name?"),
        ("[index]\nzzz = 1\n", "unknown key zzz in [index]; known: name, inner"),
        ("[index.inner]\ndepht = 1\n", "unknown key depht in [index.inner]; did you mean depth?"),
        ("[index]\nname = 3\n", "index.name: input should be a valid string; correct that value"),
        ("index = 3\n", "index holds a value; make it a table, [index]"),
        ("[index]\ninner = 3\n", "index.inner holds a value; make it a table, [index.inner]"),
        ("[indx]\nname = 'x'\n", "unknown table [indx]; did you mean index?"),
        ("[zzz]\n", "unknown table [zzz]; known: corpus, index, assistant, evals"),
        ("name = 'x'\n", "unknown table [name]"),
        ("[index\n", "is not valid TOML"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_nearest(tmp_path, text, message):
    with pytest.raises(SettingsError) as error:
        load("index", Sample, write(tmp_path, text))
    assert message in str(error.value)


def test_a_mistake_in_another_table_s_name_is_found_too(tmp_path):
    with pytest.raises(SettingsError, match="did you mean corpus"):
        load("index", Sample, write(tmp_path, "[corpsu]\n"))


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(SettingsError, match=r"cannot read settings .*none\.toml: No such file .*--settings"):
        load("index", Sample, tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_an_error(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\x00")
    with pytest.raises(SettingsError, match="is not valid TOML"):
        load("index", Sample, path)


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError):
        Sample().name = "other"
