"""`thongquan check`: a courier's files judged offline, with the verdicts that the authority would give."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli import covering
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.check import Checked

_AT_ONCE = 1000
"""So many verdicts are written at once: quicker than one by one, and the text of a flight is never held whole."""


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "check", say)
    args.manifests(parser, say, some="+")
    args.out(parser, say, "check.out")
    parser.add_argument("--explain", metavar=say("arg.house"), help=say("check.explain"))
    covering.add(parser, say)
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.check:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.manifest.apart import ahead

    statement = covering.statement_for(arguments, say)
    with ahead(arguments.manifests):  # while the law is loaded, on another core
        from thongquan.cli.manifests import checked_manifests

        checked = checked_manifests(arguments, say)
    if statement is not None:
        covering.tell(checked, statement, arguments)
    if arguments.explain is not None:
        return explain(checked, arguments, say)
    written = write_workbooks(checked, arguments.out, say) if arguments.out else []
    if arguments.json:
        print_json(checked)
    else:
        from thongquan.cli.findings import print_for_people

        print_for_people(checked, written, arguments, say)
    told = checked.summary.covering
    return 0 if checked.all_ready and (told is None or told.is_whole) else 1


def explain(checked: "Checked", arguments: argparse.Namespace, say: Words) -> int:
    """What one house owes, step by step. Exit code 1 where something cannot be told before a person chooses."""
    import msgspec

    from thongquan.cli.derivation import print_assessment
    from thongquan.cli.manifests import profile_of
    from thongquan.cli.table import day_of
    from thongquan.declarant.explaining import explain_house
    from thongquan.duty.told import told

    verdict, assessment = explain_house(checked, profile_of(arguments), arguments.explain)
    shown = told(assessment)
    if arguments.json:
        print(msgspec.json.encode({"house_bill": verdict.house_bill, **msgspec.to_builtins(shown)}).decode())
    else:
        facts = {"house": verdict.house_bill, "form": say(f"form.{verdict.form}"), "day": day_of(shown.day, say.lang)}
        print_assessment(shown, say("check.explained", **facts), say)
    return 1 if None in (shown.total, shown.fee) else 0


def print_json(checked: "Checked") -> None:
    import sys

    import msgspec

    encoder = msgspec.json.Encoder()
    sys.stdout.flush()
    for first in range(0, len(checked.verdicts), _AT_ONCE):
        sys.stdout.buffer.write(encoder.encode_lines(checked.verdicts[first : first + _AT_ONCE]))
    sys.stdout.buffer.write(encoder.encode({"summary": checked.summary}) + b"\n")


def write_workbooks(checked: "Checked", folder: Path, say: Words) -> list[Path]:
    """The manifests again, faulty cells coloured and explained, and what belongs on ordinary declarations by itself."""
    from thongquan.cli.progress import progress
    from thongquan.manifest.workbook import write_rows, write_workbook

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with progress(say("writing")):
        for one in checked.manifests:
            verdicts = [verdict for verdict in checked.verdicts if verdict.file == one.file]
            stem = Path(one.file).stem
            workbook = folder / f"{stem}.checked.xlsx"
            write_workbook(workbook, one, verdicts, checked.summary, say.lang)
            written.append(workbook)
            if any(verdict.form == "ordinary" for verdict in verdicts):
                rows = folder / f"{stem}.ordinary.xlsx"
                write_rows(rows, one, verdicts, say.lang)
                written.append(rows)
    return written
