"""In: what is to be said, and the language. Out: the sentence or label, in plain Chinese or English.

Sentences with {names} are filled by the caller. Words sent to a model live in prompts/.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.answer import Language

_CAN_ZH = "我只根据收录的整改通报回答，例如：“大班额问题是怎么解决的？”"
_CAN_EN = (
    "I answer from the rectification bulletins held here, for example: “What was done about oversized school classes?”"
)

_WORDS: dict[str, tuple[str, str]] = {
    # labels and leads
    "understood_as": ("理解为：{question}", "Understood as: {question}"),
    "planned": ("计划中", "planned"),
    "partly": ("部分核实", "partly"),
    "suggestions": ("可以参考：", "You could try:"),
    "evidence": ("依据", "Evidence"),
    "missing": ("未提及：{point}", "Not stated: {point}"),
    "premise": (
        "问题中的“{figure}”与通报不符或未见于所引段落，请以原文为准。",
        "“{figure}” in the question does not stand in the cited text; what stands there is quoted.",
    ),
    "premise_check": (
        "问题中的说法与所引原文不符：{detail}。",
        "The question has it otherwise than the cited text: {detail}.",
    ),
    "premise_all": (
        "所引原文并没有说全部完成，请看引文中尚在进行或计划中的部分。",
        "The cited text does not say that all is done; see what it calls planned or under way.",
    ),
    # a language model that was of no help: what is shown instead
    "model_down": (
        "语言模型连接不上，以下为原文摘录。",
        "The language model cannot be reached; the bulletin is quoted instead.",
    ),
    "model_slow": (
        "语言模型未能及时作答，以下为原文摘录。",
        "The language model took too long; the bulletin is quoted instead.",
    ),
    "model_busy": ("语言模型繁忙，以下为原文摘录。", "The language model is busy; the bulletin is quoted instead."),
    "model_refused": (
        "语言模型拒绝了请求，以下为原文摘录；请管理员运行 make doctor。",
        "The language model refused the request; the bulletin is quoted instead. Ask your administrator: make doctor.",
    ),
    "model_cut": (
        "语言模型的回答中断，以下为原文摘录。",
        "The language model broke off; the bulletin is quoted instead.",
    ),
    "model_babbling": (
        "语言模型的回答没有原文依据，以下为原文摘录。",
        "What the language model wrote is not in the bulletin, which is quoted instead.",
    ),
    "model_empty": (
        "语言模型没有作答，以下为原文摘录。",
        "The language model said nothing; the bulletin is quoted instead.",
    ),
    "model_not_citing": (
        "语言模型的回答没有标明出处，以下为原文摘录。",
        "The language model named no sources; the bulletin is quoted instead.",
    ),
    "no_such_source": ("引用的资料{handles}不存在", "cites source {handles}, which does not exist"),
    "cites_nothing": ("没有标明出处", "cites nothing"),
    "hardly_backed": ("措辞的原文依据不足", "too little of the wording is the source's"),
    "other_language": ("不是提问的语言", "not in the language of the question"),
    # refusals: one calm sentence, and what it can do instead
    "refused_injection": (
        "我不能改变或公开自己的规则，也不能编造内容或省去出处。" + _CAN_ZH,
        "I cannot change or reveal my rules, make things up, or leave out sources. " + _CAN_EN,
    ),
    "refused_abuse": (
        "我无法回应这样的话；如果对整改工作有疑问，请直接提问。" + _CAN_ZH,
        "I cannot respond to that; if something about the rectification concerns you, please ask it directly. "
        + _CAN_EN,
    ),
    "refused_off_topic": (
        "这不在我能回答的范围内。" + _CAN_ZH,
        "That is outside what I can answer. " + _CAN_EN,
    ),
    "refused_not_a_question": (
        "您好，请输入一个关于整改通报的问题。" + _CAN_ZH,
        "Hello, please ask a question about the bulletins. " + _CAN_EN,
    ),
    # nothing found, or not held
    "not_found": ("收录的通报中没有找到相关内容。", "The bulletins held here say nothing about this."),
    "lacking": ("{place}的通报没有提到所问的事项。", "The bulletin of {place} does not tell of this."),
    "earlier": (
        "（最新一期通报没有提到，以下出自较早的通报）",
        " (the newest bulletin does not tell of it; this is from an earlier one)",
    ),
    "by_place": ("以下按地方分列：{places}。", "By place: {places}."),
    "place_as_of": ("{place}截至{date}", "{place} as of {date}"),
    "unheld_place": ("没有收录关于{name}的通报。", "No bulletin about {name} is held here."),
    "unheld_year": (
        "收录的通报没有涉及{name}的内容。",
        "The bulletins held here say nothing about {name}.",
    ),
    "unheld_bulletin": ("没有收录{name}的通报。", "No bulletin of {name} is held here."),
    "unheld_body": ("收录的通报中没有提到{name}。", "The bulletins held here do not mention {name}."),
    "unheld_document": ("收录的通报中没有提到{name}。", "The bulletins held here do not mention {name}."),
    "unheld_filter": (
        "所选范围内没有{name}的通报，请放宽筛选范围。",
        "The chosen filter leaves out {name}; widen it to search there.",
    ),
    "held_bulletin": ("{place}（{date}）", "{place} ({date})"),
    "held_more": ("另有{count}份通报", "and {count} more bulletins"),
    "no_date": ("日期不详", "no date"),
    "no_place": ("未注明地区", "no place given"),
    # the scope as shown
    "scope_latest": ("最新一期通报", "the latest bulletin"),
    "scope_from": ("{day}以后发布", "issued from {day}"),
    "scope_to": ("{day}以前发布", "issued up to {day}"),
    "scope_between": ("{first}至{last}发布", "issued {first} to {last}"),
    # faults
    "failed": (
        "回答时出现故障（{fault}），请重试；若仍然失败，请联系管理员。",
        "Something failed while answering ({fault}); please try again, and tell your administrator if it goes on.",
    ),
}


def say(key: str, language: Language) -> str:
    """The words for a key, with their {names} still to fill. Raises KeyError for an unknown key."""
    return _WORDS[key][0 if language == "zh" else 1]


# A reply without a citation that reads like these, whoever wrote it, refused or found nothing.
_REFUSES = re.compile(
    r"抱歉|对不起|无法(?:回[应答]|提供|协助)|不能(?:回答|提供|公开|改变)|\bsorry\b|\bI (?:cannot|can['’]t|am unable)",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"没有(?:收录|找到|提到|提及|涉及)|未(?:找到|提及|收录)|\bno (?:bulletin|information|mention)|\bsay nothing|"
    r"\bnot (?:stated|mention)",
    re.IGNORECASE,
)


def declined(reply: str) -> Literal["refused", "not_found"] | None:
    """Whether a reply of ours, as text, was a refusal or found nothing; None when it answered or is empty."""
    if not reply.strip() or re.search(r"\[\d+\]", reply):
        return None
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    said = {key for line in lines for key, pattern in _declining() if pattern.fullmatch(line)}
    if any(key.startswith(("refused", "failed")) for key in said):
        return "refused"
    if said or _NOTHING.search(reply):
        return "not_found"
    return "refused" if _REFUSES.search(reply) else None


@cache
def _declining() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences that refuse or find nothing, with anything in place of their {names}."""
    keys = [key for key in _WORDS if key.startswith(("refused_", "failed", "not_found", "unheld_"))]
    return tuple(
        (key, re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(words)))) for key in keys for words in _WORDS[key]
    )
