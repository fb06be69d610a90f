"""Commands on the corpus folder: list, show, check. In: arguments; out: text or JSON on stdout, an exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commandline import BAD_INPUT, common_options, run

if TYPE_CHECKING:
    from corpus.bulletin import Bulletin
    from corpus.reader import Folder

ODD = 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m corpus", description="The bulletins and how they were read.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = common_options()

    def add(name: str, help_: str, command: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=help_, description=help_)
        sub.set_defaults(command=command)
        return sub

    listing = add("list", "One line a bulletin: id, date, issuer, title.", _list)
    listing.add_argument("--json", action="store_true", help="print JSON")
    show = add("show", "Metadata and heading tree of one bulletin.", _show)
    show.add_argument("id", metavar="ID", help="bulletin id (see list)")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--text", action="store_true", help="print the source text that all offsets count in")
    form.add_argument("--json", action="store_true", help="print the whole bulletin as JSON")
    check = add("check", "What was found in each bulletin and what looks odd; exit code 1 on oddities.", _check)
    check.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    return run(lambda: command(options))


def _folder(options: argparse.Namespace) -> Path:
    from corpus.settings import CorpusSettings, load

    settings = load("corpus", CorpusSettings, options.settings)
    chosen: Path | None = options.corpus
    return chosen or settings.folder


def _read(options: argparse.Namespace) -> Folder:
    from corpus.reader import read_folder

    folder = read_folder(_folder(options))
    for problem in folder.problems:
        print(f"error: {problem}", file=sys.stderr)
    return folder


def _list(options: argparse.Namespace) -> int:
    bulletins, problems = _read(options)
    if options.json:
        _print_json([_metadata(bulletin) for bulletin in bulletins])
    else:
        for bulletin in bulletins:
            columns = (bulletin.id, bulletin.issued_on or "-", bulletin.issuer or "-", bulletin.title or "-")
            print("\t".join(str(column) for column in columns))
    return BAD_INPUT if problems else 0


def _show(options: argparse.Namespace) -> int:
    from corpus.reader import find
    from corpus.record import to_record

    bulletin = find(_folder(options), options.id)
    if options.text:
        sys.stdout.write(bulletin.text)
    elif options.json:
        _print_json(to_record(bulletin))
    else:
        _print_metadata(bulletin)
        for section in bulletin.sections:
            print(f"{'  ' * section.level}{section.title}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from corpus import oddities

    bulletins, problems = _read(options)
    found = {bulletin.id: oddities.find(bulletin) for bulletin in bulletins}
    if options.json:
        _print_json([{**_metadata(one), **_counts(one), "oddities": found[one.id]} for one in bulletins])
    else:
        for bulletin in bulletins:
            _print_metadata(bulletin)
            for name, count in _counts(bulletin).items():
                print(f"  {name}: {_words(count)}")
            for oddity in found[bulletin.id] or ["none"]:
                print(f"  odd: {oddity}")
    if problems:
        return BAD_INPUT
    return ODD if any(found.values()) else 0


def _counts(bulletin: Bulletin) -> dict[str, object]:
    levels = Counter(section.level for section in bulletin.sections)
    return {
        "headings": len(bulletin.sections),
        "headings_by_level": {str(level): levels[level] for level in sorted(levels)},
        "items": len(bulletin.items),
        "paragraphs": len(bulletin.paragraphs),
        "sentences": sum(len(paragraph.sentences) for paragraph in bulletin.paragraphs),
        "measures": sum(len(paragraph.measures) for paragraph in bulletin.paragraphs),
        "characters": len(bulletin.text),
    }


def _metadata(bulletin: Bulletin) -> dict[str, object]:
    from corpus.record import metadata

    return metadata(bulletin)


def _print_metadata(bulletin: Bulletin) -> None:
    print(bulletin.id)
    for name, value in _metadata(bulletin).items():
        if name != "id":
            print(f"  {name}: {_words(value)}")


def _words(value: object) -> str:
    if isinstance(value, dict) and value.keys() == {"start", "end"}:
        return f"{value['start']} to {value['end']}"
    if isinstance(value, dict):
        return " · ".join(f"{key} {part}" for key, part in value.items() if part is not None) or "-"
    if isinstance(value, list):
        return "\n    ".join(str(part) for part in value) or "-"
    return "-" if value is None else str(value)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
