"""In: a number of points. Out: what a reader saw after the writer was killed at each of them, and after the next sync.

Points are spread over what the writer does to files (its audit events) and over its time. The corpus is made up.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import AppError
from corpus.reader import read_folder
from index.embedder import Vectors
from index.search import Searcher
from index.settings import IndexSettings
from index.sync import sync

_WATCHED = (
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "sqlite3.connect",
    "shutil.copyfile",
    "shutil.rmtree",
)
_BULLETIN = "中共某{n}县委关于整改情况的通报\n一、关于道路问题\n打通道路{n}条,投资{m}亿元。\n"
_BULLETIN += "二、关于学校问题\n新建学校{m}所。\n"
_ROOT = Path(__file__).parent.parent


class BigramEmbedder:
    """Character bigrams hashed into 64 buckets, as unit vectors: no model, and the same in every process."""

    name = "bigrams"
    dimension = 64

    def queries(self, texts: list[str]) -> Vectors:
        return self.passages(texts)

    def passages(self, texts: list[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for pair in itertools.pairwise(f"^{text}$"):
                row[zlib.crc32("".join(pair).encode("utf-8", "replace")) % self.dimension] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Kills:
    """How often the writer was killed, had ended before its point came, and what went wrong afterwards."""

    points: int
    killed: int
    ended: int
    old: int  # how often the old state answered right after
    new: int
    wrong: tuple[str, ...]


def kill_writer(points: int, seed: int = 0, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Kills:
    """Kill a sync at each of so many random points; look at once, sync again, look again."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        corpus, settings = _start(Path(place))
        events, seconds = _length(corpus, settings)
        killed = old = new = 0
        wrong: list[str] = []
        for number in range(points):
            before = _answers(settings)
            _change(corpus, chance)
            at, after = (chance.randrange(1, events + 1), 0.0) if number % 2 else (0, chance.uniform(0.001, seconds))
            killed += _child(corpus, settings, at, after).returncode != 0
            seen = _answers(settings)
            mended = _mended(corpus, settings)
            old, new = old + (seen == before), new + (seen == mended)
            if seen not in (before, mended) or mended != _wanted(corpus):
                what = "not mended" if seen in (before, mended) else "half a state"
                wrong.append(f"event {at} of {events}, second {after:.3f} of {seconds:.3f}: {what}")
            if len(list(settings.folder.glob("generation-*"))) > 2:
                wrong.append(f"event {at} of {events}: generations are left behind")
            progress(number + 1, points)
    return Kills(points, killed, points - killed, old, new, tuple(wrong))


def table(found: Kills) -> Iterator[str]:
    yield "| killed | ended first | old state answered | new state answered | half a state, or not mended |"
    yield "|---|---|---|---|---|"
    yield f"| {found.killed} | {found.ended} | {found.old} | {found.new} | {len(found.wrong)} |"
    yield from found.wrong


def _start(place: Path) -> tuple[Path, IndexSettings]:
    corpus = place / "corpus"
    corpus.mkdir()
    for number in range(1, 7):
        _write(corpus, number, number)
    settings = IndexSettings(folder=place / "index", models=place / "models")
    sync(corpus, settings, _silent, lambda _settings: BigramEmbedder())
    return corpus, settings


def _write(corpus: Path, number: int, amount: int) -> None:
    (corpus / f"b{number}.txt").write_text(_BULLETIN.format(n=number, m=amount), encoding="utf-8")


def _change(corpus: Path, chance: random.Random) -> None:
    """One bulletin changed or added, and now and then one removed."""
    _write(corpus, chance.randrange(1, 12), chance.randrange(100, 10_000))
    held = sorted(corpus.glob("*.txt"))
    if len(held) > 4 and chance.random() < 0.4:
        chance.choice(held).unlink()


def _mended(corpus: Path, settings: IndexSettings) -> object:
    sync(corpus, settings, _silent, lambda _settings: BigramEmbedder())
    return _answers(settings)


def _answers(settings: IndexSettings) -> object:
    """Every paragraph that the index holds, and finds; or the words of an error, which is a wrong answer here."""
    try:
        searcher = Searcher.open(settings, BigramEmbedder())
        held = {paragraph.text for bulletin in searcher.bulletins() for paragraph in bulletin.paragraphs}
        found = {hit.paragraph.text for hit in searcher.search("道路学校投资", 1000)}
    except AppError as error:
        return str(error)
    return frozenset(held), frozenset(found)


def _wanted(corpus: Path) -> object:
    """What the files say: every paragraph, and all of them found."""
    texts = frozenset(one.text for bulletin in read_folder(corpus).bulletins for one in bulletin.paragraphs)
    return texts, texts


def _length(corpus: Path, settings: IndexSettings) -> tuple[int, float]:
    """How many watched events and seconds one sync has, told by a change that is then part of the corpus."""
    _write(corpus, 1, 99)
    events, seconds = _child(corpus, settings, 0, 0.0).stdout.split()[-2:]
    return int(events), float(seconds)


def _child(corpus: Path, settings: IndexSettings, at: int, after: float) -> subprocess.CompletedProcess[bytes]:
    """A sync that is killed at an event, or after so many seconds of it; 0 for never."""
    places = (corpus, settings.folder, settings.models, at, after)
    command = [sys.executable, "-m", "evals.kills", *map(str, places)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)
    if done.returncode not in (0, -signal.SIGKILL, -signal.SIGALRM):
        raise RuntimeError(done.stderr.decode("utf-8", "replace")[-2000:])
    return done


def _silent(_step: str, _done: int, _total: int) -> None:
    pass


def _be_killed(corpus: Path, settings: IndexSettings, at: int, after: float) -> None:
    """The child. SIGALRM, not caught, ends a process as SIGKILL does, inside a library too."""
    count = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in _WATCHED and str(settings.folder) in str(arguments):
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    start = time.perf_counter()
    if after:
        signal.setitimer(signal.ITIMER_REAL, after)
    sync(corpus, settings, _silent, lambda _settings: BigramEmbedder())
    print(count, time.perf_counter() - start)


if __name__ == "__main__":
    _be_killed(
        Path(sys.argv[1]),
        IndexSettings(folder=Path(sys.argv[2]), models=Path(sys.argv[3])),
        int(sys.argv[4]),
        float(sys.argv[5]),
    )
