"""`thongquan check`: a courier's files judged offline, with the verdicts that the authority would give."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
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
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.check:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.manifest.apart import ahead

    with ahead(arguments.manifests):  # while the law is loaded, on another core
        from thongquan.cli.manifests import checked_manifests

        checked = checked_manifests(arguments, say)
    written = write_workbooks(checked, arguments.out, say) if arguments.out else []
    if arguments.json:
        print_json(checked)
    else:
        from thongquan.cli.findings import print_for_people

        print_for_people(checked, written, arguments, say)
    return 0 if checked.all_ready else 1


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
