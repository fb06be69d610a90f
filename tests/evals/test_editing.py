from dataclasses import replace
from pathlib import Path

from fakes import bulletin

from assistant.letters.draft_check import Kit
from assistant.letters.draft_words import Words
from evals.corrupt import Claim
from evals.editing import judge

KITS = {"zh": Kit(Words.load(Path("prompts/letters"), "zh"))}


def test_a_false_claim_typed_into_a_draft_stays_marked_and_a_true_one_does_not():
    held = bulletin("made", "近年来累计投入24亿元，打通断头路34条。")
    true = Claim("打通断头路34条。", held, held.paragraphs[0], "trimmed", "zh", False)
    false = [replace(true, text="打通断头路43条。", kind="digit"), replace(true, text="群众满意。", kind="invented")]
    assert [one.refused for one in judge([true, *false], KITS)] == [False, True, True]
