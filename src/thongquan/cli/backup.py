"""`thongquan backup`: a copy of the books, sealed and signed, beside a running server."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.storage.backup import Made
    from thongquan.storage.maintaining import Operator


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "backup", say)
    args.books(parser, say)
    parser.add_argument("--out", type=Path, required=True, metavar=say("arg.place"), help=say("backup.out"))
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.backup:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.operator import operating

    with operating(arguments) as operator:
        made = make(operator, arguments.out, say)
    if arguments.json:
        import msgspec

        print(msgspec.json.encode({"file": str(made.file), "bytes": made.size, "of": made.manifest}).decode())
        return 0
    print_made(made, say)
    print(say("backup.keys", keys=operator.keys))
    return 0


def make(operator: "Operator", out: Path, say: Words) -> "Made":
    from thongquan.cli.progress import progress
    from thongquan.storage.backup import Maker, back_up

    with progress(say("backing_up")) as tell:
        return back_up(operator.data, out, Maker(operator.vault(), operator.seal), operator.at, tell)


def print_made(made: "Made", say: Words) -> None:
    from thongquan.cli.table import figure, moment_of

    of, none = made.manifest, say("books.none")
    print(say("backup.done", file=made.file, size=figure(made.size, say.lang)))
    moment = say("viet_nam", moment=moment_of(of.made_at, say.lang))
    last = say("viet_nam", moment=moment_of(of.last_at, say.lang)) if of.last_at else none
    print(say("backup.of", system=of.system or none, moment=moment, checkpoint=str(of.checkpoint), last=last))
