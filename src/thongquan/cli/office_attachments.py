"""`thongquan office attachment`: attachments before an officer: seen, fetched, examined with his signature."""

import argparse
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.desk_of_office import Office

KIND = "attachment-examine"


def add(commands: Commands, say: Words) -> None:
    seen = _of_officer(command(commands, "list", say, "office.attachment.list"), say, "run_list")
    seen.add_argument("--state", choices=("waiting", "examined"), default="waiting", help=say("attachment.state"))
    show = _of_officer(command(commands, "show", say, "office.attachment.show"), say, "run_show")
    fetched = _of_officer(command(commands, "get", say, "office.attachment.get"), say, "run_get")
    examine = _of_officer(command(commands, "examine", say, "office.attachment.examine"), say, "run_examine")
    for parser in (show, fetched, examine):
        parser.add_argument("number", metavar=say("arg.number"), help=say("attachment.number"))
    for parser in (show, fetched):
        parser.add_argument("--version", type=int, metavar="N", help=say("attachment.version"))
    fetched.add_argument("--out", type=Path, required=True, metavar=say("arg.folder"), help=say("attachment.out"))
    examine.add_argument("--result", default="", metavar=say("arg.text"), help=say("office.attachment.result"))
    signer.add(examine, say, required=True)


def _of_officer(parser: argparse.ArgumentParser, say: Words, run: str) -> argparse.ArgumentParser:
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.transport.officer"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    args.json(parser, say)
    parser.set_defaults(run=f"thongquan.cli.office_attachments:{run}")
    return parser


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.attachments import tell_rows
    from thongquan.cli.office_lists import all_lists

    rows = all_lists(_office(arguments), arguments, "attachments")
    tell_rows(rows, arguments, say)
    if not rows and not arguments.json:
        print(say("office.attachment.none"))
    return 0


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.attachments import tell_one

    tell_one(_shown(_office(arguments), arguments), arguments, say)
    return 0


def run_get(arguments: argparse.Namespace, _say: Words) -> int:
    from thongquan.cli.attachments import keep_files

    office = _office(arguments)
    one = _shown(office, arguments)
    below = f"{arguments.number}/{one['version']}"
    keep_files(one, lambda place: office.fetch(_address(arguments, f"{below}/{place}")), arguments)
    return 0


def run_examine(arguments: argparse.Namespace, say: Words) -> int:
    """The attachment as it stands: what its company changes meanwhile is refused."""
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress

    office = _office(arguments)
    one = office.ask(_address(arguments, arguments.number))
    says = {"number": one["number"], "version": str(one["changes"]), "company": one["company"]}
    with redirect_stdout(sys.stderr if arguments.json else sys.stdout):
        text = office.compose(KIND, arguments.officer, says | {"result": arguments.result}, say)
    with signer.opened(arguments, say) as key, progress(say("office.attachment.examining")):
        done = office.send(text, key)["outcome"]
    if arguments.json:
        print_json(done)
    else:
        print(say("office.attachment.examined", number=done["attachment"], version=done["version"]))
    return 0


def _shown(office: "Office", arguments: argparse.Namespace) -> dict[str, Any]:
    asked = {} if arguments.version is None else {"version": arguments.version}
    return dict(office.ask(_address(arguments, arguments.number, **asked)))


def _office(arguments: argparse.Namespace) -> "Office":
    from thongquan.cli.desk_of_office import Office

    return Office(arguments.data)


def _address(arguments: argparse.Namespace, below: str, **asked: object) -> str:
    from thongquan.cli.office_lists import address

    return address(arguments, below, form="attachments", **asked)
