"""Figures found, compared and put in English; every expected value was computed by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from corpus import figures
from corpus.figures import Figure

ISSUED = date(2020, 7, 31)


def one(text: str) -> Figure:
    """The only figure of a text."""
    found = figures.find(text, ISSUED)
    assert len(found) == 1, [figure.text for figure in found]
    return found[0]


def brief(text: str) -> list[tuple[str, str]]:
    """Text and value (or first/last day) of every figure."""
    return [
        (f.text, f"{f.begins}/{f.ends}" if f.is_time else f"{f.value}" + (f"-{f.high}" if f.high else ""))
        for f in figures.find(text, ISSUED)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("投资4.86亿元", "money", "486000000", "CNY"),
        ("外资1.04亿美元", "money", "104000000", "USD"),
        ("投入350万元", "money", "3500000", "CNY"),
        ("总投资1.2万亿元", "money", "1200000000000", "CNY"),
        ("收回2亿5000万元", "money", "250000000", "CNY"),
        ("人民币3.8亿", "money", "380000000", "CNY"),
        ("¥3.8亿", "money", "380000000", "CNY"),
        ("RMB 4.86bn was spent", "money", "4860000000", "CNY"),
        ("486 million yuan was spent", "money", "486000000", "CNY"),
        ("a 15-million-yuan project", "money", "15000000", "CNY"),
        ("US$104m arrived", "money", "104000000", "USD"),
        ("486m yuan was spent", "money", "486000000", "CNY"),
        ("4.86 hundred million yuan", "money", "486000000", "CNY"),
        ("40+ km of road", "length", "40000", "m"),
        ("minus 3.2%", "percent", "-3.2", "percent"),
        ("half the villages", "percent", "50", "percent"),
        ("three and a half years", "duration", "42", "month"),
        ("已化解32个", "count", "32", "个"),
        ("１２家企业", "count", "12", "家"),
        ("改造1.67万户", "count", "16700", "户"),
        ("发现1,246条", "count", "1246", "条"),
        ("每千人拥有医师3.2人", "count", "3.2", "人"),
        ("党员一千二百三十六名", "count", "1236", "名"),
        ("三大主导产业", "count", "3", "大"),
        ("市区两级", "count", "2", "级"),
        ("由5级压减", "count", "5", "级"),
        ("16,700 households", "count", "16700", "户"),
        ("twenty-five cases", "count", "25", ""),
        ("a dozen schools", "count", "12", ""),
        ("one hundred and five villages", "count", "105", ""),
        ("拆除68.13万平方米", "area", "681300", "m2"),
        ("流转86.5万亩", "area", "865000", "mu"),
        ("新增绿地1200公顷", "area", "12000000", "m2"),
        ("清淤3.5公里", "length", "3500", "m"),
        ("3.5 km of river", "length", "3500", "m"),
        ("推广1228.9吨", "weight", "1228900", "kg"),
        ("种子两万五千公斤", "weight", "25000", "kg"),
        ("土方300立方米", "volume", "300", "m3"),
        ("占比71.2%", "percent", "71.2", "percent"),
        ("占比４５．６％", "percent", "45.6", "percent"),
        ("增速为-3.2%", "percent", "-3.2", "percent"),
        ("百分之七十", "percent", "70", "percent"),
        ("百分之十二点五", "percent", "12.5", "percent"),
        ("覆盖率达七成", "percent", "70", "percent"),
        ("提高到六成五", "percent", "65", "percent"),
        ("提高到六成半", "percent", "65", "percent"),
        ("半数的村", "percent", "50", "percent"),
        ("一半的村", "percent", "50", "percent"),
        ("提高17.4个百分点", "point", "17.4", "point"),
        ("by 17.4 percentage points", "point", "17.4", "point"),
        ("压减120个工作日", "duration", "120", "workday"),
        ("延长三年", "duration", "36", "month"),
        ("每半年研究", "duration", "6", "month"),
        ("一年半时间", "duration", "18", "month"),
        ("用时两个半小时", "duration", "150", "minute"),
        ("3日内办结", "duration", "3", "day"),
        ("a five-year plan", "duration", "60", "month"),
        ("是上年的2.5倍", "multiple", "2.5", "times"),
        ("产值翻一番", "multiple", "2", "times"),
        ("列全市第一。", "rank", "1", "place"),
        ("列全市第1位", "rank", "1", "place"),
        ("居前三位", "rank", "3", "top"),
        ("列各县市区首位", "rank", "1", "place"),
        ("倒数第二位", "rank", "2", "last"),
        ("荣获一等奖", "rank", "1", "prize"),
        ("ranked first", "rank", "1", "place"),
        ("in the top three", "rank", "3", "top"),
        ("第八小学", "ordinal", "8", ""),
        ("PM2.5浓度35微克/立方米", "concentration", "35", "ug/m3"),
    ],
)
def test_a_figure_is_read_with_its_kind_value_and_unit(text: str, kind: str, value: str, unit: str) -> None:
    figure = next(f for f in figures.find(text, ISSUED) if not f.is_time)
    assert (figure.kind, figure.value, figure.unit) == (kind, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "begins", "ends", "kind"),
    [
        ("2020年3月24日", "2020-03-24", "2020-03-24", "date"),
        ("2019年9月18日至12月10日", "2019-09-18", "2019-12-10", "period"),
        ("2019年11月5日至2020年1月10日", "2019-11-05", "2020-01-10", "period"),
        ("二〇一九年九月十八日", "2019-09-18", "2019-09-18", "date"),
        ("3月2日前完成", "2020-03-02", "2020-03-02", "date"),
        ("1-5月份", "2020-01-01", "2020-05-31", "period"),
        ("一季度", "2020-01-01", "2020-03-31", "period"),
        ("前三季度", "2020-01-01", "2020-09-30", "period"),
        ("一、二季度", "2020-01-01", "2020-06-30", "period"),
        ("4、5月份", "2020-04-01", "2020-05-31", "period"),
        ("前5个月", "2020-01-01", "2020-05-31", "period"),
        ("去年下半年", "2019-07-01", "2019-12-31", "period"),
        ("年内完工", "2020-01-01", "2020-12-31", "period"),
        ("今年", "2020-01-01", "2020-12-31", "period"),
        ("今年以来", "2020-01-01", "2020-07-31", "period"),
        ("2019年以来", "2019-01-01", "2020-07-31", "period"),
        ("2021—2025年规划", "2021-01-01", "2025-12-31", "period"),
        ("5月下旬起", "2020-05-21", "2020-05-31", "period"),
        ("2021年12月底前", "2021-12-21", "2021-12-31", "period"),
        ("2022年年底前", "2022-12-01", "2022-12-31", "period"),
        ("11月全部完成", "2020-11-01", "2020-11-30", "period"),
        ("2020-08-03", "2020-08-03", "2020-08-03", "date"),
        ("18 September 2019", "2019-09-18", "2019-09-18", "date"),
        ("Sept 18, 2019", "2019-09-18", "2019-09-18", "date"),
        ("18 September to 10 December 2019", "2019-09-18", "2019-12-10", "period"),
        ("from January to May 2020", "2020-01-01", "2020-05-31", "period"),
        ("in the first quarter of 2020", "2020-01-01", "2020-03-31", "period"),
        ("in the first five months of 2020", "2020-01-01", "2020-05-31", "period"),
        ("in the second half of last year", "2019-07-01", "2019-12-31", "period"),
        ("within the year", "2020-01-01", "2020-12-31", "period"),
        ("in 2019", "2019-01-01", "2019-12-31", "period"),
        ("by 2 March", "2020-03-02", "2020-03-02", "date"),
        ("in H1 2020", "2020-01-01", "2020-06-30", "period"),
        ("between 18 September and 10 December 2019", "2019-09-18", "2019-12-10", "period"),
        ("by the year's end", "2020-12-01", "2020-12-31", "period"),
        ("1970年代", "1970-01-01", "1979-12-31", "period"),
    ],
)
def test_a_date_or_period_is_resolved_against_the_bulletins_date(text: str, begins: str, ends: str, kind: str) -> None:
    figure = one(text)
    assert (figure.begins, figure.ends, figure.kind) == (begins, ends, kind)


def test_a_date_without_a_year_takes_it_from_its_own_sentence() -> None:
    found = figures.find("2019年9月启动,12月10日结束。4月1日召开会议", ISSUED)
    assert [(f.begins, f.year_said) for f in found] == [
        ("2019-09-01", True),
        ("2019-12-10", False),
        ("2020-04-01", False),
    ]


def test_a_month_that_could_be_of_either_year_stays_without_one() -> None:
    assert [f.begins for f in figures.find("2019年启动整改。12月10日完成。", ISSUED)] == ["2019-01-01", "--12-10"]
    assert [f.begins for f in figures.find("11月完成", date(2021, 1, 8))] == ["--11-01"]
    assert [f.begins for f in figures.find("4月1日")] == ["--04-01"]


def test_the_year_before_is_the_one_before_the_year_spoken_of() -> None:
    assert brief("2018年产量较上年增长") == [("2018年", "2018-01-01/2018-12-31"), ("上年", "2017-01-01/2017-12-31")]
    assert brief("产量较上年增长") == [("上年", "2019-01-01/2019-12-31")]


def test_a_year_only_compared_with_does_not_date_what_follows() -> None:
    found = brief("投诉比去年减少,5月底前完成")
    assert found == [("去年", "2019-01-01/2019-12-31"), ("5月底前", "2020-05-21/2020-05-31")]


def test_days_of_one_month_share_it() -> None:
    assert brief("4月1日、27日先后召开") == [("4月1日", "2020-04-01/2020-04-01"), ("27日", "2020-04-27/2020-04-27")]


def test_no_date_is_made_of_an_impossible_one() -> None:
    assert brief("2月30日") == []
    assert brief("13月5日") == []


@pytest.mark.parametrize(
    ("text", "approx", "strength"),
    [
        ("2000余人", "余", "over"),
        ("6万多人次", "多", "over"),
        ("10公里以上", "以上", "over"),
        ("超过95%", "超过", "over"),
        ("不少于5亿元", "不少于", "over"),
        ("上百家企业", "上", "over"),
        ("近200亿元", "近", "nearly"),
        ("约300吨", "约", "about"),
        ("800元左右", "左右", "about"),
        ("不到半年", "不到", "under"),
        ("28%以下", "以下", "under"),
        ("3个工作日内", "内", "under"),
        ("十几家单位", "几", "several"),
        ("2月2日前", "前", "before"),
        ("2019年以来", "以来", "since"),
        ("more than 2,000 people", "more than", "over"),
        ("nearly 20 billion yuan", "nearly", "nearly"),
        ("about 300 tonnes", "about", "about"),
        ("up to 40 people", "up to", "under"),
        ("300 or more villages", "or more", "over"),
        ("before 2 March", "before", "before"),
        ("签约32个", None, "exact"),
        ("节约5万元", None, "exact"),
        ("附近3个村", None, "exact"),
    ],
)
def test_an_approximation_is_kept_as_written(text: str, approx: str | None, strength: str) -> None:
    assert (one(text).approx, one(text).strength) == (approx, strength)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3-5个", "3-5"),
        ("3至5个", "3-5"),
        ("3个至5个", "3-5"),
        ("三至五个", "3-5"),
        ("七八个", "7-8"),
        ("3-5万元", "30000-50000"),
        ("3000至5000元", "3000-5000"),
        ("3%-5%", "3-5"),
        ("3 to 5 schools", "3-5"),
        ("3-5 million yuan", "3000000-5000000"),
    ],
)
def test_a_range_is_one_figure(text: str, values: str) -> None:
    assert [value for _, value in brief(text)] == [values]


def test_from_and_to_are_two_figures_not_a_range() -> None:
    for text in ("窗口数量由30个提升至47个", "从30个到47个", "rose from 30 to 47 windows"):
        assert [(f.value, f.change) for f in figures.find(text)] == [(Decimal(30), "from"), (Decimal(47), "to")]


@pytest.mark.parametrize(
    "text", ["13 road projects go on", "13 street lamps", "by building 13 schools", "13 tea gardens"]
)
def test_an_english_number_counts_what_follows_it(text: str) -> None:
    assert one(text).value == Decimal(13)


@pytest.mark.parametrize("text", ["at 13 Yingchun Road", "in Building 13", "Order 13", "room 13"])
def test_an_english_number_that_names_something_counts_nothing(text: str) -> None:
    assert list(figures.find(text)) == []


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("同比增长19%", "rise"),
        ("同比下降44%", "fall"),
        ("提高17.4个百分点", "rise"),
        ("提升到410项", "to"),
        ("降至1.9%", "to"),
        ("拆除32个", None),
        ("此前仅为91户", "from"),
        ("整改之前有30户", "from"),
        ("previously 91%", "from"),
        ("previously it was 91%", "from"),
        ("up 19% year on year", "rise"),
        ("fell by 44%", "fall"),
        ("a 44% decrease", "fall"),
    ],
)
def test_the_direction_of_a_change_is_kept(text: str, change: str | None) -> None:
    assert one(text).change == change


def test_what_is_counted_stands_left_or_right_of_its_figure() -> None:
    found = figures.find("已化解大班额32个,剩余12个大班额,今年全部化解。", ISSUED)
    assert [f.subject for f in found[:2]] == ["已化解大班额", "剩余 大班额"]
    assert [f.subject for f in figures.find("贫困人口339户584人已脱贫")] == ["贫困人口", "贫困人口 已脱贫"]
    assert [f.subject for f in figures.find("窗口由30个提升至47个")] == ["窗口 提升至", "窗口"]
    assert [f.subject for f in figures.find("32 large classes and 12 schools")] == ["large classes", "schools"]


@pytest.mark.parametrize(
    "text",
    [
        "严格落实中央八项规定精神,纠治“四风”",
        "“三重一大”事项、“一岗双责”、“三会一课”、六保六稳、两不愁三保障",
        "第一责任人、第一书记、第一时间、第三方评估、第一产业",
        "十四五规划、“十三五”期间、二十大精神、九三学社、三农工作",
        "瞄准500强企业,建立“4+12”机制,“四个走遍”活动",
        "统一部署,进一步强化,一批项目,一系列举措,一定差距,逐一排查,唯一渠道,一体化,新一轮",
        "一人一档,一户一策,一把手负责,一对一帮扶,一线干部",
        "每周一调度、每月一总结,近年来成效明显",
        "联系电话:0535-6891160,手机13812345678,邮编:264003,枫林路24号",
        "鲁发〔2020〕12号、烟办字[2019]5号文件",
        "电子邮箱:lsqwbdck@163.com,https://a.cn/2020/1.html",
        "12337举报平台,京A12345,3号楼,10:30开会,G206国道,COVID-19",
        "第一部分 组织情况\n第二章 总则",
        "(3)关于招生问题\n2.关于用人问题\n三、打算\n一是抓落实。二是抓整改。",
        "党员名单、三方协议、二次扩散、二级医院、半拉子工程、上半场",
        "One of the measures, no one, one-stop service, one by one",
        "Call 0535-6891160, postcode 264003, Room 12, No 24 Fenglin Road",
        "As stated [1] (2), see Section 4.",
        "May I ask, first of all",
    ],
)
def test_names_codes_and_marks_are_not_figures(text: str) -> None:
    assert brief(text) == []


def test_a_list_mark_does_not_swallow_the_number_after_it() -> None:
    assert brief("1.2020年投资5万元") == [("2020年", "2020-01-01/2020-12-31"), ("5万元", "50000")]
    assert brief("2.14个村完成改造") == [("14个", "14")]
    assert brief("3.5公里河道") == [("3.5公里", "3500")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("4.86亿元", "48600万元"),
        ("4.86亿元", "486 million yuan"),
        ("4.86亿元", "RMB 0.486bn"),
        ("1.04亿美元", "US$104 million"),
        ("2.8万平方米", "28,000 square metres"),
        ("15亩", "1公顷"),
        ("5000吨", "5,000 tonnes"),
        ("3.5公里", "3,500 metres"),
        ("32个", "thirty-two classes"),
        ("9家", "9所"),
        ("5482户", "5,482 households"),
        ("10人", "10名"),
        ("10人", "10 people"),
        ("8次", "8 times"),
        ("七成", "70%"),
        ("百分之七十", "70 per cent"),
        ("三年", "36个月"),
        ("半年", "six months"),
        ("120个工作日", "120 working days"),
        ("第一。", "第1位"),
        ("列第二。", "ranked second"),
        ("前三位", "top 3"),
        ("第八小学", "the Eighth Primary School"),
        ("三分之二", "two thirds"),
        ("3至5个", "3 to 5 schools"),
        ("2019年9月18日至12月10日", "18 September to 10 December 2019"),
        ("3月2日", "2 March 2020"),
        ("年内", "within 2020"),
        ("今年以来", "since 2020"),
        ("去年下半年", "the second half of 2019"),
        ("5月下旬", "late May"),
    ],
)
def test_the_same_value_is_the_same_in_other_units_and_languages(a: str, b: str) -> None:
    assert figures.same(one(a), one(b))
    assert figures.same(one(b), one(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("4.86亿元", "4.86 billion yuan"),
        ("4.86亿元", "4.86亿美元"),
        ("350万元", "350元"),
        ("32个", "12个"),
        ("339户", "339人"),
        ("5482户", "5,482 people"),
        ("10人", "10人次"),
        ("17.4%", "17.4个百分点"),
        ("3年", "3个月"),
        ("3个工作日", "3天"),
        ("10公里", "10平方公里"),
        ("第一。", "第二。"),
        ("第三位", "前三位"),
        ("第二位", "倒数第二位"),
        ("3至5个", "3个"),
        ("2019年", "2020年"),
        ("今年", "去年"),
        ("2019年9月18日", "2019年9月19日"),
        ("一季度", "二季度"),
        ("3月2日", "2 March 2019"),
        ("3月", "3个月"),
    ],
)
def test_different_values_units_or_dates_are_not_the_same(a: str, b: str) -> None:
    assert not figures.same(one(a), one(b))


def test_an_approximation_lost_in_translation_shows_in_strength_only() -> None:
    said, lost, kept = one("2000余人"), one("2,000 people"), one("more than 2,000 people")
    assert figures.same(said, lost) and not figures.same_strength(said, lost)
    assert figures.same(said, kept) and figures.same_strength(said, kept)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("4.86亿元", "486 million yuan"),
        ("16.11亿元", "1.611 billion yuan"),
        ("1.04亿美元", "104 million US dollars"),
        ("350万元", "3.5 million yuan"),
        ("5万元", "50,000 yuan"),
        ("近200亿元", "nearly 20 billion yuan"),
        ("1.67万户", "16,700 households"),
        ("2000余人", "more than 2,000 people"),
        ("6万多人次", "more than 60,000 person-times"),
        ("100余个", "more than 100"),
        ("10公里以上", "more than 10 km"),
        ("2.8万平方米", "28,000 square metres"),
        ("68.13万平方米", "681,300 square metres"),
        ("1228.9吨", "1,228.9 tonnes"),
        ("86.5万亩", "865,000 mu"),
        ("65.7%", "65.7%"),
        ("七成", "70%"),
        ("17.4个百分点", "17.4 percentage points"),
        ("3个工作日内", "within 3 working days"),
        ("120个工作日", "120 working days"),
        ("半年", "half a year"),
        ("三年", "3 years"),
        ("至少3次", "at least 3 times"),
        ("第1位", "No. 1"),
        ("前三位", "top 3"),
        ("一等奖", "first prize"),
        ("3至5年", "3 to 5 years"),
        ("2019年9月18日至12月10日", "18 September to 10 December 2019"),
        ("2020年3月24日", "24 March 2020"),
        ("3月2日前", "before 2 March 2020"),
        ("1-5月份", "January–May 2020"),
        ("一季度", "first quarter of 2020"),
        ("去年下半年", "second half of 2019"),
        ("年内", "within 2020"),
        ("今年以来", "since the start of 2020"),
        ("2019年以来", "since 2019"),
        ("5月下旬起", "from late May 2020"),
        ("2021年12月底前", "before the end of December 2021"),
        ("十几家", None),
        ("近三年", None),
        ("第八小学", None),
        ("2.5倍", None),
    ],
)
def test_a_figure_is_put_in_english_or_left_when_unsure(text: str, english: str | None) -> None:
    assert figures.in_english(one(text)) == english


def test_households_and_people_side_by_side_are_two_figures() -> None:
    assert brief("339户584人") == [("339户", "339"), ("584人", "584")]


def test_offsets_point_into_the_text_as_given() -> None:
    text = "总投资３．５亿元，比前期（2019年）增长１２％。"
    assert [text[f.start : f.end] for f in figures.find(text)] == [f.text for f in figures.find(text)]
    assert [f.text for f in figures.find(text)] == ["３．５亿元", "2019年", "１２％"]
