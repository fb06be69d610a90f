"""The service under load, in small: two users for a few seconds, no fault, memory told, stopped well."""

from pathlib import Path

from evals import load
from index.settings import IndexSettings

QUESTIONS = ["断头路打通了多少条？", "大班额问题是怎么解决的？", "how many dead-end roads were opened?"]


def test_two_users_are_served_without_a_fault(shipped_index: IndexSettings) -> None:
    corpus = Path(__file__).parents[2] / "corpus" / "bulletins"
    seen = load.run(shipped_index, corpus, QUESTIONS, users=2, seconds=8)
    assert seen.faults == []
    assert seen.exit_code == 0
    assert seen.answers >= 2
    assert {"page: log-in", "page: answer", "page: evidence", "api: ask", "api: search"} <= set(seen.waits)
    assert seen.memory[0][1] > 50
    told = load.report(seen)
    assert "0 faults; stopped with exit code 0" in told
    assert "| api: ask " in told


def test_memory_that_grows_is_told() -> None:
    seen = load.Load(1, memory=[(float(second), 100.0 + 10 * second) for second in range(8)])
    assert round(seen.growth, 3) == round(165 / 125 - 1, 3)
