from fakes import FakeEmbedder, bulletin

from evals.baselines.langchain_rag import LangChainRecipe, overlapped


def test_a_piece_stands_for_the_paragraphs_it_overlaps_most_overlapped_first():
    held = bulletin("b", "0123456789", "abcdefghij", "ABCDEFGHIJ")  # at 0-10, 11-21, 22-32
    assert overlapped(held, 8, 21) == ["b/00000001", "b/00000000"]
    assert overlapped(held, 22, 32) == ["b/00000002"]
    assert overlapped(held, 10, 11) == []  # the line end between them belongs to none


def test_the_nearest_piece_gives_the_first_paragraph():
    schools = bulletin("schools", "大班额" * 150, "新建学校" * 110)
    rivers = bulletin("rivers", "疏浚河道" * 110)
    recipe = LangChainRecipe([schools, rivers], FakeEmbedder(dimension=512))
    assert recipe.rank("疏浚河道")[0] == "rivers/00000000"
    assert recipe.rank("新建学校")[0] == "schools/00000001"
    assert len(recipe.rank("大班额")) == 3
