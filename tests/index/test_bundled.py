import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from index import bundled, bundled_graph, bundled_weights
from index.errors import ModelError

ROOT = Path(__file__).parent.parent.parent

EXPAND = """
import os, sys
from pathlib import Path
from index import bundled, bundled_weights, pieces
bundled_weights.locate = lambda: Path(sys.argv[2])
{before}
print(bundled.expanded(Path(sys.argv[1])))
"""


def expand_in_a_process(models: Path, source: Path, before: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", EXPAND.format(before=before), str(models), str(source)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_the_folder_is_a_standard_sentence_transformers_folder(tiny_folder):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tiny_folder), device="cpu", local_files_only=True)
    assert [type(part).__name__ for part in model] == ["Transformer", "Pooling", "Normalize"]
    assert model.prompts["query"] == "query: "
    assert model.prompts["passage"] == model.prompts["document"] == "passage: "
    assert model.max_seq_length == 24
    assert model.encode(["大班额"]).shape == (1, 64)


def test_loading_it_makes_no_weights_up(tiny_folder):
    from transformers import AutoModel

    _, report = AutoModel.from_pretrained(str(tiny_folder), output_loading_info=True)
    assert not report["missing_keys"]
    assert not report["unexpected_keys"]


def test_a_second_call_makes_nothing_again(tiny_source, tmp_path, capsys, monkeypatch):
    folder = bundled.expanded(tmp_path)
    assert capsys.readouterr().err == "expanding the bundled model multilingual-e5-small (once) ...\n"
    monkeypatch.setattr(bundled_weights, "locate", lambda: pytest.fail("read the weights again"))
    assert bundled.expanded(tmp_path) == folder
    assert capsys.readouterr().err == ""


def test_a_folder_of_an_older_form_is_replaced(tiny_source, tmp_path):
    folder = tmp_path / "multilingual-e5-small"
    folder.mkdir()
    (folder / "expanded.json").write_text('{"form": 0}')
    (folder / "of-old").touch()
    bundled.expanded(tmp_path)
    assert not (folder / "of-old").exists()
    assert (folder / "model.safetensors").exists()
    assert names(tmp_path) == ["multilingual-e5-small"]


def test_a_full_disk_is_told_and_leaves_nothing(tiny_source, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bundled_graph, "save", full)
    with pytest.raises(ModelError, match=r"No space left on device; free about .* MB"):
        bundled.expanded(tmp_path)
    assert names(tmp_path) == []


def test_a_killed_expansion_does_not_count_and_is_cleared_away(tiny_file, tiny_source, tmp_path):
    killed = expand_in_a_process(tmp_path, tiny_file, "pieces.save = lambda *_: os.kill(os.getpid(), 9)")
    killed.communicate()
    assert killed.returncode == -9
    assert "multilingual-e5-small" not in names(tmp_path)
    assert names(tmp_path) != []  # what it had written so far
    assert (bundled.expanded(tmp_path) / "onnx" / "model.onnx").exists()
    assert names(tmp_path) == ["multilingual-e5-small"]


def test_of_two_processes_one_expands_and_both_get_the_folder(tiny_file, tmp_path):
    both = [expand_in_a_process(tmp_path, tiny_file) for _ in range(2)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert {out.strip() for out, _ in said} == {str(tmp_path / "multilingual-e5-small")}
    assert sum("expanding" in err for _, err in said) == 1


def test_full_width_letters_are_normalised_and_the_wave_dash_is_not(tiny_folder):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tiny_folder / "tokenizer.json"))
    assert tokenizer.encode("大班额ａ").tokens == ["<s>", "▁", "大班额", "a", "</s>"]
    assert tokenizer.encode("a～a").tokens == ["<s>", "▁a", "～", "a", "</s>"]
    assert tokenizer.encode("a   a").tokens == ["<s>", "▁a", "▁a", "</s>"]


def test_every_file_may_be_read_by_others(tiny_folder):
    files = [path for path in tiny_folder.rglob("*") if path.is_file()]
    assert files
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in files)


def test_the_pooling_that_is_declared_is_the_mean(tiny_folder):
    assert json.loads((tiny_folder / "1_Pooling" / "config.json").read_text())["pooling_mode_mean_tokens"] is True
