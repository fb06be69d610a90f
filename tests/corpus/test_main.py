"""The commands as a user runs them."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus" / "bulletins" / "laishan-2020-07-31.txt"


def corpus(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "corpus", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_list_is_a_line_a_bulletin():
    done = corpus("list")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split("\t") == [
        "laishan-2020-07-31",
        "2020-07-31",
        "中共烟台市莱山区委",
        "中共烟台市莱山区委关于巡视整改进展情况的通报",
    ]


def test_list_as_json_is_the_metadata():
    [entry, *_] = json.loads(corpus("list", "--json", "--corpus", SHIPPED.parent).stdout)
    assert entry["place"] == {"city": "烟台市", "district": "莱山区"}
    assert entry["inspection"] == {"start": "2019-09-18", "end": "2019-12-10"}


def test_show_prints_metadata_and_the_heading_tree():
    done = corpus("show", "laishan-2020-07-31")
    assert done.returncode == 0
    assert "  inspection: 2019-09-18 to 2019-12-10" in done.stdout.splitlines()
    assert "      1.关于服务群众不够积极主动,民生事业存在短板问题" in done.stdout.splitlines()
    assert "        (6)关于公办幼儿园数量少、入园难问题" in done.stdout.splitlines()


def test_show_text_is_the_source_text_to_the_byte():
    command = [sys.executable, "-m", "corpus", "show", "laishan-2020-07-31", "--text"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout == SHIPPED.read_bytes()


def test_show_json_is_the_whole_bulletin():
    record = json.loads(corpus("show", "laishan-2020-07-31", "--json").stdout)
    assert (len(record["sections"]), len(record["paragraphs"])) == (68, 58)


def test_check_tells_what_it_found_and_ends_with_0_when_nothing_is_odd():
    done = corpus("check", "--corpus", SHIPPED.parent)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "  headings: 68" in lines
    assert "  headings_by_level: 1 3 · 2 5 · 3 15 · 4 45" in lines
    assert "  measures: 40" in lines
    assert "  odd: none" in lines


def test_check_ends_with_1_on_an_oddity(tmp_path):
    (tmp_path / "a.txt").write_text("一、甲\n完成。\n三、丙\n完成。", encoding="utf-8")
    done = corpus("check", "--corpus", tmp_path)
    assert done.returncode == 1
    assert "  odd: 三、丙 (level 1): numbering skips (after 一、)" in done.stdout.splitlines()


def test_a_bad_file_is_told_and_the_rest_is_listed(tmp_path):
    (tmp_path / "a.txt").write_text("一、甲\n完成。", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01")
    done = corpus("list", "--corpus", tmp_path)
    assert done.returncode == 2
    assert done.stdout.startswith("a\t")
    assert done.stderr.count("\n") == 1
    assert "b.txt: it is a binary file" in done.stderr


def test_bad_input_is_one_line_and_exit_code_2(tmp_path):
    settings = tmp_path / "settings.toml"
    settings.write_text("[corpus]\nfoldr = 'x'\n", encoding="utf-8")
    for arguments, words in [
        (("show", "laishan"), "did you mean laishan-2020-07-31?"),
        (("list", "--corpus", tmp_path / "none"), "there is no corpus folder"),
        (("list", "--settings", settings), "did you mean folder?"),
    ]:
        done = corpus(*arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert words in done.stderr
