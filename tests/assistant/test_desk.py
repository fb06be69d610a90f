"""What the place 问答 tells a browser at the very moment at which an answer begins."""

import threading

import pytest

from assistant.page.asking import Asking
from assistant.page.conversations import Conversations
from assistant.page.desk import Desk
from assistant.page.wish import Wish
from assistant.settings import AssistantSettings

PATIENCE = 60


class SeenWhileKept(Conversations):
    """Another tab reads a conversation after a question was kept in it, and before it is in work."""

    desk: Desk

    def __init__(self, path):
        super().__init__(path)
        self.was_read = threading.Event()
        self.shown = []

    def ask(self, owner, conversation, question, scope):
        turn = super().ask(owner, conversation, question, scope)
        wish = Wish.read({"do": "refresh", "owner": owner, "conversation": conversation})
        self.other = threading.Thread(target=lambda: self.shown.append(self.desk.everything(wish)))
        self.was_read.clear()
        self.other.start()
        assert self.was_read.wait(PATIENCE)
        self.other.join(0.2)  # it may wait until the question is in work
        return turn

    def turns(self, owner, conversation):
        turns = super().turns(owner, conversation)
        self.was_read.set()
        return turns


class Held:
    """An assistant that answers nothing until it may."""

    def __init__(self, assistant):
        self.assistant = assistant
        self.go = threading.Event()

    def __getattr__(self, name):
        return getattr(self.assistant, name)

    def ask(self, *asked):
        assert self.go.wait(PATIENCE)
        return self.assistant.ask(*asked)


@pytest.fixture
def held(assistant):
    made = Held(assistant)
    yield made
    made.go.set()


def test_a_question_that_begins_while_another_tab_looks_is_not_called_interrupted(tmp_path, held):
    store = SeenWhileKept(tmp_path / "conversations.sqlite")
    settings = AssistantSettings(conversations=tmp_path / "conversations.sqlite")
    asking = Asking(lambda: held, store)
    store.desk = desk = Desk(lambda: held, store, asking, settings)
    begun = desk.ask(Wish.read({"do": "ask", "owner": "browser", "question": "打通断头路多少条？"}))
    store.other.join(PATIENCE)
    assert [parts["work"] for parts in store.shown] == [begun["work"]]
    held.go.set()
    asking.close()
    assert [turn.state for turn in store.turns("browser", begun["conversation"])] == ["done"]
