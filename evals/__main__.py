"""The command `python -m evals`: reports on the search and its cost, and a check of a test set."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.commandline import common_options, run

if TYPE_CHECKING:
    from evals.case import Case
    from evals.retrieval import Trial
    from evals.settings import EvalsSettings
    from index.embedding import Embedder
    from index.settings import IndexSettings


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the contract's exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the assistant with test sets.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    report = commands.add_parser("report", parents=[common_options()], help="print a table")
    report.add_argument(
        "name",
        choices=sorted(REPORTS),
        help="retrieval: how well search ranks; bench: what it costs; verify: what verification refuses; "
        "refusal: whether what cannot be answered is declined, and what can be is not; "
        "conversations: how well follow-ups are understood",
    )
    report.add_argument("--set", type=Path, metavar="FILE", help="test set (default: from the settings)")
    report.add_argument(
        "--model", action="append", metavar="NAME", help="retrieval: embedding model to compare; may be repeated"
    )
    report.add_argument("--misses", action="store_true", help="list what went wrong in the tuning part")
    report.set_defaults(command=lambda options: REPORTS[options.name](options))
    check = commands.add_parser(
        "check", parents=[common_options()], help="prove a set against the bulletins; exit code 1 on faults"
    )
    check.add_argument("set", type=Path, metavar="SET", help="test set, JSONL")
    check.set_defaults(command=_check)
    options = parser.parse_args(arguments)
    return run(lambda: int(options.command(options)))


def _settings(options: argparse.Namespace) -> tuple[EvalsSettings, IndexSettings, Path]:
    """The settings of evals and index, and the corpus folder, with the options applied."""
    from corpus.settings import CorpusSettings, load
    from evals.settings import EvalsSettings
    from index.settings import IndexSettings

    evals = load("evals", EvalsSettings, options.settings)
    index = load("index", IndexSettings, options.settings)
    corpus = options.corpus or load("corpus", CorpusSettings, options.settings).folder
    if options.set:
        evals = evals.model_copy(update={"set": options.set})
    if options.index:
        index = index.model_copy(update={"folder": options.index})
    return evals, index, corpus


def _retrieval(options: argparse.Namespace) -> int:
    from evals.case import load
    from evals.retrieval import compare, report, searchable
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    cases = load(evals.set)
    trials: list[Trial] = []
    models = options.model or [index.embedding_model]
    for model in models:
        chosen, embedder = _indexed(index, model, corpus)
        bulletins = Searcher.open(chosen, embedder).bulletins()
        asked = searchable(cases, bulletins)
        trials += compare(f"{model}: " if len(models) > 1 else "", chosen, embedder, asked)
    measured = [case for case in cases if case.id in asked]
    print(
        f"{evals.set}: {len(measured)} questions; {len(cases) - len(measured)} follow-ups and unanswerable left out\n"
    )
    print(report(trials, measured, evals))
    if options.misses:
        print("\n".join(["", *_misses(trials[-1], measured)]))
    return 0


def _indexed(index: IndexSettings, model: str, corpus: Path) -> tuple[IndexSettings, Embedder]:
    """The settings and the encoder of an up-to-date index with this model; another model's index stands beside ours."""
    from index import embedding
    from index.build import ensure

    if model != index.embedding_model:
        folder = index.folder.with_name(f"{index.folder.name}-{Path(model).name}")
        index = index.model_copy(update={"embedding_model": model, "folder": folder})
    ensure(corpus, index, _progress)
    return index, embedding.load(index)


def _misses(configured: Trial, cases: list[Case]) -> list[str]:
    below = configured.scores["R@5"]
    return [f"{case.id} {case.question}" for case in cases if not case.held_out and below[case.id] < 1]


def _bench(options: argparse.Namespace) -> int:
    from evals.bench import report
    from evals.case import load
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    chosen, embedder = _indexed(index, index.embedding_model, corpus)
    searcher = Searcher.open(chosen, embedder)
    questions = [case.question for case in load(evals.set) if case.answerable and not case.history]
    passed = [f"--{name}={value}" for name in ("settings", "corpus", "index") if (value := getattr(options, name))]
    print(report(searcher.search, questions, passed))
    return 0


def _conversations(options: argparse.Namespace) -> int:
    from evals import conversations
    from evals.case import load
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    path = options.set or evals.follow_ups
    chosen, embedder = _indexed(index, index.embedding_model, corpus)
    searcher = Searcher.open(chosen, embedder)
    trial = conversations.trial(
        load(path), searcher.bulletins(), lambda question: [hit.paragraph.id for hit in searcher.search(question)]
    )
    print(f"{path}: {len(trial.turns)} questions with the turns before them; means with 95% intervals\n")
    print(conversations.report(trial, evals))
    if options.misses:
        print("\n".join(["", *conversations.misses(trial)]))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from assistant.verify import Aids
    from corpus.reader import read_folder
    from evals import verification
    from evals.corrupt import Labels
    from index import embedding

    evals, index, corpus = _settings(options)
    bulletins = [bulletin for folder in (corpus, verification.MADE_UP) for bulletin in read_folder(folder).bulletins]
    trial = verification.claims(bulletins, evals.seed)
    aids = Aids(verification.dictionary(bulletins))
    judged = verification.judge(trial, aids)
    print(verification.report(judged))
    print(f"\n{verification.name_recall(bulletins, Labels.load())}")
    with_vectors = Aids(aids.translation, verification.likeness(embedding.load(index)))
    for language, title, used in (
        ("zh", "Chinese, shared letters", aids),
        ("en", "English, dictionary", aids),
        ("en", "English, dictionary and sentence vectors", with_vectors),
    ):
        print(f"\n{title}:\n{verification.curve(trial, language, used)}")
    if options.misses:
        print("\n".join(["", *verification.misses(judged)]))
    return 0


def _refusal(options: argparse.Namespace) -> int:
    from assistant.pipeline import Assistant
    from assistant.rewrite import messages
    from assistant.settings import AssistantSettings
    from corpus.settings import load as load_settings
    from evals.case import load, resolve
    from evals.refusal import Asked, misses, report
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    chosen, embedder = _indexed(index, index.embedding_model, corpus)
    assistant = Assistant.over(
        Searcher.open(chosen, embedder), load_settings("assistant", AssistantSettings, options.settings)
    )
    bulletins = assistant.searcher.bulletins()
    asked = []
    for case in [case for path in (evals.set, *(() if options.set else (evals.refusals,))) for case in load(path)]:
        gold = frozenset(paragraph.id for paragraph in resolve(case, bulletins))
        asked.append(Asked(case, assistant.ask(case.question, messages(list(case.history))), gold))
    print(report(asked))
    if options.misses:
        print("\n".join(["", *misses(asked)]))
    return 0


def _check(options: argparse.Namespace) -> int:
    from corpus.reader import read_folder
    from evals.case import load
    from evals.check import review

    _, _, corpus = _settings(options)
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


def _progress(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rindexing: {step} {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


REPORTS = {
    "retrieval": _retrieval,
    "bench": _bench,
    "verify": _verify,
    "refusal": _refusal,
    "conversations": _conversations,
}

if __name__ == "__main__":
    sys.exit(main())
