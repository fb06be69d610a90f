"""In: a masked letter and its language. Out: who wrote it (name, title), when, and from where, as far as it says.

Reads the forms of openings and signatures. A name that is only hinted at (张某, 小李) stays as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.answer import Language
from assistant.names import SURNAME
from corpus import figures

_TITLES_ZH = (
    "先生|女士|小姐|同志|老师|教授|医生|大夫|经理|总经理|董事长|厂长|校长|律师|工程师|记者|师傅|阿姨|大姐|大爷|大妈"
)
_TITLES_EN = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Rev)\.?"
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯"
_NAME_ZH = re.compile(
    r"(?:居民|村民|市民|群众|家长|业主|住户|职工|教师|学生|商户|党员|代表|司机|网民|读者|[反来投申写咨联署][映信诉请询系]人|姓名|署名|此致)?"
    rf"(?P<name>(?:{_DOUBLE}|{SURNAME})(?=\s*[(（]?\s*(?:{_TITLES_ZH}))|(?:{_DOUBLE}|{SURNAME})[㐀-鿿]{{1,2}}|[老小]{SURNAME})"
    rf"\s*[(（]?\s*(?P<title>{_TITLES_ZH})?\s*[)）]?$"
)
_SAYS_ZH = re.compile(
    rf"(?:我叫|我名叫|我的名字(?:是|叫)|本人(?:姓名)?(?:是|叫|[:：])?|我是)(?P<name>(?:{_DOUBLE}|{SURNAME})[㐀-鿿]{{1,2}})(?=[，,。；;、（(]|$)"
)
_ROLE_AND_NAME = re.compile(rf"我是[^，,。；;]{{2,14}}?(?P<name>(?:{_DOUBLE}|{SURNAME})[㐀-鿿]{{1,2}})(?=[，,。；;]|$)")
_CALLS_ZH = re.compile(rf"(?:我|本人)姓(?P<name>{_DOUBLE}|{SURNAME})(?=[，,。；;]|$)")
_NAME_EN = re.compile(
    rf"^(?:(?P<title>{_TITLES_EN})\s+)?(?P<name>(?!(?:An?|The|Your|Some|One|Two|Best|Kind|Many|With|From|Yours|Sent|Hello|Hi|Hey|Dear|Good|To)\b)"
    r"[A-Z][\w’'-]*\.?(?:\s+(?:(?:[a-z]{2,3}|&)\s+)?[A-Z][\w’'-]*\.?){0,3})[,.]?$"
)
_CLOSES_EN = re.compile(
    r"^(?:(?:yours|kind|best|warm|many|with)?\s*(?:sincerely|faithfully|truly|"
    r"regards|respectfully|wishes|thanks|thank you|cheers|take care|"
    r"best|yours|cordially)(?:\s+(?:again|very much|in advance|so much|yours))*)[,.!]?\s*",
    re.IGNORECASE,
)
_SAYS_EN = re.compile(
    rf"\b(?:[Mm]y name is|I am|I'm|[Tt]his is)\s+(?:(?P<title>{_TITLES_EN})\s+)?"
    r"(?P<name>[A-Z][\w'’-]+\s+(?:[A-Z]\.\s+)?[A-Z][\w'’-]+)\b"
)
# 联系人：崔经理，手机…: what stands before the comma signs.
_LABELLED_ZH = re.compile(r"^(?:联系人|姓名|署名|[反来投申写咨][映信诉请询]人)\s*[:：]\s*(?P<name>[^，,。；;、]+)")
# Dr after the name, a trade after it, two who sign: "Mary Doyle (Mrs)", "Liu Jun, farmer", "Ben & Lucy".
_AFTER_EN = re.compile(rf"(?:\s*\((?P<title>{_TITLES_EN})\)|,\s+[a-z][\w -]{{2,30}})\.?$")
_POLITE_ZH = re.compile(r"^(?:此致|敬礼|顺颂|祝|谢谢|盼复|致敬|敬上|望|盼|感谢|多谢|恭祝|谨致|如)")
_TAIL = 5  # a signature stands in the last lines


@dataclass(frozen=True, slots=True)
class Sender:
    """Name and title as the letter gives them; "" when it does not."""

    name: str = ""
    title: str = ""
    written_on: date | None = None


def sender(letter: str, language: Language) -> Sender:
    """The writer's name, title and the letter's date: the signature first, then what the text says of itself."""
    lines = [line.strip() for line in letter.splitlines() if line.strip()]
    name, title = _signed(lines[-_TAIL:], language) or _said(letter, language)
    return Sender(name, title, _dated(lines))


def _signed(lines: list[str], language: Language) -> tuple[str, str] | None:
    closed = (
        next((at for at, line in enumerate(lines) if _CLOSES_EN.fullmatch(line)), None) if language == "en" else None
    )
    after = lines[closed + 1 : closed + 2] if closed is not None else []  # the name, before a post or a number
    for line in [*after, *reversed(lines)]:
        if len(line) > 40 or _is_date(line):
            continue
        found = _signed_zh(line) if language == "zh" else _signed_en(line)
        if found:
            return found
    return None


def _signed_zh(line: str) -> tuple[str, str] | None:
    if labelled := _LABELLED_ZH.match(line):
        line = labelled["name"]
    if _POLITE_ZH.match(line) or re.search(r"[。！？!?，,]", line) or line.endswith(("：", ":")):
        return None
    title = ""
    tokens = [token for token in re.split(r"[\s　:：]+", re.sub(r"\d{4}.*$", "", line)) if token]
    for token in reversed(tokens):
        if re.fullmatch(_TITLES_ZH, token.strip("()（）")):
            title = token.strip("()（）")
            continue
        match = _NAME_ZH.fullmatch(token)
        if match and (match["title"] or _is_name(match["name"])):
            return match["name"], match["title"] or title
    return None


def _is_name(word: str) -> bool:
    """Not a common word that begins like a surname (党员, 游子), nor a hint (张某)."""
    if "某" in word:
        return False
    if word[0] in "老小":
        return True
    from index.lexical_tags import tagged  # here: loading takes two seconds

    tags = tagged(word)
    if len(tags) == 1:
        return tags[0][1].startswith("nr") or tags[0][1] == "x"
    return True


def _signed_en(line: str) -> tuple[str, str] | None:
    bare = _CLOSES_EN.sub("", line).strip()
    after = _AFTER_EN.search(bare)
    bare = bare[: after.start()] if after else bare
    match = _NAME_EN.match(bare) if bare else None
    if match is None or re.search(r"\b(?:GmbH|Ltd|Inc|LLC|Co|Company|Committee|Office)\b", bare):
        return None
    return match["name"].rstrip(".,"), match["title"] or (after and after["title"]) or ""


def _said(letter: str, language: Language) -> tuple[str, str]:
    if language == "en":
        match = _SAYS_EN.search(letter)
        return (match["name"], match["title"] or "") if match else ("", "")
    for pattern in (_SAYS_ZH, _CALLS_ZH, _ROLE_AND_NAME):
        match = pattern.search(letter)
        if match and (len(match["name"]) == 1 or _is_name(match["name"])):
            return match["name"], ""
    return "", ""


def _is_date(line: str) -> bool:
    return (
        any(figure.is_time for figure in figures.find(line))
        and len(re.sub(r"[\W\d_年月日〇零一二三四五六七八九十]+", "", line)) <= 10
    )


def _dated(lines: list[str]) -> date | None:
    """The day that stands alone in the last lines, or in the first two."""
    for line in [*reversed(lines[-_TAIL:]), *lines[:2]]:
        days = [figure.begins for figure in figures.find(line) if figure.is_time and figure.begins == figure.ends]
        if len(line) <= 40 and days and days[-1] and re.fullmatch(r"\d{4}-\d\d-\d\d", days[-1]):
            return date.fromisoformat(days[-1])  # 8月22日 without a year is no date
    return None
