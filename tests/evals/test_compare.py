import re

import made_results as made

from evals.compare import as_json, compare, markdown
from evals.compare_page import page
from evals.metrics import randomization_p
from evals.settings import EvalsSettings
from evals.summary import score

SETTINGS = EvalsSettings(resamples=500)
GOOD, BAD = made.answer("新建小学5所"), made.answer("更换供热管网12公里", cites=made.OTHER)


def results(*good, **fields):
    return [
        made.result(made.case(f"c{n}", facts=(("5所",),), **fields), GOOD if right else BAD)
        for n, right in enumerate(good)
    ]


def changed(before, after, measure="fact recall", part="tuning"):
    found = compare(score(before), score(after), SETTINGS)
    return next(one for one in found.changes if (one.part, one.language, one.measure) == (part, "all", measure))


def test_a_clear_gain_is_told_from_one_that_may_be_noise():
    clear = changed(results(*[False] * 12), results(*[True] * 12))
    assert (clear.verdict, clear.found.won, clear.found.lost) == ("better", 12, 0)
    worse = changed(results(*[True] * 12), results(*[False] * 12))
    assert worse.verdict == "WORSE"
    little = changed(results(True, False, False), results(False, True, True))
    assert (little.verdict, little.found.won, little.found.lost) == ("may be noise", 2, 1)
    assert changed(results(True), results(True)).verdict == "the same"


def test_fewer_wrong_figures_are_a_gain():
    better = changed(
        [made.result(made.case(f"c{n}"), made.answer("投资38亿元")) for n in range(12)],
        [made.result(made.case(f"c{n}"), GOOD) for n in range(12)],
        "wrong figure",
    )
    assert (better.before, better.after, better.verdict) == (1.0, 0.0, "better")


def test_a_case_of_one_run_only_or_asked_otherwise_is_not_compared():
    before, after = results(True, True), results(True, True, True)
    after[0] = made.result(made.case("c0", question="别的问题?"), GOOD)
    found = compare(score(before), score(after), SETTINGS)
    assert (found.cases, found.left_out) == (1, ("c2",))


def test_held_out_cases_are_not_listed(tmp_path):
    before, after = results(False, held_out=True), results(True, held_out=True)
    found = compare(score(before), score(after), SETTINGS)
    text = markdown(made.run(tmp_path, *before), made.run(tmp_path, *after), found)
    assert "held out part" in text
    assert "c0" not in text
    assert all("won" not in change for change in as_json(found)["changes"])


def test_the_randomization_test_of_ten_wins_is_near_the_exact_one():
    ten = {str(n): 1.0 for n in range(10)}
    none = dict.fromkeys(ten, 0.0)
    assert randomization_p(ten, none, 20_000) < 0.006  # exactly 2 / 2**10
    assert randomization_p(ten, ten) == 1.0


def test_the_page_opens_both_answers_of_a_changed_case_and_nothing_it_was_not_given(tmp_path):
    hostile = "<script>document.title='owned'</script>"
    before, after = score(results(True, True, question=hostile)), score(results(True, False, question=hostile))
    found = compare(before, after, SETTINGS)
    runs = [made.run(tmp_path, *(one.result for one in scored)) for scored in (before, after)]
    text = page(*runs, found, before, after)
    assert "fact recall worse" in text
    assert "新建小学5所" in text
    assert "更换供热管网12公里" in text
    assert text.count("<details>") == 1
    assert "<script" not in text
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
