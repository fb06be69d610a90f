"""Words that a question spends on asking, not on saying of what: without them its subject is left. Chinese and English."""

from __future__ import annotations

import re

EMPTY_ZH = re.compile(
    r"请问|请|我想知道|想问一下|说说|告诉我|介绍一下|详细|具体|目前|现在|截至|一共|总共|共计|总计|合计|分别|大概|到底|究竟|"
    r"什么时候|什么时间|为什么|为何|什么|(?:多少|几)[个所名人家处项件条次户座盏台套间辆张篇亩吨米公里年天月]*|哪一?年|哪些|哪个|哪家|哪里|哪位|谁|如何|怎么样|怎么|怎样|咋|"
    r"是否|有没有|是不是|能不能|采取了?|措施|举措|办法|做了|做的|整改|解决|处理|处置|推进|落实|开展|情况|进展|效果|结果|问题|方面|"
    r"投入|投资|花费?|完成|建成|启动|实施|计划|安排|数量|金额|时间|面积|比例|占比|资金|"
    r"那么|那|其中|另外|还有|然后|还|也|都|就|又|再|已经?|了|的|地|得|吗|呢|啊|吧|过|着|是|有|要|会|被|把|将|在|到|和|与|对|对于|关于|"
    r"今年|去年|明年|个|所|家|名|项|条|件|次|户|钱|[它他她]们?|这些?|剩余|剩下|剩|余下"
)
EMPTY_EN = re.compile(
    r"\b(?:please|tell me|can you|could you|i want to know|i would like to know|what|when|where|who|whom|whose|which|why|how|many|much|"
    r"long|far|often|was|were|is|are|am|be|been|being|has|have|had|do|does|did|done|doing|will|would|should|can|could|about|of|on|in|at|for|to|"
    r"from|by|with|the|a|an|and|or|but|so|then|also|there|any|some|all|now|currently|today|so far|yet|still|left|remaining|more|else|"
    r"measures?|steps?|actions?|taken|take|solved?|solve|fixed|fix|problems?|issues?|matters?|handled|handle|dealt|deal|addressed|address|improved|"
    r"progress|situation|status|result|results|money|amount|number|cost|costs|spent|spend|invested|invest|investment|completed?|finished?|"
    r"planned|plan|plans|this year|last year|year|it|its|they|them|their|those|these|this|that|one|ones|first|second|third|regarding|"
    r"me|us|you|government|district|city|county)\b",
    re.IGNORECASE,
)
