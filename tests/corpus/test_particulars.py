from datetime import date

import pytest

from corpus.bulletin import Period
from corpus.particulars import contacts, feedback, inspection


@pytest.mark.parametrize(
    ("intro", "period", "handed_over"),
    [
        (
            "2019年9月18日至12月10日,省委第八巡视组对莱山区开展了巡视。2020年3月24日,省委巡视组向莱山区委反馈了巡视意见。",
            Period(date(2019, 9, 18), date(2019, 12, 10)),
            date(2020, 3, 24),
        ),
        (
            "2019年9月18日至12月10日，市委巡察组对我局开展巡察，12月30日进行了反馈。",
            Period(date(2019, 9, 18), date(2019, 12, 10)),
            date(2019, 12, 30),
        ),
        ("2020年3月24日反馈意见。", None, date(2020, 3, 24)),
        ("今年3月24日，市委巡察组召开反馈会。", None, date(2020, 3, 24)),
        ("2020年3月24日，区委召开会议，传达巡视反馈意见。", None, None),
        ("2020年4月1日至4月30日，开展植树活动。", None, None),
        ("2019年9月至12月，省委巡视组开展了巡视，并反馈了意见。", None, None),
        ("按照反馈意见，2020年4月1日制定方案。", None, None),
    ],
)
def test_inspection_period_and_feedback_day(intro, period, handed_over):
    assert inspection([intro]) == period
    assert feedback([intro], date(2020, 7, 31)) == handed_over


def test_contact_lines_as_written():
    assert contacts(
        [
            "已处理电话投诉12345件。",
            "欢迎监督。联系电话：0532-1234567；邮箱：a@b.cn；地址：人民路10000号。",
            "监督举报电话：12388",
            "邮编：266000",
        ]
    ) == ("联系电话：0532-1234567", "邮箱：a@b.cn", "地址：人民路10000号", "监督举报电话：12388", "邮编：266000")
