"""`thongquan office`: what officers and operators do with a running authority."""

import argparse
from pathlib import Path
from typing import Any

from thongquan.cli import (
    office_attachments,
    office_certificate,
    office_decide,
    office_deposit,
    office_deposit_forms,
    office_documents,
    office_lists,
    office_officers,
    office_transports,
    office_trust,
    operated,
)
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "office", say)
    add_company(group(parts, "company", say, "office.company"), say)
    office_officers.add(group(parts, "officer", say, "office.officer"), say)
    office_officers.add_founding(parts, say)
    add_show(parts, say)
    office_decide.add(parts, say)
    office_lists.add(group(parts, "hq02", say, "office.hq02"), say)
    deposits = group(parts, "deposit", say, "office.deposit")
    office_deposit.add(deposits, say)
    office_deposit_forms.add(deposits, say)
    office_documents.add(group(parts, "hq01", say, "office.hq01"), say)
    office_transports.add(group(parts, "transport", say, "office.transport"), say)
    office_attachments.add(group(parts, "attachment", say, "office.attachment"), say)
    add_waiting(group(parts, "list", say, "office.list"), say)
    office_certificate.add(parts, say)
    office_trust.add(parts, say)


def add_company(commands: Commands, say: Words) -> None:
    parser = command(commands, "add", say, "office.company.add")
    parser.add_argument("tax_code", metavar=say("arg.tax_code"), help=say("tax_code.help"))
    parser.add_argument("name", metavar=say("arg.name"), help=say("company.name"))
    parser.add_argument(
        "--certificate", type=Path, action="append", default=[], metavar="FILE.pem", help=say("office.certificate")
    )
    operated.add(parser, say)
    parser.set_defaults(run="thongquan.cli.office:run_company")


def add_show(commands: Commands, say: Words) -> None:
    parser = of_office(command(commands, "show", say, "office.show"), say, run_show)
    parser.add_argument("number", metavar=say("arg.number"), help=say("office.decide.number"))


def add_waiting(commands: Commands, say: Words) -> None:
    parser = of_office(command(commands, "waiting", say, "office.list.waiting"), say, run_waiting)
    parser.add_argument("office", metavar=say("arg.office"), help=say("office.officer.office"))


def of_office(parser: argparse.ArgumentParser, say: Words, run: Any) -> argparse.ArgumentParser:
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run=f"thongquan.cli.office:{run.__name__}")
    return parser


def run_company(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.signing.folders import certificates_of

    ders = [der for path in arguments.certificate for der in certificates_of(path.read_bytes())]
    says = {
        "tax_code": arguments.tax_code,
        "name": arguments.name,
        "certificates": [operated.named(der) for der in ders],
    }
    operated.does(arguments, say, "operator-company-add", says, ders=ders)
    print(say("office.added", what=f"{arguments.tax_code} {arguments.name}"))
    return 0


def run_waiting(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.table import figure, moment_of, print_table

    cases = Office(arguments.data).ask(f"/office/waiting/{in_path(arguments.office)}")
    headings = (say("number"), say("channel"), say("customs_value"), say("filer"), say("registered_at"))
    rows = [
        (
            case["number"],
            say(f"channel.{case['channel']}"),
            figure(case["customs_value"], say.lang),
            case["filer"],
            moment_of(case["registered_at"], say.lang),
        )
        for case in cases
    ]
    if rows:
        print_table(say("office.waiting.title"), headings, rows, figures=[2])
        print(say("office.waiting.next", number=cases[0]["number"], data=arguments.data))
    else:
        print(say("office.waiting.none", office=arguments.office))
    return 0


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    """All that the officer needs to decide: the declaration as it was signed, its channel, and why that channel."""
    from thongquan.cli.case import print_case
    from thongquan.cli.desk_of_office import Office

    print_case(Office(arguments.data).ask(f"/office/declarations/{in_path(arguments.number)}"), say)
    return 0


def in_path(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
