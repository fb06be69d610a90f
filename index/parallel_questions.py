"""Forty everyday questions to a government, in both languages; search takes their mean away from a question.

Written for this purpose; none is in a test set.
"""

from __future__ import annotations

PAIRS = (
    ("今年修了几条路？", "How many roads were built this year?"),
    ("公交车几点收班？", "When does the last bus run?"),
    ("停车难的问题怎么解决？", "How will the shortage of parking be solved?"),
    ("自来水为什么有异味？", "Why does the tap water smell?"),
    ("污水处理厂什么时候建成？", "When will the sewage plant be finished?"),
    ("垃圾多久清运一次？", "How often is the rubbish collected?"),
    ("河道治理花了多少钱？", "How much was spent on cleaning up the river?"),
    ("空气质量有没有改善？", "Has the air quality improved?"),
    ("公园里新种了多少树？", "How many trees were planted in the parks?"),
    ("养老院还有床位吗？", "Are there beds left in the care homes?"),
    ("低保怎么申请？", "How do I apply for the minimum living allowance?"),
    ("残疾人有哪些补贴？", "Which subsidies are there for disabled people?"),
    ("医保报销比例是多少？", "What share of the costs does medical insurance pay?"),
    ("社区卫生站有几名医生？", "How many doctors work at the community clinic?"),
    ("食品安全由谁检查？", "Who inspects food safety?"),
    ("药品采购是怎么监管的？", "How is the purchase of medicines supervised?"),
    ("图书馆周末开放吗？", "Is the library open at the weekend?"),
    ("体育场什么时候对外开放？", "When does the stadium open to the public?"),
    ("文物保护做了哪些工作？", "What has been done to protect historic sites?"),
    ("村里的土地是怎么流转的？", "How was the village's land leased out?"),
    ("农田灌溉用水有保障吗？", "Is there enough water to irrigate the fields?"),
    ("农民工工资拖欠了多少？", "How much in wages is owed to migrant workers?"),
    ("有多少人脱贫？", "How many people were lifted out of poverty?"),
    ("扶贫资金用到了哪里？", "Where did the poverty relief money go?"),
    ("失业人员能得到什么培训？", "What training can unemployed people get?"),
    ("新办一家公司要几天？", "How many days does it take to register a company?"),
    ("税收优惠政策有哪些？", "Which tax reliefs are there?"),
    ("政府债务是否得到控制？", "Is government debt under control?"),
    ("预算执行存在什么漏洞？", "What gaps were there in carrying out the budget?"),
    ("国有资产是怎么清查的？", "How were state assets checked?"),
    ("工程招标有没有违规？", "Were any rules broken in the tenders for works?"),
    ("哪些干部受到了处分？", "Which officials were disciplined?"),
    ("会议和文件减少了多少？", "By how much were meetings and documents cut?"),
    ("公车私用怎么处理？", "How is the private use of official cars dealt with?"),
    ("投诉举报电话是多少？", "What is the number of the complaints hotline?"),
    ("信访案件由哪个部门负责？", "Which department is responsible for petitions?"),
    ("燃气管道老化怎么办？", "What is being done about ageing gas pipes?"),
    ("消防通道被占用谁来管？", "Who deals with blocked fire lanes?"),
    ("安全生产检查发现了什么？", "What did the work safety inspections find?"),
    ("下一步有什么计划？", "What is planned next?"),
)
CHINESE = tuple(chinese for chinese, _ in PAIRS)
ENGLISH = tuple(english for _, english in PAIRS)
