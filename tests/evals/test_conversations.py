"""The report on follow-ups: found as asked and as rewritten, and whether the rewritten words are right."""

from fakes import bulletin

from evals.case import Case
from evals.conversations import Turn, misses, report, trial
from evals.settings import EvalsSettings

BRIDGE = {"role": "user", "content": "旧桥是怎么处理的？"}
TOWN = bulletin("town", "旧桥投资三万元。", "路灯投资五万元。")


def case(question: str, **fields: object) -> Case:
    return Case(id="a", lang="zh", kind="ellipsis", question=question, history=(BRIDGE,), **fields)  # type: ignore[arg-type]


def by_the_bridge(question: str) -> list[str]:
    """A ranker that knows one word."""
    return ["town/00000000"] if "旧桥" in question else ["town/00000001"]


def test_a_follow_up_is_scored_as_asked_and_as_rewritten() -> None:
    measured = trial([case("那花了多少钱？", gold=("旧桥投资三万元",))], [TOWN], by_the_bridge)
    assert measured.scores["as asked"]["R@1"] == {"a": 0.0}
    assert measured.scores["rewritten"]["R@1"] == {"a": 1.0}
    assert misses(measured) == []
    assert "Tuning part" in report(measured, EvalsSettings(resamples=10))


def test_a_case_without_history_is_not_measured() -> None:
    plain = Case(id="b", lang="zh", kind="number", question="旧桥花了多少钱？", gold=("旧桥投资三万元",))
    assert (
        trial([plain, case("那花了多少钱？", gold=("旧桥投资三万元",))], [TOWN], by_the_bridge).turns[0].case.id == "a"
    )


def test_lost_and_carried_words_are_named() -> None:
    asked = case("？", gold=("旧桥",), standalone_holds=(("旧桥", "bridge"),), standalone_lacks=("天气",))
    assert Turn(asked, "今天天气花了多少钱？").faults == ("lacks 旧桥 / bridge", "carries 天气")
    assert Turn(asked, "The Bridge?").faults == ()
