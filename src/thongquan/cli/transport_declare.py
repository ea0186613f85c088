"""`thongquan transport declare|change|status|print`: a plan lodged, declared at the authority, and read back."""

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.lists import connected
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from thongquan.declarant.transport_filing import TransportDesk
    from thongquan.transport.lodged import Lodged

    Drafted = tuple[str, Lodged | None]
    """The text that is to be signed, and what travels beside it."""


def add(parts: Commands, say: Words) -> None:
    declare = connected(command(parts, "declare", say, "transport.declare"), say, "transport_declare:run_declare")
    change = connected(command(parts, "change", say, "transport.change"), say, "transport_declare:run_change")
    change.add_argument("number", metavar=say("arg.number"), help=say("transport.of"))
    for parser, needed in ((declare, False), (change, True)):
        nargs = None if needed else "?"
        parser.add_argument("plan", nargs=nargs, type=Path, metavar="PLAN.json", help=say("transport.declare.plan"))
        parser.add_argument(
            "--with", dest="told", type=Path, required=needed, metavar="OLA.json", help=say("transport.with")
        )
        parser.add_argument("--attachment", default="", metavar="HYS", help=say("transport.attachment"))
        signer.add(parser, say, required=False)
    declare.add_argument("--draft", default="", metavar=say("arg.number"), help=say("transport.draft"))
    declare.add_argument("--register-only", action="store_true", help=say("transport.register-only"))
    declare.add_argument("--same-cargo", action="store_true", help=say("transport.same-cargo"))
    status = connected(command(parts, "status", say, "transport.status"), say, "transport_declare:run_status")
    printed = connected(command(parts, "print", say, "transport.print"), say, "transport_declare:run_print")
    for parser in (status, printed):
        parser.add_argument("number", metavar=say("arg.number"), help=say("transport.of"))
    printed.add_argument("--lists", action="store_true", help=say("transport.print.lists"))
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("transport.print.out"))


def run_declare(arguments: argparse.Namespace, say: Words) -> int:
    """Registered, then declared: each text is shown before it is signed. Without a certificate only the first.

    Raises:
        PlanMissing: neither a draft was named nor a plan with what else it declares.
    """
    from thongquan.cli.refusals import PlanMissing

    if arguments.draft:
        return act(lambda desk: (desk.step(arguments.draft, "declare", **_shared(arguments)), None), arguments, say)
    if arguments.plan is None or arguments.told is None:
        raise PlanMissing
    body = body_of(arguments)
    if arguments.register_only:
        return act(lambda desk: (desk.drafted(body), body), arguments, say)
    return told_faults(lambda desk: _declare(desk, body, arguments, say), arguments, say)


def run_change(arguments: argparse.Namespace, say: Words) -> int:
    """The draft as a whole is what this plan and message say."""
    from msgspec.structs import replace

    body = body_of(arguments)
    body = replace(body, declaration=replace(body.declaration, number=arguments.number))
    return act(lambda desk: (desk.drafted(body, arguments.number, "change"), body), arguments, say)


def _shared(arguments: argparse.Namespace) -> dict[str, bool]:
    return {"same_cargo": True} if arguments.same_cargo else {}


def body_of(arguments: argparse.Namespace) -> "Lodged":
    """Raises as `transport_body`."""
    from thongquan.declarant.transport_filing import transport_body

    return transport_body(arguments.plan.read_bytes(), arguments.told.read_bytes(), arguments.attachment)


def _declare(desk: "TransportDesk", body: "Lodged", arguments: argparse.Namespace, say: Words) -> int:
    """Where declaring is refused, the draft stays: its number is told, for `--draft`."""
    from thongquan.cli.progress import progress
    from thongquan.declarant.terminal_desk import FaultsTold

    with progress(say("transport.lodging")):
        text = desk.drafted(body)
    show_text(text)
    if arguments.certificate is None:
        print(say("transport.unsigned"), file=sys.stderr)
        return 0
    with signer.opened(arguments, say) as key:
        with progress(say("transport.lodging")):
            number = desk.send(text, key.sign(text.encode()), body)["number"]
        try:
            then = desk.step(number, "declare", **_shared(arguments))
        except FaultsTold:
            print(say("transport.stays-draft", number=number), file=sys.stderr)
            raise
        show_text(then)
        with progress(say("transport.lodging")):
            done = desk.send(then, key.sign(then.encode()))
    return tell_done(done, arguments, say)


def act(drafted: "Callable[[TransportDesk], Drafted]", arguments: argparse.Namespace, say: Words) -> int:
    """The text is shown before it is signed; without a certificate that is all."""
    from thongquan.cli.progress import progress

    def signed(desk: "TransportDesk") -> int:
        with progress(say("transport.lodging")):
            text, body = drafted(desk)
        show_text(text)
        if arguments.certificate is None:
            print(say("transport.unsigned"), file=sys.stderr)
            return 0
        with signer.opened(arguments, say) as key, progress(say("transport.lodging")):
            done = desk.send(text, key.sign(text.encode()), body)
        return tell_done(done, arguments, say)

    return told_faults(signed, arguments, say)


def told_faults(work: "Callable[[TransportDesk], int]", arguments: argparse.Namespace, say: Words) -> int:
    """Exit code 1 where something is wrong, with all of it."""
    from thongquan.cli.lists import tell_faults
    from thongquan.declarant.terminal_desk import FaultsTold

    with closing(Desk(arguments)) as opened:
        try:
            return work(opened.desk)
        except FaultsTold as told:
            return tell_faults(told, arguments, say)


def tell_done(done: dict[str, str], arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.transport_told import state_of

    if arguments.json:
        print_json({name: done[name] for name in ("number", "state", "version")})
    else:
        print(say("transport.declared", number=done["number"], state=state_of(done["state"], say)))
    return 0


def run_status(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress
    from thongquan.cli.transport_told import tell_transport

    with closing(Desk(arguments)) as opened, progress(say("transport.reading")):
        one = opened.desk.one(arguments.number)
    if arguments.json:
        print_json(one)
    else:
        tell_transport(one, say)
    return 0


def run_print(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import written
    from thongquan.cli.progress import progress

    with closing(Desk(arguments)) as opened, progress(say("printing")):
        pdf = opened.desk.printed(arguments.number, lists=arguments.lists)
    return written(pdf, arguments, say)


def show_text(text: str) -> None:
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
