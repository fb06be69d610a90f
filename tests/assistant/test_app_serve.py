"""The page behind the log-in: roles and places, whose conversations, limits of a question, what is audited."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from small_service import QUESTION, Small, small_service
from starlette.testclient import TestClient

from assistant.access.audit import digest
from index.settings import IndexSettings

NOT_YOURS = "This conversation no longer exists, or belongs to another browser."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, fake_index: IndexSettings) -> Iterator[Small]:
    made = small_service(tmp_path_factory.mktemp("small"), fake_index)
    with made.client:
        yield made


def asked(small: Small, browser: TestClient, question: str = QUESTION) -> dict[str, Any]:
    """A question of the page and its answer."""
    parts: dict[str, Any] = small.wish(browser, "ask", question=question, language="en").json()
    news: dict[str, Any] = {"told": 0}
    for _ in range(200):  # each waits for news
        news = small.wish(browser, "follow", turn=parts["work"], told=news["told"]).json()
        if not news["work"]:
            return {**parts, **news, "work": parts["work"], "conversation": parts["conversation"]}
    raise AssertionError("no answer came")


def drafted(small: Small, browser: TestClient, text: str) -> str:
    """The id of a letter's draft, once it is made."""
    draft: str = small.wish(browser, "draft-new", text=text).json()["letter"]["draft"]
    told = 0
    for _ in range(200):  # each waits for news
        news = small.wish(browser, "draft-follow", draft=draft, told=told).json()
        if not news.get("more"):
            return draft
        told = news["told"]
    raise AssertionError("no draft came")


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("asker", {"ask"}),
        ("writer", {"ask", "draft"}),
        ("evaluator", {"ask", "evaluate"}),
        ("admin", {"ask", "draft", "evaluate", "corpus"}),
    ],
)
def test_a_role_has_its_places_and_no_others(small: Small, role: str, places: set[str]) -> None:
    browser = small.browser(role)
    top = small.wish(browser, "load", language="en").json()["top"]
    wanted = {"ask", "draft", "evaluate", "corpus"} if len(places) > 1 else set()
    assert {place for place in wanted if f'data-place="{place}"' in top} == (places if len(places) > 1 else set())
    for wish, place in (("upload", "evaluate"), ("remove-bulletin", "corpus"), ("draft-new", "draft")):
        letter = small.wish(browser, wish, language="en").json().get("letter", {})
        told = letter.get("text", "")
        assert (told == "Your account may not do this; ask an administrator.") == (place not in places), wish


def test_the_bar_says_who_it_is_and_the_way_out(small: Small) -> None:
    top = small.wish(small.browser("writer"), "load", language="en").json()["top"]
    assert '<form class="logged-in" method="post" action="logout">' in top
    assert "writer" in top
    assert "Log out" in top


def test_another_users_conversation_is_refused(small: Small) -> None:
    mine = asked(small, small.browser("writer"))
    other = small.browser("asker")
    owner = small.users.log_in("writer", "correct horse 9")
    assert owner is not None
    wishes: list[tuple[str, dict[str, Any]]] = [
        ("open", {"wanted": mine["conversation"]}),
        ("evidence", {"turn": mine["work"], "label": "1"}),
        ("follow", {"turn": mine["work"]}),
        ("copy", {"turn": mine["work"]}),
        ("export", {"wanted": mine["conversation"], "form": "md"}),
        ("rename", {"wanted": mine["conversation"], "title": "mine"}),
        ("delete", {"wanted": mine["conversation"]}),
        ("retry", {"turn": mine["work"]}),
        ("stop", {"conversation": mine["conversation"]}),
    ]
    for do, given in wishes:
        parts = small.wish(other, do, language="en", owner=owner.owner, **given).json()
        assert parts == {"letter": {"kind": "notice", "text": NOT_YOURS}}, do
    shown = small.wish(other, "load", conversation=mine["conversation"], owner=owner.owner).json()
    assert (shown["conversation"], shown["thread"]) == ("", [])
    again = small.wish(small.browser("writer"), "load", conversation=mine["conversation"]).json()
    assert len(again["thread"]) == 1


def test_a_draft_is_its_writers_until_sent_and_reviewed_by_another_who_logged_in(small: Small) -> None:
    writer, admin = small.browser("writer"), small.browser("admin")
    given: dict[str, Any] = {"language": "en", "version": 1, "signer": "somebody else"}
    given["draft"] = drafted(small, writer, "请问断头路打通了多少条？我的电话13812345678")
    for do in ("draft-pick", "draft-step", "draft-export", "document"):
        told = small.wish(admin, do, line="7", step="send", address="yiqu-2020", **given).json()["letter"]
        assert told["text"] == "This draft does not exist, or is not yours.", do
    told = small.wish(small.browser("asker"), "draft", **given).json()["letter"]
    assert told["text"] == "Your account may not do this; ask an administrator."
    assert "sent for review by writer" in small.wish(writer, "draft-step", step="send", **given).json()["draft_main"]
    own = small.wish(writer, "draft-step", step="approve", **{**given, "signer": "admin"}).json()["letter"]
    assert own["text"] == "Who sent a draft does not review it; ask a colleague."
    assert "approved by admin" in small.wish(admin, "draft-step", step="approve", **given).json()["draft_main"]
    small.wish(admin, "draft-export", **given)
    line = [line for line in small.audited() if line["what"] == "export"][-1]
    assert (line["by"], line["wish"]) == ("admin", "draft-export")
    assert "13812345678" not in str(small.audited())


def test_a_draft_that_nobody_changed_for_long_goes_when_the_page_is_opened(small: Small) -> None:
    writer = small.browser("writer")
    name = drafted(small, writer, "请问断头路打通了多少条？")
    with sqlite3.connect(small.settings.conversations) as db:
        db.execute("UPDATE drafts SET updated_at = '2020-01-01T00:00:00.000+00:00' WHERE id = ?", (name,))
    small.wish(writer, "load")
    told = small.wish(writer, "draft-pick", draft=name, line="1", language="en").json()["letter"]
    assert told["text"] == "This draft does not exist, or is not yours."


def test_a_question_of_the_page_is_in_the_audit_log(small: Small) -> None:
    asked(small, small.browser("writer"), "断头路打通了多少条？我的电话13812345678")
    (line,) = [line for line in small.audited() if "我的电话" in line.get("question", "")]
    assert (line["by"], line["where"]) == ("writer", "page")
    assert "13812345678" not in str(line)


def test_what_leaves_the_page_is_in_the_audit_log(small: Small) -> None:
    browser = small.browser("evaluator")
    mine = asked(small, browser)
    file = small.wish(browser, "export", wanted=mine["conversation"], form="md").json()["letter"]
    small.wish(browser, "copy", turn=mine["work"])
    export, copy = [line for line in small.audited() if line["what"] == "export" and line["by"] == "evaluator"]
    assert (export["wish"], export["name"]) == ("export", file["name"])
    assert export["content"] == digest(file["data"].encode())
    assert (copy["wish"], copy["turn"]) == ("copy", mine["work"])


def test_a_letter_to_be_answered_is_a_writers_and_is_in_the_audit_log(small: Small) -> None:
    letter = "王某某：请问断头路打通了多少条？"
    refused = small.wish(small.browser("asker"), "draft-new", language="en", text=letter).json()["letter"]
    assert refused["text"] == "Your account may not do this; ask an administrator."
    begun = small.wish(small.browser("writer"), "draft-new", text=letter).json()["letter"]
    assert begun["kind"] == "draft-begun"
    line = [line for line in small.audited() if line["what"] == "draft"][-1]
    assert (line["by"], line["wish"], line["draft"]) == ("writer", "draft-new", begun["draft"])
    assert letter not in str(small.audited())


def test_what_an_administrator_changes_is_in_the_audit_log(small: Small) -> None:
    small.wish(small.browser("admin"), "remove-bulletin", wanted="yiqu-2020")
    line = [line for line in small.audited() if line["what"] == "change"][-1]
    assert (line["what"], line["by"], line["wish"]) == ("change", "admin", "remove-bulletin")
    assert line["given"] == {"wanted": "yiqu-2020"}


@pytest.mark.parametrize("data", ["not base64!", "", "AAAA" * 100, None, 5, {"a": 1}])
def test_a_malformed_upload_is_told_and_nothing_breaks(small: Small, data: Any) -> None:
    browser = small.browser("evaluator")
    assert small.wish(browser, "upload", name="../../etc/x.xlsx", data=data).status_code == 200
    assert small.wish(browser, "no-such-wish").status_code == 200
    assert small.wish(browser, "load").json()["language"] == "zh"
