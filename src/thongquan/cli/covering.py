"""What `check --account` and `check --server` add: whether a flight's taxes are covered, and what is left then."""

import argparse
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli import deposit_own
from thongquan.cli.file import security
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.check import Checked
    from thongquan.declarant.deposit_statement import DepositStatement
    from thongquan.declarant.verdict import Cover, Covering


def add(parser: argparse.ArgumentParser, say: Words) -> None:
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--account", type=Path, metavar="FILE.json", help=say("covering.account"))
    asked.add_argument("--server", type=args.server, metavar="URL", help=say("covering.server"))
    deposit_own.terminal(parser, say, required=False)
    parser.add_argument("--guarantee", type=security, metavar="general:…|individual:…", help=say("file.guarantee"))


def statement_for(arguments: argparse.Namespace, say: Words) -> "DepositStatement | None":
    """As the file or the server tells it; None where neither was named.

    Raises:
        GuaranteeAlone: a guarantee was chosen, and nothing to look it up in.
        TerminalMissing, AccessKeyMissing: a server was named, and not who asks.
        StatementDamaged, ServerAway, ServerRefused
    """
    from thongquan.cli.refusals import GuaranteeAlone, TerminalMissing

    if arguments.account is not None:
        from thongquan.declarant.deposit_statement import read_statement

        return read_statement(arguments.account)
    if arguments.server is None:
        if arguments.guarantee is not None:
            raise GuaranteeAlone
        return None
    if not arguments.terminal:
        raise TerminalMissing
    with closing(deposit_own.Connection(arguments)) as connection:
        return connection.statement(say)


def tell(checked: "Checked", statement: "DepositStatement", arguments: argparse.Namespace) -> "Covering":
    """In `checked` itself too. Raises StatementForeign."""
    from thongquan.declarant.covering import cover

    source = arguments.account.name if arguments.account else arguments.server
    return cover(checked, statement, arguments.guarantee, source=source, now=datetime.now(UTC))


def print_covering(covering: "Covering", say: Words) -> None:
    from thongquan.cli.table import figure, moment_of, print_table

    for warning in covering.warnings:
        print(f"{warning['text'][say.lang]} {warning['fix'][say.lang]}")
    names = ("office", "secured_by", "declarations", "taxes", "available", "left", "missing")
    rows = [
        [
            one.office,
            _secured_by(one, say),
            *("–" if amount is None else figure(amount, say.lang) for amount in _amounts(one)),
        ]
        for one in covering.accounts
    ]
    whose = {"company": covering.company or "–", "at": moment_of(covering.at, say.lang)}
    headings = [say(f"covering.column.{name}") for name in names]
    print_table(say("covering.title", **whose), headings, rows, figures=range(2, 7))
    for one in covering.accounts:
        _print_office(one, say)


def _amounts(one: "Cover") -> tuple[int | None, ...]:
    return one.declarations, one.taxes, one.available, one.left, one.missing


def _secured_by(one: "Cover", say: Words) -> str:
    if one.secured_by in ("", "deposit"):
        return say(f"covering.by.{one.secured_by or 'nothing'}")
    return one.secured_by


def _print_office(one: "Cover", say: Words) -> None:
    """What comes of it, why, and what to do."""
    from thongquan.cli.table import figure, plain

    if not one.uncovered:
        key = "covered" if one.secured_by else "elsewhere"
        print(say(f"covering.{key}", office=one.office, taxes=figure(one.taxes, say.lang)))
        return
    named = ", ".join(one.first_uncovered) + ("…" if one.uncovered > len(one.first_uncovered) else "")
    print(plain(say("covering.uncovered", office=one.office, count=one.uncovered, houses=named)))
    for fault in one.faults:
        print(plain(f"    {fault['text'][say.lang]} [{fault['code']}]"))
        if not one.missing:
            print(plain(f"    → {fault['fix'][say.lang]}"))
    if one.missing:
        print(f"    → {say('covering.pay-in', office=one.office, missing=figure(one.missing, say.lang))}")
