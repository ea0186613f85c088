"""`thongquan office officer`: who works for an office, with which certificate and account, and until when."""

import argparse
from base64 import b64encode
from pathlib import Path
from typing import Any

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
    adding.add_argument("--password-file", type=Path, metavar="FILE", help=say("office.officer.password-file"))
    for name in ("team", "hours", "identity", "email"):
        adding.add_argument(f"--{name}", default="", metavar=say("arg.text"), help=say(f"office.officer.{name}"))
    changing = _of_officer(commands, say, "change", run_change)
    changing.add_argument("--role", choices=ROLES, help=say("office.officer.role"))
    for name in ("name", "office", "team", "hours"):
        changing.add_argument(f"--{name}", metavar=say("arg.text"), help=say(f"office.officer.{name}"))
    _of_officer(commands, say, "end", run_end)
    suspending = _of_officer(commands, say, "suspend", run_suspend)
    suspending.add_argument("serial", metavar="SERIAL", help=say("office.officer.serial"))


def _of_officer(commands: Commands, say: Words, name: str, run: Any) -> argparse.ArgumentParser:
    parser = command(commands, name, say, f"office.officer.{name}")
    parser.add_argument("id", metavar=say("arg.id"), help=say("office.officer.id"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run=f"thongquan.cli.office_officers:{run.__name__}")
    return parser


def run_add(arguments: argparse.Namespace, say: Words) -> int:
    """A password that is given is never an argument: it comes from a file. Without one a code is drawn and shown."""
    from thongquan.signing.folders import certificates_of

    certificate = ""
    if arguments.certificate:
        certificate = b64encode(certificates_of(arguments.certificate.read_bytes())[0]).decode()
    password = arguments.password_file.read_text("utf-8").rstrip("\r\n") if arguments.password_file else ""
    given = ("id", "name", "office", "role", "team", "hours", "identity", "email")
    told = _tell(
        arguments,
        "",
        **{name: getattr(arguments, name) for name in given},
        certificate=certificate,
        account=arguments.account or bool(password),
        password=password,
    )
    print(say("office.added", what=f"{told['id']} {told['name']} ({told['office']})"))
    if told["code"]:
        print(say("office.officer.code", id=told["id"], code=told["code"]))
    return 0


def run_change(arguments: argparse.Namespace, say: Words) -> int:
    given = {name: getattr(arguments, name) for name in ("name", "office", "role", "team", "hours")}
    told = _tell(arguments, "/change", id=arguments.id, **{name: one for name, one in given.items() if one is not None})
    print(say("office.added", what=f"{told['id']} {told['name']} ({told['office']})"))
    return 0


def run_end(arguments: argparse.Namespace, say: Words) -> int:
    told = _tell(arguments, "/end", id=arguments.id)
    print(say("office.officer.ended", id=told["id"], name=told["name"]))
    return 0


def run_suspend(arguments: argparse.Namespace, say: Words) -> int:
    _tell(arguments, "/suspend", id=arguments.id, serial=arguments.serial.lower())
    print(say("office.officer.suspended", id=arguments.id, serial=arguments.serial))
    return 0


def _tell(arguments: argparse.Namespace, path: str, **particulars: Any) -> Any:
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.operator import user

    return Office(arguments.data).tell(f"/office/officers{path}", **particulars, by=user())
