"""The command `python -m assistant`: ask a question or a file of them, open the page, draft replies to letters."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.access import users_command
from assistant.letters import draft_command
from assistant.upkeep import backup_command
from corpus.commandline import FAULT, common_options, run

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.pipeline import Assistant
    from assistant.settings import AssistantSettings
    from corpus.settings import Table
    from index.settings import IndexSettings

_EXIT = {"answered": 0, "partial": 0, "not_found": 1, "refused": 1, "failed": 3}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the contract's exit code."""
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Ask the bulletins.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", parents=[common_options()], help="answer a question, every sentence cited")
    ask.add_argument("question", nargs="?", help="the question, in Chinese or English; - reads it from standard input")
    ask.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    ask.add_argument("--history", type=Path, metavar="FILE", help="JSON list of the chat messages before this question")
    ask.add_argument(
        "--scope", action="append", default=[], metavar="KEY=VALUE", help="place=… from=… to=… bulletin_id=…"
    )
    ask.add_argument("--batch", type=Path, metavar="FILE", help="answer every line of this JSONL file instead")
    ask.add_argument("--out", type=Path, metavar="FILE", help="where --batch writes its answers")
    ask.set_defaults(command=_ask)
    chat = commands.add_parser("chat", parents=[common_options()], help="open the page in a browser, on 127.0.0.1")
    chat.add_argument("--port", type=int, metavar="N", help="port of the page (default: from the settings)")
    chat.add_argument("--model", type=Path, metavar="FILE.gguf", help="compose with this model file, served here")
    chat.set_defaults(command=_chat)
    serve = commands.add_parser("serve", parents=[common_options()], help="page and API with log-in, for many users")
    serve.add_argument("--port", type=int, metavar="N", help="port (default: from the settings)")
    serve.set_defaults(command=_serve)
    doctor = commands.add_parser("doctor", parents=[common_options()], help="say what goes where, and what works")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")
    doctor.set_defaults(command=_doctor)
    serve_model = commands.add_parser("serve-model", help="serve a GGUF file on 127.0.0.1, in OpenAI's protocol")
    serve_model.add_argument("file", type=Path, metavar="FILE.gguf")
    serve_model.add_argument("--port", type=int, default=8199, metavar="N", help="default: 8199")
    serve_model.add_argument("--threads", type=int, metavar="N", help="default: one a core")
    serve_model.set_defaults(command=_serve_model)
    letter = commands.add_parser("draft", parents=[common_options()], help="draft the reply to a letter as a Word file")
    draft_command.add_options(letter)
    letter.set_defaults(command=lambda options: draft_command.run(options, open_assistant))
    user = commands.add_parser("user", help="who may use `serve`: add, list, remove, tokens, roles, passwords")
    users_command.add_options(user)
    user.set_defaults(command=lambda options: users_command.run(options, _settings(options)[1].service))
    backup_command.add(commands, _tables)
    options = parser.parse_args(arguments)
    if hasattr(options, "out_dir"):
        draft_command.check(options, letter)
    if options.command is _ask:
        if options.batch is None and options.question is None:
            ask.error("give a question, or --batch FILE --out FILE")
        if (options.batch is None) != (options.out is None):
            ask.error("--batch and --out go together")
    return run(lambda: int(options.command(options)))


def open_assistant(options: argparse.Namespace) -> Assistant:
    """The assistant that the command's --settings, --corpus and --index name; says so when the corpus has changed."""
    from assistant.pipeline import Assistant
    from index.search import Searcher

    index, settings, corpus = _settings(options)
    searcher = Searcher.open(index)
    if searcher.stale(corpus):
        print(
            "note: the corpus has changed since the index was built; update it: python -m index sync", file=sys.stderr
        )
    return Assistant.over(searcher, settings)


def _settings(options: argparse.Namespace) -> tuple[IndexSettings, AssistantSettings, Path]:
    """The settings of the index and of the assistant, and the corpus folder, as the options say."""
    from assistant.settings import AssistantSettings
    from corpus.settings import CorpusSettings, load
    from index.settings import IndexSettings

    index = load("index", IndexSettings, options.settings)
    if options.index:
        index = index.model_copy(update={"folder": options.index})
    settings = load("assistant", AssistantSettings, options.settings)
    return index, settings, options.corpus or load("corpus", CorpusSettings, options.settings).folder


def _tables(options: argparse.Namespace) -> dict[str, Table]:
    """The settings of every package."""
    from corpus.settings import CorpusSettings, load
    from evals.settings import EvalsSettings

    index, settings, corpus = _settings(options)
    folder = {"folder": corpus}
    return {
        "corpus": load("corpus", CorpusSettings, options.settings).model_copy(update=folder),
        "index": index,
        "assistant": settings,
        "evals": load("evals", EvalsSettings, options.settings),
    }


def _chat(options: argparse.Namespace) -> int:
    index, settings, corpus = _settings(options)
    from corpus.settings import CorpusSettings, load
    from evals.settings import EvalsSettings

    hosts = load("corpus", CorpusSettings, options.settings).allow_private_hosts
    evaluation = load("evals", EvalsSettings, options.settings)
    from assistant.app import chat  # after the settings: a wrong one is told at once, Gradio takes seconds to import

    with ExitStack() as around:
        if options.model:
            from assistant.serve_model import served

            settings = settings.model_copy(update={"model": around.enter_context(served(options.model))})
        chat(index, settings, corpus, options.port or settings.port, evaluation, hosts)
    return 0


def _serve(options: argparse.Namespace) -> int:
    index, settings, corpus = _settings(options)
    from corpus.settings import CorpusSettings, load
    from evals.settings import EvalsSettings

    hosts = load("corpus", CorpusSettings, options.settings).allow_private_hosts
    evaluation = load("evals", EvalsSettings, options.settings)
    from assistant.access.users import ready

    ready(settings.service)  # before Gradio, which takes seconds to import
    from assistant.app_serve import serve

    serve(index, settings, corpus, settings.port if options.port is None else options.port, evaluation, hosts)
    return 0


def _serve_model(options: argparse.Namespace) -> int:
    from assistant.serve_model import serve

    serve(options.file, options.port, options.threads)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from assistant.upkeep import doctor_machine

    findings = list(doctor_machine.packages())
    if all(finding.ok for finding in findings):  # else what comes next could not even be imported
        from assistant.upkeep import doctor
        from assistant.upkeep.kept import places

        findings += doctor.examine(*_settings(options), places(_tables(options)))
    if options.json:
        print(json.dumps([finding.to_json() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.detail}")
            if finding.mend and not finding.ok:
                print(f"      mend it with: {finding.mend}")
    return 0 if all(finding.ok for finding in findings) else FAULT


def _ask(options: argparse.Namespace) -> int:
    if options.batch:
        return _batch(options)
    from assistant.batch import read_history
    from assistant.questions.question import clean
    from assistant.scope import scope_from_options

    question = sys.stdin.read() if options.question == "-" else options.question
    clean(question, sys.maxsize)  # an empty question needs no index to be told so
    history = tuple(read_history(options.history)) if options.history else ()
    assistant = open_assistant(options)
    scope = scope_from_options(options.scope, assistant.holdings) if options.scope else None
    answer = assistant.ask(question, history, scope)
    _print(answer, options.json)
    return _EXIT[answer.status]


def _print(answer: Answer, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from assistant.render import render

    render(answer, Console(highlight=False, soft_wrap=not sys.stdout.isatty()))


def _batch(options: argparse.Namespace) -> int:
    from rich.progress import Progress

    from assistant.batch import answer_file

    assistant = open_assistant(options)
    with Progress(disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("answering", total=None)
        outcome = answer_file(
            assistant, options.batch, options.out, lambda done, of: bar.update(task, completed=done, total=of)
        )
    print(f"{outcome.answered} answered, {outcome.bad} bad, {outcome.failed} failed: {options.out}", file=sys.stderr)
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main())
