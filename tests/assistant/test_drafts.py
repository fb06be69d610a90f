"""Drafts are kept whole, belong to somebody, and are never overwritten unseen."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from assistant.errors import DraftRefusedError, StaleDraftError
from assistant.letters import draft_edit
from assistant.letters.draft_check import Kit, begun
from assistant.letters.draft_compose import draft
from assistant.letters.draft_kept import Row
from assistant.letters.draft_record import from_record, to_record
from assistant.letters.draft_sheet import lines_record, sheet
from assistant.letters.draft_states import Reader
from assistant.letters.draft_words import Words
from assistant.letters.drafts import Drafts
from assistant.letters.inquiry import read
from assistant.letters.reply_docx import document
from assistant.settings import OfficeSettings

ANNA = Reader("user:anna", "anna", reviews=True)
BERT = Reader("user:bert", "bert", reviews=True)
ASKER = Reader("user:carl", "carl")
LINES = {"lines": ["一"], "added": []}
WORDS = Words.load(Path("prompts/letters"), "zh")


@pytest.fixture
def store(tmp_path):
    return Drafts(tmp_path / "conversations.sqlite")


def made(store, **options):
    name = store.start(ANNA.owner, "断头路", {"inquiry": {}}, **options)
    store.finish(ANNA.owner, name, {"inquiry": {}, "whole": True}, LINES, {"requests": 1}, 1)
    return name


def changed(store, name, seen, reader=ANNA, open_lines=0, **options):
    return store.change(reader, name, seen, {"lines": [str(seen + 1)]}, {}, open_lines, "rewrite", "3", **options)


def test_a_draft_is_kept_before_it_is_made_and_after(store):
    name = store.start(ANNA.owner, "断头路", {"inquiry": {"text": "信"}})
    assert (store.head(ANNA, name).work, store.head(ANNA, name).version) == ("waiting", 0)
    store.finish(ANNA.owner, name, {"inquiry": {"text": "信"}, "answered": []}, LINES, {"requests": 2}, 1)
    head = store.head(ANNA, name)
    assert (head.work, head.version, head.state, head.counts) == ("done", 1, "draft", {"requests": 2})
    assert store.material(ANNA, name) == {"inquiry": {"text": "信"}, "answered": []}
    assert store.version(ANNA, name, 1).lines == LINES


def test_nobody_else_reads_or_changes_a_draft_before_it_is_sent(store):
    name = made(store)
    for reader in (BERT, ASKER, Reader("browser")):
        for act in (store.head, store.material, store.versions, store.steps):
            with pytest.raises(DraftRefusedError, match="not among yours"):
                act(reader, name)
        with pytest.raises(DraftRefusedError, match="not among yours"):
            changed(store, name, 1, reader)
        assert store.of(reader) == []
    store.delete(BERT.owner, name)
    assert [head.id for head in store.of(ANNA)] == [name]


def test_a_change_names_the_version_it_was_made_on_and_overwrites_no_other(store):
    name = made(store)
    assert changed(store, name, 1) == 2
    with pytest.raises(StaleDraftError, match="version 2 has come"):
        changed(store, name, 1)
    assert [version.number for version in store.versions(ANNA, name)] == [2, 1]
    assert store.version(ANNA, name, 2).lines == {"lines": ["2"]}


def test_who_changed_what_is_kept_with_each_version(store):
    name = made(store)
    changed(store, name, 1)
    version = store.version(ANNA, name, 2)
    assert (version.what, version.line, version.who, version.previous) == ("rewrite", "3", "anna", 1)
    changed(store, name, 2, previous=1)
    assert store.version(ANNA, name, 3).previous == 1


def test_a_draft_is_sent_reviewed_by_another_and_a_change_makes_it_a_draft_again(store):
    name = made(store)
    changed(store, name, 1)
    with pytest.raises(DraftRefusedError, match="state does not allow"):
        store.step(ANNA, name, 2, "approve")
    assert store.step(ANNA, name, 2, "send", "请审") == "review"
    assert [head.id for head in store.of(BERT)] == [name]
    with pytest.raises(DraftRefusedError, match="not among yours"):
        store.head(ASKER, name)
    with pytest.raises(DraftRefusedError, match="does not review it"):
        store.step(ANNA, name, 2, "approve")
    assert changed(store, name, 2, BERT) == 3  # a reviewer mends what waits for review
    with pytest.raises(StaleDraftError):
        store.step(BERT, name, 2, "approve")  # what is approved is what was seen
    assert store.step(BERT, name, 3, "approve") == "reviewed"
    with pytest.raises(DraftRefusedError, match="another's"):
        changed(store, name, 3, BERT)
    changed(store, name, 3)
    assert store.head(ANNA, name).state == "draft"
    told = [(step.state, step.who, step.version, step.note) for step in store.steps(ANNA, name)]
    assert told == [
        ("draft", "anna", 4, "changed"),
        ("reviewed", "bert", 3, ""),
        ("review", "anna", 2, "请审"),
    ]


def test_a_draft_with_an_open_sentence_is_not_approved_and_a_step_needs_a_name(store):
    name = made(store)
    with pytest.raises(DraftRefusedError, match="signed by name"):
        store.step(replace(ANNA, name=" "), name, 1, "send")
    store.step(ANNA, name, 1, "send")
    with pytest.raises(DraftRefusedError, match=r"1 sentence\(s\) are not supported"):
        store.step(BERT, name, 1, "approve")
    assert store.step(BERT, name, 1, "back") == "draft"


def test_a_batch_lists_its_rows_and_goes_whole(store):
    batch = store.batch(ANNA.owner, "letters.xlsx")
    second = made(store, row=Row(batch, 3, "乙"))
    bad = store.start(ANNA.owner, "", {}, Row(batch, 2, "甲"), "row 2: the letter is empty")
    found, rows = store.rows(ANNA.owner, batch)
    assert (found.name, [(row.id, row.row, row.work) for row in rows]) == (
        "letters.xlsx", [(bad, 2, "bad"), (second, 3, "done")]
    )  # fmt: skip
    assert store.of(ANNA) == []  # they stand in their batch
    with pytest.raises(DraftRefusedError):
        store.rows(BERT.owner, batch)
    store.delete_batch(ANNA.owner, batch)
    with pytest.raises(DraftRefusedError):
        store.head(ANNA, second)


def test_drafts_go_when_nobody_changed_them_for_so_long(store):
    name = made(store)
    now = datetime.now(UTC)
    assert store.retain(30, now + timedelta(days=29)) == 0
    assert store.retain(30, now + timedelta(days=31)) == 1
    with pytest.raises(DraftRefusedError):
        store.versions(ANNA, name)


def test_a_draft_opens_without_the_index_and_makes_the_same_word_file(assistant):
    whole = draft(read("请问打通断头路多少条？港口清理了多少垃圾？"), assistant, OfficeSettings(), WORDS)
    again = from_record(json.loads(json.dumps(to_record(whole), ensure_ascii=False)))
    told, kept = whole.to_json(None), again.to_json(None)
    for one in (*told["requests"], *kept["requests"]):
        one["answer"].pop("timings_ms")
    assert kept == told
    word, kept_word = (Document(io.BytesIO(document(each, WORDS))).paragraphs for each in (whole, again))
    assert [paragraph.text for paragraph in kept_word] == [paragraph.text for paragraph in word]
    kit = Kit(WORDS)
    before = draft_edit.rewrite(begun(whole, kit), "7", "打通断头路34条。", kit)
    lines = json.loads(json.dumps(lines_record(before)))
    reopened = sheet(to_record(whole), lines)
    assert lines_record(reopened) == lines
    assert draft_edit.rewrite(reopened, "7", "打通断头路43条。", kit).line("7").sentence.support == "unsupported"
    assert all(c.bulletin.text[c.start : c.end] == c.quote and c.quote.strip() for c in reopened.citations)
