from pathlib import Path

import pytest

pytest_plugins = "pytester"


@pytest.fixture
def desk(pytester, monkeypatch):
    """A suite with our conftest and one test that needs a browser, where no program is installed."""
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text("utf-8"))
    pytester.makepyfile("import pytest\n@pytest.mark.needs('chromium')\ndef test_page(): pass\ndef test_plain(): pass")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    return pytester


def test_without_its_program_a_test_is_left_out_and_one_line_says_so(desk):
    result = desk.runpytest_inprocess()
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["left out: 1 need chromium (make system-packages installs them)"])


def test_in_ci_a_missing_program_is_a_failure(desk, monkeypatch):
    monkeypatch.setenv("CI", "true")
    result = desk.runpytest_inprocess()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*needs chromium; run make system-packages*"])
