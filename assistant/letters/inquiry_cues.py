"""The forms of asking in letters, Chinese and English, as patterns: requests, rhetoric, greetings. Never a topic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from index.lexical_terms import english_words


def _any(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


# ---- questions ----

_CLASSIFIER = "[个名人家所处项件条起次户套间辆台张本篇位座亩吨公里天年月岁种类批届元万亿成号点段栋幢块笔份层口]"
# Words that measure or choose: even without a topic of its own such a question asks for something.
MEASURING = {
    "zh": _any(
        (
            r"多少(?!年了|次了|回了|遍)|几" + _CLASSIFIER,
            r"什么(?:时候|时间|程度|地方|用场|材料|标准|进展|原因|结果|计划|措施|办法)",
            r"哪[些里儿几]|哪一?" + _CLASSIFIER + r"|何时|何地|多[久长大高远深](?!了)|第几|为什么|为何|为啥|"
            r"啥(?:时候|时间|原因)|[由归]谁|该找?谁|谁来?(?:负责|承建|施工|中标|牵头|分管|承担|赔)|[了过]谁|什么样",
            # how a matter is dealt with, in the words of offices; 怎么办事的, 怎么管的 are reproaches
            r"(?:怎么|如何|怎样)(?:个)?(?:处理|解决|整改|处置|查处|安排|落实|补偿|赔偿|计算|安置|分配|认定|申请|办理)",
        )
    ),
    "en": _any(
        (
            r"\bhow (?:many|much|long|far|large|big|often|high|old|deep|wide|tall|soon)\b",
            r"\b(?:when|where|which|who|whom|whose)\b|\bwhat (?!do we pay|are we paying)\w+",
            r"\bby (?:when|what)\b",
        )
    ),
}
# Interrogatives that also stand in complaints; they ask only with a question mark or a word of asking.
_WEAK_ZH = (
    r"怎么|怎样|咋|如何|什么|啥|谁|是否|是不是|有没有|能不能|会不会|可不可以|能否|可否|吗|"
    r"(?P<verb>[㐀-鿿])[不没](?P=verb)|了没(?:有)?(?=[？?。]|$)"
)
INTERROGATIVE = {
    "zh": re.compile(rf"{MEASURING['zh'].pattern}|{_WEAK_ZH}"),
    "en": re.compile(
        r"(?:^|[,;:]\s*)(?:(?:and|but|so|also|or|now|then|finally|first|second|third|lastly|besides)[\s,]+)*"
        r"(?:(?:by|over|in|at|to|for|from|on|of|with|under)\s+)?(?:how|what|when|where|who|whom|whose|which|why|"
        r"is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may)\b",
        re.IGNORECASE,
    ),
}
# 几 and 什么 that ask nothing: 这几年, 好几次, 什么都没有; not knowing is no question either.
INDEFINITE_ZH = re.compile(
    r"[这那好头前近十二三上下过]几|没几|几[年月天次趟回个]+(?:都|也|了)|(?:什么|谁|哪里|怎么|多少)[^，。？！]{0,6}(?:都|也)|"
    r"不(?:知道?|清楚|晓得|明白|懂)|无论|不管(?=.{0,6}(?:怎|什|谁))"
)

# ---- words that ask: 请问, I would like to know ----

ASKS = {
    "zh": _any(
        (
            r"请问|请教|想(?:要|请)?(?:再|多)?(?:问|了解|知道|咨询|打听|弄清)|咨询(?=一?下|[两三几]?[件个]|[:：])|问一?[下问]|"
            r"问(?:您|你|你们)?[一两三几]?[件个句](?:事情?|问题|话)?[：:，,]|请予以?(?:说明|答复|解释)",
        )
    ),
    "en": _any(
        (
            r"\b(?:would|should|'d) (?:also |really |very much )?like to (?:know|ask|understand|learn|find out|hear)\b",
            r"\b(?:want|wish|need) to (?:know|ask|understand|find out)\b|\b(?:wonder|wondering|curious)\b",
            r"\b(?:let|tell) (?:me|us)(?: also)?(?: know)?\b|\bmy (?:real |main |only )?questions? (?:is|are)\b",
            r"\b(?:appreciate|grateful for) (?:an answer|answers|information|it if|the|any|some)\b",
        )
    ),
}
_INFORM_ZH = r"告知|告诉|说明|解释|介绍|公布|公开|公示|答复|回复|回答|解答|明确|提供|通报|讲讲|说说|说一?下|讲一?下|核实|确认|反馈|答疑"
_ACT_ZH = (
    r"解决|处理|整治|治理|整改|改造|维修|修(?:好|缮|复|理|补|一修|一?下)|派人|管[管好]|管一管|查处|查清|落实|安排|协调|帮助|帮忙|关注|重视|推进|加快|尽快|"
    r"增[加设]|改善|清理|拆除|完善|加强|开通|建设|新建|补偿|支持|调整|取消|降低|延长"
)
_LEAD_ZH = r"请(?!问|教)|恳请|敬请|烦请|麻烦|劳烦|希望|盼望|期盼|建议|要求|恳求|呼吁|能不能|能否|可否|务必"
DIRECTIVE = {
    "zh": re.compile(
        rf"(?:{_LEAD_ZH})[^。！？!?]*?(?:{_INFORM_ZH}|{_ACT_ZH})|一并(?:说明|告知|答复)|(?:建议|要求|请求|恳请)(?=[^。！？!?]{{4}})|"
        r"把[^。！？!?]{2,30}?(?:告诉|告知|发给|提供给|透露给|公布|公开|公示)|(?:^|[，,：:])(?:那|就|都|先|直接)?(?:告诉|告知)(?:我|我们|大家)(?!们?的?是)"
    ),
    "en": re.compile(
        r"\b(?:please|kindly|(?:could|can|would|will) you(?: please| kindly)?|i (?:request|ask) (?:that )?you|"
        r"we (?:request|ask) (?:that )?you)\s+(?:also\s+|then\s+)*(?P<verb>tell|let|inform|explain|confirm|clarify|describe|say|"
        r"advise|provide|give|send|publish|state|indicate|share|fix|repair|solve|address|deal|look|do|build|open|clean|"
        r"remove|investigate|recommend|suggest|list|outline|check|help)\b(?P<what>[^.!?]*)",
        re.IGNORECASE,
    ),
}
REFLECTS = {
    "zh": re.compile(r"(?:反映|投诉|举报|诉求是|反应)"),
    "en": re.compile(r"\b(?:complain(?:t|ing)?|report(?:ing)?|draw your attention)\b", re.IGNORECASE),
}

# ---- forms that look like questions and are none ----

RHETORICAL = {
    "zh": _any(
        (
            r"难道|岂[能有不]|何必|何苦|凭(?:什么|啥)|何时是个?头|(?:什么|啥)时候(?:才)?(?:是个?头|(?:能|会)?(?:想起|关心|管管|重视)(?:过|到)?(?:我们|老百姓|群众))",
            r"(?:有没有|还有|哪有|有)(?:个)?人(?:来|会|真正?)?(?:管|问|负责|过问|听)|没人(?:管|问|理|负责)|管不管|谁来管|(?<![归该由属])谁管|"
            r"(?:我们|老百姓|群众|百姓)[^，。？！]{0,4}死活",
            r"良心|天理|王法|像话|公道何在|对得起|过得去|忍心|好意思|脸面|体谅|算什么|有什么用|有啥用|图(?:什么|啥)|"
            r"干什么吃|吃干饭|(?:你们|领导)[^，。？！]{0,3}(?:就|还)?不(?:能|会|肯|愿|想)[^，。？！]*[吗？?]|什么态度|什么世道|什么作风|还让不让(?:人|我们)|拿[^，。？！]{1,8}当(?:什么|回事)",
            r"谁(?:还|又|都)?(?:敢|能(?!告诉|提供)|会|信|相信|不(?:知道|想|盼|愿)|受得了|心里)",
            r"怎么(?:还|就|又|老|总|都|这么|那么|这样|那样|没人|敢|好意思)|怎能|怎么(?:能|可以|会)(?!够?(?:申请|办|报名|查|买|拿到|联系|领|参加))",
            r"(?:这|那)(?:就|不|不就)?是(?:你们|所谓|我们)[^？?]*[？?吗]|(?:这|那)不是[^。？！]*吗|不是(?:说|讲|承诺|号称|宣传)[^。？！]*[吗？?]",
            r"(?:你们|领导|谁|有没有人)[^，。？！]{0,4}(?:知道|晓得|想过|体会|看[得到见]|了解)(?:过)?(?:我们|老百姓|群众|大家|这|有?多[难苦累惨]|[^，。？！]{0,4}吗)",
            r"哪(?:里|儿)?(?:有|还有)(?:这样|这种|那么|什么)|还要(?:忍|受|折腾|熬)|"
            r"(?:请|倒是)?[你您]们?(?:自己)?(?:评评理|说说看?|想想|看看)[，,、？?！!]",
        )
    ),
    "en": _any(
        (
            r"\bhow (?:can|could|dare|do) (?:anyone|anybody|you (?:people|sleep|live|look)|we (?:live|be expected|trust)|people|they)\b|"
            r"\bhow dare\b|\bhow (?:much longer|long|many (?:more )?(?:times|years)) (?:must|do|are|will|can|should|have) (?:we|i|people|residents)\b[^?]*\b(?:suffer|endure|put up|live like|tolerate|beg|write)\b",
            r"\b(?:is|are|does|do|has|have|was|did) (?:there )?(?:anyone|anybody|somebody|someone|no one|nobody)(?: out there| in there| at all)?"
            r"(?:(?: even| ever| actually| really| still| here| ashamed| listening| reading| awake| home| care\w*| bother\w*| going)|\s*\?)|\bwho cares\b|\bwho (?:on earth|would|could|will ever)\b",
            r"\b(?:is|was|isn.t|are) (?:this|that|it|these) (?:really |what you call |your idea of |supposed to be )?(?:how|what|acceptable|too much|a joke|normal|fair|good enough|the way|progress|justice|service|not (?:enough|a)|time|a (?:disgrace|shame))\b|\bseriously\s*\?",
            r"\bdo(?:es|n.t)? (?:you|they|the \w+) (?:people )?(?:even |really |honestly |ever )?(?:care|realise|realize|listen|think|expect|believe|understand|know (?:what|how) (?:it|that))\b|\bdon.t (?:you|we)\b",
            r"\b(?:have|are|were) you (?:people )?(?:all )?(?:ever|no|even|blind|deaf|asleep|kidding|joking|serious|proud|ashamed|happy)\b|\bwhat (?:do|are) we pay(?:ing)?\b|\bwhat is wrong with\b|\bwhat (?:kind|sort) of (?:government|people|service|office|joke|place)\b",
            r"\bwhy (?:bother|should (?:i|we)|do (?:i|we) (?:even|always))\b|\bwhen will (?:this|it|you|that)(?: \w+)? (?:ever|finally|end|stop|wake|listen|care)\b|\bwhat(?:.s| is) the (?:point|use)\b|\bam i (?:supposed|the only)\b",
        )
    ),
}

# A clause that only laments; where another clause measures, that one asks: 垃圾没人管，谁来负责？
LAMENTS_ZH = re.compile(r"[^，,：:]*没人(?:管|问|理|负责)[^，,：:]*[，,]")
# What follows a request in its sentence: "…, how many beds it will have, and whether it is open".
GOES_ON_EN = re.compile(
    r"^[\s,;]*(?:(?:and|or|also)[\s,]+)*(?:(?:by|over|in|at|to|for|from|on|of|with|under)\s+)?"
    r"(?:how|what|when|where|who|whom|whose|which|why|whether)\b",
    re.IGNORECASE,
)
# A question by its order of words, whatever mark ends it: "also who do we call".
ORDERED_EN = re.compile(
    r"^[\s,;]*(?:(?:and|so|but|also|ok|then)[\s,]+)*(?:what|who|where|when|why|how(?:\s+(?:many|much)(?:\s+\w+){0,2}|"
    r"\s+(?:long|often|far|soon|big|old))?|which(?:\s+\w+){0,2})\s+(?:do|does|did|is|are|was|were|will|can|could|should|"
    r"would|has|have)\s+(?:i|we|you|they|it|he|she|the|this|that|these|those|there|my|our|your)\b",
    re.IGNORECASE,
)

# What is asked with these wants a quantity or a time, however angrily.
QUANTITY = {
    "zh": re.compile(
        r"多少(?!年了|次了|回了|遍)|几(?=[个名家所项件条户套亩公里天年月岁])|什么时[候间]|何时|哪[年天月]"
    ),
    "en": re.compile(r"\bhow (?:many|much|long|far|large|big|high|old|soon)\b|\bwhen\b", re.IGNORECASE),
}
# "… is that so?": something said is to be confirmed, however angrily it is told.
_CONFIRMS_ZH = (
    r"(?:(?:这|此事|这事|这个(?:数字|说法|消息)?|上述(?:数字|说法)?)?(?:是不是|是否)?"
    r"(?:有这(?:么)?(?:回)?事|真有(?:这|此)事|真的假的|是真是假|是?真的|属实|准确|对不对|对|是)(?:吗|么|没有|否)?)"
)
_CONFIRMS_EN = (
    r"(?:(?:can|could|would) you (?:please )?|please )?(?:confirm|check|verify) (?:this|that|it|the|these) ?(?:figures?|numbers?|claims?|information)?|"
    r"(?:is|was|are) (?:that|this|it|these|the|those) ?(?:figures?|numbers?|claims?)? ?(?:true|so|right|correct|the case|really true)"
)
CONFIRMS = re.compile(rf"(?:{_CONFIRMS_ZH}|{_CONFIRMS_EN})[\s？?。.]*", re.IGNORECASE)
# The same at the end of a sentence that says what.
CONFIRMED = re.compile(
    rf"(?:有这(?:么)?(?:回)?事|真有(?:这|此)事|真的假的|是真是假|是真的|属实|对不对|对吗|是吗)(?:吗|么|没有|否)?[？?]?$|\b(?:{_CONFIRMS_EN})[\s?.]*$|\b(?:right|correct|true)\s*\?$",
    re.IGNORECASE,
)

# ---- what a request is not about: people, the letter itself, feelings ----

GENERIC_ZH = frozenset(
    word
    for line in Path(__file__).with_name("inquiry_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)

GENERIC_EN = frozenset(
    english_words(
        "know tell let reply answer letter office official people anyone help thing matter question thanks like"
        " confirm correct true right hear heard something wrong figure name information interest bulletin talk whether read written somebody times whoever grateful ago years still"
    )
)

THANKS = re.compile(
    r"感谢|谢谢你们|点个?赞|满意|表扬|称赞|辛苦|\bgrateful\b|\bthank(?:s| you)\b|\bwell done\b", re.IGNORECASE
)
LEAD_IN = {
    "zh": re.compile(
        r"^(?:[\s，,、：:；;]|另外|此外|还有|同时|顺便|再就是|再者|最后|其次|首先|第[一二三四五六七八九十](?:[，,、是]|$)|[一二三四五六七八九十]是|以及|并且|而且|然后|那么?(?=[请我想，])|"
        r"(?:尊敬的)?领导(?:们)?(?:你|您)?们?好?[，,：:！!]|(?:你|您)们?好[，,：:！!]?|我(?:们)?(?:就|确实|真的|还|也|很|特别|主要|现在|一直)*(?=想|要?问|希望|请)|"
        r"(?:就|确实|真的|还|也|很|主要)(?=想|请|希望)|想(?:要|请)?(?:再|多)?(?:问|了解|知道|咨询|打听|弄清)(?:的是|一?[下问])?(?:你们|咱们?)?|"
        r"请问|请教|咨询(?:一?下)?|问一?[下问]|麻烦(?:你|您)?们?(?:帮忙|给)?(?:告诉|告知|说明|问|回复)?(?:一?下|我们?)?|"
        r"(?:恳|敬|烦)?请(?:你们|您|贵\S)?(?:尽快|如实|一并|予以)?(?:告知|告诉|说明|公布|公开|答复|回复|解释|介绍)(?:一?下|我们?)?|"
        r"希望(?:你们|能|能够)?(?:尽快)?(?:公布|公开|告知|说明|答复)(?:一?下)?|到底|究竟|敢问|"
        r"(?:我们?|本人)(?:是|叫|姓|家?住在?|家在)[^，,。？?！!]{1,20}[，,](?=请问|想|麻烦|咨询|能否|能不能|希望)|"
        r"(?:我们?)?(?:就|只|还|再|想|主要)*问(?:您|你|你们|各位)?[一两三几]?[件个句](?:事情?|问题|话)?[：:，,])+"
    ),
    "en": re.compile(
        r"^(?:[\s,;:]|and\b|but\b|so\b|also\b|then\b|besides\b|finally\b|lastly\b|in addition\b|furthermore\b|more seriously\b|"
        r"two things:?|three things:?|now my real question\b|my (?:real |main )?questions? (?:is|are)\b|first(?:ly)?\b|second(?:ly)?\b|third(?:ly)?\b|please\b|kindly\b|"
        r"(?:could|can|would|will) you(?: please| kindly)?(?= (?:tell|let|also|explain|confirm))|(?:tell|let) (?:me|us)(?: also)?(?: know)?\b(?:, [^,?]{2,30},(?= ))?|"
        r"(?:i|we)(?:.d| would| should)? (?:also |really )?(?:like|want|wish|need) to (?:know|ask|understand|find out)(?: about)?\b|"
        r"(?:i|we) (?:wonder|am wondering|are wondering)\b|(?:explain|confirm)(?= (?:what|how|when|whether|which|where|why)\b)|by the way\b)+",
        re.IGNORECASE,
    ),
}
ANNOUNCES = {
    "zh": re.compile(
        r"(?:以下|下列|如下|几个?|[两三四五六七]|事项|问题|答复|说明|请问|想问|想知道|告诉我|告知)[^。！？]{0,14}[:：]?\s*$"
    ),
    "en": re.compile(r"(?:following|questions?|know|answers?|tell (?:me|us)|points?)[^.?!]{0,24}:\s*$", re.IGNORECASE),
}
# A sentence that only says that requests follow.
ANNOUNCED = {
    "zh": re.compile(
        r"(?:以下|下列|如下|下面)[^，。？！]{0,6}(?:事项|问题|情况|几点|内容|请求|诉求|[两三四五六几]点)?[^，。？！]{0,10}$|(?:[两三四五六几]|一些)[个件点](?:事情?|问题|情况|诉求|请求|疑问|意见)[^，。？！]{0,6}[。：:]?$"
    ),
    "en": re.compile(
        r"\b(?:the )?following\b|\b(?:a few|some|two|three|four|five|several) (?:questions|things|points|requests)\b[^?]*$",
        re.IGNORECASE,
    ),
}
