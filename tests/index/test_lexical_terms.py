import pytest

from index.lexical_terms import Analyzer, english_words, figure_terms, fold, is_chinese, simplify


def test_full_and_half_width_are_alike():
    assert fold("（２０２０）ＡＢＣ") == "(2020)abc"


def test_a_question_in_traditional_script_is_simplified():
    assert simplify("大班額怎麼解決") == "大班额怎么解决"


@pytest.mark.parametrize(("text", "chinese"), [("大班额", True), ("ETC车道", True), ("class size", False), ("", False)])
def test_script_is_told_by_any_chinese_character(text, chinese):
    assert is_chinese(text) is chinese


def test_words_are_cut_and_every_other_pair_of_characters_is_a_fall_back():
    words, bigrams = Analyzer().terms("新建幼儿园")
    assert words == ["新建", "幼儿", "幼儿园"]
    assert bigrams == ["建幼", "儿园"]


def test_a_question_is_cut_with_the_words_of_the_corpus():
    words, _ = Analyzer({"断头路": 10, "打通": 5}).terms("打通断头路")
    assert words == ["打通", "断头路"]


def test_numbers_keep_their_decimals_and_lose_their_grouping():
    words, _ = Analyzer({}).terms("2,000人占71.2%")
    assert words == ["2000", "人", "占", "71.2%"]


def test_english_words_are_stemmed_and_those_without_a_subject_left_out():
    assert english_words("What was done about the large classes?") == ["larg", "class"]


def test_british_and_american_spelling_meet():
    assert english_words("criticise organisation labour centre") == english_words("criticize organization labor center")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("投资1500万元", ["=money:15000000"]),
        ("the 15-million-yuan subsidy", ["=money:15000000"]),
        ("2020年3月24日", ["=day:2020-03-24"]),
        ("今年年内", []),
        ("教育资源不足", []),
    ],
)
def test_a_figure_is_one_term_however_it_is_written(text, terms):
    assert figure_terms(text) == terms
