"""The command `python -m evals`: sets, runs, reports."""

from __future__ import annotations

import argparse
import sys

from corpus.commandline import run
from evals import commands_reports, commands_runs, commands_sets


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the contract's exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the assistant with test sets.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (commands_runs, commands_reports, commands_sets):
        module.add(commands)
    options = parser.parse_args(arguments)
    return run(lambda: int(options.command(options)))


if __name__ == "__main__":
    sys.exit(main())
