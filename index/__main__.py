"""python -m index build | sync | search | info: the index from a shell. Settings are read here and passed inward."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.commandline import common_options, run
from corpus.settings import CorpusSettings, load
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.build import Report
    from index.chunk import Hit
    from index.search import Searcher

WIDE_DRIFT = 0.05  # docs/measurements.md: at 0.116 one question in 24 had another first paragraph
UPDATE = "the bulletins have changed since the index was built; update it with: python -m index sync"


def main() -> int:
    """Run the command that the arguments name."""
    arguments = _parser().parse_args()
    return run(lambda: int(arguments.command(arguments)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="Build and search the index of the bulletins.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    common = common_options()
    build = commands.add_parser("build", parents=[common], help="build the index of the corpus anew")
    build.add_argument("--if-needed", action="store_true", help="do nothing when the index is up to date")
    build.add_argument(
        "--ray", metavar="ADDRESS", help="embed on the machines of this Ray cluster; auto: the one that runs here"
    )
    build.set_defaults(command=_build)
    sync = commands.add_parser(
        "sync", parents=[common], help="bring the index up to date; only what changed is embedded"
    )
    sync.add_argument("--may-be-empty", action="store_true", help="without a bulletin make an index of nothing")
    sync.set_defaults(command=_sync)
    search = commands.add_parser("search", parents=[common], help="the paragraphs nearest to a question")
    search.add_argument("question", help="in Chinese or English")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="how many paragraphs (default: 10)")
    search.add_argument("--json", action="store_true", help="print a JSON list")
    search.set_defaults(command=_search)
    info = commands.add_parser("info", parents=[common], help="what the index holds")
    info.add_argument("--json", action="store_true", help="print a JSON object")
    info.set_defaults(command=_info)
    return parser


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of paragraphs; give 1 or more")
    return number


def _settings(arguments: argparse.Namespace) -> tuple[Path, IndexSettings]:
    """The corpus folder and the index's settings, options before the settings file."""
    corpus = arguments.corpus or load("corpus", CorpusSettings, arguments.settings).folder
    settings = load("index", IndexSettings, arguments.settings)
    if arguments.index:
        settings = settings.model_copy(update={"folder": arguments.index})
    return corpus, settings


def _build(arguments: argparse.Namespace) -> int:
    from index import embedding
    from index.build import build
    from index.sync import is_current

    corpus, settings = _settings(arguments)
    if arguments.if_needed and is_current(corpus, settings):
        return 0
    embedder = embedding.load(settings)
    with ExitStack() as around:
        report, encode = around.enter_context(_progress()), None
        if arguments.ray:
            from index import cluster

            encode = around.enter_context(cluster.workers(arguments.ray, settings))
        made = build(corpus, settings, embedder, report, encode=encode)
    print(
        f"indexed {made.bulletins} bulletins, {made.paragraphs} paragraphs, {made.chunks} chunks in {settings.folder}",
        file=sys.stderr,
    )
    for problem in made.unread:
        print(f"left out: {problem}", file=sys.stderr)
    return 0


def _sync(arguments: argparse.Namespace) -> int:
    from index.sync import sync

    corpus, settings = _settings(arguments)
    with _progress() as report:
        done = sync(corpus, settings, report, may_be_empty=arguments.may_be_empty)
    if done is None:
        return 0
    made = done.manifest
    if done.rebuilt:
        print(f"built anew ({done.rebuilt}): ", end="", file=sys.stderr)
    else:
        print(
            f"synced: {done.added} added, {done.changed} changed, {done.removed} removed; "
            f"{done.embedded} of {made.chunks} chunks embedded; {_drift(done.drift)}; ",
            end="",
            file=sys.stderr,
        )
    print(
        f"indexed {made.bulletins} bulletins, {made.paragraphs} paragraphs, {made.chunks} chunks in {settings.folder}",
        file=sys.stderr,
    )
    for problem in made.unread:
        print(f"left out: {problem}", file=sys.stderr)
    return 0


def _drift(drift: float) -> str:
    advice = "; build anew to fix the means again" if drift > WIDE_DRIFT else ""
    return f"the mean of the vectors has moved by {drift:.3f} since the last full build{advice}"


def _search(arguments: argparse.Namespace) -> int:
    searcher, corpus = _open(arguments)
    hits = searcher.search(arguments.question, arguments.k)
    _warn_if_stale(searcher, corpus)
    if arguments.json:
        print(json.dumps([_record(hit) for hit in hits], ensure_ascii=False, indent=2))
        return 0
    for number, hit in enumerate(hits, 1):
        print(f"{number}. {hit.paragraph.id}  {hit.score:.2f}  {' > '.join(hit.paragraph.heading_path[:-1])}")
        print(f"   {hit.paragraph.text}\n")
    return 0


def _info(arguments: argparse.Namespace) -> int:
    searcher, corpus = _open(arguments)
    held = searcher.manifest
    facts = {
        "bulletins": held.bulletins,
        "paragraphs": held.paragraphs,
        "chunks": held.chunks,
        "model": held.model,
        "dimension": held.dimension,
        "schema": held.schema,
        "corpus": held.corpus,
        "store": searcher.store,
        "built_at": held.built_at,
        "left_out": list(held.unread),
        "drift": searcher.drift,
        "up_to_date": not searcher.stale(corpus),
    }
    if arguments.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return 0
    for name, value in facts.items():
        print(f"{name:<12}{', '.join(value) if isinstance(value, list) else value}")
    _warn_if_stale(searcher, corpus)
    return 0


def _open(arguments: argparse.Namespace) -> tuple[Searcher, Path]:
    from index.search import Searcher

    corpus, settings = _settings(arguments)
    return Searcher.open(settings), corpus


def _warn_if_stale(searcher: Searcher, corpus: Path) -> None:
    if searcher.stale(corpus):
        print(f"note: {UPDATE}", file=sys.stderr)


def _record(hit: Hit) -> dict[str, Any]:
    source = hit.bulletin.text
    return {
        "paragraph_id": hit.paragraph.id,
        "bulletin_id": hit.bulletin.id,
        "text": hit.paragraph.text,
        "score": round(hit.score, 4),
        "heading_path": list(hit.paragraph.heading_path),
        "sentences": [
            {
                "text": source[scored.chunk.start : scored.chunk.end],
                "start": scored.chunk.start,
                "end": scored.chunk.end,
                "dense": round(scored.dense, 4),
                "lexical": round(scored.lexical, 4),
            }
            for scored in hit.chunks
        ],
    }


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar on a terminal; elsewhere nothing but the line at the end."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done)

        yield report


if __name__ == "__main__":
    sys.exit(main())
