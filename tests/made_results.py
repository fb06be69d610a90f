"""Results made by hand for the tests of measures, summaries and reports: one gold paragraph, one answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals.case import Case
from evals.result import Gold, Result
from evals.runs import Record, Run

GOLD = Gold(
    "yiqu-2020/00000001",
    ("一、教育方面",),
    "(1)关于“大班额”问题。今年投资3.8亿元,新建小学5所。年内全部化解大班额。",
    "乙区",
    "2020-07-31",
)
OTHER = "yiqu-2020/00000009"
OTHER_TEXT = "(1)关于供暖不热问题。更换供热管网12公里,受理投诉80件。"


def case(name: str = "c1", **fields: Any) -> Case:
    shape = {"id": name, "lang": "zh", "kind": "number", "question": "新建小学多少所?", "gold": (GOLD.paragraph_id,)}
    return Case(**{**shape, **fields})


def answer(*texts: str, status: str = "answered", cites: str = GOLD.paragraph_id, **fields: Any) -> dict[str, Any]:
    """An answer whose statements all cite one paragraph; no statement, no citation."""
    paragraph = GOLD.text if cites == GOLD.paragraph_id else OTHER_TEXT
    citation = {
        "label": "1", "bulletin_id": "yiqu-2020", "title": "通报", "issuer": "区委", "place": {}, "issued_on": None,
        "paragraph_id": cites, "heading_path": ["一、"], "paragraph_text": paragraph, "quote": paragraph[:20],
        "start": 0, "end": 20,
    }  # fmt: skip
    statement = {"citations": ["1"], "support": "supported", "modality": "stated", "checks": []}
    base = {
        "question": "新建小学多少所?", "standalone_question": "新建小学多少所?", "language": "zh", "status": status,
        "reason": None, "lead": "", "text": "\n".join(texts), "statements": [{**statement, "text": t} for t in texts],
        "citations": [citation] if texts else [], "missing": [], "suggestions": [], "dropped": [],
        "hits": [{"paragraph_id": cites, "bulletin_id": "yiqu-2020", "text": paragraph, "score": 2.5}],
        "composer": "extractive", "timings_ms": {"search": 10.0, "total": 12.0},
    }  # fmt: skip
    return {**base, **fields}


def result(asked: Case, given: dict[str, Any], gold: tuple[Gold, ...] = (GOLD,)) -> Result:
    return Result("made", asked, gold, given)


def run(folder: Path, *results: Result, name: str = "r1") -> Run:
    record = Record(
        id=name, begun_at="2026-11-25T10:00:00+00:00", sets=({"path": "made.jsonl", "name": "made", "sha256": "0"},),
        part="all", cases=len(results), settings={}, index={"encoder": "fake", "bulletins": 1, "corpus": "abc"},
        corpus="corpus",
    )  # fmt: skip
    return Run(folder, record, results)
