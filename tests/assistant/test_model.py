"""[assistant.model], and what the doctor says of it."""

import pytest
import small_corpus
from fakes import FakeEmbedder
from model_server import Reply, served

from assistant.__main__ import main
from assistant.errors import ModelError
from assistant.model import open_model
from assistant.serve_model import serve
from assistant.serve_model import served as served_file
from assistant.settings import AssistantSettings, ModelSettings
from assistant.upkeep import doctor
from corpus.errors import SettingsError
from corpus.settings import load
from index.build import build
from index.settings import IndexSettings


def settings_file(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_the_table_there_is_no_model():
    assert AssistantSettings().model is None
    assert open_model(None) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[assistant.model]\nname = "x"\napi_key = "secret"', "unknown key api_key in .*did you mean api_key_env"),
        ('[assistant.model]\nname = "x"\ntemperature = 1', "unknown key temperature"),
        ('[assistant.model]\nprovider = "openai"', "name: field required"),
        ('[assistant.model]\nname = "x"\ntimeout = 0', "timeout"),
        ('[assistant]\nmodel = "x"', "model holds a value; make it a table"),
    ],
)
def test_a_wrong_setting_is_told(tmp_path, text, message):
    with pytest.raises(SettingsError, match=message):
        load("assistant", AssistantSettings, settings_file(tmp_path, text))


def test_the_key_comes_from_the_environment_variable_that_is_named(monkeypatch):
    settings = ModelSettings(name="x", api_key_env="OUR_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    monkeypatch.delenv("OUR_KEY", raising=False)
    with pytest.raises(ModelError, match=r"OUR_KEY is not set.*remove \[assistant.model\]"):
        open_model(settings)
    monkeypatch.setenv("OUR_KEY", "ours")
    with served(Reply("ok")) as server:
        model = open_model(server.settings(api_key_env="OUR_KEY"))
        assert model.complete(doctor._PING, 5) == "ok"
        assert server.keys == ["Bearer ours"]
        open_model(server.settings()).complete(doctor._PING, 5)
        assert server.keys[-1] == "Bearer none"
    assert "ours" not in repr(model)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"provider": "no_such_provider"}, "correct provider, name or base_url"),
        ({"provider": "ollama"}, "pip install langchain-ollama"),
        ({"callbacks": ("no.such:Handler",)}, "name a LangChain handler as package.module:Class"),
    ],
)
def test_what_is_not_there_is_named(changes, message):
    with pytest.raises(ModelError, match=message):
        open_model(ModelSettings(name="x", **changes))


@pytest.fixture
def held(tmp_path):
    corpus, index = small_corpus.write(tmp_path / "corpus"), IndexSettings(folder=tmp_path / "index")
    build(corpus, index, FakeEmbedder(64), small_corpus.no_report)
    return corpus, index.model_copy(update={"embedding_model": "fake"})


def examined(held, model):
    corpus, index = held
    return {one.what: one for one in doctor.examine(index, AssistantSettings(model=model), corpus)}


def test_the_doctor_says_that_nothing_leaves_without_a_model(held):
    found = examined(held, None)
    assert found["language model"].detail.endswith("nothing leaves this machine")
    assert found["traces"].detail == "none"
    assert "sent there" not in found


def test_the_doctor_says_what_would_be_sent_where_and_tries_it(held):
    with served(Reply("ok")) as server:
        found = examined(held, server.settings())
    assert found["language model"].detail == f"scripted (openai) at {server.address}: this machine only"
    assert "personal numbers are masked" in found["sent there"].detail
    assert found["model reached"].ok
    gone = examined(held, server.settings(timeout=5))
    assert not gone["model reached"].ok
    assert "check base_url, name and key" in gone["model reached"].detail


def test_the_doctor_names_a_host_that_is_not_this_machine_and_a_key_that_is_not_set(held, monkeypatch):
    monkeypatch.delenv("OUR_KEY", raising=False)
    model = ModelSettings(name="x", base_url="https://llm.example/v1", api_key_env="OUR_KEY")
    found = examined(held, model)
    assert found["language model"].detail == "x (openai) at https://llm.example/v1: this text leaves the machine"
    assert not found["key"].ok
    assert not found["model reached"].ok


def test_the_doctor_says_when_tracing_is_asked_for_and_not_followed(held, monkeypatch):
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    assert "not followed" in examined(held, None)["traces"].detail


def test_the_command_fails_when_something_does(tmp_path, capsys):
    empty = ["--index", str(tmp_path / "none"), "--corpus", str(small_corpus.write(tmp_path / "corpus"))]
    assert main(["doctor", *empty, "--settings", str(settings_file(tmp_path, ""))]) == 3
    said = capsys.readouterr().out
    assert "FAIL  index:" in said
    assert "ok    language model: off" in said


def test_a_file_that_is_no_model_is_not_served(tmp_path):
    (tmp_path / "a.gguf").write_text("no model")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        serve(tmp_path / "a.gguf", 0)
    with pytest.raises(ModelError, match="give the path of a GGUF file"), served_file(tmp_path / "b.gguf"):
        pass
