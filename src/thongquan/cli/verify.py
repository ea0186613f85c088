"""`thongquan verify`: signatures, receipts and books, from files alone, with the code that the server uses."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli import verify_draw
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.signing.report import Report


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "verify", say)
    add_message(command(parts, "message", say, "verify.message"), say)
    receipt = command(parts, "receipt", say, "verify.receipt")
    receipt.add_argument("file", type=Path, metavar="FILE", help=say("verify.file"))
    args.anchors(receipt, say, required=True)
    receipt.add_argument("--at", type=args.moment, metavar=say("arg.time"), help=say("verify.at"))
    args.json(receipt, say)
    receipt.set_defaults(run="thongquan.cli.verify:run_receipt")
    verify_draw.add(command(parts, "draw", say, "verify.draw"), say)
    books = command(parts, "books", say, "verify.books")
    args.books(books, say)
    books.add_argument(
        "--receipt", type=Path, action="append", default=[], metavar="FILE", help=say("verify.books.receipt")
    )
    args.json(books, say)
    books.set_defaults(run="thongquan.cli.verify_books:run")
    deposits = command(parts, "deposits", say, "verify.deposits")
    args.books(deposits, say)
    args.json(deposits, say)
    deposits.set_defaults(run="thongquan.cli.verify_deposits:run")


def add_message(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--cms", type=Path, required=True, metavar="FILE", help=say("verify.cms"))
    parser.add_argument("--content", type=Path, metavar="FILE", help=say("verify.content"))
    args.anchors(parser, say, required=True)
    for name in ("intermediates", "crls", "ocsp"):
        parser.add_argument(f"--{name}", type=Path, metavar=say("arg.folder"), help=say(f"verify.{name}"))
    parser.add_argument("--at", type=args.moment, metavar=say("arg.time"), help=say("verify.at"))
    parser.add_argument(
        "--policy", choices=("default", "legacy-algorithms"), default="default", help=say("verify.policy")
    )
    parser.add_argument("--needs", choices=("crl", "ocsp", "either", "both"), help=say("verify.needs"))
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.verify:run_message")


def run_message(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.signing.policy import POLICIES
    from thongquan.signing.report import verify_files

    report = verify_files(
        arguments.cms,
        content=arguments.content,
        anchors=arguments.anchors,
        intermediates=arguments.intermediates,
        crls=arguments.crls,
        answers=arguments.ocsp,
        needs=arguments.needs,
        at=arguments.at or datetime.now(UTC),
        policy=POLICIES[arguments.policy],
    )
    return show(report, say("verify.as_of"), arguments.json, say)


def run_receipt(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.signing.chain import TrustStore
    from thongquan.signing.receipt import verify_receipt

    receipt = arguments.file.read_bytes()
    report = verify_receipt(receipt, TrustStore.load(arguments.anchors), arguments.at)
    moment = say("verify.time" if report.verdict == "valid" else "verify.time_claimed")
    return show(report, moment, arguments.json, say)


def show(report: "Report", moment: str, as_json: bool, say: Words) -> int:
    if as_json:
        import msgspec

        print(msgspec.json.encode(report).decode())
    else:
        print_for_people(report, moment, say)
    return 0 if report.verdict == "valid" else 1


def print_for_people(report: "Report", moment: str, say: Words) -> None:
    from thongquan import law
    from thongquan.cli.table import moment_of, plain

    wording = law.wording(say.lang)
    reason = wording.text(report.reason, report.facts)
    print(say("verify.valid") if report.verdict == "valid" else say("verify.invalid", reason=plain(reason)))
    for check in report.checks:
        print(f"  {'✓' if check.passed else '✗'} {wording.say(check.name)}")
    if report.signer is not None:
        print(f"  {say('verify.signer')}: {plain(report.signer.subject)}")
        print(f"  {say('verify.serial')}: {report.signer.serial}")
    if report.at:
        print(f"  {moment}: {say('viet_nam', moment=moment_of(report.at, say.lang))}")
    if report.reason:
        print(f"  → {plain(wording.fix(report.reason, report.facts))}")
