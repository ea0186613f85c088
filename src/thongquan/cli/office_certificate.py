"""`thongquan office certificate suspend`: a company's token was stolen, and it has no other to say so with."""

import argparse
from pathlib import Path

from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words

REASONS = ("lost", "stolen", "exposed", "left", "other")


def add(parts: Commands, say: Words) -> None:
    commands = group(parts, "certificate", say, "office.certificates")
    parser = command(commands, "suspend", say, "office.certificates.suspend")
    parser.add_argument("serial", metavar=say("arg.serial"), help=say("office.certificates.serial"))
    parser.add_argument("--reason", choices=REASONS, required=True, help=say("office.certificates.reason"))
    parser.add_argument("--company", default="", metavar=say("arg.tax_code"), help=say("office.certificates.company"))
    parser.add_argument("--note", default="", metavar=say("arg.text"), help=say("office.certificates.note"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run="thongquan.cli.office_certificate:run_suspend")


def run_suspend(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.office import in_path
    from thongquan.cli.operator import user

    told = Office(arguments.data).tell(
        f"/office/certificates/{in_path(arguments.serial)}/suspension",
        by=user(),
        reason=arguments.reason,
        company=arguments.company,
        note=arguments.note,
    )
    print(say("office.certificates.suspended", serial=told["serial"], company=told["company"]))
    return 0
