"""`thongquan migrate`: books of an older program, to be served by this one."""

import argparse
from pathlib import Path

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "migrate", say)
    args.books(parser, say)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--rehearse", action="store_true", help=say("migrate.rehearse"))
    how.add_argument("--out", type=Path, metavar=say("arg.place"), help=say("migrate.out"))
    args.by(parser, say)
    parser.set_defaults(run="thongquan.cli.migrate:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.backup import make, print_made
    from thongquan.cli.operator import operating
    from thongquan.cli.progress import progress
    from thongquan.cli.table import seconds
    from thongquan.storage.migrating import migrate_books, newest, rehearse, schema_of, writing_alone

    with operating(arguments) as operator:
        found = schema_of(operator.data)
        if found == newest():
            print(say("migrate.nothing", schema=found))
            return 0
        seal = operator.newest_seal()
        if arguments.rehearse:
            with progress(say("migrating")) as tell:
                done = rehearse(operator.data, operator.work(seal, tell))
            print(
                say("migrate.rehearsed", before=done.before, after=done.after, seconds=seconds(done.seconds, say.lang))
            )
            return 0
        with writing_alone(operator.data):
            print_made(make(operator, arguments.out, say), say)
            with progress(say("migrating")) as tell:
                done = migrate_books(operator.data, operator.work(seal, tell))
    print(say("migrate.done", before=done.before, after=done.after, seconds=seconds(done.seconds, say.lang)))
    return 0
