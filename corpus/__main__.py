"""Commands on the corpus folder: add, remove, reread, list, show, check. In: arguments; out: text or JSON, a code."""

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
    from corpus.settings import CorpusSettings

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
    adding = add("add", "Copy bulletins into the corpus: files, folders, web addresses; what is held is refused.", _add)
    adding.add_argument("sources", nargs="+", metavar="FILE|FOLDER|URL", help="txt, md, html, docx, pdf")
    adding.add_argument("--id", metavar="ID", help="the id of the one bulletin given (default: its file name)")
    adding.add_argument("--json", action="store_true", help="print JSON")
    removing = add("remove", "Delete one bulletin from the corpus folder.", _remove)
    removing.add_argument("id", metavar="ID", help="bulletin id (see list)")
    rereading = add("reread", "Take the text out of one original anew, and say what changed.", _reread)
    rereading.add_argument("id", metavar="ID", help="bulletin id (see list)")
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    return run(lambda: command(options))


def _settings(options: argparse.Namespace) -> CorpusSettings:
    from corpus.settings import CorpusSettings, load

    return load("corpus", CorpusSettings, options.settings)


def _folder(options: argparse.Namespace) -> Path:
    chosen: Path | None = options.corpus
    settings = _settings(options)
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
            columns = [bulletin.id, bulletin.issued_on or "-", bulletin.issuer or "-", bulletin.title or "-"]
            print("\t".join(str(column) for column in [*columns, *_warning(bulletin)]))
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


def _add(options: argparse.Namespace) -> int:
    from corpus.collection import add, sources
    from corpus.duplicates import Duplicates
    from corpus.errors import AppError, ReadError

    settings, folder = _settings(options), _folder(options)
    bad, added, found = 0, [], []
    for given in options.sources:
        try:
            found += sources(given)
        except ReadError as error:
            bad += _told(error)
    if options.id and len(found) != 1:
        raise ReadError(f"--id names one bulletin, and {len(found)} are given; add them one by one")
    held = Duplicates(folder)
    for number, source in enumerate(found, 1):
        if len(found) > 1 and sys.stderr.isatty():
            print(f"{number} of {len(found)}: {source}", file=sys.stderr)
        try:
            done = add(folder, source, options.id, settings.allow_private_hosts, held)
        except AppError as error:
            bad += _told(error)
            continue
        added.append({**_metadata(done.bulletin), **_counts(done.bulletin), "file": str(done.path)})
        if not options.json:
            one = done.bulletin
            columns = (one.id, one.issued_on or "-", one.issuer or "-", one.title or "-")
            counts = f"{len(one.sections)} headings, {len(one.paragraphs)} paragraphs"
            print("\t".join(map(str, ("added", *columns, counts, *_warning(one)))), flush=True)
    held.write()
    if options.json:
        _print_json(added)
    if added:
        print("note: update the index with: python -m index sync", file=sys.stderr)
    return BAD_INPUT if bad else 0


def _warning(bulletin: Bulletin) -> list[str]:
    """A column more for a bulletin that was recognised from pictures."""
    from corpus.oddities import RECOGNISED

    return [RECOGNISED] if bulletin.recognised else []


def _told(error: Exception) -> int:
    print(f"error: {error}", file=sys.stderr, flush=True)
    return 1


def _remove(options: argparse.Namespace) -> int:
    from corpus.collection import remove

    path = remove(_folder(options), options.id)
    print(f"removed {path.name}; update the index with: python -m index sync")
    return 0


def _reread(options: argparse.Namespace) -> int:
    from corpus.collection import reread

    done = reread(_folder(options), options.id)
    for name, count in _counts(done.after).items():
        before = _counts(done.before)[name] if done.before else "-"
        print(f"  {name}: {_words(count)}" + (f" (before: {_words(before)})" if before != count else ""))
    print("update the index with: python -m index sync" if done.changed else "nothing changed")
    return 0


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
