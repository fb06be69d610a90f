"""What the place 拟复 tells a browser while its draft, or its table, ends at that very moment."""

import threading

import pytest

from assistant.letters.drafting import Drafting
from assistant.letters.drafts import Drafts
from assistant.letters.inquiry import read
from assistant.letters.inquiry_table import Row
from assistant.page.asking import Asking
from assistant.page.conversations import Conversations
from assistant.page.desk import Desk
from assistant.page.draft_desk import DraftDesk
from assistant.page.wish import Parts, Wish
from assistant.settings import AssistantSettings

LETTER = "请问打通断头路多少条？"
PATIENCE = 60


class EndingWhileRead(Drafts):
    """The draft ends after it was read, and before the reader goes on."""

    work: Drafting

    def __init__(self, path):
        super().__init__(path)
        self.was_read = threading.Event()

    def finish(self, *told):
        assert self.was_read.wait(PATIENCE)
        super().finish(*told)

    def head(self, reader, name):
        return self._ended(super().head(reader, name), name)

    def rows(self, owner, name):
        read = super().rows(owner, name)
        return read if threading.current_thread().name == "drafting" else self._ended(read, name)

    def _ended(self, read, name):
        self.was_read.set()
        while self.work.news(name, 1 << 30, PATIENCE):
            pass
        return read


@pytest.fixture
def drafts(tmp_path, assistant):
    settings = AssistantSettings(conversations=tmp_path / "conversations.sqlite")
    store = EndingWhileRead(settings.conversations)
    store.work = Drafting(lambda: assistant, store, settings.office)
    conversations = Conversations(settings.conversations)
    desk = Desk(lambda: assistant, conversations, Asking(lambda: assistant, conversations), settings)
    return DraftDesk(desk, store, store.work)


def followed(drafts: DraftDesk, **shown: str) -> Parts:
    """What the page shows of a draft that has an address, and what it shows after the news it waits for."""
    given = {"owner": "browser", "language": "zh", **shown}
    parts = drafts.answers()["draft"](Wish.read({"do": "draft", **given}))
    if parts["letter"]["follow"]:
        parts = drafts.answers()["draft-follow"](Wish.read({"do": "draft-follow", **given}))
    return parts


def test_a_draft_that_ends_while_its_page_is_made_is_shown(drafts):
    name = drafts.work.take("browser", read(LETTER))
    assert "打通断头路34条" in followed(drafts, draft=name)["draft_main"]


def test_a_table_that_ends_while_its_page_is_made_is_shown(drafts):
    name = drafts.work.take_rows("browser", "letters.xlsx", [Row(2, "甲-1", LETTER)])
    assert "1/1" in followed(drafts, batch=name)["draft_main"]
