"""Shared by the tests of the index: the bundled model, made once, and a tiny one of the same make."""

import sys
from pathlib import Path

import pytest

from index import bundled, bundled_weights
from index.settings import IndexSettings

sys.path.insert(0, str(Path(__file__).parent))  # tiny_weights.py

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def bundled_settings() -> IndexSettings:
    """Settings with e5 alone, in the checkout's own models folder: making it takes half a gigabyte."""
    return IndexSettings(models=ROOT / "var" / "models", embedding_model="bundled")


@pytest.fixture(scope="session")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A weight file of the bundled model's make, tiny."""
    import tiny_weights

    path = tmp_path_factory.mktemp("weights") / "tiny.bin"
    tiny_weights.write(path)
    return path


@pytest.fixture
def tiny_source(tiny_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Expand the tiny file instead of the package's."""
    monkeypatch.setattr(bundled_weights, "locate", lambda: tiny_file)
    return tiny_file


@pytest.fixture(scope="session")
def tiny_folder(tiny_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model, expanded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundled_weights, "locate", lambda: tiny_file)
        return bundled.expanded(tmp_path_factory.mktemp("models"))
