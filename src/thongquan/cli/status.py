"""`thongquan status`: what became of filings and parcels, with what officers decided since."""

import argparse
from collections import Counter
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongquan.declarant.outbox import Entry, Outbox
    from thongquan.declarant.parcels import Parcel

ROWS_SHOWN = 20


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "status", say)
    parser.add_argument("sought", nargs="*", metavar=say("arg.sought"), help=say("status.sought"))
    parser.add_argument("--server", type=args.server, metavar="URL", help=say("status.server"))
    args.server_ca(parser, say)
    parser.add_argument("--offline", action="store_true", help=say("status.offline"))
    args.patience(parser, say)
    args.outbox(parser, say)
    args.out(parser, say, "status.out")
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.status:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.places import outbox_folder
    from thongquan.cli.progress import progress
    from thongquan.declarant.outbox import Outbox
    from thongquan.declarant.parcels import look_up

    outbox = Outbox(outbox_folder(arguments.outbox))
    with progress(say("asking")):
        found = look_up(outbox, arguments.sought, None if arguments.offline else partial(ask, outbox, arguments))
    if arguments.out:
        write_receipts_of(found.entries, arguments, say)
    show(found.parcels, arguments.json, say)
    if not arguments.json:
        tell_of_waiting(outbox.pending(), say)
    return 0


def tell_of_waiting(pending: "Iterable[Entry]", say: Words) -> None:
    """What was signed and never answered is sent by `file`, for each server."""
    waiting: Counter[str] = Counter()
    for entry in pending:
        waiting[entry.meta.server] += len(entry.lines())
    for server, count in waiting.items():
        print(say("status.waiting", count=count, server=server))


def ask(outbox: "Outbox", arguments: argparse.Namespace, entry: "Entry") -> None:
    """Only answered filings have something to ask about; those that wait are finished by `file`."""
    from thongquan.declarant.decided import ask_again
    from thongquan.declarant.sending import Authority

    server = arguments.server or entry.meta.server
    with closing(Authority(server, ca=arguments.server_ca, patience=arguments.patience)) as authority:
        ask_again(outbox, entry, authority)


def write_receipts_of(entries: "list[Entry]", arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.declarant.receipts import write_receipts

    folder = arguments.out / "receipts"
    count = sum(write_receipts(entry, folder) for entry in entries if entry.answer() is not None)
    if not arguments.json:
        print(say("file.receipts", count=count, folder=folder))


def show(parcels: "list[Parcel]", as_json: bool, say: Words) -> None:
    from thongquan.declarant.parcels import CORRECTED

    if as_json:
        import msgspec

        for parcel in parcels:
            print(msgspec.json.encode(parcel).decode())
        return
    from thongquan.cli.table import print_table

    if len(parcels) > ROWS_SHOWN:
        print_table(say("status.title"), (say("outcome"), say("parcels")), counts(parcels, say), figures=[1])
        parcels = [parcel for parcel in parcels if parcel.state != "cleared" and parcel.outcome != CORRECTED]
    headings = (say("house_bill"), say("number"), say("outcome"), say("channel"), say("state"))
    if parcels:
        print_table(say("status.parcels"), headings, [row_of(parcel, say) for parcel in parcels[:ROWS_SHOWN]])
    if len(parcels) > ROWS_SHOWN:
        print(say("status.more", count=len(parcels) - ROWS_SHOWN))


def counts(parcels: "list[Parcel]", say: Words) -> list[tuple[str, str]]:
    """How many of each outcome, and where the registered ones stand."""
    from thongquan.cli.table import figure
    from thongquan.declarant.parcels import CORRECTED

    outcomes = Counter(say(f"outcome.{parcel.outcome}") for parcel in parcels)
    states = Counter(
        (parcel.channel, parcel.state) for parcel in parcels if parcel.state and parcel.outcome != CORRECTED
    )
    standing = [
        (f"  {say('of_channel', channel=say(f'channel.{channel}'))}, {say(f'state.{state}')}", count)
        for (channel, state), count in sorted(states.items())
    ]
    return [(name, figure(count, say.lang)) for name, count in [*outcomes.items(), *standing]]


def row_of(parcel: "Parcel", say: Words) -> tuple[str, ...]:
    """How a declaration stands is told once: where it was corrected last."""
    from thongquan.declarant.parcels import CORRECTED

    standing = parcel.outcome != CORRECTED
    channel = say(f"channel.{parcel.channel}") if parcel.channel and standing else ""
    state = say(f"state.{parcel.state}") if parcel.state and standing else ""
    return parcel.house_bill, parcel.number, say(f"outcome.{parcel.outcome}"), channel, state
