"""In: the results of a run. Out: the same as files that ragas and DeepEval load with their own readers.

Follow-ups go as the standalone question that was answered. Knows their formats; imports neither (interop_read.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.errors import RunError
from evals.measures import gold_sentences
from evals.result import Result

Record = dict[str, Any]


def ragas(results: Sequence[Result]) -> str:
    """JSON lines of SingleTurnSample fields, for ragas' EvaluationDataset.from_jsonl."""
    return "".join(json.dumps(_ragas(one), ensure_ascii=False) + "\n" for one in results)


def deepeval(results: Sequence[Result]) -> str:
    """A JSON list of test cases, for DeepEval's EvaluationDataset.add_test_cases_from_json_file."""
    return json.dumps([_deepeval(one) for one in results], ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[Sequence[Result]], str]] = {"ragas": ragas, "deepeval": deepeval}


def write(results: Sequence[Result], form: str, path: Path) -> None:
    """The results in one of FORMATS. Raises RunError when the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FORMATS[form](results), encoding="utf-8")
    except OSError as error:
        raise RunError(f"cannot write {path}: {error.strerror}; choose another place") from error


def _ragas(result: Result) -> Record:
    return {
        "user_input": result.answer["standalone_question"],
        "response": result.answer["text"],
        "retrieved_contexts": _found(result),
        "reference_contexts": _gold(result),
        "reference": reference(result),
    }


def _deepeval(result: Result) -> Record:
    return {
        "name": result.id,
        "input": result.answer["standalone_question"],
        "actual_output": result.answer["text"],
        "expected_output": reference(result),
        "context": _gold(result),
        "retrieval_context": _found(result),
    }


def reference(result: Result) -> str:
    """The right answer: the gold sentences that hold the facts; of what is not there, that it is not stated."""
    if result.case.answerable:
        return "\n".join(dict.fromkeys(gold_sentences(result)))
    zh = result.case.lang == "zh"
    if result.case.must_name_missing:
        point = "/".join(result.case.must_name_missing)
        return f"未提及：{point}" if zh else f"Not stated: {point}"
    return "收录的通报没有相关内容。" if zh else "The bulletins held here say nothing about this."


def _gold(result: Result) -> list[str]:
    return [gold.text for gold in result.gold]


def _found(result: Result) -> list[str]:
    return [hit["text"] for hit in result.answer["hits"]]
