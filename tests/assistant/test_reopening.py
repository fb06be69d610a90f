import gc

import pytest
from fakes import FakeEmbedder

from assistant.reopening import Reopening
from assistant.settings import AssistantSettings


@pytest.fixture
def thawed():
    yield
    gc.unfreeze()


def test_what_is_loaded_when_it_is_warm_is_not_walked_by_the_collector_again(small_index, thawed):
    gc.unfreeze()
    opened = Reopening(small_index, AssistantSettings(), FakeEmbedder(1024))
    opened.warm()
    assert gc.get_freeze_count() > 10_000
    assert opened().searcher.search("断头路", 1)[0].paragraph.text.startswith("(1)关于“断头路”问题")
