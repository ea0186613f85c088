"""`thongquan office transport`: transports before an officer of either end: seen, each step signed by him, printed."""

import argparse
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer, transport_steps
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.desk_of_office import Office

STEP, ANSWER = "transport-decide", "transport-amendment-answer"
QUEUES = ("leaving", "arriving", "overdue")
STATES = ("declared", "approved", "differing")
STEPS = {
    "approve": "approve",
    "refuse": "refuse",
    "instruct": "instruct",
    "seal": "seal",
    "depart": "depart",
    "take-back": "take-back-departure",
    "arrive": "arrive",
    "note": "note-discrepancies",
    "settle": "settle",
    "grant": "grant-cancellation",
    "decline": "decline-cancellation",
}
"""Command → step."""


def add(commands: Commands, say: Words) -> None:
    seen = _of_officer(command(commands, "list", say, "office.transport.list"), say, "run_list")
    seen.add_argument("--queue", choices=QUEUES, default="leaving", help=say("office.transport.queue"))
    seen.add_argument("--state", choices=STATES, default="", help=say("office.transport.state"))
    show = _of_officer(command(commands, "show", say, "office.transport.show"), say, "run_show")
    show.add_argument("number", metavar=say("arg.number"), help=say("transport.of"))
    for name, step in STEPS.items():
        parser = _of_officer(command(commands, name, say, f"office.transport.{name}"), say, "run_step")
        _signed(parser, say)
        transport_steps.add_wants(parser, step, say)
    answer = _of_officer(command(commands, "answer", say, "office.transport.answer"), say, "run_answer")
    _signed(answer, say)
    answer.add_argument("answer", choices=("accept", "turn-down"), help=say("office.transport.yes-or-no"))
    answer.add_argument("--line", type=int, required=True, metavar="N", help=say("transport.line"))
    answer.add_argument("--run", type=int, default=1, dest="vehicle_run", metavar="N", help=say("transport.of-run"))
    answer.add_argument("--reason", default="", metavar=say("arg.text"), help=say("transport.reason"))
    printed = _of_officer(command(commands, "print", say, "office.transport.print"), say, "run_print")
    printed.add_argument("number", metavar=say("arg.number"), help=say("transport.of"))
    printed.add_argument("--lists", action="store_true", help=say("transport.print.lists"))
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("transport.print.out"))


def _of_officer(parser: argparse.ArgumentParser, say: Words, run: str) -> argparse.ArgumentParser:
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.transport.officer"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    args.json(parser, say)
    parser.set_defaults(run=f"thongquan.cli.office_transports:{run}")
    return parser


def _signed(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("number", metavar=say("arg.number"), help=say("transport.of"))
    parser.add_argument("--seen", type=int, metavar="N", help=say("office.transport.seen"))
    signer.add(parser, say, required=True)


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.office_lists import all_lists
    from thongquan.cli.transport_told import tell_heads

    rows = all_lists(_office(arguments), arguments, "transports", queue=arguments.queue)
    if arguments.json:
        print_json(rows)
    elif rows:
        tell_heads(rows, say)
        print(say("office.transport.next", number=rows[0]["number"], officer=arguments.officer, data=arguments.data))
    else:
        print(say("office.transport.none"))
    return 0


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    """With each amendment that waits for his answer. That he looked is recorded."""
    from thongquan.cli.lists import print_json
    from thongquan.cli.transport_told import tell_amendments, tell_transport

    office = _office(arguments)
    one = office.ask(_address(arguments, arguments.number))
    waiting = [
        {"form": made["form"], "run": made["run"], **_line(office, arguments, place, line)}
        for place, made in enumerate(one["lists"], start=1)
        for line in made["waiting"]
    ]
    if arguments.json:
        print_json({**one, "amendments": waiting})
    else:
        tell_transport(one, say)
        tell_amendments(waiting, say)
    return 0


def _line(office: "Office", arguments: argparse.Namespace, place: int, line: int) -> dict[str, Any]:
    from thongquan.cli.refusals import OfficeRefused

    asked = {"list": place, "after": line - 1, "limit": 1}
    found = office.ask(_address(arguments, f"{arguments.number}/lines", **asked))["lines"]
    if not found:
        raise OfficeRefused({"code": "TRANSPORT-AMEND-NONE", "facts": {"line": line}})
    return dict(found[0])


def run_step(arguments: argparse.Namespace, say: Words) -> int:
    """As the transport stands now, or in the version that he saw: what was changed meanwhile is refused."""
    office = _office(arguments)
    head = office.ask(_address(arguments, arguments.number))["head"]
    says = {"number": head["number"], "version": _seen(arguments, head), "state": head["state"]}
    return _sign(office, STEP, says | transport_steps.said(arguments), arguments, say)


def run_answer(arguments: argparse.Namespace, say: Words) -> int:
    """One line; of which list, its run says: a transport has one list for each, or form 01 alone.

    Raises:
        OfficeRefused: it has no such list, or nothing was amended there.
    """
    office = _office(arguments)
    one = office.ask(_address(arguments, arguments.number))
    runs = [made["run"] for made in one["lists"]]
    place = runs.index(arguments.vehicle_run) + 1 if arguments.vehicle_run in runs else len(runs) + 1
    line = _line(office, arguments, place, arguments.line)
    says = {"number": arguments.number, "version": _seen(arguments, one["head"])}
    says |= {"form": one["lists"][place - 1]["form"], "run": arguments.vehicle_run, "line": arguments.line}
    says |= {"amended": line["amended"], "answer": arguments.answer, "reason": arguments.reason}
    return _sign(office, ANSWER, says, arguments, say)


def _seen(arguments: argparse.Namespace, head: dict[str, Any]) -> int:
    return int(head["version"] if arguments.seen is None else arguments.seen)


def _sign(office: "Office", kind: str, says: dict[str, Any], arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress
    from thongquan.cli.transport_told import state_of

    with redirect_stdout(sys.stderr if arguments.json else sys.stdout):
        text = office.compose(kind, arguments.officer, says, say)
    with signer.opened(arguments, say) as key, progress(say("office.transport.doing")):
        done = office.send(text, key)["outcome"]
    if arguments.json:
        print_json({name: done[name] for name in ("number", "state", "version")})
    else:
        print(say("office.transport.done", number=done["number"], state=state_of(done["state"], say)))
    return 0


def run_print(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import written
    from thongquan.cli.progress import progress

    with progress(say("printing")):
        form = "lists" if arguments.lists else "pdf"
        pdf = _office(arguments).fetch(_address(arguments, f"{arguments.number}/{form}"))
    return written(pdf, arguments, say)


def _office(arguments: argparse.Namespace) -> "Office":
    from thongquan.cli.desk_of_office import Office

    return Office(arguments.data)


def _address(arguments: argparse.Namespace, below: str, **asked: object) -> str:
    from thongquan.cli.office_lists import address

    return address(arguments, below, form="transports", **asked)
