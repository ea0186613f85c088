"""`thongquan check`: a courier's files judged offline, with the verdicts that the authority would give."""

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.check import Checked
    from thongquan.declarant.verdict import Verdict

FAULTS_SHOWN = 10


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "check", say)
    args.manifests(parser, say, some="+")
    args.out(parser, say, "check.out")
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.check:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.manifests import checked_manifests

    checked = checked_manifests(arguments, say)
    written = write_workbooks(checked, arguments.out, say) if arguments.out else []
    if arguments.json:
        print_json(checked)
    else:
        print_for_people(checked, written, arguments, say)
    return 0 if checked.all_ready else 1


def print_json(checked: "Checked") -> None:
    import sys

    import msgspec

    encoder = msgspec.json.Encoder()
    lines = b"".join(encoder.encode(verdict) + b"\n" for verdict in checked.verdicts)
    sys.stdout.flush()
    sys.stdout.buffer.write(lines + encoder.encode({"summary": checked.summary}) + b"\n")


def write_workbooks(checked: "Checked", folder: Path, say: Words) -> list[Path]:
    """The manifests again, faulty cells coloured and explained, and what belongs on ordinary declarations by itself."""
    from thongquan import manifest
    from thongquan.cli.progress import progress

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with progress(say("writing")):
        for one in checked.manifests:
            verdicts = [verdict for verdict in checked.verdicts if verdict.file == one.file]
            stem = Path(one.file).stem
            workbook = folder / f"{stem}.checked.xlsx"
            manifest.write_workbook(workbook, one, verdicts, checked.summary, say.lang)
            written.append(workbook)
            if any(verdict.form == "ordinary" for verdict in verdicts):
                rows = folder / f"{stem}.ordinary.xlsx"
                manifest.write_rows(rows, one, verdicts, say.lang)
                written.append(rows)
    return written


def print_for_people(checked: "Checked", written: list[Path], arguments: argparse.Namespace, say: Words) -> None:
    print_counts(checked, say)
    print(say("check.not_checked", what="; ".join(not_checked(checked, say))))
    for fault in checked.summary.file_faults:
        print_fault(fault, str(fault.get("file", "")), say)
    print_first_faults(checked.verdicts, say)
    for path in written:
        print(say("check.written", file=path))
    if checked.ready:
        manifests = shlex.join(str(path) for path in arguments.manifests)
        print(say("check.next", count=len(checked.ready), manifests=manifests))


def not_checked(checked: "Checked", say: Words) -> list[str]:
    """What only the authority knows."""
    from thongquan import law

    return [law.wording(say.lang).say(f"not-checked.{what}") for what in checked.summary.not_checked]


def print_counts(checked: "Checked", say: Words) -> None:
    from thongquan.cli.table import figure, print_table

    summary = checked.summary
    rows = [(say("check.houses"), figure(summary.houses))]
    rows += [(f"  {say(f'outcome.{name}')}", figure(count)) for name, count in sorted(summary.outcomes.items())]
    rows += [(f"  {say(f'form.{name}')}", figure(count)) for name, count in sorted(summary.forms.items())]
    rows += [(say("check.value"), figure(summary.customs_value)), (say("check.vat"), figure(summary.vat))]
    rows += [(say("check.groups"), figure(len(summary.aggregation)))] if summary.aggregation else []
    rows += [(say("check.seconds"), f"{summary.seconds:.1f}")]
    print_table(say("check.title", day=summary.day), (say("outcome"), say("parcels")), rows)


def print_first_faults(verdicts: "list[Verdict]", say: Words) -> None:
    faulty = [verdict for verdict in verdicts if verdict.faults]
    for verdict in faulty[:FAULTS_SHOWN]:
        for fault in verdict.faults:
            print_fault(fault, f"{verdict.file}, {place(verdict, fault, say)}", say)
    if len(faulty) > FAULTS_SHOWN:
        print(say("check.more", count=len(faulty) - FAULTS_SHOWN))


def place(verdict: "Verdict", fault: dict[str, Any], say: Words) -> str:
    """Cell, or row where the value has no cell of its own, and the house bill."""
    where = say("cell", cell=str(fault["cell"])) if fault.get("cell") else say("row", row=verdict.row)
    return f"{where} ({verdict.house_bill or '-'})"


def print_fault(fault: dict[str, Any], where: str, say: Words) -> None:
    from thongquan.cli.table import plain

    print(plain(f"{where}: {fault['text'][say.lang]} [{fault['code']}]"))
    law = "; ".join(part for part in (fault["cites"], fault["mark"]) if part)
    print(plain(f"    → {fault['fix'][say.lang]}" + (f" ({law})" if law else "")))
