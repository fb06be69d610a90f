"""The command `python -m assistant draft`: a letter becomes a Word file, a table of letters a folder of them."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import DraftError

if TYPE_CHECKING:
    from assistant.letters.draft import Draft
    from assistant.letters.inquiry import Given, Inquiry
    from assistant.pipeline import Assistant

Open = Callable[[argparse.Namespace], "Assistant"]
_MOST_STDIN = 4 * 2**20


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "letter", nargs="?", type=Path, help="the letter: .txt, .docx or .eml; - reads it from standard input"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="the Word file to write (.docx)")
    parser.add_argument("--json", action="store_true", help="print requests, answers and sentences as JSON")
    parser.add_argument("--clean", action="store_true", help="write the copy to sign: no annex, no marks")
    parser.add_argument(
        "--signed-off", default="", metavar="NAME", help="who answers for sentences that are not fully supported"
    )
    parser.add_argument("--batch", type=Path, metavar="FILE", help="draft every letter of this .xlsx or .csv instead")
    parser.add_argument(
        "--out-dir", type=Path, metavar="DIR", help="where --batch writes its files; run again to go on after a stop"
    )


def check(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Options that do not go together end the command with code 2."""
    if (options.batch is None) != (options.out_dir is None):
        parser.error("--batch FILE and --out-dir DIR go together")
    if options.batch is None and (options.letter is None or options.out is None):
        parser.error("give a letter and --out FILE.docx, or --batch FILE --out-dir DIR")
    if options.batch is not None and (options.letter is not None or options.out is not None):
        parser.error("--batch takes its letters from the table; leave out the letter and --out")


def run(options: argparse.Namespace, open_assistant: Open) -> int:
    return _batch(options, open_assistant) if options.batch else _one(options, open_assistant)


def _one(options: argparse.Namespace, open_assistant: Open) -> int:
    from assistant.letters.draft_words import Words
    from assistant.letters.inquiry_file import LetterFile, read_letter

    if options.out.suffix.lower() != ".docx":
        raise DraftError(f"{options.out.name} is no Word file; let --out end with .docx")
    file = LetterFile(sys.stdin.read(_MOST_STDIN)) if str(options.letter) == "-" else read_letter(options.letter)
    if not file.text.strip():
        from assistant.errors import LetterError

        raise LetterError(f"{options.letter} holds no text; give a file with the text of a letter")
    writable(options.out)
    for note in file.notes:
        print(f"note: {note}", file=sys.stderr)
    assistant = open_assistant(options)
    draft = make(file.text, file.given, assistant)
    words = Words.load(assistant.settings.office.templates, draft.inquiry.language)
    path = write(draft, options.out, words, options.clean, options.signed_off)
    if options.json:
        print(json.dumps(draft.to_json(str(path)), ensure_ascii=False, indent=2))
    else:
        print(f"{len(draft.answered)} requests, {len(draft.unsupported)} sentences not fully supported: {path}")
    return 3 if draft.has_failed else 0


def make(letter: str, given: Given, assistant: Assistant) -> Draft:
    """The draft for one letter. Raises LetterError for a letter that cannot be taken."""
    from assistant.letters.draft_compose import draft
    from assistant.letters.draft_words import Words

    office = assistant.settings.office
    inquiry = understood(letter, given, assistant)
    return draft(inquiry, assistant, office, Words.load(office.templates, inquiry.language))


def understood(letter: str, given: Given, assistant: Assistant) -> Inquiry:
    """The letter as it is understood, masked. Raises LetterError for a letter that cannot be taken."""
    from assistant.letters.inquiry import read
    from assistant.letters.inquiry_reproach import Reproaches

    longest = assistant.settings.office.longest_letter
    reproaches = Reproaches(assistant.searcher.vectors, assistant.searcher.manifest.model)
    return read(letter, given, longest, assistant.holdings.names, reproaches.scores)


def write(draft: Draft, out: Path, words: object, clean: bool = False, signed_off: str = "") -> Path:
    """Write the Word file, whole or not at all; returns where it stands. Raises DraftError."""
    from assistant.letters.draft_batch import PART
    from assistant.letters.draft_words import Words
    from assistant.letters.reply_docx import document, target

    assert isinstance(words, Words)
    data = document(draft, words, clean, signed_off)
    path = target(out, draft, words, clean)
    writable(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=PART, suffix=".docx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise DraftError(
            f"cannot write {path}: {error.strerror}; close it if it is open, or choose another file"
        ) from error
    finally:
        Path(name).unlink(missing_ok=True)
    return path


def writable(out: Path) -> None:
    """Prove before the work that the file can be written. Raises DraftError."""
    from assistant.letters.draft_batch import prepare

    if out.is_dir():
        raise DraftError(f"{out} is a folder; let --out name a .docx file in it")
    prepare(out.parent)


def _batch(options: argparse.Namespace, open_assistant: Open) -> int:
    from rich.progress import Progress

    from assistant.letters.draft_batch import draft_rows, prepare
    from assistant.letters.draft_words import Words
    from assistant.letters.inquiry_table import read_table

    rows = read_table(options.batch)
    prepare(options.out_dir)
    assistant = open_assistant(options)
    office = assistant.settings.office
    all_words = {language: Words.load(office.templates, language) for language in ("zh", "en")}
    held = sorted(holding.id for holding in assistant.holdings.all)
    salt = json.dumps(
        [
            office.model_dump(mode="json"),
            held,
            options.clean,
            options.signed_off,
            {key: dict(words.templates) for key, words in all_words.items()},
        ],
        sort_keys=True,
    )
    with Progress(disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("drafting", total=len(rows))
        outcome = draft_rows(
            rows,
            options.out_dir,
            salt,
            lambda row: make(row.letter, row.given, assistant),
            lambda draft, out: write(draft, out, all_words[draft.inquiry.language], options.clean, options.signed_off),
            lambda done, of: bar.update(task, completed=done),
        )
    print(
        f"{outcome.drafted} drafted, {outcome.before} done before, {outcome.bad} bad, {outcome.failed} failed: "
        f"{outcome.summary}",
        file=sys.stderr,
    )
    if options.json:
        print(
            json.dumps(
                {
                    "drafted": outcome.drafted,
                    "before": outcome.before,
                    "bad": outcome.bad,
                    "failed": outcome.failed,
                    "path": str(outcome.summary),
                },
                ensure_ascii=False,
            )
        )
    return outcome.exit_code
