"""`thongquan print`: the official printouts as PDF, single or a whole filing."""

import argparse
from pathlib import Path

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


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
    from thongquan.declarant.printing import pdf_of, pdfs_of

    if not arguments.sought and not arguments.batch:
        raise NothingAsked
    outbox = Outbox(outbox_folder(arguments.outbox))
    arguments.out.mkdir(parents=True, exist_ok=True)
    with progress(say("printing")):
        if arguments.batch:
            write(arguments.out / f"{arguments.batch}.pdf", pdf_of(outbox, outbox.entry(arguments.batch)), say)
        for sought in arguments.sought:
            for number, pdf in pdfs_of(outbox, sought):
                write(arguments.out / f"{number}.pdf", pdf, say)
    return 0


def write(path: Path, pdf: bytes, say: Words) -> None:
    path.write_bytes(pdf)
    print(say("print.done", file=path))
