"""The commands about test sets: check. In: options; out: files, lines, exit codes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from corpus.commandline import common_options


def add(commands: Any) -> None:
    """Add the commands to the parser of `python -m evals`."""
    check = commands.add_parser(
        "check", parents=[common_options()], help="prove a set against the bulletins; exit code 1 on faults"
    )
    check.add_argument("set", type=Path, metavar="SET", help="test set, JSONL")
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from corpus.reader import read_folder
    from evals.case import load
    from evals.check import review
    from evals.opening import Tables

    corpus = Tables.of(options).corpus
    cases = load(options.set)
    found = review(cases, read_folder(corpus).bulletins)
    for name, counts in (("kinds", found.kinds), ("languages", found.languages)):
        print(f"{name}: " + ", ".join(f"{count} {key}" for key, count in counts.most_common()))
    print(f"cases: {len(cases)}, held out: {found.held_out}, faults: {len(found.faults)}")
    print(f"items asked about: {found.items - len(found.unasked)} of {found.items}")
    for item in found.unasked:
        print(f"  not asked: {item.section.title}")
    for fault in found.faults:
        print(f"  {fault}")
    return 1 if found.faults else 0
