"""Assistants over the small corpus and over the shipped bulletin, with the bundled model; the page in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import small_corpus
from browser import Server, chromium
from playwright.sync_api import Browser, Page

from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from index import embedding
from index.build import build
from index.search import Searcher
from index.settings import IndexSettings


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, shipped_index: IndexSettings) -> tuple[Path, IndexSettings]:
    """(corpus folder, settings of its index): the small corpus with the bundled model."""
    folder = tmp_path_factory.mktemp("small")
    corpus = small_corpus.write(folder / "corpus")
    settings = shipped_index.model_copy(update={"folder": folder / "index"})
    build(corpus, settings, embedding.load(settings), small_corpus.no_report)
    return corpus, settings


@pytest.fixture(scope="session")
def assistant(small: tuple[Path, IndexSettings]) -> Assistant:
    return Assistant.over(Searcher.open(small[1]), AssistantSettings())


@pytest.fixture(scope="session")
def shipped(shipped_index: IndexSettings) -> Assistant:
    """The real thing: the shipped bulletin and the bundled model."""
    return Assistant.over(Searcher.open(shipped_index), AssistantSettings())


@pytest.fixture(scope="session")
def index_models() -> Path:
    """Where the bundled models are expanded once."""
    return Path(__file__).parents[2] / "var" / "models"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: while Playwright's loop runs in this thread, no asynchronous test can."""
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _pages_closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page left open goes on asking its server for news, for the rest of the run."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, shipped_index: IndexSettings) -> Iterator[Server]:
    """The page over the shipped bulletin, with the bundled model; every browser profile has its own conversations."""
    folder = tmp_path_factory.mktemp("served")
    server = Server(folder, ("--index", shipped_index.model_dump_json())).start()
    yield server
    server.kill()


@pytest.fixture
def page(browser: Browser, served: Server) -> Iterator[Page]:
    """A new browser profile on the page."""
    opened = served.open(browser)
    yield opened
    opened.context.close()


@pytest.fixture(scope="session")
def fake_index(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """An index of the small corpus by the fake encoder, for services; nothing changes it."""
    from small_service import built

    return built(tmp_path_factory.mktemp("fake"))
