"""`thongquan pki`: a demonstration certification authority and its certificates. Never for real use."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "pki", say)
    runs = {"make": run_make, "company": run_company, "officer": run_officer, "revoke": run_revoke, "crl": run_crl}
    for name, run in runs.items():
        parser = command(parts, name, say, f"pki.{name}")
        parser.add_argument("folder", type=Path, metavar=say("arg.folder"), help=say("pki.folder"))
        parser.add_argument("--at", type=args.moment, metavar=say("arg.time"), help=say("pki.at"))
        parser.set_defaults(run=f"thongquan.cli.pki:{run.__name__}")
        if run is run_company:
            parser.add_argument("tax_code", metavar=say("arg.tax_code"), help=say("tax_code.help"))
            parser.add_argument("name", metavar=say("arg.name"), help=say("company.name"))
            parser.add_argument("--key", choices=("rsa", "p256"), default="rsa", help=say("pki.key"))
            parser.add_argument("--password-file", metavar="FILE", type=Path, help=say("password-file.help"))
        if run is run_officer:
            parser.add_argument("id", metavar=say("arg.id"), help=say("office.officer.id"))
            parser.add_argument("name", metavar=say("arg.name"), help=say("office.officer.name"))
            parser.add_argument("--password-file", metavar="FILE", type=Path, help=say("password-file.help"))
        if run is run_revoke:
            parser.add_argument("certificate", metavar="SERIAL|FILE.pem", help=say("pki.certificate"))


def run_make(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.signing.pki import make_pki

    make_pki(arguments.folder, moment=arguments.at)
    print(say("pki.made", folder=arguments.folder))
    return 0


def run_company(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.password import password_for
    from thongquan.signing.pki import issue_company

    password = password_for(arguments.tax_code, arguments.password_file, say("password.new"))
    made = issue_company(
        arguments.folder,
        arguments.tax_code,
        arguments.name,
        password=password,
        key=arguments.key,
        moment=arguments.at,
    )
    print(say("pki.issued", file=made))
    return 0


def run_officer(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.password import password_for
    from thongquan.signing.pki import issue_officer

    password = password_for(arguments.id, arguments.password_file, say("password.new"))
    made = issue_officer(arguments.folder, arguments.id, arguments.name, password=password, moment=arguments.at)
    print(say("pki.issued", file=made))
    return 0


def run_revoke(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.signing.pki import revoke

    revoke(arguments.folder, serial_of(arguments.certificate), moment=arguments.at)
    print(say("pki.revoked", folder=arguments.folder / "crls"))
    return 0


def run_crl(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.signing.pki import renew_crls

    renew_crls(arguments.folder, moment=arguments.at or datetime.now(UTC))
    print(say("pki.crls", folder=arguments.folder / "crls"))
    return 0


def serial_of(certificate: str) -> int:
    """A serial number in hex, as reports print it, or that of a certificate file."""
    from cryptography import x509

    from thongquan.cli.refusals import UnknownSerial

    path = Path(certificate)
    try:
        if path.suffix in {".pem", ".crt", ".cer"}:
            return x509.load_pem_x509_certificate(path.read_bytes()).serial_number
        return int(certificate, 16)
    except ValueError as error:
        raise UnknownSerial(certificate=certificate) from error
