import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from no_network import lookups

from index import bundled, embedding, embedding_onnx
from index.embedding_onnx import OnnxEmbedder
from index.embedding_torch import SentenceTransformerEmbedder
from index.errors import ModelError
from index.settings import IndexSettings

ROOT = Path(__file__).parent.parent.parent
DEFAULT = IndexSettings()
TINY_TEXTS = ["大班额", "", "a", "class size" * 9, "大班 a～a", "query: 额"]
BULLETIN = (ROOT / "corpus" / "bulletins" / "laishan-2020-07-31.txt").read_text("utf-8-sig")


@pytest.fixture(scope="module")
def real(bundled_settings):
    return embedding.load(bundled_settings)


@pytest.fixture(scope="module")
def small_bert(tmp_path_factory):
    """A random tiny BERT with a word-level tokenizer, saved as any sentence-transformers model is."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "school", "river", "class", "Q", "P", "size", "dredged"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    parts = tmp_path_factory.mktemp("parts")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, mask_token="[MASK]", **special).save_pretrained(str(parts))
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(words), max_position_embeddings=32, **sizes)
    BertModel(config).save_pretrained(str(parts))
    transformer = models.Transformer(str(parts))
    pooling = models.Pooling(transformer.get_embedding_dimension(), "mean")
    folder = tmp_path_factory.mktemp("models") / "small-bert"
    SentenceTransformer(modules=[transformer, pooling], device="cpu", prompts={"query": "Q "}).save(str(folder))
    return folder


def cosines(one, other):
    return np.sum(one * other, axis=1)


def test_the_bundled_model_gives_the_vectors_of_sentence_transformers(real, bundled_settings):
    folder = bundled.expanded(bundled_settings.models)
    reference = SentenceTransformerEmbedder(str(folder), DEFAULT)
    lines = [line for line in BULLETIN.splitlines() if 0 < len(line) < 120][:8]
    texts = [*lines, "", "what was done about large class sizes?", "Ⅳ①～ ａ ไทย"]
    assert isinstance(real, OnnxEmbedder)
    assert cosines(real.passages(texts), reference.passages(texts)).min() >= 0.9999
    assert cosines(real.queries(texts[:4]), reference.queries(texts[:4])).min() >= 0.9999
    assert real.name == reference.name


def test_a_question_is_nearest_to_the_sentence_that_answers_it(real):
    sentences = ["新建扩建中小学校6处，化解“大班额”。", "对河道进行清淤疏浚。", "清理规范津贴补贴发放。"]
    english, chinese = real.queries(["what was done about large class sizes", "河道整治情况如何"])
    vectors = real.passages(sentences)
    assert np.argmax(vectors @ english) == 0
    assert np.argmax(vectors @ chinese) == 1


def test_vectors_are_unit_and_in_the_order_of_the_texts(real):
    texts = ["短。", "这是一个长得多的句子，用来让批次重新排序。", "中等长度的句子。"]
    together = real.passages(texts)
    alone = np.concatenate([real.passages([text]) for text in texts])
    assert together.dtype == np.float32
    assert together.shape == (3, real.dimension) == (3, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert cosines(together, alone).min() > 0.9999


def test_a_text_is_told_token_by_token_without_prefix_and_special_tokens(real):
    texts = ["化解大班额", "大班额", ""]
    vectors, tokens = real.passages_by_token(texts)
    assert np.array_equal(vectors, real.passages(texts))
    assert [text.vectors.shape for text in tokens] == [(len(text.ids), real.token_dimension) for text in tokens]
    assert tokens[0].ids[-len(tokens[1].ids) + 1 :] == tokens[1].ids[1:] != ()
    assert tokens[2].ids == ()
    assert real.queries_by_token(texts)[1][0].ids == tokens[0].ids


def test_no_texts_give_no_vectors(real, small_bert):
    assert real.passages([]).shape == (0, 384)
    assert embedding.load(IndexSettings(embedding_model=str(small_bert))).queries([]).shape == (0, 32)


def test_many_texts_give_the_vectors_that_few_give(tiny_folder, monkeypatch):
    few = OnnxEmbedder(tiny_folder, DEFAULT).passages(TINY_TEXTS)
    monkeypatch.setattr(embedding_onnx, "_MANY", 1)
    assert np.allclose(OnnxEmbedder(tiny_folder, DEFAULT).passages(TINY_TEXTS), few, atol=1e-6)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_either_pooling_and_either_spelling_of_it_equal_sentence_transformers(tiny_folder, tmp_path, pooling):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"embedding_dimension": 64, "pooling_mode": pooling}))
    assert embedding_onnx.can_run(folder)
    reference = SentenceTransformerEmbedder(str(folder), DEFAULT).passages(TINY_TEXTS)
    assert cosines(OnnxEmbedder(folder, DEFAULT).passages(TINY_TEXTS), reference).min() >= 0.9999


def test_a_folder_with_more_than_a_pooled_transformer_is_left_to_sentence_transformers(tiny_folder, tmp_path):
    from sentence_transformers import SentenceTransformer, models

    model = SentenceTransformer(str(tiny_folder), device="cpu", local_files_only=True)
    model.append(models.Dense(64, 16))
    model.save(str(tmp_path))
    shutil.copytree(tiny_folder / "onnx", tmp_path / "onnx")
    embedder = embedding.load(IndexSettings(embedding_model=str(tmp_path)))
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert embedder.dimension == embedder.passages(["大班额"]).shape[1] == 16


def test_any_sentence_transformers_folder_works_by_its_path(small_bert):
    from sentence_transformers import SentenceTransformer

    embedder = embedding.load(IndexSettings(embedding_model=str(small_bert)))
    model = SentenceTransformer(str(small_bert), device="cpu", local_files_only=True)
    expected = model.encode(["Q school class size"], normalize_embeddings=True, prompt="")
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert np.allclose(embedder.queries(["school class size"]), expected, atol=1e-6)
    assert embedder.dimension == 32
    assert embedder.name.startswith("small-bert@")


def test_prefixes_of_the_settings_reach_the_model(small_bert):
    plain = embedding.load(IndexSettings(embedding_model=str(small_bert), query_prefix="", passage_prefix=""))
    given = embedding.load(IndexSettings(embedding_model=str(small_bert), query_prefix="Q ", passage_prefix="P "))
    assert np.allclose(given.queries(["river"]), plain.queries(["Q river"]), atol=1e-6)
    assert np.allclose(given.passages(["river"]), plain.passages(["P river"]), atol=1e-6)
    assert given.name != plain.name


def test_two_models_in_folders_of_one_name_have_different_names(small_bert, tmp_path):
    other = shutil.copytree(small_bert, tmp_path / small_bert.name)
    weights = bytearray((other / "model.safetensors").read_bytes())
    weights[-64:] = bytes(64)
    (other / "model.safetensors").write_bytes(weights)
    names = {embedding.load(IndexSettings(embedding_model=str(folder))).name for folder in (small_bert, other)}
    assert len(names) == 2


@pytest.mark.parametrize("name", ["BAAI/bge-m3", "no-such-folder", "not a name !"])
def test_a_model_that_is_not_on_the_machine_says_what_to_do(name, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match=r"not on this machine; .*HF_HUB_OFFLINE=0"):
        embedding.load(IndexSettings(embedding_model=name))


def test_a_folder_that_holds_no_model_is_told(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot load the embedding model"):
        embedding.load(IndexSettings(embedding_model=str(tmp_path)))


def test_a_damaged_graph_is_told(tiny_folder, tmp_path):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    (folder / "onnx" / "model.onnx").write_bytes(b"not a graph")
    with pytest.raises(ModelError, match=r"model\.onnx.*delete its folder"):
        embedding.load(IndexSettings(embedding_model=str(folder)))


EMBED = """
from pathlib import Path
from index import embedding
from index.settings import IndexSettings
embedder = embedding.load(IndexSettings(models=Path({models!r}), embedding_model={model!r}))
assert embedder.queries(["school"]).shape == embedder.passages(["school"]).shape
"""


def test_loading_and_embedding_look_nothing_up(bundled_settings, small_bert):
    bundled.expanded(bundled_settings.models)
    for model in ("bundled", str(small_bert)):
        assert lookups("-c", EMBED.format(models=str(bundled_settings.models), model=model)) == []


def test_the_bundled_model_imports_no_torch(bundled_settings):
    code = EMBED.format(models=str(bundled_settings.models), model="bundled")
    code += "import sys; print(sorted({'torch', 'transformers', 'onnx', 'sentence_transformers'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
