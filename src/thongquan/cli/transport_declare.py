"""`thongquan transport declare|status|print`: a plan lodged and declared at the authority, and what became of it."""

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.lists import connected
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.transport_filing import TransportDesk
    from thongquan.transport.lodged import Lodged


def add(parts: Commands, say: Words) -> None:
    declare = connected(command(parts, "declare", say, "transport.declare"), say, "transport_declare:run_declare")
    declare.add_argument("plan", type=Path, metavar="PLAN.json", help=say("transport.declare.plan"))
    declare.add_argument(
        "--with", dest="told", type=Path, required=True, metavar="OLA.json", help=say("transport.with")
    )
    declare.add_argument("--attachment", default="", metavar="HYS", help=say("transport.attachment"))
    declare.add_argument("--same-cargo", action="store_true", help=say("transport.same-cargo"))
    signer.add(declare, say, required=False)
    status = connected(command(parts, "status", say, "transport.status"), say, "transport_declare:run_status")
    printed = connected(command(parts, "print", say, "transport.print"), say, "transport_declare:run_print")
    for parser in (status, printed):
        parser.add_argument("number", metavar=say("arg.number"), help=say("transport.of"))
    printed.add_argument("--lists", action="store_true", help=say("transport.print.lists"))
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("transport.print.out"))


def run_declare(arguments: argparse.Namespace, say: Words) -> int:
    """Registered, then declared: each text is shown before it is signed. Without a certificate only the first."""
    from thongquan.cli.lists import tell_faults
    from thongquan.declarant.terminal_desk import FaultsTold

    body = body_of(arguments)
    with closing(Desk(arguments)) as opened:
        try:
            return _declare(opened.desk, body, arguments, say)
        except FaultsTold as told:
            return tell_faults(told, arguments, say)


def body_of(arguments: argparse.Namespace) -> "Lodged":
    """Raises TransportUnreadable, AttachmentRefused."""
    from thongquan.transport.codec import read
    from thongquan.transport.merging import merged
    from thongquan.transport.model import TransportDeclaration
    from thongquan.transport.plan import with_attachment
    from thongquan.transport.told import read_plan

    plan = read_plan(arguments.plan.read_bytes())
    if arguments.attachment:
        plan = with_attachment(plan, arguments.attachment)
    ola = read("OLA", arguments.told.read_bytes())
    assert isinstance(ola, TransportDeclaration)  # so it was asked for
    return merged(plan, ola)


def _declare(desk: "TransportDesk", body: "Lodged", arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress

    with progress(say("transport.lodging")):
        text = desk.drafted(body)
    _show(text)
    if arguments.certificate is None:
        print(say("transport.unsigned"), file=sys.stderr)
        return 0
    with signer.opened(arguments, say) as key:
        with progress(say("transport.lodging")):
            number = desk.send(text, key.sign(text.encode()), body)["number"]
            then = desk.step(number, "declare", **({"same_cargo": True} if arguments.same_cargo else {}))
        _show(then)
        with progress(say("transport.lodging")):
            done = desk.send(then, key.sign(then.encode()))
    if arguments.json:
        print_json({"number": number, "state": done["state"]})
    else:
        print(say("transport.declared", number=number, state=state_of(done["state"], say)))
    return 0


def run_status(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress

    with closing(Desk(arguments)) as opened, progress(say("transport.reading")):
        one = opened.desk.one(arguments.number)
    if arguments.json:
        print_json(one)
    else:
        _tell(one, say)
    return 0


def _tell(one: dict[str, Any], say: Words) -> None:
    """The state, when it should arrive, each step, and the vehicles with their seals."""
    from thongquan.cli.table import moment_of, plain

    head = one["head"]
    overdue = say("transport.overdue") if head["is_overdue"] else ""
    due = moment_of(head["due_at"], say.lang)
    print(plain(say("transport.stands", number=head["number"], state=state_of(head["state"], say), due=due)), overdue)
    for made in one["lists"]:
        seals = ", ".join(made["customs_seals"]) or "–"
        print(plain(say("transport.run", form=made["form"], run=made["run"], vehicle=made["vehicle"], seals=seals)))
    for taken in one["standing"].get("steps", []):
        at = moment_of(taken["at"], say.lang)
        print(plain(f"  {at}  {state_of(taken['state'], say)}  {taken['by']}  {taken.get('reason', '')}".rstrip()))


def state_of(state: str, say: Words) -> str:
    from thongquan.transport.lifecycle import STATES

    called = STATES[state]
    return called.vi if say.lang == "vi" else called.en


def run_print(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import written
    from thongquan.cli.progress import progress

    with closing(Desk(arguments)) as opened, progress(say("printing")):
        pdf = opened.desk.printed(arguments.number, lists=arguments.lists)
    return written(pdf, arguments, say)


def _show(text: str) -> None:
    from thongquan.cli.table import plain

    print("".join(f"  {plain(line)}\n" for line in text.splitlines()), end="", file=sys.stderr, flush=True)


class Desk:
    """To the server, with the credentials of the terminal."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from thongquan.cli.watch import access_key
        from thongquan.declarant.sending import Authority
        from thongquan.declarant.transport_filing import TransportDesk

        key = access_key(arguments)
        self._authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
        self.desk = TransportDesk(self._authority, arguments.terminal, key)

    def close(self) -> None:
        self._authority.close()
