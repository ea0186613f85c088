"""`thongquan law`: what holds on a day, and newer official lists."""

import argparse
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.base.moment import business_day
from thongquan.cli.arguments import Commands, command, day, group
from thongquan.cli.places import state_folder
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.law.parameter import ParameterFile


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "law", say)
    show = command(parts, "show", say, "law.show")
    show.add_argument("parameter", nargs="?", metavar="PARAM", help=say("law.show.parameter"))
    show.add_argument("--on", type=day, metavar=say("arg.date"), help=say("law.show.on"))
    show.set_defaults(run="thongquan.cli.law:run_show")
    codes = command(parts, "import-codes", say, "law.import-codes")
    codes.add_argument("file", type=Path, metavar="FILE", help=say("law.import-codes.file"))
    codes.add_argument("--since", type=day, required=True, metavar=say("arg.date"), help=say("law.import-codes.since"))
    codes.add_argument("--table", default="", metavar=say("arg.name"), help=say("law.import-codes.table"))
    codes.add_argument("--partial", action="store_true", help=say("law.import-codes.partial"))
    codes.add_argument("--out", type=Path, metavar=say("arg.folder"), help=say("law.import-codes.out"))
    codes.set_defaults(run="thongquan.cli.law:run_import_codes")


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan import law
    from thongquan.cli.refusals import UnknownParameter

    if arguments.parameter is None:
        for name in law.CURRENT.names("parameters"):
            print(f"{name:42} {said_of(law.CURRENT.parameter_file(name), say)}")
        return 0
    if arguments.parameter not in law.CURRENT.names("parameters"):
        raise UnknownParameter(name=arguments.parameter)
    show_parameter(arguments.parameter, arguments.on or business_day(datetime.now(UTC)), say)
    return 0


def show_parameter(name: str, on: date, say: Words) -> None:
    """The history, oldest first, the entry in force marked."""
    from thongquan import law

    file = law.CURRENT.parameter_file(name)
    in_force = max((entry.since for entry in file.value if entry.since <= on), default=None)
    print(f"{name}: {said_of(file, say)}" + (f" [{file.unit}]" if file.unit else ""))
    for entry in file.value:
        sign = "→" if entry.since == in_force else " "
        shown = ", ".join(entry.is_) if isinstance(entry.is_, list) else entry.is_
        print(f"{sign} {entry.since.isoformat()}  {shown}  ({law_and_mark(entry.cites, entry.mark, say)})")
        if entry.note:
            print(f"    {entry.note}")
    if in_force is None:
        print(say("law.show.not_yet", day=on.isoformat()))


def said_of(file: "ParameterFile", say: Words) -> str:
    """A parameter has a name in Vietnamese and its meaning in English."""
    return file.name if say.lang == "vi" else file.meaning


def law_and_mark(cites: str, mark: str, say: Words) -> str:
    return "; ".join(part for part in (cites, say.mark(mark)) if part) or "-"


def run_import_codes(arguments: argparse.Namespace, say: Words) -> int:
    """The lists go to the operator's own folder, which stands before the built-in tables."""
    from thongquan.law.importing import import_codes

    own = arguments.out or Path(os.environ.get("THONGQUAN_LAW") or state_folder() / "law")
    done = import_codes(arguments.file, own, since=arguments.since, table=arguments.table, partial=arguments.partial)
    counts = {"added": len(done.added), "changed": len(done.changed), "ended": len(done.ended)}
    print(say("law.imported", table=done.table, file=done.file, unchanged=done.unchanged, **counts))
    print(say("law.imported.use", folder=own))
    return 0
