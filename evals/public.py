"""In: a public test set (passages, questions, gold passages) in a folder. Out: how well each way of searching ranks it.

Passages go through our own reader, chunking and index, one a file. Measures retrieval: none of these sets can measure
refusal, as next to none of their questions is unanswerable.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.bulletin import Bulletin
from corpus.reader import read
from evals.errors import PublicDataError
from evals.metrics import Scores, difference, mean, ranking_scores
from evals.retrieval import RememberingEmbedder, rankers
from evals.settings import EvalsSettings
from evals.table import markdown
from index.embedder import Embedder
from index.search import Searcher
from index.settings import IndexSettings

MEASURES = ("R@1", "R@5", "R@10", "RR@10", "nDCG@10")
WAYS = ("dense only", "lexical only", "fused by reciprocal ranks", "fused, as configured")
RECIPE = "LangChain's usual recipe"
_TITLE, _BEFORE, _AFTER = "一篇文章", "正文如下。", "全文完。"  # a passage of one line is not taken for a title
_READ = 0.8  # the least share of a passage that must be read as paragraphs


@dataclass(frozen=True, slots=True)
class PublicSet:
    """The passages, and by language the questions with the numbers of their gold passages."""

    name: str
    licence: str
    passages: tuple[str, ...]
    questions: Mapping[str, tuple[tuple[str, str, tuple[int, ...]], ...]]  # language -> (id, question, gold)
    unanswerable: int


def load(folder: Path, name: str, most: int | None = None) -> PublicSet:
    """The set folder/name.json; with `most`, so many questions evenly spread. Raises PublicDataError."""
    path = folder / f"{name}.json"
    known = ", ".join(sorted(one.stem for one in folder.glob("*.json"))) or "none"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        answerable = [one for one in raw["questions"] if one.get("answerable", True) and one["gold"]]
        step = max(1, len(answerable) // most) if most else 1
        chosen = answerable[::step][:most]
        questions = {"zh": tuple((str(one["id"]), one["q"], tuple(one["gold"])) for one in chosen)}
        if english := tuple((str(one["id"]), one["q_en"], tuple(one["gold"])) for one in chosen if one.get("q_en")):
            questions["en"] = english
        licence, passages = str(raw["licence"]), tuple(raw["passages"])
        return PublicSet(name, licence, passages, questions, len(raw["questions"]) - len(answerable))
    except OSError as error:
        raise PublicDataError(f"cannot read {path}: {error.strerror}; sets in that folder: {known}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise PublicDataError(
            f"{path} has another shape ({error!r}); it holds licence, passages and questions with q and gold"
        ) from error


def write_corpus(public: PublicSet, folder: Path) -> Path:
    """The passages as files that the index is built from; files that are there already are kept.

    A web page's passage may look like navigation to a reader of bulletins; framed by two lines it is read as text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, passage in enumerate(public.passages):
        path = folder / f"{file_name(number)}.txt"
        if path.exists():
            continue
        path.write_text(f"{_TITLE}\n\n{passage}\n", encoding="utf-8")
        if sum(len(paragraph.text) for paragraph in read(path).paragraphs) < _READ * len(passage.strip()):
            path.write_text(f"{_TITLE}\n\n{_BEFORE}\n\n{passage}\n\n{_AFTER}\n", encoding="utf-8")
    return folder


def file_name(number: int) -> str:
    return f"p{number:06}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What one way of searching scored: measure -> question id -> score."""

    language: str
    way: str
    scores: Mapping[str, Scores]


def trials(
    public: PublicSet,
    settings: IndexSettings,
    embedder: Embedder,
    with_recipe: bool,
    progress: Callable[[str], Any] = lambda text: None,
) -> list[Trial]:
    """Every question by every way, the passages ranked by their best paragraph."""
    remembering = RememberingEmbedder(embedder)
    bulletins = Searcher.open(settings, embedder).bulletins()
    ways = {name: rank for name, rank in rankers(settings, remembering).items() if name in WAYS}
    if with_recipe:
        progress(f"{RECIPE}: indexing")
        ways[RECIPE] = _recipe(bulletins, remembering)
    found = []
    for language, questions in public.questions.items():
        gold = {name: [file_name(number) for number in numbers] for name, _, numbers in questions}
        for way, rank in ways.items():
            progress(f"{language}, {way}: {len(questions)} questions")
            rankings = {name: _passages(rank(question)) for name, question, _ in questions}
            found.append(Trial(language, way, ranking_scores(rankings, gold, MEASURES)))
    return found


def _recipe(bulletins: Sequence[Bulletin], embedder: Any) -> Callable[[str], Sequence[str]]:
    from evals.baselines.langchain_rag import LangChainRecipe  # heavy

    return LangChainRecipe(bulletins, embedder).rank


def _passages(paragraph_ids: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name.partition("/")[0] for name in paragraph_ids))


def report(public: PublicSet, found: Sequence[Trial], settings: EvalsSettings) -> str:
    """One table; against the configured search every other way with won, lost and noise."""
    rows = []
    for trial in found:
        configured = next(one for one in found if one.language == trial.language and one.way == WAYS[-1])
        rows.append([trial.language, trial.way, *_cells(trial, settings), _against(configured, trial, settings)])
    header = ["questions", "search", *MEASURES, "ours, R@1 (won:lost)"]
    counts = ", ".join(f"{len(questions)} {language}" for language, questions in public.questions.items())
    return (
        f"{public.name} ({public.licence}): {len(public.passages)} passages, {counts} questions; 95% intervals\n\n"
        f"{markdown(header, rows)}\n\n"
        f"Refusal is not measured: {public.unanswerable} questions of the set cannot be answered."
    )


def _cells(trial: Trial, settings: EvalsSettings) -> list[str]:
    means = [mean(list(trial.scores[name].values()), settings.resamples, settings.seed) for name in MEASURES]
    return [f"{found.value:.3f} ({found.low:.3f}-{found.high:.3f})" for found in means]


def _against(configured: Trial, other: Trial, settings: EvalsSettings) -> str:
    if other is configured:
        return ""
    found = difference(dict(configured.scores["R@1"]), dict(other.scores["R@1"]), settings.resamples, settings.seed)
    return f"{found.mean.value:+.3f} ({found.won}:{found.lost}){' ~' if found.may_be_noise else ''}"
