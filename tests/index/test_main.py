import json
import sys

import pytest
from fakes import FakeEmbedder

from index import __main__ as command
from index import embedding, generations


@pytest.fixture
def run(monkeypatch, capsys, corpus, tmp_path):
    """Runs a command on the small corpus with the fake encoder: (exit code, what it printed, what it told)."""
    monkeypatch.setattr(embedding, "load", lambda settings: FakeEmbedder(1024))

    def call(name, *arguments):
        places = ["--corpus", str(corpus), "--index", str(tmp_path / "index")]
        monkeypatch.setattr(sys, "argv", ["index", name, *places, *arguments])
        code = command.main()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def test_build_says_in_one_line_what_it_indexed(run):
    code, printed, told = run("build")
    assert (code, printed) == (0, "")
    assert told.startswith("indexed 2 bulletins, 6 paragraphs, 13 chunks in ")
    assert told.count("\n") == 1


def test_build_if_needed_is_silent_when_nothing_changed(run, corpus):
    run("build")
    assert run("build", "--if-needed") == (0, "", "")
    (corpus / "yiqu-2020.txt").unlink()
    assert "indexed 1 bulletins" in run("build", "--if-needed")[2]


def schema(tmp_path, number: int) -> None:
    """Make the index of another version; before schema 3 there were no seals."""
    generation = generations.current(tmp_path / "index")
    record = json.loads((generation / "manifest.json").read_text()) | {"schema": number}
    if number < 3:
        del record["habits"], record["token_mean"]
        (generation / "seal.json").unlink()
    (generation / "manifest.json").write_text(json.dumps(record))


def test_an_index_of_an_older_version_names_the_command_that_upgrades_it_and_the_command_does(run, tmp_path):
    run("build")
    schema(tmp_path, 2)
    code, printed, told = run("search", "断头路")
    assert (code, printed) == (2, "")
    assert "of an older version (schema 2, now 4); upgrade it with: make index" in told
    code, _, told = run("sync")
    assert code == 0
    assert told.startswith("built anew (the index is of an older version (schema 2, now 4)): ")
    assert run("search", "断头路")[0] == 0
    assert run("sync") == (0, "", "")


def test_an_index_of_a_newer_version_is_not_replaced_by_the_way(run, tmp_path):
    run("build")
    schema(tmp_path, 99)
    before = generations.current(tmp_path / "index")
    for arguments in (["search", "断头路"], ["sync"]):
        code, _, told = run(*arguments)
        assert code == 2
        assert "update the program" in told
    assert generations.current(tmp_path / "index") == before
    assert run("build")[0] == 0
    assert run("search", "断头路")[0] == 0


def test_build_names_what_it_left_out(run, corpus):
    (corpus / "broken.txt").write_bytes(b"\x00\x01" * 50)
    code, _, told = run("build")
    assert code == 0
    assert "left out: " in told
    assert "broken.txt" in told


def test_search_prints_paragraphs_best_first(run):
    run("build")
    code, printed, told = run("search", "断头路打通了多少条", "-k", "1")
    assert (code, told) == (0, "")
    assert "二、城建方面" in printed
    assert "打通断头路34条" in printed
    assert "大班额" not in printed


def test_search_as_json(run):
    run("build")
    code, printed, _ = run("search", "断头路", "-k", "2", "--json")
    hits = json.loads(printed)
    assert code == 0
    assert len(hits) == 2
    assert set(hits[0]) == {"paragraph_id", "bulletin_id", "text", "score", "heading_path", "sentences"}
    assert hits[0]["heading_path"] == ["二、城建方面", "(1)关于“断头路”问题"]
    assert [sentence["text"] for sentence in hits[0]["sentences"]] == [
        "(1)关于“断头路”问题。",
        "累计投入24亿元,打通断头路34条。",
    ]


def test_a_search_without_hits_is_no_fault(run):
    run("build")
    assert run("search", " ", "--json") == (0, "[]\n", "")


def test_a_changed_corpus_is_answered_with_one_line_naming_the_command(run, corpus):
    run("build")
    (corpus / "yiqu-2020.txt").unlink()
    code, printed, told = run("search", "断头路", "-k", "1")
    assert code == 0
    assert "断头路" in printed
    assert told.count("\n") == 1
    assert "python -m index sync" in told


def test_info_says_what_the_index_holds(run, corpus):
    run("build")
    held = json.loads(run("info", "--json")[1])
    assert (held["bulletins"], held["model"], held["dimension"], held["up_to_date"]) == (2, "fake", 1024, True)
    (corpus / "yiqu-2020.txt").unlink()
    assert json.loads(run("info", "--json")[1])["up_to_date"] is False


def test_without_a_bulletin_sync_tells_so_or_makes_an_index_of_nothing_when_asked(run, corpus):
    for path in corpus.iterdir():
        path.unlink()
    assert run("sync")[0] == 2
    code, _, told = run("sync", "--may-be-empty")
    assert (code, "indexed 0 bulletins, 0 paragraphs, 0 chunks" in told) == (0, True)
    assert run("search", "断头路", "--json")[:2] == (0, "[]\n")
    assert run("sync", "--may-be-empty") == (0, "", "")


@pytest.mark.parametrize("arguments", [("search", "断头路"), ("info",)])
def test_no_index_is_one_line_with_the_next_step(run, arguments):
    code, printed, told = run(*arguments)
    assert (code, printed) == (2, "")
    assert told.count("\n") == 1
    assert "python -m index build" in told


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_senseless_number_of_paragraphs_is_told(run, capsys, number):
    with pytest.raises(SystemExit) as end:
        run("search", "断头路", "-k", number)
    assert end.value.code == 2
    assert "give 1 or more" in capsys.readouterr().err
