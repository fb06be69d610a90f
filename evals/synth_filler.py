"""In: what a made-up bulletin tells. Out: the same among other matters, so that it is as long as a real one.

The matters come from made_up/filler.toml; no question asks for them. Does not know places or questions.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FILLER = Path(__file__).parent / "made_up" / "filler.toml"
_LENGTH = (5, 8)  # sentences on one matter
# lowest, highest of the numbers {0}, {1}, … of a sentence
_NUMBERS = ((4, 96), (20, 9800), (30, 4800), (2, 48), (2, 60), (2, 19), (61, 99))


@dataclass(frozen=True, slots=True)
class Told:
    """A heading and the sentences under it."""

    heading: str
    sentences: tuple[str, ...]


class Filler:
    """Draws matters by a chance of its own, so that the bulletins are otherwise what they are without it."""

    def __init__(self, seed: int, sentences: int) -> None:
        self._chance = random.Random(f"filler {seed}")
        self._sentences = sentences
        known = tomllib.loads(FILLER.read_text(encoding="utf-8"))
        self._topics, self._faults, self._bodies, self._ordinary = (
            known[name] for name in ("topics", "faults", "bodies", "ordinary")
        )

    def filled(self, told: Sequence[Told]) -> list[Told]:
        """What is told, in its order, among as many other matters as it takes."""
        whole = list(told)
        missing = self._sentences - sum(len(one.sentences) for one in told)
        for matter in self._matters():
            if missing <= 0:
                break
            whole.insert(self._chance.randint(0, len(whole)), matter)
            missing -= len(matter.sentences)
        return whole

    def _matters(self) -> Iterator[Told]:
        for topic in self._chance.sample(self._topics, len(self._topics)):
            chosen = self._chance.sample(self._ordinary, self._chance.randint(*_LENGTH))
            heading = f"关于{topic}{self._chance.choice(self._faults)}问题"
            yield Told(heading, tuple(self._sentence(one, topic) for one in chosen))

    def _sentence(self, ordinary: str, topic: str) -> str:
        body, other = self._chance.sample(self._bodies, 2)
        numbers = (self._chance.randint(*span) for span in _NUMBERS)
        return ordinary.format(*numbers, topic=topic, body=body, body2=other)
