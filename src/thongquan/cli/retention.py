"""`thongquan retention`: erase what need not be kept any longer."""

import argparse

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "retention", say)
    args.books(parser, say)
    parser.add_argument("--until", type=args.day, metavar=say("arg.date"), help=say("retention.until"))
    args.by(parser, say)
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.retention:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.operator import operating
    from thongquan.cli.progress import progress
    from thongquan.cli.table import day_of, figure
    from thongquan.storage.erasing import erase

    with operating(arguments) as operator, operator.ledger() as ledger, progress(say("retention.erasing")) as tell:
        work = operator.work(operator.seal(ledger.vault.in_use.authority), tell)
        erased = erase(ledger, work, arguments.until)
    if arguments.json:
        import msgspec

        print(msgspec.json.encode(erased).decode())
    elif erased.filings:
        count = figure(erased.filings, say.lang)
        print(say("retention.done", count=count, day=day_of(erased.until, say.lang)))
    else:
        print(say("retention.nothing"))
    return 0
