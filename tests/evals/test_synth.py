import pytest

from corpus import gazetteer
from corpus.reader import read_folder
from evals import synth
from evals.case import load, resolve


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synth")
    assert synth.write(20, 5, folder)[0] == 20
    return folder


def test_the_same_seed_writes_the_same_and_another_does_not():
    texts = [[one.bulletin.text for one in synth.corpus(6, seed)[0]] for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_every_bulletin_reads_as_it_was_written():
    for one in synth.corpus(20, 5)[0]:
        bulletin = one.bulletin
        assert bulletin.issuer == f"中共{one.where.city}{one.where.district}委"
        assert bulletin.place.district == one.where.district
        assert bulletin.signed_on == one.signed_on
        headings = [section.title for section in bulletin.sections]
        assert all(sum(item.heading in heading for heading in headings) == 1 for item in one.items)


def test_no_place_is_a_real_one():
    names = {one.where.district for one in synth.corpus(60, 5)[0]}
    assert len(names) > 40
    assert not any(gazetteer.named(name) for name in names)


def test_gold_and_facts_stand_in_the_bulletin_that_is_meant(made):
    bulletins = read_folder(made / "bulletins").bulletins
    cases = load(made / "questions.jsonl")
    kinds = {case.kind for case in cases}
    assert {"number", "measures", "earlier_round", "lacking_item", "unheld_place"} <= kinds
    for case in cases:
        if not case.answerable:
            assert case.gold == ()
            continue
        paragraphs = resolve(case, bulletins)
        assert {paragraph.bulletin_id for paragraph in paragraphs} == {case.note}
        text = "".join(paragraph.text for paragraph in paragraphs)
        assert all(fact[0] in text for fact in case.facts)


def test_what_is_lacking_is_in_no_bulletin_of_that_place():
    known, cases = synth.corpus(20, 5)
    texts = {one.bulletin.id: one for one in known}
    for case in (case for case in cases if case.kind == "lacking_item"):
        place = texts[case.note].where
        held = {item.key for one in known if one.where == place for item in one.items}
        asked = {
            key
            for one in known
            for item in one.items
            for key in [item.key]
            for ask in item.asks
            if ask[2].format(place="#")
            == case.question.replace(place.english, "#")
            .replace(place.city + place.district, "#")
            .replace(place.district, "#")
            .replace(place.short, "#")
        }
        assert not asked & held, case.question


def test_the_label_says_that_nothing_is_real(made):
    assert "nothing here is real" in (made / "README.md").read_text("utf-8")


def test_other_matters_fill_a_bulletin_and_leave_what_is_asked_as_it_is():
    plain, questions = synth.corpus(6, 5)
    filled, same_questions = synth.corpus(6, 5, sentences=200)
    asked = [[(case.question, case.facts, len(case.gold)) for case in cases] for cases in (questions, same_questions)]
    assert asked[0] == asked[1]
    assert [one.items for one in filled] == [one.items for one in plain]
    for one in filled:
        told = one.bulletin.text.count("。")
        assert 200 <= told < 330, told  # headings and the frame end in 。 too
        headings = [section.title for section in one.bulletin.sections]
        assert all(sum(item.heading in heading for heading in headings) == 1 for item in one.items)


def test_places_do_not_run_out_at_a_thousand_bulletins():
    places = [one.where.district for one in synth.corpus(1000, 3)[0]]
    assert len(places) == 1000
    assert len(set(places)) > 700
