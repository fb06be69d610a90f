import argparse

from evals.opening import Tables, deciding


def test_a_record_keeps_what_decides_about_answers_and_no_secret():
    settings = {
        "hits": 10,
        "port": 1,
        "model": {"name": "m", "api_key": "sk-1", "api_key_env": "KEY", "answer_tokens": 700},
    }
    assert deciding(settings) == {"hits": 10, "model": {"name": "m", "api_key_env": "KEY", "answer_tokens": 700}}


def test_options_win_over_the_settings_file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('[index]\nfolder = "a"\nlexical_weight = 0.5\n[corpus]\nfolder = "b"\n', "utf-8")
    tables = Tables.of(argparse.Namespace(settings=path, index=None, corpus=None))
    assert (str(tables.index.folder), str(tables.corpus)) == ("a", "b")
    assert tables.record()["index"]["lexical_weight"] == 0.5
    assert "folder" not in tables.record()["index"]
    tables = Tables.of(argparse.Namespace(settings=path, index=tmp_path, corpus=tmp_path))
    assert (tables.index.folder, tables.corpus) == (tmp_path, tmp_path)
