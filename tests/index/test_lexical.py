import numpy as np
import pytest

from index import lexical
from index.errors import DamagedIndexError
from index.lexical import Document, LexicalIndex

DOCUMENTS = [
    Document(("一、教育方面",), ("关于大班额问题。", "新建小学5所,投资4.86亿元。")),
    Document(("一、教育方面",), ("关于幼儿园数量少问题。", "新建公办幼儿园6所。")),
    Document(("二、城建方面",), ("关于断头路问题。", "打通断头路34条。")),
]


@pytest.fixture
def terms(tmp_path):
    lexical.write(tmp_path, DOCUMENTS)
    return LexicalIndex(tmp_path)


def paragraphs(index, question):
    query = index.query(question)
    return index.shares(query, index.sentence_scores(query))


def test_the_paragraph_that_holds_the_words_scores_most(terms):
    assert np.argmax(paragraphs(terms, "打通了几条断头路？")) == 2


def test_a_sentence_is_scored_by_itself(terms):
    scores = terms.sentence_scores(terms.query("公办"))
    assert scores.shape == (6,)
    assert np.flatnonzero(scores).tolist() == [3]


def test_the_headings_above_a_paragraph_count_for_it(terms):
    assert np.flatnonzero(paragraphs(terms, "城建")).tolist() == [2]


@pytest.mark.parametrize(("question", "row"), [("kindergartens", 1), ("Which primary school was built?", 0)])
def test_an_english_question_finds_the_chinese_paragraph(terms, question, row):
    assert np.argmax(paragraphs(terms, question)) == row


def test_a_question_without_a_known_word_scores_nothing(terms):
    assert not paragraphs(terms, "zzz").any()
    assert terms.query("zzz").ceiling > 0


def test_a_paragraph_holds_a_share_of_the_question(terms):
    for question in ("新建公办幼儿园6所", "kindergarten schools road", "断头路和大班额"):
        assert 0 < paragraphs(terms, question).max() <= 1


def test_the_words_of_a_question_that_ask_nothing_do_not_count(terms):
    assert terms.query("断头路").ceiling == pytest.approx(terms.query("断头路怎么了").ceiling)


def test_two_translations_of_one_word_count_once(tmp_path):
    # 学校 and 校 both mean school: a paragraph with both is not twice as much about schools.
    lexical.write(tmp_path, [Document((), ("学校 校 园",)), Document((), ("学校 学校 园",)), Document((), ("道路",))])
    both, one, none = paragraphs(LexicalIndex(tmp_path), "school")
    assert one >= both > 0
    assert none == 0


def test_a_damaged_file_is_an_error(tmp_path):
    lexical.write(tmp_path, DOCUMENTS)
    (tmp_path / "vocabulary.json").write_text("{")
    with pytest.raises(DamagedIndexError, match="python -m index build"):
        LexicalIndex(tmp_path)


@pytest.mark.parametrize("question", ["Which project got 486-million-yuan?", "48600万元用在哪里", "486 million yuan"])
def test_a_figure_is_found_however_it_is_written(terms, question):
    assert np.argmax(paragraphs(terms, question)) == 0
