import pytest

from assistant.errors import ConversationError
from assistant.page.conversations import Conversations
from assistant.page.feedback import Feedback, Said


@pytest.fixture
def kept(tmp_path):
    """(store, feedback, id of a conversation of anna's, id of its turn)"""
    store = Conversations(tmp_path / "conversations.sqlite")
    conversation = store.start("anna", "大班额").id
    turn = store.ask("anna", conversation, "大班额?", {})
    return store, Feedback(tmp_path / "conversations.sqlite"), conversation, turn.id


def test_what_is_said_is_kept_and_replaced(kept):
    _, feedback, conversation, turn = kept
    assert feedback.of("anna", turn) is None
    feedback.say("anna", turn, Said("good"))
    said = Said("bad", ("figure", "place"), ("b/00000001",), "应为32个")
    feedback.say("anna", turn, said)
    assert feedback.of("anna", turn) == said
    assert feedback.verdicts("anna", conversation) == {turn: "bad"}
    feedback.unsay("anna", turn)
    assert feedback.verdicts("anna", conversation) == {}


def test_nobody_else_can_say_or_read_it(kept):
    _, feedback, conversation, turn = kept
    feedback.say("anna", turn, Said("good"))
    for act in (
        lambda: feedback.say("bert", turn, Said("bad")),
        lambda: feedback.of("bert", turn),
        lambda: feedback.unsay("bert", turn),
    ):
        with pytest.raises(ConversationError, match="not among your conversations"):
            act()
    assert feedback.verdicts("bert", conversation) == {}
    assert feedback.of("anna", turn) == Said("good")


def test_it_goes_with_its_conversation(kept):
    store, feedback, conversation, turn = kept
    feedback.say("anna", turn, Said("good"))
    store.delete("anna", conversation)
    with pytest.raises(ConversationError):
        feedback.of("anna", turn)


def test_a_verdict_or_fault_that_the_page_does_not_offer_is_refused(kept):
    _, feedback, _, turn = kept
    with pytest.raises(ConversationError, match="no judgement"):
        feedback.say("anna", turn, Said("great"))
    with pytest.raises(ConversationError, match="no judgement"):
        feedback.say("anna", turn, Said("bad", ("colour",)))
