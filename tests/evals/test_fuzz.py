from pathlib import Path

from evals.fuzz import fuzz, table

SHIPPED = Path(__file__).parents[2] / "corpus" / "bulletins" / "laishan-2020-07-31.txt"


def test_damaged_files_are_read_or_refused():
    found = fuzz([SHIPPED.read_text("utf-8")], 120, seed=3)
    assert found.broken == []
    assert sum(found.outcomes.values()) == 120
    assert {suffix for suffix, outcome in found.outcomes if outcome == "read"} == {
        ".txt",
        ".md",
        ".html",
        ".docx",
        ".pdf",
    }
    assert any(outcome == "refused" for _, outcome in found.outcomes)
    assert len(list(table(found))) == 7
