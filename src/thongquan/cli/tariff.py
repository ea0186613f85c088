"""`thongquan tariff`: lines of the tariff by words or code, their rates on a day, and what is not known of them."""

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command, day, group
from thongquan.cli.words import Words

MOST = 20
"""So many lines are shown unless more are asked for."""


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "tariff", say)
    find = command(parts, "find", say, "tariff.find")
    find.add_argument("words", nargs="+", metavar=say("arg.words"), help=say("tariff.words"))
    find.add_argument("--limit", type=int, default=MOST, metavar=say("arg.number"), help=say("tariff.limit"))
    find.set_defaults(run="thongquan.cli.tariff_told:run_find")
    show = command(parts, "show", say, "tariff.show")
    show.add_argument("code", metavar=say("arg.hs"), help=say("tariff.code"))
    show.set_defaults(run="thongquan.cli.tariff_told:run_show")
    for parser in (find, show):
        parser.add_argument("--on", type=day, metavar=say("arg.date"), help=say("law.show.on"))
        args.json(parser, say)
