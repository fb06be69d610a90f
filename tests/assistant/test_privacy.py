import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.personal_numbers import is_id_card, luhn
from assistant.privacy import Found, mask, restore

# (text, what may leave)
MASKED = [
    ("微信号zhouys_1968，", "微信号〔社交账号A〕，"),
    ("QQ号 12345678", "QQ号 〔社交账号A〕"),
    ("WeChat: oliver_grant88, flat", "WeChat: 〔ACCOUNT A〕, flat"),
    ("护照号：E12345678", "护照号：〔护照号A〕"),
    ("my passport number is EA1234567", "my passport number is 〔PASSPORT A〕"),
    ("我叫王芳,身份证11010519491231002X,请查一下", "我叫王芳,身份证〔身份证号A〕,请查一下"),
    ("身份证号码是110105194912310021,错了一位", "身份证号码是〔身份证号A〕,错了一位"),
    ("旧证 身份证:110105491231002", "旧证 身份证:〔身份证号A〕"),
    ("电话13812345678,晚上打", "电话〔手机号A〕,晚上打"),
    ("手机１３８１２３４５６７８", "手机〔手机号A〕"),
    ("手机138-1234-5678或+86 139 8765 4321", "手机〔手机号A〕或〔手机号B〕"),
    ("家里座机0535-6891234转8001", "家里座机〔电话号A〕"),
    ("座机(0535)6891234", "座机〔电话号A〕"),
    ("电话:6891234", "电话:〔电话号A〕"),
    ("补贴打到6222021234567890128这张卡", "补贴打到〔银行卡号A〕这张卡"),
    ("账号 9060 1060 0104 0100 1234 5", "账号 〔银行卡号A〕"),
    ("我的车鲁F12345和鲁FD12345被贴条", "我的车〔车牌号A〕和〔车牌号B〕被贴条"),
    ("邮箱 wang.fang@example.com 可以收", "邮箱 〔邮箱A〕 可以收"),
    ("我住迎春大街133号3号楼2单元501室,漏水", "我住迎春大街〔门牌号A〕,漏水"),
    ("我住凤凰小区5号楼,没有电梯", "我住凤凰小区〔门牌号A〕,没有电梯"),
    ("幸福里小区三号楼二单元三〇一室", "幸福里小区〔门牌号A〕"),
    ("宋家庄村3组12号的路灯坏了", "宋家庄村〔门牌号A〕的路灯坏了"),
    ("阳光小区5-2-301", "阳光小区〔门牌号A〕"),
    ("My ID is 11010519491231002X, call +86 138 1234 5678.", "My ID is 〔ID A〕, call 〔MOBILE A〕."),
    ("At 133 Yingchun Street, Building 3, Unit 2, Room 501.", "At 〔ADDRESS A〕 Yingchun Street, 〔ADDRESS B〕."),
    ("Pay to account 6222021234567890128, plate 鲁F12345", "Pay to account 〔CARD A〕, plate 〔PLATE A〕"),
    ("Write to wang.fang@example.com or phone 6891234", "Write to 〔EMAIL A〕 or phone 〔PHONE A〕"),
]  # fmt: skip
# Figures, dates, documents, hotlines and places that belong to the matter.
KEPT = [
    "关注微信公众号wshd2020，微信支付2020年",
    "WeChat account opening hours",
    "2019年9月18日至12月10日,投资4.86亿元,新建小学5所",
    "《烟莱办发〔2019〕12号》文件说了什么?",
    "12345热线和12388举报电话一共受理多少件?",
    "地铁2号线和1号地块什么时候开工?",
    "拆除5栋楼,改造32个小区、1680户",
    "政务服务大厅2号窗口12月3号前开放吗",
    "整改了339户584人,共6层楼",
    "统一社会信用代码91370613MA3C4XYZ12",
    "What was done about the 44 large classes in 2019, and 24 dead-end roads?",
    "486 million yuan, 28,000 square metres, 110 items by 31 July 2020",
    "building 3 new schools and 6 public kindergartens",
    "项目编号2020061234567891的进展",
    "",
]


@pytest.mark.parametrize(("text", "leaves"), MASKED)
def test_personal_numbers_do_not_leave_and_come_back_as_written(text, leaves):
    masked = mask(text)
    assert masked.text == leaves
    assert restore(masked.text, masked.found) == text


@pytest.mark.parametrize("text", KEPT)
def test_figures_dates_documents_and_hotlines_are_not_personal(text):
    assert mask(text).text == text
    assert mask(text).found == ()


def test_what_was_found_is_named_by_kind():
    found = mask("我的电话13812345678,车牌鲁F12345").found
    assert found == (Found("mobile", "13812345678", "A"), Found("plate", "鲁F12345", "A"))


def test_the_same_number_keeps_its_letter_through_a_conversation():
    first = mask("电话13812345678")
    second = mask("Call 13812345678 or 13900001111", first.found)
    assert second.text == "Call 〔MOBILE A〕 or 〔MOBILE B〕"
    assert [one.text for one in second.found] == ["13812345678", "13900001111"]


def test_contact_lines_of_a_bulletin_are_public():
    text = "我打了0535-6891234没人接,我的号码是13812345678"
    assert mask(text, public=("联系电话:0535-6891234",)).text == "我打了0535-6891234没人接,我的号码是〔手机号A〕"


@pytest.mark.parametrize("said", ["〔手机号A〕", "[手机号 A]", "【手机号A】", "〔MOBILE A〕", "(mobile A)", "MOBILE A"])
def test_a_handle_that_a_model_rewrote_is_still_restored(said):
    assert restore(f"请拨打{said}。", mask("13812345678").found) == "请拨打13812345678。"


def test_a_handle_that_stands_for_nothing_stays():
    assert restore("〔手机号B〕 and 〔ID A〕", mask("13812345678").found) == "〔手机号B〕 and 〔ID A〕"
    assert restore("〔手机号A〕", ()) == "〔手机号A〕"


def test_a_handle_that_the_user_typed_is_not_given_out_again():
    assert mask("〔手机号A〕是13812345678").text == "〔手机号A〕是〔手机号B〕"


def test_check_digits():
    assert is_id_card("11010519491231002X")
    assert not is_id_card("110105194912310021")
    assert not is_id_card("110105194913310029")  # no thirteenth month
    assert luhn("6222021234567890128")
    assert not luhn("6222021234567890123")


@given(
    st.lists(
        st.sampled_from([text for text, _ in MASKED] + ["〔手机号A〕", "MOBILE B", "、", "号", "室", "1", "-", "路"])
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_comes_back_as_it_was(pieces):
    text = "".join(pieces)
    masked = mask(text)
    assert restore(masked.text, masked.found) == text
