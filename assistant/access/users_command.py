"""In: the options of `python -m assistant user …`. Out: users added, changed, listed, removed; lines on the terminal.

A password comes by standard input only, so that it stands in no list of processes and no history of commands.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.access.person import ROLES
from assistant.errors import UserError
from corpus.commandline import common_options

if TYPE_CHECKING:
    from assistant.access.users import Users
    from assistant.settings import ServiceSettings


def add_options(parser: argparse.ArgumentParser) -> None:
    """The sub-commands of `user`; each sets `act`."""
    acts = parser.add_subparsers(required=True, metavar="WHAT")

    def act(name: str, run: Callable[..., int], told: str, named: bool = True) -> argparse.ArgumentParser:
        made = acts.add_parser(name, parents=[common_options()], help=told)
        if named:
            made.add_argument("name", metavar="NAME")
        made.set_defaults(act=run)
        return made

    adding = act("add", _add, "add a user: the password on standard input")
    adding.add_argument("--role", required=True, choices=ROLES)
    changing = act("password", _password, "give a user a new password, on standard input; their sessions end")
    for parser_of in (adding, changing):
        parser_of.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    act("role", _role, "give a user another role").add_argument("--role", required=True, choices=ROLES)
    token = act("token", _token, "print a new token of a user for the API; it is shown once")
    token.add_argument("--revoke", action="store_true", help="end all tokens of the user instead")
    act("list", _list, "list the users", named=False).add_argument("--json", action="store_true")
    act("remove", _remove, "remove a user; their tokens and sessions end")


def run(options: argparse.Namespace, settings: ServiceSettings) -> int:
    """Do what was asked. Raises UserError."""
    from assistant.access.users import Users  # here, so that the other commands need not load argon2

    done: int = options.act(options, settings, Users(settings.users))
    return done


def _add(options: argparse.Namespace, settings: ServiceSettings, users: Users) -> int:
    person = users.add(options.name, options.role, _typed(options), settings.shortest_password)
    return _told(settings, "user-add", f"added {person.name}, {person.role}", name=person.name, role=person.role)


def _password(options: argparse.Namespace, settings: ServiceSettings, users: Users) -> int:
    users.change_password(options.name, _typed(options), settings.shortest_password)
    return _told(settings, "user-password", f"{options.name} has a new password; all sessions ended", name=options.name)


def _role(options: argparse.Namespace, settings: ServiceSettings, users: Users) -> int:
    users.change_role(options.name, options.role)
    return _told(settings, "user-role", f"{options.name} is {options.role} now", name=options.name, role=options.role)


def _token(options: argparse.Namespace, settings: ServiceSettings, users: Users) -> int:
    if options.revoke:
        ended = users.revoke_tokens(options.name)
        return _told(settings, "user-token-revoke", f"{ended} tokens of {options.name} ended", name=options.name)
    token = users.new_token(options.name)
    _told(settings, "user-token", f"a token of {options.name}; it is not shown again:", name=options.name)
    print(token)
    return 0


def _list(options: argparse.Namespace, settings: ServiceSettings, users: Users) -> int:
    found = users.all()
    if options.json:
        listed: list[dict[str, Any]] = [
            {
                "name": user.person.name,
                "role": user.person.role,
                "created_at": user.created_at.isoformat(),
                "tokens": user.tokens,
                "sessions": user.sessions,
            }
            for user in found
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for user in found:
        print(f"{user.person.name:<20} {user.person.role:<10} {user.created_at:%Y-%m-%d}  tokens: {user.tokens}")
    if not found:
        print(f"no users in {settings.users}", file=sys.stderr)
    return 0


def _remove(options: argparse.Namespace, settings: ServiceSettings, users: Users) -> int:
    users.remove(options.name)
    return _told(settings, "user-remove", f"removed {options.name}", name=options.name)


def _typed(options: argparse.Namespace) -> str:
    """The password of standard input, without the line end."""
    if not options.password_stdin:
        raise UserError("give the password on standard input: --password-stdin")
    try:
        return sys.stdin.read().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise UserError("the password is not text; give it in UTF-8") from error


def _told(settings: ServiceSettings, what: str, line: str, **about: str) -> int:
    from assistant.access.audit import Audit

    Audit(settings.audit, settings.audit_days).note(what, by="shell", **about)
    print(line, file=sys.stderr)
    return 0
