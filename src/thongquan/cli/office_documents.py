"""`thongquan office hq01`: lists HQ 01 before an officer: seen, answered with his own signature, printed."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.desk_of_office import Office

KIND = "hq01-answer"
ANSWERS = ("confirm", "inspect", "decline")


def add(commands: Commands, say: Words) -> None:
    seen = _of_officer(command(commands, "list", say, "office.hq01.list"), say, "run_list")
    seen.add_argument("--state", choices=("sent", "confirmed", "declined"), default="sent", help=say("hq01.state"))
    show = _of_officer(command(commands, "show", say, "office.hq01.show"), say, "run_show")
    printed = _of_officer(command(commands, "print", say, "office.hq01.print"), say, "run_print")
    answering = [_of_officer(command(commands, one, say, f"office.hq01.{one}"), say, "run_answer") for one in ANSWERS]
    for parser in (show, printed, *answering):
        parser.add_argument("list_id", metavar=say("arg.id"), help=say("hq01.id"))
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("hq01.out"))
    for name, parser in zip(ANSWERS, answering, strict=True):
        parser.set_defaults(answer=name)
        needed, words = name != "confirm", say("arg.text")
        parser.add_argument("--result", default="", required=needed, metavar=words, help=say("office.hq01.result"))
        signer.add(parser, say, required=True)


def _of_officer(parser: argparse.ArgumentParser, say: Words, run: str) -> argparse.ArgumentParser:
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.hq01.officer"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    args.json(parser, say)
    parser.set_defaults(run=f"thongquan.cli.office_documents:{run}")
    return parser


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import tell_lists
    from thongquan.cli.office_lists import all_lists

    return tell_lists(all_lists(_office(arguments), arguments, "hq01"), arguments, say, "hq01")


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.documents import tell_documents
    from thongquan.cli.office_lists import shown

    return tell_documents(shown(_office(arguments), arguments, say, "hq01"), arguments, say)


def run_answer(arguments: argparse.Namespace, say: Words) -> int:
    """The list as it stands is what he answers: what changes meanwhile is refused."""
    from thongquan.cli.lists import print_json
    from thongquan.cli.office_lists import address
    from thongquan.cli.progress import progress

    office = _office(arguments)
    one = office.ask(address(arguments, arguments.list_id, form="hq01"))["shown"]
    text = office.compose(KIND, arguments.officer, _says(one, arguments), say)
    with signer.opened(arguments, say) as key, progress(say("hq01.answering")):
        done = office.send(text, key)["outcome"]
    if arguments.json:
        print_json(done)
    else:
        state = say("hq01.inspection" if done["answer"] == "inspect" else f"hq01.{done['state']}")
        print(say("office.hq01.answered", number=done["number"], state=state))
    return 0


def _says(one: dict[str, Any], arguments: argparse.Namespace) -> dict[str, Any]:
    about = {"list_id": one["list_id"], "number": one["number"], "company": one["company"]}
    about |= {"count": one["says"]["count"], "digest": one["says"]["digest"]}
    inspected = "yes" if one["inspection_at"] else "no"
    return {**about, "inspected": inspected, "answer": arguments.answer, "result": arguments.result}


def run_print(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.documents import kind_of
    from thongquan.cli.lists import written
    from thongquan.cli.office_lists import address
    from thongquan.cli.progress import progress

    with progress(say("printing")):
        below = f"{arguments.list_id}/{kind_of(arguments.out, 'xlsx')}"
        made = _office(arguments).fetch(address(arguments, below, form="hq01"))
    return written(made, arguments, say)


def _office(arguments: argparse.Namespace) -> "Office":
    from thongquan.cli.desk_of_office import Office

    return Office(arguments.data)
