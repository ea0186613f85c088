"""`thongquan law`: what holds on a day, and newer official lists."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from thongquan.base.moment import business_day
from thongquan.cli.arguments import Commands, command, day, group
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "law", say)
    show = command(parts, "show", say, "law.show")
    show.add_argument("parameter", nargs="?", metavar="PARAM", help=say("law.show.parameter"))
    show.add_argument("--on", type=day, metavar=say("arg.date"), help=say("law.show.on"))
    show.set_defaults(run="thongquan.cli.law:run_show")
    codes = command(parts, "import-codes", say, "law.import-codes")
    codes.add_argument("file", type=Path, metavar="FILE", help=say("law.import-codes.file"))
    codes.set_defaults(run="thongquan.cli.law:run_import_codes")


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan import law

    if arguments.parameter is None:
        for name in law.CURRENT.names("parameters"):
            print(f"{name:42} {law.CURRENT.parameter_file(name).meaning}")
        return 0
    if arguments.parameter not in law.CURRENT.names("parameters"):
        raise SystemExit(say("law.show.unknown", name=arguments.parameter))
    show_parameter(arguments.parameter, arguments.on or business_day(datetime.now(UTC)), say)
    return 0


def show_parameter(name: str, on: Any, say: Words) -> None:
    """The history, oldest first, the entry in force marked."""
    from thongquan import law

    file = law.CURRENT.parameter_file(name)
    in_force = max((entry.since for entry in file.value if entry.since <= on), default=None)
    print(f"{name}: {file.meaning}" + (f" [{file.unit}]" if file.unit else ""))
    for entry in file.value:
        sign = "→" if entry.since == in_force else " "
        shown = ", ".join(entry.is_) if isinstance(entry.is_, list) else entry.is_
        print(f"{sign} {entry.since.isoformat()}  {shown}  ({entry.cites or '-'}; {entry.mark})")
        if entry.note:
            print(f"    {entry.note}")
    if in_force is None:
        print(say("law.show.not_yet", day=on.isoformat()))
