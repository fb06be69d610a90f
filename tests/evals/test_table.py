from evals.table import markdown


def test_columns_line_up_where_a_chinese_character_is_two_wide():
    assert markdown(["a", "b"], [["大班额", "1"], ["xx", "22"]]).splitlines() == [
        "| a      | b  |",
        "| ------ | -- |",
        "| 大班额 | 1  |",
        "| xx     | 22 |",
    ]
