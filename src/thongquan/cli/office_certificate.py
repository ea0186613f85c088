"""`thongquan office certificate suspend`: a company's token was stolen, and it has no other to say so with."""

import argparse

from thongquan.cli import operated
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
    operated.add(parser, say)
    parser.set_defaults(run="thongquan.cli.office_certificate:run_suspend")


def run_suspend(arguments: argparse.Namespace, say: Words) -> int:
    given = {"tax_code": arguments.company, "note": arguments.note}
    says = {
        "serial": arguments.serial.lower(),
        "reason": arguments.reason,
        **{name: one for name, one in given.items() if one},
    }
    operated.does(arguments, say, "operator-certificate-suspend", says)
    print(say("office.certificates.suspended", serial=arguments.serial))
    return 0
