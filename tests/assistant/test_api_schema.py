"""The OpenAPI document holds: schemathesis sends what it allows and what it does not, to every operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks
from small_service import Small, small_service

from index.settings import IndexSettings

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
    checks.unsupported_method,
]
OF = settings(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, fake_index: IndexSettings) -> Iterator[Small]:
    much = {"questions_per_minute": 10_000, "requests_per_minute": 100_000, "failures_per_minute": 100_000}
    yield small_service(tmp_path_factory.mktemp("small"), fake_index, ("admin",), **much)


@pytest.fixture(scope="module")
def document(small: Small) -> Any:
    return schemathesis.openapi.from_asgi("/api/openapi.json", small.app.asgi, headers=small.bearer("admin"))


def test_it_names_every_operation_and_the_token(small: Small) -> None:
    told = small.client.get("/api/openapi.json", headers=small.bearer("admin")).json()
    assert sorted((path, *sorted(methods)) for path, methods in told["paths"].items()) == [
        ("/api/ask", "post"),
        ("/api/bulletins", "get"),
        ("/api/bulletins/{bulletin_id}", "get"),
        ("/api/health", "get"),
        ("/api/search", "get", "post"),
        ("/metrics", "get"),
        ("/v1/chat/completions", "post"),
        ("/v1/models", "get"),
    ]
    assert told["components"]["securitySchemes"] == {"HTTPBearer": {"type": "http", "scheme": "bearer"}}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
def test_every_operation_does_what_the_document_says(document: Any, small: Small, mode: GenerationMode) -> None:
    asked = []
    for result in document.get_all_operations():
        operation = result.ok()
        if mode == GenerationMode.NEGATIVE and not (operation.body or operation.query):
            continue  # nothing can be wrong with it

        @OF
        @given(case=operation.as_strategy(mode))
        def check(case: Any) -> None:
            case.call_and_validate(headers=small.bearer("admin"), checks=CHECKS)
            asked.append(case.path)

        check()
    assert len(set(asked)) >= (8 if mode == GenerationMode.POSITIVE else 3)
