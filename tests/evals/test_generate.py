from dataclasses import replace

from corpus.reader import read, read_folder
from evals.__main__ import main
from evals.case import load, save
from evals.check import review
from evals.generate import drafts


def test_a_figure_becomes_the_question_for_it(corpus):
    made = {case.question: case for case in drafts([read(corpus / "yiqu-2020.txt")])}
    assert made["打通断头路多少条？"].facts == (("34条", "34"),)
    assert made["关于“断头路”的问题是怎么整改的？"].kind == "measures"
    assert made["关于“断头路”的问题是怎么整改的？"].scope is None


def test_drafts_already_in_the_set_are_kept_as_a_person_left_them(tmp_path, corpus):
    path = tmp_path / "drafts.jsonl"
    assert main(["generate", str(path), "--corpus", str(corpus)]) == 0
    first = load(path)
    save([replace(first[0], question="改过的问题?", reviewed=True), *first[1:]], path)
    assert main(["generate", str(path), "--corpus", str(corpus)]) == 0
    again = {case.id: case for case in load(path)}
    assert len(again) == len(first)
    assert (again[first[0].id].question, again[first[0].id].reviewed) == ("改过的问题?", True)


def test_every_draft_is_proved_by_its_paragraph_and_waits_for_a_person(corpus):
    bulletins = read_folder(corpus).bulletins
    made = drafts(bulletins)
    found = review(made, bulletins)
    assert found.faults == ()
    assert found.unasked == ()
    assert not any(case.reviewed for case in made)
    assert {case.scope["bulletin_id"][0] for case in made} == {"yiqu-2020", "dingxian-2021"}


def test_the_same_corpus_gives_the_same_ids_so_that_accepted_drafts_stay(corpus):
    bulletins = read_folder(corpus).bulletins
    assert [case.id for case in drafts(bulletins)] == [case.id for case in drafts(bulletins)]
    few = drafts(bulletins, most=1)
    assert {case.id for case in few} < {case.id for case in drafts(bulletins)}
