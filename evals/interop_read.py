"""In: a file that `evals export --as` wrote. Out: what ragas or DeepEval reads of it, as one line of JSON.

Run by the Python of another environment (`make interop`); imports nothing of ours, asks no model and no network.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.update(
    RAGAS_DO_NOT_TRACK="true", DEEPEVAL_TELEMETRY_OPT_OUT="YES", DEEPEVAL_UPDATE_WARNING_OPT_IN="0", HF_HUB_OFFLINE="1"
)


def ragas(path: str) -> dict[str, Any]:
    """Read as ragas reads a dataset."""
    import importlib.metadata

    from ragas import EvaluationDataset

    samples = EvaluationDataset.from_jsonl(path).samples
    return {
        "version": importlib.metadata.version("ragas"),
        "read": len(samples),
        "asked": sum(bool(sample.user_input) for sample in samples),
        "with contexts": sum(bool(sample.retrieved_contexts) for sample in samples),
        "with references": sum(bool(sample.reference) for sample in samples),
    }


def deepeval(path: str) -> dict[str, Any]:
    """Read as DeepEval reads test cases."""
    import importlib.metadata

    from deepeval.dataset import EvaluationDataset

    dataset = EvaluationDataset()
    dataset.add_test_cases_from_json_file(
        file_path=path,
        input_key_name="input",
        actual_output_key_name="actual_output",
        expected_output_key_name="expected_output",
        context_key_name="context",
        retrieval_context_key_name="retrieval_context",
    )
    cases = dataset.test_cases
    return {
        "version": importlib.metadata.version("deepeval"),
        "read": len(cases),
        "asked": sum(bool(case.input) for case in cases),
        "with contexts": sum(bool(case.retrieval_context) for case in cases),
        "with references": sum(bool(case.expected_output) for case in cases),
    }


if __name__ == "__main__":
    reader = {"ragas": ragas, "deepeval": deepeval}[sys.argv[1]]
    found = reader(sys.argv[2])
    print(json.dumps({"by": sys.argv[1], **found}))
    sys.exit(0 if found["read"] == found["asked"] == found["with references"] == int(sys.argv[3]) else 1)
