import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Stands for the Python of .venv: notes what it was called with and ends as the command under test would.
PYTHON = """#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done >> calls
printf '\\n' >> calls
case "$*" in *assistant*) exit ${ASK_EXIT:-0};; *" pip "*) exit ${PIP_EXIT:-0};; esac
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout in a folder with a space in its name, where everything is installed already."""
    root = tmp_path / "a clone"
    (root / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", root)
    (root / "pyproject.toml").touch()
    os.utime(root / "pyproject.toml", (1, 1))
    (root / ".venv/bin/python").write_text(PYTHON)
    (root / ".venv/bin/python").chmod(0o755)
    (root / ".venv/.installed").touch()
    return root


def make(root, *arguments, **environment):
    outside = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "Q")}
    return subprocess.run(
        ["make", *arguments], cwd=root, env=outside | environment, capture_output=True, text=True, check=False
    )


def calls(root):
    lines = (root / "calls").read_text().split("\0\n")
    return [line.split("\0") for line in lines if line]


QUESTIONS = [
    "what was done about large class sizes",
    "“大班额”问题怎么解决的?",
    "costs $5, $HOME, $(shell touch pwned) and `touch pwned`?",
    "a \"double\" 'single' back\\slash; touch pwned # & | > pwned",
    "two\nlines, 100% *",
    "--help",
    "x := y",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("way", ["command line", "environment"])
def test_a_question_reaches_the_program_as_typed(checkout, question, way):
    done = make(checkout, "ask", f"Q={question}") if way == "command line" else make(checkout, "ask", Q=question)
    assert done.returncode == 0, done.stderr
    assert calls(checkout) == [
        ["-m", "index", "sync"],
        ["-m", "assistant", "ask", "--", question],
    ]
    assert not (checkout / "pwned").exists()


@pytest.mark.parametrize("target", ["chat", "serve"])
def test_the_page_is_opened_before_there_is_a_bulletin(checkout, target):
    assert make(checkout, target).returncode == 0
    assert calls(checkout) == [["-m", "index", "sync", "--may-be-empty"], ["-m", "assistant", target]]


def test_ask_without_a_question_says_how_before_it_sets_anything_up(checkout):
    done = make(checkout, "ask")
    assert done.returncode == 2
    assert 'usage: make ask Q="your question"' in done.stderr
    assert not (checkout / "calls").exists()


def test_not_found_is_an_answer_and_not_a_failure_of_make(checkout):
    assert make(checkout, "ask", "Q=机场?", ASK_EXIT="1").returncode == 0


@pytest.mark.parametrize("code", ["2", "3"])
def test_bad_input_and_faults_fail(checkout, code):
    assert make(checkout, "ask", "Q=?", ASK_EXIT=code).returncode != 0


def test_changed_dependencies_are_installed_once(checkout):
    (checkout / "pyproject.toml").write_text("# changed")
    assert make(checkout, "test", "PYTHON=.venv/bin/python").returncode == 0
    assert make(checkout, "test").returncode == 0
    installs = [call for call in calls(checkout) if call[:3] == ["-m", "pip", "install"]]
    assert [call[-1] for call in installs] == ["pip", ".[dev,evals]"]
    assert [call[:2] for call in calls(checkout)][-2:] == [["-m", "pytest"], ["-m", "pytest"]]


def test_an_install_that_failed_is_tried_again(checkout):
    (checkout / ".venv/.installed").unlink()
    assert make(checkout, "test", "PYTHON=.venv/bin/python", PIP_EXIT="1").returncode != 0
    assert not (checkout / ".venv/.installed").exists()
    assert make(checkout, "test", "PYTHON=.venv/bin/python").returncode == 0


def test_an_old_python_is_named_before_anything_is_made(checkout):
    shutil.rmtree(checkout / ".venv")
    (checkout / "old").write_text("#!/bin/sh\nexit 1\n")
    (checkout / "old").chmod(0o755)
    done = make(checkout, "test", "PYTHON=./old")
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (checkout / ".venv").exists()


def test_help_has_one_line_for_every_command(checkout):
    commands = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[1].split()
    lines = make(checkout, "help").stdout.splitlines()
    assert sorted(line.split()[1] for line in lines) == sorted(commands)
    assert all(len(line.split(maxsplit=2)) == 3 for line in lines)


def test_a_backup_is_restored_from_the_file_that_was_named(checkout):
    assert make(checkout, "restore").returncode == 2
    assert "usage: make restore FILE=" in make(checkout, "restore").stderr
    assert not (checkout / "calls").exists()
    assert make(checkout, "restore", "FILE=a b$(touch pwned).tar.gz", "ARGS=--overwrite").returncode == 0
    assert make(checkout, "backup").returncode == 0
    assert calls(checkout) == [
        ["-m", "assistant", "restore", "--overwrite", "--", "a b$(touch pwned).tar.gz"],
        ["-m", "assistant", "backup"],
    ]


def test_a_bundle_is_installed_by_the_machines_own_python_and_proved_by_a_search(checkout):
    (checkout / "bare").write_text(PYTHON)
    (checkout / "bare").chmod(0o755)
    done = make(checkout, "install", "BUNDLE=a $(touch pwned) b.tar.gz", "PYTHON=./bare")
    assert done.returncode == 0, done.stderr
    asked, *rest = calls(checkout)
    assert asked[0] == "-c"  # whether it is new enough
    assert rest == [
        ["-m", "assistant.upkeep.unbundle", "a $(touch pwned) b.tar.gz"],
        ["-m", "index", "sync"],
        ["-m", "index", "search", "-k", "1", "make install"],
    ]
