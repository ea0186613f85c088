"""`thongquan law`: what holds on a day, what changes, what would change, and newer official lists."""

import argparse
import os
from pathlib import Path

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command, day, group
from thongquan.cli.places import state_folder
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "law", say)
    show = command(parts, "show", say, "law.show")
    show.add_argument("word", nargs="*", metavar=say("arg.law"), help=say("law.show.word"))
    show.add_argument("--on", type=day, metavar=say("arg.date"), help=say("law.show.on"))
    args.json(show, say)
    show.set_defaults(run="thongquan.cli.law_show:run")
    diff = command(parts, "diff", say, "law.diff")
    for name in ("first", "last"):
        diff.add_argument(name, type=day, metavar=say("arg.date"), help=say(f"law.diff.{name}"))
    diff.add_argument("--all", action="store_true", help=say("law.diff.all"))
    args.json(diff, say)
    diff.set_defaults(run="thongquan.cli.law_diff:run")
    add_what_if(parts, say)
    coverage = command(parts, "coverage", say, "law.coverage")
    args.json(coverage, say)
    coverage.set_defaults(run="thongquan.cli.law_coverage:run")
    codes = command(parts, "import-codes", say, "law.import-codes")
    codes.add_argument("file", type=Path, metavar="FILE", help=say("law.import-codes.file"))
    codes.add_argument("--since", type=day, required=True, metavar=say("arg.date"), help=say("law.import-codes.since"))
    codes.add_argument("--table", default="", metavar=say("arg.name"), help=say("law.import-codes.table"))
    codes.add_argument("--partial", action="store_true", help=say("law.import-codes.partial"))
    codes.add_argument("--out", type=Path, metavar=say("arg.folder"), help=say("law.import-codes.out"))
    codes.set_defaults(run="thongquan.cli.law:run_import_codes")


def add_what_if(parts: Commands, say: Words) -> None:
    what_if = command(parts, "what-if", say, "law.what-if")
    args.manifests(what_if, say, some="*")
    setting, told = say("arg.setting"), say("law.what-if.set")
    what_if.add_argument("--set", action="append", required=True, metavar=setting, dest="settings", help=told)
    what_if.add_argument("--data", type=Path, metavar=say("arg.folder"), help=say("law.what-if.data"))
    what_if.add_argument("--keys", type=Path, metavar=say("arg.folder"), help=say("serve.keys"))
    args.json(what_if, say)
    what_if.set_defaults(run="thongquan.cli.law_what_if:run")


def run_import_codes(arguments: argparse.Namespace, say: Words) -> int:
    """The lists go to the operator's own folder, which stands before the built-in tables."""
    from thongquan.law.importing import import_codes

    own = arguments.out or Path(os.environ.get("THONGQUAN_LAW") or state_folder() / "law")
    done = import_codes(arguments.file, own, since=arguments.since, table=arguments.table, partial=arguments.partial)
    counts = {"added": len(done.added), "changed": len(done.changed), "ended": len(done.ended)}
    print(say("law.imported", table=done.table, file=done.file, unchanged=done.unchanged, **counts))
    print(say("law.imported.use", folder=own))
    return 0
