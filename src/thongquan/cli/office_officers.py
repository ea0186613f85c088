"""`thongquan office officer`: who works for an office, with which certificate and account, and until when."""

import argparse
from pathlib import Path
from typing import Any

from thongquan.cli import operated
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

ROLES = ("officer", "head", "auditor", "operator")


def add(commands: Commands, say: Words) -> None:
    adding = _of_officer(commands, say, "add", run_add)
    adding.add_argument("name", metavar=say("arg.name"), help=say("office.officer.name"))
    adding.add_argument("office", metavar=say("arg.office"), help=say("office.officer.office"))
    adding.add_argument("--role", choices=ROLES, default="officer", help=say("office.officer.role"))
    adding.add_argument("--certificate", type=Path, metavar="FILE.pem", help=say("office.officer.certificate"))
    adding.add_argument("--account", action="store_true", help=say("office.officer.account"))
    for name in ("team", "hours", "identity", "email"):
        adding.add_argument(f"--{name}", default="", metavar=say("arg.text"), help=say(f"office.officer.{name}"))
    changing = _of_officer(commands, say, "change", run_change)
    changing.add_argument("--role", choices=ROLES, help=say("office.officer.role"))
    for name in ("name", "office", "team", "hours", "identity"):
        changing.add_argument(f"--{name}", metavar=say("arg.text"), help=say(f"office.officer.{name}"))
    _of_officer(commands, say, "password", run_password)
    _of_officer(commands, say, "end", run_end)
    suspending = _of_officer(commands, say, "suspend", run_suspend)
    suspending.add_argument("serial", metavar="SERIAL", help=say("office.officer.serial"))


def add_founding(parts: Commands, say: Words) -> None:
    parser = command(parts, "found", say, "office.found")
    parser.add_argument("id", metavar=say("arg.id"), help=say("office.found.id"))
    parser.add_argument("name", metavar=say("arg.name"), help=say("office.officer.name"))
    parser.add_argument("office", metavar=say("arg.office"), help=say("office.officer.office"))
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE.pem", required=True, help=say("office.officer.certificate")
    )
    parser.add_argument("--identity", required=True, metavar=say("arg.text"), help=say("office.officer.identity"))
    parser.add_argument("--email", default="", metavar=say("arg.text"), help=say("office.officer.email"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run="thongquan.cli.office_officers:run_found")


def _of_officer(commands: Commands, say: Words, name: str, run: Any) -> argparse.ArgumentParser:
    parser = command(commands, name, say, f"office.officer.{name}")
    parser.add_argument("id", metavar=say("arg.id"), help=say("office.officer.id"))
    operated.add(parser, say)
    parser.set_defaults(run=f"thongquan.cli.office_officers:{run.__name__}")
    return parser


def run_found(arguments: argparse.Namespace, say: Words) -> int:
    from base64 import b64encode

    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.operator import user
    from thongquan.signing.folders import certificates_of

    certificate = b64encode(certificates_of(arguments.certificate.read_bytes())[0]).decode()
    given = {name: getattr(arguments, name) for name in ("id", "name", "office", "identity", "email")}
    told = Office(arguments.data).tell("/office/operators", **given, certificate=certificate, by=user())
    print(say("office.founded", id=told["id"], name=told["name"]))
    print(say("office.officer.code", id=told["id"], code=told["code"]))
    return 0


def run_add(arguments: argparse.Namespace, say: Words) -> int:
    """Nobody chooses another's password: an account that is opened begins with a one-time code."""
    from thongquan.signing.folders import certificates_of

    ders = certificates_of(arguments.certificate.read_bytes())[:1] if arguments.certificate else []
    given = ("id", "name", "office", "role", "team", "hours", "identity", "email", "account")
    says = {name: getattr(arguments, name) for name in given}
    named = operated.named(ders[0]) if ders else {}
    told = operated.does(arguments, say, "operator-officer-add", {**says, **named}, ders=ders)
    print(say("office.added", what=f"{arguments.id} {arguments.name} ({arguments.office})"))
    _show_codes(told, say)
    return 0


def run_change(arguments: argparse.Namespace, say: Words) -> int:
    given = {name: getattr(arguments, name) for name in ("name", "office", "role", "team", "hours", "identity")}
    says = {"id": arguments.id, **{name: one for name, one in given.items() if one is not None}}
    operated.does(arguments, say, "operator-officer-change", says)
    print(say("office.officer.changed", id=arguments.id))
    return 0


def run_password(arguments: argparse.Namespace, say: Words) -> int:
    _show_codes(operated.does(arguments, say, "operator-officer-password", {"id": arguments.id}), say)
    return 0


def run_end(arguments: argparse.Namespace, say: Words) -> int:
    operated.does(arguments, say, "operator-officer-end", {"id": arguments.id})
    print(say("office.officer.ended", id=arguments.id))
    return 0


def run_suspend(arguments: argparse.Namespace, say: Words) -> int:
    says = {"id": arguments.id, "serial": arguments.serial.lower()}
    operated.does(arguments, say, "operator-officer-suspend", says)
    print(say("office.officer.suspended", id=arguments.id, serial=arguments.serial))
    return 0


def _show_codes(told: Any, say: Words) -> None:
    for officer, code in told["shown"].items():
        print(say("office.officer.code", id=officer, code=code))
