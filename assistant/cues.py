"""The forms of asking, Chinese and English, as tables of patterns: interrogatives, pointers, breaks. Never a topic."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["measures", "number", "date", "who", "where", "list", "fact", "why", "topic"]

# Cues are tried in order, the first that matches decides: a narrow interrogative before a wide one.
_CUES: tuple[tuple[Kind, str], ...] = (
    ("fact", r"多(?:久|长时间).{0,8}一?次|\bhow often\b"),
    ("why", r"为什么|为何|为啥|什么原因|\bwhy\b|\bwhat (?:was|is|were) the (?:reason|cause)"),
    (
        "date",
        r"什么时候|何时|啥时候|哪一?年|哪一?天|几月|几号|什么时间|哪段时间|日期|"
        r"\bwhen\b|what (?:date|day|year|month)|which (?:year|month|day)|by what time|what time|how soon|deadline",
    ),
    (
        "number",
        r"多少|几(?=[个名人家所处项件条起次户套间辆台张本篇位座米公亩吨天年月周岁种类批届元万亿成])|百分之几|多大|多长|多高|多久|多远|占比|比例|"
        r"比率|百分比|金额|人数|数量|总数|面积|总额|"
        r"\bhow (?:many|much|long|far|large|big|often|high|old)\b|what (?:percentage|proportion|share|number|amount|"
        r"rate|area|sum)|\bnumber of\b|percentage|\bamount\b|\bcost\b",
    ),
    (
        "who",
        r"谁|哪位|何人|哪个(?:部门|单位|机构|局|公司|企业|领导)|哪家(?:单位|公司|企业)|由哪|"
        r"\bwho(?:m|se)?\b|which (?:department|agency|office|body|bureau|unit|company|firm|official|leader)",
    ),
    ("where", r"哪里|哪儿|在哪|何处|什么地方|地址|\bwhere\b|which (?:place|location)|what (?:address|location)"),
    (
        "list",
        r"哪些|哪几|有什么(?!用)|包括什么|分别是什么|列出|列举|叫什么|什么名|"
        r"\bwhich\b|\blist\b|\bname (?:the|all)\b|what (?:are|were) the|what (?:kinds?|types?) of",
    ),
    (
        "measures",
        r"怎么(?!样了?吗)|如何|怎样|咋|采取|措施|举措|办法|做了(?:什么|啥)|整改|解决|处理|处置|应对|"
        r"what (?:was|were|has|have|is|are|did|does)\b.*\b(?:do|done|doing|taken|take|change|changed|happen|happened)|"
        r"\bhow (?:was|were|is|are|did|does|do|has|have|will)\b|\bmeasures?\b|\bsteps\b|\bactions?\b|\bdealt with\b|"
        r"\baddress(?:ed)?\b|\btackl|\bsolv|\bfix",
    ),
    (
        "fact",
        r"是否|是不是|有没有|能不能|会不会|可不可以|吗|了没|没有[?？]?$|对不对|"
        r"^(?:is|are|was|were|do|does|did|has|have|had|will|can|could|would|should)\b|\bany\b.*\?",
    ),
)
CUES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _CUES)

# Which figures can answer a number question, by the words beside the interrogative.
FIGURES: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (frozenset(kinds), re.compile(pattern, re.IGNORECASE))
    for kinds, pattern in (
        (
            ("percent", "point"),
            r"百分|占比|比例|比率|比重|率(?:是|为|达|有|多)|几成|percent|proportion|\bshare\b|\brate\b",
        ),
        (
            ("money",),
            r"多少(?:钱|元|万元|亿元|资金|投资|经费|补贴|款|万|亿)|花了?多少|投入?了?多少|投资(?:了|额)?(?:是)?多少|金额|总额|经费|"
            r"how much (?:money|funding|investment)|\bspen[dt]\b|\bcost|\binvest|\bbudget|\bfund(?:s|ing)?\b|\byuan\b|\bmoney\b|\bamount\b",
        ),
        (("area",), r"面积|平方|多大(?:的地|地方|面积)|亩|\barea\b|square|floor space|acre|hectare"),
        (("length",), r"公里|多长(?!时间)|里程|多远|多高|how far|kilomet|\bkm\b|mileage|\blength\b|how high|how tall"),
        (("weight", "volume"), r"吨|公斤|立方|重量|\btonn?es?\b|\btons?\b|\bweigh|volume"),
        (
            ("duration", "date", "period"),
            r"多久|多长时间|几天|多少天|几年|多少年|工作日|时限|how long|how many (?:days|years|months|weeks|working days)",
        ),
        (("rank",), r"第几|排名|名次|位次|\brank"),
    )
)
UNIT = re.compile(
    r"(?:多少|几)\s*(个百分点|人次|平方米|公里|工作日|[个名人家所处项件条起次户套间辆台张本篇位座亩吨天年批])"
)

ZH_BREAK = re.compile(
    r"[?？;；。!！\n]+|[,，、](?=[^,，]*(?:多少|几|什么|哪|谁|怎|如何|是否|吗))|(?:以及|并且|还有)(?=.*(?:多少|几|什么|哪|谁|怎|如何))"
)
EN_BREAK = re.compile(
    r"[?？;；\n]+|(?:,\s*|\s+)(?:and|also)\s+(?=(?:how|what|when|where|who|which|why|is|are|was|were|did|does|do|has|have|will)\b)",
    re.IGNORECASE,
)


# A question that leans on what was said: it starts or ends like one, or uses a pronoun for the topic.
ZH_LEANS = re.compile(
    r"^(?:那么?|其中|另外|然后|还有(?!哪些问题)|而且|具体(?:是|有|呢|怎)|再|继续|详细)|(?:它|他|她)们?|这(?:个|些|项|件|事|方面|里)|"
    r"那(?:个|些|项|件|里|边)|上述|前面|刚才|后者|前者|第[一二三四五六七八九十\d]+(?:个|条|点|项)(?!问题是)|呢[?？。]?$"
)
EN_LEANS = re.compile(
    r"^(?:and|but|so|then|also|what about|how about|what else|anything else|more|tell me more|of (?:these|those|them|that))\b|"
    r"\b(?:it|its|they|them|their|those|these|that one|this one|the (?:first|second|third|fourth|last|other|same|rest)(?: one| point)?|"
    r"there|this|that)\b(?!\s+(?:are|is|were|was)\s+(?:any|no)\b)",
    re.IGNORECASE,
)
# Words that ask or point but name no topic: what is left without them is the topic.
ZH_ASKING = re.compile(
    r"请问|请|我想知道|想问一下|说说|告诉我|介绍一下|详细|具体|目前|现在|截至|一共|总共|共计|总计|合计|分别|大概|到底|究竟|"
    r"什么时候|什么时间|为什么|为何|什么|(?:多少|几)[个所名人家处项件条次户座盏台套间辆张篇亩吨米公里年天月]*|哪一?年|哪些|哪个|哪家|哪里|哪位|谁|如何|怎么样|怎么|怎样|咋|"
    r"是否|有没有|是不是|能不能|采取了?|措施|举措|办法|做了|做的|整改|解决|处理|处置|推进|落实|开展|情况|进展|效果|结果|问题|方面|"
    r"投入|投资|花费?|完成|建成|启动|实施|计划|安排|数量|金额|时间|面积|比例|占比|资金|"
    r"那么|那|其中|另外|还有|然后|还|也|都|就|又|再|已经?|了|的|地|得|吗|呢|啊|吧|过|着|是|有|要|会|被|把|将|在|到|和|与|对|对于|关于|"
    r"今年|去年|明年|个|所|家|名|项|条|件|次|户|钱|[它他她]们?|这些?|剩余|剩下|剩|余下"
)
EN_ASKING = re.compile(
    r"\b(?:please|tell me|can you|could you|i want to know|i would like to know|what|when|where|who|whom|whose|which|why|how|many|much|"
    r"long|far|often|was|were|is|are|am|be|been|being|has|have|had|do|does|did|done|doing|will|would|should|can|could|about|of|on|in|at|for|to|"
    r"from|by|with|the|a|an|and|or|but|so|then|also|there|any|some|all|now|currently|today|so far|yet|still|left|remaining|more|else|"
    r"measures?|steps?|actions?|taken|take|solved?|solve|fixed|fix|problems?|issues?|matters?|handled|handle|dealt|deal|addressed|address|improved|"
    r"progress|situation|status|result|results|money|amount|number|cost|costs|spent|spend|invested|invest|investment|completed?|finished?|"
    r"planned|plan|plans|this year|last year|year|it|its|they|them|their|those|these|this|that|one|ones|first|second|third|regarding|"
    r"me|us|you|government|district|city|county)\b",
    re.IGNORECASE,
)
NEW_TOPIC_ZH = re.compile(
    r"^(?:那么?|还有|另外)?\s*[,，]?\s*(?P<topic>[^,，?？]{2,20}?)(?:方面|的?情况|问题)?\s*呢[?？。]?$"
)
NEW_TOPIC_EN = re.compile(r"^(?:and\s+)?(?:what|how) about\s+(?P<topic>[^?]+?)\s*\??$", re.IGNORECASE)
NTH = re.compile(
    r"第(?P<zh>[一二三四五六七八九十\d]+)(?:个|条|点|项)|\b(?:the )?(?P<en>first|second|third|fourth|fifth)(?: one| point| item)?\b",
    re.I,
)
