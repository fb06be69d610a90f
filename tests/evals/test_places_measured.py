"""Twenty look-alike bulletins, the default encoder, every aim of `evals report places` held: what CI measures."""

from pathlib import Path
from statistics import fmean

import pytest

from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from evals import placing, synth
from evals.case import load
from index import embedding
from index.build import build
from index.search import Searcher
from index.settings import IndexSettings

MODELS = Path(__file__).parents[2] / "var" / "models"


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    synth.write(20, 8, folder)
    settings = IndexSettings(folder=folder / "index", models=MODELS)
    embedder = embedding.load(settings)
    build(folder / "bulletins", settings, embedder, lambda *_: None)
    assistant = Assistant.over(Searcher.open(settings, embedder), AssistantSettings())
    return [placing.judge(case, assistant.ask(case.question)) for case in load(folder / "questions.jsonl")]


@pytest.mark.parametrize(
    ("measure", "least", "most"),
    [
        ("right bulletin first", 0.98, 1.0),
        ("paragraph R@5", 0.95, 1.0),
        ("facts in the answer", 0.90, 1.0),
        ("wrong-place citations", 0.0, 0.005),
        ("lacking item refused", 0.90, 1.0),
    ],
)
def test_the_named_place_answers_or_is_said_to_lack_it(placed, measure, least, most):
    scores = [one.scores[measure] for one in placed if measure in one.scores]
    assert len(scores) >= 12
    told = "\n".join(line for line in placing.misses(placed) if measure in line)
    assert least <= fmean(scores) <= most, told
