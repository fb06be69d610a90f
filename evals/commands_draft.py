"""The table `report draft`: every letter of the set is drafted as the command would, and measured (drafting.py)."""

from __future__ import annotations

import argparse


def draft(options: argparse.Namespace) -> int:
    """Print the table; with --misses what went wrong in the tuning part; --fit: reproaches fitted first."""
    from assistant.letters import inquiry_reproach as reproach
    from assistant.letters.draft_command import make
    from assistant.letters.draft_words import Words
    from assistant.letters.inquiry import NOTHING
    from assistant.letters.reply_docx import document
    from assistant.pipeline import Assistant
    from assistant.settings import AssistantSettings
    from corpus.settings import load as load_settings
    from evals.drafting import Drafted, load, misses, report
    from evals.opening import Tables, indexed
    from index.search import Searcher

    tables = Tables.of(options)
    letters = load(options.set or tables.evals.letters)
    chosen, embedder = indexed(tables.index, tables.index.embedding_model, tables.corpus)
    settings = load_settings("assistant", AssistantSettings, options.settings)
    assistant = Assistant.over(Searcher.open(chosen, embedder), settings)
    if options.fit:
        reproach.keep(assistant.searcher.manifest.model, reproach.fit(assistant.searcher.vectors))
    drafted = []
    for letter in letters:
        reply = make(letter.letter, NOTHING, assistant)
        words = Words.load(settings.office.templates, reply.inquiry.language)
        clean = None if reply.unsupported else document(reply, words, clean=True)
        questions = tuple(one.question for one in reply.answered)
        drafted.append(Drafted(letter, reply, document(reply, words), clean, questions))
    print(report(drafted, tables.evals.resamples, tables.evals.seed))
    if options.misses:
        print("\n".join(["", *misses(drafted)]))
    return 0
