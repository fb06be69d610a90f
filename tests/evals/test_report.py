import json
import re

import made_results as made
import pytest

from evals.report import as_json, common, markdown, worst
from evals.report_page import page
from evals.settings import EvalsSettings
from evals.summary import score, summarise

GOOD = made.answer("新建小学5所")
HOSTILE = "</script><script>document.title='owned'</script>"


def made_report(tmp_path, *results):
    run, scored = made.run(tmp_path, *results), score(results)
    return run, summarise(scored, EvalsSettings(resamples=50)), scored


@pytest.fixture
def whole(tmp_path):
    return made_report(
        tmp_path,
        made.result(made.case("right", facts=(("5所",),)), GOOD),
        made.result(made.case("wrong", facts=(("6所",),), lang="en", question=HOSTILE), GOOD),
        made.result(made.case("hidden", facts=(("7所",),), held_out=True), GOOD),
    )


def test_the_text_tells_the_worst_tuning_cases_and_no_held_out_one(whole):
    text = markdown(*whole)
    assert "tuning part: 2 cases, 1 with a failure" in text
    assert "`wrong`" in text
    assert "hidden" not in text
    assert "| fact not said | 1     | 0.500 |" in text


def test_the_data_holds_every_score_with_its_reason(whole):
    data = as_json(*whole)
    assert [case["id"] for case in data["cases"]] == ["right", "wrong"]
    assert data["cases"][1]["scores"]["fact recall"] == {"value": 0.0, "reason": "not said: 6所"}


def test_what_the_worst_share_is_named():
    results = [made.result(made.case(f"ok{n}", facts=(("5所",),)), GOOD) for n in range(9)]
    results += [made.result(made.case(f"bad{n}", facts=(("6所",),), lang="en"), GOOD) for n in range(3)]
    scored = score(results)
    chosen = worst(scored)
    assert [one.result.id for one in chosen] == ["bad0", "bad1", "bad2"]
    assert "language en: 3 of 3 (of all 25%)" in common(chosen, scored)


def test_the_page_stands_alone_and_nothing_in_it_is_run_that_was_not_written_for_it(whole):
    text = page(*whole)
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    assert "default-src 'none'" in text
    assert HOSTILE not in text
    assert text.count("</script>") == 2
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert json.loads(data[1])["cases"][1]["question"] == HOSTILE


@pytest.mark.needs("chromium")
def test_a_failed_case_is_found_by_its_failure_and_opens_with_its_gold_and_evidence(whole, tmp_path):
    import browser

    (tmp_path / "report.html").write_text(page(*whole), "utf-8")
    with browser.chromium() as chromium:
        opened = chromium.new_page(viewport=browser.PHONE)
        faults = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("request", lambda request: faults.append(request.url) if request.url[:5] != "file:" else None)
        opened.goto((tmp_path / "report.html").as_uri())
        rows = opened.locator("#cases > tbody > tr")
        assert rows.count() == 1  # the failures of the tuning part are shown first
        opened.select_option("#f-failure", "fact not said")
        opened.click("button.open")
        sides = opened.locator(".side")
        assert [text.split("\n")[0] for text in sides.all_inner_texts()] == [
            "Question 问题", "Answer 回答", "Gold 应引", "Evidence 依据",
        ]  # fmt: skip
        assert "not said 未答" in sides.nth(2).inner_text()
        assert HOSTILE in sides.nth(0).inner_text()
        opened.select_option("#f-failure", "")
        assert rows.count() == 2
        opened.check("#f-held")
        assert rows.count() == 3
        assert opened.evaluate("document.documentElement.scrollWidth") <= 390
        assert faults == []
        assert "owned" not in opened.title()
