"""Dockerfile and compose.yaml against what they speak of. Nothing can be built or run here, and nothing is."""

import json
import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from assistant.__main__ import main
from assistant.api.api_guard import OPEN
from assistant.settings import AssistantSettings
from assistant.upkeep.kept import places
from corpus.settings import CorpusSettings, load
from evals.settings import EvalsSettings
from index.settings import IndexSettings

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]


def instructions() -> list[tuple[str, str]]:
    """(word, rest) of each instruction of the Dockerfile, continued lines joined."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def of(word: str) -> list[str]:
    return [rest for found, rest in instructions() if found == word]


def tables(tmp_path: Path) -> dict:
    """The settings that the service runs with."""
    file = tmp_path / "service.toml"
    file.write_text(COMPOSE["configs"]["settings"]["content"])
    models = {"corpus": CorpusSettings, "index": IndexSettings, "assistant": AssistantSettings, "evals": EvalsSettings}
    return {name: load(name, model, file) for name, model in models.items()}


def test_the_image_has_a_python_that_the_project_takes():
    (image,) = of("FROM")
    version = re.fullmatch(r"python:(\d+)\.(\d+)-slim", image)
    least = re.fullmatch(r">=(\d+)\.(\d+)", PROJECT["requires-python"])
    assert tuple(map(int, version.groups())) >= tuple(map(int, least.groups()))


def test_extras_and_system_packages_are_the_projects_own():
    extras = [of("ARG")[0].removeprefix("EXTRAS="), SERVICES["service"]["build"]["args"]["EXTRAS"]]
    for named in extras:
        assert set(named.split(",")) <= PROJECT["optional-dependencies"].keys()
    assert "local-llm" in extras[1]  # the service `model` needs it
    installed = next(run for run in of("RUN") if "apt-get install" in run)
    packages = re.search(r"--no-install-recommends ((?:[a-z0-9-]+ )+)", installed)[1].split()
    makefile = re.search(r"^SYSTEM_PACKAGES := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[1].split()
    assert packages
    assert set(packages) <= set(makefile)


def test_what_is_copied_is_there_and_what_is_built_or_secret_stays_out():
    copied = [name for line in of("COPY") for name in line.split()[:-1]]
    assert copied[:3] == ["pyproject.toml", "README.md", "LICENSE"]
    assert all((ROOT / name).exists() for name in copied)
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".venv", "var"} <= set(ignored)


def test_it_does_not_run_as_root_and_gains_nothing():
    words = [word for word, _ in instructions()]
    (user,) = of("USER")
    assert user != "root"
    assert any(f"useradd --system --uid 10001 --no-create-home {user}" in run for run in of("RUN"))
    assert words.index("USER") < words.index("CMD")
    for service in SERVICES.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_ports_are_the_settings_own_and_health_is_asked_where_it_is_open(tmp_path):
    port = tables(tmp_path)["assistant"].port
    assert of("EXPOSE") == [str(port)]
    asked = re.search(r"urlopen\('(http[^']+)'", of("HEALTHCHECK")[0])[1]
    assert asked == f"http://127.0.0.1:{port}{OPEN[0]}"
    assert SERVICES["service"]["ports"] == [f"127.0.0.1:{port}:{port}"]  # this machine only; a proxy stands before it


def test_the_settings_are_read_listen_beyond_the_container_and_name_the_chroma_server(tmp_path):
    read = tables(tmp_path)
    assert read["assistant"].service.host == "0.0.0.0"
    at = urlsplit(read["index"].chroma_url)
    command = SERVICES[at.hostname]["command"]
    assert command[1:3] == ["run", "--path"]
    assert command[command.index("--port") + 1] == str(at.port)
    assert f":{at.port}/api/v2/heartbeat" in SERVICES[at.hostname]["healthcheck"]["test"][-1]
    assert SERVICES["service"]["depends_on"] == {at.hostname: {"condition": "service_healthy"}}
    (mounted,) = SERVICES["service"]["configs"]
    assert mounted["target"] == "/app/service.toml"


def test_names_that_may_be_switched_on_let_the_health_check_in(tmp_path):
    text = re.sub(r"^# ", "", COMPOSE["configs"]["settings"]["content"], flags=re.MULTILINE)
    (tmp_path / "settings.toml").write_text(text)
    called = urlsplit(re.search(r"urlopen\('(http[^']+)'", of("HEALTHCHECK")[0])[1]).hostname
    assert called in load("assistant", AssistantSettings, tmp_path / "settings.toml").service.names


def test_the_model_that_may_be_switched_on_is_where_its_server_is(tmp_path):
    text = re.sub(r"^# ", "", COMPOSE["configs"]["settings"]["content"], flags=re.MULTILINE)
    (tmp_path / "settings.toml").write_text(text)
    model = load("assistant", AssistantSettings, tmp_path / "settings.toml").model
    command = SERVICES["model"]["command"]
    assert urlsplit(model.base_url).port == int(command[command.index("--port") + 1])
    assert SERVICES["model"]["network_mode"] == "service:service"  # it answers 127.0.0.1 only
    assert SERVICES["model"]["profiles"] == ["model"]
    folder = command[command.index("serve-model") + 1].rpartition("/")[0]
    assert SERVICES["model"]["volumes"] == [f"./models:{folder}:ro"]


def test_all_that_people_make_outlives_its_container(tmp_path):
    mounted = [Path(volume.split(":")[1]) for volume in SERVICES["service"]["volumes"]]
    for place in places(tables(tmp_path)):
        path = Path("/app") / place.path
        assert any(path == at or at in path.parents for at in mounted), f"{place.key} is lost with its container"
    assert {str(path) for path in mounted} <= set(json.loads(of("VOLUME")[0]))
    (vectors,) = SERVICES["chroma"]["volumes"]
    assert vectors.split(":")[1] == SERVICES["chroma"]["command"][3]
    named = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]} - {"./models"}
    assert named == COMPOSE["volumes"].keys()
    writable = re.search(r"chown -R bulletin (.*)$", next(run for run in of("RUN") if "chown" in run))[1].split()
    assert {f"/app/{name}" for name in writable} == set(json.loads(of("VOLUME")[0]))


def commands() -> list[list[str]]:
    """Every `-m package command --option …` that an image or a service runs."""
    shell = json.loads(of("CMD")[0])[2]
    lines = [shlex.split(part.removeprefix("exec ").strip()) for part in shell.split("&&")]
    lines += [service["command"] for service in SERVICES.values() if "-m" in service.get("command", [])]
    return [line[line.index("-m") + 1 :] for line in lines]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_one_and_has_these_options(command, capsys, monkeypatch):
    package, name, *rest = command
    if package == "assistant":
        with pytest.raises(SystemExit) as ended:
            main([name, *(word for word in rest if not word.startswith("--")), "--help"])
    else:
        from index.__main__ import main as index_main

        monkeypatch.setattr("sys.argv", [package, name, "--help"])
        with pytest.raises(SystemExit) as ended:
            index_main()
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert all(word in told for word in rest if word.startswith("--"))


def test_the_program_of_the_chroma_server_comes_with_the_packages():
    import sys

    program = SERVICES["chroma"]["command"][0]
    assert fnmatch(program, ".venv/bin/*")
    assert Path(sys.executable).with_name(Path(program).name).exists()
