from dataclasses import replace

import made_results as made
import pytest

from assistant.answer import Answer
from corpus.reader import read_folder
from evals import run as running
from evals.case import Case
from evals.errors import GoldError, RunError, SetError
from evals.runs import cases_of, open_run, read_results

CASES = {
    f"c{n}": ("made", Case(id=f"c{n}", lang="zh", kind="number", question=f"问{n}?", gold=("新建小学5所",)))
    for n in range(5)
}


def ask(case):
    return Answer(case.question, case.question, "zh", "not_found")


@pytest.fixture
def bulletins(corpus):
    return read_folder(corpus).bulletins


def record(cases=5):
    return made.run(None, *[None] * cases).record


def test_a_run_keeps_a_line_for_each_case_in_order(tmp_path, bulletins):
    run = running.run(tmp_path / "r1", record(), CASES, bulletins, ask)
    assert [result.id for result in run.results] == ["c0", "c1", "c2", "c3", "c4"]
    assert run.results[0].gold[0].heading_path[0] == "一、教育方面"
    assert run.complete


def test_several_workers_keep_the_order(tmp_path, bulletins):
    run = running.run(tmp_path / "r1", replace(record(), workers=3), CASES, bulletins, ask)
    assert [result.id for result in run.results] == list(CASES)


def test_a_killed_run_is_taken_up_where_it_was_and_a_line_cut_short_is_asked_again(tmp_path, bulletins):
    folder = tmp_path / "r1"
    asked = []

    def dying(case):
        asked.append(case.id)
        if case.id == "c3":
            raise KeyboardInterrupt
        return ask(case)

    with pytest.raises(KeyboardInterrupt):
        running.run(folder, record(), CASES, bulletins, dying)
    with (folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "c3", "case": {"ques')  # what a kill leaves behind, or is there while it is being written
    with (folder / "answers.jsonl").open("ab") as file:
        file.write("问".encode()[:2])
    assert [result.id for result in read_results(folder)] == ["c0", "c1", "c2"]
    asked.clear()
    run = running.run(folder, record(), CASES, bulletins, lambda case: asked.append(case.id) or ask(case))
    assert asked == ["c3", "c4"]
    assert [result.id for result in run.results] == list(CASES)


def test_a_bad_label_stops_before_anything_is_asked(tmp_path, bulletins):
    bad = {"c9": ("made", Case(id="c9", lang="zh", kind="number", question="?", gold=("没有这句话",)))}
    with pytest.raises(GoldError, match="c9"):
        running.run(tmp_path / "r1", record(1), bad, bulletins, lambda case: pytest.fail("asked"))


def test_one_id_in_two_sets_is_an_error_that_names_both(tmp_path):
    line = '{"id": "c1", "lang": "zh", "kind": "number", "question": "?", "gold": ["x"]}\n'
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(line, "utf-8")
    with pytest.raises(SetError, match="c1 stands in the set a too"):
        cases_of([tmp_path / "a.jsonl", tmp_path / "b.jsonl"], "all")


def test_the_part_chooses_the_cases(tmp_path):
    line = '{{"id": "{}", "lang": "zh", "kind": "number", "question": "?", "gold": ["x"], "held_out": {}}}\n'
    path = tmp_path / "a.jsonl"
    path.write_text(line.format("c1", "true") + line.format("c2", "false"), "utf-8")
    assert list(cases_of([path], "tuning")) == ["c2"]
    assert list(cases_of([path], "held-out")) == ["c1"]


def test_an_unknown_run_names_those_that_are_kept(tmp_path, bulletins):
    running.run(tmp_path / "r1", record(), CASES, bulletins, ask)
    assert open_run(tmp_path, "latest").record.id == "r1"
    with pytest.raises(RunError, match="known runs: r1"):
        open_run(tmp_path, "r2")
