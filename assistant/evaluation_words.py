"""The words of the page about judging answers, in Chinese and English: corrections in the chat, the place 评测."""

from __future__ import annotations

EVALUATION: dict[str, tuple[str, str]] = {
    # what a reader says of an answer
    "good_answer": ("有帮助", "Helpful"),
    "bad_answer": ("没帮助", "Not helpful"),
    "correct_answer": ("纠正", "Correct it"),
    "correction": ("纠正这个答复", "Correct this answer"),
    "what_is_wrong": ("哪里不对", "What is wrong"),
    "fault_figure": ("数字", "A figure"),
    "fault_place": ("地区", "The place"),
    "fault_missing": ("有遗漏", "Something is missing"),
    "fault_citation": ("依据不对", "The citation"),
    "fault_wording": ("措辞", "The wording"),
    "fault_absent": ("通报里没有答案", "The bulletins do not say it"),
    "pick": ("就是这一段", "This is the right one"),
    "pick_how": (
        "在下面的依据和其他相关段落中，点“就是这一段”选出正确的段落。",
        "In the evidence and the other paragraphs below, press “This is the right one”.",
    ),
    "picked": ("已选 {count} 段", "Paragraphs picked: {count}"),
    "pick_first": (
        "请先选出能回答问题的段落，或勾选“通报里没有答案”，才能做成案例。",
        "Pick the paragraph that answers the question first, or tick that the bulletins do not say it.",
    ),
    "correction_note": ("补充说明", "In your own words"),
    "save_correction": ("保存", "Save"),
    "make_case": ("做成案例", "Make a case of it"),
    "cancel_correction": ("取消", "Cancel"),
    "masked_first": (
        "做成案例前，身份证号、电话等个人信息会先被隐去；案例由评测人员审核后使用。",
        "Before it becomes a case, ID, telephone and other personal numbers are masked; an evaluator reviews it.",
    ),
    "correction_kept": ("纠正意见已保存", "Your correction is kept"),
    "case_made": ("已做成案例 {case}，在题集“{set}”中待审核", "Case {case} waits for review in the set “{set}”"),
}
