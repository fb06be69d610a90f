"""Which topic a request that leans on the letter is asked with. The search knows how well each topic fits."""

from types import SimpleNamespace

import pytest

from assistant.letters.inquiry_question import Before, Question, standalone

FITS = {"断头路": 0.9, "水库": 0.5, "key projects": 0.8, "Guangdang River": 0.7}


def search(question):
    near = max((fit for topic, fit in FITS.items() if topic in question), default=0.1) - 0.2 * ("kayak" in question)
    return [SimpleNamespace(chunks=[SimpleNamespace(dense=near)], coverage=0.0)]


def asked(wording, *before, language="zh"):
    return standalone(wording, before, (), language, search)


def test_what_the_writer_has_headed_is_asked_as_it_stands():
    headed = "关于秸秆焚烧：今年抓了多少起"
    assert asked(headed, Before("断头路修了几条")) == Question(headed)
    assert asked("On fees: how much is it", Before("key projects"), language="en") == Question(
        "On fees: how much is it"
    )


def test_what_leans_on_a_headed_request_takes_its_heading_even_where_another_topic_fits_better():
    before = (Before("关于秸秆焚烧：今年抓了多少起"), Before("断头路修了几条"))
    assert asked("罚了多少钱", *before) == Question("关于秸秆焚烧：罚了多少钱", "秸秆焚烧")


@pytest.mark.parametrize(
    ("before", "topic"),
    [
        ("We started 79 key projects of this year", "key projects"),
        ("We kayak on the Guangdang River", "Guangdang River"),
    ],
)
def test_how_many_are_built_is_asked_of_what_was_said_before(before, topic):
    made = asked("how many are under construction", Before(before), language="en")
    assert made.topic == topic
