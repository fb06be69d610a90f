"""A bundle with two tiny wheels of our own: written here, installed in a fresh folder with --no-index."""

import ast
import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import small_corpus
from fakes import FakeEmbedder

from assistant.errors import BundleError
from assistant.upkeep import bundle, unbundle
from index import generations
from index.build import build
from index.settings import IndexSettings

ROOT = Path(__file__).parent.parent.parent


def wheel(folder: Path, name: str) -> None:
    """A wheel of one module that says its own name."""
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as packed:
        packed.writestr(f"{name}.py", f"print('{name}')\n")
        packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        packed.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr(f"{info}/RECORD", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A committed checkout with a bulletin added since, its index, two wheels; and the bundle of them."""
    home = tmp_path_factory.mktemp("bundle")
    root = home / "checkout"
    (root / ".ci").mkdir(parents=True)
    small_corpus.write(root / "bulletins")
    (root / "pyproject.toml").write_text("[project]\ndependencies = []\n")
    (root / ".ci/run").write_text("#!/bin/sh\n")
    (root / ".ci/run").chmod(0o755)
    git = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=e@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    (root / "bulletins/new.txt").write_text("一、整改情况\n(1)关于断头路问题。\n", encoding="utf-8")
    index = IndexSettings(folder=root / "var/index")
    build(root / "bulletins", index, FakeEmbedder(), small_corpus.no_report)
    (home / "wheels").mkdir()
    wheel(home / "wheels", "first")
    wheel(home / "wheels", "second")
    (home / "wheels" / unbundle.PINS).write_text("first==1.0\nsecond==1.0\n")
    notes = bundle.write(root, root / "bulletins", index, home / "bundle.tar.gz", home / "wheels")
    assert notes == []
    return home / "bundle.tar.gz"


@pytest.fixture
def bare(made, tmp_path) -> Path:
    """The checkout of the bundle, unpacked as docs/operations.md says."""
    subprocess.run(["tar", "xzf", str(made), "-C", str(tmp_path), unbundle.CHECKOUT], check=True)
    return tmp_path / unbundle.CHECKOUT


def contents(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_checkout_comes_as_committed_with_the_bulletins_as_they_are(bare):
    expected = {
        "pyproject.toml",
        ".ci/run",
        "bulletins/yiqu-2020.txt",
        "bulletins/dingxian-2021.txt",
        "bulletins/new.txt",
    }
    assert contents(bare) == expected
    assert os.access(bare / ".ci/run", os.X_OK)


def test_a_bundle_is_installed_without_a_network_and_marked_when_it_is_whole(made, bare, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as registry:
        registry.setblocking(False)
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{registry.getsockname()[1]}/simple")
        unbundle.install(made, bare, bare / "var/index")
        with pytest.raises(BlockingIOError):  # pip has asked nobody
            registry.accept()
    python = bare / ".venv/bin/python"
    done = subprocess.run([python, "-c", "import first, second"], capture_output=True, text=True, check=True)
    assert done.stdout == "first\nsecond\n"
    assert (bare / ".venv/.installed").exists()
    generations.check(generations.current(bare / "var/index"))
    assert not (bare / "var/.bundle").exists()


def test_an_index_that_is_there_already_stays(made, bare, monkeypatch):
    monkeypatch.setattr(unbundle, "packages", lambda _wheels, _root: None)
    (bare / "var/index").mkdir(parents=True)
    (bare / "var/index/CURRENT").write_text("ours")
    unbundle.install(made, bare, bare / "var/index")
    assert contents(bare / "var/index") == {"CURRENT"}


def test_what_installs_needs_nothing_but_python():
    for module in ("assistant/upkeep/unbundle.py", "assistant/errors.py", "corpus/errors.py", "corpus/commandline.py"):
        for node in ast.walk(ast.parse((ROOT / module).read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or name in (
                    "assistant.errors",
                    "corpus.errors",
                    "corpus.commandline",
                )


def repacked(made: Path, to: Path, change) -> Path:
    with tarfile.open(made) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            name, content = change(member.name, old.extractfile(member).read())
            if name:
                member.name, member.size = name, len(content)
                new.addfile(member, io.BytesIO(content))
    return to


def of_listing(**changes):
    def change(name, content):
        return name, json.dumps(json.loads(content) | changes).encode() if name == unbundle.LISTING else content

    return change


DAMAGED = {
    "another content": (
        lambda n, c: (n, c + b"x" if n.endswith("second-1.0-py3-none-any.whl") else c),
        "is damaged: wheels/",
    ),
    "a file less": (
        lambda n, c: (None if n.endswith("new.txt") else n, c),
        "is damaged: bulletin-assistant/bulletins/new",
    ),
    "a name that leads out": (lambda n, c: ("../" + n if n.endswith("new.txt") else n, c), "no file of a bundle"),
    "no listing": (lambda n, c: (None if n == unbundle.LISTING else n, c), "cut short; copy it again"),
    "another python": (of_listing(python="3.99"), r"for Python 3\.99 .*make install PYTHON="),
    "another machine": (of_listing(machine="Linux riscv64"), "on Linux riscv64, this is"),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_bundle_that_does_not_fit_or_is_damaged_changes_nothing(made, bare, tmp_path, how):
    change, message = DAMAGED[how]
    before = contents(bare)
    with pytest.raises(BundleError, match=message):
        unbundle.install(repacked(made, tmp_path / "bad.tar.gz", change), bare, bare / "var/index")
    assert contents(bare) == before


def test_a_bundle_cut_short_is_told(made, bare, tmp_path):
    (tmp_path / "cut.tar.gz").write_bytes(made.read_bytes()[:-2000])
    with pytest.raises(BundleError, match="copy it again"):
        unbundle.install(tmp_path / "cut.tar.gz", bare, bare / "var/index")
    assert not (bare / ".venv").exists()


def test_a_checkout_of_another_version_is_not_mixed_with_the_bundle(made, bare):
    (bare / "pyproject.toml").write_text("[project]\ndependencies = ['first>=2']\n")
    with pytest.raises(BundleError, match="another version than this checkout; use its own: tar xzf"):
        unbundle.install(made, bare, bare / "var/index")
    assert not (bare / ".venv").exists()


def test_packages_that_cannot_be_installed_leave_no_mark_of_an_install(made, bare, monkeypatch):
    (bare / ".venv").mkdir()
    (bare / ".venv/.installed").touch()

    def run(command, **_named):
        if "pip" in command:
            raise subprocess.CalledProcessError(1, command, stderr="No matching distribution found for first==1.0")

    monkeypatch.setattr(unbundle.subprocess, "run", run)
    with pytest.raises(
        BundleError, match=r"No matching distribution found for first==1\.0; mend that, then run make install"
    ):
        unbundle.install(made, bare, bare / "var/index")
    assert not (bare / ".venv/.installed").exists()
    assert not (bare / "var/index").exists()


def test_the_pins_are_what_is_installed_with_all_that_it_needs():
    pinned = dict(line.split("==") for line in bundle.pins(ROOT))
    assert pinned["chromadb"] == metadata.version("chromadb")
    assert {"tokenizers", "starlette", "ir-measures", "httpx"} <= pinned.keys()  # needed by what we need, and of evals
    assert "pytest" not in pinned


def test_a_model_that_the_settings_name_as_a_folder_comes_as_files(tmp_path):
    (tmp_path / "our-model").mkdir()
    (tmp_path / "our-model/config.json").write_text("{}")
    listed = dict(bundle._model(IndexSettings(embedding_model=str(tmp_path / "our-model"))))
    assert list(listed) == ["model/config.json"]
    assert list(bundle._model(IndexSettings())) == []


def test_the_checksums_are_of_the_files(made):
    with tarfile.open(made) as archive:
        listing = json.load(archive.extractfile(unbundle.LISTING))
        content = archive.extractfile("wheels/first-1.0-py3-none-any.whl").read()
    assert listing["sums"]["wheels/first-1.0-py3-none-any.whl"] == hashlib.sha256(content).hexdigest()
