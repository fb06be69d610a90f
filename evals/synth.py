"""In: how many bulletins, and a seed. Out: made-up bulletins of invented places, all alike, and questions with gold.

Problems and ways of asking come from made_up/items.toml. Knows nothing of answers; nothing in it is real.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any, Literal

from pypinyin import lazy_pinyin

from corpus import gazetteer
from corpus.bulletin import Bulletin
from corpus.structure import parse
from evals.case import CASE, Case
from evals.synth_filler import Filler, Told

ITEMS = Path(__file__).parent / "made_up" / "items.toml"
_FIRST, _SECOND = "云青沙栖澜砚霁棠汐芷岫榆溯峤洵", "畔湄嵋汀浔渚埠墅澍岑隰圩垸皋陂"
# Once those are used up:
_MORE_FIRST, _MORE_SECOND = "泠萦霖漪晏珩蓁葭菡莳筠岚翊漱沐瑾璟珞琬绫缈翡芮菁", "坞堰滘塬垭峁崮嶂垅垟畈垴磡嶝"
_LEVELS = (("县", "County"), ("区", "District"), ("市", "City"))
_SECTIONS = ("聚焦民生保障方面", "聚焦高质量发展方面", "聚焦全面从严治党方面", "聚焦基层治理方面")
_ITEMS_HELD = (12, 20)  # of the problems known, how many one bulletin reports on
_SECOND_ROUND = 0.25  # share of places inspected twice
_ASKED = 4  # questions a bulletin
_README = """# Made-up bulletins

Invented places, problems and figures; nothing here is real.
Written by `python -m evals synth --bulletins {bulletins} --seed {seed}{more}`.
"""
Style = Literal["run on", "own line", "parts", "measures"]
STYLES: tuple[Style, ...] = ("run on", "own line", "parts", "measures")


@dataclass(frozen=True, slots=True)
class Where:
    """An invented place; `short` is its name without its level."""

    city: str
    district: str
    english: str

    @property
    def short(self) -> str:
        return self.district[:-1]


@dataclass(frozen=True, slots=True)
class Item:
    """One problem as one bulletin tells it: its heading, its sentences, and what may be asked of it."""

    key: str
    heading: str
    sentences: tuple[str, ...]
    asks: tuple[tuple[str, str, str, tuple[str, ...]], ...]  # language, kind, question with {place}, facts


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up bulletin: its text and how it reads."""

    where: Where
    signed_on: date
    items: tuple[Item, ...]
    bulletin: Bulletin


def corpus(count: int, seed: int, sentences: int = 0) -> tuple[list[MadeUp], list[Case]]:
    """`count` bulletins and their questions; the same seed gives the same. Raises ValueError for too many places.

    Other matters fill each bulletin up to `sentences`; what is asked for, and the questions, stay as they are without.
    """
    filler = Filler(seed, sentences) if sentences else None
    chance = random.Random(seed)
    known: dict[str, Any] = tomllib.loads(ITEMS.read_text(encoding="utf-8"))
    made: list[MadeUp] = []
    invented = _places(chance)
    unheld = [next(invented) for _ in range(max(1, count // 10))]
    while len(made) < count:
        where = next(invented, None)
        if where is None:
            raise ValueError(f"only {len(made)} places can be invented; ask for fewer bulletins")
        rounds = 2 if chance.random() < _SECOND_ROUND and len(made) + 1 < count else 1
        first = date(chance.randint(2018, 2021), chance.randint(1, 12), chance.randint(1, 28))
        style = chance.choice(STYLES)
        for again in range(rounds):
            signed = first + timedelta(days=again * chance.randint(500, 900))
            made.append(_made_up(chance, known, where, signed, style, filler))
    return made, _cases(chance, known, made, unheld)


def write(count: int, seed: int, folder: Path, sentences: int = 0) -> tuple[int, int]:
    """Write bulletins/, questions.jsonl and a label into the folder; returns how many of each."""
    made, cases = corpus(count, seed, sentences)
    (folder / "bulletins").mkdir(parents=True, exist_ok=True)
    for one in made:
        (folder / "bulletins" / f"{one.bulletin.id}.txt").write_text(one.bulletin.text, encoding="utf-8")
    lines = [json.dumps(CASE.dump_python(case, mode="json"), ensure_ascii=False) for case in cases]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    more = f" --sentences {sentences}" if sentences else ""
    (folder / "README.md").write_text(_README.format(bulletins=count, seed=seed, more=more), encoding="utf-8")
    return len(made), len(cases)


def _places(chance: random.Random) -> Iterator[Where]:
    """Places that no gazetteer holds, no two of them alike by sound."""
    stems = _pairs(_FIRST, _SECOND)
    cities = [stem for stem in stems[::7] if _is_invented(stem + "市")]
    chance.shuffle(stems)
    heard: set[str] = set()
    for stem in (*stems, *_pairs(_MORE_FIRST, _SECOND + _MORE_SECOND)):
        sound = "".join(lazy_pinyin(stem))
        level, english = chance.choice(_LEVELS[:2])
        if sound in heard or stem in cities or not _is_invented(stem + level):
            continue
        heard.add(sound)
        yield Where(f"{chance.choice(cities)}市", stem + level, f"{sound.capitalize()} {english}")


def _pairs(first: str, second: str) -> list[str]:
    return ["".join(pair) for pair in product(first, second)] + ["".join(pair) for pair in product(second, first)]


def _is_invented(name: str) -> bool:
    return not gazetteer.named(name) and not gazetteer.latin_named("".join(lazy_pinyin(name[:-1])))


def _made_up(
    chance: random.Random, known: dict[str, Any], where: Where, signed: date, style: Style, filler: Filler | None
) -> MadeUp:
    keys = chance.sample(sorted(known), min(len(known), chance.randint(*_ITEMS_HELD)))
    items = tuple(_item(chance, key, known[key]) for key in keys)
    sound = "".join(lazy_pinyin(where.short))
    told = [Told(item.heading, item.sentences) for item in items]
    text = _text(chance, where, signed, filler.filled(told) if filler else told, style)
    return MadeUp(where, signed, items, parse(f"{sound}-{signed.isoformat()}", text))


def _item(chance: random.Random, key: str, known: dict[str, Any]) -> Item:
    values = {name: _value(chance, *slot) for name, slot in known["slots"].items()}
    asks = []
    for ask in known["asks"]:
        for at, question in enumerate(ask["q"]):
            facts = ask["facts_by"][at] if "facts_by" in ask else ask["facts"]
            asks.append((ask["lang"], ask["kind"], question, tuple(fact.format(**values) for fact in facts)))
    heading = chance.choice(known["headings"])
    return Item(key, heading, tuple(sentence.format(**values) for sentence in known["text"]), tuple(asks))


def _value(chance: random.Random, low: float, high: float, decimals: int, unit: str) -> str:
    value = round(chance.uniform(low, high), decimals)
    return f"{value:.{decimals}f}{unit}" if decimals else f"{int(value)}{unit}"


def _text(chance: random.Random, where: Where, signed: date, items: Sequence[Told], style: Style) -> str:
    name = f"中共{where.city}{where.district}委"
    began, told = signed - timedelta(days=chance.randint(240, 320)), signed - timedelta(days=chance.randint(110, 160))
    ended = began + timedelta(days=60)
    lines = [
        f"{name}关于巡察整改进展情况的通报",
        f"来源:虚构测试语料 发布时间:{(signed + timedelta(days=4)).isoformat()}",
        f"根据市委统一部署,{_day(began)}至{ended.month}月{ended.day}日,市委第{chance.choice('一二三四五')}巡察组对{where.district}开展了巡察。"
        f"{_day(told)},市委巡察组向{where.district}委反馈了巡察意见。现将整改情况予以公布。",
    ]
    per = -(-len(items) // 3)
    for number, start in enumerate(range(0, len(items), per)):
        top = f"第{'一二三四'[number]}部分 " if style == "parts" else f"{'一二三四'[number]}、"
        lines.append(f"{top}{_SECTIONS[number]}")
        for at, item in enumerate(items[start : start + per], 1):
            lines += _told(item, at, style)
    lines += ["下一步,将持续巩固整改成果,欢迎干部群众监督。", name, _day(signed)]
    wide = str.maketrans(",:;", "，：；")
    text = "\n\n".join(lines) + "\n"
    return text.translate(wide) if chance.random() < 0.5 else text


def _told(item: Told, number: int, style: Style) -> list[str]:
    body = "".join(item.sentences)
    if style == "run on":
        return [f"({number}){item.heading}。{body}"]
    if style == "own line":
        return [f"{number}.{item.heading}", body]
    if style == "parts":
        return [f"{number}、{item.heading}。", *item.sentences]
    ordinals = "一二三四五六七八九"
    points = "".join(f"{ordinals[at]}是{sentence}" for at, sentence in enumerate(item.sentences))
    return [f"（{_han(number)}）{item.heading}", points]


def _han(number: int) -> str:
    ones = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
    ten = "十" if number >= 10 else ""
    return (ones[number // 10] if number >= 20 else "") + ten + ones[number % 10]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _cases(chance: random.Random, known: dict[str, Any], made: Sequence[MadeUp], unheld: Sequence[Where]) -> list[Case]:
    """Questions on each bulletin, on what it lacks, on its earlier round, and on places that nobody holds."""
    newest = {one.where: one for one in made}
    drafts: list[Case] = []
    for one in made:
        earlier = newest[one.where] is not one
        for item in chance.sample(one.items, min(_ASKED, len(one.items))):
            drafts.append(_case(chance, one, item, earlier))
        lacked = sorted(set(known) - {item.key for other in made if other.where == one.where for item in other.items})
        if lacked and not earlier:
            drafts.append(_lacking(chance, one, _item(chance, *(key := chance.choice(lacked), known[key]))))
    for where in unheld:
        item = _item(chance, *(key := chance.choice(sorted(known)), known[key]))
        language, _, question, _ = chance.choice(item.asks)
        drafts.append(_unanswerable(language, "unheld_place", _named(chance, where, language), question, "not_found"))
    return [replace(case, id=f"synth-{number:05}") for number, case in enumerate(drafts, 1)]


def _named(chance: random.Random, where: Where, language: str) -> str:
    if language == "en":
        return where.english
    return chance.choice((where.district, where.district, where.city + where.district, where.short))


def _case(chance: random.Random, one: MadeUp, item: Item, earlier: bool) -> Case:
    language, kind, question, facts = chance.choice(item.asks)
    place = _named(chance, one.where, language)
    asked = question.format(place=place)
    if earlier:
        year = one.signed_on.year
        asked = f"In the {year} bulletin: {asked}" if language == "en" else f"{year}年的通报里,{asked}"
    holding = [
        paragraph.id
        for paragraph in one.bulletin.paragraphs
        if any(sentence.translate(_WIDE) in paragraph.text.translate(_WIDE) for sentence in item.sentences)
        and (not facts or any(fact in paragraph.text for fact in facts))
    ]
    return Case(
        id="",
        lang="en" if language == "en" else "zh",
        kind="earlier_round" if earlier else kind,
        question=asked,
        gold=tuple(holding),
        facts=tuple((fact,) for fact in facts),
        author="synth",
        note=one.bulletin.id,
    )


_WIDE = str.maketrans(",:;", "，：；")


def _lacking(chance: random.Random, one: MadeUp, item: Item) -> Case:
    language, _, question, _ = chance.choice(item.asks)
    case = _unanswerable(
        language, "lacking_item", _named(chance, one.where, language), question, "not_found", "partial"
    )
    return replace(case, note=one.bulletin.id)


def _unanswerable(language: str, kind: str, place: str, question: str, *expect: str) -> Case:
    return CASE.validate_python(
        {
            "id": "-",
            "lang": language,
            "kind": kind,
            "question": question.format(place=place),
            "answerable": False,
            "expect": expect,
            "author": "synth",
        }
    )
