"""The commands about test sets: check, import, export, generate, bench. In: options; out: files, lines, exit codes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.commandline import common_options

if TYPE_CHECKING:
    from evals.case import Case


def add(commands: Any) -> None:
    """Add the commands to the parser of `python -m evals`."""
    check = commands.add_parser(
        "check", parents=[common_options()], help="prove a set against the bulletins; exit code 1 on faults"
    )
    check.add_argument("set", type=Path, metavar="SET", help="test set, JSONL")
    check.set_defaults(command=_check)
    exported = commands.add_parser(
        "export", parents=[common_options()], help="a set as a spreadsheet, or a run for ragas or DeepEval"
    )
    exported.add_argument("source", metavar="SOURCE", help="test set, JSONL; with --as the id of a run, or latest")
    exported.add_argument("file", type=Path, metavar="FILE", help="where to write it; a set as .xlsx or .csv")
    exported.add_argument("--as", dest="form", choices=("ragas", "deepeval"), help="dataset format for a run")
    exported.set_defaults(command=_export)
    imported = commands.add_parser(
        "import", parents=[common_options()], help="take the rows of a spreadsheet into a set; 2 if a row is no case"
    )
    imported.add_argument("file", type=Path, metavar="FILE", help="spreadsheet, .xlsx or .csv")
    imported.add_argument("set", type=Path, metavar="SET", help="test set, JSONL; a case with a known id replaces it")
    imported.set_defaults(command=_import)
    generate = commands.add_parser("generate", parents=[common_options()], help="draft cases from the bulletins")
    generate.add_argument("set", type=Path, metavar="SET", help="where the drafts go; what stands there is kept")
    generate.add_argument("--most", type=int, metavar="N", help="so many of each sort and bulletin (default: all)")
    generate.set_defaults(command=_generate)
    synth = commands.add_parser("synth", help="write made-up look-alike bulletins of invented places, and questions")
    synth.add_argument("--bulletins", type=int, default=20, metavar="N", help="how many (default: 20)")
    synth.add_argument("--seed", type=int, default=0, metavar="S", help="the same seed writes the same (default: 0)")
    synth.add_argument(
        "--sentences",
        type=int,
        default=0,
        metavar="M",
        help="fill each up to M sentences (default: about 40, unfilled)",
    )
    synth.add_argument("--out", type=Path, required=True, metavar="DIR", help="gets bulletins/ and questions.jsonl")
    synth.set_defaults(command=_synth)
    bench = commands.add_parser("bench", parents=[common_options()], help="search a public test set, beside a baseline")
    bench.add_argument("name", metavar="NAME", help="the set: the name of its file in --data, without .json")
    bench.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the public sets")
    bench.add_argument("--questions", type=int, metavar="N", help="so many questions, evenly spread (default: all)")
    bench.add_argument("--model", metavar="NAME", help="embedding model (default: from the settings)")
    bench.add_argument("--no-recipe", action="store_true", help="leave out LangChain's usual recipe")
    bench.set_defaults(command=_bench)


def _synth(options: argparse.Namespace) -> int:
    from evals.synth import write

    bulletins, cases = write(options.bulletins, options.seed, options.out, options.sentences)
    print(f"{bulletins} bulletins and {cases} questions in {options.out}")
    return 0


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


def _export(options: argparse.Namespace) -> int:
    if options.form:
        return _export_run(options)
    from evals.case import load
    from evals.spreadsheet import write

    cases = load(Path(options.source))
    write(cases, options.file)
    print(f"{len(cases)} cases: {options.file}")
    return 0


def _export_run(options: argparse.Namespace) -> int:
    from evals import interop, runs
    from evals.opening import Tables

    run = runs.open_run(Tables.of(options).evals.runs, options.source)
    interop.write(run.results, options.form, options.file)
    print(len(run.results))
    return 0


def _import(options: argparse.Namespace) -> int:
    from evals import spreadsheet
    from evals.case import save

    read = spreadsheet.read(options.file)
    held = _held(options.set)
    merged = held | {case.id: case for case in read.cases}
    changed = sum(held.get(case.id, case) != case for case in read.cases)
    save(merged.values(), options.set)
    print(f"{len(merged) - len(held)} cases added, {changed} changed, {len(merged)} in {options.set}")
    if not read.faults:
        return 0
    bad = options.file.with_name(f"{options.file.stem}-bad{options.file.suffix}")
    spreadsheet.write_bad(read, bad)
    for fault in read.faults:
        print(f"  {fault}", file=sys.stderr)
    print(f"{len(read.faults)} rows are no cases; they are kept in {bad}: mend and import that file", file=sys.stderr)
    return 2


def _held(path: Path) -> dict[str, Case]:
    from evals.case import load

    return {case.id: case for case in load(path)} if path.exists() else {}


def _generate(options: argparse.Namespace) -> int:
    from corpus.reader import read_folder
    from evals.case import save
    from evals.generate import drafts
    from evals.opening import Tables

    held = _held(options.set)
    made = drafts(read_folder(Tables.of(options).corpus).bulletins, options.most)
    merged = {case.id: case for case in made} | held
    save(merged.values(), options.set)
    added = len(merged) - len(held)
    print(f"{added} drafts added, {len(merged)} cases in {options.set}; a draft waits for a person to review it")
    return 0


def _bench(options: argparse.Namespace) -> int:
    from evals import public
    from evals.opening import Tables, indexed

    tables = Tables.of(options)
    chosen = public.load(options.data, options.name, options.questions)
    model = options.model or tables.index.embedding_model
    folder = Path("var/bench") / chosen.name
    corpus = public.write_corpus(chosen, folder / "corpus")
    own = {"folder": folder / f"index-{Path(model).name}", "embedding_model": model}
    settings, embedder = indexed(tables.index.model_copy(update=own), model, corpus)

    def tell(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    found = public.trials(chosen, settings, embedder, not options.no_recipe, tell)
    print(public.report(chosen, found, tables.evals))
    return 0
