"""In: the lines of a document. Out: what stands around its body: title, source line, signature and their dates.

Everything as written; what is not there stays None. Knows nothing of headings below the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from corpus import dates, marks
from corpus.normalize import Line, fold
from corpus.sentences import split

_HEAD_LINES = 40  # a title stands within the first lines, a signature within the last
_TAIL_LINES = 15
_LONGEST_TITLE = 120
_LABEL = re.compile(
    r"(?P<label>(?:信息|文章|稿件|新闻)?来源|发布(?:机构|单位)|作者|责任编辑|编辑|编审|审核|校对|初审|终审|监制|发布(?:时间|日期)|"
    r"发表(?:时间|日期)|公开(?:时间|日期)|更新(?:时间|日期)|成文日期|印发日期|时间|日期|(?:浏览|点击|阅读|访问)(?:次数|数|量)?|"
    r"字体|字号|分享到?|索引号|发文字号|文号|主题分类|信息分类|有效性|公开方式|发布于|"
    r"source|published(?: on)?|"
    r"(?:release|publish|publication|posting)(?:d|ed)?(?: time| date| on)|date|author)\s*(?::|(?=\d{4}))",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"(?:您?(?:当前|现在)?的?(?:所在)?位置)\s*:|[^。>]{1,20}(?:>|»|›|/ )\s*[^。>]{1,30}")
_WEB_FOOT = re.compile(
    r"\W*(?:扫一扫|上一[篇条]|下一[篇条]|相关(?:链接|阅读|文章|新闻)|返回(?:顶部|列表|首页)|版权所有|抄[送报]\s*:|主办(?:单位)?|承办|技术支持|"
    r"打印|关闭|收藏|网站地图|网站标识码)|.*ICP备|.*公网安备|\(此件(?:主动|依申请)?公开"
)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(]\d{4}[〕\])]\s*\d+\s*号\Z")
_TITLE_NOUN = re.compile(
    r"(?:通报|公告|报告|公示|通知|情况|说明|意见|方案|公布|总结|公开|函|公报|进展|措施|清单)(?:\([^()]*\)|[《》”])*\Z"
)
_ENGLISH_TITLE = re.compile(r"\b(?:report|bulletin|notice|circular|announcement|communique)\b", re.IGNORECASE)
_BODY_NAME = re.compile(
    r"(?:中共|中国共产党|共青团)[\u4e00-\u9fff()]{2,}\Z|[\u4e00-\u9fff()·]{2,}(?:委|委员会|党组|党委|工委|政府|局|厅|部|办|办公室|"
    r"院|校|大学|学校|中学|小学|公司|集团|厂|银行|分行|支行|中心|协会|学会|联合会|总工会|工会|法院|检察院|支部|总支|领导小组|工作组|巡[视察]组|"
    r"站|所|社|队|馆|会|处|台|监狱|海关|街道|镇|乡|村)\Z"
)
_ENGLISH_BODY = re.compile(
    r"[A-Z][\w'’,& -]*"
    r"\b(?:Committee|Government|Bureau|Commission|Group|Company|Hospital|University|Office|Department)\b[\w' -]*\Z"
)
_ENGLISH_ISSUER = re.compile(
    r"(?:notice|report|bulletin|circular|announcement)\s+(?:of|by|from)\s+(?:the\s+)?(?P<body>.+?)\s+(?:on|about|regarding|concerning)\s",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"\s*(?:印发|发布|公布)\Z")
_SEAL = re.compile(r"\(?(?:代章|公章|盖章|印章|章)\)?\Z")
_SIGNED = re.compile(
    r"(?P<body>[\u4e00-\u9fff()·\s]{3,60}?)\s*(?P<date>(?:\d{4}|[二一〇○零0][一二三四五六七八九〇○零0]{3})\s*年.*)\Z"
)


@dataclass(slots=True)
class Surroundings:
    """What stands around the body; `used` holds the indices of lines that are no body text."""

    title: str | None = None
    issuer: str | None = None
    source: str | None = None
    published_on: date | None = None
    signed_on: date | None = None
    used: set[int] = field(default_factory=set)


def surroundings(lines: list[Line]) -> Surroundings:
    """Title, source line and signature of the document that these non-blank lines make up."""
    around = Surroundings()
    body = _read_head(lines, around)
    _read_tail(lines, body, around)
    if around.issuer is None:
        around.issuer = _issuer_in_title(around.title)
    return around


def _read_head(lines: list[Line], around: Surroundings) -> int:
    """Reads up to the first body line and returns its index."""
    head = _head_end(lines)
    furniture = [_is_furniture(line.folded) for line in lines[:head]]
    title = _title_lines(lines[:head], furniture)
    if title:
        around.title = "".join(lines[i].text.lstrip("#*_ ").rstrip("#*_ ") for i in title)
    last = title[-1] if title else -1
    for index, line in enumerate(lines[:head]):
        if index <= last or furniture[index]:
            around.used.add(index)
            _read_labels(line.text, around)
        elif title and not _read_signature(lines, index, around):
            break
    return next((index for index in range(len(lines)) if index not in around.used), len(lines))


def _head_end(lines: list[Line]) -> int:
    """The index of the first line that can only be body: a numbered heading or prose."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _is_furniture(line.folded):
            continue
        mark = marks.read(line.folded)
        if mark and not (mark.style == "#1" and mark.number is None):
            return index
        if len(split(line.text)) > 1 or line.folded[-1] in "。!?;:," or len(line.folded) > _LONGEST_TITLE:
            return index
    return min(len(lines), _HEAD_LINES)


def _title_lines(head: list[Line], furniture: list[bool]) -> list[int]:
    candidates = [index for index in range(len(head)) if not furniture[index]]
    title = max(candidates, key=lambda index: _likeness_to_title(head[index].folded), default=None)
    if title is not None and not _names_document(head[title].folded):
        title = None
    if title is None:
        first = candidates[0] if candidates else None
        if first is None or _BODY_NAME.match(head[first].folded) or not _may_be_title(head[first].folded):
            return []
        return [first]
    found = [title]
    while (before := found[0] - 1) in candidates and _is_continued(head[before].folded, head[found[0]].folded):
        found.insert(0, before)
    return found


def _names_document(text: str) -> bool:
    return bool(text.startswith("# ") or _TITLE_NOUN.search(text) or _ENGLISH_TITLE.search(text))


def _likeness_to_title(text: str) -> int:
    """A page's menu has titles too (通知公告): prefer the one that says what it is about."""
    if not _names_document(text):
        return 0
    return 1 + (len(text) >= 8) + 2 * ("关于" in text or text.startswith("# "))


def _may_be_title(text: str) -> bool:
    return len(text) >= 6 and not text.startswith("(") and not text.endswith("问题")


def _is_continued(before: str, after: str) -> bool:
    """Whether a title's line goes on in the next one."""
    if before.startswith("# ") or _TITLE_NOUN.search(before):
        return False
    return after.startswith("关于") or ("关于" in before and "关于" not in after)


def _is_furniture(text: str) -> bool:
    if not re.search(r"\w", text) or _CRUMBS.match(text) or _DOCUMENT_NUMBER.match(text) or _WEB_FOOT.match(text):
        return True
    if dates.whole(text):
        return True
    start = re.match(r"\W*(?:[\d\s:年月日/.-]*\s)?", text)
    return bool(_LABEL.match(text, start.end() if start else 0))


def _read_labels(text: str, around: Surroundings) -> None:
    """Source and dates of a line such as 来源:某网站 发布时间:2020-08-03, or of a line that is a date."""
    folded = fold(text)
    if day := dates.whole(text):
        if "年" in folded and ":" not in folded:
            around.signed_on = around.signed_on or day
        else:
            around.published_on = around.published_on or day
        return
    labels = list(_LABEL.finditer(folded))
    if labels and not around.published_on and (day := dates.whole(folded[: labels[0].start()].strip(" []|"))):
        around.published_on = day
    for number, match in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        value, label = text[match.end() : end], match["label"]
        found = dates.find(value)
        if label.lower().endswith(("来源", "source")):
            around.source = around.source or _source(value)
            around.published_on = around.published_on or (found[0].day if found else None)
        elif label in ("成文日期", "印发日期"):
            around.signed_on = around.signed_on or (found[0].day if found else None)
        elif found and not label.startswith("更新"):
            around.published_on = around.published_on or found[0].day


def _source(value: str) -> str | None:
    folded = fold(value)
    left = len(folded) - len(folded.lstrip(" [|"))
    cut = re.search(r"\s{2,}|\||\]|\s(?=\d{4}\D)", folded[left:])
    return value[left : left + cut.start() if cut else None].strip().rstrip(" 【[(（|") or None


def _read_signature(lines: list[Line], index: int, around: Surroundings) -> bool:
    """Below the title: a body's name, with the date beside, above or under it."""
    if _read_joint_signature(lines[index], around):
        around.used.add(index)
        return True
    beside = [line.text for line in (lines[index - 1], *lines[index + 1 : index + 2])]
    if _names_body(lines[index]) and any(dates.whole(text) for text in beside):
        around.issuer = _unspaced(lines[index].text)
        around.used.add(index)
        return True
    return False


def _names_body(line: Line) -> bool:
    if line.folded.isascii():
        return len(line.folded) <= _LONGEST_TITLE and _ENGLISH_BODY.match(line.folded) is not None
    return len(line.folded) <= 60 and _BODY_NAME.match(re.sub(r"\s", "", line.folded)) is not None


def _unspaced(name: str) -> str:
    """中 共 青 河 县 委, set wide for looks, is 中共青河县委; other blanks stay as written."""
    return "".join(name.split()) if all(len(part) == 1 for part in name.split()) else name


def _read_joint_signature(line: Line, around: Surroundings) -> bool:
    match = _SIGNED.match(line.folded)
    if (
        not match
        or not _BODY_NAME.match(match["body"].strip())
        or not (day := dates.whole(_PRINTED.sub("", match["date"])))
    ):
        return False
    around.issuer, around.signed_on = line.text[: match.end("body")].strip(), day
    return True


def _read_tail(lines: list[Line], body: int, around: Surroundings) -> None:
    """The signature (bodies above a date), and the web page's own lines below it."""
    last = len(lines) - 1
    while last >= body and _is_furniture(lines[last].folded) and not dates.whole(lines[last].text):
        around.used.add(last)
        _read_labels(lines[last].text, around)
        last -= 1
    for index in range(last, max(body, last - _TAIL_LINES) - 1, -1):
        line = lines[index]
        if _read_joint_signature(line, around):
            around.used.add(index)
            return
        day = dates.whole(_PRINTED.sub("", line.folded))
        dated = day is not None or dates.is_month(line.text)
        bodies = _bodies_above(lines, _without_seal(lines, index, around) if dated else index + 1, body)
        if (dated and (bodies or index == last)) or (bodies and index == last):
            around.signed_on = day or around.signed_on
            if bodies:
                around.issuer = "、".join(_unspaced(lines[i].text) for i in bodies)
            around.used.update(bodies, [index])
            return


def _bodies_above(lines: list[Line], index: int, body: int) -> list[int]:
    found: list[int] = []
    while (above := index - 1) >= body and _names_body(lines[above]) and not marks.read(lines[above].folded):
        found.insert(0, above)
        index = above
    return found


def _without_seal(lines: list[Line], index: int, around: Surroundings) -> int:
    """(代章) between the body and its date belongs to the signature: the index below which the bodies stand."""
    if index and _SEAL.match(lines[index - 1].folded):
        around.used.add(index - 1)
        return index - 1
    return index


def _issuer_in_title(title: str | None) -> str | None:
    """X关于Y的通报 names X as its issuer."""
    if title is None:
        return None
    if match := _ENGLISH_ISSUER.match(title):
        return match["body"] if _ENGLISH_BODY.match(match["body"]) else None
    name = title.partition("关于")[0].strip()
    return name if "关于" in title and _BODY_NAME.match(re.sub(r"\s", "", fold(name))) else None
