"""Serves the page for the browser tests: `page_server.py FOLDER PORT --index JSON [--record FILE]`.

FOLDER keeps the conversations, JSON are the settings of the index. While FOLDER has a file `hold`, an answer waits
after the step that the file names, or after its first `sentence`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


@dataclass(frozen=True)
class Held:
    """The assistant, made to wait at a step until the test has seen what it wants to see."""

    assistant: Any
    hold: Path

    def __getattr__(self, name: str) -> Any:
        return getattr(self.assistant, name)

    def ask(
        self,
        question: str,
        history: Any = (),
        scope: Any = None,
        on_step: Callable[[str], None] = lambda step: None,
        on_answer: Any = lambda answer: None,
    ) -> Any:
        def waiting(step: str) -> None:
            on_step(step)
            self._wait(step)

        answer = self.assistant.ask(question, history, scope, waiting, on_answer)
        if self._holds("sentence"):  # as a language model's first sentence comes before the others
            on_answer(replace(answer, statements=answer.statements[:1]))
            self._wait("sentence")
        return answer

    def _holds(self, step: str) -> bool:
        return self.hold.exists() and self.hold.read_text() == step

    def _wait(self, step: str) -> None:
        while self._holds(step):
            time.sleep(0.02)


@dataclass(frozen=True)
class HeldEncoder:
    """An encoder that waits, while the file `hold` says `encode`, before it encodes sentences of bulletins."""

    encoder: Any
    hold: Path

    def __getattr__(self, name: str) -> Any:
        return getattr(self.encoder, name)

    def passages(self, texts: list[str]) -> Any:
        while self.hold.exists() and self.hold.read_text() == "encode":
            time.sleep(0.02)
        return self.encoder.passages(texts)


@dataclass(frozen=True)
class Known:
    """A place of a page whose users have the role that a file names; without the file, nobody logs in."""

    place: Any
    file: Path

    def __getattr__(self, name: str) -> Any:
        return getattr(self.place, name)

    def build(self, frame: Any) -> None:
        from assistant.access.person import ANYONE, Person
        from assistant.app_frame import Gate

        self.place.build(frame)
        file: Any = self.file
        frame.gate = Gate(lambda request: Person("", file.read_text()) if file.exists() else ANYONE)


class SecondPlace:
    """A place with one part, its words in both languages, and one wish it answers."""

    NAME = "corpus"

    @staticmethod
    def build(frame: Any) -> None:
        from assistant.page.markup import h

        frame.html("shelf")
        frame.words.append(lambda language: {"shelf": h("button", {"data-do": "count", "id": "count"}, language)})
        frame.answers["count"] = lambda wish: {"shelf": h("p", {}, f"counted {wish.number('upto')}")}


def _record(file: Path) -> None:
    """Write down every name that is looked up and every address that is called, this machine's own aside."""
    here = ("127.0.0.1", "localhost", None, "")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        address: Any = None
        if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            address = arguments[0]
        elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], tuple):
            address = arguments[-1][0]
        if address not in here:
            with file.open("a") as lines:
                lines.write(f"{event} {address}\n")

    sys.addaudithook(hook)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--index", required=True)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--second-place", action="store_true", help="a place beside 问答, as small as one can be")
    parser.add_argument("--evaluate", type=Path, metavar="SET", help="the place 评测, with this set first")
    parser.add_argument("--corpus", action="store_true", help="the place 语料, over FOLDER/corpus")
    options = parser.parse_args()
    if options.record:
        _record(options.record)
    from assistant.app import PLACES, serve
    from assistant.page.asking import Asking
    from assistant.page.conversations import Conversations
    from assistant.page.desk import Desk
    from assistant.reopening import Reopening
    from assistant.settings import AssistantSettings
    from index.settings import IndexSettings

    folder = options.folder
    index = IndexSettings.model_validate_json(options.index)
    settings = AssistantSettings(conversations=folder / "conversations.sqlite", own_sets=folder / "sets")
    current = Reopening(index, settings)

    def assistant() -> Any:
        return Held(current(), folder / "hold")

    places = [*PLACES, SecondPlace] if options.second_place else [*PLACES]
    if options.evaluate:
        from assistant.app_evaluate import Evaluate
        from evals.opening import Tables
        from evals.settings import EvalsSettings

        evaluation = EvalsSettings(set=options.evaluate, runs=folder / "runs", resamples=50)
        places.append(Evaluate(Tables(folder / "corpus", index, settings, evaluation)))
    if options.corpus:
        from assistant.app_corpus import Corpus

        def slow(_settings: Any) -> Any:
            return HeldEncoder(current.embedder, folder / "hold")

        places.append(Known(Corpus(folder / "corpus", ["127.0.0.1"], index, slow), folder / "role"))
    store = Conversations(settings.conversations)
    serve(Desk(assistant, store, Asking(assistant, store), settings), options.port, places)


if __name__ == "__main__":
    main()
