from dataclasses import replace

from fakes import bulletin

from corpus.bulletin import Section
from evals.case import Case
from evals.check import review

RIVER = bulletin("river-2021", "投资300万元疏浚河道。", "新建学校2所。")


def case(**fields):
    return Case(**{"id": "c1", "lang": "zh", "kind": "number", "question": "?", **fields})


def headed(source):
    """The bulletin with each paragraph under a heading of its own."""
    return replace(
        source,
        paragraphs=tuple(
            replace(paragraph, section=Section(None, 1, f"{number}.", number, f"{number}.关于问题", 0, 0))
            for number, paragraph in enumerate(source.paragraphs, start=1)
        ),
    )


def test_a_sound_set_has_no_fault():
    found = review([case(gold=("疏浚河道",), facts=(("300万元", "3 million yuan"),))], [RIVER])
    assert found.faults == ()


def test_a_fact_outside_the_gold_paragraph_is_a_fault():
    (fault,) = review([case(gold=("疏浚河道",), facts=(("2所", "two"), ("300万元",)))], [RIVER]).faults
    assert "c1" in fault
    assert "2所 / two" in fault


def test_a_fact_may_stand_in_the_heading_above():
    cases = [case(gold=("疏浚河道",), facts=(("1.关于问题",),))]
    assert review(cases, [headed(RIVER)]).faults == ()
    assert len(review(cases, [RIVER]).faults) == 1


def test_a_label_that_names_nothing_is_a_fault_and_the_rest_is_still_checked():
    found = review([case(gold=("机场",)), case(id="c2", gold=("新建学校",), facts=(("3所",),))], [RIVER])
    assert [fault.split(":")[0] for fault in found.faults] == ["case c1", "case c2"]


def test_an_unanswerable_case_has_no_facts_to_find():
    assert review([case(answerable=False, facts=(("没有提到",),))], [RIVER]).faults == ()


def test_coverage_counts_kinds_languages_and_items_nobody_asks_about():
    found = review(
        [case(gold=("疏浚河道",)), case(id="c2", lang="en", held_out=True, gold=("疏浚河道",))], [headed(RIVER)]
    )
    assert found.kinds == {"number": 2}
    assert found.languages == {"zh": 1, "en": 1}
    assert (found.held_out, found.items) == (1, 2)
    assert [item.section.title for item in found.unasked] == ["2.关于问题"]
