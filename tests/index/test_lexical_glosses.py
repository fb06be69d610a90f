from index.lexical_glosses import Glosses, of_terms

GLOSSES = Glosses(
    [
        ("学校", ("school",)),
        ("小学", ("primari", "school")),
        ("校车", ("school", "bus")),
    ]
)


def test_a_word_finds_the_term_whose_gloss_it_fills():
    assert GLOSSES.translations(["school"])["school"]["学校"] == 1.0


def test_a_phrase_stands_under_each_of_its_words():
    found = GLOSSES.translations(["primari", "school"])
    assert found["primari"] == {"小学": 1.0}
    assert found["school"]["小学"] == 1.0


def test_a_gloss_that_the_question_fills_less_than_half_is_about_something_else():
    # "bus" is rarer among the glosses than "school", so "school" alone fills less than half of "school bus".
    assert "校车" not in GLOSSES.translations(["school"])["school"]


def test_an_unknown_word_has_no_translation():
    assert GLOSSES.translations(["zzz"]) == {"zzz": {}}


def test_the_dictionary_is_reduced_to_the_words_of_the_corpus(tmp_path):
    of_terms(["幼儿园"]).save(tmp_path / "glosses.json")
    found = Glosses.load(tmp_path / "glosses.json")
    assert found.translations(["kindergarten"]) == {"kindergarten": {"幼儿园": 1.0}}
    assert found.translations(["road"]) == {"road": {}}  # 道路 is not a word of this corpus
