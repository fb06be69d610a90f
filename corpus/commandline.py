"""What every command shares: the options of the contract, and errors as one line with the right exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from corpus.errors import AppError

BAD_INPUT = 2
FAULT = 3


def common_options() -> argparse.ArgumentParser:
    """A parent parser with --settings, --corpus and --index, for every sub-command."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--settings", type=Path, metavar="FILE", help="settings file (default: settings.toml)")
    parent.add_argument("--corpus", type=Path, metavar="DIR", help="folder of bulletins (default: from the settings)")
    parent.add_argument(
        "--index", type=Path, metavar="DIR", help="folder of the built index (default: from the settings)"
    )
    return parent


def run(command: Callable[[], int]) -> int:
    """Run a command; a typed error becomes one line on stderr and its exit code, never a traceback."""
    try:
        return command()
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output went away (`| head`): nothing to tell it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("BULLETIN_DEBUG"):
            raise
        print(
            f"error: unexpected {type(error).__name__}: {error}; run again with BULLETIN_DEBUG=1 and report the trace",
            file=sys.stderr,
        )
        return FAULT
