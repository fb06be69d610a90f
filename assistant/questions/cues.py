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
        r"多少|几(?=[个名人家所处项件条起次户套间辆台张本篇位座米公亩吨天年月周岁种类批届元万亿成盏棵株艘架口眼场期轮层栋幢部枚支只头份门片段道班组街镇村校])|百分之几|多大|多长|多高|多久|多远|占比|比例|"
        r"比率|百分比|金额|人数|数量|总数|面积|总额|"
        r"\bhow (?:many|much|long|far|large|big|often|high|old)\b|what (?:percentage|proportion|share|number|amount|"
        r"rate|area|sum)|\bnumber of\b|percentage|\bamount\b|\bcost\b",
    ),
    (
        "who",
        r"谁(?!也)|哪位|何人|哪个(?:部门|单位|机构|局|公司|企业|领导)|哪家(?:单位|公司|企业)|由哪|"
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
        r"^(?:is|are|was|were|do|does|did|has|have|had|will|can|could|would|should)\b|\bany\b.*\?|^what (?:is|was)\b",
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
    r"[?？;；。!！\n]+|[,，、](?=[^,，]*(?:多少|几(?!乎|年来)|什么|哪|谁(?!也)|怎|如何|是否|吗|呢[?？。]?$))|"
    r"(?:以及|并且|还有)(?=.*(?:多少|几(?!乎|年来)|什么|哪|谁|怎|如何))"
)
_WH = r"(?:how|what|when|where|who|which|why)"
EN_BREAK = re.compile(
    rf"[?？;；\n]+|(?:,\s*|\s+)(?:and|also)\s+(?=(?:{_WH}|is|are|was|were|did|does|do|has|have|will)\b)|"
    r",\s*(?=(?:how (?:many|much)|when|where|who)\b)",
    re.IGNORECASE,
)


# Connectives at the head of a follow-up: dropped from a question that stands alone without them.
ZH_HEAD = re.compile(
    r"^(?:那么?(?![个些项件里边条家所])|另外|然后|还有(?!哪些问题|什么问题)|而且|至于|再说说?|接着)[,，]?\s*"
)
EN_HEAD = re.compile(r"^(?:and|but|so|then|also|ok(?:ay)?|well)\b[,\s]+", re.IGNORECASE)
# Pointers to what was said: a question with one of them does not stand alone.
_THIS_ZH = r"(?:个|些|项|件|事|里|边|条|家|所|座|方面|两)(?!月|季度|区|县|市|年|通报)"
ZH_POINTS = re.compile(rf"^其中|(?<!其)(?:它|他|她)们?|(?:这|那){_THIS_ZH}|上述|前面|刚才|后者|前者|其[他余]")
_GENERIC_EN = r"(?:one|ones|projects?|areas?|issues?|matters?|problems?|works?|plans?|measures?|things?|points?|places?|cases?|schemes?|efforts?)"
EN_POINTS = re.compile(
    rf"\b(?:it|its|itself|them|he|him|his|she|her|(?:this|these|those|the same|the other) {_GENERIC_EN}|the (?:rest|others?))\b|"
    rf"\b(?:these|those)\b(?! (?:years|months|days))|\bthis\b(?=\s*(?:[?.!,]|$|is|was|will|has|cost|take|in detail))|"
    rf"(?:^|\b(?:did|does|do|is|was|will|has|for|of|about|on|in|with|to|after|from|by|at|and|like)\s+)that\b(?=\s*(?:[?.!,]|$|[a-z]+))(?! (?:the|year)\b)|"
    rf"\bthere\s*[?.!]*$|\b(?:what|anything|who) else\b|^(?:tell me )?more\b|\bof (?:which|whom)\b",
    re.IGNORECASE,
)
EN_THEY = re.compile(r"\b(?:they|their)\b", re.IGNORECASE)  # what was spoken of, or the authorities
# Words that ask or point but name no topic: what is left without them is the topic.
ZH_ASKING = re.compile(
    r"请问|请|我想知道|想问一下|说说|告诉我|介绍一下|详细|具体|目前|现在|截至|一共|总共|共计|总计|合计|分别|大概|到底|究竟|全部|全都|"
    r"什么时候|什么时间|为什么|为何|什么|(?:多少|几)[个所名人家处项件条次户座盏台套间辆张篇亩吨米公里年天月]*|哪一?年|哪些|哪个|哪家|哪里|哪位|谁|如何|怎么样|怎么|怎样|怎么办|咋|"
    r"是否|有没有|是不是|能不能|采取|措施|举措|办法|做|整改|解决|处理|处置|推进|落实|开展|情况|进展|效果|结果|问题|方面|"
    r"投入|投资|花费?|完成|建成|启动|实施|计划|预计|打算|准备|安排|数量|金额|时间|面积|比例|占比|资金|"
    r"那么|那|其中|另外|还有|然后|还|也|都|就|又|再|已经?|能|可以|了|的|地|得|吗|呢|啊|吧|过|着|是|有|要|会|被|把|将|在|到|和|与|对|对于|关于|"
    r"个|所|家|名|项|条|件|次|户|钱|[它他她]们?|这些?|剩余|剩下|剩|余下|涉及|新增|比|占|需要?|按时|继续|分"
)
# Nouns that name a property of the topic or a kind of thing, never the topic of a question.
ZH_GENERIC = frozenset(
    [
        "时候",
        "时间",
        "期间",
        "人",
        "人员",
        "人数",
        "单位",
        "部门",
        "企业",
        "公司",
        "机构",
        "地方",
        "钱",
        "资金",
        "经费",
        "金额",
        "费用",
        "数量",
        "数字",
        "数据",
        "面积",
        "长度",
        "比例",
        "比率",
        "占比",
        "措施",
        "办法",
        "举措",
        "情况",
        "问题",
        "方面",
        "效果",
        "结果",
        "成效",
        "进展",
        "原因",
        "标准",
        "制度",
        "文件",
        "方案",
        "内容",
        "要求",
        "目标",
        "任务",
        "计划",
        "项目",
        "工作",
        "群众",
        "居民",
        "家庭",
        "村民",
        "干部",
        "领导",
        "责任人",
        "负责人",
        "名称",
        "名字",
        "电话",
        "地址",
        "全市",
        "全省",
        "全区",
        "全县",
        "重点",
        "项",
        "吨",
        "户",
        "个",
        "本",
        "年底",
        "后来",
        "最后",
        "最终",
        "进度",
        "期限",
        "总额",
        "总数",
        "一共",
        "总共",
        "共计",
        "位置",
        "职务",
        "级别",
        "细节",
        "意思",
        "怎么回事",
        "回事",
        "事",
        "阶段",
        "部分",
        "区",
        "县",
        "市",
        "哪家",
        "通报",
        "公里",
        "平方米",
        "亩",
        "万元",
        "亿元",
        "里程",
        "后续",
    ]
)
EN_ASKING = re.compile(
    r"\b(?:please|tell me|can you|could you|i want to know|i would like to know|what|when|where|who|whom|whose|which|why|how|many|much|"
    r"long|far|often|was|were|is|are|am|be|been|being|has|have|had|do|does|did|done|doing|will|would|should|can|could|about|of|on|in|at|for|to|"
    r"from|by|with|the|a|an|and|or|but|so|then|also|there|any|some|all|now|currently|today|so far|yet|still|left|remaining|more|else|"
    r"measures?|steps?|actions?|taken|take|solved?|solve|fixed|fix|problems?|issues?|matters?|handled|handle|dealt|deal|addressed|address|improved|"
    r"progress|situation|status|result|results|money|amount|number|cost|costs|spent|spend|invested|invest|investment|completed?|finished?|finish|"
    r"planned|plan|plans|years?|it|its|they|them|their|those|these|this|that|one|ones|first|second|third|last|regarding|"
    r"me|us|you|i|we|he|him|his|she|her|government|authorities|district|city|county|not|no|if|as|than|"
    r"people|persons?|anyone|someone|anybody|everyone|households?|famil(?:y|ies)|units?|departments?|places?|tonnes?|tons?|kilomet(?:re|er)s?|km|"
    r"square|met(?:re|er)s?|percent|percentage|share|proportion|rate|total|area|size|length|deadline|date|time|day|month|reason|cause|details?|budget|funding|funds|"
    r"price|compan(?:y|ies)|firms?|contractors?|staff|officials?|examples?|targets?|projects?|work|works|difference|comparison|"
    r"big|large|small|high|tall|deep|wide|old|new|open|opened|ready|full|fully|complete|better|worse|enough|successful|exactly|roughly|altogether|overall|already|"
    r"built|build|made|make|paid|pay|given|give|got|get|gone|go|going|goes|begun|began|begin|start|kept|keep|held|hold|put|cut|set|found|find|went|come|came|caught|taught|bought|brought|sent|shown|lost|won|met|led|reached|sold|fallen|risen|grown|happen|happened|"
    r"open|close|mean|means|need|needed|say|says|said|tell|know|provide|provided|cover|covers|covered|include|includes|added|add|actually|really|just|only|"
    r"expected|punished|responsible|charge|involved|affected|detail)\b",
    re.IGNORECASE,
)
_MONTH_EN = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
TIME_ZH = re.compile(
    r"(?:(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|今年|去年|前年|明年|本年度?|当年|近[年\d一二两三四五]年?来?|年内|年底|目前|现在|以来|[一二三四上下]季度|[上下]半年|\d{1,2}月份?)+"
)
TIME_EN = re.compile(
    rf"\b(?:(?:in|by|for|during|since|within|over)\s+)?(?:the\s+)?(?:(?:(?:first|second|third|fourth|last) (?:half|quarter)(?: of)? )?(?:(?:19|20)\d\d|(?:this|last|next) (?:year|month)|"
    rf"(?:recent|past|last few) years)|(?:first|second) half|{_MONTH_EN}(?: (?:19|20)\d\d)?)\b(?! \d)",
    re.IGNORECASE,
)
NEW_TOPIC_ZH = re.compile(r"^(?P<topic>[^,，?？]{2,24}?)(?:这?方面|的?情况|(?:的|这个)?问题)?呢[?？。]?$")
NEW_TOPIC_EN = re.compile(r"^(?:(?:what|how) about\s+|and\s+)(?P<topic>[^?]+?)\s*\??$", re.IGNORECASE)
_NTH_ZH = (
    r"第(?P<zh>[一二三四五六七八九十\d]+)(?:个|条|点|项|句|件|部分)(?!问题是)|(?P<zh_last>最后一?(?:个|条|点|项|句|件))"
)
_NTH_EN = (
    r"\b(?:the )?(?P<en>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?: one| point| item| measure| sentence)\b|"
    r"\bthe (?P<en_bare>first|second|third|fourth|fifth|last)(?=\s*(?:[?.!,]|$|in detail|please|is\b|was\b|will\b))|"
    r"\b(?:point|item|number) ?(?P<digits>\d{1,2})\b|(?:^|\s)\[(?P<label>\d{1,2})\]"
)
NTH = re.compile(f"{_NTH_ZH}|{_NTH_EN}", re.IGNORECASE)
