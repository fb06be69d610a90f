"""In: an index, an encoder and questions with gold paragraphs; out: how well each way of searching ranks them.

Measures search alone: no answer is composed, so follow-ups, which need rewriting first, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.bulletin import Bulletin
from evals.case import Case, resolve
from evals.metrics import Difference, Scores, difference, mean, ranking_scores
from evals.settings import EvalsSettings
from evals.table import markdown
from index.embedder import Embedder, Vectors, by_token
from index.late_interaction import Tokens
from index.search import Searcher
from index.settings import IndexSettings

MEASURES = ("R@1", "R@5", "RR@10")
COLUMNS = (("zh", "R@1"), ("zh", "R@5"), ("en", "R@1"), ("en", "R@5"), ("all", "R@1"), ("all", "R@5"), ("all", "RR@10"))
CONFIGURED = "fused, as configured"
DEPTH = 50  # paragraphs of each leg that reciprocal rank fusion sees
RRF_K = 60  # Cormack, Clarke and Büttcher 2009

Ranker = Callable[[str], Sequence[str]]  # question -> paragraph ids, best first
Asked = dict[str, tuple[Case, tuple[str, ...]]]  # case id -> the case, its gold paragraphs


@dataclass(frozen=True, slots=True)
class Trial:
    """What one way of searching scored: measure -> case id -> score."""

    name: str
    scores: dict[str, Scores]


class RememberingEmbedder:
    """An embedder that encodes each question once, however many ways of searching ask for it."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self._embedder = embedder
        self.token_dimension: int = getattr(embedder, "token_dimension", 0)
        self._known: dict[tuple[str, ...], tuple[Vectors, list[Tokens]]] = {}

    def queries(self, texts: list[str]) -> Vectors:
        return self.queries_by_token(texts)[0]

    def queries_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        key = tuple(texts)
        if key not in self._known:
            telling = by_token(self._embedder)
            self._known[key] = telling.queries_by_token(texts) if telling else (self._embedder.queries(texts), [])
        return self._known[key]

    def passages(self, texts: list[str]) -> Vectors:
        return self._embedder.passages(texts)

    def passages_by_token(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        telling = by_token(self._embedder)
        return telling.passages_by_token(texts) if telling else (self._embedder.passages(texts), [])


def rankers(settings: IndexSettings, embedder: Embedder) -> dict[str, Ranker]:
    """The ways of searching one index: each leg alone, fused by scores with and without the mean, fused by ranks."""

    def searching(k: int = 10, **weights: float) -> Ranker:
        searcher = Searcher.open(settings.model_copy(update=weights), embedder)
        return lambda question: [hit.paragraph.id for hit in searcher.search(question, k)]

    legs = (searching(DEPTH, lexical_weight=0.0), searching(DEPTH, dense_weight=0.0))
    return {
        "dense only, no mean removed": searching(lexical_weight=0.0, mean_weight=0.0),
        "dense only": searching(lexical_weight=0.0),
        "lexical only": searching(dense_weight=0.0),
        "fused, no mean removed": searching(mean_weight=0.0),
        "fused, not word by word": searching(token_weight=0.0),
        "fused by reciprocal ranks": lambda question: reciprocal_ranks([leg(question) for leg in legs]),
        CONFIGURED: searching(),
    }


def reciprocal_ranks(rankings: Sequence[Sequence[str]]) -> list[str]:
    """Plain reciprocal rank fusion, the usual alternative to fusing scores."""
    fused: dict[str, float] = {}
    for ranking in rankings:
        for rank, paragraph_id in enumerate(ranking, start=1):
            fused[paragraph_id] = fused.get(paragraph_id, 0.0) + 1 / (RRF_K + rank)
    return sorted(fused, key=lambda paragraph_id: -fused[paragraph_id])


def searchable(cases: Sequence[Case], bulletins: Sequence[Bulletin]) -> Asked:
    """By id, the cases that one search can answer, with their gold paragraphs. Raises GoldError."""
    return {
        case.id: (case, tuple(paragraph.id for paragraph in resolve(case, bulletins)))
        for case in cases
        if case.answerable and not case.history
    }


def compare(prefix: str, settings: IndexSettings, embedder: Embedder, asked: Asked) -> list[Trial]:
    """A trial of every way of searching this index, LangChain's usual recipe first; `prefix` goes before the names."""
    from evals.baselines.langchain_rag import LangChainRecipe  # heavy

    remembering = RememberingEmbedder(embedder)
    recipe = LangChainRecipe(Searcher.open(settings, embedder).bulletins(), remembering)
    ways = {"LangChain's usual recipe": recipe.rank} | rankers(settings, remembering)
    return [trial(f"{prefix}{name}", rank, asked) for name, rank in ways.items()]


def trial(name: str, rank: Ranker, asked: Asked) -> Trial:
    """Ask every question once and score the rankings."""
    rankings = {key: rank(case.question) for key, (case, _) in asked.items()}
    return Trial(name, ranking_scores(rankings, {key: gold for key, (_, gold) in asked.items()}, MEASURES))


def report(trials: Sequence[Trial], cases: Sequence[Case], settings: EvalsSettings) -> str:
    """The tables of the tuning part and of the held-out part, each with what the configured search adds."""
    parts = [("Tuning part", [case for case in cases if not case.held_out])]
    parts.append(("Held-out part", [case for case in cases if case.held_out]))
    return "\n\n".join(_part(title, part, trials, settings) for title, part in parts if part)


def _part(title: str, cases: Sequence[Case], trials: Sequence[Trial], settings: EvalsSettings) -> str:
    groups = {lang: [case.id for case in cases if lang in (case.lang, "all")] for lang in ("zh", "en")}
    groups["all"] = [case.id for case in cases]
    columns = [(lang, measure) for lang, measure in COLUMNS if groups[lang]]

    def cell(scores: Scores, lang: str) -> str:
        found = mean([scores[key] for key in groups[lang]], settings.resamples, settings.seed)
        return f"{found.value:.2f} ({found.low:.2f}-{found.high:.2f})"

    rows = [[each.name, *(cell(each.scores[measure], lang) for lang, measure in columns)] for each in trials]
    table = markdown(["search", *(f"{lang} {measure}" for lang, measure in columns)], rows)
    counts = ", ".join(f"{len(ids)} {lang}" for lang, ids in groups.items())
    return f"{title}: {counts}; means with 95% intervals\n\n{table}\n\n{_added(trials, groups, settings)}"


def _added(trials: Sequence[Trial], groups: Mapping[str, Sequence[str]], settings: EvalsSettings) -> str:
    """What the configured search adds to each other one, case by case."""
    configured = next(each for each in trials if each.name.endswith(CONFIGURED))
    columns = [(lang, measure) for lang in groups if groups[lang] for measure in ("R@1", "R@5")]

    def cell(other: Trial, lang: str, measure: str) -> str:
        ours, theirs = ({key: one.scores[measure][key] for key in groups[lang]} for one in (configured, other))
        return _signed(difference(ours, theirs, settings.resamples, settings.seed))

    rows = [
        [each.name, *(cell(each, lang, measure) for lang, measure in columns)]
        for each in trials
        if each is not configured
    ]
    header = [f"{configured.name} against", *(f"{lang} {measure}" for lang, measure in columns)]
    return f"{markdown(header, rows)}\n\n(won:lost questions; ~ the difference may be noise: its 95% interval holds 0)"


def _signed(found: Difference) -> str:
    return f"{found.mean.value:+.2f} ({found.won}:{found.lost}){' ~' if found.may_be_noise else ''}"
