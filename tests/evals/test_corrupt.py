"""A corrupted claim is false in the way its kind says, and never by accident true."""

import random
from datetime import date
from pathlib import Path

import pytest

from corpus.bulletin import Bulletin, Paragraph, Place
from corpus.reader import read
from corpus.sentences import split
from evals import corruptions
from evals.corrupt import Claim, Labels, corrupted, true_claims
from evals.verification import wilson

MADE_UP = Path(__file__).parent.parent / "data" / "made-up"
LABELS = Labels(
    {"one": {"place": ["白石镇"], "body": ["县水利局"]}},
    {"place": ["清水湾镇"], "body": ["区审计局"]},
    ["Fushan"],
    {"zh": ["得到好评"], "en": ["and all were pleased"]},
)


def claim(text, language="zh"):
    paragraph = Paragraph("one/00000000", None, text, 0, len(text), split(text), ())
    bulletin = Bulletin(
        "one", text, None, None, Place(), None, None, date(2021, 6, 30), None, None, (), (), (paragraph,)
    )
    return Claim(text, bulletin, paragraph, "verbatim", language, False)


def made(kind, text, language="zh"):
    return set(corruptions.KINDS[kind](claim(text, language), LABELS, random.Random(1)))


def test_units_move_by_powers_of_ten():
    assert made("unit", "投入3.2亿元。") == {"投入3.2万元。"}
    assert made("unit", "It cost 32 million yuan.", "en") == {
        "It cost 32 billion yuan.",
        "It cost 32 million US dollars.",
    }


def test_two_amounts_of_one_kind_change_places():
    assert made("swap", "已整改31个,剩余12个。") == {"已整改12个,剩余31个。"}
    assert made("swap", "已整改12个,剩余12个。") == set()
    assert made("swap", "投入3亿元,新建12所。") == set()


def test_a_changed_digit_is_no_other_figure_of_the_paragraph():
    for text in made("digit", "共2个,另有1个、3个、4个、5个、6个、7个、8个。"):
        assert text.startswith("共9个") or "9个" in text


def test_dates_shift():
    assert made("date", "2019年建成。") == {"2018年建成。", "2020年建成。"}
    assert made("date", "今年建成。") == {"去年建成。"}
    assert made("date", "It opened in March.", "en") == {"It opened in May."}


def test_a_plan_is_told_as_done_without_leaving_a_plan():
    assert made("plan", "年内将完成6个小区。") == {"已完成6个小区。"}
    assert made("plan", "已完成6个小区。") == set()


def test_a_negation_is_turned_once():
    assert made("negation", "没有发生事故。") == {"发生了事故。"}
    assert made("negation", "已化解大班额。") == {"未化解大班额。"}
    assert made("negation", "No case was found.", "en") == {"one case was found."}


def test_a_name_becomes_one_of_elsewhere():
    assert made("name", "县水利局排查白石镇。") == {"区审计局排查白石镇。", "县水利局排查清水湾镇。"}


def test_a_clause_is_added():
    assert made("invented", "已建成。") == {"已建成，得到好评。"}


@pytest.fixture(scope="module")
def bulletin():
    return read(MADE_UP / "yunqi-2021-11-12.txt")


def test_a_wrong_citation_names_a_paragraph_without_the_statement(bulletin):
    own = [claim for claim in true_claims([bulletin], 0) if claim.form == "verbatim"]
    wrong = corrupted(own, {"zh": {"citation": corruptions.KINDS["citation"]}}, seed=0, most=5)
    assert len(wrong) == 10
    assert all(one.text not in one.paragraph.text for one in wrong)


def test_trimmed_claims_are_words_of_their_paragraph(bulletin):
    trimmed = [claim for claim in true_claims([bulletin], 0) if claim.form == "trimmed"]
    assert len(trimmed) > 20
    assert all(claim.text in claim.paragraph.text for claim in trimmed)


def test_the_same_seed_makes_the_same_claims(bulletin):
    own = true_claims([bulletin], 0)
    kinds = {"zh": dict(corruptions.KINDS)}
    assert corrupted(own, kinds, 3, 4) == corrupted(own, kinds, 3, 4)
    assert corrupted(own, kinds, 3, 4) != corrupted(own, kinds, 4, 4)


def test_wilson_interval_of_a_known_case():
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)
