"""What the places 评测 and 语料 tell a browser while their work ends at that very moment."""

from types import SimpleNamespace

from assistant.app_corpus import Corpus
from assistant.app_evaluate import Evaluate
from assistant.page.updating import Work
from assistant.page.wish import Wish
from assistant.settings import AssistantSettings
from corpus import aside
from evals.background import Progress
from evals.opening import Tables
from evals.settings import EvalsSettings
from index.settings import IndexSettings

WORKING = Progress("20261126-010101-001", 1, 3)


class EndingRun:
    """A run in work that has ended when it is looked at once more."""

    def __init__(self):
        self.seen = iter((WORKING,))

    @property
    def now(self):
        return next(self.seen, Progress(WORKING.run, 3, 3, "done"))


def test_a_run_that_ends_while_its_page_is_made_is_followed_to_its_end(tmp_path, small_index):
    (tmp_path / "shipped").mkdir()
    evals = EvalsSettings(set=tmp_path / "shipped" / "small.jsonl", runs=tmp_path / "runs")
    place = Evaluate(Tables(tmp_path, small_index, AssistantSettings(own_sets=tmp_path / "sets"), evals))
    place.__dict__["_background"] = EndingRun()
    parts = place._everything(Wish.read({"do": "eval", "run": WORKING.run}))
    assert "data-ended" not in parts["eval_work"]
    assert parts["letter"]["work"] is True


def test_a_change_that_ends_while_its_page_is_made_is_followed_to_its_end(tmp_path, assistant, monkeypatch):
    place = Corpus(tmp_path, (), IndexSettings(folder=tmp_path / "index"), lambda _settings: assistant.embedder)
    place._assistant = lambda: assistant
    place._updating = SimpleNamespace(now=Work(stage="indexing", told=3))
    listed = aside.removed

    def removed(folder):
        place._updating.now = Work(told=4)
        return listed(folder)

    monkeypatch.setattr(aside, "removed", removed)
    parts = place._everything(Wish.read({"do": "corpus"}))
    assert "stage-indexing" in parts["corpus_work"]
    assert parts["letter"]["work"] is True
