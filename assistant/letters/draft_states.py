"""In: the state of a draft, and who wants to do what with it. Out: the state after it, or why it may not be.

草稿 draft -> 送审 review -> 已审 reviewed, and back. Values only; knows no store (docs/decisions/0018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.errors import DraftRefusedError

State = Literal["draft", "review", "reviewed"]
Step = Literal["send", "approve", "back"]
_SENT: tuple[State, ...] = ("review", "reviewed")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens a draft: `owner` as the store keeps it, `name` as it signs, `reviews`: may open what others sent."""

    owner: str
    name: str = ""
    reviews: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules look at: the state, whose draft it is, who sent it, how many lines are open."""

    state: State
    owner: str
    sender: str = ""
    open_lines: int = 0


def may_read(reader: Reader, standing: Standing) -> bool:
    """One's own drafts, and what was sent for review."""
    return reader.owner == standing.owner or (reader.reviews and standing.state in _SENT)


def may_edit(reader: Reader, standing: Standing) -> bool:
    """One's own drafts; a reviewer mends what waits for review, and sends back what was reviewed."""
    return reader.owner == standing.owner or (reader.reviews and standing.state == "review")


def edited(state: State) -> State:
    """What was reviewed is no longer what stands there."""
    return "draft" if state == "reviewed" else state


def steps(reader: Reader, standing: Standing) -> tuple[Step, ...]:
    """What the reader may be offered; a name may still be needed."""
    mine = reader.owner == standing.owner
    if standing.state == "draft":
        return ("send",) if mine else ()
    if not mine and not reader.reviews:
        return ()
    return ("approve", "back") if standing.state == "review" and reader.reviews else ("back",)


def after(step: Step, reader: Reader, standing: Standing) -> State:
    """The state after a step. Raises DraftRefusedError with the reason."""
    if step not in steps(reader, standing):
        raise DraftRefusedError(
            "no_such_step", "the draft's state does not allow this; reload the page to see where it is"
        )
    if not reader.name.strip():
        raise DraftRefusedError("name_needed", "sending and reviewing a draft is signed by name; give yours")
    if step == "send":
        return "review"
    if step == "back":
        return "draft"
    if reader.name.strip() == standing.sender:
        raise DraftRefusedError("own_review", "who sent a draft for review does not review it; ask a colleague")
    if standing.open_lines:
        raise DraftRefusedError(
            "open_lines", f"{standing.open_lines} sentence(s) are not supported; mend them, or sign them off by name"
        )
    return "reviewed"
