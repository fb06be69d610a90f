"""The audit log: what a line holds, what it does not, how long it is kept."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.access.audit import Audit
from assistant.errors import AuditError


def lines(folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]


def test_a_question_is_kept_masked_and_its_answer_as_a_hash(tmp_path: Path) -> None:
    answer = {
        "question": "我的手机13812345678,大班额怎么办?",
        "status": "partial",
        "text": "年内全部化解大班额。[1]",
        "citations": [{"paragraph_id": "yiqu-2020/00000000"}],
    }
    Audit(tmp_path, 30).answered("wang", "api", answer, "generation-1")
    (line,) = lines(tmp_path)
    assert datetime.fromisoformat(str(line.pop("at"))) <= datetime.now(UTC)
    assert line == {
        "what": "ask",
        "by": "wang",
        "where": "api",
        "question": "我的手机〔手机号A〕,大班额怎么办?",
        "status": "partial",
        "answer": "9e95347a99e0e3c7b61153e251d460bab17d7a7361e1b48fb2525a2f719b406a",
        "cited": ["yiqu-2020/00000000"],
        "index": "generation-1",
    }


def test_lines_are_added_and_never_changed(tmp_path: Path) -> None:
    Audit(tmp_path, 30).note("log-in", "wang")
    (file,) = tmp_path.glob("*.jsonl")
    before = file.read_bytes()
    Audit(tmp_path, 30).note("log-out", "wang")
    assert file.read_bytes().startswith(before)
    assert [line["what"] for line in lines(tmp_path)] == ["log-in", "log-out"]
    assert file.stat().st_mode & 0o077 == 0


def test_days_past_retention_are_removed_and_nothing_else(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    for age in (30, 31):
        (tmp_path / f"{today - timedelta(days=age)}.jsonl").write_text("{}\n")
    (tmp_path / "notes.jsonl").write_text("{}\n")
    Audit(tmp_path, 30).note("log-in", "wang")
    kept = {file.name for file in tmp_path.iterdir()}
    assert kept == {"notes.jsonl", f"{today - timedelta(days=30)}.jsonl", f"{today}.jsonl"}


def test_what_cannot_be_kept_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditError, match="mend that folder"):
        Audit(tmp_path / "file", 30).note("log-in", "wang")
