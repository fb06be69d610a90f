"""run, report, compare, gate and sweep as a user types them, over the small corpus with the fake encoder."""

import json

import pytest
from fakes import FakeEmbedder

from evals.__main__ import main
from index import embedding

CASES = [
    {"id": "c1", "kind": "number", "question": "打通断头路多少条?", "gold": ["打通断头路34条"], "facts": [["34条"]]},
    {"id": "c2", "kind": "number", "question": "处罚企业几家?", "gold": ["处罚企业4家"], "facts": [["4家"]]},
    {"id": "c3", "kind": "near_miss", "question": "2015年供暖投诉多少件?", "answerable": False, "held_out": True},
]


@pytest.fixture
def typed(tmp_path, corpus, monkeypatch):
    """main(…) with settings of its own, a set in a file and the fake encoder."""
    monkeypatch.setattr(embedding, "load", lambda settings: FakeEmbedder(1024))
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[corpus]\nfolder = "{corpus}"\n[index]\nfolder = "{tmp_path / "index"}"\n'
        f'[evals]\nruns = "{tmp_path / "runs"}"\nset = "{tmp_path / "set.jsonl"}"\nresamples = 100\n',
        "utf-8",
    )
    lines = [json.dumps({"lang": "zh", **case}, ensure_ascii=False) for case in CASES]
    (tmp_path / "set.jsonl").write_text("\n".join(lines), "utf-8")
    return lambda *arguments: main([*arguments, "--settings", str(settings)])


def test_a_run_is_kept_reported_compared_and_judged(typed, tmp_path, capsys):
    assert typed("run", "--id", "one") == 0
    told = capsys.readouterr().out
    assert "tuning part: 2 cases" in told
    folder = tmp_path / "runs" / "one"
    kept = json.loads((folder / "run.json").read_text("utf-8"))
    assert (kept["cases"], kept["index"]["bulletins"], kept["part"]) == (3, 2, "all")
    assert kept["settings"]["index"]["dense_weight"] == 0.8
    assert len((folder / "answers.jsonl").read_text("utf-8").splitlines()) == 3
    assert {path.name for path in folder.iterdir()} >= {"summary.json", "report.html", "report.md", "report.json"}

    assert typed("report", "latest") == 0
    assert "# Run one" in capsys.readouterr().out

    assert typed("run", "--id", "two", "--part", "tuning", "--workers", "2") == 0
    capsys.readouterr()
    assert typed("compare", "one", "two") == 0
    told = capsys.readouterr().out
    assert "2 cases compared, 1 left out" in told
    assert "the same" in told

    gate = tmp_path / "gate.toml"
    gate.write_text(f'sets = ["{tmp_path / "set.jsonl"}"]\n[least.all]\n"fact recall" = 0.0\n', "utf-8")
    assert typed("gate", "--thresholds", str(gate)) == 0
    gate.write_text(gate.read_text("utf-8") + '[most.all]\n"fact recall" = -1\n', "utf-8")
    assert typed("gate", "one", "--thresholds", str(gate)) == 1
    assert "FAIL all: fact recall" in capsys.readouterr().out


def test_a_run_is_not_taken_up_with_other_settings_or_overwritten(typed, tmp_path, capsys):
    assert typed("run", "--id", "one", "--part", "tuning") == 0
    assert typed("run", "--id", "one") == 2
    assert "take it up with --resume one" in capsys.readouterr().err
    assert typed("run", "--resume", "one") == 0
    (tmp_path / "set.jsonl").write_text((tmp_path / "set.jsonl").read_text("utf-8") + "\n", "utf-8")
    assert typed("run", "--resume", "one") == 2
    assert "sets changed since" in capsys.readouterr().err


def test_a_sweep_is_one_table_with_a_row_for_each_combination(typed, capsys):
    assert typed("sweep", "--vary", "index.lexical_weight=0.2,0", "--vary", "assistant.hits=10") == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert [row.split("|")[1].strip() for row in rows] == ["index.lexical_weight", "-" * 20, "0.2", "0"]


@pytest.mark.parametrize(
    ("vary", "told"),
    [
        ("index.fusoin=1,2", "index.fusoin is not a setting"),
        ("index.dense_weight=heavy", "index.dense_weight=heavy"),
        ("corpus.folder=x", "no table corpus is varied"),
        ("index.dense_weight", "is not TABLE.KEY=A,B"),
    ],
)
def test_what_is_not_a_setting_is_told_before_anything_is_asked(typed, tmp_path, capsys, vary, told):
    assert typed("sweep", "--vary", vary) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()
