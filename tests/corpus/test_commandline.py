import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.commandline import common_options, run
from corpus.errors import AppError, ReadError

ROOT = Path(__file__).parents[2]


class WorseError(AppError):
    exit_code = 7


def raising(error: BaseException):
    def command() -> int:
        raise error

    return command


def test_the_command_s_own_exit_code_is_kept():
    assert run(lambda: 1) == 1


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (ReadError("a.txt is empty; remove it"), 2, "error: a.txt is empty; remove it\n"),
        (WorseError("worse; sit down"), 7, "error: worse; sit down\n"),
        (KeyboardInterrupt(), 130, "stopped\n"),
        (
            ZeroDivisionError("by zero"),
            3,
            "error: unexpected ZeroDivisionError: by zero; run again with BULLETIN_DEBUG=1 and report the trace\n",
        ),
    ],
)
def test_an_error_is_one_line_and_its_exit_code(error, code, message, capsys, monkeypatch):
    monkeypatch.delenv("BULLETIN_DEBUG", raising=False)
    assert run(raising(error)) == code
    assert capsys.readouterr() == ("", message)


def test_debugging_shows_the_trace_of_a_fault(monkeypatch):
    monkeypatch.setenv("BULLETIN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(raising(ZeroDivisionError()))


def test_common_options_are_paths_and_may_be_left_out():
    parser = argparse.ArgumentParser(parents=[common_options()])
    none = parser.parse_args([])
    assert (none.settings, none.corpus, none.index) == (None, None, None)
    given = parser.parse_args(["--settings", "s.toml", "--corpus", "c", "--index", "i"])
    assert (given.settings, given.corpus, given.index) == (Path("s.toml"), Path("c"), Path("i"))


def test_a_reader_that_goes_away_is_no_error():
    script = (
        "import sys\nfrom corpus.commandline import run\n"
        "def command():\n    for n in range(100000): print(n)\n    return 0\n"
        "sys.exit(run(command))"
    )
    done = subprocess.run(
        ["bash", "-c", 'set -o pipefail; "$0" -c "$1" | head -1', sys.executable, script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")
