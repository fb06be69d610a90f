"""Shared by all tests: what to do about programs that pip cannot install."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
import small_corpus
from fakes import FakeEmbedder
from filelock import FileLock
from hypothesis import HealthCheck, settings

from index import embedding
from index.build import build
from index.settings import IndexSettings

ROOT = Path(__file__).parent.parent
NEEDS = "needs "

# A machine under load is slow, not wrong; in CI a failure must come again.
settings.register_profile(
    "project",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")


def _has_cjk_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


PROGRAMS: dict[str, Callable[[], bool]] = {
    "chromium": lambda: bool(shutil.which("chromium")),
    "cjk-font": _has_cjk_font,
    "pdftotext": lambda: bool(shutil.which("pdftotext")),
    "soffice": lambda: bool(shutil.which("soffice")),
    "tesseract": lambda: bool(shutil.which("tesseract")),
}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"needs(*programs): programs of `make system-packages`; known: {', '.join(PROGRAMS)}"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without its programs a test is left out on a desk and fails in CI, where they must be there."""
    for marker in item.iter_markers("needs"):
        missing = [program for program in marker.args if not PROGRAMS[program]()]
        if missing and os.environ.get("CI") == "true":
            pytest.fail(f"needs {', '.join(missing)}; run make system-packages", pytrace=False)
        if missing:
            pytest.skip(f"{NEEDS}{', '.join(missing)}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for all that was left out, read off the reports: tests run in several processes."""
    reasons = [report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])]
    programs = [reason.removeprefix(NEEDS).split(", ") for reason in reasons if reason.startswith(NEEDS)]
    if left_out := Counter(chain.from_iterable(programs)):
        counts = ", ".join(f"{count} need {program}" for program, count in sorted(left_out.items()))
        terminalreporter.write_line(f"left out: {counts} (make system-packages installs them)")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The folder of the small corpus."""
    return small_corpus.write(tmp_path / "corpus")


@pytest.fixture
def index_settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(folder=tmp_path / "index", models=ROOT / "var" / "models")


@pytest.fixture
def small_index(corpus: Path, index_settings: IndexSettings) -> IndexSettings:
    """The settings of an index of the small corpus, by the fake encoder."""
    build(corpus, index_settings, FakeEmbedder(1024), small_corpus.no_report)
    return index_settings


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """The settings of an index of the shipped bulletins, by the bundled model; built once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    settings = IndexSettings(folder=shared / "shipped" / "index", models=ROOT / "var" / "models")
    with FileLock(shared / "shipped.lock"):
        if not settings.folder.exists():
            build(ROOT / "corpus" / "bulletins", settings, embedding.load(settings), small_corpus.no_report)
    return settings
