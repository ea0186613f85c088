"""`thongquan print`: the official printouts as PDF, single or a whole filing."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.outbox import Outbox


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "print", say)
    parser.add_argument("sought", nargs="*", metavar=say("arg.number"), help=say("print.sought"))
    parser.add_argument("--batch", metavar="ID", help=say("print.batch"))
    args.out(parser, say, "print.out", required=True)
    args.outbox(parser, say)
    parser.set_defaults(run="thongquan.cli.printing:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.places import outbox_folder
    from thongquan.cli.progress import progress
    from thongquan.cli.refusals import NothingAsked
    from thongquan.declarant.outbox import Outbox
    from thongquan.declarant.printing import pdf_of

    if not arguments.sought and not arguments.batch:
        raise NothingAsked
    outbox = Outbox(outbox_folder(arguments.outbox))
    arguments.out.mkdir(parents=True, exist_ok=True)
    with progress(say("printing")):
        if arguments.batch:
            write(arguments.out / f"{arguments.batch}.pdf", pdf_of(outbox, outbox.entry(arguments.batch)), say)
        for sought in arguments.sought:
            print_sought(outbox, sought, arguments.out, say)
    return 0


def print_sought(outbox: "Outbox", sought: str, folder: Path, say: Words) -> None:
    """One file for each declaration that the number or house bill names, under its number."""
    from thongquan.declarant.parcels import find
    from thongquan.declarant.printing import pdf_of
    from thongquan.declarant.refusals import NothingToPrint

    registered = {
        parcel.number: (found.entry, parcel.line)
        for found in find(outbox, sought)
        for parcel in found.parcels
        if parcel.number
    }
    if not registered:
        raise NothingToPrint(batch=sought)
    for number, (entry, line) in registered.items():
        write(folder / f"{number}.pdf", pdf_of(outbox, entry, [line]), say)


def write(path: Path, pdf: bytes, say: Words) -> None:
    path.write_bytes(pdf)
    print(say("print.done", file=path))
