"""Runs in the background: progress, stopping and taking up again, one at a time. A fake assistant answers."""

import threading
from types import SimpleNamespace

import pytest
import small_corpus
from made_results import answer, case

from assistant.settings import AssistantSettings
from corpus.reader import read_folder
from evals import background, keeping, runs
from evals.case import save
from evals.errors import RunError
from evals.opening import Tables
from evals.settings import EvalsSettings
from index.settings import IndexSettings


class Assistant:
    """Answers every question alike, one at a time as the test lets it."""

    def __init__(self, bulletins):
        self.searcher = SimpleNamespace(bulletins=lambda: bulletins)
        self.holdings = None
        self.go = threading.Semaphore(0)
        self.asked = []

    def ask(self, question, history, scope):
        self.go.acquire()
        self.asked.append(question)
        if "坏" in question:
            raise ZeroDivisionError("broken")
        return SimpleNamespace(to_json=lambda: answer("新建小学5所", cites="yiqu-2020/00000009"))


@pytest.fixture
def made(tmp_path, monkeypatch):
    """(background, assistant, path of a set of three cases)"""
    monkeypatch.setattr(keeping, "index_record", lambda index: {"encoder": "fake", "corpus": "abc", "bulletins": 2})
    corpus = small_corpus.write(tmp_path / "corpus")
    assistant = Assistant(read_folder(corpus).bulletins)
    evals = EvalsSettings(runs=tmp_path / "runs", resamples=10)
    path = tmp_path / "three.jsonl"
    save([case(f"c{n}", question=f"问题{n}?", gold=("打通断头路34条",)) for n in (1, 2, 3)], path)
    tables = Tables(corpus, IndexSettings(), AssistantSettings(), evals)
    return background.Background(tables, lambda: assistant), assistant, path


def ended(made):
    return made.news(10**6, 120)


def test_a_run_tells_its_progress_and_writes_its_reports(made, tmp_path):
    work, assistant, path = made
    name = work.begin([path], "all")
    assistant.go.release()
    assert (work.news(0, 120).done, work.now.stage) == (1, "asking")
    assistant.go.release(2)
    assert ended(work) == background.Progress(name, 3, 3, "done")
    assert (tmp_path / "runs" / name / keeping.PAGE).exists()


def test_a_stopped_run_is_taken_up_where_it_was(made, tmp_path):
    work, assistant, path = made
    name = work.begin([path], "all")
    with pytest.raises(RunError, match="is in work"):
        work.begin([path], "all")
    assistant.go.release()
    work.news(0, 120)
    work.stop()
    assistant.go.release()  # the question in work is answered, the one after it is not asked
    assert (ended(work).stage, work.now.done) == ("stopped", 2)
    assistant.go.release()
    work.take_up(name)
    assert (ended(work).stage, work.now.done) == ("done", 3)
    assert assistant.asked == ["问题1?", "问题2?", "问题3?"]
    assert runs.open_run(tmp_path / "runs", name).complete


def test_a_run_is_not_taken_up_with_a_changed_set(made):
    work, assistant, path = made
    name = work.begin([path], "all")
    work.stop()
    assistant.go.release()
    ended(work)
    save([case("c9", gold=("打通断头路34条",))], path)
    with pytest.raises(RunError, match="sets changed since"):
        work.take_up(name)


def test_a_fault_ends_the_run_and_says_so(made):
    work, assistant, path = made
    save([case("c1", question="坏?", gold=("打通断头路34条",))], path)
    work.begin([path], "all")
    assistant.go.release()
    assert (ended(work).stage, work.now.fault) == ("failed", "ZeroDivisionError: broken")


def test_a_bad_gold_label_fails_before_anything_is_asked(made):
    work, assistant, path = made
    save([case("c1", gold=("没有这句话",))], path)
    work.begin([path], "all")
    assert ended(work).stage == "failed"
    assert "no paragraph holds" in work.now.fault
    assert assistant.asked == []
