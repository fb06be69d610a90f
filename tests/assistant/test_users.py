"""Who may use the service: the command's messages and exit codes, what is stored, when tokens and sessions end."""

import io
import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.access.person import Person
from assistant.access.sessions import Sessions
from assistant.access.users import Users

PASSWORD = "长空雁叫霜晨月 2026"


class Shell:
    """`python -m assistant user …` with a password on standard input."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.settings = folder / "settings.toml"
        self.settings.write_text(f'[assistant.service]\nfolder = "{folder / "service"}"\n', encoding="utf-8")
        self.kept = folder / "service" / "users.sqlite"
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str, typed: str = PASSWORD) -> tuple[int, str, str]:
        """(exit code, standard output, standard error)"""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["user", *arguments, "--settings", str(self.settings)])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def add(self, name: str, role: str = "asker") -> None:
        assert self("add", name, "--role", role, "--password-stdin")[0] == 0

    @property
    def users(self) -> Users:
        return Users(self.kept)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capsys)


def test_a_user_is_added_listed_and_removed(shell: Shell) -> None:
    assert shell("add", "王芳", "--role", "writer", "--password-stdin") == (0, "", "added 王芳, writer\n")
    listed = json.loads(shell("list", "--json")[1])
    assert [(user["name"], user["role"], user["tokens"]) for user in listed] == [("王芳", "writer", 0)]
    assert shell("remove", "王芳") == (0, "", "removed 王芳\n")
    assert json.loads(shell("list", "--json")[1]) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "error: the password is empty; give one on standard input: --password-stdin\n"),
        ("\n", "error: the password is empty; give one on standard input: --password-stdin\n"),
        ("sevench\n", "error: the password has 7 characters; give at least 8\n"),
        ("x" * 1025, "error: the password has 1025 characters; give at most 1024\n"),
    ],
)
def test_a_password_that_is_no_password_is_bad_input(shell: Shell, typed: str, told: str) -> None:
    assert shell("add", "wang", "--role", "asker", "--password-stdin", typed=typed) == (2, "", told)
    assert shell.users.all() == []


@pytest.mark.parametrize("name", ["", "a b", "../wang", "@wang", "user:wang", "w" * 65])
def test_a_name_that_is_no_name_is_bad_input(shell: Shell, name: str) -> None:
    code, _, told = shell("add", name, "--role", "asker", "--password-stdin")
    assert code == 2
    assert "is no user name" in told


def test_a_name_is_given_once_whatever_its_case(shell: Shell) -> None:
    shell.add("wang")
    code, _, told = shell("add", "Wang", "--role", "admin", "--password-stdin")
    assert code == 2
    assert "there is a user Wang already" in told


@pytest.mark.parametrize(
    "arguments",
    [("remove",), ("token",), ("token", "--revoke"), ("role", "--role", "asker"), ("password", "--password-stdin")],
)
def test_an_unknown_name_is_bad_input_and_names_the_list(shell: Shell, arguments: tuple[str, ...]) -> None:
    what, *rest = arguments
    code, out, told = shell(what, "nobody", *rest)
    assert (code, out) == (2, "")
    assert told == "error: there is no user 'nobody'; see who there is: python -m assistant user list\n"


def test_the_password_comes_by_standard_input_only(shell: Shell) -> None:
    assert shell("add", "wang", "--role", "asker") == (
        2, "", "error: give the password on standard input: --password-stdin\n",
    )  # fmt: skip


def test_neither_passwords_nor_tokens_nor_sessions_are_stored(shell: Shell) -> None:
    shell.add("wang")
    token = shell("token", "wang")[1].strip()
    person = shell.users.of_token(token)
    assert person is not None
    session = Sessions(shell.users, 1).begin(person)
    stored = b"".join(file.read_bytes() for file in shell.kept.parent.glob("users.sqlite*"))
    assert b"$argon2id$" in stored
    for secret in (PASSWORD, token, token.removeprefix("bulletin_"), session):
        assert secret.encode() not in stored
    assert shell.kept.stat().st_mode & 0o077 == 0


def test_a_token_is_its_users_until_it_is_revoked(shell: Shell) -> None:
    shell.add("wang", "writer")
    first, second = (shell("token", "wang")[1].strip() for _ in range(2))
    held = shell.users.of_token(first)
    assert held is not None
    assert (held.name, held.role) == ("wang", "writer")
    assert shell("token", "wang", "--revoke")[2] == "2 tokens of wang ended\n"
    assert (shell.users.of_token(first), shell.users.of_token(second)) == (None, None)


def test_a_role_changes_at_once(shell: Shell) -> None:
    shell.add("wang")
    token = shell("token", "wang")[1].strip()
    assert shell("role", "wang", "--role", "admin")[0] == 0
    changed = shell.users.of_token(token)
    assert changed is not None
    assert changed.role == "admin"


def test_log_in_wants_the_right_password_of_a_known_name(shell: Shell) -> None:
    shell.add("wang")
    users = shell.users
    right = users.log_in("wang", PASSWORD)
    assert right is not None
    assert right.name == "wang"
    assert users.log_in("wang", PASSWORD + "x") is None
    assert users.log_in("nobody", PASSWORD) is None


@pytest.mark.parametrize("ending", ["log out", "password", "remove", "time"])
def test_a_session_ends(shell: Shell, ending: str) -> None:
    shell.add("wang")
    person = shell.users.log_in("wang", PASSWORD)
    assert person is not None
    sessions = Sessions(shell.users, hours=-1 if ending == "time" else 1)
    secret = sessions.begin(person)
    assert (sessions.person(secret) is None) == (ending == "time")
    if ending == "log out":
        sessions.end(secret)
    elif ending == "password":
        assert shell("password", "wang", "--password-stdin", typed="another password")[0] == 0
    elif ending == "remove":
        assert shell("remove", "wang")[0] == 0
    assert sessions.person(secret) is None


def test_a_removed_users_tokens_end(shell: Shell) -> None:
    shell.add("wang")
    token = shell("token", "wang")[1].strip()
    assert shell("remove", "wang")[0] == 0
    assert shell.users.of_token(token) is None


def test_who_gets_the_name_of_a_removed_user_does_not_get_their_conversations(shell: Shell) -> None:
    shell.add("wang")
    before = shell.users.all()[0].person
    assert shell("remove", "wang")[0] == 0
    shell.add("wang")
    after = shell.users.all()[0].person
    assert (before.name, before.owner.startswith("user:wang-")) == (after.name, True)
    assert before.owner != after.owner


def test_what_was_done_to_users_is_in_the_audit_log(shell: Shell) -> None:
    shell.add("wang")
    assert shell("token", "wang")[0] == 0
    (file,) = (shell.kept.parent / "audit").glob("*.jsonl")
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(line["what"], line["by"], line["name"]) for line in lines] == [
        ("user-add", "shell", "wang"),
        ("user-token", "shell", "wang"),
    ]


def test_a_random_id_of_a_browser_is_nobodys_name() -> None:
    assert Person("", "admin").owner_of("user:wang-1234") == ""
