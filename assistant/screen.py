"""In: the text of a question. Out: None, or why it is not to be answered: injection, abuse, off topic, not a question.

Looks for speech acts (an order and its object), not for single words: staff ask about rules, fabrication and weather too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Language
from assistant.words import say

Reason = Literal["injection", "abuse", "off_topic", "not_a_question"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the text is not answered."""

    reason: Reason

    def text(self, language: Language) -> str:
        """One calm sentence, and what the assistant can do instead."""
        return say(f"refused_{self.reason}", language)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_START_ZH = r"(?:^|[。！？!?;；,，、:：\n]\s*)(?:你好[,，]?|请|麻烦你?|帮我|给我|你?(?:必须|应该|可以|能不能|能否|能)?)*(?:现在|先|直接)?"
_START_EN = r"(?:^|[.!?;:,\n]\s*)(?:hi|hello|hey)?[,\s]*(?:please\s+|kindly\s+|now\s+|just\s+|can you\s+|could you\s+|will you\s+|i want you to\s+|you (?:must|should|can)\s+)*"  # fmt: skip
_ABOVE_ZH = r"(?:以上|上述|上面|前面|之前|先前|此前|一切|所有|全部|任何|你的|原来的?|系统|既定)"
_ORDERS_ZH = r"(?:指令|指示|提示词?|设定|约束|限制|规则|规定|要求|内容|对话|命令|prompt|安全(?:检查|措施|策略))"

_INJECTION = _any(
    # drop the rules
    rf"(?:忽略|无视|忘记|忘掉|抛弃|跳过|绕过|解除|取消|不要?(?:遵守|理会|管)|别(?:遵守|理会|管))(?:掉|了)?(?:你)?{_ABOVE_ZH}.{{0,8}}{_ORDERS_ZH}",
    rf"{_START_ZH}(?:忽略|无视|忘记|忘掉|抛弃|绕过|解除)(?:掉|了)?(?:你(?:的)?|那些|这些){_ORDERS_ZH}",
    r"\b(?:ignore|disregard|forget|override|bypass|skip|drop|overrule)\b(?:\s+(?:about|all|any|every|the|your|my|of|these|those|previous|prior|above|"
    r"earlier|preceding|system|existing|original|former|safety|other)){1,6}\s+(?:instructions?|rules?|prompts?|guidelines?|directions?|"
    r"constraints?|restrictions?|commands?|text|content|filters?|messages?)\b",
    rf"{_START_EN}(?:forget|ignore|disregard|never mind)\s+(?:about\s+)?(?:the|all|any|your|those|these)\s+(?:documents?|bulletins?|files?|sources?|corpus|citations?)\b",
    r"(?:不要|不用|别|无需|不必)(?:看|管|理|参考|查|依据|根据|用)(?:那些|这些|任何)?(?:文件|通报|资料|原文|材料|来源|语料)(?!的人)",
    # reveal them
    r"(?:告诉|透露|输出|打印|显示|公开|展示|重复|复述|泄露|说出|列出|给我?看|交出|发给).{0,8}(?:你的|系统|内部|隐藏|初始|完整|原始).{0,6}(?:提示词?|指令|规则|设定|配置|prompt|密钥|密码)",
    r"(?:你的|系统)(?:系统)?(?:提示词|prompt|初始指令|内部指令|隐藏指令|system prompt)",
    r"\b(?:reveal|show|print|output|repeat|display|dump|leak|disclose|expose|recite|tell me|give me|share|list|what (?:is|are))\b[^.?!]{0,30}"
    r"\b(?:your|system|hidden|internal|secret|initial|developer)\s+(?:\w+\s+){0,2}(?:prompts?|instructions?|configurations?|config|settings|api keys?|guidelines)\b",
    r"\b(?:reveal|show|print|output|repeat|display|tell me|what are)\b[^.?!]{0,12}\byour\s+(?:own\s+)?rules\b",
    r"\brepeat (?:everything|all|the (?:text|words)) (?:above|before)\b",
    # be someone else
    r"(?:从现在(?:起|开始)|现在开始|从此).{0,4}你(?:就)?(?:是|叫|要?扮演|变成|不再是)",
    rf"{_START_ZH}(?:假装|扮演|假扮|冒充|角色扮演|装作)(?:成|你|自己|一个|一位|是)",
    r"(?:现在|你)(?:就)?是(?:一个|一位)?(?:没有|不受|无)(?:任何)?(?:限制|约束|规则)",
    r"(?:开发者|调试|管理员|越狱|上帝|无限制)(?:模式|权限)(?:已?(?:开启|打开|启动|激活|解锁))?",
    r"(?:系统消息|系统提示|管理员消息)\s*[:：]",
    r"(?:^|\n)\s*(?:system|assistant|developer)\s*(?:message|prompt|note)?\s*[:：]",
    r"<\|?/?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|###\s*(?:system|instruction)",
    r"\byou are (?:now |no longer |going to be )(?:an?|the|my|bound|in|dan)\b",
    r"\byou are (?:\w+\s+){0,4}(?:without|with no|free of|not bound by) (?:any )?(?:rules?|restrictions?|limits?|limitations|filters?)\b",
    rf"{_START_EN}(?:pretend|act as|role-?play|play the role|impersonate|behave as|respond as)\b",
    r"\b(?:developer|debug|god|admin|jailbreak|dan|unrestricted) mode\b",
    # no sources, made-up things
    r"(?:不要|不用|别|无需|不必|不需要|省略|去掉)(?:再)?(?:给出?|标注?|写|加|带|引用|注明|显示|任何)*(?:引用|出处|来源|依据|脚注)",
    r"\b(?:without|no|skip|omit|leave out|drop|don'?t (?:use|give|add|include|show)|do not (?:use|give|add|include|show))\s+(?:the |any |all )?(?:citations?|sources?|references?)\b",
    r"(?:随便|随意|凭空|胡乱|瞎)(?:编|捏造|杜撰|虚构|写|说)(?!造?(?:的|了|成绩|数据的)?(?:人|问题|行为|干部|情况))",
    rf"{_START_ZH}(?:编造?|捏造|杜撰|虚构|伪造)(?:一|几|两|三|些|个|点|份|条|出)",
    r"(?:帮我|给我|替我|你来|请你?)(?:编造?|捏造|杜撰|虚构|伪造|抹黑|诽谤|造谣)",
    rf"{_START_EN}(?:make up|invent|fabricate|fake|forge)\s+(?:a|an|some|any|the|plausible|me|few|several|numbers?|figures?|data|results?|evidence)\b",
    r"\bmake (?:something|some|one|it|them|numbers?|figures?) up\b(?=[^?]*$)",
    r"(?:写|编|发|散布|造)(?:一?[篇段条份个些])?.{0,10}(?:抹黑|诽谤|污蔑|诋毁|造谣)",
    rf"{_START_EN}(?:write|post|spread|compose|slander|defame|smear)\b[^.?!]{{0,40}}(?:\b(?:slander\w*|defam\w+|smear\w*|rumou?rs?|libel\w*|lies)\b|\b(?:him|her|the secretary|the director|the leader)\b)",
    r"(?:宣布|声称|就说|硬说|写成|改成|说成)(?:.{0,20})(?:全部|已经|都)(?:打通|完成|整改|解决|化解)了?(?:就行|就好|即可)",
    r"\b(?:say|claim|pretend|state|report) that (?:all|every|everything)\b[^.?!]{0,60}\b(?:even (?:if|though)|regardless|no matter)\b",
)

_ABUSE = _any(
    r"(?:去死|滚(?:开|蛋|远|吧|$|[!！,，。])|废物|傻[逼屄叉比bB]|煞笔|沙比|蠢货|王八蛋|混蛋|狗东西|他妈的|你妈的|妈的|操你|草泥马|草你|贱人|白痴|脑残|弱智(?!儿童|人士|学生)|智障(?!儿童|人士|学生|人员)|畜生(?!产)|去你的|不得好死)",
    r"\b(?:fuck\w*|shit(?:ty|head)?|asshole|bitch|bastard|cunt|motherfucker|dickhead|retard(?:ed)?|moron|dumbass)\b",
    r"\b(?:you|u|ur|you're|you are|this)\b[^.?!]{0,12}\b(?:stupid|idiot|idiotic|useless|worthless|dumb|garbage|trash)\b(?!\s+(?:dump|collection|disposal|sorting))",
    rf"{_START_EN}(?:shut up|go to hell|drop dead|kill yourself|screw you|damn you)\b",
    r"\bstupid (?:bot|machine|ai|program|assistant)\b",
)

_WRITE_ZH = r"(?:写|作|编|创作|生成|来|做|画|讲|说|唱)"
_OFF_TOPIC = _any(
    # write something else
    rf"{_WRITE_ZH}(?:一|几|两|三|个|首|篇|段|张|幅|点|份|出|条|支)*(?:关于|有关|赞美|描写|歌颂)?[^，。？！,?!]{{0,12}}?(?:的)?(?:诗歌?|歌词?|小说|故事|笑话|段子|情书|对联|相声|剧本|作文|读后感|祝福语|绝句|律诗|散文)(?!会|人|教育|活动|比赛|大赛|征集)",
    rf"{_WRITE_ZH}(?:一|个|段|些)*[^，。？！,?!]{{0,14}}?(?:代码|脚本|爬虫|冒泡|排序算法|算法|SQL|正则表达式|函数)",
    r"用\s*(?:python|java|c\+\+|javascript|go|rust|sql|html|excel)\b",
    r"(?:怎么|如何)?(?:把|将)?.{0,40}(?:翻译|译)(?:成|为|一下)(?:英|日|法|德|俄|韩|西|中)?[文语]?",
    rf"{_START_EN}(?:write|compose|create|generate|make|draw|sing|tell|give)\s+(?:me\s+|us\s+)?(?:an?\s+|some\s+|the\s+)?(?:[\w-]+\s+){{0,3}}(?:poems?|songs?|lyrics|haiku|limerick|stor(?:y|ies)|novel|jokes?|essay|love letter|riddle|picture|recipe)\b",
    rf"{_START_EN}(?:write|create|generate|give|debug|fix|show)\s+(?:me\s+)?(?:an?\s+|some\s+|the\s+|this\s+|my\s+)?(?:[\w+#-]+\s+){{0,3}}(?:code|script|function|program|query|algorithm|regex|macro|class in python)\b(?!\s+of conduct)",
    rf"{_START_EN}translate\b",
    r"\bin (?:python|javascript|java|c\+\+|rust|golang|sql)\b",
    # the world outside
    r"(?:今天|明天|后天|昨天|这周|本周|周末|现在|今晚|最近)?.{0,6}天气(?:怎么样|如何|好不好|预报|咋样|好吗)|(?:要不要|要|用不用|需不需要)带伞|(?:明天|今天|后天|周末)会?(?:下雨|下雪)吗",
    r"\b(?:what'?s|what is|how'?s|how is|what will|how will)\b[^.?!]{0,20}\bweather\b|\bweather (?:today|tomorrow|forecast)\b|\bwill it (?:rain|snow)\b|\bis it (?:raining|sunny)\b",
    r"(?:股票|股价|大盘|基金|比特币|彩票|双色球|A股|汇率|黄金)(?!.{0,8}(?:公司|机构|中心|管理|违规|专项|扶持)).{0,10}(?:涨|跌|买哪|推荐|走势|会不会|中奖|能买|该买|值得买|多少钱一)",
    r"\b(?:stocks?|shares?|bitcoin|crypto\w*|lottery)\b[^.?!]{0,30}\b(?:buy|sell|invest|price|go up|rise|fall|tips?)\b|\b(?:buy|sell|invest in)\b[^.?!]{0,20}\b(?:stocks?|shares|bitcoin|crypto\w*)\b|\bstock (?:tips?|price|market)\b",
    r"推荐(?:一下|几|一|些|点|个|部|本|家|首)*[^，。？！,?!]{0,8}(?:电影|电视剧|小说|餐厅|饭店|美食|歌曲?|游戏|手机|酒店|旅游景点|书)(?!记)",
    r"\brecommend\b[^.?!]{0,30}\b(?:movies?|films?|books?|restaurants?|songs?|games?|hotels?|phones?|recipes?)\b",
    r"(?:红烧|糖醋|清蒸|宫保|麻婆|回锅|水煮)?.{0,6}(?:菜谱|食谱|怎么(?:炒|炖|煮|腌|红烧)|怎么做(?:才|更)?好吃|做法是什么)(?=.{0,4}$)",
    r"\brecipes? for\b|\bhow (?:do|can|should) (?:i|you|we) (?:cook|bake|fry|boil|roast)\b",
    r"(?:红烧肉|蛋糕|饺子|面条|鱼香肉丝|可乐鸡翅|宫保鸡丁)",
    r"\b(?:world cup|nba|olympics?|premier league|super bowl|oscars?|grammys?)\b|(?:世界杯|奥运会|NBA|欧洲杯|奥斯卡|英超)(?!.{0,10}(?:整改|巡视|巡察|场馆|筹办|项目))",
    # advice on one's own life
    r"(?:我|老公|老婆|丈夫|妻子|男朋友|女朋友|房东|老板|孩子|宝宝|邻居|婆婆).{0,16}(?:离婚|出轨|分手|起诉|打官司|劳动仲裁|赔偿我|怀孕|发烧|头[疼痛]|咳嗽|失眠|吃什么药|怎么减肥|要不要去医院)",
    r"(?:头[疼痛]|发烧|感冒|咳嗽|胃[疼痛]|失眠|高血压|糖尿病)(?:了|的时候)?.{0,6}(?:怎么办|吃什么|吃啥|怎么治|能吃|挂什么科)|怎么减肥|离婚.{0,6}财产|财产怎么分",
    r"\b(?:can|should|could|may) i (?:sue|divorce|take (?:him|her|them) to court|take (?:aspirin|ibuprofen|medicine))\b|\bmy (?:husband|wife|boyfriend|girlfriend|landlord|boss|ex)\b",
    r"\b(?:how|what) (?:do|can|should|could) i (?:do to |eat to )?(?:lose|gain) (?:\w+ ){0,3}(?:weight|kilos?|pounds|kg)\b|\bmy (?:headache|fever|stomach ?ache|symptoms|blood pressure)\b|\bi have (?:a |an )?(?:headache|fever|cough|rash|sore throat)\b",
    r"(?:你|您)(?:有|是)?(?:男|女)朋友吗|你(?:爱|喜欢)我吗|你(?:几岁|多大了|会唱歌|有感情|有意识)",
    r"\b(?:do you love me|are you (?:human|conscious|alive|sentient)|how old are you|what'?s your favou?rite)\b",
    r"(?:^|[,，。])\s*(?:算一下|计算|请计算)?\s*\d+\s*[+＋*×x÷/]\s*\d+\s*(?:等于多少|=\s*[?？]?|是多少)",
    r"\bwhat(?:'s| is) \d+\s*(?:\+|\*|x|×|times|plus|minus|divided by)\s*\d+",
)

_GREETING = re.compile(
    r"(?:你好|您好|大家好|早上好|上午好|下午好|晚上好|早安|晚安|早|嗨|哈喽|哈啰|hello|hi|hey|good (?:morning|afternoon|evening)|greetings|"
    r"谢谢(?:你|您|了)?|多谢|感谢|辛苦了|再见|拜拜|好的?|嗯+|哦+|ok(?:ay)?|知道了|明白了?|收到|thanks?(?: you)?(?: (?:so|very) much)?|thank you(?: (?:so|very) much)?|"
    r"bye(?:-?bye)?|goodbye|yes|no|yep|nope|great|cool|在吗|有人吗|在不在|测试|test(?:ing)?|are you there|anybody there|"
    r"你是谁|你叫什么(?:名字)?|你(?:能|会|可以)(?:做|干)(?:什么|啥|些什么)|who are you|what are you|what can you do|how are you|help|帮助|there|啊|呀|哈+|呵+|the|a lot)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\W_]+")
_KEYBOARD = re.compile(
    r"^(?:asdf\w*|qwer\w*|zxcv\w*|hjkl|foo ?bar|lorem ipsum.*|abc+d*e*f*|xyz+|aaa+|\d+)$", re.IGNORECASE
)
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)


def screen(text: str) -> Refusal | None:
    """Why the text is refused, or None when it may be asked of the bulletins."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if _is_nothing(folded):
        return Refusal("not_a_question")
    reasons: tuple[tuple[Reason, re.Pattern[str]], ...] = (
        ("injection", _INJECTION),
        ("abuse", _ABUSE),
        ("off_topic", _OFF_TOPIC),
    )
    return next((Refusal(reason) for reason, pattern in reasons if pattern.search(folded)), None)


def _is_nothing(text: str) -> bool:
    """Only greetings, marks, digits or keys pressed at random."""
    bare = _MARKS.sub(" ", text).strip()
    if not bare or _KEYBOARD.match(bare):
        return True
    if not _MARKS.sub("", _GREETING.sub(" ", bare)):
        return True
    if len(set(bare.replace(" ", ""))) == 1 and len(bare) > 2:
        return True  # 啊啊啊啊
    return bare.isascii() and " " not in bare and len(bare) > 4 and not _VOWEL.search(bare)
