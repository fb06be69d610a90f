"""docs/operations.md against the code: every error, every command, every setting that it speaks of."""

import ast
import re
import tomllib
from pathlib import Path

from assistant.api.api_guard import OPEN
from corpus.settings import TABLES

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/operations.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(\w+\.\w+)` \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)


def errors() -> set[str]:
    """Every class that is an AppError, as package.Name; by the classes' own bases, whatever file they are in."""
    bases: dict[str, set[str]] = {}
    for package in ("corpus", "index", "assistant", "evals", "prompts"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    own = {base.id for base in node.bases if isinstance(base, ast.Name)}
                    bases[f"{package}.{node.name}"] = own
    known = {"AppError"}
    while more := {name.split(".")[1] for name, own in bases.items() if own & known} - known:
        known |= more
    return {name for name, own in bases.items() if own & known}


def test_every_error_is_there_with_what_to_do_and_none_that_is_gone():
    assert {name for name, _, _ in ROWS} == errors()
    assert len(ROWS) == len(errors())
    assert {"index.StoreDownError", "assistant.BackupError", "prompts.PromptError"} <= errors()
    assert all(when.strip() and do.strip() for _, when, do in ROWS)


def test_the_commands_it_names_are_there():
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", PAGE)) | set(re.findall(r"&& make ([a-z-]+)", PAGE))
    assert {"doctor", "backup", "restore", "bundle", "install", "index", "serve"} <= named <= targets
    parsers = "".join(
        (ROOT / name).read_text("utf-8") for name in ("assistant/__main__.py", "assistant/upkeep/backup_command.py")
    )
    parsers += (ROOT / "index/__main__.py").read_text("utf-8") + (ROOT / "corpus/__main__.py").read_text("utf-8")
    parsers += "".join(path.read_text("utf-8") for path in (ROOT / "evals").glob("commands*.py"))
    for package, command in set(re.findall(r"-m (corpus|index|assistant|evals) ([a-z-]+)", PAGE)):
        assert f'"{command}"' in parsers, f"python -m {package} {command}"


def test_the_settings_it_names_are_there():
    text = (ROOT / "settings.toml").read_text("utf-8")
    shown = tomllib.loads(text)
    for table, key in re.findall(r"`\[([a-z.]+)\] (\w+)`", PAGE):
        held = shown
        for part in table.split("."):
            held = held[part]
        assert key in held, f"[{table}] {key}"
        assert table.split(".")[0] in TABLES
    for key in ("chroma_url", "audit_days", "retention_days", "max_question_characters"):
        assert key in PAGE and key in text


def test_health_is_asked_where_it_is_open():
    assert f"`GET {OPEN[0]}`" in PAGE
