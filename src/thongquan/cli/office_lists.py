"""`thongquan office hq02`: lists HQ 02 before an officer: seen, answered with his own signature, printed."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.desk_of_office import Office

KIND = "hq02-confirm"


def add(commands: Commands, say: Words) -> None:
    seen = _of_officer(command(commands, "list", say, "office.hq02.list"), say, "run_list")
    seen.add_argument("--state", choices=("sent", "confirmed", "declined"), default="sent", help=say("hq02.state"))
    show = _of_officer(command(commands, "show", say, "office.hq02.show"), say, "run_show")
    confirm = _of_officer(command(commands, "confirm", say, "office.hq02.confirm"), say, "run_confirm")
    decline = _of_officer(command(commands, "decline", say, "office.hq02.decline"), say, "run_decline")
    printed = _of_officer(command(commands, "print", say, "office.hq02.print"), say, "run_print")
    for parser in (show, confirm, decline, printed):
        parser.add_argument("list_id", metavar=say("arg.id"), help=say("hq02.id"))
    for name in ("held-back", "never-came"):
        confirm.add_argument(
            f"--{name}", nargs="*", default=[], metavar=say("arg.number"), help=say(f"office.hq02.{name}")
        )
    for parser, needed in ((confirm, False), (decline, True)):
        parser.add_argument(
            "--reason", default="", required=needed, metavar=say("arg.text"), help=say("office.decide.reason")
        )
        signer.add(parser, say, required=True)
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("hq02.out"))


def _of_officer(parser: argparse.ArgumentParser, say: Words, run: str) -> argparse.ArgumentParser:
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.hq02.officer"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    args.json(parser, say)
    parser.set_defaults(run=f"thongquan.cli.office_lists:{run}")
    return parser


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import tell_lists

    return tell_lists(all_lists(_office(arguments), arguments, "hq02"), arguments, say)


def all_lists(office: "Office", arguments: argparse.Namespace, form: str, **asked: object) -> list[dict[str, Any]]:
    """All pages of those in the state that was asked for."""
    rows: list[dict[str, Any]] = []
    after = ""
    while True:
        page = office.ask(address(arguments, "", form=form, **{"state": arguments.state, "after": after, **asked}))
        rows += page["rows"]
        after = page["next"]
        if not after:
            return rows


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import tell_list

    return tell_list(shown(_office(arguments), arguments, say), arguments, say)


def run_confirm(arguments: argparse.Namespace, say: Words) -> int:
    left = {"held_back": arguments.held_back, "never_came": arguments.never_came}
    return answer(arguments, say, answer="confirm", **left)


def run_decline(arguments: argparse.Namespace, say: Words) -> int:
    return answer(arguments, say, answer="decline")


def answer(arguments: argparse.Namespace, say: Words, **says: Any) -> int:
    """The list as it stands is what he answers: what changes meanwhile is refused."""
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress

    office = _office(arguments)
    one = office.ask(address(arguments, arguments.list_id))["shown"]
    about = {"list_id": one["list_id"], "number": one["number"], "company": one["company"]}
    about |= {"count": one["says"]["count"], "digest": one["says"]["digest"], "reason": arguments.reason}
    text = office.compose(KIND, arguments.officer, about | says, say)
    with signer.opened(arguments, say) as key, progress(say("hq02.answering")):
        done = office.send(text, key)["outcome"]
    if arguments.json:
        print_json(done)
    else:
        told = {"number": done["number"], "released": done["released"], "left": done["left"]}
        print(say("office.hq02.answered", state=say(f"hq02.{done['state']}"), **told))
    return 0


def run_print(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import written
    from thongquan.cli.progress import progress

    with progress(say("printing")):
        pdf = _office(arguments).fetch(address(arguments, f"{arguments.list_id}/pdf"))
    return written(pdf, arguments, say)


def shown(office: "Office", arguments: argparse.Namespace, say: Words, form: str = "hq02") -> dict[str, Any]:
    """With all its lines."""
    from thongquan.cli.progress import progress

    lines: list[dict[str, Any]] = []
    after = 0
    with progress(say(f"{form}.reading")) as advance:
        while True:
            page = office.ask(address(arguments, arguments.list_id, form=form, after=after))
            lines += page["lines"]["lines"]
            after = page["lines"]["next"]
            advance(len(lines), page["shown"]["says"]["count"])
            if not after:
                return {**page["shown"], "lines": lines}


def _office(arguments: argparse.Namespace) -> "Office":
    from thongquan.cli.desk_of_office import Office

    return Office(arguments.data)


def address(arguments: argparse.Namespace, below: str = "", *, form: str = "hq02", **asked: object) -> str:
    from urllib.parse import quote, urlencode

    path = f"/office/{form}/{quote(below)}" if below else f"/office/{form}"
    return f"{path}?{urlencode({'officer': arguments.officer, **asked})}"
