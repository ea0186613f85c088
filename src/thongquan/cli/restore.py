"""`thongquan restore`: books from a backup, into a new folder."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.storage.restoring import Restored


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "restore", say)
    parser.add_argument("file", type=Path, metavar="FILE", help=say("restore.file"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("restore.data"))
    parser.add_argument("--keys", type=Path, required=True, metavar=say("arg.folder"), help=say("restore.keys"))
    parser.add_argument("--skip", type=count, metavar=say("arg.number"), help=say("restore.skip"))
    args.by(parser, say)
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.restore:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.operator import operating
    from thongquan.cli.progress import progress
    from thongquan.storage.restoring import restore

    with operating(arguments) as operator, progress(say("restoring")) as tell:
        work = operator.work(operator.newest_seal(), tell)
        restored = restore(arguments.file, operator.data, operator.keys, work, arguments.skip)
    if arguments.json:
        import msgspec

        print(
            msgspec.json.encode(
                {"data": str(arguments.data), "of": restored.manifest, "skipped": restored.skipped}
            ).decode()
        )
        return 0
    print_restored(arguments.data, restored, say)
    return 0


def print_restored(data: Path, restored: "Restored", say: Words) -> None:
    from thongquan.cli.table import figure, moment_of

    of, none = restored.manifest, say("books.none")
    moment = say("viet_nam", moment=moment_of(of.made_at, say.lang))
    last = say("viet_nam", moment=moment_of(of.last_at, say.lang)) if of.last_at else none
    print(say("restore.done", data=data))
    print(say("backup.of", system=of.system or none, moment=moment, checkpoint=str(of.checkpoint), last=last))
    if restored.skipped.numbers:
        print(say("restore.skipped", numbers=figure(restored.skipped.numbers, say.lang)))
    else:
        print(say("restore.nothing_skipped"))
    print(say("restore.lost", last=last))


def count(text: str) -> int:
    """0 or more."""
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)
