"""The lead and the quotes of an English answer: place, day, item, figures in English units."""

from dataclasses import replace
from datetime import date

from fakes import bulletin

from assistant.answer import Citation
from assistant.compose import lead, statement_text
from corpus.bulletin import Place


def cited(text: str, district: str) -> Citation:
    made = replace(bulletin("town", text), signed_on=date(2020, 7, 31), place=Place(district=district))
    return Citation("1", made, made.paragraphs[0], 0, len(text))


def test_an_english_quote_tells_its_amounts_and_relative_years_in_english() -> None:
    told = statement_text(cited("今年投资4.86亿元,围绕三大产业、两级项目。", "莱山区"), "en")
    assert told == "“今年投资4.86亿元,围绕三大产业、两级项目。” (今年 = 2020; 4.86亿元 = 486 million yuan)"


def test_an_english_lead_names_the_place_only_when_it_reads_one_way() -> None:
    assert lead([cited("修桥。", "莱山区")], "en").startswith("As of 31 July 2020, the bulletin of Laishan District,《")
    assert lead([cited("修桥。", "长安区")], "en").startswith("As of 31 July 2020, the bulletin《")


def test_a_chinese_lead_says_as_of_when() -> None:
    assert lead([cited("修桥。", "莱山区")], "zh") == "截至2020年7月31日，《town》："
