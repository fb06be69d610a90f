"""The command `report`: a named table (retrieval, bench, …), or the report of a run. Exit code 2 for neither."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.commandline import common_options
from evals.commands_draft import draft

if TYPE_CHECKING:
    from evals.case import Case
    from evals.retrieval import Trial
    from evals.settings import EvalsSettings
    from index.settings import IndexSettings


def add(commands: Any) -> None:
    """Add the command to the parser of `python -m evals`."""
    report = commands.add_parser("report", parents=[common_options()], help="print a table, or the report of a run")
    report.add_argument(
        "name",
        metavar="NAME",
        help="id of a run, or latest; retrieval: how well search ranks; bench: what it costs; verify: what "
        "verification refuses; refusal: whether what cannot be answered is declined, and what can be is not; "
        "conversations: how well follow-ups are understood; places: whether the right place answers (a set of "
        "synth's); scale: what 10, 100, 1000 made-up bulletins cost, beside LangChain's recipe; "
        "kills: the index after its writer was killed; fuzz: damaged files read; "
        "draft: how well replies answer letters; load: the service under many users",
    )
    report.add_argument("--set", type=Path, metavar="FILE", help="test set (default: from the settings)")
    report.add_argument(
        "--model", action="append", metavar="NAME", help="retrieval: embedding model to compare; may be repeated"
    )
    report.add_argument("--sizes", metavar="N,N", help="scale: numbers of bulletins (default: 10,100,1000)")
    report.add_argument("--encoder", action="append", metavar="NAME", help="scale: embedding model; may be repeated")
    report.add_argument(
        "--folder", type=Path, metavar="DIR", help="scale: where corpora and indexes are kept (var/scale)"
    )
    report.add_argument("--recipe-to", type=int, metavar="N", help="scale: LangChain's recipe up to N bulletins only")
    report.add_argument("--chart", type=Path, metavar="FILE.svg", help="scale: draw the growth")
    report.add_argument(
        "--points", type=int, metavar="N", help="kills: times (default 100); fuzz: files (default 4000)"
    )
    report.add_argument("--users", type=int, default=50, metavar="N", help="load: default 50")
    report.add_argument("--seconds", type=float, default=120.0, metavar="N", help="load: default 120")
    report.add_argument("--misses", action="store_true", help="list what went wrong in the tuning part")
    report.add_argument(
        "--fit", action="store_true", help="draft: fit what tells reproaches from requests anew, keep it"
    )
    report.add_argument("--json", action="store_true", help="of a run: print it as JSON")
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace) -> int:
    from evals.commands_runs import report_run
    from evals.errors import RunError

    if options.name in REPORTS:
        return REPORTS[options.name](options)
    try:
        return report_run(options)
    except RunError as error:
        raise RunError(f"{error}; or name a table: {', '.join(sorted(REPORTS))}") from error


def _settings(options: argparse.Namespace) -> tuple[EvalsSettings, IndexSettings, Path]:
    """The settings of evals and index, and the corpus folder, with the options applied."""
    from evals.opening import Tables

    tables = Tables.of(options)
    evals = tables.evals.model_copy(update={"set": options.set}) if options.set else tables.evals
    return evals, tables.index, tables.corpus


def _retrieval(options: argparse.Namespace) -> int:
    from evals.case import load
    from evals.opening import indexed
    from evals.retrieval import compare, report, searchable
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    cases = load(evals.set)
    trials: list[Trial] = []
    models = options.model or [index.embedding_model]
    for model in models:
        chosen, embedder = indexed(index, model, corpus)
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


def _misses(configured: Trial, cases: list[Case]) -> list[str]:
    below = configured.scores["R@5"]
    return [f"{case.id} {case.question}" for case in cases if not case.held_out and below[case.id] < 1]


def _bench(options: argparse.Namespace) -> int:
    from evals import page_bench
    from evals.bench import report
    from evals.case import load
    from evals.opening import indexed
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    chosen, embedder = indexed(index, index.embedding_model, corpus)
    searcher = Searcher.open(chosen, embedder)
    questions = [case.question for case in load(evals.set) if case.answerable and not case.history]
    passed = [f"--{name}={value}" for name in ("settings", "corpus", "index") if (value := getattr(options, name))]
    print(report(searcher.search, questions, passed))
    print(page_bench.report(index, corpus, questions[0]))
    return 0


def _conversations(options: argparse.Namespace) -> int:
    from evals import conversations
    from evals.case import load
    from evals.opening import indexed
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    path = options.set or evals.follow_ups
    chosen, embedder = indexed(index, index.embedding_model, corpus)
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
    from assistant.letters.draft_check import Kit
    from assistant.letters.draft_words import Words
    from assistant.likeness import Cosines
    from assistant.verify import Aids
    from corpus.reader import read_folder
    from evals import editing, verification
    from evals.corrupt import Labels
    from index import embedding

    evals, index, corpus = _settings(options)
    bulletins = [bulletin for folder in (corpus, verification.MADE_UP) for bulletin in read_folder(folder).bulletins]
    trial = verification.claims(bulletins, evals.seed)
    aids = Aids(verification.dictionary(bulletins))
    judged = verification.judge(trial, aids)
    print(verification.report(judged))
    templates = Path("prompts/letters")
    kits = {"zh": Kit(Words.load(templates, "zh"), aids), "en": Kit(Words.load(templates, "en"), aids)}
    print(f"\ntyped into a draft, what stays marked:\n{verification.report(editing.judge(trial, kits))}")
    print(f"\n{verification.name_recall(bulletins, Labels.load())}")
    with_vectors = Aids(aids.translation, Cosines(embedding.load(index).passages))
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
    from evals.opening import indexed
    from evals.refusal import Asked, misses, report
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    chosen, embedder = indexed(index, index.embedding_model, corpus)
    assistant = Assistant.over(
        Searcher.open(chosen, embedder), load_settings("assistant", AssistantSettings, options.settings)
    )
    bulletins = assistant.searcher.bulletins()
    asked = []
    for case in [case for path in (evals.set, *(() if options.set else evals.refusals)) for case in load(path)]:
        gold = frozenset(paragraph.id for paragraph in resolve(case, bulletins))
        asked.append(Asked(case, assistant.ask(case.question, messages(list(case.history))), gold))
    print(report(asked))
    if options.misses:
        print("\n".join(["", *misses(asked)]))
    return 0


def _places(options: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import track

    from assistant.pipeline import Assistant
    from assistant.settings import AssistantSettings
    from corpus.settings import load as load_settings
    from evals import placing
    from evals.case import load
    from evals.opening import indexed
    from index.search import Searcher

    evals, index, corpus = _settings(options)
    chosen, embedder = indexed(index, index.embedding_model, corpus)
    settings = load_settings("assistant", AssistantSettings, options.settings)
    assistant = Assistant.over(Searcher.open(chosen, embedder), settings)
    console = Console(stderr=True)
    cases = track(load(evals.set), "asking", console=console, disable=not console.is_terminal)
    placed = [placing.judge(case, assistant.ask(case.question)) for case in cases]
    print(placing.report(placed))
    if options.misses:
        print("\n".join(["", *placing.misses(placed)]))
    return 0


def _scale(options: argparse.Namespace) -> int:
    from evals import scale, scale_chart, scale_report
    from evals.errors import RunError
    from evals.opening import Tables

    tables = Tables.of(options)
    try:
        sizes = scale.sizes_of(options.sizes) if options.sizes else scale.SIZES
    except ValueError as error:
        raise RunError(f"--sizes {options.sizes}: {error}; write for example --sizes 10,100") from error
    root, named = options.folder or Path("var/scale"), tuple(options.encoder or ())
    plan = scale.Plan(
        root, tables.index.models, tables.assistant, tables.evals.seed, sizes, named, recipe_to=options.recipe_to
    )
    measured = list(scale.measure(plan))
    print(scale_report.table(measured))
    print(f"\n{scale_report.growth(measured)}")
    if options.chart:
        options.chart.write_text(scale_chart.chart(measured), encoding="utf-8")
    return 0


def _kills(options: argparse.Namespace) -> int:
    from evals.kills import kill_writer, table

    evals, _, _ = _settings(options)
    print("\n".join(table(kill_writer(options.points or 100, evals.seed))))
    return 0


def _fuzz(options: argparse.Namespace) -> int:
    from corpus.reader import read_folder
    from evals.fuzz import fuzz, table

    evals, _, corpus = _settings(options)
    texts = [bulletin.text for bulletin in read_folder(corpus).bulletins]
    print("\n".join(table(fuzz(texts, options.points or 4000, evals.seed))))
    return 0


def _load(options: argparse.Namespace) -> int:
    from evals import load
    from evals.case import load as cases_of
    from evals.opening import indexed

    evals, index, corpus = _settings(options)
    chosen, _ = indexed(index, index.embedding_model, corpus)
    questions = [case.question for case in cases_of(evals.set) if not case.history]
    shown = load.run(chosen, corpus, questions, options.users, options.seconds)
    print(load.report(shown))
    return 1 if shown.faults or shown.exit_code else 0


REPORTS = {
    "draft": draft,
    "retrieval": _retrieval,
    "bench": _bench,
    "verify": _verify,
    "refusal": _refusal,
    "conversations": _conversations,
    "places": _places,
    "scale": _scale,
    "kills": _kills,
    "fuzz": _fuzz,
    "load": _load,
}
