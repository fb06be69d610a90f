import sys

import pytest

from evals.bench import alternating, report, search_times


def test_every_question_is_warmed_up_once_and_timed_in_every_round():
    asked = []
    times = search_times(asked.append, ["a", "b"], rounds=2)
    assert asked == ["a", "b", "a", "b", "a", "b"]
    assert len(times) == 4


def test_commands_take_turns_and_the_first_turn_does_not_count(tmp_path):
    log = tmp_path / "log"
    commands = [[sys.executable, "-c", f"open({str(log)!r}, 'a').write({name!r})"] for name in "ab"]
    assert len(alternating(commands, rounds=2)) == 2
    assert log.read_text() == "ababab"


def test_a_command_that_fails_is_not_measured():
    import subprocess

    with pytest.raises(subprocess.CalledProcessError):
        alternating([[sys.executable, "-c", "raise SystemExit(3)"]], rounds=1)


def test_the_report_gives_ratios_to_a_bare_import(monkeypatch):
    medians = iter([[3000.0, 1000.0], [100.0, 200.0, 300.0, 400.0]])
    monkeypatch.setattr("evals.bench.alternating", lambda commands: next(medians))
    lines = report(lambda question: None, ["大班额"], []).splitlines()
    assert "| ask in a fresh process" in lines[4]
    assert "3000 ms" in lines[4]
    assert "3.0 x import chromadb" in lines[4]
    assert "0.4 x import chromadb" in lines[-1]
