"""The commands `backup`, `restore` and `bundle` of `python -m assistant`: their options, and what they tell."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commandline import common_options

if TYPE_CHECKING:
    from corpus.settings import Table

FOLDER = Path("var/backups")
BUNDLE = Path("var/bundle.tar.gz")
Tables = Callable[[argparse.Namespace], "Mapping[str, Table]"]


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], tables: Tables) -> None:
    """The commands; `tables` gives the settings of every package as the options say."""
    backup = commands.add_parser(
        "backup", parents=[common_options()], help="bulletins, index, conversations, feedback, sets, users: one archive"
    )
    backup.add_argument("--out", type=Path, metavar="FILE", help=f"default: {FOLDER}/backup-TIME.tar.gz")
    backup.add_argument("--without-index", action="store_true", help="it can be built anew: make index")
    backup.set_defaults(command=lambda options: _backup(options, tables(options)))
    restore = commands.add_parser(
        "restore", parents=[common_options()], help="bring back what a backup holds, or nothing"
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--check", action="store_true", help="read and compare the whole archive; change nothing")
    restore.add_argument("--overwrite", action="store_true", help="also where files that are not in the backup go")
    restore.set_defaults(command=lambda options: _restore(options, tables))
    bundle = commands.add_parser(
        "bundle", parents=[common_options()], help="packages, checkout and index in one archive, to install offline"
    )
    bundle.add_argument("--out", type=Path, metavar="FILE", help=f"default: {BUNDLE}")
    bundle.add_argument("--wheels", type=Path, metavar="DIR", help="take these wheels, fetch none")
    bundle.set_defaults(command=lambda options: _bundle(options, tables(options)))


def _backup(options: argparse.Namespace, tables: Mapping[str, Table]) -> int:
    from assistant.upkeep import backup
    from assistant.upkeep.kept import SETTINGS, Place, places
    from corpus.settings import DEFAULT_SETTINGS

    out = options.out or FOLDER / f"backup-{datetime.now(UTC):%Y%m%dT%H%M%S}.tar.gz"
    kept = [*places(tables), Place(SETTINGS, options.settings or DEFAULT_SETTINGS)]
    listing = backup.write(kept, out, with_index=not options.without_index)
    count = sum(map(len, listing.files.values()))
    print(f"{out}: {count} files, {out.stat().st_size:,} bytes, of {', '.join(listing.files)}")
    for note in listing.notes:
        print(f"note: {note}", file=sys.stderr)
    return 0


def _restore(options: argparse.Namespace, tables: Tables) -> int:
    from assistant.upkeep import backup
    from assistant.upkeep.kept import SETTINGS, Place, places
    from assistant.upkeep.restore import restore
    from corpus.settings import DEFAULT_SETTINGS

    listing = backup.read(options.file)
    if options.check:
        print(f"{options.file}: whole, made at {listing.made_at}, holds {', '.join(listing.files)}")
        return 0
    own = None if options.settings else backup.settings(options.file)
    if own is None:
        listing = restore(options.file, listing, places(tables(options)), options.overwrite)
    else:  # the settings that come back say where everything goes
        with tempfile.NamedTemporaryFile(suffix=".toml") as file:
            file.write(own)
            file.flush()
            found = places(tables(argparse.Namespace(**(vars(options) | {"settings": Path(file.name)}))))
        listing = restore(options.file, listing, [*found, Place(SETTINGS, DEFAULT_SETTINGS)], options.overwrite)
    print(f"restored {', '.join(listing.files)} as of {listing.made_at}; start the page or the service anew")
    for note in listing.notes:
        print(f"note: {note}", file=sys.stderr)
    return 0


def _bundle(options: argparse.Namespace, tables: Mapping[str, Table]) -> int:
    from assistant.upkeep import bundle
    from assistant.upkeep.unbundle import CHECKOUT
    from corpus.settings import CorpusSettings
    from index.settings import IndexSettings

    corpus, index, out = tables["corpus"], tables["index"], options.out or BUNDLE
    assert isinstance(corpus, CorpusSettings) and isinstance(index, IndexSettings)
    notes = bundle.write(Path.cwd(), corpus.folder, index, out, options.wheels)
    print(f"{out}: {out.stat().st_size:,} bytes; on the other machine: tar xzf {out.name} {CHECKOUT}, then in it")
    print(f"make install BUNDLE=…/{out.name}")
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    return 0
