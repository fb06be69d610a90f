"""In: a part of an English question. Out: what it asks for (Asked), from its interrogative and the words beside it.

Interrogatives and their usual objects only, never a topic. Does not know the corpus.
"""

from __future__ import annotations

import re

from assistant.questions.asked import Asked, Type, several
from assistant.questions.asked_empty import EMPTY_EN
from assistant.questions.question import Want
from corpus import places
from corpus.gazetteer import is_pinyin, is_syllable
from index.lexical_terms import ENGLISH_STOP

_AUX = r"is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|should|may|must|got|get|gets"
_LINK = r"of|in|on|at|for|to|from|by|with|over|about|that|which|who|than|per|as|under|within|between|each|every|this|next|last|right|now|out|up|down|there"
_NP = rf"(?P<np>(?:(?!(?:{_AUX}|{_LINK}|the|an?)\b)[\w'’-]+\s*){{1,4}})"


def _compiled(pattern: str) -> re.Pattern[str]:
    """Every alternative may name the asked noun: np0, np1 …"""
    first, *others = pattern.split("(?P<np>")
    return re.compile(first + "".join(f"(?P<np{n}>{other}" for n, other in enumerate(others)), re.IGNORECASE)


_TABLE: tuple[tuple[Type, str], ...] = (
        ("phone", r"\b(?:tele)?phone\b(?: number)?|\bhotline\b|\b(?:mobile|cell|contact|fax)\b (?:number|details)|number to call"),
        ("email", r"\be-?mail\b(?: address)?"),
        ("clock", r"(?:opening|business|office|visiting|working) hours|what time (?:does|do|is|are)\b|\bhours of\b|open on (?:weekends|saturdays?|sundays?)"),
        ("reason", r"\bwhy\b|\breasons? (?:for|why)|what (?:caused|was the cause)|how come"),
        ("age", r"\bhow old\b|\bage of\b"),
        ("price", r"\bhow much (?P<np>[\w-]+(?: \w+)?) (?:per|an?|each|every)\b|\b(?P<np>prices?|fees?|fare|tuition|rent|tariff|admission)\b|\bcost\b.{0,40}\b(?:a|per) (?:month|tonne|day|year|night|head|person|ticket)\b|"
                  r"\bhow much (?:does|do|is|will) (?:an?|one|each|the) (?:\w+ ){1,3}?(?:cost|sell|charge)\b|\bwhat does (?:it|an?|one|each) .{0,40}\bcost\b|\bper (?:tonne|month|square met\w+|head|night|person|day)\b"),
        ("address", r"\baddress\b|\blocated\b|\b(?:which|what) (?P<np>(?:street|road|avenue))\b|\blocation\b"),
        ("place", r"(?:^|[,;]\s*|\b(?:and|exactly|or)\s+)where\b|\b(?:which|what) places?\b"),
        ("date", r"\bwhen\b|\b(?:what|which) (?:date|day|days|year|years|month|months)\b|by what (?:day|date|time)|how soon|deadline|what time"),
        ("duration", r"\bhow long (?:does|do|did|will|has|have|is it|was it|it)\b|\bhow many (?:more )?(?:days|years|months|weeks|working days|hours)\b"),
        ("name", rf"\bnames? of (?:the |those |all |these )?{_NP}|\bname the {_NP}|\blist (?:the )?{_NP}|\bwhat are (?:the )?(?:\w+ ){{0,5}}called|\bby name\b"),
        ("identity", rf"\bwho(?:.s| is| was| are| were) (?:the )?(?!going|being|doing){_NP}"),
        ("agent", r"\bwho(?:m|se)?\b"),
        ("rank", r"\brank(?:ed|ing)?\b|\bwhat place\b"),
        ("percent", rf"\b(?:what|which) (?:percentage|percent|proportion|portion|fraction|ratio|share)\b(?: of)?(?: the)?(?: \d+)? ?{_NP}?|\bpercentage\b|\bwhat (?:is|was) the (?P<np>(?:[\w-]+ ){{0,2}})rate\b|\bwhat (?P<np>(?:[\w-]+ ){{1,2}})rate\b|\brate of\b"),
        ("area", r"\bhow many (?:square (?:met\w+|feet|kilomet\w+)|hectares|acres|mu)\b|\b(?P<np>(?:floor )?area|floor space)\b|\bhow (?:large|big)\b"),
        ("length", r"\bhow (?P<np>high|tall|deep|wide|thick|long|far)\b|\b(?P<np>height|depth|width|length)\b|\bhow many (?:kilomet\w+|met\w+|km|miles)\b"),
        ("weight", r"\bhow many (?:tonnes|tons|kilos|cubic met\w+)\b|\bhow heavy\b"),
        ("money", rf"\bhow much (?P<np>(?:(?!(?:{_AUX}|{_LINK}|money)\b)[\w-]+\s){{0,2}})(?:money|funding|investment|compensation)\b|\bhow much (?P<np>subsid\w+|compensation|salary|pay|interest|tax)\b|\bhow many (?:million |billion )?yuan\b|\bbudget\b|\b(?P<np>salary|salaries|wages?|pay)\b|\bcost\b|\bsubsid\w+\b|\bwhat amount\b|\bspen[dt]\b"),
        ("count", rf"\b(?:how many|number of)\s+{_NP}"),
        ("count", r"\bhow many\b"),
        ("number", rf"\bhow much\b(?: (?P<np>(?:(?!(?:{_AUX}|{_LINK}|faster|more|less)\b)[\w-]+\s*){{1,2}}))?"),
        ("name", rf"\b(?:which|what)\s+(?!(?:is|was|are|were|did|does|do|has|have|had|will|happen\w*|would|about|can|else|kind|made)\b){_NP}"),
        ("thing", rf"\bwhat (?:is|was|are|were) the {_NP}"),
)  # fmt: skip
_FORMS = tuple((type_, _compiled(pattern)) for type_, pattern in _TABLE)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_PERSONS = re.compile(
    r"\b(?:head|boss|chief|principal|secretary|secretaries|mayor|directors?|managers?|leaders?|members?|officials?|judges?|teachers?|doctors?|"
    r"inspectors?|chairm[ae]n|president|people|persons?|men|women)$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:\w+(?:ers?|ors?|ists?|men|man|mates?)|head|boss|chief|principal|people|persons?|officials?|secretary|secretaries|members?|staff|mayor)\s*$",
    re.IGNORECASE,
)
_NOT_PEOPLE = re.compile(
    r"\b(?:number|paper|letter|matter|order|centre|center|water|river|tender|quarter|shelter|cover|sector|motor|error|power|tower|chapter|character)s?\s*$",
    re.I,
)
_TITLED = re.compile(
    r"\b(?:documents?|rules?|plans?|regulations?|measures|notices?|systems?|opinions|schemes?|policy|policies)\b",
    re.IGNORECASE,
)
_HUMANS = re.compile(
    r"\b(?:people|persons?|men|women|children|pupils|students|teachers|doctors|nurses|workers|employees|staff|officials|cadres|residents|villagers|"
    r"citizens|visitors|tourists|inspectors|judges|members|participants|applicants|patients|owners|tenants)\s*$",
    re.IGNORECASE,
)  # counted by head
_OF = re.compile(rf"\s*of\s+(?:the |all |these |those )?{_NP}", re.IGNORECASE)  # cases | of domestic violence
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")  # inside a question, in capitals
# What is done with a document: a passage may use any of these verbs.
_MADE = re.compile(
    r"(?:draft|draw|drawn|issue|publish|adopt|formulat|prepar|introduc|releas|enact|revis|writ|governs?|regulat)\w*|made|set|put|up|out",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    "number name names amount money total sum figure share percentage percent rate people person long far many much kind kinds type types exactly "
    "list thing things way ways time date day month year get got given give make made put went go goes take took use used go come came currently "
    "district district's last next year yuan million billion bulletin say says tell know please want".split()
)


def analyse(want: Want) -> Asked | None:
    """What the part asks for; None when it asks for no value (what was done, whether, a topic)."""
    text = want.text
    for type_, form in _FORMS:
        match = form.search(text)
        if match:
            return _asked(type_, match, text, want)
    return None


def _asked(type_: Type, match: re.Match[str], text: str, want: Want) -> Asked:
    phrase = next((noun for noun in match.groupdict().values() if noun), "").strip()
    words = _content(text)
    behind = _content(text[match.end() :])
    focus = _content(phrase, keep=True)
    counted = phrase
    if type_ in ("count", "area", "weight", "length", "number") and (of := _OF.match(text, match.end())):
        counted = of["np"].strip()
        focus = [*focus, *_content(counted, keep=True)]
    if type_ == "name" and phrase:
        if (
            _PEOPLE.search(phrase)
            and not _NOT_PEOPLE.search(phrase)
            and "names of" not in match[0].lower().replace("name of", "names of")
        ):
            type_ = "agent"
        elif _PEOPLE.search(phrase) and not _NOT_PEOPLE.search(phrase):
            type_ = "person"
        elif _TITLED.search(phrase):
            type_ = "document"
        if re.match(r"(?:the|an?)\b", text[match.end() :], re.IGNORECASE):  # which bank issues | the cards
            focus = [*focus, *behind]
        focus = focus[:3]
        if type_ == "document":
            focus = [word for word in focus if not _TITLED.fullmatch(word)] or [
                word for word in behind if not _MADE.fullmatch(word)
            ][:3]
    if type_ == "identity" and _PERSONS.search(phrase):
        type_ = "person"
    if type_ == "count" and phrase.lower() == "times":
        focus = behind[:3]
    if type_ == "number" and "money" in want.figures:
        type_ = "money"
    if type_ in ("phone", "email"):
        words = [word for word in words if word.lower() not in match[0].lower()]
    if type_ in ("count", "number"):
        focus = focus[:4] or (behind[:2] if phrase else [])  # how many people | were vaccinated
    elif type_ in ("agent", "address", "phone", "clock", "age") and not focus:
        focus = behind[:1] if type_ == "agent" else []
    elif type_ in ("date", "place", "reason") and not focus:
        focus = behind[-2:] if type_ == "date" else []
    elif type_ == "percent":
        focus = [*focus, *behind]
    elif type_ == "duration" and not focus:
        focus = behind[:2]
    elif type_ in ("money", "price") and not focus:  # did the new flats | cost; was spent | on the river
        focus = _content(text[: match.start()])[-2:] or behind[-2:]
    if type_ == "length" and phrase.lower() in ("long", "far", "length"):
        focus = []
    said = tuple(dict.fromkeys(focus))
    rest = tuple(word for word in dict.fromkeys(words) if word not in said)
    must = said[:1] if type_ == "length" and said else ()
    if type_ == "phone" and re.search("mobile|cell", text, re.IGNORECASE):
        phrase = "mobile"
    nouns = _content(counted, keep=True) if type_ in ("count", "number") else []
    head = nouns[-1] if nouns and nouns[-1] in said else ""
    unit = "人" if type_ == "count" and _HUMANS.search(counted) else want.unit
    return Asked(type_, "en", said, rest, unit, phrase, must, several(text), head, _entities(text), text)


def _entities(text: str) -> tuple[str, ...]:
    """The names that are written as they sound in Chinese: Guangdang, Lijun; not the places that the scope knows."""
    found = [(place.start, place.end) for place in places.find(text)]
    matches = [match for match in _NAME.finditer(text) if not any(a <= match.start() < b for a, b in found)]
    names = [name for name in dict.fromkeys(match[0] for match in matches) if name.lower() not in _GENERIC]
    return tuple(name for name in names if is_pinyin(name.lower()) and not is_syllable(name.lower()))


def subject_words(text: str) -> list[str]:
    """The words of a question that carry a subject."""
    return _content(text)


def _content(text: str, keep: bool = False) -> list[str]:
    """The words that carry a subject; `keep` those that only a topic can do without."""
    return [
        word
        for word in _WORD.findall(text)
        if word.lower() not in ENGLISH_STOP and word.lower() not in _GENERIC and (keep or not EMPTY_EN.fullmatch(word))
    ]
